"""A sheet understood: its type, columns, blocks, and the keys and levels of its data rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.amounts import parse
from index.records import Level
from index.tables import blocks as blocks_of
from index.tables import columns as columns_of
from index.tables import forms, lists
from index.tables import keys as keys_of
from index.tables.columns import is_stage
from index.tables.forms import Form
from index.tables.items import heads, own_total
from index.tables.keys import RowKeys
from index.tables.levels import levels
from index.tables.owners import owned
from index.tables.parts import Block, Column, Line, Sheet
from index.tables.repair import total_in_columns
from index.tables.types import TableType, fund_of, recognise, shape_of
from index.tables.words import bare


@dataclass(frozen=True, slots=True)
class Rows:
    """The data rows of a sheet as one block names them."""

    block: Block
    keys: tuple[RowKeys, ...]
    levels: tuple[tuple[Level, int], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet with its meaning."""

    sheet: Sheet
    kind: TableType
    shape: str
    fund: str | None
    columns: tuple[Column, ...]
    rows: tuple[Rows, ...]
    """One a block; each counts every data row of the sheet, in order."""
    forms: tuple[Form, ...] = ()
    """What its forms say; none for tables and lists."""


def understand(sheet: Sheet) -> Table:
    """Type, columns, blocks, keys and levels of a sheet; forms and lists of indicators are left to their own readers."""
    kind = recognise(sheet)
    shape = shape_of(sheet)
    sheet = with_blank_row(sheet) if shape == "table" else lists.repaired(sheet) if shape == "list" else sheet
    if shape == "form":
        return Table(sheet, kind, shape, fund_of(sheet, kind), (), (), forms.read(sheet))
    columns = _settled(columns_of.columns(sheet, kind), sheet, kind)
    if shape == "table":
        sheet = _totals_in_columns(sheet, columns)
    body = sheet.body()
    rows = _blocks(blocks_of.blocks(columns), body, kind) if shape == "table" else ()
    return Table(sheet, kind, shape, fund_of(sheet, kind), columns, rows)


def with_blank_row(sheet: Sheet) -> Sheet:
    """The sheet with its first blank row as a data row where it holds no data row at all: that a table is empty must be citable."""
    if sheet.body() or not any(line.role == "header" for line in sheet.lines):
        return sheet
    last = max(i for i, line in enumerate(sheet.lines) if line.role == "header")
    blank = next((i for i, line in enumerate(sheet.lines) if line.role == "blank" and i > last), None)
    if blank is None:
        return sheet
    lines = tuple(Line("data", line.cells, line.place, line.at) if i == blank else line for i, line in enumerate(sheet.lines))
    return replace(sheet, lines=lines)


def _totals_in_columns(sheet: Sheet, columns: Sequence[Column]) -> Sheet:
    amount = [column.index for column in columns if column.kind == "amount"]
    keys = [column.index for column in columns if column.kind == "key"]
    lines = tuple(total_in_columns(line, amount, keys) if line.role == "data" else line for line in sheet.lines)
    return replace(sheet, lines=lines)


def _blocks(blocks: Sequence[Block], body: Sequence[Line], kind: TableType) -> tuple[Rows, ...]:
    keys = [keys_of.read(body, block) for block in blocks]
    for k in range(len(blocks) - 1):
        if blocks[k].side == blocks[k + 1].side:
            keys[k], keys[k + 1] = _handed_on(keys[k], keys[k + 1], body, blocks[k], blocks[k + 1])
    return tuple(_rows(block, own, body, kind) for block, own in zip(blocks, keys, strict=True))


def _handed_on(
    left: Sequence[RowKeys], right: Sequence[RowKeys], body: Sequence[Line], before: Block, after: Block
) -> tuple[tuple[RowKeys, ...], tuple[RowKeys, ...]]:
    """Totals whose name stands in one block and whose amount in the next: 支出合计 across 功能分类 and 支出用途, named on the left."""
    pairs = []
    for line, own, other in zip(body, left, right, strict=True):
        named = (own.total or own.subtotal) and not has_amount(line, before)
        orphan = not other.label and not any(other.keys) and has_amount(line, after)
        nothing = RowKeys("", "", (None,) * len(own.keys), False, False, None)
        pairs.append((nothing, replace(own, keys=(None,) * len(other.keys))) if named and orphan else (own, other))
    return tuple(own for own, _ in pairs), tuple(other for _, other in pairs)


def _rows(block: Block, read: Sequence[RowKeys], body: Sequence[Line], kind: TableType) -> Rows:
    if _are_stages(read):
        plain = tuple(replace(row, keys=(None,) * len(row.keys)) for row in read)
        return Rows(block, plain, tuple(("total", 0) for _ in read))
    keys, units = owned(read, any(column.dual and column.dimension == "project" for column in block.columns))
    found = levels(keys, [amounts(line, block) for line in body], units | heads(keys, block.side or kind.side, kind))
    whole = own_total(keys, block.side or kind.side, kind)
    return Rows(block, keys, tuple(("total", 0) if i == whole else level for i, level in enumerate(found)))


def _are_stages(rows: Sequence[RowKeys]) -> bool:
    """Whether the rows are years of one thing, which the columns name: 2025年预算数 above 2026年预算数."""
    return bool(rows) and all(row.label and not row.total and is_stage(row.label) for row in rows)


def has_amount(line: Line, block: Block) -> bool:
    """Whether any amount column of the block holds one."""
    return any(amount is not None for amount in amounts(line, block))


def amounts(line: Line, block: Block) -> tuple[int | None, ...]:
    """The row's amounts in the block's amount columns, in order, to be compared with each other only."""
    found = (parse(line.cell(column.index), "元") for column in block.of("amount"))
    return tuple(amount.fen if amount else None for amount in found)


def _is_plain(path: Sequence[str]) -> bool:
    """Whether a header path says 合计 and at most of which year: 合计, 上年 / 合计, 2026年预算 / 合计."""
    words = [bare(word) for word in path]
    return words[-1:] in (["合计"], ["总计"], ["金额"]) and all(word in ("", "本年", "当年") or is_stage(word) for word in words[:-1])


def _settled(columns: tuple[Column, ...], sheet: Sheet, kind: TableType) -> tuple[Column, ...]:
    """What a column says only beside the others: a 合计 that includes meetings and training, or the carry-over of last year."""
    measures = {column.measure for column in columns if column.kind == "amount"}
    found = []
    for column in columns:
        plain = column.kind == "amount" and _is_plain(sheet.paths[column.index])
        if plain and kind.id == "three_public" and measures & {"meeting", "training"}:
            column = replace(column, measure="three_public_meeting_training")
        elif plain and column.measure == "income" and "carryover_in" in measures:
            column = replace(column, measure="income_total")
        elif column.dimension == "project" and (kind.side == "both" or kind.id in ("revenue", "three_public", "fiscal_revenue_expenditure")):
            column = replace(column, dimension=None)
        found.append(column)
    return tuple(found)
