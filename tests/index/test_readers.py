"""One table in every format, and what only one format has."""

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest
from written import NOTE, ROWS, TITLE, WRITERS, write

from index.errors import UnreadableFile
from index.readers import formats, read, read_guarded
from index.records import Grid, GridRow, Place, Reading, TextLine

CHECKOUT = Path(__file__).parents[2]
SHIPPED = next((CHECKOUT / "data" / "documents").glob("*.txt"))


def cells(reading: Reading) -> list[tuple[tuple[str | None, ...], ...]]:
    return [tuple(row.cells for row in block.rows) for block in reading.blocks if isinstance(block, Grid)]


def lines(reading: Reading) -> list[str]:
    return [block.text for block in reading.blocks if isinstance(block, TextLine)]


@pytest.mark.parametrize("suffix", WRITERS)
def test_the_same_table_has_the_same_cells_in_every_format(suffix: str, tmp_path: Path):
    reading = read(write(tmp_path / f"预算{suffix}"))
    assert cells(reading) == [ROWS]
    assert lines(reading) == [TITLE, NOTE]
    assert reading.notes == ()


@pytest.mark.parametrize("suffix", WRITERS)
def test_a_guarded_reading_is_the_same_reading(suffix: str, tmp_path: Path):
    path = write(tmp_path / f"预算{suffix}")
    assert read_guarded(path) == read(path)


def test_a_reading_names_its_source(tmp_path: Path):
    path = write(tmp_path / "预算.TXT".lower())
    source = read(path).source
    assert (source.path, source.file, source.format) == (str(path), "预算.txt", "txt")
    assert source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_every_line_of_the_shipped_document_is_a_row_or_a_line_or_blank():
    reading = read(SHIPPED)
    printed = SHIPPED.read_text(encoding="utf-8").split("\n")
    rows = {row.place.lines[0]: "\t".join(row.cells) for block in reading.blocks if isinstance(block, Grid) for row in block.rows}
    texts = {block.place.lines[0]: block.text for block in reading.blocks if isinstance(block, TextLine)}
    assert reading.lines == len(printed)
    assert rows | texts == {number: line for number, line in enumerate(printed, 1) if line.strip()}


def test_a_blank_line_ends_a_table_and_trailing_cells_are_kept(tmp_path: Path):
    path = tmp_path / "a.txt"
    path.write_bytes("项目\t金额\t\n\n合计\t2\n完".encode("gb18030"))
    assert read(path).blocks == (
        Grid((GridRow(("项目", "金额", ""), Place(lines=(1,))),), Place(lines=(1,))),
        Grid((GridRow(("合计", "2"), Place(lines=(3,))),), Place(lines=(3,))),
        TextLine("完", Place(lines=(4,))),
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_is_read_in_the_encodings_that_offices_write(encoding: str, tmp_path: Path):
    path = tmp_path / "a.txt"
    path.write_bytes("三公经费\t1.00\r\n公务接待费\t0.50\r\n".encode(encoding))
    assert cells(read(path)) == [(("三公经费", "1.00"), ("公务接待费", "0.50"))]


def test_a_damaged_byte_does_not_make_another_encoding(tmp_path: Path):
    path = tmp_path / "a.txt"
    path.write_bytes(("一般公共预算拨款收入\n" * 100).encode() + b"\xff")
    assert lines(read(path))[:100] == ["一般公共预算拨款收入"] * 100


def test_a_stray_quotation_mark_swallows_no_rows(tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_text('项目,金额\n"公务接待费,1\n' + "会议费,2\n" * 60, encoding="utf-8")
    assert cells(read(path)) == [(("项目", "金额"), ('"公务接待费', "1"), *[("会议费", "2")] * 60)]


def test_a_quoted_cell_names_the_lines_that_it_spans(tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_text('项目,金额\n"高新技术企业\n认定",1\n', encoding="utf-8")
    [grid] = read(path).blocks
    assert grid.rows[1] == GridRow(("高新技术企业\n认定", "1"), Place(lines=(2, 3)))


def test_content_decides_where_the_name_is_wrong(tmp_path: Path):
    page = write(tmp_path / "a.html").rename(tmp_path / "a.xls")
    assert (read(page).source.format, cells(read(page))) == ("html", [ROWS])
    book = write(tmp_path / "b.xlsx").rename(tmp_path / "b.xls")
    assert (read(book).source.format, cells(read(book))) == ("xlsx", [ROWS])


def test_an_unknown_ending_is_answered_with_the_known_ones(tmp_path: Path):
    path = tmp_path / "预算.wps"
    path.write_bytes(b"x")
    with pytest.raises(UnreadableFile) as error:
        read(path)
    assert str(error.value) == f"预算.wps 的格式不支持。可读格式：{'、'.join(formats())}。"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.txt", b"", "a.txt 是空文件。"),
        ("a.txt", b"\x00\x01\x02", "a.txt 不是文本文件：内容为二进制数据。"),
        ("a.xlsx", b"PK\x03\x04 no archive", "a.xlsx 不是完整的压缩文档，无法读取。"),
        ("a.pdf", b"%PDF-1.7\nnothing", "a.pdf 不是完整的 PDF 文件，无法读取。"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "a.xls 有密码保护，无法读取。"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "a.docx 是旧版 Word 文档（.doc），请另存为 .docx。"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "a.xls 已损坏或格式不符，无法按 xls 读取。"),
    ],
)
def test_an_unreadable_file_is_told_in_one_sentence(name: str, content: bytes, sentence: str, tmp_path: Path):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableFile) as error:
        read(path)
    assert str(error.value) == sentence


def test_a_missing_file_is_unreadable(tmp_path: Path):
    with pytest.raises(UnreadableFile):
        read(tmp_path / "none.txt")


def test_importing_the_readers_imports_no_library():
    check = "import sys, index.readers; print(sorted({'pdfplumber', 'openpyxl', 'docx', 'lxml', 'xlrd', 'python_calamine'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", check], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
