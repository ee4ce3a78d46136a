"""What tagged tables of all formats share: spans become covered places, columns that are nothing else are left out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from index.errors import UnreadableFile
from index.records import Grid, GridRow, Place

MOST_CELLS = 2_000_000
"""Places of one table; spans can ask for more than a budget ever has."""

LaidRow = tuple[dict[int, str], Place]
"""Column -> text of the cells that a row owns; the places between them are covered."""


@dataclass(frozen=True, slots=True)
class SpannedCell:
    """A cell with the rows and columns that it covers."""

    text: str
    across: int = 1
    down: int = 1


def spread(rows: Iterable[tuple[Sequence[SpannedCell], Place]]) -> Iterator[LaidRow]:
    """Cells laid out on columns, beside those that hang down from the rows above."""
    hanging: dict[int, int] = {}
    """Column -> further rows that a cell above covers."""
    for cells, place in rows:
        column, texts, opened = 0, {}, {}
        for cell in cells:
            while column in hanging:
                column += 1
            texts[column] = cell.text
            if cell.down > 1:
                opened.update(dict.fromkeys(range(column, column + cell.across), cell.down))
            column += cell.across
        hanging = {n: left - 1 for n, left in (hanging | opened).items() if left > 1}
        yield texts, place


def grid_of(rows: Iterable[LaidRow], file: str) -> Grid | None:
    """The rows as a Grid, without the columns in which no row owns a cell; `None` where there is no cell at all."""
    laid = list(rows)
    owned = sorted({column for texts, _ in laid for column in texts})
    if len(laid) * len(owned) > MOST_CELLS:
        raise UnreadableFile(f"{file} 的表格过大：超过 {MOST_CELLS} 格。")
    return as_grid([GridRow(tuple(map(texts.get, owned)), place) for texts, place in laid]) if owned else None


def as_grid(rows: Sequence[GridRow]) -> Grid:
    """The rows as a Grid, whose place names the first and the last line, or the sheet and the first row."""
    first, last = rows[0].place, rows[-1].place
    lines = tuple(sorted({*first.lines[:1], *last.lines[-1:]}))
    return Grid(tuple(rows), replace(first, lines=lines, row=first.row if first.sheet is not None else None))
