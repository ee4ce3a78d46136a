"""A project that is said by the beginning of its name: 城乡医疗救助项目 for 城乡医疗救助补助."""

from __future__ import annotations

from dataclasses import replace

from qa.holdings import Group
from qa.inquiry import Inquiry, NotHeld
from qa.operations import figures
from qa.plan import Plan, Subject

LEAST = 4
"""Characters by which a project is known."""


def said_in_part(inquiry: Inquiry, text: str) -> Plan | None:
    """The Plan of the project that is meant, looked up into the draft; `None` where no project is, or it holds no such amount."""
    meant = _as_project(inquiry, text)
    if meant is None:
        return None
    try:
        figures.lookup(meant)
    except NotHeld:
        return None
    return meant.plan


def _as_project(inquiry: Inquiry, text: str) -> Inquiry | None:
    """The Plan with the one project whose name begins with what is called 项目 and was read as another thing; `None` where there is none, or several."""
    plan = inquiry.plan
    if plan.operation != "lookup" or len(plan.operands) != 1 or len(inquiry.groups) != 1 or len(plan.operands[0].subjects) != 1:
        return None
    operand = plan.operands[0]
    (named,) = operand.subjects
    if named.axis not in ("function", "label") or len(named.key) < LEAST or f"{named.text}项目" not in text:
        return None
    found = _beginning(inquiry, inquiry.groups[0], named)
    if found is None or operand.stage is None or plan.words.replace(named.text, "").strip():
        return None  # 自评得分, 人次: more is asked for than a column of money
    meant = replace(operand, subjects=(found,))
    return inquiry.with_plan(
        replace(plan, operands=(meant,), readings=((meant,),), guesses=(*plan.guesses, f"“{named.text}项目”按“{found.name}”理解"))
    )


def _beginning(inquiry: Inquiry, group: Group, named: Subject) -> Subject | None:
    names = {n.key: n for n in inquiry.catalog.of(group.ids).names if n.axis == "project" and n.key.startswith(named.key)}
    if len(names) != 1:
        return None
    (name,) = names.values()
    return Subject("project", name.key, named.text, name.name, name.code)
