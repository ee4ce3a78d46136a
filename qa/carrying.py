"""What a turn takes from the turns before it beside its subject: total, years, scope."""

from __future__ import annotations

import re
from dataclasses import replace

from qa.before import BASE
from qa.holdings import Group, Holdings
from qa.plan import Operand, Plan, Scope, Subject
from qa.scan import Scanned
from qa.settling import Clause
from qa.turns import Turn, scope_of
from qa.vocabulary import measures

_TOTAL = re.compile(r"总计|总额|收支|预算|总决算|决算")

_SPENDS = re.compile(r"支|花|用")


def with_total(plan: Plan, scanned: Scanned) -> Plan:
    """2025年预算多少: a budget asked for without a subject is its total."""
    if "reason" in plan.wants and not plan.operands and not plan.words:
        whole = Operand((Subject("measure", "expenditure_total", "", measures()["expenditure_total"]["name"]),))
        return replace(plan, operation="describe", words="支出 收入 预算 增加 减少 主要原因", readings=((whole,),))
    asks = plan.operation in ("lookup", "describe", "change", "difference", "ratio", "rank", "compare") and not plan.operands and not plan.words and not plan.conditions
    if not asks or scanned.unexplained or plan.refusals or plan.dimension not in (None, "document", "year"):
        return plan
    if len(scanned.all("phase")) > 2:
        return plan
    if re.search(r"(?:哪|几|多少)(?:个|些|家|几)?(?:单位|部门|下属|机构)", scanned.text):
        return plan
    if not (scanned.all("phase") or scanned.all("level") or re.search(r"多少|几|how much|spend|spent", scanned.text)):
        return plan
    stage = next((m.value for m in scanned.all("stage")), None)
    operand = Operand((Subject("measure", "expenditure_total", "", measures()["expenditure_total"]["name"]),), stage=stage)
    return replace(plan, operation="lookup" if plan.operation == "describe" else plan.operation, operands=(operand,), readings=((operand,),))


def as_budgeted(plan: Plan, groups: tuple[Group, ...]) -> Plan:
    """预算 asked of a final account means its own 预算数 column, and never the 决算数 beside it."""
    if plan.scope.phase != "预算" or any(group.phase != "决算" for group in groups):
        return plan
    readings = tuple(tuple(replace(o, stage=o.stage or "budget") for o in reading) for reading in plan.readings)
    return replace(plan, operands=tuple(replace(o, stage=o.stage or "budget") for o in plan.operands), readings=readings)


_BUDGETED = re.compile(r"(?P<adjusted>全年预算|调整后?预算)|年初预算|预算(?!年度|单位|管理)")
_SPENT = re.compile(r"决算(?!表)|实际(?:支出|花|执行|用|开支|发生)?|执行数|支出数|花的|花了|花掉")
_AGAINST = re.compile(r"比(?![例重])|差(?!旅)|超|节约|节省|结余|剩余|省(?!级|市|直|本|厅|委)|压减|压了|追加|[多少高低增减]多少|[多少增减](?:花|用|支)")
SECOND = re.compile(r"(?:跟|和|与|比|同|较|是|为|相当于|大约是|约是|等于)(?!多少|几|什么|哪|否|不是)")
"""The clause begins with what the amount before it is held against."""
RATE = re.compile(r"完成率|执行率|完成(?:了)?(?:全年|年初|调整后?)?预算|(?:完成|执行)(?:了)?(?:多少|百分之[几多]|几成|多大比例)")


def without_rate(plan: Plan) -> Plan:
    """事业运行的完成率 of a final account: 完成率 is no indicator there, but what was spent of what was planned."""
    readings = tuple(tuple(replace(o, subjects=tuple(s for s in o.subjects if s.axis != "indicator"), stage=None) for o in reading) for reading in plan.readings)
    return replace(plan, operands=tuple(reading[0] for reading in readings), readings=readings, words="") if readings else plan


_OTHER_YEAR = re.compile(r"(?:比|较|与|跟|和|同)(?:上一?年|去年|前一年|(?:19|20)?\d\d年)")
_BOTH_PLANNED = re.compile(r"(?:(?P<adjusted>全年预算|调整后?的?预算|预算调整)|年初预算)[^,，。]{0,8}(?:比|跟|和|与|较|同)[^,，。]{0,8}(?(adjusted)年初预算|(?:全年预算|调整后?的?预算))")
_STAGE_WORDS = re.compile(r"(?:全年|年初|调整后?的?)?预算数?|决算数?|实际(?:支出|执行|花|用|开支|发生)?数?|支出数?|执行数?|结余|剩余|节余|结转|节约|节省")


