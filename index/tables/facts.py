"""From an understood table to facts: one amount cell each, with everything that says what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.amounts import parse
from index.records import Fact, Member
from index.tables.columns import is_stage, measure_for, stage_of
from index.tables.items import NOTHING, Item, counted, is_items, items
from index.tables.keys import RowKeys
from index.tables.parts import Column, Line
from index.tables.table import Rows, Table, has_amount
from index.tables.words import bare, squeeze, year_in

_SIDE_TOTALS = ("expenditure", "expenditure_total", "income", "income_total", None)
_AMOUNT_LIKE = re.compile(r"\d")


def facts(table: Table, row_ids: Sequence[str], unit: str, stage: str, year: int | None) -> Iterator[Fact]:
    """Facts of every data row and block, in printed order; `row_ids` are those of the sheet's data rows."""
    names = table.sheet.names()
    body = table.sheet.body()
    items_of = [_items(rows, table) for rows in table.rows]
    things = [counted(rows.keys) if is_items(rows.keys, table.kind) else frozenset() for rows in table.rows]
    for i, line in enumerate(body):
        for rows, item, counts in zip(table.rows, items_of, things, strict=True):
            if i in counts or not _speaks(line, rows, i, len(body)):
                continue
            for column in rows.block.of("amount"):
                column = _planned(column, table.sheet.paths[column.index], year)
                own_stage = stage_of(table.sheet.paths[column.index], year) or _row_stage(rows.keys[i], year) or stage
                if fact := _fact(table, line, rows, i, item[i], column, (row_ids[i], names[column.index], unit, own_stage)):
                    yield fact


def _planned(column: Column, path: Sequence[str], year: int | None) -> Column:
    """The column, without a measure where it prints a year to come: a plan is no amount of this budget."""
    printed = year_in(squeeze("/".join(path)))
    return replace(column, measure=None, named=True) if printed and year and printed > year else column


def _row_stage(row: RowKeys, year: int | None) -> str | None:
    """The stage of a row that is a year of what the columns name."""
    return stage_of((row.label,), year) if not any(row.keys) and is_stage(row.label) else None


def unparsed(table: Table) -> Iterator[tuple[Line, str]]:
    """Cells of amount columns that hold digits and no amount."""
    for line in table.sheet.body():
        for rows in table.rows:
            for column in rows.block.of("amount"):
                text = line.cell(column.index)
                if text and _AMOUNT_LIKE.search(text) and parse(text, "元") is None:
                    yield line, text


def _items(rows: Rows, table: Table) -> tuple[Item, ...]:
    if not is_items(rows.keys, table.kind):
        return (NOTHING,) * len(rows.keys)
    return items(rows.keys, rows.block.side or table.kind.side, table.kind)


def _speaks(line: Line, rows: Rows, i: int, count: int) -> bool:
    """Whether a row says anything in a block: a name, an amount, or that the whole table is empty."""
    return bool(rows.keys[i].label or any(rows.keys[i].keys)) or has_amount(line, rows.block) or count == 1


def _fact(table: Table, line: Line, rows: Rows, i: int, item: Item, column: Column, said: tuple[str, str, str, str]) -> Fact | None:
    row_id, name, unit, stage = said
    text, index = line.cell(column.index), line.index(column.index)
    amount = parse(text, column.unit or unit or "元") if text is not None else None
    if amount is None or index is None:
        return None
    key: RowKeys = rows.keys[i]
    level, depth = rows.levels[i]
    if column.members and level == "total":
        level = "subtotal"  # 合计 of 货物 alone is a part of the total that the table's own 合计 column prints
    members = _members(key, item, column)
    return Fact(
        id=f"{row_id}-c{index:02d}",
        row_id=row_id,
        column=index,
        block=rows.block.index,
        label=key.label,
        column_label=name,
        measure=_measure(item, column, key, table.kind.measure),
        fund=_fund(item, column, table),
        stage=stage,
        side=column.side or rows.block.side or (table.kind.side if table.kind.side in ("income", "expenditure") else None),
        level=level,
        depth=depth,
        members=members,
        unit_name=key.unit_name,
        project_id=None,
        printed=(text or "").strip(),
        unit=amount.unit if column.unit or unit else "",
        amount=amount.fen if column.unit or unit else None,
    )


def _measure(item: Item, column: Column, key: RowKeys, usual: str | None) -> str | None:
    """The row's measure where it names one of its own, else the column's: 基本支出 of 教育支出 is basic, 上年结转 stays what it is."""
    if item is NOTHING:
        own = measure_for(bare(key.label), "expenditure") if key.total and column.measure == usual else None
        return own if own and own not in _SIDE_TOTALS else column.measure
    if column.named and column.measure not in _SIDE_TOTALS[:-1]:
        return column.measure if column.measure is None or item.measure in _SIDE_TOTALS else item.measure
    return item.measure


def _fund(item: Item, column: Column, table: Table) -> str | None:
    within = column.fund == "fiscal" and table.fund in ("general", "government_fund", "state_capital")
    return item.fund or (table.fund if within else column.fund) or table.fund  # 财政拨款 in a table of one fund is that fund's


def _members(key: RowKeys, item: Item, column: Column) -> tuple[Member, ...]:
    """The row's members and the column's own, each dimension and name once."""
    own = item.members if item is not NOTHING else key.members()
    found: dict[tuple[str, str | None, str], Member] = {}
    for member in (*own, *(Member(*named) for named in column.members)):
        found.setdefault((member.dimension, member.code, member.name), member)
    return tuple(found.values())
