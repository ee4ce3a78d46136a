"""Change from year to year: of two budgets, of a run of them, or as a document itself states it."""

from __future__ import annotations

import itertools
from dataclasses import replace
from decimal import Decimal

from qa.authority import Amount
from qa.before import BASE, Told, fits_base, says_gap, told_change
from qa.draft import money_in
from qa.holdings import Group
from qa.inquiry import FUND_NAMES, Inquiry, NotHeld
from qa.operations import yearly
from qa.operations.figures import not_held
from qa.operations.percent import percent_only, rounded
from qa.operations.stated import cited, say_change
from qa.plan import Plan


def change(inquiry: Inquiry) -> None:
    """From the earlier budget to the later: amount and percent; three and more give the run of years."""
    if "yearly" in inquiry.plan.wants:
        return yearly.growth(inquiry)
    inquiry = inquiry.with_plan(_of_this_year(inquiry.plan))
    groups = sorted(inquiry.groups, key=lambda group: group.year or 0)
    asked = BASE.search(inquiry.draft.asked)
    if asked and asked["spent"]:
        groups = groups[-1:]  # 比上年执行数: what the later budget itself prints of the year before, and not the budget of that year
    found = []
    for group in groups:
        amount = inquiry.amount(0, group)
        if amount is None:
            if len(groups) == 1 and (say_change(inquiry, group, None, inquiry.plan.operands[0].named()) or _said_in_row(inquiry, group)):
                return None
            raise NotHeld(f"{group.spoken()}中没有“{inquiry.plan.operands[0].sought()}”。")
        found.append((group, amount, inquiry.name(amount, 0)))
    if len(found) == 1 and (earlier := _prior(inquiry, *found[0])):
        return _change_between(inquiry, earlier, found[0], text=told_change(inquiry.database, found[0][0], inquiry.plan.operands[0], found[0][1]))
    if len(found) == 1 and (_said_in_row(inquiry, found[0][0]) or say_change(inquiry, *found[0])):
        return None
    if len(found) < 2:
        raise NotHeld(f"{found[0][0].spoken()}只收录了一年的数，没有另一年可比。" if found else not_held(inquiry))
    if len(found) > 2:
        return _run(inquiry, found)
    (old_group, old, old_name), (new_group, new, name) = found
    return _change_between(inquiry, (old_group, old, old_name), (new_group, new, name))


def _prior(inquiry: Inquiry, group: Group, amount: Amount, name: str) -> tuple[Group, Amount, str] | None:
    """The figure of the year before that the same table prints beside it."""
    for operand in inquiry.readings(0):
        before = inquiry.of(replace(operand, stage="prior"), group)
        if before is not None and group.year and _tables(before) == _tables(amount) and _fits(inquiry, before):
            return replace(group, year=group.year - 1), before, name
    return None


def _said_in_row(inquiry: Inquiry, group: Group) -> bool:
    """An item whose two years stand in one table, though a wider table gives its amount: 一般公共预算支出表 beside 支出预算总表."""
    for operand in inquiry.readings(0):
        if not any(s.axis in ("function", "department", "government", "project") for s in operand.subjects) or not group.year:
            continue
        before = inquiry.of(replace(operand, stage="prior"), group)
        if before is None or not _fits(inquiry, before):
            continue
        places = inquiry.finder.everywhere(operand, group, inquiry.catalog.of(group.ids))
        now = next((place for place in places if _tables(place) == _tables(before) and place.measure == before.measure), None)
        if now is None:
            continue
        first = inquiry.of(operand, group)
        fund = FUND_NAMES.get(now.fund or "", "")
        wider = first is not None and first.value != now.value
        name = f"{operand.named()}{f'（{fund or now.cells[0].table_name}）' if wider else ''}"
        _change_between(inquiry, (replace(group, year=group.year - 1), before, name), (group, now, name))
        return True
    return False


def _tables(amount: Amount) -> set[str]:
    return {cell.table_id for cell in amount.cells}


def _fits(inquiry: Inquiry, before: Amount) -> bool:
    return all(fits_base(inquiry.draft.asked, f"{cell.column_label}{''.join(cell.keys)}") for cell in before.cells)


def _of_this_year(plan: Plan) -> Plan:
    """降了百分之几 after 上年呢: the amount itself, and not the column of the year before that was asked for."""
    if all(o.stage != "prior" for reading in (plan.operands, *plan.readings) for o in reading):
        return plan
    readings = tuple(tuple(replace(o, stage=None) if o.stage == "prior" else o for o in reading) for reading in plan.readings)
    return replace(plan, operands=tuple(replace(o, stage=None) if o.stage == "prior" else o for o in plan.operands), readings=readings)


