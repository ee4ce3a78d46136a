"""Rows that print again what other rows print: subtotals that no word, code or number shows, found because only without them the rows make the total."""

from __future__ import annotations

from collections.abc import Sequence

from index.records import Level

Amounts = Sequence[int | None]


def printed_again(levels: Sequence[Level], amounts: Sequence[Amounts]) -> frozenset[int]:
    """Positions of leaves that are no addends; none where the leaves make the table's total as they are, or nothing makes it.

    A row counts as the sum of the rows behind it, or before it, only where all such rows together bring the table to its printed total.
    """
    total = next((amounts[i] for i in range(len(levels) - 1, -1, -1) if levels[i] == "total" and any(amounts[i])), None)
    leaves = [i for i, level in enumerate(levels) if level == "leaf" and any(amounts[i])]
    if total is None or len(leaves) < 2:
        return frozenset()
    columns = [c for c, amount in enumerate(total) if amount]
    whole = tuple(total[c] for c in columns)
    own = {i: tuple(amounts[i][c] or 0 for c in columns) for i in leaves}
    if not _exceeds(_sum(own.values(), len(columns)), whole):
        return frozenset()
    for order in (leaves, leaves[::-1]):
        for least in (2, 1):
            heads, top = _heads(order, own, least)
            if heads and _sum((own[i] for i in top), len(columns)) == whole:
                return frozenset(heads)
    return _second_list(leaves, own, whole)


def _exceeds(made: Amounts, whole: Amounts) -> bool:
    return made != whole and any(abs(a) > abs(b) for a, b in zip(made, whole, strict=True))


def _heads(order: Sequence[int], own: dict[int, tuple[int, ...]], least: int) -> tuple[list[int], list[int]]:
    """Rows that are the sum of at least so many of the nodes behind them, and the rows that are part of none."""
    heads: list[int] = []
    top: list[int] = []  # the nodes behind the row, the nearest last
    for i in reversed(order):
        made = [0] * len(own[i])
        for n, node in enumerate(reversed(top), 1):
            made = [a + b for a, b in zip(made, own[node], strict=True)]
            if n >= least and tuple(made) == own[i]:
                del top[-n:]
                heads.append(i)
                break
        top.append(i)
    return heads, top


def _second_list(leaves: Sequence[int], own: dict[int, tuple[int, ...]], whole: tuple[int, ...]) -> frozenset[int]:
    """The rows of a second list of the same money, where the first rows and the others make the total each: by project, then by item."""
    width = len(whole)
    for n in range(1, len(leaves)):
        if _sum((own[i] for i in leaves[:n]), width) == whole:
            rest = leaves[n:]
            return frozenset(rest) if _sum((own[i] for i in rest), width) == whole else frozenset()
    return frozenset()


def _sum(rows, width: int) -> tuple[int, ...]:
    made = [0] * width
    for row in rows:
        made = [a + b for a, b in zip(made, row, strict=True)]
    return tuple(made)
