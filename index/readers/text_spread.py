"""Rows of a printed table whose cells take several lines: texts that stand in the middle of the lines or rows that they hold for.

A program that prints a merged cell prints its text at the middle of its rows: on the line of one of them, or on a line of its own between two.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.records import GridRow, Place

_OFF = 0.5
"""Rows that a name may stand beside the middle of its group, where its group has an even number of rows."""
_NAMES = 4
"""Columns at the beginning of a row that may hold names of several rows."""
_TOTAL = re.compile(r"[合总共]\s*计")


def gathered(rows: Sequence[GridRow]) -> list[GridRow]:
    """The rows with every broken text in one cell, and every name of several rows in the first of them."""
    found = _whole(list(rows))
    names_only = [n for n in range(len(found)) if _is_name_only(found, n)]
    held = [n for n in range(len(found)) if n not in names_only]
    if len(held) < 2:
        return found
    cells, lines = [list(row.cells) for row in found], [list(row.place.lines) for row in found]
    moved: set[int] = set()
    for column in _leading(found, names_only, held):
        names = [_Name(n, _height(n, held)) for n in range(len(found)) if column in _filled(found[n])]
        groups = _groups(names, len(held), 0.0) or _groups(names, len(held), _OFF)
        for name, first in zip(names, (held[start] for start in groups), strict=False):
            if first != name.row:
                cells[first][column], cells[name.row][column] = found[name.row].cells[column], ""
                lines[first] += lines[name.row] if name.row in names_only and name.row not in moved else []
                moved |= {name.row} & set(names_only)
    kept = [n for n in range(len(found)) if n in held or any(cell and cell.strip() for cell in cells[n])]
    return [GridRow(tuple(cells[n]), Place(lines=tuple(lines[n]))) for n in kept]


def _leading(rows: Sequence[GridRow], names_only: Sequence[int], held: Sequence[int]) -> list[int]:
    """The columns of names: those of the rows that hold names alone, and those before the first cell of the first row."""
    first = rows[held[0]]
    before = range(0 if _is_total(first) else next(iter(_filled(first)), 0))
    return sorted({column for n in names_only for column in _filled(rows[n])} | set(before))


def _height(n: int, held: Sequence[int]) -> float:
    return float(held.index(n)) if n in held else sum(m < n for m in held) - 0.5


def _filled(row: GridRow) -> list[int]:
    return [column for column, cell in enumerate(row.cells) if cell and cell.strip()]


def _whole(rows: list[GridRow]) -> list[GridRow]:
    """The rows, the lines of a cell above and below the line of the other cells of its row put into that row."""
    found: list[GridRow] = []
    i = 0
    while i < len(rows):
        middle, column = _middle(rows, i)
        if middle:
            found.append(_joined(rows[i : 2 * middle - i + 1], middle - i, column))
            i = 2 * middle - i + 1
        else:
            found.append(rows[i])
            i += 1
    return found


def _middle(rows: Sequence[GridRow], i: int) -> tuple[int, int]:
    """The row between as many lines of one cell above it, from row i on, as below it, and the cell's column; (0, 0) where there is none."""
    column = _filled(rows[i])[0] if len(_filled(rows[i])) == 1 else -1
    alone = [n for n in range(i, len(rows)) if _filled(rows[n]) == [column]]
    run = next((n for n in range(i, len(rows)) if n not in alone), len(rows))
    above = run - i
    below = rows[run + 1 : run + 1 + above]
    if column < 0 or run == len(rows) or len(below) < above or any(_filled(row) != [column] for row in below):
        return 0, 0
    own = _filled(rows[run])
    numbered = column == 0 and 0 not in own and any(character.isdigit() for cell in rows[run].cells if cell for character in cell)
    keyed = column > 0 and own and own[0] < column and set(own) <= {own[0], column}
    return (run, column) if numbered or keyed else (0, 0)


def _joined(rows: Sequence[GridRow], middle: int, column: int) -> GridRow:
    widest = max(rows, key=lambda row: row.cells[column + 1 :].count(None) if row.cells[column] else 0)
    cells = [None if cell is None else own for cell, own in zip(widest.cells, rows[middle].cells, strict=True)]
    cells[column] = "\n".join(row.cells[column] or "" for row in rows if row.cells[column])
    return GridRow(tuple(cells), Place(lines=tuple(line for row in rows for line in row.place.lines)))


@dataclass(frozen=True, slots=True)
class _Name:
    row: int
    at: float
    """Its height among the rows that hold more than names: 2.5 is between the third and the fourth."""


def _is_name_only(rows: Sequence[GridRow], n: int) -> bool:
    """Whether a row holds names alone, which the rows beside it lack: it stands between the rows of its group."""
    own, width = _filled(rows[n]), len(rows[n].cells)
    beside = [_filled(rows[m]) for m in (n - 1, n + 1) if 0 <= m < len(rows)]
    leading = bool(own) and own[-1] < width - 2 and own[-1] < _NAMES
    return leading and len(beside) == 2 and all(other and other[-1] > own[-1] and not set(own) & set(other) for other in beside)


def _is_total(row: GridRow) -> bool:
    return any(_TOTAL.fullmatch(cell.strip()) for cell in row.cells if cell)


def _groups(names: Sequence[_Name], count: int, off: float) -> list[int]:
    """The first row of each name's group, where the groups take all rows one behind the other and every name stands in the middle of its own."""
    best: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}
    for k, name in enumerate(names):
        after: dict[int, tuple[float, list[int]]] = {}
        limit = names[k + 1].at if k + 1 < len(names) else count
        for start, (cost, starts) in best.items():
            for end in range(max(start, int(name.at)), count):
                beside = abs((start + end) / 2 - name.at)
                total = (cost + beside, [*starts, start])
                if start <= name.at <= end < limit and beside <= off and (end + 1 not in after or total < after[end + 1]):
                    after[end + 1] = total
        best = after
    return best.get(count, (0.0, []))[1]
