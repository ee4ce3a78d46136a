"""PDF with a text layer: ruled tables as Grids, everything else as lines, page by page."""

from io import BytesIO

from index.errors import UnreadableFile
from index.readers.pdf_furniture import Block, is_leader, mark_furniture
from index.readers.pdf_lines import text_lines
from index.readers.pdf_tables import grid, lattices, split_chars
from index.readers.reader import Reader
from index.records import Reading, Source


def read_pdf(content: bytes, source: Source) -> Reading:
    """Blocks of all pages; raises UnreadableFile for encrypted or damaged files and for scans without text."""
    pages, heights = [], []
    for number, page in _pages(content, source.file):
        pages.append(page_blocks(page, number))
        heights.append(float(page.height))
    silent = sum(not blocks for blocks in pages)
    if silent == len(pages):
        raise UnreadableFile(f"{source.file} 没有文字层：{len(pages)} 页全是扫描图像，需先做文字识别（OCR）。")
    notes = (f"{len(pages)} 页中有 {silent} 页没有文字（扫描图像或空白页），未读。",) if silent else ()
    blocks = tuple(block for page in mark_furniture(pages, heights) for block in page)
    return Reading(source, blocks, pages=len(pages), notes=notes)


def _pages(content: bytes, file: str):
    """Pages one after another, each closed before the next is parsed, so that memory stays flat."""
    import pdfplumber  # 0.3 s with pdfminer
    from pdfminer.pdfdocument import PDFEncryptionError
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with pdfplumber.open(BytesIO(content)) as pdf:
            for number, page in enumerate(pdf.pages, 1):
                yield number, page
                page.close()
    except (PDFEncryptionError, PdfminerException) as error:
        if isinstance(error, PDFEncryptionError) or any(isinstance(cause, PDFEncryptionError) for cause in error.args):
            raise UnreadableFile(f"{file} 有密码保护，无法读取。") from error
        raise UnreadableFile(f"{file} 不是完整的 PDF 文件，无法读取。") from error


def page_blocks(page, number: int) -> list[Block]:
    """Grids and lines of one page from top to bottom."""
    tables = lattices(page)
    inside, outside = split_chars(page.chars, tables)
    blocks: list[Block] = []
    for table in tables:
        own = [char for cell in table.cells() for char in inside.get(cell, [])]
        if len(table.rows[0]) == 1 or is_leader("".join(char["text"] for char in own)):
            outside.extend(own)
        else:
            blocks.append(grid(table, inside, number))
    blocks.extend(text_lines(outside, number))
    return sorted(blocks, key=lambda block: block.place.box[1])


PDF = Reader("pdf", (".pdf",), lambda content: b"%PDF-" in content[:1024], read_pdf)
