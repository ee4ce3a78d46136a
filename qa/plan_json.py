"""A Plan as JSON: the schema that a model is shown, and the reading of what it returns; nothing that is not held gets through."""

from __future__ import annotations

import json
import re
from decimal import Decimal, InvalidOperation
from typing import Any, get_args

from qa.errors import PlanError
from qa.holdings import Holdings
from qa.members import Members
from qa.normalise import name_key
from qa.plan import UNITS, Axis, Comparator, Condition, Operand, Operation, Plan, Scope, Subject, validate
from qa.vocabulary import measures

OPERATIONS = tuple(name for name in get_args(Operation) if name != "describe")
DIMENSIONS = ("project", "function", "government", "department", "procurement", "service", "indicator", "item", "income", "three_public", "document", "year")
MEMBER_AXES = tuple(axis for axis in get_args(Axis) if axis != "measure")
MOST = 6
"""Operands, subjects and conditions of a Plan."""

_TEXT, _LIST = {"type": "string"}, {"type": "array", "items": {"type": "string"}}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["operation"],
    "additionalProperties": False,
    "properties": {
        "operation": {"enum": [*OPERATIONS, "none"]},
        "operands": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["subjects"],
                "additionalProperties": False,
                "properties": {
                    "subjects": {"type": "array", "items": {"type": "object", "required": ["axis", "key"], "properties": {"axis": {"enum": list(get_args(Axis))}, "key": _TEXT}}},
                    "fund": {"enum": ["general", "government_fund", "state_capital", "fiscal", None]},
                    "table": {"type": ["string", "null"]},
                },
            },
        },
        "dimension": {"enum": [*DIMENSIONS, None]},
        "conditions": {"type": "array", "items": {"type": "object", "properties": {"comparator": {"enum": list(get_args(Comparator))}, "low": _TEXT, "high": _TEXT, "unit": {"enum": ["元", "%", ""]}}}},
        "order": {"enum": ["most", "least"]},
        "first": {"type": "integer"},
        "limit": {"type": ["integer", "null"]},
        "unit": {"enum": [*UNITS, None]},
        "departments": _LIST,
        "years": {"type": "array", "items": {"type": "integer"}},
        "phase": {"enum": ["预算", "决算", "调整预算", None]},
        "words": _TEXT,
    },
}


def plan_from(text: str, holdings: Holdings, members: Members) -> Plan | None:
    """The Plan that a model wrote; `None` where it says that there is none; raises PlanError with what is wrong."""
    found = loaded(text)
    extra = set(found) - set(SCHEMA["properties"])
    if extra:
        raise PlanError(f"不认识的字段：{'、'.join(sorted(map(str, extra)))[:60]}。")
    operation = found.get("operation")
    if operation == "none":
        return None
    if operation not in OPERATIONS:
        raise PlanError(f"operation 须是 {'、'.join(OPERATIONS)} 之一。")
    operands = tuple(_operand(one, members) for one in _objects(found, "operands"))
    plan = Plan(
        operation=operation,
        operands=operands,
        dimension=_one_of(found, "dimension", DIMENSIONS),
        conditions=tuple(map(_condition, _objects(found, "conditions"))),
        order=_one_of(found, "order", ("most", "least")) or "most",
        first=_whole(found, "first") or 1,
        limit=_whole(found, "limit"),
        unit=_one_of(found, "unit", UNITS),
        words=_text(found.get("words") or ""),
        readings=tuple((operand,) for operand in operands),
        scope=_scope(found, holdings),
    )
    if plan.operation in ("rank", "list", "count", "average") and plan.dimension is None and not plan.operands:
        raise PlanError(f"操作“{plan.operation}”需要 dimension。")
    if plan.operation in ("reverse", "check", "indicator") and not plan.words and not plan.operands:
        raise PlanError(f"操作“{plan.operation}”需要 words 或 operands。")
    return validate(plan)


def as_json(plan: Plan) -> str:
    """A Plan of the rules as a model would have written it: what the schema holds, nothing that is empty."""
    operands = [
        {name: value for name, value in (("subjects", [{"axis": s.axis, "key": s.key} for s in operand.subjects]), ("fund", operand.fund), ("table", operand.table)) if value}
        for operand in plan.operands
    ]
    conditions = [{"comparator": c.comparator, "low": str(c.low), **({"high": str(c.high)} if c.high is not None else {}), "unit": c.unit} for c in plan.conditions]
    told = {
        "operation": plan.operation, "operands": operands, "dimension": plan.dimension, "conditions": conditions, "order": plan.order if plan.operation == "rank" else None,
        "first": plan.first if plan.first > 1 else None, "limit": plan.limit, "unit": plan.unit, "departments": list(plan.scope.departments), "years": list(plan.scope.years), "phase": plan.scope.phase,
        "words": "" if operands else plan.words,
    }  # fmt: skip
    return json.dumps({name: value for name, value in told.items() if value}, ensure_ascii=False)


