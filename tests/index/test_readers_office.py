"""Workbooks, Word, web pages and Markdown: merged cells, number formats, hidden and nested parts."""

from datetime import date
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import openpyxl
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl.styles import Border, Side

from index.errors import UnreadableFile
from index.readers import read
from index.readers.number_formats import printed
from index.records import Grid, GridRow, Place, TextLine


def blocks(path: Path) -> list:
    """Cells of every grid, text of every line."""
    return [[row.cells for row in block.rows] if isinstance(block, Grid) else block.text for block in read(path).blocks]


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (52279.015742, "#,##0.00", "52,279.015742"),
        (1234.5, "#,##0.00", "1,234.50"),
        (0.1 + 0.2, "General", "0.3"),
        (399.0, "0.00_ ", "399.00"),
        (2010301, "General", "2010301"),
        (2, "00", "02"),
        (0.22, "0%", "22%"),
        (0.1234, "0.0%", "12.34%"),
        (-1234.5, "#,##0.00_);(#,##0.00)", "-1,234.50"),
        (0, '#,##0.00;-#,##0.00;""', ""),
        (0, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-"),
        (0, "#,##0.00", "0.00"),
        (-1e-16, "0.00", "0.00"),
        (12345, "0!.0000", "1.2345"),
        (12345000, "#,##0,", "12,345"),
        (1720, '0"万元"', "1720万元"),
        (1720, "[$¥-804]#,##0.00", "¥1,720.00"),
        (1e20, "General", "100000000000000000000"),
        (date(2026, 1, 2), 'yyyy"年"m"月"d"日"', "2026年1月2日"),
        (date(2026, 1, 2), "yyyy-mm-dd", "2026-01-02"),
        (True, "General", "TRUE"),
        (float("nan"), "0.00", ""),
        (None, "0.00", ""),
    ],
)
def test_a_number_is_printed_as_its_format_asks_and_never_rounded(value: object, number_format: str, text: str):
    assert printed(value, number_format) == text


