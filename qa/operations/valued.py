"""Projects by the value of a target: 满意度指标定到90%的项目有哪些, 满意度不低于95%的项目有几个."""

from __future__ import annotations

import re
from decimal import Decimal

from qa.inquiry import Inquiry
from qa.normalise import name_key
from qa.numerals import Quantity
from qa.operations.indicators import cite_target, target_text
from qa.plan import Condition
from qa.scan import Scanned
from qa.texts import Target, targets

_KINDS = ("指标", "目标", "目标值")
_HOLDS = {
    "gt": lambda value, c: value > c.low, "ge": lambda value, c: value >= c.low, "lt": lambda value, c: value < c.low, "le": lambda value, c: value <= c.low,
    "eq": lambda value, c: value == c.low, "between": lambda value, c: c.high is not None and c.low <= value <= c.high,
}  # fmt: skip
MOST_SHOWN = 30


def by_value(inquiry: Inquiry, scanned: Scanned) -> bool:
    """Names (and counts) the projects whose target of the kind asked has the value asked; `False` where the question asks no such thing, or none has it."""
    plan = inquiry.plan
    named = [s for o in plan.operands for s in o.subjects]
    if plan.unexplained or not named or any(s.axis != "indicator" for s in named) or plan.dimension not in ("project", "any"):
        return False
    if not ({m.value for m in scanned.all("operator")} & {"list", "count"} or re.search(r"哪些|哪几个|几个", scanned.text)):
        return False
    condition = _condition(inquiry, scanned)
    if condition is None:
        return False
    words = [re.sub(rf"(?:{'|'.join(_KINDS)})$", "", name_key(s.name or s.text)) for s in named]
    answered = False
    for group in inquiry.groups:
        found: dict[str, Target] = {}
        for target in targets(inquiry.database, group.ids):
            if target.project_id and all(word in name_key(f"{target.level1}{target.level2}{target.name}") for word in words) and _fits(target, condition):
                found.setdefault(target.project_id, target)
        if not found:
            continue
        chosen = list(found.values())
        markers = [cite_target(inquiry, target) for target in chosen]
        count = inquiry.draft.number("项目数", Decimal(len(chosen)), "个", tuple(markers))
        listed = "；".join(f"{t.owner}（“{t.name}” {target_text(inquiry, t, (m,))}）" for t, m in list(zip(chosen, markers, strict=True))[:MOST_SHOWN])
        inquiry.draft.say(f"{inquiry.prefix(group)}：{'、'.join(words)}符合所问的项目有 {count}：{listed}{' 等' if len(chosen) > MOST_SHOWN else ''}。")
        answered = True
    return answered


def _condition(inquiry: Inquiry, scanned: Scanned) -> Condition | None:
    """The value that is asked for: one condition, or one percentage that stands alone."""
    if len(inquiry.plan.conditions) == 1:
        return inquiry.plan.conditions[0]
    said = [m.value for m in scanned.all("quantity") if isinstance(m.value, Quantity)]
    return Condition("eq", said[0].value, None, said[0].unit) if len(said) == 1 and not inquiry.plan.conditions and said[0].unit == "%" else None


def _fits(target: Target, condition: Condition) -> bool:
    """The target is a number of the same unit and lies where the condition says."""
    if target.number is None or (condition.unit or "%") not in (target.unit, "%" if "%" in target.unit else ""):
        return False
    return _HOLDS[condition.comparator](Decimal(target.number), condition)
