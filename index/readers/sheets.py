"""Sheets, whose tables and texts stand in the same cells: from sparse cells to rows, from rows to blocks."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from operator import itemgetter

from index.errors import UnreadableFile
from index.readers.cells import MOST_CELLS, as_grid
from index.records import Grid, GridRow, Place, TextLine
from index.text import clean

Cell = tuple[int, int, str]
"""Row and column from 1, and the text; "" for a blank cell with a border, which belongs to a table. Others may be left out."""
Span = tuple[int, int, int, int]
"""First row, first column, last row, last column of merged cells."""

Blocks = Sequence[Grid | TextLine]

LONGEST_GAP = 60
"""Blank rows that are kept between two rows with text; a lone cell far down makes a million."""

WIDEST_GAP = 20
"""Blank columns that are kept between two columns with text."""

_TOTAL = re.compile(r"[合总小]\s*计[：:]?")
"""A row that holds nothing else belongs to the table above: an empty table still prints its total."""

_AMOUNT = re.compile(r"-?\d[\d,]*\.\d+|-?\d{1,3}(,\d{3})+|0")


def workbook_sheet(sheet: str, cells: Iterable[Cell], spans: Iterable[Span], file: str, before: Blocks) -> Blocks:
    """Blocks of one sheet after those of the sheets `before`; a merged cell owns its first place and covers the others, which are `None`."""
    texts, ruled = {}, set()
    for row, column, text in cells:
        if text.strip():
            texts[row, column] = clean(text)
        else:
            ruled.add(row)
    columns = _columns({column for _, column in texts})
    numbers = sorted({row for row, _ in texts})
    if len(columns) * len(numbers) > MOST_CELLS:
        raise UnreadableFile(f"{file} 的工作表“{clean(sheet)}”过大：超过 {MOST_CELLS} 格。")
    return sheet_blocks(_rows(clean(sheet), texts, ruled, columns, _covered(spans, numbers, columns) - texts.keys()), before)


def _columns(filled: set[int]) -> list[int]:
    """From the first to the last column with text; blank ones between them count, because the next sheet may fill them."""
    columns: list[int] = []
    for column in sorted(filled):
        gap = range(columns[-1] + 1, column) if columns else ()
        columns += [*(gap if len(gap) <= WIDEST_GAP else ()), column]
    return columns


def _rows(sheet: str, texts: dict[tuple[int, int], str], ruled: set[int], columns: list[int], covered: set[tuple[int, int]]) -> Iterator[GridRow]:
    """Rows with text, and the blank ones between and below them: as wide as the sheet where they are ruled, without cells where not."""
    below = None
    for number, group in groupby(sorted(texts), key=itemgetter(0)):
        filled = {column: texts[number, column] for _, column in group}
        yield from (_blank(sheet, blank, ruled, columns) for blank in range(below or number, min(number, (below or number) + LONGEST_GAP)))
        yield GridRow(tuple(filled.get(column, None if (number, column) in covered else "") for column in columns), Place(sheet=sheet, row=number))
        below = number + 1
    while below in ruled and below < number + LONGEST_GAP:
        yield _blank(sheet, below, ruled, columns)
        below += 1


def _blank(sheet: str, number: int, ruled: set[int], columns: list[int]) -> GridRow:
    return GridRow(("",) * len(columns) if number in ruled else (), Place(sheet=sheet, row=number))


def _covered(spans: Iterable[Span], rows: list[int], columns: list[int]) -> set[tuple[int, int]]:
    """Places that merged cells cover, among the rows and columns that hold text."""
    covered = set()
    for top, left, bottom, right in spans:
        across = columns[bisect_left(columns, left) : bisect_right(columns, right)]
        for row in rows[bisect_left(rows, top) : bisect_right(rows, bottom)]:
            covered.update((row, column) for column in across if (row, column) != (top, left))
    return covered


def sheet_blocks(rows: Iterable[GridRow], before: Blocks = ()) -> Blocks:
    """Blocks of a sheet or a comma-separated file, whose tables and texts stand in the same cells.

    Rows without cells part a sheet into stretches, as blank lines part a text. A stretch of rows with one text each is text, but for a
    total right below a table; any other is a Grid.
    """
    blocks: list[Grid | TextLine] = []
    for stretch in _stretches(rows):
        follows = bool(blocks) and isinstance(blocks[-1], Grid)
        if any(_texts(row) > 1 for row in stretch) or (follows and _is_total(stretch[0])):
            blocks.append(as_grid(_fitted(stretch, _width((*before, *blocks)))))
        else:
            blocks += (line for row in stretch if _texts(row) for line in _lines(row))
    return tuple(blocks)


def _fitted(table: list[GridRow], above: int) -> list[GridRow]:
    """The rows as wide as their table: without the columns at the right that are blank in all, but as wide as the grid that they carry on."""
    width = max(n + 1 for row in table for n, cell in enumerate(row.cells) if cell != "")
    width = max(width, above if _carries_on(table[0]) else 0)
    return [replace(row, cells=(row.cells + ("",) * (width - len(row.cells)))[:width]) for row in table]


def _carries_on(row: GridRow) -> bool:
    """Whether rows that begin with this one have no header: it begins without a label or holds an amount.

    A total with amounts does not count: where merged cells were lost on the way they stand too far left, and only its width tells.
    """
    if _is_total(row):
        return _texts(row) == 1
    return not row.cells[0] or any(cell and _AMOUNT.fullmatch(cell.strip()) for cell in row.cells)


def _width(blocks: Blocks) -> int:
    """Cells of the last grid; 0 where there is none."""
    return next((len(block.rows[0].cells) for block in reversed(blocks) if isinstance(block, Grid)), 0)


def _stretches(rows: Iterable[GridRow]) -> Iterator[list[GridRow]]:
    """Runs between rows without cells; rows of one field among rows of several are runs of their own."""
    for kind, run in groupby(rows, key=_kind):
        if kind != "blank":
            yield list(run)


def _kind(row: GridRow) -> str:
    return "cells" if len(row.cells) > 1 else "line" if _texts(row) else "blank"


def _is_total(row: GridRow) -> bool:
    return any(cell and _TOTAL.fullmatch(cell.strip()) for cell in row.cells)


def _texts(row: GridRow) -> int:
    return sum(bool(cell and cell.strip()) for cell in row.cells)


def _lines(row: GridRow) -> Iterator[TextLine]:
    text = next(cell for cell in row.cells if cell and cell.strip())
    return (TextLine(line.rstrip(), row.place) for line in text.split("\n") if line.strip())
