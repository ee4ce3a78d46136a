"""Whose targets a table of indicators prints where it has no column that says so: the project in a row of its own, or in the title."""

from __future__ import annotations

import re

from index.tables.parts import Sheet
from index.tables.words import bare, mend, pattern

_TITLE = re.compile(
    r"(?:附?[表件])?(?:\d{1,2}(?!\d))?(?:[-—]\d+)*[.、．]?\s*(?:20\d\d年(?:度)?)?(?P<name>.*?)(?:项目)?(?:支出)?(?:年度)?(?:绩效(?:评价)?|自评|绩效自评)(?:目标|指标|信息)?(?:申报|填报|批复|公开|情况|自评|结果)*(?:表|情况)?\s*(?:[(（](?P<inside>.+)[)）])?$"
)
_GENERIC = re.compile(
    r"(?:(?:市|区|县|省|本)?(?:级|年)?(?:本级|部门|单位|整体|重点|预算|专项|业务|财政|工作|经费|一般公共预算|项目|支出|资金|政策|年度|\d+)*)[及和与]?"
)
"""Titles of all projects together name none of them."""


def owner(sheet: Sheet) -> str:
    """The project's name; empty where none is printed."""
    for line in sheet.body():
        cells = [text for _, text in line.filled()]
        at = next((i for i, text in enumerate(cells[:-1]) if pattern("project", "name").fullmatch(bare(text).rstrip(":："))), None)
        if at is not None:
            return mend(cells[at + 1])
    return titled(sheet.heading.title)


def titled(title: str) -> str:
    """The project that a title names: 1.企业安全诊断绩效目标表, 项目支出绩效目标表（食品安全监督抽检）."""
    found = _TITLE.fullmatch(mend(title))
    named = (found["inside"] or found["name"]) if found else ""
    return "" if not named or len(named) < 4 or _GENERIC.fullmatch(named) or re.fullmatch(r"\d{4}年度?|.*(?:续|单位[:：].*)", named) else named
