"""Which function carries out which operation, and what is tried where words or figures are missing."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from qa.equations import read_equation
from qa.excluding import says_excluding, says_placed
from qa.inquiry import Inquiry, NotHeld, Unclear
from qa.operations import (
    changes,
    contrast,
    counting,
    covered,
    figures,
    findings,
    indicators,
    lacking,
    listing,
    places,
    proof,
    prose,
    quotes,
    reverse,
    told,
    valued,
)
from qa.operations.stated import says_why
from qa.partial import said_in_part
from qa.plan import Plan, Subject
from qa.rows import listed_codes
from qa.scan import Scanned

OPERATIONS = {
    "lookup": figures.lookup, "sum": figures.sum_up, "share": figures.share, "ratio": figures.ratio, "difference": figures.difference, "change": changes.change,
    "compare": figures.difference, "rank": listing.rank, "list": listing.list_rows, "count": listing.count, "average": listing.average, "reverse": reverse.reverse,
    "check": proof.check, "indicator": indicators.indicator, "describe": quotes.describe,
}  # fmt: skip
ONLY_WORDS = {"head_count", "vehicle_count", "asset", "person", "per_capita", "period"}
LITERAL = ("lookup", "indicator", "list", "count", "describe")
"""Operations whose question a passage may answer where it says every word of it."""
WORDED = ("lookup", "describe", "indicator", "count", "list", "sum", "check")
"""Operations whose question may be about words: an indicator or a passage answers where no table does."""


SETS = ("rank", "list", "count", "sum", "average")
"""Operations on the rows of a described set, that know what is left out of it."""
_MONEY = re.compile(r"钱|金额|资金|经费|预算|费用|how much")

_ASKS_TARGET = re.compile(
    r"(?:率|度|量|数|批次|人次|场次|面积|里程|长度|金额|标准|成本|时限|时间)的?(?:绩效)?(?:目标|指标)(?:值|数)?(?:是|为|定)?(?:多少|什么|几)?[?？。]*$"
    r"|(?:多少|几).{0,6}(?:目标|指标)[?？。]*$|(?:目标|指标)(?:值|数)?(?:是|为|定|达到|要)*(?:多少|几)"
)
"""Ways to ask for the number of a target: a goal in words is no answer."""


def refuse_dropped(plan: Plan, scanned: Scanned) -> None:
    """A condition, a rank or a bare percentage that the operation would pass over makes another question: it is not answered."""
    filters = plan.operation in ("list", "count", "rank", "sum", "average", "reverse", "check", "describe", "indicator", "share")
    dropped = [m.text for m in scanned.all("condition") if not filters]
    dropped += [m.text for m in scanned.all("rank") if plan.operation in ("lookup", "sum", "difference", "change", "ratio", "share") and not plan.unexplained]
    left_out = _apart(plan) or (plan.excluded and plan.operation in SETS) or "remainder" in plan.wants or plan.operation in ("check", "describe", "indicator", "reverse")
    dropped += [word for word in (says_excluding(scanned.text),) if word and not left_out]
    dropped += [m.text for m in scanned.all("refuse") if plan.operation in SETS and m.value == "execution" and "contrast" not in plan.wants and re.search(r"没|未|完|剩|超", m.text)]
    dropped += [word for word in (says_placed(scanned.text),) if word and not plan.beside]
    dropped += [m.text for m in scanned.all("typo") if plan.operation == "list" and plan.dimension == "project" and all(s.axis == "statement" for s in m.value)]
    dropped += [one.said for one in plan.beside if plan.operation != "rank"]
    dropped += re.findall(r"年均|平均每年|每年平均", scanned.text) if "yearly" in plan.wants and plan.operation not in ("average", "change", "check", "describe", "indicator") else []
    dropped += [m.text for m in scanned.all("quantity") if plan.operation in ("lookup", "sum", "rank", "share", "ratio") and getattr(m.value, "unit", "") == "%"]
    if dropped:
        raise NotHeld(f"没有读懂“{'”“'.join(dropped)}”在这里怎么用，所以不作答。")


_LEAF = {"function": 7, "government": 5, "department": 5}
"""Digits of the code of an item that nothing stands under."""


def _apart(plan: Plan) -> bool:
    """其他交通费用(不算公车): nothing stands under the one item that is named, so that it holds nothing that could be left out."""
    out = {s.key for one in plan.excluded for s in one.subjects}
    named = [operand.subjects for operand in plan.operands]
    return plan.operation == "lookup" and bool(out) and bool(named) and all(any(_is_leaf(s) for s in found) and not any(s.key in out for s in found) for found in named)


def _is_leaf(subject: Subject) -> bool:
    size = _LEAF.get(subject.axis)
    return size is not None and any(
        len(code) == size for code in ((subject.code,) if subject.code else listed_codes(subject.axis).get(subject.key, ()))
    )


_NO_CHECK = ("sum", "lookup", "count", "list", "rank", "change", "difference", "indicator")
"""Operations that tell nothing of whether two amounts agree."""


def refuse_equation(plan: Plan, scanned: Scanned) -> None:
    """Whether amounts agree, where one side was not found, is not answered by the other side."""
    equation = read_equation(scanned.text)
    if equation and ((equation.of("change") and plan.operation in (*_NO_CHECK, "check")) or ((equation.of("sum") or equation.asked) and plan.operation in _NO_CHECK)):
        raise NotHeld("没有读懂要核对的两边各是什么，请把要比的两个数说全。")


def _refuse_two_projects(scanned: Scanned) -> None:
    """小学课后服务的生均补助: two pieces of names of different projects, of which one is said to be the other's, are neither."""
    parts = sorted((m for m in scanned.mentions if m.kind == "part"), key=lambda m: m.start)
    for left, right in pairwise(parts):
        keys = [{s.key for s in m.value} for m in (left, right)]
        if scanned.text[left.end : right.start] == "的" and keys[0].isdisjoint(keys[1]) and all(s.axis in ("project", "label", "narrated") for m in (left, right) for s in m.value):
            names = tuple(dict.fromkeys(s.name for m in (left, right) for s in m.value))
            raise Unclear(f"没有认出“{left.text}的{right.text}”指的是什么，请选一个。", tuple((name, f"{name}是多少") for name in names[:4]))


