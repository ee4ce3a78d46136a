"""Plain text: lines with tabs are rows, and so are lines whose pieces stand under each other; the other lines are lines."""

from collections.abc import Iterator
from itertools import groupby

from index.readers.cells import as_grid
from index.readers.encoding import decode
from index.readers.reader import Reader
from index.readers.text_aligned import aligned_blocks
from index.records import Grid, GridRow, Place, Reading, Source, TextLine
from index.text import clean


def read_text(content: bytes, source: Source) -> Reading:
    """Consecutive lines with tabs form a Grid, which a line without one ends; lines count from 1."""
    lines = clean(decode(content, source.file)).split("\n")
    return Reading(source, tuple(text_blocks(lines)), lines=len(lines))


def text_blocks(lines: list[str]) -> Iterator[Grid | TextLine]:
    """Grids and TextLines in order; a Grid's place names its first and last line."""
    for tabbed, group in groupby(enumerate(lines, 1), key=lambda numbered: "\t" in numbered[1]):
        if tabbed:
            rows = tuple(GridRow(tuple(line.split("\t")), Place(lines=(number,))) for number, line in group)
            yield as_grid(rows)
        else:
            yield from aligned_blocks(list(group))


TEXT = Reader("txt", (".txt", ".text"), lambda content: False, read_text)
