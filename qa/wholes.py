"""Of what a share is, where the question does not say: what the conversation named the part in, else the measure that its kind of row adds up to."""

from __future__ import annotations

from dataclasses import replace

from qa.authority import CLOSED
from qa.plan import Operand, Scope, Subject
from qa.turns import Turn, chain
from qa.vocabulary import measures

_ADDS_UP = {"procurement": ("procurement",), "service": ("purchased_service",), "project": ("project_amount", "project"), "narrated": ("project",), "department": ("basic", "personnel", "public", "agency_running")}
"""Measures whose table lists rows of an axis; the first is the whole where nothing says otherwise."""
_OWN_WHOLE = ("procurement", "service")
"""Axes whose rows belong to one table and no other."""
_BARE = ("总额", "总数", "总计", "合计", "总量", "全部", "总的", "总金额", "全额", "总价", "整体", "总体")
"""Words for a whole that the conversation has named: 它占总额多少."""


def bare_total(operand: Operand) -> bool:
    """The operand is called by a word for any total, and names none."""
    return len(operand.subjects) == 1 and operand.subjects[0].text in _BARE


def inside(part: Operand, whole: Operand) -> bool:
    """The part's kind of row is one that adds up to the whole."""
    if len(whole.subjects) != 1 or part.subjects == whole.subjects:
        return False
    total = whole.subjects[0]
    if total.axis == "narrated":
        return any(s.axis == "statement" for s in part.subjects)  # whether its chapter names the part is seen where the share is taken
    if total.axis != "measure":
        return any(s.axis == total.axis and s.code and total.code and s.code.startswith(total.code) and s.code != total.code for s in part.subjects)
    own = next((s.key for s in part.of("measure")), None)
    if own == total.key:
        return len(part.subjects) > 1  # 货物的政府采购
    if own is not None:
        return own in CLOSED.get(total.key, ()) or total.key in _above(own)
    return any(total.key in _ADDS_UP.get(s.axis, ()) for s in part.subjects)


def _above(measure: str) -> tuple[str, ...]:
    """The measures that a measure is part of, the nearest first."""
    found: list[str] = []
    while (measure := measures().get(measure, {}).get("parent") or "") and measure not in found:
        found.append(measure)
    return tuple(found)


def whole_of(part: Operand, turns: tuple[Turn, ...], *, said: bool = False) -> Operand | None:
    """The whole that a part's share is of: the one that it was asked for as a part of, one named in the same run of questions, its own table's total.

    Where the question says 总额 or 合计, one that any of the last turns named.
    """
    last = turns[-1]
    meant = {operand.subjects for operand in last.subjects()}
    named = [w for w in last.wholes if part.subjects in meant or inside(part, w)]
    named += [o for turn in reversed((*(t for t in chain(turns) if t is not last), last)) for o in turn.plan.operands if inside(part, o)]
    named += [o for turn in reversed(turns[-6:]) for o in turn.plan.operands if said and inside(part, o)]
    if named:
        return replace(named[0], scope=Scope())
    own = next((_ADDS_UP[s.axis][0] for s in part.subjects if s.axis in _OWN_WHOLE), None)
    return Operand((Subject("measure", own, "", measures()[own]["name"]),)) if own and all(s.axis in _OWN_WHOLE or s.key == own for s in part.subjects) else None


def kept_wholes(part: Operand | None, turn: Turn) -> tuple[Operand, ...]:
    """服务呢 after 其中货物: the wholes that a further part of the same kind belongs to as well."""
    if part is None:
        return turn.wholes
    axes = {s.axis for o in turn.subjects() for s in o.subjects} - {"measure"}
    return tuple(w for w in turn.wholes if inside(part, w) or any(s.axis in axes for s in part.subjects))
