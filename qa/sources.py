"""Projects by where their money comes from: 动用了上年结转资金的项目, 不是用一般公共预算安排的项目."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from qa.facts import Cell, dimension_cells
from qa.holdings import Group
from qa.inquiry import Inquiry

_ASKED = re.compile(r"(?:哪|几|多少).{0,4}(?:项目|专项)|(?:项目|专项)[^,，。]{0,20}(?:哪|几[个项笔]|多少[个项笔])")
_SPENT = re.compile(r"用|动|靠|来自|来源|出钱|安排|资金|由")
_DENIED = re.compile(r"(?:不|没|未|非|无)(?:是|有|曾)?(?:动|使)?(?:用|靠|由|来自)?$|(?:不|没|未|非)[^,，。]{0,4}$")


@dataclass(frozen=True, slots=True)
class Source:
    """A source of money: how it is said, and the columns that hold it."""

    said: re.Pattern[str]
    column: Callable[[Cell], bool]


SOURCES = (
    Source(re.compile("(?:上年|以前年度)?结转(?:结余)?(?:资金)?"), lambda c: "结转" in c.column_label),
    Source(re.compile("事业收入"), lambda c: "事业收入" in c.column_label),
    Source(re.compile("政府性基金(?:预算)?"), lambda c: c.fund == "government_fund" or "政府性基金" in c.column_label),
    Source(re.compile("国有资本(?:经营)?(?:预算)?"), lambda c: c.fund == "state_capital" or "国有资本" in c.column_label),
    Source(re.compile("财政专户(?:管理)?(?:资金)?"), lambda c: "专户" in c.column_label),
    Source(re.compile("其他(?:资金|收入)|自筹(?:资金)?|单位资金"), lambda c: bool(re.search("其他(?:资金|收入)|自筹|单位资金", c.column_label))),
    Source(re.compile("一般公共预算(?:拨款|资金|财政拨款)?"), lambda c: c.fund == "general" and "结转" not in c.column_label),
)
"""Columns of 项目支出表 by the names that the national forms give them."""


def by_source(inquiry: Inquiry, group: Group) -> list[tuple[str, Cell]] | None:
    """(project, cell) of the projects that the named sources pay for; `None` where the question names none, or no table splits projects by source."""
    text = inquiry.draft.question
    named = [(source, bool(_DENIED.search(text[: match.start()]))) for source in SOURCES if (match := source.said.search(text))]
    if not named or not _ASKED.search(text) or not _SPENT.search(text):
        return None
    rows: dict[str, list[Cell]] = {}
    for cell in dimension_cells(inquiry.database, group.ids, "project", ()):
        if cell.level != "total":
            rows.setdefault(cell.row_id, []).append(cell)
    split = [cells for cells in rows.values() if all(any(source.column(c) for c in cells) for source, _ in named)]
    if not split:
        return None
    tables = [cells[0].table_id for cells in split]
    table = max(dict.fromkeys(tables), key=tables.count)
    found = []
    for cells in split:
        paid = [next((c for c in cells if source.column(c) and c.amount), None) for source, _ in named]
        fits = all(bool(cell) is not denied for cell, (_, denied) in zip(paid, named, strict=True))
        if cells[0].table_id != table or not fits:
            continue
        whole = next((c for c in cells if c.measure in ("project", "project_amount") and not c.fund and c.amount), None)
        shown = paid[0] if len(named) == 1 and paid[0] else whole or next((c for c in cells if c.amount), None)
        name = cells[0].member("project")
        if shown is not None and name:
            found.append((name[1], shown))
    return found
