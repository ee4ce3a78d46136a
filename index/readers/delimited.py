"""Comma- and tab-separated values."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO

from index.readers.encoding import decode
from index.readers.reader import Reader
from index.readers.sheets import sheet_blocks
from index.records import GridRow, Place, Reading, Source
from index.text import clean


def read_delimited(content: bytes, source: Source) -> Reading:
    """Rows of one field are lines of text, the others rows of tables; lines count from 1."""
    text = clean(decode(content, source.file))
    delimiter = _delimiter(text)
    try:
        rows = list(_rows(text, delimiter))
    except csv.Error:  # a stray quotation mark, which would swallow the rows after it
        rows = [_row(line, delimiter, number) for number, line in enumerate(text.split("\n"), 1)]
    return Reading(source, sheet_blocks(_parted(rows)), lines=text.count("\n") + 1)


def _parted(rows: list[GridRow]) -> list[GridRow]:
    """The rows, where all are filled up to one width with the blank ones among them emptied: those part tables, in other files they are printed."""
    if len({len(row.cells) for row in rows}) != 1:
        return rows
    return [row if any(cell.strip() for cell in row.cells) else replace(row, cells=()) for row in rows]


def _delimiter(text: str) -> str:
    """A tab where half of the lines have one, else the comma, or the semicolon where no line has a comma."""
    lines = [line for line in text.split("\n", 200)[:200] if line.strip()]
    if sum("\t" in line for line in lines) * 2 >= len(lines) and lines:
        return "\t"
    return ";" if not any("," in line for line in lines) and any(";" in line for line in lines) else ","


def _rows(text: str, delimiter: str) -> Iterator[GridRow]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    first = 1
    for cells in reader:
        last = reader.line_num
        yield GridRow(tuple(cells), Place(lines=(first,) if first == last else (first, last)))
        first = last + 1


def _row(line: str, delimiter: str, number: int) -> GridRow:
    """One line by itself; its quotation marks are text where they do not pair."""
    quoting = csv.QUOTE_MINIMAL if line.count('"') % 2 == 0 else csv.QUOTE_NONE
    return GridRow(tuple(next(csv.reader([line], delimiter=delimiter, quoting=quoting), ())), Place(lines=(number,)))


DELIMITED = Reader("csv", (".csv", ".tsv"), lambda content: False, read_delimited)
