"""Comma- and tab-separated values."""

import csv
from collections.abc import Iterator
from io import StringIO

from index.errors import UnreadableFile
from index.readers.encoding import decode
from index.readers.reader import Reader
from index.readers.sheets import sheet_blocks
from index.records import GridRow, Place, Reading, Source
from index.text import clean

_LONGEST_QUOTE = 40
"""Lines; a quoted field that is longer comes from a stray quotation mark."""


def read_delimited(content: bytes, source: Source) -> Reading:
    """Rows of one field are lines of text, the others rows of tables; lines count from 1."""
    text = clean(decode(content, source.file))
    lines = text.count("\n") + 1
    try:
        rows = list(_rows(text, _delimiter(text), csv.QUOTE_MINIMAL))
        if any(row.place.lines[-1] - row.place.lines[0] > _LONGEST_QUOTE for row in rows):
            rows = list(_rows(text, _delimiter(text), csv.QUOTE_NONE))
    except csv.Error as error:
        raise UnreadableFile(f"{source.file} 不是有效的分隔文本：{error}。") from error
    return Reading(source, tuple(sheet_blocks(rows)), lines=lines)


def _delimiter(text: str) -> str:
    """A tab where half of the lines have one, else the comma, or the semicolon where no line has a comma."""
    lines = [line for line in text.split("\n", 200)[:200] if line.strip()]
    if sum("\t" in line for line in lines) * 2 >= len(lines) and lines:
        return "\t"
    return ";" if not any("," in line for line in lines) and any(";" in line for line in lines) else ","


def _rows(text: str, delimiter: str, quoting: int) -> Iterator[GridRow]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, quoting=quoting)
    first = 1
    for cells in reader:
        last = reader.line_num
        yield GridRow(tuple(cells), Place(lines=(first,) if first == last else (first, last)))
        first = last + 1


DELIMITED = Reader("csv", (".csv", ".tsv"), lambda content: False, read_delimited)
