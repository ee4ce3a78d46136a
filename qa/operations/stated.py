"""Changes that the text of a budget states, and the year before as they give it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from decimal import Decimal

from qa.authority import Amount
from qa.before import SLACK, Told, fits_base, fits_stage, printed_base, told_before, told_change
from qa.draft import money_in
from qa.holdings import Group
from qa.inquiry import Inquiry, NotHeld
from qa.operations.percent import percent_only, rounded
from qa.plan import Operand

_VERBS = {"增加": "增长", "减少": "下降"}
_UP = re.compile(r"[增涨升多]|提高")
_DOWN = re.compile(r"[减降跌少]|压缩|缩减")


def say_change(inquiry: Inquiry, group: Group, amount: Amount | None, name: str) -> bool:
    """The change that the document itself states, where the other year's budget is not held; its percentage is worked out where none is printed."""
    told = told_change(inquiry.database, group, inquiry.plan.operands[0], amount)
    if told is None or not fits_base(inquiry.draft.asked, printed_base(told.first)):
        return False
    first, draft = told.first, inquiry.draft
    markers = cited(inquiry, first)
    said = []
    for row in told.rows:
        label = f"{row['subject']}{row['direction'] or '变化'}"
        if row["amount"] is not None:
            said.append(("amount", f"{row['direction'] or '变化'} {draft.money(label, row['amount'], row['unit'], markers)}"))
        elif row["role"] == "percent_change":
            said.append(("percent", f"{_VERBS.get(row['direction'], '变化')} {draft.number(label, Decimal(row['number']), row['unit'], markers)}"))
        else:
            said.append(("amount", f"{row['direction'] or '变化'} {draft.number(label, Decimal(row['number']), row['unit'], markers)}"))
    if told.of("percent_change") is None and (rate := _rate(inquiry, told, amount, markers)):
        said.append(("percent", rate))
    if percent_only(inquiry) and len(said) == 2 and said[1][0] == "percent":
        said.reverse()
        draft.figures[-2:] = draft.figures[:-3:-1]
    base = f"比{first['base']}" if first["base"] else ""
    draft.say(f"{inquiry.prefix(group)}（据正文）：{first['subject']}{base}{'，'.join(text for _, text in said)}。")
    if amount is not None:
        draft.say(f"{name}为 {inquiry.spoken(amount, name)}。")
        inquiry.keep(amount, name, inquiry.plan.operands[0])
    return True


def _rate(inquiry: Inquiry, told: Told, amount: Amount | None, markers: tuple[int, ...]) -> str | None:
    """The percentage that the stated amounts make; `None` where they do not agree, or nothing was there before."""
    change = told.of("change")
    if change is None or change["amount"] is None or told.now is None or not told.before or told.first["direction"] not in _VERBS:
        return None
    if abs(abs(told.now - told.before) - change["amount"]) > SLACK:
        return None
    unit = change["unit"]
    if told.now_row is not None:
        markers = tuple(dict.fromkeys((*markers, *cited(inquiry, told.now_row))))
    elif amount is not None:
        markers = tuple(dict.fromkeys((*markers, *(inquiry.draft.cite(cell) for cell in amount.cells))))
    moved, now = f"{money_in(change['amount'], unit)} {unit}", f"{money_in(told.now, unit)} {unit}"
    formula = f"{moved} ÷ ({now} {'-' if told.first['direction'] == '增加' else '+'} {moved})"
    rate = rounded(Decimal(change["amount"]) * 100 / Decimal(told.before))
    return f"{_VERBS[told.first['direction']]} {inquiry.draft.number(told.first['subject'] + told.first['direction'], rate, '%', markers, formula)}（由两数算出）"