def _without_stages(plan: Plan, text: str) -> Plan:
    """公车运行费决算比全年预算结余多少: 预算, 实际支出 and 结余 beside the one amount that is named are its stages, and no amounts."""
    if len(plan.operands) < 2 or not (_BUDGETED.search(text) and (_SPENT.search(text) or _BOTH_PLANNED.search(text)) and _AGAINST.search(text)):
        return plan
    kept = [i for i, o in enumerate(plan.operands) if not (o.subjects and all(s.axis == "measure" and _STAGE_WORDS.fullmatch(s.text) for s in o.subjects))]
    if len(kept) != 1 or len(plan.readings) != len(plan.operands):
        return plan
    return replace(plan, operands=(plan.operands[kept[0]],), readings=(plan.readings[kept[0]],))


def _planned_twice(plan: Plan, *, adjusted_first: bool) -> Plan:
    """年初预算 against what it became in the year."""
    readings = tuple(tuple(replace(o, stage=stage) for o in plan.readings[0]) for stage in (("adjusted", "budget") if adjusted_first else ("budget", "adjusted")))
    return replace(plan, operation="difference", operands=tuple(reading[0] for reading in readings), readings=readings)


def two_stages(plan: Plan, scanned: Scanned, groups: tuple[Group, ...]) -> Plan:
    """三公经费实际花的比预算数少多少, 全年预算和决算差多少: one amount of a final account at two stages."""
    rate = RATE.search(scanned.text)
    plan = _without_stages(plan, scanned.text) if groups and all(g.phase == "决算" for g in groups) else plan
    other_year = len(plan.scope.years) > 1 or any(m.value.get("relative") for m in scanned.all("year")) or _OTHER_YEAR.search(scanned.text)
    fitting = ("lookup", "difference", "compare", "ratio", "share", *(() if other_year else ("change",)), *(("indicator",) if rate else ()))
    if len(plan.operands) != 1 or plan.operation not in fitting or not groups or any(g.phase != "决算" for g in groups):
        return plan
    budgeted, spent = _BUDGETED.search(scanned.text), _SPENT.search(scanned.text)
    if rate:
        plan = without_rate(plan)
        if not plan.operands[0].subjects:
            return plan
    if not rate and not spent and _AGAINST.search(scanned.text) and (both := _BOTH_PLANNED.search(scanned.text)):
        return _planned_twice(plan, adjusted_first=both["adjusted"] is not None)
    if not rate and (not budgeted or not spent or not _AGAINST.search(scanned.text)):
        return plan
    stages = ("adjusted", "budget") if not budgeted or budgeted["adjusted"] else ("budget", "adjusted")
    first = tuple(replace(o, stage=stage) for stage in stages for o in plan.readings[0])
    second = tuple(replace(o, stage="final") for o in plan.readings[0])
    readings = (second, first) if rate or budgeted.start() > spent.start() else (first, second)
    operation = "share" if rate else "difference"
    return replace(plan, operation=operation, operands=tuple(reading[0] for reading in readings), readings=readings, refusals=tuple(r for r in plan.refusals if r != "execution"))


def as_before(plan: Plan, groups: tuple[Group, ...]) -> Plan:
    """The year before the only budget that is spoken of: its own column of the year before."""
    held = {group.year for group in groups}
    missing = [year for year in plan.scope.years if year not in held]
    if plan.operation != "lookup" or len(held) != 1 or None in held or missing != [min(held) - 1]:
        return plan
    readings = tuple(tuple(replace(o, stage="prior") for o in reading) for reading in plan.readings)
    both = (*plan.readings, *readings) if len(plan.scope.years) > 1 and "execution" not in plan.refusals else readings
    guess = f"{missing[0]}年的数取自{groups[0].named()}中的上年数"
    operands = tuple(reading[0] for reading in both)
    return replace(plan, operands=operands, readings=both, guesses=(*plan.guesses, guess))


def of_both_years(plan: Plan, last: Turn) -> Plan | None:
    """降幅呢 after 上年呢: the change of the amount whose year before was asked for."""
    operands = last.subjects()[:1]
    if not operands or operands[0].stage != "prior" or not (plan.operation in ("difference", "compare", "change") or "percent" in plan.wants):
        return None
    return replace(plan, operation="change", operands=operands, readings=last.plan.readings[:1], words="")


def as_compared(plan: Plan, text: str) -> Plan:
    """比上年执行数增加多少: 执行数 says what the amount is held against, and asks for nothing that a budget does not hold."""
    asked = BASE.search(text)
    if plan.operation != "change" or "execution" not in plan.refusals or asked is None or not asked["spent"]:
        return plan
    return replace(plan, refusals=tuple(r for r in plan.refusals if r != "execution"))


def as_spent(plan: Plan, groups: tuple[Group, ...]) -> Plan:
    """全年花了多少 of a final account: what was spent in the year, and not the total that carries what is left over into the next."""
    if not groups or any(group.phase != "决算" for group in groups):
        return plan

    def ordered(reading: tuple[Operand, ...]) -> tuple[Operand, ...]:
        spent = tuple(o for o in reading if any(s.key == "expenditure" and not _TOTAL.search(s.text) for s in o.of("measure")))
        return (*spent, *(o for o in reading if o not in spent))

    readings = tuple(ordered(reading) for reading in plan.readings)
    return replace(plan, operands=tuple(reading[0] for reading in readings) if len(readings) == len(plan.operands) else plan.operands, readings=readings)