def run(inquiry: Inquiry, scanned: Scanned) -> Plan:
    """Carries out the Plan into the draft; the Plan that was in the end answered."""
    plan = inquiry.plan
    if lacking.lacks(inquiry, scanned):
        return replace(plan, operation="list", dimension="project")
    refuse_equation(plan, scanned)
    _refuse_two_projects(scanned)
    if "contrast" in plan.wants:
        refuse_dropped(plan, scanned)
        if unread := contrast.unread(scanned.text, plan.unexplained):
            raise NotHeld(f"没有认出“{'”“'.join(unread)}”指的是什么，或者文件里没有，所以不作答。")
        contrast.contrast(inquiry)
        return plan
    if covered.answered(inquiry, scanned):
        return plan
    covered.refuse_uncounted(inquiry, scanned)
    if plan.operation == "lookup" and (scanned.all("detail") or scanned.all("bound")):
        if re.search(r"总额|多少钱|金额", inquiry.draft.asked) and any(o.of("project") for o in plan.operands):
            figures.lookup(inquiry)
        if indicators.find_indicator(inquiry):
            return replace(plan, operation="indicator")
        raise NotHeld(f"{inquiry.where()}中没有说到“{plan.words}”的指标。")
    if valued.by_value(inquiry, scanned):
        return replace(plan, operation="indicator")
    refuse_dropped(plan, scanned)
    if places.answered(inquiry, scanned):
        return plan
    if "execution" in plan.refusals and plan.words and indicators.find_indicator(inquiry, least=0.95):
        return replace(plan, operation="indicator")
    refuse_held_nowhere(plan, inquiry)
    if plan.operation == "check" and len(inquiry.groups) == 1 and re.search(r"\d{3}|\d\.\d", re.sub(r"(?:19|20)\d\d(?=年|\D|$)", "", inquiry.draft.question)) and findings.found_by_checks(inquiry):
        return plan
    if plan.operation == "indicator" and _with_money(inquiry, plan):
        return plan
    if plan.operation == "describe" and "number" in plan.wants and "reason" not in plan.wants and not plan.refusals and _in_words(inquiry, scanned):
        return replace(plan, operation="indicator")
    if plan.operation == "describe" and _ASKS_TARGET.search(inquiry.draft.asked) and "reason" not in plan.wants:
        if indicators.find_indicator(inquiry):
            return replace(plan, operation="indicator")
        raise NotHeld(f"{inquiry.where()}的绩效表中没有“{plan.words or plan.text_sought()}”这样的指标。")
    if plan.operation == "describe" and "reason" in plan.wants and not plan.unexplained and says_why(inquiry):
        return plan
    if "count" in plan.wants and plan.operation == "lookup":
        return counted(inquiry, plan)
    if not plan.unexplained and not set(plan.refusals) & ONLY_WORDS and not ("name" in plan.wants and plan.operation == "lookup"):
        try:
            OPERATIONS[plan.operation](inquiry)
            if "reason" in plan.wants and plan.operation != "describe" and not told.reasoned(inquiry):
                quotes.quote(inquiry.with_plan(replace(plan, words=f"{''.join(o.named() for o in plan.operands)} 主要原因", operation="describe")), most=1)
            return plan
        except NotHeld:
            if "reason" in plan.wants and plan.operation == "change":
                if not told.reasoned(inquiry):
                    quotes.describe(inquiry.with_plan(replace(plan, words=f"{''.join(o.named() for o in plan.operands)} 主要原因", operation="describe")))
                return replace(plan, operation="describe")
            if plan.operation == "describe" and "reason" in plan.wants and plan.operands and told.reasoned(inquiry):
                return plan
            if meant := said_in_part(inquiry, scanned.text):
                return meant
            if plan.operation not in WORDED or not _in_words(inquiry, scanned):
                raise
            return replace(plan, operation="describe")
    if _in_words(inquiry, scanned):
        return replace(plan, operation="describe")
    unknown = plan.unexplained or (plan.words,)
    raise NotHeld(f"没有认出“{'”“'.join(unknown)}”指的是什么，或者文件里没有，所以不作答。")


