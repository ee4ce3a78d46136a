"""Whether figures agree: two named, a sum and its whole, one figure in all its tables, an amount against a claim or a target."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from qa.authority import CLOSED, Amount
from qa.doubts import read_doubt
from qa.draft import money_in
from qa.equations import read_equation
from qa.holdings import Group
from qa.inquiry import Inquiry, NotHeld
from qa.normalise import normalise
from qa.numerals import SCALES
from qa.operations.findings import cite_ref, found_by_checks, printed_figure
from qa.operations.indicators import cite_target, target_text
from qa.operations.listing import table_cells
from qa.plan import Operand, Subject
from qa.sql import marks, parsed
from qa.texts import coverage, targets

_PARTS = re.compile(r"加起来|加总|加在一起|相加|累加|合起来|加和|之和")
"""Words by which parts are added up."""


def check(inquiry: Inquiry) -> None:
    """Two figures compared; one figure in all the tables that print it; or what the checks found about the subject."""
    compared = _sides(inquiry)
    whole = re.search(r"等于(?:合计|总额|总计|总数|总和|小计|总的)|(?:跟|和|与)(?:合计|总额|总计|小计).{0,6}(?:一致|对得上|相等|一样|吻合)", inquiry.draft.question)
    if whole and len(compared) >= 2:
        added = _whole_of(inquiry, compared)
        if added is None and len(compared) > 2:
            raise NotHeld(f"{inquiry.where()}中没有认出这几项的合计，所以不作答。")
        if added:
            return _compare(inquiry, [*compared, added])
    if _adds_up(inquiry) and len(compared) == 2:
        raise NotHeld(f"{inquiry.where()}中没有认出相加的各项，所以不作答。")  # a sum of one is another question
    if whole and len(compared) <= 1 and _held_by_checks(inquiry):
        return None
    if len(compared) >= 2:
        if len({tuple(cell.id for cell in amount.cells) for _, amount in compared}) == 1:
            raise NotHeld(f"{inquiry.where()}中这几个说法认出的是同一行，没有另一处可以核对。")
        return _compare(inquiry, compared)
    if found_by_checks(inquiry):
        return None
    if compared and any(s.axis == "indicator" for o in inquiry.plan.operands for s in o.subjects):
        return _against_target(inquiry, compared[0])
    said = " ".join(f"{s.text} {s.name}" for o in inquiry.plan.operands for s in o.subjects)
    if compared and coverage(inquiry.plan.words, said) < 0.7:
        raise NotHeld(f"没有完全读懂要核对的内容：{inquiry.plan.words}。")
    if compared and inquiry.plan.value is not None:
        if _PARTS.search(inquiry.draft.asked):
            raise NotHeld(f"{inquiry.where()}中没有认出相加的各项，所以不作答。")  # that the whole is as said does not say that its parts add up to it
        return _against_claim(inquiry, compared[0])
    if len(compared) < 2 and len({o.table for o in inquiry.plan.operands if o.table}) > 1:
        raise NotHeld(f"{inquiry.where()}中只有一张表有这个数，没有可以核对的另一处。")
    if len(compared) == 1 and not _adds_up(inquiry):
        return _everywhere(inquiry, compared[0])
    raise NotHeld(f"不知道要核对什么：{inquiry.where()}中没有认出两个可比的数。")


def _adds_up(inquiry: Inquiry) -> bool:
    """The clause asks whether a sum equals something."""
    equation = read_equation(normalise(inquiry.draft.asked))
    return equation is not None and bool(equation.of("sum"))


def _sides(inquiry: Inquiry) -> list[tuple[str, Amount]]:
    """What is compared: each operand in each budget, a table's total where only the table is named."""
    found = []
    inquiry = _of_one_kind(inquiry)
    for group in inquiry.groups:
        for index, operand in enumerate(inquiry.plan.operands):
            amount = inquiry.amount(index, group) if operand.subjects else _table_total(inquiry, group, operand)
            if amount is not None:
                name = inquiry.name(amount, index) if operand.subjects else amount.label
                prefix = f"{group.named(with_scope=True)}" if len(inquiry.groups) > 1 else ""
                table = f"{amount.cells[0].table_number or amount.cells[0].table_title}" if operand.table else ""
                found.append((f"{prefix}{table}{name}", amount))
    return found


