"""Operations on amounts: look-up, sum, share, ratio, difference, change, average."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from qa.authority import CLOSED, Amount
from qa.draft import Item, money_in
from qa.holdings import Group
from qa.inquiry import Inquiry, NotHeld, Unclear
from qa.operations.percent import percent_asked, percent_only, rounded
from qa.operations.remaining import refuse_apart, refuse_nested
from qa.operations.stated import before_by, column_answers
from qa.operators import over_rows
from qa.plan import Operand, Subject
from qa.shares import shares_asked
from qa.statements import targeted
from qa.understand import default_whole


def lookup(inquiry: Inquiry) -> None:
    """One sentence for each operand and budget; what is missing is said."""
    said, missing, told = [], [], 0
    for group in inquiry.groups:
        for index in range(len(inquiry.plan.operands)):
            amount = inquiry.amount(index, group)
            if amount is None or not column_answers(inquiry, index, amount):
                by_text = before_by(inquiry, index, group, amount)
                told += by_text
                missing += [] if by_text else [(group, index)]
                continue
            ask_which(inquiry, index, group, amount)
            operand = inquiry.used(index, amount)
            label = inquiry.name(amount, index)
            said.append(f"{inquiry.prefix(group)}：{label}为 {inquiry.spoken(amount, label)}")
            inquiry.keep(amount, f"{group.year or ''}{label}" if inquiry.several else label, operand)
    if not said and not told:
        raise NotHeld(not_held(inquiry))
    if said:
        inquiry.draft.say("；\n".join(said) + "。")
    if missing:
        names = "、".join(dict.fromkeys(f"{group.named()}的{inquiry.plan.operands[index].sought()}" for group, index in missing))
        inquiry.draft.say(f"另缺：{names}（文件中没有）。")


def ask_which(inquiry: Inquiry, index: int, group: Group, first: Amount) -> None:
    """Raises Unclear where a word has several readings, none surer, and what is held of them differs."""
    readings = [o for o in inquiry.readings(index)[:8] if any(s.ambiguous for s in o.subjects)]
    if any(o.of("project") for o in readings):
        return  # a fund named beside a project is the column of its row
    if any(o.of("department") or o.of("measure") for o in readings):
        readings = [o for o in readings if not o.of("government")]  # the other classification of the same money
    if len(readings) < 2:
        return
    found = {first.value: inquiry.name(first, index)}
    for operand in readings:
        amount = inquiry.of(operand, group)
        if (amount is not None and amount.value is not None and amount.cells[0].column == first.cells[0].column) or (amount is not None and amount.value):
            found.setdefault(amount.value, operand.named())
    if len(found) > 1 and first.value is not None:
        word = next(s.text for s in readings[0].subjects if s.ambiguous)
        choices = tuple((name, inquiry.draft.question.replace(word, name) if word in inquiry.draft.question else f"{group.named()}的{name}") for name in found.values())
        raise Unclear(f"“{word}”可能指：{'、'.join(found.values())}，各不相同，请选一个。", choices)


def not_held(inquiry: Inquiry) -> str:
    """What was sought, where, and that it is not there."""
    named = "、".join(operand.sought() for operand in inquiry.plan.operands) or inquiry.plan.words
    return f"{inquiry.where()}中没有“{named}”。"


def amounts(inquiry: Inquiry) -> list[tuple[Amount, str, Operand]]:
    """Every operand in every budget; raises NotHeld where one is missing."""
    found = []
    for index, group in inquiry.pairs():
        amount = inquiry.amount(index, group)
        if amount is None:
            raise NotHeld(f"{group.spoken()}中没有“{inquiry.plan.operands[index].sought()}”。")
        label = inquiry.name(amount, index)
        if len(inquiry.groups) > 1:
            label = f"{group.named()}{label}"
        found.append((amount, label, inquiry.used(index, amount)))
    if not found:
        raise NotHeld(not_held(inquiry))
    return found


def sum_up(inquiry: Inquiry) -> None:
    """The sum of several amounts, every addend cited."""
    if (inquiry.plan.dimension and not inquiry.plan.operands) or ("children" in inquiry.plan.wants and len(inquiry.plan.operands) <= 1) or over_rows(inquiry.plan):
        from qa.operations.listing import sum_rows

        return sum_rows(inquiry)
    found = amounts(inquiry)
    if len(found) == 1:
        return lookup(inquiry)
    if inquiry.plan.counted not in (None, len(found)) and not any(s.together for o in inquiry.plan.operands for s in o.subjects):
        raise NotHeld("要相加的没有全部认出，请把它们都说出来。")
    refuse_nested(found)
    unit = found[0][0].unit
    markers = tuple(inquiry.draft.cite(cell) for amount, _, _ in found for cell in amount.cells)
    total = sum(amount.fen for amount, _, _ in found)
    formula = " + ".join(f"{label} {money_in(amount.fen, unit)}" for amount, label, _ in found)
    text = inquiry.draft.money("合计", total, unit, markers, formula)
    each = "、".join(f"{label} {inquiry.spoken(amount, label)}" for amount, label, _ in found)
    lead = f"{inquiry.prefix(found[0][0].group)}：" if len(inquiry.groups) == 1 else ""
    inquiry.draft.say(f"{lead}合计 {text}。其中：{each}。")
    inquiry.draft.items.append(Item("合计", (), total, unit))
    return None


def share(inquiry: Inquiry) -> None:
    """Part ÷ whole, in percent with two decimals; with several budgets, whose is the highest."""
    for plan in shares_asked(inquiry.plan, inquiry.draft.asked):
        _share(inquiry.with_plan(plan))


def _share(inquiry: Inquiry) -> None:
    found: list[tuple[Decimal, Group]] = []
    for group in inquiry.groups[:1] if inquiry.apart else inquiry.groups:
        part, whole, names = _pair_across(inquiry) if inquiry.apart else _pair(inquiry, group)
        if whole.fen == 0:
            raise NotHeld(f"{group.spoken()}的{names[1]}为零或未安排，算不出占比。")
        ratio = rounded(Decimal(part.fen) * 100 / Decimal(whole.fen))
        found.append((ratio, group))
        inquiry.draft.say(_derived(inquiry, group, part, whole, names, f"{names[0]}占{names[1]}的", ratio, "%", "÷"))
    if len(found) > 1:
        least = inquiry.plan.order == "least"
        inquiry.draft.say(f"占比{'最低' if least else '最高'}的是{(min if least else max)(found, key=lambda pair: pair[0])[1].named()}。")


def ratio(inquiry: Inquiry) -> None:
    """First ÷ second, in 倍."""
    if len(inquiry.plan.operands) == 1 and not _across(inquiry):
        raise NotHeld("只认出一个数，不知道是谁的几倍。")
    for group in inquiry.groups[:1] if _across(inquiry) else inquiry.groups:
        part, whole, names = _pair_across(inquiry) if _across(inquiry) else _pair(inquiry, group)
        if whole.fen == 0:
            raise NotHeld(f"{group.spoken()}的{names[1]}为零或未安排，算不出倍数。")
        times = rounded(Decimal(part.fen) / Decimal(whole.fen))
        inquiry.draft.say(_derived(inquiry, group, part, whole, names, f"{names[0]}是{names[1]}的", times, "倍", "÷"))


def _across(inquiry: Inquiry) -> bool:
    """One amount in two budgets, or two amounts each in its own: 2019年项目支出是2018年的几倍."""
    return inquiry.apart or (len(inquiry.plan.operands) == 1 and len(inquiry.groups) == 2)


def _pair_across(inquiry: Inquiry) -> tuple[Amount, Amount, tuple[str, str]]:
    found = amounts(inquiry)
    if len(found) != 2:
        raise NotHeld("没有认出要相比的是哪两个数，请把两个都说出来。")
    (left, left_name, _), (right, right_name, _) = found
    return left, right, (left_name, right_name)


def _pair(inquiry: Inquiry, group: Group) -> tuple[Amount, Amount, tuple[str, str]]:
    if len(inquiry.plan.operands) > 2:
        return _sum_of_whole(inquiry, group)
    first = inquiry.amount(0, group)
    if first is None:
        raise NotHeld(f"{group.spoken()}中没有“{inquiry.plan.operands[0].sought()}”。")
    used = inquiry.used(0, first)
    if len(inquiry.plan.operands) > 1:
        second = inquiry.amount(1, group)
        wanted = inquiry.plan.operands[1].named()
    else:
        if used.subjects and all(s.axis == "statement" for s in used.subjects):
            raise NotHeld(f"没有说“{used.named()}”占的是哪个数，请把整体说出来。")
        whole = default_whole(used)
        second, wanted = inquiry.of(whole, group), whole.named()
    if second is None:
        raise NotHeld(f"{group.spoken()}中没有“{wanted}”。")
    first = _of_same_fund(inquiry, group, used, first)
    if len(inquiry.plan.operands) > 1 and {c.id for c in first.cells} == {c.id for c in second.cells}:
        raise NotHeld(f"“{wanted}”说的是同一个数，不与自己相比。")
    if inquiry.plan.operation == "share" and len(inquiry.plan.operands) == 2 and inquiry.plan.operands[1].of("narrated"):
        refuse_apart(inquiry, [(second, wanted, inquiry.used(1, second)), (first, used.named(), used)])
    refuse_outside(used, inquiry.plan.operands[1] if len(inquiry.plan.operands) > 1 else None)
    name = inquiry.name(second, 1) if len(inquiry.plan.operands) > 1 else wanted
    return first, second, (inquiry.name(first, 0), name)


def _of_same_fund(inquiry: Inquiry, group: Group, used: Operand, first: Amount) -> Amount:
    """人员经费占一般公共预算基本支出: the part within the fund that the whole names."""
    fund = inquiry.plan.operands[1].fund if len(inquiry.plan.operands) > 1 else None
    if fund in (None, "all") or used.fund or first.fund == fund:
        return first
    return inquiry.of(replace(used, fund=fund), group) or first


def _derived(inquiry: Inquiry, group: Group, left: Amount, right: Amount, names: tuple[str, str], lead: str, value: Decimal, unit: str, sign: str) -> str:
    """A derived figure first, its operands after it, the formula with both."""
    markers = tuple(inquiry.draft.cite(cell) for amount in (left, right) for cell in amount.cells)
    formula = f"{names[0]} {money_in(left.fen, left.unit)} {left.unit} {sign} {names[1]} {money_in(right.fen, right.unit)} {right.unit}"
    figure = inquiry.draft.number(lead + ("比例" if unit == "%" else "倍数"), value, unit, markers, formula)
    operands = f"{names[0]} {inquiry.spoken(left, names[0])}，{names[1]} {inquiry.spoken(right, names[1])}"
    inquiry.keep(left, names[0], inquiry.plan.operands[0] if inquiry.plan.operands else None)
    inquiry.keep(right, names[1], inquiry.plan.operands[1] if len(inquiry.plan.operands) > 1 else None)
    where = "" if inquiry.apart else f"{inquiry.prefix(group)}："
    return f"{where}{lead} {figure}（{operands}）。"


def _sum_of_whole(inquiry: Inquiry, group: Group) -> tuple[Amount, Amount, tuple[str, str]]:
    """两个引导资金加起来占总支出: every operand but the last added up."""
    found = []
    for index in range(len(inquiry.plan.operands)):
        amount = inquiry.amount(index, group)
        if amount is None:
            raise NotHeld(f"{group.spoken()}中没有“{inquiry.plan.operands[index].sought()}”。")
        found.append((amount, inquiry.name(amount, index)))
    *parts, (whole, whole_name) = found
    cells = tuple(cell for amount, _ in parts for cell in amount.cells)
    name = "、".join(name for _, name in parts)
    added = Amount(name, group, sum(amount.fen for amount, _ in parts), parts[0][0].unit, cells, True, parts[0][0].measure, parts[0][0].fund)
    return added, whole, (f"{name}之和", whole_name)


def refuse_outside(part: Operand, whole: Operand | None) -> None:
    """A share of what the part is no part of: 三公经费中的会议费, 差旅费里的机票."""
    if whole is None:
        return
    closed = next((CLOSED[s.key] for s in whole.of("measure") if s.key in CLOSED), None)
    if closed and not any(s.key in closed for s in part.of("measure")):
        raise NotHeld(f"“{part.named()}”不在“{whole.named()}”之内，不算占比。")
    if any(s.part for s in part.subjects) and {(s.axis, s.key) for s in part.subjects} & {(s.axis, s.key) for s in whole.subjects}:
        raise NotHeld(f"文件没有单列“{part.subjects[0].text}”，它包含在“{whole.named()}”中。")


def difference(inquiry: Inquiry) -> None:
    """The first minus the second, said as 多 or 少; with several budgets, who has more."""
    if "untargeted" in inquiry.plan.wants:
        return untargeted(inquiry)
    found = amounts(inquiry)
    if len(found) < 2:
        raise NotHeld("只认出一个数，不知道与什么相比。")
    if "remainder" in inquiry.plan.wants:
        return remainder(inquiry, found)
    if len(found) > 2:
        return _ranked(inquiry, found)
    (left, left_name, used), (right, right_name, _) = found
    gap = left.fen - right.fen
    markers = tuple(inquiry.draft.cite(cell) for amount in (left, right) for cell in amount.cells)
    formula = f"{left_name} {money_in(left.fen, left.unit)} {left.unit} - {right_name} {money_in(right.fen, right.unit)} {right.unit}"
    word = "多" if gap > 0 else "少" if gap < 0 else "相同"
    figure = inquiry.draft.money("相差", abs(gap), left.unit, markers, formula)
    spoken = f"{left_name} {inquiry.spoken(left, left_name)}，{right_name} {inquiry.spoken(right, right_name)}"
    verdict = f"{left_name}比{right_name}{word} {figure}" if gap else f"{left_name}与{right_name}相同，相差 {figure}"
    inquiry.draft.say(f"{verdict}（{spoken}）。")
    if percent_asked(inquiry) and right.fen and gap:
        rate = inquiry.draft.number(f"{word}出的比例", rounded(Decimal(abs(gap)) * 100 / Decimal(right.fen)), "%", markers, f"({formula}) ÷ {right_name}")
        inquiry.draft.say(f"即{word} {rate}。")
        if percent_only(inquiry):
            inquiry.draft.figures.insert(0, inquiry.draft.figures.pop())
    inquiry.keep(left, left_name, used)
    inquiry.keep(right, right_name, found[1][2])
    return None


def remainder(inquiry: Inquiry, found: list[tuple[Amount, str, Operand]]) -> None:
    """其余的呢: the first amount less all the others."""
    if "inside" in inquiry.plan.wants or found[0][2].of("narrated"):
        refuse_apart(inquiry, found)
    (whole, whole_name, _), *parts = found
    gap = whole.fen - sum(part.fen for part, _, _ in parts)
    if gap < 0:
        raise NotHeld(f"{'、'.join(name for _, name, _ in parts)}多于{whole_name}，没有剩下的。")
    markers = tuple(inquiry.draft.cite(cell) for amount, _, _ in found for cell in amount.cells)
    names = "、".join(name for _, name, _ in parts)
    formula = " - ".join(f"{name} {money_in(amount.fen, amount.unit)} {amount.unit}" for amount, name, _ in found)
    figure = inquiry.draft.money(f"{whole_name}减去{names}", gap, whole.unit, markers, formula)
    said = "，".join(f"{name} {inquiry.spoken(amount, name)}" for amount, name, _ in found)
    inquiry.draft.say(f"{inquiry.prefix(whole.group)}：{whole_name}减去{names}，剩下 {figure}（{said}）。")
    for amount, name, operand in found:
        inquiry.keep(amount, name, operand)


def untargeted(inquiry: Inquiry) -> None:
    """Project expenditure without a performance target: all of it, less what the document says is covered by targets."""
    for group in inquiry.groups:
        whole = inquiry.of(Operand((Subject("measure", "project", "", "项目支出"),)), group)
        covered = targeted(inquiry.database, group.ids)
        if whole is None or covered is None:
            raise NotHeld(f"{group.spoken()}中没有项目支出或编报绩效目标的金额，算不出来。")
        gap = whole.fen - (covered.amount or 0)
        markers = (*(inquiry.draft.cite(cell) for cell in whole.cells), inquiry.draft.cite(covered))
        formula = f"项目支出 {money_in(whole.fen, whole.unit)} {whole.unit} - 编报绩效目标的 {covered.printed}"
        figure = inquiry.draft.money("没有绩效目标的项目支出", gap, whole.unit, markers, formula)
        said = inquiry.draft.money(covered.label, covered.amount or 0, covered.unit, markers[-1:])
        inquiry.draft.say(f"{inquiry.prefix(group)}：没有绩效目标的项目支出为 {figure}（项目支出 {inquiry.spoken(whole, '项目支出')}，编报绩效目标的 {said}）。")


def _ranked(inquiry: Inquiry, found: list[tuple[Amount, str, Operand]]) -> None:
    if len({amount.group for amount, _, _ in found}) > 1 and len({label for _, label, _ in found}) > 1 and any(word in inquiry.draft.asked for word in "增减涨降变"):
        raise NotHeld("问的词是几项之和，请分别问每一项的变化。")
    ordered = sorted(found, key=lambda item: -item[0].fen)
    inquiry.draft.say(f"从高到低：{'、'.join(f'{label} {inquiry.spoken(amount, label)}' for amount, label, _ in ordered)}。")
    for amount, label, operand in ordered:
        inquiry.keep(amount, label, operand)


