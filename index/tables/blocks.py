"""Side-by-side tables split: columns that belong together, keys then amounts."""

from __future__ import annotations

from collections.abc import Sequence

from index.tables.parts import Block, Column


def blocks(columns: Sequence[Column]) -> tuple[Block, ...]:
    """A block ends where a key column follows an amount column and amounts follow it again: income | expenditure, 301 … | 302 …."""
    found: list[list[Column]] = [[]]
    for i, column in enumerate(columns):
        ended = column.kind == "key" and any(other.kind == "amount" for other in found[-1])
        if ended and any(other.kind == "amount" for other in columns[i + 1 :]):
            found.append([])
        found[-1].append(column)
    return tuple(Block(i, _side(group), tuple(group)) for i, group in enumerate(found))


def _side(columns: Sequence[Column]) -> str | None:
    return next((column.side for column in columns if column.side), None)
