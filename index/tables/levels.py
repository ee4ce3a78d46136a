"""leaf, subtotal or total, and the depth, of every row of a block: what may be summed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import product

from index.records import Level
from index.tables import codes
from index.tables.again import printed_again
from index.tables.keys import Key, RowKeys
from index.tables.words import bare, mend

_RANKS = (
    (re.compile(r"[一二三四五六七八九十]{1,3}\s*[、.．]"), 1),
    (re.compile(r"[（(]\s*[一二三四五六七八九十]{1,3}\s*[）)]"), 2),
    (re.compile(r"\d{1,2}\s*[、.．](?!\d)"), 3),
    (re.compile(r"[（(]\s*\d{1,2}\s*[）)]|\d{1,2}[）)]"), 4),
    (re.compile(r"[①-⑳]"), 5),
)
_PART = 7
"""Rank of an unnumbered part, deeper than every number."""
_YEAR_SUM = re.compile("(?:本年|当年)(?:财政拨款)?(?:收入|支出)")


def levels(rows: Sequence[RowKeys], amounts: Sequence[Sequence[int | None]], heads: Collection[int] = ()) -> tuple[tuple[Level, int], ...]:
    """Level and depth of each row. Coded and grouped rows are subtotals of what extends their keys, items of what is numbered below them;
    `amounts` are those of each row, and `heads` are further rows that add up the ones behind them."""
    last_total = max((i for i, row in enumerate(rows) if row.total), default=-1)
    parents = _generalised(rows)
    ranks = _ranks(rows, amounts)
    covering = _covering(rows, amounts)
    found: list[tuple[Level, int]] = []
    for i, row in enumerate(rows):
        if row.total:
            found.append(("total" if i == last_total else "subtotal", 0))
        elif not any(row.keys) and not row.label:
            found.append(("total" if any(amount is not None for amount in amounts[i]) or len(rows) == 1 else "leaf", 0))
        elif i in heads or i == covering or _identity(row) in parents or _heads_items(i, rows, ranks) or (row.subtotal and len(row.keys) == 1):
            found.append(("subtotal", depth(row, ranks[i])))
        else:
            found.append(("leaf", depth(row, ranks[i])))
    again = printed_again([level for level, _ in found], amounts)
    return tuple(("subtotal", own) if i in again else (level, own) for i, (level, own) in enumerate(found))


def _covering(rows: Sequence[RowKeys], amounts: Sequence[Sequence[int | None]]) -> int | None:
    """The first of rows that only name units, where the others add up to it as it does to the total: the department above its units."""
    units = [i for i, row in enumerate(rows) if not row.total and any(row.keys)]
    total = next((amounts[i] for i, row in enumerate(rows) if row.total), None)
    only_units = all(key is None or key.dimension == "unit" for i in units for key in rows[i].keys)
    if total is None or len(units) < 2 or not only_units or amounts[units[0]] != total or not any(total):
        return None
    return units[0] if _adds_up(total, [amounts[i] for i in units[1:]]) else None


def _ranks(rows: Sequence[RowKeys], amounts: Sequence[Sequence[int | None]]) -> list[int]:
    """Rank of each row; rows without a number below a numbered one are its parts where their amounts add up to its amount."""
    ranks = [rank(row.printed) for row in rows]
    for i, own in enumerate(ranks):
        parts = []
        for j in range(i + 1, len(rows)):
            if not rows[j].label:
                continue
            if rows[j].total or ranks[j]:
                break
            parts.append(j)
        if own and parts and _adds_up(amounts[i], [amounts[j] for j in parts]):
            for j in parts:
                ranks[j] = _PART
    return ranks


def _adds_up(whole: Sequence[int | None], parts: Sequence[Sequence[int | None]]) -> bool:
    filled = [c for c, amount in enumerate(whole) if amount]
    return bool(filled) and all(sum(part[c] or 0 for part in parts) == whole[c] for c in filled)


def rank(printed: str) -> int:
    """How deep a row's numbering is: 一、 1, （一） 2, 1. 3, (1) 4; 0 for none; one more behind 其中."""
    text = mend(printed)
    inner = re.sub(r"^其中[:：]?\s*", "", text)
    own = next((number for form, number in _RANKS if form.match(inner)), 0)
    return own if inner == text else max(own, 6)


def depth(row: RowKeys, own_rank: int) -> int:
    """类 1, 款 2, 项 3 of the last coded key; else the number of keys, or the rank of the numbering."""
    filled = [i for i, key in enumerate(row.keys) if key]
    coded = next((codes.depth(row.keys[i].code) for i in reversed(filled) if codes.depth(row.keys[i].code)), 0)
    return coded or (filled[-1] + 1 if len(row.keys) > 1 and filled else max(own_rank, 1))


def _heads_items(i: int, rows: Sequence[RowKeys], ranks: Sequence[int]) -> bool:
    """Whether the rows below an item are its parts: numbered deeper than it, or the items that 本年支出 announces."""
    later = [j for j in range(i + 1, len(rows)) if rows[j].label]
    if not later or any(key and key.code for key in rows[i].keys):
        return False
    if _YEAR_SUM.fullmatch(bare(rows[i].printed)):
        return not rows[later[0]].total
    return not rows[later[0]].total and ranks[i] > 0 and ranks[later[0]] > ranks[i]


def _identity(row: RowKeys) -> tuple[str | None, ...]:
    return tuple(_value(key) for key in row.keys)


def _value(key: Key | None) -> str | None:
    return (key.code or key.name) if key else None


def _generalised(rows: Sequence[RowKeys]) -> set[tuple[str | None, ...]]:
    """Every key that some row strictly extends: without a group, or with a shorter code."""
    found: set[tuple[str | None, ...]] = set()
    for row in rows:
        own = _identity(row)
        if not row.total and any(own) and len(own) <= 6:
            found.update(shorter for shorter in product(*(_options(value) for value in own)) if shorter != own and any(shorter))
    return found


def _options(value: str | None) -> Iterator[str | None]:
    yield value
    if value is None:
        return
    yield None
    if value.isdigit() and len(value) in (5, 7):
        yield from (value[:length] for length in (3, 5) if length < len(value))
    elif value.isdigit():
        yield from (value[:length] for length in range(3, len(value)))  # a unit's code begins with its department's
