"""Markdown: pipe tables and HTML tables as Grids, headings and lines without their marks."""

import re
from collections.abc import Iterator
from html import unescape

from index.readers.cells import as_grid
from index.readers.encoding import decode
from index.readers.reader import Reader
from index.readers.web import page_blocks
from index.records import Grid, GridRow, Place, Reading, Source, TextLine
from index.text import clean

_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*")
_PIPE = re.compile(r"(?<!\\)\|")
_HEADING = re.compile(r"\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*")
_SEPARATOR = re.compile(r"\s*([-*_]\s*){3,}|\s*(```|~~~).*|\s*<!--.*-->\s*")
_MARKER = re.compile(r"^\s{0,3}([-*+]|>)\s+")
_EMPHASIS = re.compile(r"(\*\*|__|`)(?=\S)(.+?)(?<=\S)\1|(?<![*\w])\*(?=\S)([^*]+?)(?<=\S)\*(?![*\w])")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~])")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)\s]*\)")


def read_markdown(content: bytes, source: Source) -> Reading:
    """Blocks with the lines of the file; the rule under a table's head is no row."""
    lines = clean(decode(content, source.file)).split("\n")
    return Reading(source, tuple(_blocks(lines, source.file)), lines=len(lines))


def _blocks(lines: list[str], file: str) -> Iterator[Grid | TextLine]:
    number = 0
    while number < len(lines):
        if "<table" in lines[number].lower():
            end = next((n for n in range(number, len(lines)) if "</table" in lines[n].lower()), number) + 1
            yield from _shifted(page_blocks("\n".join(lines[number:end]), file), number)
        elif (end := _table_end(lines, number)) > number:
            yield as_grid([_row(lines[n], n + 1) for n in range(number, end) if not _RULE.fullmatch(lines[n])])
        elif (end := _tabs_end(lines, number)) > number:
            yield as_grid([GridRow(tuple(lines[n].split("\t")), Place(lines=(n + 1,))) for n in range(number, end)])
        else:
            end = number + 1
            yield from _line(lines[number], end)
        number = end


def _tabs_end(lines: list[str], start: int) -> int:
    """The line after the tab-separated ones that start here; tabs that only indent are none."""
    return next((n for n in range(start, len(lines)) if "\t" not in lines[n].lstrip()), len(lines))


def _table_end(lines: list[str], start: int) -> int:
    """The line after a pipe table that starts here, `start` itself where none does: a head with its rule, or two lines within pipes."""
    end = start
    while end < len(lines) and _PIPE.search(lines[end]):
        end += 1
    if end - start < 2:
        return start
    ruled = _RULE.fullmatch(lines[start + 1]) and "|" in lines[start + 1]
    fenced = all(line.strip().startswith("|") and line.strip().endswith("|") for line in lines[start:end])
    return end if (ruled or fenced) and not all(_RULE.fullmatch(line) for line in lines[start:end]) else start


def _row(line: str, number: int) -> GridRow:
    inner = re.sub(r"^\s*\||(?<!\\)\|\s*$", "", line)
    return GridRow(tuple(_plain(cell.strip(" ")) for cell in _PIPE.split(inner)), Place(lines=(number,)))


def _line(line: str, number: int) -> Iterator[TextLine]:
    heading = _HEADING.fullmatch(line)
    if heading:
        yield TextLine(_plain(heading[2]), Place(lines=(number,)), "heading")
    elif not _SEPARATOR.fullmatch(line):
        pieces = _plain(_MARKER.sub("", line)).split("\n")
        yield from (TextLine(piece, Place(lines=(number,))) for piece in pieces if piece.strip())


def _plain(text: str) -> str:
    """Text as a reader of the rendered page sees it."""
    text = _LINK.sub(r"\1", _BREAK.sub("\n", text))
    text = _EMPHASIS.sub(lambda match: match[2] or match[3], text)
    return clean(unescape(_ESCAPE.sub(r"\1", text)))


def _shifted(blocks: list[Grid | TextLine], by: int) -> Iterator[Grid | TextLine]:
    """Blocks of an HTML part with the lines of the whole file."""
    for block in blocks:
        place = _moved(block.place, by)
        if isinstance(block, Grid):
            yield Grid(tuple(GridRow(row.cells, _moved(row.place, by)) for row in block.rows), place)
        else:
            yield TextLine(block.text, place, block.style)


def _moved(place: Place, by: int) -> Place:
    return Place(lines=tuple(line + by for line in place.lines), row=place.row)


MARKDOWN = Reader("md", (".md", ".markdown"), lambda content: False, read_markdown)
