"""Rows that are items of income or expenditure (收支总表, a vertical 三公 table): the measure, fund and member that each label names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from index.knowledge import read_csv
from index.records import Member
from index.tables.columns import economic_classes, measure_for
from index.tables.keys import RowKeys
from index.tables.levels import rank
from index.tables.types import TableType
from index.tables.words import bare, pattern, squeeze

_BOUGHT = re.compile("(?:政府)?(?:采购)?(货物|工程|服务)类?(?:采购)?(?:预算|支出|金额)*")
"""A row for one of the three kinds that government buys."""
_ALL_BOUGHT = re.compile("政府采购(?:预算|支出|合同)*(?:总[金]?额|金额|总计)?")
"""A row for all that it buys."""
_FIRST = re.compile(r"[（(]?(?:一|1)[、.．）)]")


@dataclass(frozen=True, slots=True)
class Item:
    """What a row of items counts."""

    measure: str | None
    fund: str | None
    members: tuple[Member, ...]


NOTHING = Item(None, None, ())
"""A row that does not say what it counts."""

_FUNCTIONS_TOO = ("其他支出", "债务还本支出")
"""Names of economic classes that are functional ones where nothing says which."""

_NATURES = ("basic", "project", "personnel", "public")
"""What a row may count whose classes stand numbered below it."""


def is_items(rows: Sequence[RowKeys], kind: TableType) -> bool:
    """Whether a block's rows are items: no codes, and no dimension but classifications named without codes."""
    keys = [key for row in rows for key in row.keys if key]
    plain = all(key.code is None and key.dimension in (None, "function", "government", "department") for key in keys)
    if kind.id == "procurement":
        return bool(keys) and plain and all(_BOUGHT.fullmatch(bare(key.name)) or _ALL_BOUGHT.fullmatch(bare(key.name)) for key in keys)
    return bool(keys) and plain and kind.id not in ("purchased_service", "project_expenditure", "special_funds")


def counted(rows: Sequence[RowKeys]) -> frozenset[int]:
    """Rows that count things: 车辆数合计（辆） and what is numbered below it."""
    found: set[int] = set()
    above: int | None = None
    for i, row in enumerate(rows):
        own = rank(row.printed)
        if pattern("column", "counted").fullmatch(squeeze(row.label)):
            found.add(i)
            above = own if above is None or own is None or own <= above else above
        elif above is not None and row.label and own is not None and own > above:
            found.add(i)
        elif row.label:
            above = None
    return frozenset(found)


def items(rows: Sequence[RowKeys], side: str | None, kind: TableType) -> tuple[Item, ...]:
    """The item of each row, in order; the funds below 上年结转 are parts of the carry-over."""
    found: list[Item] = []
    carrying = False
    nature: tuple[str, int] | None = None
    for row in rows:
        item = _item(row, side, kind)
        if item.measure in _NATURES:
            nature = (item.measure, rank(row.printed))
        elif nature and row.label and not 0 < nature[1] < rank(row.printed):
            nature = None
        elif nature and item.measure == "expenditure" and any(member.dimension == "department" for member in item.members):
            item = Item(nature[0], item.fund, item.members)  # 工资福利支出 numbered below 基本支出
        if item.measure == "carryover_in" or (carrying and not _leaves_carryover(row)):
            item = Item("carryover_in", item.fund, item.members)
        carrying = item.measure == "carryover_in"
        found.append(item)
    return _with_others(rows, found) if kind.id == "three_public" else tuple(found)


def _with_others(rows: Sequence[RowKeys], found: Sequence[Item]) -> tuple[Item, ...]:
    """The items of a table of 三公经费, a 合计 before 三公经费 or behind meetings and training the sum of all three; one between them is its own."""
    three = [i for i, item in enumerate(found) if item.measure == "three_public" and not rows[i].total]
    others = [i for i, item in enumerate(found) if item.measure in ("meeting", "training")]
    if not three or not others:
        return tuple(found)
    whole = [row.total and (i < three[0] or i > max(others)) for i, row in enumerate(rows)]
    return tuple(replace(item, measure="three_public_meeting_training") if all_ else item for item, all_ in zip(found, whole, strict=True))


def carryover_heads(rows: Sequence[RowKeys], side: str | None) -> frozenset[int]:
    """Rows of 上年结转 that are followed by their parts, a fund each."""
    named = [i for i, row in enumerate(rows) if row.label]
    carried = (pair for pair in pairwise(named) if measure_for(bare(rows[pair[0]].label), side) == "carryover_in")
    return frozenset(i for i, after in carried if not _leaves_carryover(rows[after]))