def test_merged_cells_own_their_first_place_and_cover_the_others(tmp_path: Path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "表三"
    for row in [("支出预算表",), ("科目", None, "预算数"), ("编码", "名称", None), ("2060101", "行政运行", 5), (None, "合计", 5)]:
        sheet.append(row)
    for span in ("A1:C1", "A2:B2", "C2:C3"):
        sheet.merge_cells(span)
    book.save(tmp_path / "a.xlsx")
    [grid] = read(tmp_path / "a.xlsx").blocks
    assert [row.cells for row in grid.rows] == [
        ("支出预算表", None, None),
        ("科目", None, "预算数"),
        ("编码", "名称", None),
        ("2060101", "行政运行", "5"),
        ("", "合计", "5"),
    ]
    assert [row.place for row in grid.rows] == [Place(sheet="表三", row=number) for number in range(1, 6)]


def test_blank_rows_with_borders_belong_to_the_table_above(tmp_path: Path):
    book = openpyxl.Workbook()
    side = Side(style="thin")
    for number, row in enumerate([("政府性基金支出表",), ("科目", "金额"), (None, None), (None, None), ("注：本表为空。",)], 1):
        for column, value in enumerate(row, 1):
            cell = book.active.cell(number, column, value)
            if len(row) == 2:
                cell.border = Border(left=side, right=side, top=side, bottom=side)
    book.active["A7"] = "说明"
    book.save(tmp_path / "a.xlsx")
    assert blocks(tmp_path / "a.xlsx") == [[("政府性基金支出表", ""), ("科目", "金额"), ("", ""), ("", ""), ("注：本表为空。", "")], "说明"]


def test_a_table_that_a_page_cut_keeps_its_width(tmp_path: Path):
    book = openpyxl.Workbook()
    for row in [("科目", "合计", "基本", "项目"), ("教育", 5, 3, 2)]:
        book.active.append(row)
    book.create_sheet("第二页").append(("文化", 4.5))
    book.save(tmp_path / "a.xlsx")
    assert blocks(tmp_path / "a.xlsx") == [[("科目", "合计", "基本", "项目"), ("教育", "5", "3", "2")], [("文化", "4.5", "", "")]]


def test_blank_columns_and_a_cell_far_away_cost_nothing(tmp_path: Path):
    book = openpyxl.Workbook()
    book.active["C3"], book.active["D3"], book.active["C4"], book.active["D4"] = "项目", "金额", "会议费", 1
    book.active["XFD1048576"] = "页脚"
    book.save(tmp_path / "a.xlsx")
    assert blocks(tmp_path / "a.xlsx") == [[("项目", "金额"), ("会议费", "1")], "页脚"]


def test_hidden_sheets_and_formulas_without_results_are_told(tmp_path: Path):
    book = openpyxl.Workbook()
    book.active.append(("项目", "金额"))
    book.active.append(("合计", "=SUM(B1:B1)"))
    hidden = book.create_sheet("字典")
    hidden.sheet_state = "hidden"
    hidden["A1"] = "x"
    book.save(tmp_path / "a.xlsx")
    reading = read(tmp_path / "a.xlsx")
    assert reading.notes == ("1 个公式没有保存计算结果，按空白单元格处理。", "工作表“字典”是隐藏的，未读。")
    assert blocks(tmp_path / "a.xlsx") == [[("项目", "金额"), ("合计", "")]]


def test_a_workbook_whose_styles_are_broken_is_read_by_value(tmp_path: Path):
    book = openpyxl.Workbook()
    book.active.append(("项目", "金额"))
    book.active.append(("会议费", 1.5))
    book.save(tmp_path / "a.xlsx")
    with ZipFile(tmp_path / "a.xlsx") as old, ZipFile(tmp_path / "b.xlsx", "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content.replace(b"<sz", b'<color rgb="red"/><sz') if name == "xl/styles.xml" else content)
    reading = read(tmp_path / "b.xlsx")
    assert [row.cells for block in reading.blocks for row in block.rows] == [("项目", "金额"), ("会议费", "1.5")]
    assert reading.notes == ("工作簿的样式无法读取，数字按存储值显示。",)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("xl/bomb.xml", b"0" * (64 * 1024 * 1024), "a.xlsx 的压缩比异常（xl/bomb.xml），不予读取。"),
        (
            "xl/workbook.xml",
            b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>',
            "a.xlsx 的 XML 带有文档类型声明（xl/workbook.xml），出于安全不予读取。",
        ),
    ],
    ids=["bomb", "entities"],
)
def test_an_archive_that_would_swell_is_refused_unopened(name: str, content: bytes, sentence: str, tmp_path: Path):
    with ZipFile(tmp_path / "a.xlsx", "w", ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    with pytest.raises(UnreadableFile) as error:
        read(tmp_path / "a.xlsx")
    assert str(error.value) == sentence


def test_an_archive_of_too_many_members_is_refused(tmp_path: Path):
    with ZipFile(tmp_path / "a.docx", "w") as archive:
        for number in range(5_001):
            archive.writestr(f"word/{number}.xml", b"")
    with pytest.raises(UnreadableFile) as error:
        read(tmp_path / "a.docx")
    assert str(error.value) == "a.docx 解压后过大（5001 个部件，0 MB），不予读取。"


def test_paragraphs_and_tables_of_word_come_in_their_order_with_merged_cells(tmp_path: Path):
    document = docx.Document()
    document.add_heading("第一部分", 1)
    document.add_paragraph("第一段\n第二行")
    table = document.add_table(3, 3)
    for number, row in enumerate(table.rows):
        for column, cell in enumerate(row.cells):
            cell.text = f"{number}{column}"
    table.cell(0, 0).merge(table.cell(0, 1)).text = "并"
    table.cell(1, 2).merge(table.cell(2, 2)).text = "竖"
    document.add_paragraph("末段")
    document.save(tmp_path / "a.docx")
    reading = read(tmp_path / "a.docx")
    assert reading.blocks == (
        TextLine("第一部分", Place(lines=(1,)), "heading"),
        TextLine("第一段", Place(lines=(2,))),
        TextLine("第二行", Place(lines=(2,))),
        Grid(
            (
                GridRow(("并", None, "02"), Place(lines=(3,), row=1)),
                GridRow(("10", "11", "竖"), Place(lines=(4,), row=2)),
                GridRow(("20", "21", None), Place(lines=(5,), row=3)),
            ),
            Place(lines=(3, 5)),
        ),
        TextLine("末段", Place(lines=(6,))),
    )
    assert reading.lines == 6


def test_numbers_that_word_prints_before_paragraphs_are_read(tmp_path: Path):
    document = docx.Document()
    for text in ("收支情况", "支出情况"):
        document.add_paragraph(text, style="List Number")
    document.add_paragraph("无号")
    for one in document.part.numbering_part.element.iter(qn("w:lvl")):
        one.find(qn("w:numFmt")).set(qn("w:val"), "chineseCounting")
        one.find(qn("w:lvlText")).set(qn("w:val"), "%1、")
    document.save(tmp_path / "a.docx")
    assert blocks(tmp_path / "a.docx") == ["一、收支情况", "二、支出情况", "无号"]


def test_content_controls_and_insertions_are_read_and_deletions_are_not(tmp_path: Path):
    document = docx.Document()
    kept, gone = document.add_paragraph("插入"), document.add_paragraph("留")
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    kept._p.addprevious(control)
    control.append(content)
    content.append(kept._p)
    deleted = OxmlElement("w:del")
    run = gone.add_run("删")._r
    run.addprevious(deleted)
    deleted.append(run)
    document.save(tmp_path / "a.docx")
    assert blocks(tmp_path / "a.docx") == ["插入", "留"]


PAGE = """<!DOCTYPE html><html><head><meta charset="{charset}"><title>题</title><style>p {{}}</style></head><body>
<nav>首页</nav><h1>预算公开</h1>
<p>贯彻<b>执行</b>国家
方针<br>第二行</p><p style="display:none">隐</p>
<table><tr><td>
  <table><caption>表一</caption>
  <tr><th rowspan="2">项目</th><th colspan="2">支出</th></tr>
  <tr><td>基本</td><td>项目</td></tr>
  <tr><td>会议费<br>培训费</td><td>1,000.00</td><td>&nbsp;</td></tr>
  <tr><td colspan="999">注</td></tr></table>
</td></tr></table>
<script>alert(1)</script>末尾
</body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "gb2312"])
def test_a_web_page_is_read_through_its_layout(charset: str, tmp_path: Path):
    path = tmp_path / "a.html"
    path.write_bytes(PAGE.format(charset=charset).encode("gb18030" if charset == "gb2312" else charset))
    reading = read(path)
    assert [(block.text, block.style, block.place.lines) for block in reading.blocks if isinstance(block, TextLine)] == [
        ("首页", "furniture", (2,)),
        ("预算公开", "heading", (2,)),
        ("贯彻执行国家方针", "text", (3,)),
        ("第二行", "text", (4,)),
        ("表一", "text", (6,)),
        ("末尾", "text", (12,)),
    ]
    [grid] = [block for block in reading.blocks if isinstance(block, Grid)]
    assert grid.rows == (
        GridRow(("项目", "支出", None), Place(lines=(7,), row=1)),
        GridRow((None, "基本", "项目"), Place(lines=(8,), row=2)),
        GridRow(("会议费\n培训费", "1,000.00", "\xa0"), Place(lines=(9,), row=3)),
        GridRow(("注", None, None), Place(lines=(10,), row=4)),
    )


def test_markdown_keeps_what_stands_beyond_the_head_and_drops_its_marks(tmp_path: Path):
    path = tmp_path / "a.md"
    path.write_text(
        "# 预算 **2026**\n正文 a\\_b\n\n| 项目 | 金额 |\n|---|--:|\n| 会议费<br>培训费 | 1,000.00 | 多 |\n| c \\| d |  |\n\n"
        "<table><tr><td>x</td><td>y</td></tr>\n<tr><td>1</td><td>2</td></tr></table>\n---\n- 末 * 3\n",
        encoding="utf-8",
    )
    assert read(path).blocks == (
        TextLine("预算 2026", Place(lines=(1,)), "heading"),
        TextLine("正文 a_b", Place(lines=(2,))),
        Grid(
            (
                GridRow(("项目", "金额"), Place(lines=(4,))),
                GridRow(("会议费\n培训费", "1,000.00", "多"), Place(lines=(6,))),
                GridRow(("c | d", ""), Place(lines=(7,))),
            ),
            Place(lines=(4, 7)),
        ),
        Grid((GridRow(("x", "y"), Place(lines=(9,), row=1)), GridRow(("1", "2"), Place(lines=(10,), row=2))), Place(lines=(9, 10))),
        TextLine("末 * 3", Place(lines=(12,))),
    )


def test_what_a_page_names_as_part_of_its_site_is_furniture(tmp_path: Path):
    page = (
        "<html><body><div id='header'><a>首页</a><form><input><button>搜索</button></form></div><div class='crumb'>当前位置：首页</div>"
        "<div class='page-header'><h1>某市某局2025年部门预算</h1></div><p>正文</p><div class='footer'>主办单位：某市某局</div></body></html>"
    )
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    assert [(block.text, block.style) for block in read(tmp_path / "a.html").blocks] == [
        ("首页", "furniture"),
        ("当前位置：首页", "furniture"),
        ("某市某局2025年部门预算", "heading"),
        ("正文", "text"),
        ("主办单位：某市某局", "furniture"),
    ]