def _with_money(inquiry: Inquiry, plan: Plan) -> bool:
    """责任规划师服务的预算和满意度目标: the amount first, then the indicator."""
    money = [i for i, o in enumerate(plan.operands) if o.subjects and not any(s.axis == "indicator" for s in o.subjects)]
    if not money or len(money) == len(plan.operands) or not re.search(r"预算|多少钱|金额|资金|经费|budget", inquiry.draft.question):
        return False
    figures.lookup(inquiry.with_plan(replace(plan, operands=tuple(plan.operands[i] for i in money), readings=tuple(plan.readings[i] for i in money))))
    indicators.indicator(inquiry)
    return True


def counted(inquiry: Inquiry, plan: Plan) -> Plan:
    """How many, of something that is no row: an indicator's target or a count in prose, never an amount of money."""
    if indicators.find_indicator(inquiry) or prose.count_said(inquiry):
        return replace(plan, operation="indicator")
    if counting.TIMES.search(inquiry.draft.asked) and len(plan.operands) == 1 and not plan.unexplained and counting.rows_of(inquiry):
        return plan
    raise NotHeld(f"{inquiry.where()}中没有“{plan.words or plan.text_sought()}”的个数。")


def refuse_held_nowhere(plan: Plan, inquiry: Inquiry) -> None:
    """Actual spending of a budget, head counts and the like: prose may say them, tables never do."""
    if "execution" in plan.refusals and plan.operation != "check" and "reason" not in plan.wants and all(group.phase != "决算" and group.year not in [year + 1 for year in plan.scope.years] for group in inquiry.groups):
        raise NotHeld(f"{inquiry.where()}是预算，不含实际执行数。")


def _in_words(inquiry: Inquiry, scanned: Scanned) -> bool:
    """An indicator, a statement in prose, or a passage that speaks of what is asked."""
    plan = inquiry.plan
    if "fragment" in plan.wants:
        return indicators.find_indicator(inquiry, least=0.95)  # 抖音呢: half a question is never answered with a quotation
    if set(plan.refusals) & ONLY_WORDS:
        return prose.count_said(inquiry) or (bool(plan.words) and indicators.find_indicator(inquiry, least=0.95))
    if plan.operation == "sum" and len(plan.operands) > 1:
        return False  # one of the addends that the text states is not their sum
    if plan.operation in ("lookup", "sum", "indicator", "count") and not plan.unexplained and prose.statement(inquiry):
        return True
    if plan.operation == "lookup" and not plan.unexplained and plan.operands and all(s.axis == "statement" for o in plan.operands for s in o.subjects):
        return prose.money_beside(inquiry) if _MONEY.search(inquiry.draft.question) else prose.count_said(inquiry)
    if plan.operation == "describe" and "number" not in plan.wants:
        return quotes.quote(inquiry) or indicators.find_indicator(inquiry, least=0.9)
    if (plan.unexplained or plan.operation in ("lookup", "indicator", "count", "list", "sum", "check", "describe")) and indicators.find_indicator(inquiry):
        return True
    if "count" in plan.wants and prose.count_said(inquiry):
        return True
    return bool(plan.unexplained or plan.operation == "describe") and plan.operation in LITERAL and quotes.quote(inquiry, literal=True)
