"""The operation of the last turn with another subject: 公用经费呢 after a share, 中小企业那个呢 after an indicator."""

from __future__ import annotations

import re
from dataclasses import replace

from qa.follow import Follow
from qa.plan import Plan
from qa.wholes import inside


def replacing(f: Follow) -> Plan | None:
    """人员经费呢 after 公用经费占基本支出多少: the same operation with another subject."""
    plan, last = f.plan, f.last.plan
    if not f.follows or plan.operation not in ("lookup", "describe", "indicator") or len(plan.operands) != 1:
        return None
    same = replace(last, scope=plan.scope, unit=plan.unit or last.unit, guesses=plan.guesses, words=plan.words, unexplained=plan.unexplained, refusals=plan.refusals)
    if last.operation in ("share", "ratio") and last.operands and plan.operation == "lookup":
        if len(last.operands) > 1 and _is_whole(f):
            return replace(same, operands=(*last.operands[:-1], *plan.operands), readings=(*last.readings[:-1], *plan.readings))
        return replace(same, operands=(*plan.operands, *last.operands[-1:][: len(last.operands) - 1]), readings=(*plan.readings, *last.readings[-1:][: len(last.operands) - 1]))
    if last.operation == "change" and plan.operation == "lookup":
        return replace(same, operands=plan.operands, readings=plan.readings)
    if last.operation == "indicator" and f.last.items and not any(s.axis == "indicator" for o in plan.operands for s in o.subjects):
        return _same_indicator(f, same)
    return None


def _is_whole(f: Follow) -> bool:
    """What is named takes the place of the whole of a share, and not of its part."""
    part, whole, named = f.last.plan.operands[0], f.last.plan.operands[-1], f.plan.operands[0]
    if f.wrong:
        return f.wrong in whole.named() or any(f.wrong == s.text for s in whole.subjects)
    return inside(part, named) and not inside(named, whole)


def _same_indicator(f: Follow, same: Plan) -> Plan | None:
    """中小企业那个呢 after an indicator of one project: the same indicator of another."""
    projects = tuple(o for o in f.plan.readings[0] if o.of("project"))
    if not projects:
        return None
    before = f.last.plan.words
    for s in (s for reading in f.last.plan.readings for o in reading for s in o.subjects if s.axis == "project"):
        before = before.replace(s.text, " ")
    before += "".join(f" {word}" for word in re.findall(r"(?:最[少多高低大小]|至[少多])(?:要|能|会|可以)?([\u4e00-\u9fff]{2})", f.last.text))
    kept = tuple(replace(o, subjects=(*o.subjects, *(s for old in f.last.plan.operands[:1] for s in old.of("indicator")))) for o in projects)
    return replace(same, operation="indicator", operands=kept[:1], readings=(kept,), words=f"{f.plan.words} {before}".strip(), about=None, wants=f.last.plan.wants)