def _of_one_kind(inquiry: Inquiry) -> Inquiry:
    """Goods and services: a word that may be of the same kind as its neighbour is."""
    plan = inquiry.plan
    if len(plan.readings) != len(plan.operands) or not any(o.of("procurement") for o in plan.operands):
        return inquiry
    kept = tuple(tuple(sorted(reading, key=lambda o: not o.of("procurement"))) for reading in plan.readings)
    return inquiry.with_plan(replace(plan, readings=kept, operands=tuple(reading[0] for reading in kept)))


def _whole_of(inquiry: Inquiry, compared: list[tuple[str, Amount]]) -> tuple[str, Amount] | None:
    """What the named amounts should add up to: the total of their own table."""
    first = compared[0][1]
    if first.measure in ("three_public", "meeting", "training", *CLOSED["three_public"]):
        return None  # no parts of what the body spends by kinds of items
    measure = first.measure if first.measure in ("procurement", "purchased_service", "project_amount") else "expenditure"
    table = next((o.table for o in inquiry.plan.operands if o.table), None)
    for key in (measure, "expenditure_total"):
        amount = inquiry.of(Operand((Subject("measure", key, "", "合计"),), table=table), first.group)
        if amount is not None:
            return "合计", amount
    return None


def _held_by_checks(inquiry: Inquiry) -> bool:
    """The checks of the table that is named: its total against its rows."""
    numbers = [o.table for o in inquiry.plan.operands if o.table and o.table.isdigit()]
    for group in inquiry.groups:
        rows = inquiry.database.select(f"SELECT * FROM check_result WHERE document_id IN ({marks(group.ids)}) AND description LIKE '%明细%' ORDER BY id", group.ids)
        own = [row for row in rows if any(re.search(rf"0?{int(number)}表|表0?{int(number)}(?!\d)", row["description"]) for number in numbers)]
        for row in own[:1]:
            marker = tuple(m for ref in [row["left_ref"], *(parsed(row["right_refs"]) or [])][:40] if (m := cite_ref(inquiry, ref)) is not None)
            for label, printed in ((row["left_label"], row["left"]), (row["right_label"], row["right"])):
                printed_figure(inquiry, label, printed, marker)
            text = "".join(f"[{m}]" for m in dict.fromkeys(marker))
            inquiry.draft.say(f"{'一致' if row['verdict'] == 'holds' else '不一致'}：{row['description']}，{row['left_label']} {row['left']}，{row['right_label']} {row['right']}{text}。")
            return True
    return False


def _table_total(inquiry: Inquiry, group: Group, operand: Operand) -> Amount | None:
    if not operand.table:
        return None
    both = [cell for cell in table_cells(inquiry, group, operand.table) if cell.level == "total"]
    totals = [cell for cell in both if cell.side != "income"] or both  # a table of income has no other side
    if not totals:
        return None
    cell = next((c for c in totals if c.amount is not None), totals[0])
    return Amount("合计", group, cell.amount, cell.unit, (cell,), False, cell.measure, cell.fund)


def _compare(inquiry: Inquiry, sides: list[tuple[str, Amount]]) -> None:
    """A = B, or A + B = C where three are named; the difference with both rows."""
    if len(sides) > 2 and re.search(r"等于.{0,20}(加|\+|之和|与.*之和)", inquiry.draft.question) and not re.search(r"(加|\+|和).{0,20}等于", inquiry.draft.question):
        sides = [*sides[1:], sides[0]]
    *addends, (whole_name, whole) = sides
    adds = len(sides) > 2 and re.search(r"加|\+|之和|总和|合起来|相加|等于|adds? up|plus|sum of|equals?", inquiry.draft.question)
    if len(sides) > 2 and not adds:
        values = {amount.fen for _, amount in sides}
        listed = "，".join(f"{name} {inquiry.spoken(amount, name)}" for name, amount in sides)
        inquiry.draft.say(f"{'一致' if len(values) == 1 else '不一致'}：{listed}。")
        return
    left = sum(amount.fen for _, amount in addends)
    gap = left - whole.fen
    spoken = " + ".join(f"{name} {inquiry.spoken(amount, name)}" for name, amount in addends)
    unit = whole.unit
    markers = tuple(inquiry.draft.cite(cell) for _, amount in sides for cell in amount.cells)
    if adds:
        total = inquiry.draft.money("之和", left, unit, markers, " + ".join(f"{name} {money_in(a.fen, unit)}" for name, a in addends))
        spoken = f"{spoken} = {total}"
    verdict = "一致" if gap == 0 else "不一致"
    inquiry.draft.say(f"{verdict}：{spoken}，{whole_name} {inquiry.spoken(whole, whole_name)}")
    if gap:
        tail = "，为四舍五入尾差" if abs(gap) <= len(sides) * 10_000 and unit == "万元" else ""
        formula = f"{' + '.join(f'{name} {money_in(a.fen, unit)}' for name, a in addends)} - {whole_name} {money_in(whole.fen, unit)} {unit}"
        inquiry.draft.say(f"，相差 {inquiry.draft.money('相差', abs(gap), unit, markers, formula)}{tail}")
    inquiry.draft.say("。")
    for name, amount in sides:
        inquiry.keep(amount, name, None)


