"""Ruled tables of a PDF page: which of the found ones are tables, and which characters stand in which cell."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from index.readers.pdf_lines import Box, Char, joined_lines
from index.records import Grid, GridRow, Place

THINNEST = 6.0
"""Points; a column without text that is narrower is the gap of a double rule."""
MOST_RULES = 1_500
"""Rules of a page; the fullest tables have some hundreds."""
OPEN = 8.0
"""Points by which horizontal rules reach past the outermost vertical one where a table is drawn without its sides."""


@dataclass(frozen=True, slots=True)
class Lattice:
    """A ruled table: its rows of cell boxes, `None` where a merged neighbour covers the place."""

    box: Box
    rows: tuple[tuple[Box | None, ...], ...]

    def cells(self) -> list[Box]:
        """All cells."""
        return [cell for row in self.rows for cell in row if cell is not None]


def is_drawing(page) -> bool:
    """Whether a page holds so many rules that they draw a map or a chart; finding cells in them would take minutes."""
    if len(page.edges) < MOST_RULES:
        return False
    from pdfplumber.table import merge_edges

    merged = merge_edges(page.edges, snap_x_tolerance=3, snap_y_tolerance=3, join_x_tolerance=3, join_y_tolerance=3)
    return len(merged) > MOST_RULES


def lattices(page) -> list[Lattice]:
    """The tables of a page from top to bottom, open sides closed; of two that stand inside each other one is kept."""
    found = _found(page)
    sides = [side for lattice in found for side in _open_sides(page, lattice)]
    if sides:
        found = _found(page, {"explicit_vertical_lines": sides})
    return [one for one in found if not any(_yields(one, other) for other in found if other is not one)]


def _found(page, settings: dict | None = None) -> list[Lattice]:
    return [Lattice(table.bbox, tuple(tuple(row.cells) for row in table.rows)) for table in page.find_tables(settings)]


def _open_sides(page, lattice: Lattice) -> Iterator[dict]:
    """Vertical rules that are missing at the sides: three horizontal ones, at least, reach out there, and so does text."""
    left, top, right, bottom = lattice.box
    rules = [edge for edge in page.edges if edge["orientation"] == "h" and top - 2 <= edge["top"] <= bottom + 2]
    reaching = {
        min((edge["x0"] for edge in rules), default=left): len({round(edge["top"]) for edge in rules if edge["x0"] < left - OPEN}),
        max((edge["x1"] for edge in rules), default=right): len({round(edge["top"]) for edge in rules if edge["x1"] > right + OPEN}),
    }
    beside = [char["x0"] for char in page.chars if top < char["top"] < bottom and not left <= char["x0"] <= right]
    for x, count in reaching.items():
        if count >= 3 and any(min(x, right) < place < max(x, left) for place in beside):
            yield {"object_type": "line", "x0": x, "x1": x, "top": top, "bottom": bottom, "width": 0, "height": bottom - top}


def _yields(one: Lattice, other: Lattice) -> bool:
    """A frame yields to the table that stands in it, a table inside a cell to the table around it."""
    if _inside(other.box, one.box):
        return _is_frame(one) and not _is_frame(other)
    return _inside(one.box, other.box) and not (_is_frame(other) and not _is_frame(one))


def _is_frame(lattice: Lattice) -> bool:
    return len(lattice.rows[0]) == 1 or len(lattice.cells()) < 4


def _inside(inner: Box, outer: Box) -> bool:
    return inner[0] >= outer[0] - 1 and inner[1] >= outer[1] - 1 and inner[2] <= outer[2] + 1 and inner[3] <= outer[3] + 1


def split_chars(chars: list[Char], tables: list[Lattice]) -> tuple[dict[Box, list[Char]], list[Char]]:
    """The characters of every cell, and those that stand in no cell.

    A character stands where its middle is; a word that runs over a rule stands whole where most of it is, because long labels
    overflow into the cell of a number.
    """
    inside: dict[Box, list[Char]] = {}
    outside: list[Char] = []
    if not tables:
        return inside, list(chars)
    locators = [_Locator(table) for table in tables]
    for word in _words(chars):
        cells = [next((cell for locator in locators if (cell := locator.cell_at(char))), None) for char in word]
        cell = cells[0] if len(set(cells)) == 1 else Counter(cells).most_common(1)[0][0]
        (outside if cell is None else inside.setdefault(cell, [])).extend(word)
    return inside, outside


def _words(chars: list[Char]) -> Iterator[list[Char]]:
    """Characters that were printed one after another without a gap."""
    word: list[Char] = []
    for char in chars:
        last = word[-1] if word else None
        if last and not (abs(last["top"] - char["top"]) < 1 and abs(char["x0"] - last["x1"]) < 0.15 * char["size"]):
            yield word
            word = []
        word.append(char)
    if word:
        yield word


class _Locator:
    """Finds the cell under a character by bisection over the rules of one table."""

    def __init__(self, table: Lattice):
        cells = table.cells()
        self.box = table.box
        self.xs = sorted({edge for cell in cells for edge in (cell[0], cell[2])})
        self.ys = sorted({edge for cell in cells for edge in (cell[1], cell[3])})
        column, row = {x: n for n, x in enumerate(self.xs)}, {y: n for n, y in enumerate(self.ys)}
        self.slots = {
            (across, down): cell for cell in cells for across in range(column[cell[0]], column[cell[2]]) for down in range(row[cell[1]], row[cell[3]])
        }

    def cell_at(self, char: Char) -> Box | None:
        x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
        left, top, right, bottom = self.box
        if not (left <= x < right and top <= y < bottom):
            return None
        return self.slots.get((bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1))


def grid(table: Lattice, chars: dict[Box, list[Char]], page: int) -> Grid:
    """The table's Grid; columns that hold nothing but covered places, or are thinner than a letter and empty, are left out."""
    texts = [[None if cell is None else joined_lines(chars.get(cell, [])) for cell in row] for row in table.rows]
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
