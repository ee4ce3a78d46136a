"""PDF with a text layer: tables as Grids, everything else as lines, page by page."""

from collections import Counter
from collections.abc import Iterator
from io import BytesIO

from index.errors import UnreadableFile
from index.readers.pdf_aligned import aligned_tables
from index.readers.pdf_furniture import Block, is_leader, mark_furniture
from index.readers.pdf_lines import Char, around, rows_of, segments
from index.readers.pdf_page import MARK, is_slanted, mark_undecoded, once, upright
from index.readers.pdf_tables import grid, is_drawing, lattices, split_chars
from index.readers.reader import Reader
from index.records import Grid, Place, Reading, Source, TextLine
from index.text import clean


def read_pdf(content: bytes, source: Source) -> Reading:
    """Blocks of all pages; raises UnreadableFile for encrypted or damaged files and for scans without text."""
    pages, heights, undecoded, characters = [], [], [], 0
    for number, page in _pages(content, source.file):
        page = once(upright(page))
        if mark_undecoded(page.chars):
            undecoded.append(number)
        characters += sum(char["text"] != MARK for char in page.chars)
        pages.append(page_blocks(page, number))
        heights.append(float(page.height))
        page.close()
    _check_text(source.file, pages, characters)
    blocks = tuple(block for page in mark_furniture(pages, heights) for block in page)
    return Reading(source, blocks, pages=len(pages), notes=_notes(pages, undecoded))


def _pages(content: bytes, file: str) -> Iterator:
    """Pages one after another, each closed before the next is parsed, so that memory stays flat."""
    import pdfplumber  # 0.3 s with pdfminer
    from pdfminer.pdfdocument import PDFEncryptionError
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with pdfplumber.open(BytesIO(content)) as pdf:
            for number, page in enumerate(pdf.pages, 1):
                yield number, page
                page.close()
    except PdfminerException as error:
        if any(isinstance(cause, PDFEncryptionError) for cause in error.args):
            raise UnreadableFile(f"{file} 有密码保护，无法读取。") from error
        raise UnreadableFile(f"{file} 不是完整的 PDF 文件，无法读取。") from error


def page_blocks(page, number: int) -> list[Block]:
    """Grids and lines of one page from top to bottom."""
    tables = [] if is_drawing(page) else lattices(page)
    slanted = [char for char in page.chars if is_slanted(char)]
    inside, outside = split_chars([char for char in page.chars if not is_slanted(char)] if slanted else page.chars, tables)
    blocks: list[Block] = [watermark(slanted, number)] if slanted else []
    for table in tables:
        own = [char for cell in table.cells() for char in inside.get(cell, [])]
        if len(table.rows[0]) == 1 or is_leader("".join(char["text"] for char in own)):
            outside.extend(own)
        elif own:
            blocks.append(grid(table, inside, number))
    lines = [pieces for row in rows_of(outside) if (pieces := segments(row))]
    blocks.extend(aligned_tables(lines, _rules(page), number))
    return sorted((block for block in blocks if isinstance(block, Grid) or block.text), key=lambda block: block.place.box[1])


def watermark(chars: list[Char], number: int) -> TextLine:
    """Slanted print as one line of furniture, wherever it crosses the page."""
    text = clean("".join(char["text"] for char in chars)).strip()
    return TextLine(text, Place(pages=(number,), box=around([(c["x0"], c["top"], c["x1"], c["bottom"]) for c in chars])), "furniture")


def _rules(page) -> list[float]:
    """Heights of the horizontal rules that run, whole or in pieces, over a third of the page."""
    lengths: Counter[float] = Counter()
    for edge in page.edges:
        if edge["orientation"] == "h":
            lengths[round(edge["top"])] += edge["width"]
    return sorted(height for height, length in lengths.items() if length > page.width / 3)


def _check_text(file: str, pages: list[list[Block]], characters: int) -> None:
    if not pages:
        raise UnreadableFile(f"{file} 没有任何页面。")
    if not any(pages):
        raise UnreadableFile(f"{file} 没有文字层：{len(pages)} 页全是扫描图像，需先做文字识别（OCR）。")
    if not characters:
        raise UnreadableFile(f"{file} 的文字无法解码：字体没有字符对照表，需先做文字识别（OCR）。")


def _notes(pages: list[list[Block]], undecoded: list[int]) -> tuple[str, ...]:
    silent = [str(number) for number, blocks in enumerate(pages, 1) if not blocks]
    notes = [f"{len(pages)} 页中有 {len(silent)} 页没有文字（扫描图像或空白页），未读：第 {'、'.join(silent)} 页。"] if silent else []
    if undecoded:
        notes.append(f"第 {'、'.join(map(str, undecoded))} 页有字体无法解码的文字，以 {MARK} 标出。")
    return tuple(notes)


PDF = Reader("pdf", (".pdf",), lambda content: b"%PDF-" in content[:1024], read_pdf)
