"""Web pages: tables as Grids, everything else as lines."""

import re
from collections.abc import Iterator

from index.readers.cells import SpannedCell, grid_of, spread
from index.readers.encoding import decode
from index.readers.reader import Reader
from index.records import Grid, Place, Reading, Source, TextLine
from index.text import clean

_DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_SILENT = {"script", "style", "noscript", "template", "head", "svg", "math", "object", "iframe", "select", "textarea", "button"}
_FURNITURE = {"nav", "footer", "header", "aside"}
_SITE = {
    "header",
    "footer",
    "foot",
    "nav",
    "navbar",
    "navigation",
    "menu",
    "breadcrumb",
    "breadcrumbs",
    "crumb",
    "crumbs",
    "sidebar",
    "copyright",
    "search",
    "share",
    "toolbar",
    "topbar",
    "weizhi",
    "dqwz",
    "location",
    "position",
    "pagination",
    "related",
}
"""Names that pages give to what stands on every page of a site."""
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_INLINE = {
    "a",
    "abbr",
    "b",
    "big",
    "cite",
    "code",
    "em",
    "font",
    "i",
    "ins",
    "label",
    "mark",
    "o:p",
    "q",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "time",
    "u",
}
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_WRAP = re.compile(r"(?<=[\u3000-\u303f\u3400-\u9fff\uff00-\uffef])[ \t]*\r?\n[ \t\r\n]*(?=[\u3000-\u303f\u3400-\u9fff\uff00-\uffef])")
"""A line break of the page's source between two Chinese characters: no blank is printed for it."""
_NESTED = 200
"""Depth below which elements are no longer told apart; unclosed tags nest without end."""


def read_html(content: bytes, source: Source) -> Reading:
    """Blocks of a page; lines are those of the file, which start a paragraph or table row."""
    text = _decode(content, source.file)
    return Reading(source, tuple(page_blocks(text, source.file)), lines=text.count("\n") + 1)


def page_blocks(text: str, file: str) -> list[Grid | TextLine]:
    """Blocks of the HTML text; entities other than characters are not expanded, nothing is fetched."""
    from lxml import html  # 0.05 s

    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True)
    root = html.document_fromstring(f"<div>{text}</div>" if not text.strip() else text.encode("utf-8", "replace"), parser=parser)
    walk = _Walk(file)
    walk.visit(root, "text", 0)
    walk.end_line()
    return walk.blocks


def _decode(content: bytes, file: str) -> str:
    declared = _DECLARED.search(content[:4096])
    if declared and declared[1].lower() in (b"gb2312", b"gbk", b"gb18030", b"x-gbk"):
        return content.decode("gb18030", "replace")
    return decode(content, file)


class _Walk:
    """One pass over a page: collects the pieces of a line until a block element or a break ends it."""

    def __init__(self, file: str):
        self.file = file
        self.blocks: list[Grid | TextLine] = []
        self.pieces: list[str] = []
        self.line, self.style = 1, "text"

    def visit(self, element, style: str, depth: int) -> None:
        tag = element.tag
        if not isinstance(tag, str) or tag in _SILENT or _is_hidden(element):
            return
        if depth > _NESTED:
            self.add(" ".join(element.itertext()), element, style)
        elif tag == "br":
            self.end_line()
        elif tag == "table" and not _is_layout(element):
            self.end_line()
            self.table(element, style)
        else:
            self.contents(element, style, depth)

    def contents(self, element, style: str, depth: int) -> None:
        inline = element.tag in _INLINE
        style = (
            "furniture" if element.tag in _FURNITURE or _is_site(element) else "heading" if element.tag in _HEADINGS and style == "text" else style
        )
        if not inline:
            self.end_line()
        self.add(element.text, element, style)
        for child in element:
            self.visit(child, style, depth + 1)
            self.add(child.tail, child, style)
        if not inline:
            self.end_line()

    def add(self, text: str | None, element, style: str) -> None:
        if text and (self.pieces or text.strip()):
            if not self.pieces:
                self.line, self.style = element.sourceline or 1, style
            self.pieces.append(text)

    def end_line(self) -> None:
        text = clean(_unwrapped("".join(self.pieces)))
        if text.strip():
            self.blocks.append(TextLine(text, Place(lines=(self.line,)), self.style))
        self.pieces = []

    def table(self, element, style: str) -> None:
        """A Grid with the lines and the row numbers of its rows; its caption is a line before it."""
        for caption in element.findall("caption"):
            self.visit(caption, style, 0)
        rows = list(_rows(element))
        cells = [(_cells(row), Place(lines=(row.sourceline or 1,), row=number)) for number, row in enumerate(rows, 1)]
        grid = grid_of(spread(cells), self.file)
        if grid is not None:
            self.blocks.append(grid)


def _is_site(element) -> bool:
    """Whether an element is named as part of the site, and holds neither headings nor tables of a document."""
    names = set(re.split(r"[\s_-]+", f"{element.get('id', '')} {element.get('class', '')}".lower()))
    return bool(names & _SITE) and not element.xpath(".//table|.//h1|.//h2|.//h3|.//h4|.//h5|.//h6")


def _is_layout(table) -> bool:
    """Whether a table arranges a page: one column, or other tables in it and hardly a row of several texts of its own."""
    rows = [row.xpath("./td|./th") for row in _rows(table)]
    if all(len(row) <= 1 for row in rows):
        return True
    if table.find(".//table") is None:
        return False
    plain = [sum(cell.find(".//table") is None and bool("".join(cell.itertext()).strip()) for cell in row) for row in rows]
    return sum(count > 1 for count in plain) < 3


def _rows(table) -> Iterator:
    for child in table:
        if child.tag == "tr" and not _is_hidden(child):
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in child if row.tag == "tr" and not _is_hidden(row))


def _cells(row) -> list[SpannedCell]:
    cells = [cell for cell in row if cell.tag in ("td", "th") and not _is_hidden(cell)]
    return [SpannedCell(_cell_text(cell), _span(cell, "colspan", 1000), _span(cell, "rowspan", 65534)) for cell in cells]


def _cell_text(cell) -> str:
    """Text of a cell: breaks and paragraphs end lines, other white space is one blank."""
    pieces: list[str] = []
    _gather(cell, pieces)
    lines = (_unwrapped(line) for line in "".join(pieces).split("\0"))
    return clean("\n".join(line for line in lines if line))


def _gather(element, pieces: list[str], depth: int = 0) -> None:
    if depth > _NESTED:
        pieces.append(" ".join(element.itertext()))
        return
    if not isinstance(element.tag, str) or element.tag in _SILENT or _is_hidden(element):
        return
    block = element.tag not in _INLINE
    pieces += ["\0" if block else "", element.text or ""]
    for child in element:
        _gather(child, pieces, depth + 1)
        pieces.append(child.tail or "")
    pieces.append("\0" if block else "")


def _unwrapped(text: str) -> str:
    return _BLANKS.sub(" ", _WRAP.sub("", text)).strip(" ")


def _is_hidden(element) -> bool:
    return "hidden" in element.attrib or bool(_HIDDEN_STYLE.search(element.get("style", "")))


def _span(cell, name: str, most: int) -> int:
    digits = re.match(r"\s*(\d{1,6})", cell.get(name, ""))
    return min(max(int(digits[1]), 1), most) if digits else 1


def _looks_like_page(content: bytes) -> bool:
    head = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith((b"<!doctype html", b"<html", b"<table")) or (head.startswith(b"<?xml") and b"<html" in head)


HTML = Reader("html", (".html", ".htm", ".xhtml"), _looks_like_page, read_html)