def _against_claim(inquiry: Inquiry, side: tuple[str, Amount]) -> None:
    """A figure against the amount that the question claims."""
    name, amount = side
    gap = amount.fen - int(inquiry.plan.value.low * 100)
    said = inquiry.spoken(amount, name)
    if gap == 0:
        inquiry.draft.say(f"一致：{name}为 {said}，与所说相同。")
    else:
        markers = tuple(inquiry.draft.cite(cell) for cell in amount.cells)
        formula = f"{name} {money_in(amount.fen, amount.unit)} {amount.unit} - 所说 {money_in(amount.fen - gap, amount.unit)} {amount.unit}"
        inquiry.draft.say(f"不一致：{name}为 {said}，与所说相差 {inquiry.draft.money('相差', abs(gap), amount.unit, markers, formula)}。")
    inquiry.keep(amount, name, None)


def _against_target(inquiry: Inquiry, side: tuple[str, Amount]) -> None:
    """A project's amount against the money that one of its indicators names."""
    name, amount = side
    kinds = [s.name for o in inquiry.plan.operands for s in o.subjects if s.axis == "indicator"]
    project = amount.cells[0].project_id
    owned = [t for t in targets(inquiry.database, amount.group.ids) if t.project_id == project and t.unit in SCALES and t.number]
    fitting = [t for t in owned if any(kind[:2] in t.level1 + t.level2 + t.name for kind in kinds)]
    if project is None or not fitting:
        raise NotHeld(f"{inquiry.where()}中没有可以与“{name}”核对的指标。")
    target = fitting[0]
    asked = int(Decimal(target.number or "0") * SCALES[target.unit] * 100)
    spoken = f"{name} {inquiry.spoken(amount, name)}，指标“{target.name}” {target_text(inquiry, target, (cite_target(inquiry, target),))}"
    holds = {"≤": amount.fen <= asked, "<": amount.fen < asked, "≥": amount.fen >= asked, ">": amount.fen > asked}.get(target.comparator or "=", amount.fen == asked)
    exact = "，两数相同" if amount.fen == asked else "，两数不相等"
    inquiry.draft.say(f"{'符合' if holds else '不一致，不符合'}：{spoken}{exact}。")
    inquiry.keep(amount, name, None)


def _everywhere(inquiry: Inquiry, side: tuple[str, Amount]) -> None:
    """One figure against every other table of the same budget that prints it."""
    name, amount = side
    others = amount.others
    doubt = read_doubt(normalise(inquiry.draft.question))
    if doubt is not None and doubt.prose and amount.cells[0].sentence is None:
        raise NotHeld(f"{inquiry.where()}的文字里没有“{name}”的数，不能与表中的数核对。")
    if amount.cells[0].sentence is not None and not others:
        raise NotHeld(f"{inquiry.where()}只有一处写了“{name}”的数，没有可以核对的另一处。")
    if others:
        listed = "；".join(f"{cells_[0].table_name} {'、'.join(c.printed for c in cells_[:3])} {cells_[0].unit}[{inquiry.draft.cite(cells_[0])}]" for _, cells_ in others)
        inquiry.draft.say(f"不一致：{name} {inquiry.spoken(amount, name)}；{listed}。")
    else:
        inquiry.draft.say(f"{name}为 {inquiry.spoken(amount, name)}，各表中的同一数字一致。")
    inquiry.keep(amount, name, None)