def heads(rows: Sequence[RowKeys], side: str | None, kind: TableType) -> frozenset[int]:
    """Rows that add up others by what they count: 三公经费 above its parts in a vertical table, 上年结转 above its funds."""
    found = carryover_heads(rows, "income")
    if kind.id != "three_public" or not is_items(rows, kind):
        return found
    measures = [item.measure for item in items(rows, side, kind)]
    below = {ancestor for measure in measures if measure for ancestor in ancestors(measure)}
    return found | {i for i, measure in enumerate(measures) if measure in below and not rows[i].total}


def own_total(rows: Sequence[RowKeys], side: str | None, kind: TableType) -> int | None:
    """The row of 三公经费, or of 政府采购, in a vertical table that prints no 合计: it is the total of what the table is about."""
    if kind.id not in ("three_public", "procurement") or not is_items(rows, kind) or any(row.total for row in rows):
        return None
    found = (i for i, item in enumerate(items(rows, side, kind)) if item.measure == kind.measure and not _is_kind(item))
    return next(found, None)


def _is_kind(item: Item) -> bool:
    return any(member.dimension == "procurement" for member in item.members)


@cache
def ancestors(measure: str) -> tuple[str, ...]:
    """The measures that a measure is part of, nearest first."""
    parents = {row["id"]: row["parent"] for row in read_csv("measures.csv")}
    found: list[str] = []
    while measure := parents.get(measure, ""):
        found.append(measure)
    return tuple(found)


def _item(row: RowKeys, side: str | None, kind: TableType) -> Item:
    if row.total:
        return Item(_total_measure(row.label, side, kind), None, ())
    labels = [key.name for key in row.keys if key]
    words = [bare(label) for label in labels] or ([bare(row.label)] if row.label else [])
    if not words:
        return NOTHING
    fund = fund_in(words[0])
    if bought := _BOUGHT.fullmatch(words[-1]) if kind.id == "procurement" or words[-1].startswith("政府采购") else None:
        return Item("procurement", None, (Member("procurement", None, bought[1]),))
    for word in reversed(words):
        if (measure := measure_for(word, side)) and (kind.id != "agency_running" or measure == kind.measure):
            return Item(measure, fund, _members(row, None))
    if side == "income":
        return Item(None, fund, _members(row, None))
    if kind.id == "agency_running":
        return Item(kind.measure, fund, _members(row, None))
    last = words[-1]
    named = next((key.dimension for key in row.keys if key and key.dimension in ("government", "department")), None)
    if named:
        return Item(kind.measure or "expenditure", None, _members(row, named))
    if last in economic_classes() and last not in _FUNCTIONS_TOO:
        return Item(kind.measure or "expenditure", None, _members(row, "department"))
    if last.endswith(("支出", "事务")) or any(key and key.dimension == "function" for key in row.keys):
        return Item(kind.measure or "expenditure", None, _members(row, "function"))
    return Item(None, fund, _members(row, None))


def _members(row: RowKeys, dimension: str | None) -> tuple[Member, ...]:
    return tuple(Member(dimension or "item", None, key.name) for key in reversed(row.keys) if key and key.name)


def _total_measure(label: str, side: str | None, kind: TableType) -> str | None:
    word = bare(label)
    if kind.id == "three_public" and word == "支出合计":
        return kind.measure
    if kind.id not in ("revenue_expenditure", "fiscal_revenue_expenditure", "revenue", "expenditure"):
        return measure_for(word, side) if not re.fullmatch("合计|总计|共计|总额", word) else kind.measure
    if side == "income":
        return measure_for(word, side) or "income_total"
    return measure_for(word, side) or ("expenditure_total" if kind.side == "both" else kind.measure)


def fund_in(text: str) -> str | None:
    """The fund that a label names."""
    plain = squeeze(text)
    return next((fund for fund in ("government_fund", "state_capital", "general", "fiscal") if pattern("fund", fund).search(plain)), None)


def _leaves_carryover(row: RowKeys) -> bool:
    """Whether a row behind 上年结转 starts something else: a total, a row that names no fund, or the next number of the outer list."""
    if row.total or not row.label or fund_in(row.label) is None or "收入" in row.label:
        return True
    own = rank(row.printed)
    return own == 1 and not _FIRST.match(row.printed.strip()) and not re.match("[二三四]", row.printed.strip())