def loaded(text: str) -> dict[str, Any]:
    """The JSON object in an answer, also inside a fence; raises PlanError."""
    fenced = re.search(r"```(?:json)?\s*(\{.*\})\s*```", text, re.S)
    try:
        found = json.loads(fenced[1] if fenced else text[text.index("{") : text.rindex("}") + 1])
    except (ValueError, RecursionError) as problem:
        raise PlanError("输出不是一个 JSON 对象。") from problem
    if not isinstance(found, dict):
        raise PlanError("输出不是一个 JSON 对象。")
    return found


def _operand(found: dict[str, Any], members: Members) -> Operand:
    subjects = tuple(_subject(one, members) for one in _objects(found, "subjects"))
    if not subjects:
        raise PlanError("每个 operand 至少要有一个 subject。")
    table = found.get("table")
    if table is not None and not (isinstance(table, str) and re.fullmatch(r"[0-9]{1,2}|[a-z_]{3,30}", table)):
        raise PlanError("table 须是表号或表的类型。")
    return Operand(subjects, fund=_one_of(found, "fund", ("general", "government_fund", "state_capital", "fiscal")), table=table)


def _subject(found: dict[str, Any], members: Members) -> Subject:
    axis, key = found.get("axis"), _text(found.get("key"))
    if axis == "measure":
        if key not in measures():
            raise PlanError(f"没有度量“{key[:30]}”。")
        return Subject("measure", key, measures()[key]["name"], measures()[key]["name"])
    if axis not in MEMBER_AXES:
        raise PlanError(f"axis 须是 {'、'.join(get_args(Axis))} 之一。")
    held = [name for name in members.exact.get(name_key(key), ()) if name.axis == axis] or [name for name in members.codes.get(key.lower(), ()) if name.axis == axis]
    if not held:
        raise PlanError(f"{axis} 里没有“{key[:30]}”，只能照抄目录。")
    return Subject(axis, held[0].key, held[0].name, held[0].name, held[0].code)


def _condition(found: dict[str, Any]) -> Condition:
    try:
        low = Decimal(str(found["low"]))
        high = Decimal(str(found["high"])) if found.get("high") not in (None, "") else None
    except (KeyError, InvalidOperation) as problem:
        raise PlanError("conditions 的 low、high 须是数。") from problem
    comparator = _one_of(found, "comparator", get_args(Comparator))
    if comparator is None or not low.is_finite() or (high is not None and not high.is_finite()) or (comparator == "between") != (high is not None):
        raise PlanError("conditions 的 comparator 或数不对；between 才有 high。")
    return Condition(comparator, low, high, _one_of(found, "unit", ("元", "%", "")) or "元")


def _scope(found: dict[str, Any], holdings: Holdings) -> Scope:
    departments, years = found.get("departments") or [], found.get("years") or []
    if not isinstance(departments, list) or not all(one in holdings.departments for one in departments):
        raise PlanError("departments 里有没有收录的部门。")
    if not isinstance(years, list) or not all(isinstance(one, int) and one in holdings.years(tuple(departments)) for one in years):
        raise PlanError("years 里有没有收录的年份。")
    return Scope(tuple(departments), tuple(years), _one_of(found, "phase", ("预算", "决算", "调整预算")))


def _objects(found: dict[str, Any], name: str) -> list[dict[str, Any]]:
    listed = found.get(name) or []
    if not isinstance(listed, list) or len(listed) > MOST or not all(isinstance(one, dict) for one in listed):
        raise PlanError(f"{name} 须是至多 {MOST} 个对象的列表。")
    return listed


def _one_of(found: dict[str, Any], name: str, allowed: tuple[str, ...]) -> Any:
    value = found.get(name)
    if value is not None and not (isinstance(value, str) and value in allowed):
        raise PlanError(f"{name} 须是 {'、'.join(allowed)} 之一。")
    return value


def _whole(found: dict[str, Any], name: str) -> int | None:
    value = found.get(name)
    if value is not None and (not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= 200):
        raise PlanError(f"{name} 须是 1 到 200 的整数。")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > 200:
        raise PlanError("key 和 words 须是短的文字。")
    return value
