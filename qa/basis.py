"""按一般公共预算口径算: the part of a question that only says whose money its amounts are of."""

from __future__ import annotations

import re
from dataclasses import replace

from qa.plan import Plan

_FUNDS = {"一般公共预算": "general", "公共预算": "general", "政府性基金预算": "government_fund", "政府性基金": "government_fund", "国有资本经营预算": "state_capital", "财政拨款": "fiscal"}
_BASIS = re.compile(
    rf"[,，;；]?\s*(?:按照?|依|以|就|只看|单看|仅看|只算|单算)(?P<year>(?:19|20)\d\d年)?的?(?P<fund>{'|'.join(_FUNDS)})(?:财政拨款|拨款)?(?:支出|资金|预算)?(?:的?口径)?"
    r"(?:来|去|为|进行|做)?(?:计算|算|看|统计|核算|比|口径|说|准|基准|为准|基数|(?=[,，。?？]|$))"
)
_IN_BRACKETS = re.compile(rf"[(（](?:按|只看|限|仅)?(?P<year>)(?P<fund>{'|'.join(_FUNDS)})(?:财政拨款|拨款)?(?:支出|资金|预算|部分|口径)?[)）](?=[?？。]?$)")
"""Brackets at the end of the question hold for all its amounts."""


def without_basis(text: str) -> tuple[str, str | None]:
    """The question without the words that say whose money is meant, and the fund; its year stays."""
    match = _BASIS.search(text) or _IN_BRACKETS.search(text)
    if match is None:
        return text, None
    kept = f"{match['year'] or ''}{text[: match.start()]}{text[match.end() :]}" if match["year"] and match["year"] not in text[: match.start()] else text[: match.start()] + text[match.end() :]
    return (kept, _FUNDS[match["fund"]]) if len(kept) >= 4 else (text, None)


def of_fund(plan: Plan, fund: str | None) -> Plan:
    """The Plan with a fund on every amount that names none."""
    if fund is None:
        return plan
    funded = tuple(o if o.fund else replace(o, fund=fund) for o in plan.operands)
    return replace(plan, operands=funded, readings=tuple(tuple(o if o.fund else replace(o, fund=fund) for o in reading) for reading in plan.readings))
