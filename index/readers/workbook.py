"""Workbooks of today (xlsx): through openpyxl, and through calamine where openpyxl refuses their styles."""

import re
from io import BytesIO
from zipfile import ZipFile

from index.errors import UnreadableFile
from index.readers.archive import check_archive, has_member
from index.readers.cells import MOST_CELLS
from index.readers.number_formats import printed
from index.readers.reader import Reader
from index.readers.sheets import workbook_sheet
from index.records import Grid, Reading, Source, TextLine
from index.text import clean

_UNCOMPUTED = re.compile(rb"<f[ >/](?:(?!</c>).)*?(?:</f>|/>)\s*(?:<v\s*/>|<v></v>)?\s*</c>", re.DOTALL)


def read_xlsx(content: bytes, source: Source) -> Reading:
    """Visible sheets in order; hidden ones are named in a note."""
    check_archive(content, source.file)
    try:
        blocks, notes = _openpyxl_blocks(content, source.file)
    except (UnreadableFile, MemoryError):
        raise
    except Exception:  # noqa: BLE001 - openpyxl refuses colours, fills and names that other programs write with errors of every kind
        blocks, notes = _calamine_blocks(content, source.file)
    return Reading(source, tuple(blocks), notes=tuple(notes))


def _openpyxl_blocks(content: bytes, file: str) -> tuple[list[Grid | TextLine], list[str]]:
    from openpyxl import load_workbook  # 0.25 s

    book = load_workbook(BytesIO(content), data_only=True)
    ruled = {number for number, border in enumerate(book._borders) if border.left.style and border.right.style}
    blocks, notes = [], _missing_results(content)
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            notes.append(f"工作表“{clean(sheet.title)}”是隐藏的，未读。")
            continue
        cells = (
            (row, column, printed(cell.value, cell.number_format))
            for (row, column), cell in sheet._cells.items()
            if cell.value is not None or cell._style.borderId in ruled
        )
        spans = [(span.min_row, span.min_col, span.max_row, span.max_col) for span in sheet.merged_cells.ranges]
        blocks += workbook_sheet(sheet.title, cells, spans, file, blocks)
    return blocks, notes


def _missing_results(content: bytes) -> list[str]:
    """Formulas are read as the results that the writing program stored; some programs store none."""
    with ZipFile(BytesIO(content)) as archive:
        count = sum(len(_UNCOMPUTED.findall(archive.read(name))) for name in archive.namelist() if name.startswith("xl/worksheets/sheet"))
    return [f"{count} 个公式没有保存计算结果，按空白单元格处理。"] if count else []


def _calamine_blocks(content: bytes, file: str) -> tuple[list[Grid | TextLine], list[str]]:
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    blocks, notes = [], []
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    for sheet in book.sheets_metadata:
        if sheet.visible != SheetVisibleEnum.Visible:
            notes.append(f"工作表“{clean(sheet.name)}”是隐藏的，未读。")
            continue
        read = book.get_sheet_by_name(sheet.name)
        if read.total_height * read.total_width > MOST_CELLS:
            raise UnreadableFile(f"{file} 的工作表“{clean(sheet.name)}”过大：超过 {MOST_CELLS} 格。")
        rows = read.to_python(skip_empty_area=False)
        cells = ((r, c, printed(value)) for r, row in enumerate(rows, 1) for c, value in enumerate(row, 1))
        spans = [(top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in read.merged_cell_ranges or ()]
        blocks += workbook_sheet(sheet.name, cells, spans, file, blocks)
    return blocks, [*notes, "工作簿的样式无法读取，数字按存储值显示。"]


XLSX = Reader("xlsx", (".xlsx", ".xlsm"), lambda content: has_member(content, "xl/"), read_xlsx)
