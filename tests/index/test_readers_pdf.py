"""What PDFs do to a table: rules left out, pages turned, text printed twice, running over, undecodable or missing."""

from pathlib import Path

import pytest
from written import NOTE, ROWS, TITLE, Paper

from index.errors import UnreadableFile
from index.readers import read
from index.readers.pdf_furniture import mark_furniture
from index.records import Grid, Place, TextLine

CHECKOUT = Path(__file__).parents[2]
SHARED = sorted((CHECKOUT.parent / "shared" / "documents").glob("*.pdf"))


@pytest.fixture
def paper(tmp_path: Path) -> Paper:
    return Paper(tmp_path / "a.pdf")


def printed(paper: Paper) -> tuple:
    """Cells of every grid, and every line with its style unless it is plain text."""
    paper.save()
    blocks = read(Path(paper.canvas._filename)).blocks
    return tuple(
        tuple(row.cells for row in block.rows) if isinstance(block, Grid) else block.text if block.style == "text" else (block.style, block.text)
        for block in blocks
    )


def sheet(paper: Paper, **rules) -> None:
    paper.text(60, 60, TITLE, size=14)
    paper.text(530, 80, "单位：万元", right=True)
    paper.table(60, 100, ROWS, **rules)
    paper.text(60, 300, NOTE)


@pytest.mark.parametrize(
    "rules",
    [
        {},
        {"upright": (1, 2, 3, 4)},
        {"upright": ()},
        {"upright": (), "level": (0, 1, 5)},
        {"upright": (), "level": ()},
    ],
    ids=["all rules", "no rules at the sides", "level rules only", "three level rules", "no rules"],
)
def test_a_table_is_read_whatever_rules_are_drawn(rules: dict, paper: Paper):
    sheet(paper, **rules)
    assert printed(paper) == (TITLE, "单位：万元", ROWS, NOTE)


def test_rows_have_their_page_number_and_box(paper: Paper):
    paper.text(60, 60, TITLE)
    paper.next()
    sheet(paper)
    paper.save()
    [grid] = [block for block in read(Path(paper.canvas._filename)).blocks if isinstance(block, Grid)]
    assert [row.place.location() for row in grid.rows[:2]] == [
        {"page": 2, "row": 1, "box": [60.0, 100.0, 540.0, 120.0]},
        {"page": 2, "row": 2, "box": [60.0, 120.0, 540.0, 140.0]},
    ]


@pytest.mark.parametrize("turn", [90, -90])
def test_a_table_that_lies_on_its_side_is_turned_upright(turn: int, paper: Paper):
    paper.canvas.translate(paper.WIDTH if turn > 0 else 0, 0 if turn > 0 else paper.HEIGHT)
    paper.canvas.rotate(turn)
    paper.canvas.translate(0, paper.WIDTH - paper.HEIGHT)
    sheet(paper)
    assert printed(paper) == (TITLE, "单位：万元", ROWS, NOTE)


def test_a_page_with_a_rotation_of_its_own_is_read_upright(paper: Paper):
    paper.canvas.setPageRotation(90)
    paper.canvas.translate(paper.WIDTH, 0)
    paper.canvas.rotate(90)
    paper.canvas.translate(0, paper.WIDTH - paper.HEIGHT)
    sheet(paper)
    assert printed(paper) == (TITLE, "单位：万元", ROWS, NOTE)


def test_bold_print_made_by_printing_twice_is_read_once(paper: Paper):
    sheet(paper)
    paper.canvas.translate(0.4, 0)
    sheet(paper)
    assert printed(paper) == (TITLE, "单位：万元", ROWS, NOTE)


def test_a_label_that_runs_over_its_cell_stays_whole_and_the_number_too(paper: Paper):
    rows = (("科目编码", "科目名称", "合计"), ("2060499", "其他技术研究与开发支出（含附属单位）补助", "88.00"), ("合计", "", "88.00"))
    paper.table(60, 100, rows, columns=Paper.COLUMNS[:4])
    assert printed(paper) == (rows,)


def test_a_table_inside_a_cell_stays_in_the_cell(paper: Paper):
    paper.table(60, 100, (("类别", "内容"), ("甲", "文字")), columns=(0, 80, 480))
    paper.rule(60, 140, 60, 400)
    paper.rule(140, 140, 140, 400)
    paper.rule(540, 140, 540, 400)
    paper.rule(60, 400, 540, 400)
    paper.text(64, 160, "乙")
    paper.table(160, 180, ROWS[:2], columns=(0, 70, 140, 210, 280, 350))
    inner = "\n".join(" ".join(cell for cell in row if cell) for row in ROWS[:2])
    assert printed(paper) == ((("类别", "内容"), ("甲", "文字"), ("乙", inner)),)


def test_a_frame_around_a_table_is_no_table(paper: Paper):
    sheet(paper)
    paper.canvas.rect(30, 30, 535, 780)
    assert printed(paper) == (TITLE, "单位：万元", ROWS, NOTE)


def test_the_gap_of_a_double_rule_is_no_column(paper: Paper):
    sheet(paper)
    for x in Paper.COLUMNS:
        paper.rule(60 + x + 3.5, 100, 60 + x + 3.5, 200)
    assert printed(paper) == (TITLE, "单位：万元", ROWS, NOTE)


