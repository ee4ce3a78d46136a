"""One amount over several years: its mean, and the growth a year that leads from the first to the last."""

from __future__ import annotations

import itertools
import re
from decimal import Decimal

from qa.authority import Amount
from qa.draft import money_in
from qa.holdings import Group
from qa.inquiry import Inquiry, NotHeld
from qa.numerals import small_number
from qa.operations.figures import not_held, rounded

_RATE = re.compile(r"率|速|幅|百分|%|几个点")
_LAST = re.compile(r"(?:近|最近|过去|这|前后|连续)?(?P<n>[两二三四五六七八九十]|(?<!\d)\d)年")


def mean(inquiry: Inquiry) -> None:
    """近三年平均: the amounts of the years added up, by their number."""
    found = _run(inquiry)
    unit, name = found[0][1].unit, found[0][2]
    total = sum(amount.fen for _, amount, _ in found)
    markers = _markers(inquiry, found)
    formula = f"({' + '.join(f'{group.year}年 {money_in(amount.fen, unit)}' for group, amount, _ in found)}) {unit} ÷ {len(found)}"
    figure = inquiry.draft.money(f"{name}年平均", int(rounded(Decimal(total) / len(found), 0)), unit, markers, formula)
    inquiry.draft.say(f"{found[0][0].department}{name}{found[0][0].year}年至{found[-1][0].year}年平均每年 {figure}（{_each(inquiry, found)}）。")
    _keep(inquiry, found)


def growth(inquiry: Inquiry) -> None:
    """年均增长: by the rate that compounds from the first year to the last, and by the amount a year."""
    found = _run(inquiry)
    (first_group, first, name), (last_group, last, _) = found[0], found[-1]
    span = (last_group.year or 0) - (first_group.year or 0)
    if first.fen <= 0 or last.fen <= 0:
        raise NotHeld(f"{name}在首年或末年为零，算不出年均增长。")
    markers = _markers(inquiry, [found[-1], found[0]])
    unit = first.unit
    ends = f"{last_group.year}年 {money_in(last.fen, unit)} {unit}", f"{first_group.year}年 {money_in(first.fen, unit)} {unit}"
    rate = ((Decimal(last.fen) / Decimal(first.fen)) ** (Decimal(1) / span) - 1) * 100
    step = Decimal(last.fen - first.fen) / span
    said = {}
    for kind in (
        ("rate", "step")
        if _RATE.search(inquiry.draft.asked) or "多少" not in inquiry.draft.asked or "percent" in inquiry.plan.wants
        else ("step", "rate")
    ):
        if kind == "rate":
            figure = inquiry.draft.number(f"{name}年均增长率", rounded(rate), "%", markers, f"({ends[0]} ÷ {ends[1]}) 开 {span} 次方 - 1")
            said[kind] = f"年均{'增长' if rate >= 0 else '增长（负数为下降）'} {figure}（按复合增长率）"
        else:
            figure = inquiry.draft.money(
                f"{name}平均每年{'增加' if step >= 0 else '减少'}", int(rounded(abs(step), 0)), unit, markers, f"({ends[0]} - {ends[1]}) ÷ {span}"
            )
            said[kind] = f"平均每年{'增加' if step >= 0 else '减少'} {figure}"
    inquiry.draft.say(
        f"{first_group.department}{name}{first_group.year}年至{last_group.year}年{'，'.join(said.values())}（{_each(inquiry, found)}）。"
    )
    _keep(inquiry, found)


def _run(inquiry: Inquiry) -> list[tuple[Group, Amount, str]]:
    """The amount in each of the years, one after the other; raises NotHeld where a year of them is missing."""
    if (
        len(inquiry.plan.operands) != 1
        or len({group.department for group in inquiry.groups}) != 1
        or inquiry.plan.conditions
        or inquiry.plan.excluded
    ):
        raise NotHeld("没有读懂要算的是哪一个数的年平均，请把它和年份说出来。")
    found = []
    for group in sorted(inquiry.groups, key=lambda group: group.year or 0):
        amount = inquiry.amount(0, group)
        if amount is None or amount.value is None:
            raise NotHeld(f"{group.spoken()}中没有“{inquiry.plan.operands[0].named()}”，算不出年平均。" if amount is None else not_held(inquiry))
        found.append((group, amount, inquiry.name(amount, 0)))
    years = [group.year or 0 for group, _, _ in found]
    said = _LAST.search(inquiry.draft.asked)
    wanted = small_number(said["n"]) if said else None
    if len(years) < 2 or (wanted and wanted != len(years)) or any(after - before != 1 for before, after in itertools.pairwise(years)):
        held = "、".join(map(str, years))
        raise NotHeld(f"{inquiry.where()}收录的只有 {held} 年，不是要算的那几年，所以算不出年平均。")
    if len({amount.measure for _, amount, _ in found}) > 1:
        raise NotHeld("各年印的口径不同，算不出年平均。")
    return found


def _markers(inquiry: Inquiry, found: list[tuple[Group, Amount, str]]) -> tuple[int, ...]:
    return tuple(inquiry.draft.cite(cell) for _, amount, _ in found for cell in amount.cells)


def _each(inquiry: Inquiry, found: list[tuple[Group, Amount, str]]) -> str:
    return "，".join(f"{group.year}年 {inquiry.spoken(amount, f'{group.year}年{name}')}" for group, amount, name in found)


def _keep(inquiry: Inquiry, found: list[tuple[Group, Amount, str]]) -> None:
    for group, amount, name in found:
        inquiry.keep(amount, f"{group.year}年{name}", inquiry.plan.operands[0])
