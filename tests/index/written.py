"""The same small table written in every format, by the libraries that other people write it with."""

from html import escape
from pathlib import Path

TITLE = "2026年支出预算表"
ROWS = (
    ("科目编码", "科目名称", "合计", "基本支出", "项目支出"),
    ("2050803", "培训支出", "4.390200", "4.390200", ""),
    ("2060101", "行政运行", "1,234.50", "1,000.00", "234.50"),
    ("2060499", "其他技术研究与开发支出", "12,345.678901", "345.678901", "12,000.00"),
    ("合计", "", "13,584.569101", "1,350.069101", "12,234.50"),
)
NOTE = "注：本表反映本年支出。"


def write(path: Path) -> Path:
    """Writes the table, its title and its note in the format that the file's name asks for; skips where a font or library is missing."""
    WRITERS[path.suffix](path)
    return path


def _text(path: Path) -> None:
    path.write_text("\n".join([TITLE, "", *("\t".join(row) for row in ROWS), "", NOTE]), encoding="utf-8")


def _csv(path: Path) -> None:
    import csv

    with path.open("w", encoding="gb18030", newline="") as stream:
        csv.writer(stream, delimiter="\t" if path.suffix == ".tsv" else ",").writerows([[TITLE], [], *ROWS, [], [NOTE]])


def _markdown(path: Path) -> None:
    table = ["| " + " | ".join(row) + " |" for row in ROWS]
    path.write_text("\n".join([f"## {TITLE}", "", table[0], "|---" * len(ROWS[0]) + "|", *table[1:], "", NOTE]), encoding="utf-8")


def _html(path: Path) -> None:
    rows = "\n".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in ROWS)
    page = f"<html><head><meta charset='utf-8'></head><body><h2>{TITLE}</h2>\n<table>{rows}</table>\n<p>{NOTE}</p></body></html>"
    path.write_text(page, encoding="utf-8")


def _docx(path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_heading(TITLE, 2)
    table = document.add_table(len(ROWS), len(ROWS[0]))
    for number, row in enumerate(ROWS):
        for column, cell in enumerate(row):
            table.cell(number, column).text = cell
    document.add_paragraph(NOTE)
    document.save(path)


def _sheet_rows() -> list[tuple[int, int, str | float]]:
    """Rows and columns from 1, the amounts as numbers, title and note apart from the table by blank rows."""
    cells: list[tuple[int, int, str | float]] = [(1, 1, TITLE), (len(ROWS) + 4, 1, NOTE)]
    for number, row in enumerate(ROWS, 3):
        for column, cell in enumerate(row, 1):
            if cell:
                cells.append((number, column, float(cell.replace(",", "")) if "." in cell else cell))
    return cells


def _number_format(row: int, column: int) -> str:
    printed = ROWS[row - 3][column - 1]
    return ("#,##0." if "," in printed else "0.") + "0" * len(printed.partition(".")[2])


def _xlsx(path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for row, column, value in _sheet_rows():
        cell = book.active.cell(row, column, value)
        if isinstance(value, float):
            cell.number_format = _number_format(row, column)
    book.save(path)


def _xls(path: Path) -> None:
    import pytest

    xlwt = pytest.importorskip("xlwt")
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    for row, column, value in _sheet_rows():
        style = xlwt.easyxf(num_format_str=_number_format(row, column)) if isinstance(value, float) else xlwt.Style.default_style
        sheet.write(row - 1, column - 1, value, style)
    book.save(str(path))


def _pdf(path: Path) -> None:
    page = Paper(path)
    page.text(60, 60, TITLE, size=14)
    page.table(60, 100, ROWS)
    page.text(60, 300, NOTE)
    page.save()


class Paper:
    """Pages of a PDF with a Chinese font; places are points from the left and from the top."""

    WIDTH, HEIGHT = 595, 842
    COLUMNS = (0, 80, 210, 300, 390, 480)

    def __init__(self, path: Path, **options: object):
        import pytest

        canvas = pytest.importorskip("reportlab.pdfgen.canvas")
        fonts = pytest.importorskip("reportlab.pdfbase.cidfonts")
        metrics = pytest.importorskip("reportlab.pdfbase.pdfmetrics")
        metrics.registerFont(fonts.UnicodeCIDFont("STSong-Light"))
        self.canvas = canvas.Canvas(str(path), pagesize=(self.WIDTH, self.HEIGHT), **options)

    def text(self, x: float, y: float, text: str, size: int = 10, right: bool = False) -> None:
        self.canvas.setFont("STSong-Light", size)
        (self.canvas.drawRightString if right else self.canvas.drawString)(x, self.HEIGHT - y, text)

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.line(x0, self.HEIGHT - y0, x1, self.HEIGHT - y1)

    def table(self, x: float, y: float, rows, upright=None, level=None, columns=COLUMNS) -> None:
        """Rows 20 points high, amounts to the right; `upright` and `level` say which rules are drawn, all by default."""
        for n in range(len(columns)) if upright is None else upright:
            self.rule(x + columns[n], y, x + columns[n], y + 20 * len(rows))
        for n in range(len(rows) + 1) if level is None else level:
            self.rule(x, y + 20 * n, x + columns[-1], y + 20 * n)
        for n, row in enumerate(rows):
            for column, cell in enumerate(row):
                amount = column > 1 and cell
                self.text(x + (columns[column + 1] - 4 if amount else columns[column] + 4), y + 20 * n + 14, cell, right=bool(amount))

    def next(self) -> None:
        self.canvas.showPage()

    def save(self) -> None:
        self.canvas.save()


WRITERS = {
    ".txt": _text,
    ".csv": _csv,
    ".tsv": _csv,
    ".md": _markdown,
    ".html": _html,
    ".docx": _docx,
    ".xlsx": _xlsx,
    ".xls": _xls,
    ".pdf": _pdf,
}
