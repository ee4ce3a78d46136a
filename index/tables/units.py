"""The unit of every table: its own as printed; for a silent one what the document says elsewhere, or nothing at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from index.amounts import FEN, parse
from index.records import Reading, TextLine
from index.tables.table import Table
from index.tables.words import bare, pattern, squeeze

_TELLING = Decimal(1000)
"""Printed numbers below this may be equal by chance."""


def own_unit(table: Table) -> str | None:
    """The unit that a table prints, above it, in its header or beside a form's money."""
    unit = table.sheet.heading.unit or next((form.unit for form in table.forms if form.unit), None)
    return unit if unit in FEN else None


def units(reading: Reading, tables: Sequence[Table]) -> tuple[str, ...]:
    """The unit of each table, "" where nothing says it.

    A silent table takes the unit of the tables that print the same large number; else the document's only one. Where a document mixes units
    and no number is shared, its amounts stay without one: 1.35 in 元 or in 万元 is no small matter.
    """
    seen = _numbers_by_value(tables)
    printed = {unit for table in tables if (unit := own_unit(table))}
    only = printed.pop() if len(printed) == 1 else None if printed else _in_lines(reading)
    return tuple(own_unit(table) or (_shared(table, seen) or only or "" if _speaks_of_money(table) else "") for table in tables)


def _speaks_of_money(table: Table) -> bool:
    """Whether a table without a unit may count money: no line above it says that it counts people or things, and a word of its header says money."""
    above = [squeeze(cell) for line in table.sheet.lines if line.role in ("title", "unit") for _, cell in line.filled()]
    if any(pattern("change", "things").fullmatch(text) for text in above):
        return False
    words = [bare(word) for path in table.sheet.paths for word in path]
    return bool(table.forms or table.kind.measure or table.kind.side) or not words or any(pattern("change", "money").search(word) for word in words)


def silent(tables: Sequence[Table], found: Sequence[str]) -> Iterator[str]:
    """One sentence for each table that prints amounts and no unit."""
    for table, unit in zip(tables, found, strict=True):
        if own_unit(table) is None and any(_numbers(table)):
            name = table.sheet.heading.number or table.sheet.heading.title or "一张没有标题的表"
            yield f"{name}没有印出金额单位，" + (f"按本文件其他表的{unit}计。" if unit else "金额不作换算，不用来作答。")


def _numbers_by_value(tables: Sequence[Table]) -> Mapping[Decimal, set[str]]:
    seen: dict[Decimal, set[str]] = defaultdict(set)
    for table in tables:
        if unit := own_unit(table):
            for number in _numbers(table):
                seen[number].add(unit)
    return seen


def _shared(table: Table, seen: Mapping[Decimal, set[str]]) -> str | None:
    """The unit of the tables that print this table's large numbers too, where they agree on one."""
    found = {unit for number in _numbers(table) if number >= _TELLING for unit in seen.get(number, ())}
    return found.pop() if len(found) == 1 else None


def _numbers(table: Table) -> Iterator[Decimal]:
    """The numbers in the amount columns, as printed."""
    for rows in table.rows:
        for line in table.sheet.body():
            for column in rows.block.of("amount"):
                amount = parse(line.cell(column.index), "元")
                if amount is not None and amount.fen:
                    yield Decimal(amount.fen) / FEN["元"]
    for form in table.forms:
        yield from (Decimal(entry.amount.fen) / FEN["元"] for entry in form.entries if entry.amount and entry.amount.fen)


def _in_lines(reading: Reading) -> str | None:
    lines = (pattern("heading", "unit").search(squeeze(block.text)) for block in reading.blocks if isinstance(block, TextLine))
    return next((found[1] for found in lines if found and found[1] in FEN), None)
