"""Ruled tables of a PDF page: which of the found ones are tables, and which characters stand in which cell."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from index.readers.pdf_lines import Char, joined_lines
from index.records import Grid, GridRow, Place
from index.text import clean

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in PDF points."""

THINNEST = 3.0
"""Points; a column without text that is narrower is the gap of a double rule."""


@dataclass(frozen=True, slots=True)
class Lattice:
    """A ruled table: its rows of cell boxes, `None` where a merged neighbour covers the place."""

    box: Box
    rows: tuple[tuple[Box | None, ...], ...]

    def cells(self) -> list[Box]:
        """All cells."""
        return [cell for row in self.rows for cell in row if cell is not None]


def lattices(page) -> list[Lattice]:
    """The tables of a page from top to bottom; of two that stand inside each other one is kept."""
    found = [Lattice(table.bbox, tuple(tuple(row.cells) for row in table.rows)) for table in page.find_tables()]
    return [one for one in found if not any(_yields(one, other) for other in found if other is not one)]


def _yields(one: Lattice, other: Lattice) -> bool:
    """A frame yields to the table that stands in it, a table inside a cell to the table around it."""
    if _inside(other.box, one.box):
        return _is_frame(one) and not _is_frame(other)
    return _inside(one.box, other.box) and not (_is_frame(other) and not _is_frame(one))


def _is_frame(lattice: Lattice) -> bool:
    return len(lattice.rows[0]) == 1 or len(lattice.cells()) < 4


def _inside(inner: Box, outer: Box) -> bool:
    return inner[0] >= outer[0] - 1 and inner[1] >= outer[1] - 1 and inner[2] <= outer[2] + 1 and inner[3] <= outer[3] + 1


def split_chars(chars: Iterable[Char], tables: list[Lattice]) -> tuple[dict[Box, list[Char]], list[Char]]:
    """The characters of every cell, and those that stand in no cell; a character stands where its middle is."""
    locators = [_Locator(table) for table in tables]
    inside: dict[Box, list[Char]] = {}
    outside: list[Char] = []
    for char in chars:
        x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
        cell = next((cell for locator in locators if (cell := locator.cell_at(x, y))), None)
        (inside.setdefault(cell, []) if cell else outside).append(char)
    return inside, outside


class _Locator:
    """Finds the cell under a point by bisection over the rules of one table."""

    def __init__(self, table: Lattice):
        cells = table.cells()
        self.box = table.box
        self.xs = sorted({edge for cell in cells for edge in (cell[0], cell[2])})
        self.ys = sorted({edge for cell in cells for edge in (cell[1], cell[3])})
        column, row = {x: n for n, x in enumerate(self.xs)}, {y: n for n, y in enumerate(self.ys)}
        self.slots = {
            (across, down): cell for cell in cells for across in range(column[cell[0]], column[cell[2]]) for down in range(row[cell[1]], row[cell[3]])
        }

    def cell_at(self, x: float, y: float) -> Box | None:
        left, top, right, bottom = self.box
        if not (left <= x < right and top <= y < bottom):
            return None
        return self.slots.get((bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1))


def grid(table: Lattice, chars: dict[Box, list[Char]], page: int) -> Grid:
    """The table's Grid; columns that hold nothing but covered places, or are thinner than a letter and empty, are left out."""
    texts = [[None if cell is None else clean(joined_lines(chars.get(cell, []))) for cell in row] for row in table.rows]
    kept = [n for n in range(len(table.rows[0])) if not _is_phantom([(row[n], text[n]) for row, text in zip(table.rows, texts, strict=True)])]
    rows = tuple(
        GridRow(tuple(text[n] for n in kept), Place(pages=(page,), row=number, box=_row_box(row)))
        for number, (row, text) in enumerate(zip(table.rows, texts, strict=True), 1)
    )
    return Grid(rows, Place(pages=(page,), box=table.box))


def _is_phantom(column: list[tuple[Box | None, str | None]]) -> bool:
    return all(not text and (cell is None or cell[2] - cell[0] < THINNEST) for cell, text in column)


def _row_box(row: tuple[Box | None, ...]) -> Box:
    """From the row's top to the lowest edge of its shortest cell, so that a cell merged downwards does not stretch it."""
    cells = [cell for cell in row if cell is not None]
    return (min(c[0] for c in cells), cells[0][1], max(c[2] for c in cells), min(c[3] for c in cells))
