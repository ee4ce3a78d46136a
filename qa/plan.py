"""What a Plan may say: small, typed, validated. Rules make it, a model may propose one; only Plans become SQL.

An operand is an amount: a conjunction of subjects (行政运行 ∧ 基本支出) within a scope. An operation takes operands.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal, get_args

from qa.errors import PlanError

Operation = Literal[
    "lookup", "sum", "count", "share", "ratio", "difference", "change", "average", "rank", "list", "compare", "check", "reverse", "indicator", "describe"
]
Axis = Literal["measure", "function", "government", "department", "item", "procurement", "service", "field", "region", "project", "narrated", "statement", "unit", "attribute", "indicator", "label"]
Comparator = Literal["gt", "ge", "lt", "le", "eq", "between"]
UNITS = ("元", "千元", "万元", "百万元", "亿元", "%")


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing that the question names: a measure, a member of a dimension, a project, an indicator."""

    axis: Axis
    key: str
    """Measure id, or the name (or code) of a member as it is compared: `qa.normalise.name_key`."""
    text: str
    """The words of the question."""
    name: str = ""
    """For people: the measure's or member's own name."""
    code: str | None = None
    guess: bool = False
    """Matched by part or by likeness: shown to the user."""
    together: bool = False
    """One of a set that the word means as a whole: 水电费 is 水费 and 电费."""
    ambiguous: bool = False
    """One of several readings of the word, none surer than the others."""
    part: bool = False
    """The word names only something that the subject covers: 加油费 in 公务用车运行维护费."""
    weak: bool = False
    """A word such as 支出 that names a measure only where nothing else does."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which documents an operand speaks of; empty fields are open."""

    departments: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    phase: str | None = None
    level: str | None = None
    """部门 or 单位."""

    def over(self, other: Scope) -> Scope:
        """This scope, with what it leaves open taken from another."""
        return Scope(self.departments or other.departments, self.years or other.years, self.phase or other.phase, self.level or other.level)


@dataclass(frozen=True, slots=True)
class Operand:
    """An amount: every subject must hold of one row and column."""

    subjects: tuple[Subject, ...]
    scope: Scope = Scope()
    fund: str | None = None
    stage: str | None = None
    table: str | None = None
    """Printed number (03), type id or `prose`."""
    exclude: tuple[Subject, ...] = ()
    within: tuple[Subject, ...] = ()
    """What the amount must be a part of: 三公经费里的公务接待费."""
    rows: tuple[str, ...] = ()
    """The rows that are meant, where several print one name: the second of two 物业管理服务."""

    def of(self, axis: Axis) -> tuple[Subject, ...]:
        return tuple(subject for subject in self.subjects if subject.axis == axis)

    def named(self) -> str:
        """The operand in words, as the question has it."""
        return "".join(subject.name or subject.text for subject in self.subjects)

    def sought(self) -> str:
        """The operand in words with what it must be a part of: 基本支出里的政府采购."""
        return f"{''.join(f'{whole.name or whole.text}里的' for whole in self.within)}{self.named()}"


@dataclass(frozen=True, slots=True)
class Singled:
    """A row that the question singles out of a set: what is left out, or what another is placed by."""

    said: str
    """The words of the question; empty for rows of an earlier answer, which may or may not stand in the set."""
    subjects: tuple[Subject, ...]
    """Its readings."""
    number: int | None = None
    """How many rows the words are said to mean: 那两个引导资金."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A filter on amounts or values: 超过 500 万."""

    comparator: Comparator
    low: Decimal
    """In 元 for money, in percent for shares, else a bare number."""
    high: Decimal | None = None
    unit: str = "元"


@dataclass(frozen=True, slots=True)
class Plan:
    """A question, understood."""

    operation: Operation
    operands: tuple[Operand, ...] = ()
    dimension: str | None = None
    """What is ranked, listed or counted: project, function, department, government, procurement, service, indicator, document, year, item."""
    depth: int | None = None
    conditions: tuple[Condition, ...] = ()
    order: Literal["most", "least"] = "most"
    first: int = 1
    """The rank that the list begins at: 2 for 第二大."""
    limit: int | None = None
    unit: str | None = None
    words: str = ""
    """What a description, an indicator or a reverse look-up seeks, without scope and polite words."""
    value: Condition | None = None
    """The amount of a reverse look-up."""
    parts: tuple[Plan, ...] = ()
    """A question of several parts: one Plan each."""
    unexplained: tuple[str, ...] = ()
    guesses: tuple[str, ...] = field(default=())
    wants: tuple[str, ...] = ()
    """Further things that the question names: percent, trend, reason, winner, children."""
    readings: tuple[tuple[Operand, ...], ...] = ()
    """For each operand every reading of its words, the likeliest first; empty where the words have only one."""
    excluded: tuple[Singled, ...] = ()
    """Rows that are left out of a ranking, list, sum or count."""
    beside: tuple[Singled, ...] = ()
    """The row that another is placed by: 仅次于清扫保洁."""
    step: int = 0
    """From that row: 1 for the next smaller one, -1 for the next larger one."""
    refusals: tuple[str, ...] = ()
    """Kinds of things asked for that budgets do not hold: execution, headcount, chat …"""
    scope: Scope = Scope()
    counted: int | None = None
    """How many rows are said to be added up: 两笔补助加起来."""
    about: str | None = None
    """The project that the conversation is about, where the question names none."""

    def text_sought(self) -> str:
        """The words that a passage must speak of: what is left of the question, else the names of its subjects."""
        return self.words or " ".join(s.text for operand in self.operands for s in operand.subjects)

    def with_unit(self, unit: str | None) -> Plan:
        return replace(self, unit=unit) if unit else self


def validate(plan: Plan) -> Plan:
    """The Plan itself; raises PlanError naming the field and what it may say."""
    if plan.operation not in get_args(Operation):
        raise PlanError(f"不认识的操作“{plan.operation}”；可用：{'、'.join(get_args(Operation))}。")
    if plan.unit is not None and plan.unit not in UNITS:
        raise PlanError(f"不认识的单位“{plan.unit}”；可用：{'、'.join(UNITS)}。")
    for operand in plan.operands:
        for subject in operand.subjects:
            if subject.axis not in get_args(Axis):
                raise PlanError(f"不认识的维度“{subject.axis}”；可用：{'、'.join(get_args(Axis))}。")
    needed = {"share": 1, "ratio": 1, "difference": 1, "change": 1, "lookup": 1}.get(plan.operation, 0)
    if len(plan.operands) < needed:
        raise PlanError(f"操作“{plan.operation}”需要至少 {needed} 个金额，只给了 {len(plan.operands)} 个。")
    if plan.first < 1 or (plan.limit is not None and plan.limit < 1):
        raise PlanError("名次和条数须是正整数。")
    for part in plan.parts:
        validate(part)
    return plan
