"""Two places of one ranking held against each other: 最大的项目比第二大的多多少, 最高的和最低的相差几倍, 第一名和第三名一共多少."""

from __future__ import annotations

from decimal import Decimal

from qa.inquiry import Group, Inquiry, NotHeld
from qa.numerals import small_number
from qa.operations.listing import NOUNS
from qa.operations.percent import percent_asked, rounded
from qa.rows import Entry, entries, passes
from qa.scan import Scanned
from qa.understand import ORDINALS

_APART = {"difference", "compare", "change"}


def answered(inquiry: Inquiry, scanned: Scanned) -> bool:
    """Says what two places of a ranking come to, one against the other or together; `False` where the question names one place only."""
    places = list(dict.fromkeys(_place(mention.value or {}) for mention in scanned.all("rank")))
    if len(places) < 2 or inquiry.plan.operation != "rank" or inquiry.plan.unexplained:
        return False
    kinds = {mention.value for mention in scanned.all("dimension")}
    several = any((mention.value or {}).get("limit") for mention in scanned.all("rank"))
    if len(places) > 2 or len(kinds) > 1 or several or inquiry.plan.beside or inquiry.plan.dimension in ("document", "year"):
        raise NotHeld("没有读懂要把哪两个名次放在一起，请一次只问同一种排名的两个名次。")
    operators = {mention.value for mention in scanned.all("operator")}
    if "share" in operators and ("sum" in operators or any(o.of("measure") for o in inquiry.plan.operands)):
        raise NotHeld("没有读懂要算的是哪两个数的占比，请把名次和整体分两次问。")
    for group in inquiry.groups:
        found = sorted((entry for entry in entries(inquiry, group) if entry.fen and passes(entry, inquiry.plan.conditions)), key=lambda entry: -(entry.fen or 0))
        _say(inquiry, group, [_at(group, found, place) for place in places], operators)
    return True


def _place(said: dict) -> tuple[str, int]:
    """From which end, and the how manieth."""
    number = ORDINALS[said["second"]] if said.get("second") else small_number(said["first"]) if said.get("first") else 1
    return "least" if said.get("least") else "most", number or 1


def _at(group: Group, found: list[Entry], place: tuple[str, int]) -> tuple[str, Entry]:
    """The row at a place, that no other row shares."""
    end, number = place
    order = found if end == "most" else found[::-1]
    if len(order) < max(number, 2):
        raise NotHeld(f"{group.spoken()}中只有 {len(order)} 行可以排序，没有所问的名次。")
    entry = order[number - 1]
    if sum(1 for other in found if other.fen == entry.fen) > 1:
        raise NotHeld(f"{group.spoken()}中有几行金额相同，分不出所问的名次。")
    word = "大" if end == "most" else "小"
    return (f"第 {number} {word}" if number > 1 else f"最{word}"), entry


def _say(inquiry: Inquiry, group: Group, pair: list[tuple[str, Entry]], operators: set[str]) -> None:
    noun = NOUNS.get(inquiry.plan.dimension or "", "项")
    spoken, sides = [], []
    for word, entry in pair:
        markers = tuple(inquiry.draft.cite(cell) for cell in entry.cells)
        spoken.append(f"{word}的{noun}{entry.label} {inquiry.draft.money(entry.label, entry.fen or 0, entry.unit, markers)}")
        sides.append((entry.fen or 0, markers))
    (left, left_markers), (right, right_markers) = sides
    markers = (*left_markers, *right_markers)
    unit = pair[0][1].unit
    text = f"{inquiry.prefix(group)}：{'，'.join(spoken)}"
    if "ratio" in operators:
        text += f"，前者是后者的 {inquiry.draft.number('倍数', rounded(Decimal(left) / right), '倍', markers)}"
    elif "share" in operators:
        text += f"，前者占后者的 {inquiry.draft.number('比例', rounded(Decimal(left) * 100 / right), '%', markers)}"
    elif operators & _APART and percent_asked(inquiry):
        text += f"，前者比后者{'多' if left > right else '少'} {inquiry.draft.number('比例', rounded(Decimal(abs(left - right)) * 100 / right), '%', markers)}"
    elif operators & _APART:
        text += f"，前者比后者{'多' if left > right else '少'} {inquiry.draft.money('相差', abs(left - right), unit, markers)}"
    elif "sum" in operators:
        text += f"，合计 {inquiry.draft.money('合计', left + right, unit, markers)}"
    inquiry.draft.say(f"{text}。")
    inquiry.draft.items.extend(entry.item() for _, entry in pair)
