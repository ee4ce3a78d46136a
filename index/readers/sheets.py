"""Sheets, whose tables and texts stand in the same cells: from sparse cells to rows, from rows to blocks."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from operator import itemgetter

from index.errors import UnreadableFile
from index.readers.cells import MOST_CELLS, as_grid
from index.records import Grid, GridRow, Place, TextLine
from index.text import clean

Cell = tuple[int, int, str]
"""Row and column from 1, and the text; cells without text may be left out."""
Span = tuple[int, int, int, int]
"""First row, first column, last row, last column of merged cells."""

LONGEST_GAP = 100
"""Blank rows that are kept between two rows with text; a lone cell far down makes a million."""


def workbook_sheet(sheet: str, cells: Iterable[Cell], spans: Iterable[Span], file: str) -> Iterator[Grid | TextLine]:
    """Blocks of one sheet; a merged cell owns its first place, and the places that it covers are `None`."""
    texts = {(row, column): clean(text) for row, column, text in cells if text.strip()}
    columns = sorted({column for _, column in texts})
    numbers = sorted({row for row, _ in texts})
    if len(columns) * len(numbers) > MOST_CELLS:
        raise UnreadableFile(f"{file} 的工作表“{clean(sheet)}”过大：超过 {MOST_CELLS} 格。")
    rows = _rows(clean(sheet), texts, columns, _covered(spans, numbers, columns) - texts.keys())
    for block in sheet_blocks(rows):
        yield replace(block, rows=_trimmed(block.rows)) if isinstance(block, Grid) else block


def _rows(sheet: str, texts: dict[tuple[int, int], str], columns: list[int], covered: set[tuple[int, int]]) -> Iterator[GridRow]:
    index = {column: n for n, column in enumerate(columns)}
    below = None
    for number, group in groupby(sorted(texts), key=itemgetter(0)):
        if below is not None:
            for blank in range(below, min(number, below + LONGEST_GAP)):
                yield GridRow(("",) * len(columns), Place(sheet=sheet, row=blank))
        cells: list[str | None] = [None if (number, column) in covered else "" for column in columns]
        for place in group:
            cells[index[place[1]]] = texts[place]
        yield GridRow(tuple(cells), Place(sheet=sheet, row=number))
        below = number + 1


def _covered(spans: Iterable[Span], rows: list[int], columns: list[int]) -> set[tuple[int, int]]:
    """Places that merged cells cover, among the rows and columns that hold text."""
    covered = set()
    for top, left, bottom, right in spans:
        across = columns[bisect_left(columns, left) : bisect_right(columns, right)]
        for row in rows[bisect_left(rows, top) : bisect_right(rows, bottom)]:
            covered.update((row, column) for column in across if (row, column) != (top, left))
    return covered


def _trimmed(rows: tuple[GridRow, ...]) -> tuple[GridRow, ...]:
    """The rows without the columns in which no row has text."""
    kept = sorted({n for row in rows for n, cell in enumerate(row.cells) if cell})
    return tuple(replace(row, cells=tuple(row.cells[n] for n in kept)) for row in rows)


def sheet_blocks(rows: Iterable[GridRow]) -> Iterator[Grid | TextLine]:
    """Blocks of a sheet or a comma-separated file, whose tables and texts stand in the same cells.

    Blank rows part a sheet into stretches. A stretch of rows with one text each is text. A stretch that begins with one text is a new
    table (its title); any other carries on the table above, blank rows included, because printed tables hold blank rows too.
    """
    table: list[GridRow] = []
    blank: list[GridRow] = []
    for stretch in _stretches(rows):
        if not any(map(_texts, stretch)):
            blank = stretch if table else []
            continue
        is_text = all(_texts(row) == 1 for row in stretch)
        if table and (is_text or _texts(stretch[0]) == 1):
            yield as_grid(table)
            table = []
        if is_text:
            yield from (line for row in stretch for line in _lines(row))
        else:
            table += (*blank, *stretch) if table else stretch
        blank = []
    if table:
        yield as_grid(table)


def _stretches(rows: Iterable[GridRow]) -> Iterator[list[GridRow]]:
    """Runs of blank rows, and runs of others; a row of one field among rows of several is a run of its own."""
    run: list[GridRow] = []
    for row in rows:
        if run and (_kind(row) != _kind(run[-1])):
            yield run
            run = []
        run.append(row)
    if run:
        yield run


def _kind(row: GridRow) -> str:
    return "blank" if not _texts(row) else "line" if len(row.cells) == 1 else "cells"


def _texts(row: GridRow) -> int:
    return sum(bool(cell and cell.strip()) for cell in row.cells)


def _lines(row: GridRow) -> Iterator[TextLine]:
    text = next(cell for cell in row.cells if cell and cell.strip())
    return (TextLine(line.rstrip(), row.place) for line in text.split("\n") if line.strip())
