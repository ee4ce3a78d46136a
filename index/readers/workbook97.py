"""Workbooks of Excel 97 to 2003 (xls), through xlrd."""

from index.errors import UnreadableFile
from index.readers.number_formats import printed
from index.readers.reader import Reader
from index.readers.sheets import workbook_sheet
from index.records import Reading, Source
from index.text import clean


def _read_workbook(content: bytes, source: Source) -> Reading:
    """Visible sheets of a workbook of Excel 97 to 2003."""
    import xlrd

    try:
        book = xlrd.open_workbook(file_contents=content, formatting_info=True, logfile=None)
    except xlrd.XLRDError as error:
        if "encrypted" in str(error):
            raise UnreadableFile(f"{source.file} 有密码保护，无法读取。") from error
        raise
    blocks, notes = [], []
    for sheet in book.sheets():
        if sheet.visibility:
            notes.append(f"工作表“{clean(sheet.name)}”是隐藏的，未读。")
            continue
        places = ((r, c, sheet.cell(r, c)) for r in range(sheet.nrows) for c in range(sheet.row_len(r)))
        cells = ((r + 1, c + 1, _xls_text(book, cell)) for r, c, cell in places if cell.value != "" or _is_ruled(book, cell))
        spans = [(top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells]
        blocks += workbook_sheet(sheet.name, cells, spans, source.file, blocks)
    return Reading(source, tuple(blocks), notes=tuple(notes))


def _is_ruled(book, cell) -> bool:
    border = book.xf_list[cell.xf_index].border if cell.xf_index is not None else None
    return border is not None and bool(border.left_line_style and border.right_line_style)


def _xls_text(book, cell) -> str:
    import xlrd

    number_format = book.format_map[book.xf_list[cell.xf_index].format_key].format_str if cell.xf_index is not None else "General"
    if cell.ctype == xlrd.XL_CELL_DATE:
        return printed(xlrd.xldate_as_datetime(cell.value, book.datemode), number_format)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(cell.value, "#ERROR!")
    return printed(bool(cell.value) if cell.ctype == xlrd.XL_CELL_BOOLEAN else cell.value, number_format)


def _is_ole(content: bytes) -> bool:
    return content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


def read_xls(content: bytes, source: Source) -> Reading:
    """Excel 97 to 2003; Word documents of that age and encrypted Office files look the same from outside."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise UnreadableFile(f"{source.file} 有密码保护，无法读取。")
    if "WordDocument".encode("utf-16-le") in content:
        raise UnreadableFile(f"{source.file} 是旧版 Word 文档（.doc），请另存为 .docx。")
    return _read_workbook(content, source)


XLS = Reader("xls", (".xls",), _is_ole, read_xls)