def as_outturn(plan: Plan, scanned: Scanned, groups: tuple[Group, ...]) -> Plan:
    """实际支出一共多少 of a final account, and of nothing else: what was spent in the year."""
    said = [m.text for m in scanned.all("refuse") if m.value == "execution"]
    other = plan.operands or plan.conditions or plan.excluded or scanned.unexplained or scanned.all("rank") or plan.dimension not in (None, "document", "year")
    asks = plan.operation in ("lookup", "describe", "sum") and "number" in plan.wants and "reason" not in plan.wants and plan.refusals == ("execution",)
    if other or not asks or not groups or any(group.phase != "决算" for group in groups) or [plan.words] != said or not _SPENDS.search(plan.words):
        return plan
    spent = Operand((Subject("measure", "expenditure", plan.words, measures()["expenditure"]["name"]),))
    return replace(plan, operation="lookup", operands=(spent,), readings=((spent,),), refusals=())


def inherited(scope: Scope, earlier: Scope | None, holdings: Holdings, turns: list[Turn] | tuple[Turn, ...] = (), *, back: bool = False) -> Scope:
    """The scope with what it leaves open taken from an earlier one.

    Another department keeps its own years where the earlier ones are not held for it, or where the clause leads back to it: 回到财政局.
    """
    if earlier is None:
        return scope
    whole = scope.over(earlier)
    other = bool(scope.departments) and scope.departments != earlier.departments
    if other and (back or not holdings.matching(whole)):
        before = next((turn.scope for turn in reversed(turns) if turn.scope.departments == scope.departments), None)
        return scope.over(before) if before else scope if not holdings.matching(whole) else whole
    return whole


def two_years(plan: Plan, scope: Scope, turns: list[Turn]) -> tuple[int, ...]:
    """增长了多少 after 2019年 … 2018年呢: the years of the last two turns about the same amount."""
    years: list[int] = list(scope.years)
    for turn in reversed(turns):
        if turn.plan.operands == plan.operands and turn.scope.departments == scope.departments:
            years += [year for year in turn.scope.years if year not in years]
    return tuple(years[:2]) if len(years) > 1 else scope.years


def against_budget(plan: Plan, text: str, last: Turn, other: Group | None) -> Plan:
    """比财政局多多少 after one amount of another budget: the same amount in both."""
    equals = plan.operation == "share" and SECOND.match(text)
    if (plan.operation not in ("difference", "compare", "ratio") and not equals) or len(plan.operands) != 1 or other is None or len(last.groups) != 1 or other in last.groups:
        return plan
    if plan.operands[0].subjects != (last.subjects() or (Operand(()),))[0].subjects:
        return plan
    operands = tuple(replace(plan.operands[0], scope=scope_of(group)) for group in (last.groups[0], other))
    return replace(plan, operation="difference" if plan.operation == "compare" else plan.operation, operands=operands, readings=tuple((o,) for o in operands))


def repeats(plan: Plan, groups: tuple[Group, ...], last: Turn) -> bool:
    """The clause asks again what the one before it was answered with: 谁高，高多少."""
    follows = ("difference", "compare", "change")
    same = plan.operation == last.plan.operation or (plan.operation in follows and last.plan.operation in ("difference", "compare", "change", "share", "ratio"))
    compared = plan.operation in follows and last.plan.operation in ("share", "ratio") and not plan.words
    rows = ("list", "count")
    if plan.operation == last.plan.operation and plan.operation in rows and groups == last.groups and not plan.unit:  # 有哪几笔，各多少
        return (plan.operands, plan.dimension, plan.conditions, plan.excluded) == (last.plan.operands, last.plan.dimension, last.plan.conditions, last.plan.excluded)
    return groups == last.groups and not plan.unit and (compared or (same and plan.operands == last.plan.operands)) and plan.operation in follows


def leans(clause: Clause, last: Turn) -> bool:
    """The clause takes its budget from the last turn where it names none."""
    return not clause.spoken.every


def turn_scope(groups: tuple[Group, ...], scope: Scope) -> Scope:
    """What the answer was about, for the next question."""
    if len(groups) == 1:
        group = groups[0]
        return Scope((group.department,), (group.year,) if group.year else (), group.phase, scope.level)
    departments = tuple(dict.fromkeys(group.department for group in groups))
    years = tuple(dict.fromkeys(group.year for group in groups if group.year))
    return Scope(departments if len(departments) == 1 else (), years[-1:] if len(years) and len(departments) == 1 else (years if len(years) == 1 else ()), scope.phase, scope.level)
