"""Which type of `data/knowledge/table_types.toml` a sheet is: its title and its header words decide together."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from index.knowledge import read_toml
from index.tables.header import is_form, is_indicator_head
from index.tables.parts import Sheet
from index.tables.words import bare, pattern, squeeze


@dataclass(frozen=True, slots=True)
class TableType:
    """A kind of table, as the knowledge describes it."""

    id: str
    name: str
    title: str
    alone: str = ""
    shape: str = "table"
    side: str | None = None
    measure: str | None = None
    fund: str | None = None


GENERIC = TableType("", "", "")
"""What a table is that no type recognises."""


@cache
def table_types() -> tuple[TableType, ...]:
    """All types, in the order in which they are tried."""
    return tuple(TableType(**entry) for entry in read_toml("table_types.toml")["type"])


def recognise(sheet: Sheet) -> TableType:
    """The first type whose title is found, of the sheet's shape; by header words alone where there is no title; GENERIC where none fits."""
    title, shape, words = _title(sheet.heading.title), shape_of(sheet), _words(sheet)
    if title:
        for kind in table_types():
            if re.search(kind.title, title) and _fits(kind, shape):
                return kind
    for kind in table_types():
        if kind.alone and _fits(kind, shape) and re.search(kind.alone, words):
            return kind
    return GENERIC


def shape_of(sheet: Sheet) -> str:
    """form, list or table."""
    if is_form([line.cells for line in sheet.lines if line.role not in ("title", "unit")]):
        return "form"
    heads = [bare(path[-1]) for path in sheet.paths if path]
    has_levels = any(pattern("indicator", "head_level1").fullmatch(head) for head in heads) and "一级" not in heads
    named = any(pattern("project", "name").fullmatch(head) for head in heads)
    has_names = any(is_indicator_head(line.cells) for line in sheet.lines if line.role == "header")
    has_goals = "绩效" in sheet.heading.title and any(pattern("project", "goal").fullmatch(head) for head in heads)
    tasks = _is_overall(sheet) and any(pattern("indicator", "head_activity").fullmatch(head) for head in heads)
    return "list" if has_levels or ((named or tasks) and (has_names or has_goals)) else "table"


def _is_overall(sheet: Sheet) -> bool:
    return bool(re.search("整体.*绩效|绩效.*整体", sheet.heading.title))


def _fits(kind: TableType, shape: str) -> bool:
    """Forms and lists of indicators are performance tables; what is called one of projects and has neither shape is not."""
    if kind.id in ("overall_performance", "self_evaluation"):
        return True
    return kind.shape == shape


def fund_of(sheet: Sheet, kind: TableType) -> str | None:
    """Whose money the table covers: general, government_fund and state_capital together are fiscal; the type's own where the title is silent."""
    title = _title(sheet.heading.title)
    named = {fund for fund in ("general", "government_fund", "state_capital") if pattern("fund", fund).search(title)}
    if len(named) == 1:
        return named.pop()
    if named or pattern("fund", "fiscal").search(title):
        return "fiscal"
    return kind.fund


def _title(title: str) -> str:
    plain = re.sub(r"\((?:不?含|包括)[^)]*\)", "", squeeze(title))
    return re.sub(r"20\d\d(?:年度?)?", "", plain)


def _words(sheet: Sheet) -> str:
    return squeeze(" ".join(" ".join(path) for path in sheet.paths)) + " ".join(
        squeeze(cell) for line in sheet.lines if line.role in ("header", "data") for _, cell in line.filled()[:3]
    )