def _year_said(inquiry: Inquiry, group: Group, amount: Amount) -> str:
    """The earlier year as the question or the cited row has it; 上年 where neither prints it."""
    printed = "".join(f"{cell.table_title}{''.join(cell.keys.values())}" for cell in amount.cells)
    held = any(g.year == group.year for g in inquiry.groups)
    return f"{group.year}年" if held or str(group.year) in inquiry.draft.question or str(group.year) in printed else "上年"


def _change_between(inquiry: Inquiry, before: tuple[Group, Amount, str], after: tuple[Group, Amount, str], text: Told | None = None) -> None:
    (old_group, old, old_name), (new_group, new, name) = before, after
    then = _year_said(inquiry, old_group, old)
    gap = new.fen - old.fen
    markers = tuple(inquiry.draft.cite(cell) for amount in (new, old) for cell in amount.cells)
    agrees = text is not None and says_gap(text, gap)
    markers = (*markers, *cited(inquiry, text.first)) if text is not None and agrees else markers
    word = "增加" if gap > 0 else "减少" if gap < 0 else "持平，变化"
    formula = f"{new_group.year}年 {money_in(new.fen, new.unit)} {new.unit} - {then} {money_in(old.fen, old.unit)} {old.unit}"
    texts = []

    def say_amount() -> None:
        texts.append(f"{word} {inquiry.draft.money(name + '变化', abs(gap), new.unit, markers, formula)}")

    def say_percent() -> None:
        if old.fen:
            rate = rounded(Decimal(abs(gap)) * 100 / Decimal(abs(old.fen)))
            verb = "增长" if gap > 0 else "下降" if gap < 0 else "变化"
            texts.append(f"{verb} {inquiry.draft.number(name + '变化率', rate, '%', markers, f'({formula}) ÷ {then}')}")
        else:
            texts.append("上年为零，算不出百分比")

    for say in (say_percent, say_amount) if percent_only(inquiry) else (say_amount, say_percent):
        say()
    whose = new_group.department
    spoken = f"{then} {inquiry.spoken(old, f'{then}{old_name}')}，{new_group.year}年 {inquiry.spoken(new, f'{new_group.year}年{name}')}"
    inquiry.draft.say(f"{whose}{name}{new_group.year}年比{then}{'，'.join(texts)}（{spoken}）。")
    if text is not None and agrees is False and (change := text.of("change")) is not None:
        said = inquiry.draft.money(f"正文所述{change['subject']}{change['direction']}", change["amount"] or 0, change["unit"], cited(inquiry, change))
        inquiry.draft.say(f"正文与表不一致：正文写{change['subject']}比{change['base'] or '上年'}{change['direction']} {said}。")
    if old_name != name:
        inquiry.draft.warn(f"两年的名称不同：{old_name}（{then}），{name}（{new_group.year}年）")
    operand = inquiry.plan.operands[0]
    inquiry.keep(new, f"{new_group.year}年{name}", operand)
    inquiry.keep(old, f"{then}{old_name}", operand)


def _run(inquiry: Inquiry, found: list[tuple[Group, Amount, str]]) -> None:
    """Each year's figure, and which way they go."""
    values = [amount.fen for _, amount, _ in found]
    if all(a > b for a, b in itertools.pairwise(values)):
        trend = "逐年下降"
    elif all(a < b for a, b in itertools.pairwise(values)):
        trend = "逐年上升"
    elif len(set(values)) == 1:
        trend = "持平"
    elif len(values) == 3:
        trend = "先升后降" if values[1] > values[0] else "先降后升"
    else:
        trend = "有升有降"
    listed = "，".join(f"{group.year}年 {inquiry.spoken(amount, f'{group.year}年{name}')}" for group, amount, name in found)
    first, last = found[0], found[-1]
    gap = last[1].fen - first[1].fen
    markers = tuple(inquiry.draft.cite(cell) for amount in (last[1], first[1]) for cell in amount.cells)
    formula = f"{last[0].year}年 {money_in(last[1].fen, last[1].unit)} - {first[0].year}年 {money_in(first[1].fen, first[1].unit)} {first[1].unit}"
    word = "增加" if gap >= 0 else "减少"
    whole = inquiry.draft.money("变化", abs(gap), last[1].unit, markers, formula)
    inquiry.draft.say(f"{found[0][0].department}{found[0][2]}：{listed}；{trend}，{last[0].year}年比{first[0].year}年{word} {whole}。")
    for group, amount, name in found:
        inquiry.keep(amount, f"{group.year}年{name}", inquiry.plan.operands[0])