def test_text_between_rules_without_a_cell_is_kept_as_a_line(paper: Paper):
    paper.table(60, 100, ROWS, upright=(0, 1, 2))
    blocks = printed(paper)
    said = "".join(cell or "" for block in blocks for row in (block if isinstance(block, tuple) else [[block]]) for cell in row)
    assert sorted(said.replace(" ", "").replace("\n", "")) == sorted("".join("".join(row) for row in ROWS))


def test_prose_with_numbers_is_no_table(paper: Paper):
    prose = [f"{n}、2026年一般公共预算支出{n}23.45万元，比上年增加{n}.5%，主要原因是人员增加。" for n in range(1, 9)]
    for n, line in enumerate(prose):
        paper.text(60, 100 + 20 * n, line)
    assert printed(paper) == tuple(prose)


def test_page_numbers_running_heads_and_contents_are_furniture(paper: Paper):
    for page in range(1, 7):
        paper.text(60, 30, "某市财政局2026年部门预算", size=8)
        if page == 1:
            paper.text(280, 80, "目　录")
            for n in range(1, 4):
                paper.text(60, 100 + 20 * n, f"{n}. 表{n} {'.' * 40} {n + 1}")
        else:
            paper.text(60, 100, f"第{page}段正文。")
            paper.text(60, 130, "三公经费为 5 万元。")
        paper.text(290, 820, f"- {page} -")
        paper.next()
    head = ("furniture", "某市财政局2026年部门预算")
    contents = [("furniture", "目 录"), *(("furniture", f"{n}. 表{n} {'.' * 40} {n + 1}") for n in range(1, 4))]
    pages = [(head, f"第{page}段正文。", "三公经费为 5 万元。", ("furniture", f"- {page} -")) for page in range(2, 7)]
    assert printed(paper) == (head, *contents, ("furniture", "- 1 -"), *sum(pages, ()))


def test_a_title_that_every_page_repeats_above_its_table_is_no_running_head():
    def line(text: str, top: float) -> TextLine:
        return TextLine(text, Place(pages=(1,), box=(60, top, 200, top + 10)))

    page = [line("支出预算总表", 30), line("单位：万元", 50), Grid((), Place(pages=(1,), box=(60, 80, 500, 700)))]
    assert mark_furniture([page] * 5, [842.0] * 5) == [page] * 5


def test_a_watermark_across_a_table_stands_in_no_cell(paper: Paper):
    sheet(paper)
    paper.canvas.translate(200, 600)
    paper.canvas.rotate(35)
    paper.canvas.setFont("STSong-Light", 40)
    paper.canvas.drawString(0, 0, "仅供公开")
    mark, *rest = sorted(printed(paper), key=lambda block: block[0] != "furniture")
    assert (mark, tuple(rest)) == (("furniture", "仅供公开"), (TITLE, "单位：万元", ROWS, NOTE))


def test_a_heading_that_lies_in_its_cell_is_read_in_its_order(paper: Paper):
    paper.table(60, 100, (("", "内容"), ("", "甲"), ("", "乙"), ("", "丙")), columns=(0, 80, 480), level=(0, 4))
    for level in (1, 2, 3):
        paper.rule(140, 100 + 20 * level, 540, 100 + 20 * level)
    paper.canvas.saveState()
    paper.canvas.translate(100, paper.HEIGHT - 170)
    paper.canvas.rotate(90)
    paper.canvas.drawString(0, 0, "项目支出")
    paper.canvas.restoreState()
    assert printed(paper) == ((("项目支出", "内容"), (None, "甲"), (None, "乙"), (None, "丙")),)


def test_a_scan_is_named_as_such(paper: Paper):
    for _ in range(2):
        paper.canvas.rect(50, 50, 300, 300, fill=1)
        paper.next()
    with pytest.raises(UnreadableFile) as error:
        printed(paper)
    assert str(error.value) == "a.pdf 没有文字层：2 页全是扫描图像，需先做文字识别（OCR）。"


def test_pages_without_text_are_counted_in_a_note(paper: Paper):
    sheet(paper)
    paper.next()
    paper.canvas.rect(50, 50, 300, 300, fill=1)
    paper.next()
    paper.save()
    reading = read(Path(paper.canvas._filename))
    assert (reading.pages, reading.notes) == (2, ("2 页中有 1 页没有文字（扫描图像或空白页），未读：第 2 页。",))


def test_a_password_is_named_as_the_reason(tmp_path: Path):
    paper = Paper(tmp_path / "a.pdf", encrypt="secret")
    sheet(paper)
    with pytest.raises(UnreadableFile) as error:
        printed(paper)
    assert str(error.value) == "a.pdf 有密码保护，无法读取。"


@pytest.mark.skipif(not SHARED, reason="needs the real documents in ../shared/documents")
@pytest.mark.parametrize("path", SHARED[::4], ids=lambda path: path.stem)
def test_every_character_of_a_real_page_is_in_a_cell_or_a_line(path: Path):
    import pdfplumber

    reading = read(path)
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            said = "".join(text for block in reading.blocks if page.page_number in block.place.pages for text in _texts(block))
            assert sorted("".join(said.split())) == sorted("".join("".join(char["text"] for char in page.chars).split()))
            page.close()


def _texts(block: Grid | TextLine) -> list[str]:
    return [cell or "" for row in block.rows for cell in row.cells] if isinstance(block, Grid) else [block.text]
