"""Signs in the words of a clause: what leans on the turn before, what only names, what asks."""

from __future__ import annotations

import re

from qa.departments import DepartmentMention
from qa.scan import Scanned
from qa.scope import full_year, is_base
from qa.settling import Clause
from qa.vocabulary import pattern_mentions

LED = re.compile(r"(?:那么?|and|what about|how about)(?![个些项笔家年种])")
NAMES_AMOUNT = re.compile(r"(?:呢|的|多少|多少钱|几何|预算|决算|经费|支出|收入|金额|费用?)[?？]?$")
ELLIPSIS = re.compile(r"^.{1,10}呢[?？]?$")
HEADLESS = re.compile(r"又?占")


def years_named(text: str) -> set[int]:
    """Years that a text names by number."""
    return {full_year(m.value["year"]) for m in pattern_mentions(text) if m.kind == "year" and m.value.get("year")}


def own_years(text: str) -> set[int]:
    """Years that a text names by number, without one that another is only held against: 比2024年增加多少."""
    mentions = [m for m in pattern_mentions(text) if m.kind == "year" and m.value.get("year")]
    return {full_year(m.value["year"]) for m in mentions if not is_base(text, m.start, m.end)}


MONEY_TOO = re.compile(r"(?:资金|金额|钱|经费)(?:是)?多少|多少(?:资金|钱|金额|经费)")
"""有几个，涉及资金多少: how much money the things that were counted come to."""
YEAR_SAID = re.compile(r" ?(?P<year>(?:19|20)\d{2}) ?年")
"""A year in a refusal: said only as the question says it."""
ASKS = re.compile(r"多少|几|吗|呢|什么|啥|哪|谁|怎|为何|占|如何|是不是|有没有|how|what|which|who|why")


def only_names(clause: Clause) -> bool:
    """A clause that names its subject and asks nothing of it: 中小企业引导资金，最多能给多少."""
    asks = ASKS.search(clause.scanned.text) or clause.scanned.all("rank") or clause.scanned.all("condition")
    return not asks and not any(m.value not in ("exclude", "sum") for m in clause.scanned.all("operator")) and any(o.subjects for o in clause.plan.operands) and clause.plan.operation in ("lookup", "describe", "sum")


def inside_name(mention: DepartmentMention, scanned: Scanned) -> bool:
    """What looks like a department stands inside the name of a subject: 人大会议, 政协事务."""
    return any(m.kind in ("name", "subject", "unheld", "part", "table", "typo") and m.start <= mention.start and mention.end <= m.end and m.text != mention.text for m in scanned.mentions)


def stands_alone(region: DepartmentMention, scanned: Scanned) -> bool:
    """A region that begins no name held: 青山 of 青山区老旧小区改造补助 names the money."""
    return not any(m.kind in ("name", "subject", "table") and m.start < region.end and region.start < m.end for m in scanned.mentions)
