"""Word documents (docx): paragraphs and tables in the order of the body."""

import re
from collections.abc import Iterator
from io import BytesIO
from itertools import count
from typing import Literal

from index.readers.archive import check_archive, has_member
from index.readers.cells import LaidRow, grid_of
from index.readers.reader import Reader
from index.readers.word_numbering import Numbering, W
from index.records import Grid, Place, Reading, Source, TextLine
from index.text import clean

_WRAPPERS = {W + name for name in ("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml", "hyperlink")}
"""Content controls (a table of contents stands in one), tracked insertions and the like: what they hold is printed."""
_HIDDEN = {W + name for name in ("del", "moveFrom", "txbxContent", "instrText", "rPr", "pPr")}
_CHARACTERS = {W + "br": "\n", W + "cr": "\n", W + "tab": "\t", W + "ptab": "\t", W + "noBreakHyphen": "-"}
_CONTENTS_STYLE = re.compile(r"toc\s*\d|目录\s*\d", re.IGNORECASE)
_HEADING_STYLE = re.compile(r"heading\s*\d|标题|title", re.IGNORECASE)


def read_docx(content: bytes, source: Source) -> Reading:
    """Paragraphs and table rows are counted together from 1, as lines: a document has no others before it is laid out."""
    import docx  # 0.15 s

    check_archive(content, source.file)
    document = docx.Document(BytesIO(content))
    walk = _Walk(source.file, {style.style_id: style.name or "" for style in document.styles}, Numbering.of(document))
    blocks = tuple(walk.blocks(document.element.body))
    return Reading(source, blocks, lines=next(walk.line) - 1)


class _Walk:
    """One pass over a body, counting lines and list numbers."""

    def __init__(self, file: str, styles: dict[str, str], numbering: Numbering):
        self.file, self.styles, self.numbering = file, styles, numbering
        self.line = count(1)

    def blocks(self, parent) -> Iterator[Grid | TextLine]:
        for element in parent:
            if element.tag == W + "p":
                yield from self.paragraph(element)
            elif element.tag == W + "tbl":
                yield from self.table(element)
            elif element.tag in _WRAPPERS:
                yield from self.blocks(element)

    def paragraph(self, element) -> Iterator[Grid | TextLine]:
        """The lines of a paragraph, and what stands in the text boxes that hang on it."""
        place, style = Place(lines=(next(self.line),)), self.style(element)
        text = clean(self.numbering.label(element) + _text(element)).replace("\t", " ")
        yield from (TextLine(line, place, style) for line in text.split("\n") if line.strip())
        for box in element.iter(W + "txbxContent"):
            if not any(ancestor.tag.endswith("}Fallback") for ancestor in box.iterancestors()):
                yield from self.blocks(box)

    def style(self, element) -> Literal["text", "heading", "furniture"]:
        found = element.find(f"{W}pPr/{W}pStyle")
        name = self.styles.get(found.get(W + "val"), "") if found is not None else ""
        if _CONTENTS_STYLE.match(name):
            return "furniture"
        return "heading" if _HEADING_STYLE.match(name) else "text"

    def table(self, element) -> Iterator[Grid | TextLine]:
        """A Grid; a table of one column, or of a few cells around other tables, yields what stands in it."""
        rows = [list(_inner(row, "tc")) for row in _inner(element, "tr") if row.find(f"{W}trPr/{W}del") is None]
        cells = [cell for row in rows for cell in row]
        if all(len(row) == 1 for row in rows) or (len(cells) < 4 and any(cell.find(f".//{W}tbl") is not None for cell in cells)):
            for cell in cells:
                yield from self.blocks(cell)
            return
        laid = [self.row(row, number) for number, row in enumerate(rows, 1)]
        grid = grid_of(laid, self.file)
        if grid is not None:
            yield grid

    def row(self, cells: list, number: int) -> LaidRow:
        """Cells on their columns; one that carries on a cell above (`vMerge`) is covered."""
        column, texts = _int(cells[0].getparent() if cells else None, "trPr/gridBefore", 0), {}
        for cell in cells:
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            if merge is None or merge.get(W + "val") == "restart":
                texts[column] = self.cell_text(cell)
            column += _int(cell, "tcPr/gridSpan", 1)
        return texts, Place(lines=(next(self.line),), row=number)

    def cell_text(self, cell) -> str:
        """Paragraphs as lines; those of a table inside the cell too."""
        lines = (clean(self.numbering.label(paragraph) + _text(paragraph)) for paragraph in cell.iter(W + "p"))
        return "\n".join(line for line in lines if line.strip())


def _inner(parent, name: str) -> Iterator:
    """Children of a name, those inside wrappers too."""
    for element in parent:
        if element.tag == W + name:
            yield element
        elif element.tag in _WRAPPERS:
            yield from _inner(element, name)


def _text(element) -> str:
    """Printed text of a paragraph: without deleted text, field codes and text boxes."""
    if element.tag == W + "t":
        return element.text or ""
    if element.tag in _CHARACTERS:
        return _CHARACTERS[element.tag]
    if element.tag in _HIDDEN or not isinstance(element.tag, str) or element.tag.endswith("}Fallback"):
        return ""
    return "".join(map(_text, element))


def _int(element, path: str, default: int) -> int:
    found = None if element is None else element.find("/".join(W + step for step in path.split("/")))
    return default if found is None else min(int(found.get(W + "val") or default), 1000)


DOCX = Reader("docx", (".docx", ".docm"), lambda content: has_member(content, "word/"), read_docx)