def say_before(inquiry: Inquiry, group: Group, operand: Operand, amount: Amount | None) -> bool:
    """What an amount was the year before: as the sentence prints it, or what it is now without what it rose by."""
    told = told_before(inquiry.database, group, operand, amount)
    if told is None or told.before is None:
        return False
    if amount is not None and amount.value is not None and told.now is not None and abs(told.now - amount.value) > SLACK:
        return False  # the sentence speaks of another amount than the tables give
    if not fits_stage(inquiry.plan, inquiry.draft.asked, printed_base(told.first)):
        return False
    draft, first = inquiry.draft, told.first
    row = told.of("change") or first
    unit = row["unit"] if row["unit"] != "%" else told.now_row["unit"] if told.now_row is not None else "万元"
    markers = cited(inquiry, first)
    if told.now_row is not None:
        markers = tuple(dict.fromkeys((*markers, *cited(inquiry, told.now_row))))
    elif amount is not None and not told.printed:
        markers = tuple(dict.fromkeys((*markers, *(draft.cite(cell) for cell in amount.cells))))
    name = operand.named()
    if told.printed or first["direction"] == "持平":
        formula = None
    else:
        sign = "-" if first["direction"] == "增加" else "+"
        formula = f"{money_in(told.now or 0, unit)} {unit} {sign} {money_in(row['amount'], unit)} {unit}"
    year = f"{group.year - 1}年" if group.year else "上年"
    figure = draft.money(f"{year}{name}", told.before, unit, markers, formula)
    how = "正文所印" if told.printed else "与本年持平" if formula is None else f"由正文所述增减额算出：{formula}"
    draft.say(f"{inquiry.prefix(group)}（据正文）：{year}{name}为 {figure}（{how}）。")
    return True


def before_by(inquiry: Inquiry, index: int, group: Group, amount: Amount | None) -> bool:
    """Whether the text answers for the year before, where no column that is of the stage and of the funds that are asked for does."""
    staged = [replace(o, stage=None) for o in inquiry.readings(index) if o.stage == "prior"]
    if any(say_before(inquiry, group, operand, inquiry.of(operand, group)) for operand in staged):
        return True
    if amount is not None and (other := _other_stage(inquiry, amount)):
        raise NotHeld(f"{amount.group.spoken()}对上年只印了“{other}”，没有所问的那个数。")
    return False


def column_answers(inquiry: Inquiry, index: int, amount: Amount) -> bool:
    """The amount is what is asked for; of the year before only where the column is of the stage that is asked for, and as wide as the amount itself."""
    operand = inquiry.used(index, amount)
    if operand.stage != "prior":
        return True
    if _other_stage(inquiry, amount):
        return False
    if operand.fund or any(s.axis not in ("measure", "label") for s in operand.subjects):
        return True
    now = inquiry.of(replace(operand, stage=None), amount.group)
    if now is None or now.fund == amount.fund:
        return True
    places = inquiry.finder.everywhere(replace(operand, stage=None), amount.group, inquiry.catalog.of(amount.group.ids))
    tables = {cell.table_id for cell in amount.cells}
    return any(place.value == now.value and {cell.table_id for cell in place.cells} == tables for place in places)


def _other_stage(inquiry: Inquiry, before: Amount) -> str | None:
    """What the column of the year before is called, where it is of another stage than the one that is asked for."""
    for cell in before.cells:
        if not fits_stage(inquiry.plan, inquiry.draft.asked, f"{cell.column_label}{''.join(cell.keys)}"):
            return cell.column_label.split(" / ")[0]
    return None


_REASON = re.compile(r"原因|由于|因为|(?:主要)?(?:是|系)(?!指)|因(?!公)")


def says_why(inquiry: Inquiry) -> bool:
    """The sentence that states the change of what is asked about, and its reason with it."""
    if not inquiry.groups or len({group.department for group in inquiry.groups}) > 1:
        return False
    group = max(inquiry.groups, key=lambda group: group.year or 0)
    asked = {name for name, form in (("增加", _UP), ("减少", _DOWN)) if form.search(inquiry.draft.question)}
    for operand in [o for reading in inquiry.plan.readings for o in reading] or list(inquiry.plan.operands):
        told = told_change(inquiry.database, group, replace(operand, stage=None), None)
        if told is None or (len(asked) == 1 and told.first["direction"] not in asked) or not _REASON.search(told.first["sentence"]):
            continue
        markers = cited(inquiry, told.first)
        for row in told.rows:
            label = f"{row['subject']}{row['direction'] or '变化'}"
            if row["amount"] is not None:
                inquiry.draft.money(label, row["amount"], row["unit"], markers)
            elif row["role"] == "percent_change":
                inquiry.draft.number(label, Decimal(row["number"]), row["unit"], markers)
        inquiry.draft.say(f"{inquiry.prefix(group)}（正文）：“{told.first['sentence']}”{''.join(f'[{m}]' for m in markers)}")
        return True
    return False


def cited(inquiry: Inquiry, row) -> tuple[int, ...]:
    """Marks of the sentence that a statement stands in."""
    return inquiry.draft.cite_text(row["passage_id"], row["document_id"], row["sentence"], json.loads(row["location"]), "正文")
