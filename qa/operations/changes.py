"""Change from year to year: of two budgets, of a run of them, or as a document itself states it."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from decimal import Decimal

from qa.authority import Amount
from qa.draft import money_in
from qa.holdings import Group
from qa.inquiry import Inquiry, NotHeld
from qa.operations import yearly
from qa.operations.figures import not_held, rounded
from qa.statements import stated_changes


def change(inquiry: Inquiry) -> None:
    """From the earlier budget to the later: amount and percent; three and more give the run of years."""
    if "yearly" in inquiry.plan.wants:
        return yearly.growth(inquiry)
    groups = sorted(inquiry.groups, key=lambda group: group.year or 0)
    found = []
    for group in groups:
        amount = inquiry.amount(0, group)
        if amount is None:
            if len(groups) == 1 and _stated(inquiry, group, None, inquiry.plan.operands[0].named()):
                return None
            raise NotHeld(f"{group.spoken()}中没有“{inquiry.plan.operands[0].sought()}”。")
        found.append((group, amount, inquiry.name(amount, 0)))
    if len(found) == 1 and (earlier := _prior(inquiry, *found[0])):
        return _change_between(inquiry, earlier, found[0])
    if len(found) == 1 and _stated(inquiry, *found[0]):
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
        if before is not None and group.year and {c.table_id for c in before.cells} == {c.table_id for c in amount.cells}:
            return replace(group, year=group.year - 1), before, name
    return None


def _stated(inquiry: Inquiry, group: Group, amount: Amount | None, name: str) -> bool:
    """A change that the document itself states, where the other year's budget is not held."""
    rowed = any(s.axis not in ("measure", "label") for s in inquiry.plan.operands[0].subjects)
    measure = None if rowed else next((s.key for s in inquiry.plan.operands[0].of("measure")), None)
    operand = inquiry.plan.operands[0]
    told = next((s.name for s in operand.subjects if s.axis not in ("measure", "label") and s.name), None) or operand.named()
    rows = stated_changes(inquiry.database, group.ids, measure or "", told, operand.fund)
    if not rows:
        return False
    first = rows[0]
    markers = inquiry.draft.cite_text(first["passage_id"], first["document_id"], first["sentence"], json.loads(first["location"]), "正文")
    said = []
    same = {r["role"]: r for r in reversed(rows) if (r["sentence"], r["direction"]) == (first["sentence"], first["direction"])}
    for _, row in sorted(same.items()):
        label = f"{row['subject']}{row['direction'] or '变化'}"
        if row["amount"] is not None:
            said.append(inquiry.draft.money(label, row["amount"], row["unit"], markers))
        else:
            said.append(inquiry.draft.number(label, Decimal(row["number"]), row["unit"], markers))
    base = f"比{first['base']}" if first["base"] else ""
    inquiry.draft.say(f"{inquiry.prefix(group)}（据正文）：{first['subject']}{base}{first['direction'] or '变化'} {'，'.join(said)}。")
    if amount is not None:
        inquiry.draft.say(f"{name}为 {inquiry.spoken(amount, name)}。")
        inquiry.keep(amount, name, inquiry.plan.operands[0])
    return True


def _year_said(inquiry: Inquiry, group: Group, amount: Amount) -> str:
    """The earlier year as the question or the cited row has it; 上年 where neither prints it."""
    printed = "".join(f"{cell.table_title}{''.join(cell.keys.values())}" for cell in amount.cells)
    held = any(g.year == group.year for g in inquiry.groups)
    return f"{group.year}年" if held or str(group.year) in inquiry.draft.question or str(group.year) in printed else "上年"


def _change_between(inquiry: Inquiry, before: tuple[Group, Amount, str], after: tuple[Group, Amount, str]) -> None:
    (old_group, old, old_name), (new_group, new, name) = before, after
    then = _year_said(inquiry, old_group, old)
    gap = new.fen - old.fen
    markers = tuple(inquiry.draft.cite(cell) for amount in (new, old) for cell in amount.cells)
    word = "增加" if gap > 0 else "减少" if gap < 0 else "持平，变化"
    formula = f"{new_group.year}年 {money_in(new.fen, new.unit)} {new.unit} - {then} {money_in(old.fen, old.unit)} {old.unit}"
    percent_first = "percent" in inquiry.plan.wants and "amount" not in inquiry.plan.wants
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

    for say in (say_percent, say_amount) if percent_first else (say_amount, say_percent):
        say()
    whose = new_group.department
    spoken = f"{then} {inquiry.spoken(old, f'{then}{old_name}')}，{new_group.year}年 {inquiry.spoken(new, f'{new_group.year}年{name}')}"
    inquiry.draft.say(f"{whose}{name}{new_group.year}年比{then}{'，'.join(texts)}（{spoken}）。")
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
