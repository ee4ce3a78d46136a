"""Prose against itself: 增长 x %, recomputed; changes that no amount can have."""

import re
from collections.abc import Iterator
from decimal import Decimal

from index.amounts import FEN
from index.checks.prose import Prose, slack
from index.checks.verdicts import Spec, compared, percent_tolerance, said
from index.prose import Said
from index.records import CheckResult

_SIGN = {"增加": 1, "减少": -1, "持平": 0}


def prose_change(prose: Prose, spec: Spec) -> Iterator[CheckResult]:
    """增长 x %, recomputed from the amount and its change, or from the amount and the one it is compared with; and changes that no amount can have."""
    for item in prose.all:
        statement = item.statement
        now = prose.by_id.get(item.of or "")
        if now is None or statement.direction is None or now.statement.unit not in FEN or now.statement.amount is None:
            continue
        if statement.role == "percent_change":
            yield from _percent(prose, spec, item, now)
        elif statement.role == "change" and statement.unit in FEN and statement.amount is not None:
            yield from _change(prose, spec, item, now)


def _percent(prose: Prose, spec: Spec, item: Said, now: Said) -> Iterator[CheckResult]:
    """The printed percentage against the amount and what it grew from; a mismatch is told only where no amount of the passage explains it."""
    prior = _prior(prose, item, now)
    other = prior or _change_before(prose, item, now)
    if other is None:
        return
    if prior is None and not _explains(now, other, item):
        now = next((amount for amount in prose.amounts(item) if _explains(amount, other, item)), now)
    exact = _grown(now, other)
    if exact is None:
        return
    holds = _explains(now, other, item)
    left, right = prose.figure(item, f"{now.statement.subject}{item.statement.direction}"), prose.figure(other, _label_of(other))
    words = f"{'增加' if exact >= 0 else '减少'} {abs(exact):.2f}%"
    message = (
        f"{left.place}{now.statement.subject} {now.statement.printed}，{right.place}{right.label} {other.statement.printed}，"
        f"正文写“{item.statement.direction}{item.statement.printed}”，按两数计算为{words}，{'相符' if holds else '不符'}。"
    )
    yield said(spec, "", holds, left, right, message)


def _before(now: Said, other: Said) -> Decimal:
    """Fen that an amount grew from: the prior amount itself, or the amount less its change."""
    if other.statement.role == "amount":
        return Decimal(other.statement.amount)
    return Decimal(now.statement.amount) - Decimal(other.statement.amount) * _SIGN[other.statement.direction]


def _grown(now: Said, other: Said) -> Decimal | None:
    """Percent by which an amount grew; `None` from nothing, which published budgets write as 100 %."""
    before = _before(now, other)
    return (now.statement.amount - before) / before * 100 if before > 0 else None


def _explains(now: Said, other: Said, item: Said) -> bool:
    """The printed percentage is that of the two figures, within the rounding of all three."""
    exact = _grown(now, other)
    if exact is None:
        return False
    rounding = slack(other) * FEN[other.statement.unit] + slack(now) * FEN[now.statement.unit] * (2 if other.statement.role == "change" else 1)
    room = percent_tolerance() + slack(item) + rounding / _before(now, other) * (100 + abs(exact))
    return abs(exact - Decimal(item.statement.number) * _SIGN[item.statement.direction]) <= room


def _prior(prose: Prose, item: Said, now: Said) -> Said | None:
    """The amount of the base, where the same sentence or item prints it: 2022年当年预算执行数为1.48万元."""
    base = item.statement.base or ""
    year = re.search(r"20\d\d", base)
    for other in prose.within(item):
        statement = other.statement
        if other is now or statement.role != "amount" or statement.amount is None or statement.unit not in FEN or statement.year is None:
            continue
        same = other.core == now.core or (other.path and other.path == now.path)
        if same and year and statement.year == int(year[0]) and statement.year != now.statement.year and _stages_agree(base, other):
            return other
    return None


def _stages_agree(base: str, other: Said) -> bool:
    return ("执行" in base) == (other.statement.stage == "executed") and ("决算" in base) == (other.statement.stage == "final")


def _change_before(prose: Prose, item: Said, now: Said) -> Said | None:
    """The change of the same amount against the same base, said just before: 增加3,226.63万元，增长31.79%."""
    found = None
    for other in prose.within(item):
        if other is item:
            return found
        statement = other.statement
        if other.of == now.statement.id and statement.role == "change" and statement.unit in FEN and statement.printed[0].isdigit():
            found = other if statement.base == item.statement.base and statement.direction == item.statement.direction else found
    return None


def _change(prose: Prose, spec: Spec, item: Said, now: Said) -> Iterator[CheckResult]:
    """An increase larger than the amount itself; a change against a prior amount that is printed."""
    statement = item.statement
    room = int((slack(item) * FEN[statement.unit]) + (slack(now) * FEN[now.statement.unit]))
    near = statement.sentence == now.statement.sentence and (not now.part_of or statement.subject == now.statement.subject)
    if statement.direction == "增加" and statement.amount > now.statement.amount + room and near:
        left, right = prose.figure(now), prose.figure(item, f"{now.statement.subject}增加")
        message = f"{left.place}{left.label} {left.shown}，却比{statement.base or '上年'}增加 {right.shown}，增加数大于总数。"
        yield said(spec, "", False, left, right, message, now.statement.amount - statement.amount)
        return
    prior = _prior(prose, item, now)
    if prior is None:
        return
    sign = _SIGN[statement.direction]
    expected = prior.statement.amount + sign * statement.amount
    room += int(slack(prior) * FEN[prior.statement.unit])
    label = f"{_label_of(prior)}{statement.direction}{'' if sign == 0 else ' ' + statement.printed}"
    yield compared(spec, "", prose.figure(now), (prose.figure(prior, label),), expected, room)


def _label_of(item: Said) -> str:
    statement = item.statement
    if statement.role == "change":
        return statement.direction or ""
    return f"{statement.year}年{item.stage_words}数" if statement.year else statement.subject
