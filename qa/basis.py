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


_WHY = re.compile(r"为什么|为何|为啥|原因|怎么(?:会|就)|缘由|理由|咋")
_SIZE = re.compile(
    r"(?P<way>增加|增长|上升|上涨|提高|减少|下降|降低|下跌|[多涨增升少降减跌])(?:了|出|出来)?(?:大?约|近|将近|快|差不多|超过?|足足|好)?"
    r"(?:[一二两三四五六七八九十]成(?:多|半|左右|还多)?|一半(?:多|还多|左右)?|[一两二三四五六七八九十几]倍(?:多|还多)?|百分之[一二三四五六七八九]?十(?:几|多)|这么多|那么多|不少|许多|很多|一大?截|一大块)"
)


def without_size(text: str) -> str:
    """为什么比上年多一成多: why it rose, however much that was said to be."""
    if not _WHY.search(text):
        return text
    return _SIZE.sub(lambda m: "减少" if m["way"][0] in "减下降跌少" else "增加", text)
