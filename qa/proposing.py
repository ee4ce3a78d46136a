"""A model's reading of a question that the rules did not read: asked for, held against the question's own words, offered or carried out.

Three outcomes. A question about bodies, years and matters that are not held is never sent. Where every word of the question is one that the rules
know and the Plan takes up, and the Plan says nothing else, it is borne out and carried out. All else is only offered, as a question to pick.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from qa.catalogue import catalogue
from qa.conversation import Conversation, strip_correction
from qa.errors import PlanError
from qa.inquiry import NotHeld, Unclear
from qa.latin import in_chinese
from qa.llm_records import Deadline, Prompt, Remark, Talker
from qa.normalise import normalise
from qa.operands import CONTENT
from qa.plan import Operand, Plan, Scope
from qa.plan_json import SCHEMA, plan_from
from qa.plan_words import asked
from qa.planned import Engine, execute, settled
from qa.prompts import quoted, render
from qa.records import Choice, Reply
from qa.refusals import refusal
from qa.scan import Scanned, scan
from qa.scope import Spoken, settle_years, spoken_scope
from qa.understand import understand
from qa.vocabulary import expanded

_SAID = {"sum": "sum", "compare": "compare", "change": "change"}
"""Operators whose operation the order of its operands does not turn round → that operation. Without an operator a question looks something up."""
_PLAIN = frozenset((*CONTENT, "department", "self", "year", "phase", "level", "join", "unit", "operator", "stop", "asked"))
"""Kinds of mentions that a Plan of operands and scope takes up whole; a rank, a condition, a fund, a table, a pronoun … could be left out of it or turned round."""
_TURNING = frozenset(("follow_up", "correct", "yes_no"))
"""Stop words that change what is asked."""


@dataclass(frozen=True, slots=True)
class Question:
    """The question as the rules scan it."""

    scanned: Scanned
    spoken: Spoken
    scope: Scope


@dataclass(frozen=True, slots=True)
class Proposal:
    """A valid Plan of a model."""

    engine: Engine
    plan: Plan
    plan_text: str
    """As the model wrote it."""
    question: str
    contradicts: bool
    """Its budget is another than the one that the question names: offered, whatever the user's settings say."""
    borne_out: bool

    def execute(self, conversation: Conversation) -> Reply | None:
        """The answer to the Plan; `None` where an operation cannot work with it."""
        return _survives(lambda: execute(self.engine, self.plan, self.question, conversation))

    def offer(self) -> Choice | None:
        """The Plan as a question that the user may pick; `None` where the budgets hold no answer to it."""
        tried = _survives(lambda: execute(self.engine, self.plan, self.question, Conversation()))
        if tried is None or tried.status != "answered":
            return None
        words = _survives(lambda: asked(self.plan, settled(self.engine.holdings, self.plan)))
        return Choice(f"语言模型的读法：{tried.plan}", words) if words else None


def _survives(step: Callable):
    """What a step gives; `None` where a Plan of a strange shape breaks it."""
    try:
        return step()
    except Exception:  # noqa: BLE001  a model's Plan may have any shape that the grammar allows
        return None


def proposed(engine: Engine, text: str, question: Question, conversation: Conversation, history: tuple[Remark, ...], talker: Talker, deadline: Deadline) -> Proposal | None:
    """A model's Plan for the question; `None` where it has none, or none that is valid after it was told what was wrong; raises ModelFailed."""
    groups = engine.holdings.matching(question.scope.over(conversation.scope))
    members = engine.catalog.of(tuple(id for group in groups for id in group.ids))
    system = render("plan", schema=json.dumps(SCHEMA, ensure_ascii=False))
    told = {"catalogue": catalogue(engine, groups, text), "question": quoted(text)}
    again = ""
    for _ in range(2):
        said = talker.chat(Prompt(system, render("plan_question", **told, again=again), history), deadline).text
        try:
            plan = plan_from(said, engine.holdings, members)
        except PlanError as problem:
            again = f"上次的输出不对：{problem}"
            continue
        if plan is None:
            return None
        against = contradicts(plan, question)
        scope = plan.scope.over(question.scope.over(conversation.scope))
        return Proposal(engine, replace(plan, scope=scope), said[:4_000], text, against, not against and borne_out(plan, question))
    return None


def read(engine: Engine, text: str, conversation: Conversation) -> Question | None:
    """The question scanned; `None` where it asks for what no Plan may answer: other matters, bodies and years that are not held."""
    plain = expanded(strip_correction(in_chinese(normalise(text), engine.holdings, engine.departments, engine.catalog, conversation.scope).text))
    mentioned = engine.departments.find(plain)
    names = tuple(dict.fromkeys(d for m in mentioned for d in m.departments)) or conversation.scope.departments
    documents = tuple(id for group in engine.holdings.matching(Scope(names)) for id in group.ids)
    scanned = scan(plain, engine.catalog.of(documents), mentioned)
    spoken = spoken_scope(scanned, engine.holdings)
    if refusal(scanned) or scanned.all("refuse") or spoken.foreign:
        return None
    try:
        scope = settle_years(spoken, engine.holdings, Scope(names).over(conversation.scope))
    except (NotHeld, Unclear):
        return None
    held = engine.holdings.years(names)
    years = {*scope.years, *(int(year) for year in re.findall(r"(?<!\d)(?:19|20)\d{2}(?!\d)", plain))}
    if not years <= set(held) or not engine.holdings.matching(scope.over(conversation.scope)):
        return None
    return Question(scanned, spoken, scope)


def contradicts(plan: Plan, question: Question) -> bool:
    """The Plan's budget is another than the one that the question names."""
    scope, named = plan.scope, question.scope
    return bool(
        (scope.departments and named.departments and not set(scope.departments) <= set(named.departments))
        or (scope.years and named.years and set(scope.years) != set(named.years))
        or (scope.phase and named.phase and scope.phase != named.phase)
    )


def borne_out(plan: Plan, question: Question) -> bool:
    """Nothing in the Plan is the model's alone: every word of the question is known and taken up, and every subject, body, year and operation is one that it says, parted as the rules part them."""
    scanned, spoken = question.scanned, question.spoken
    if scanned.unexplained or not plan.operands or any(m.kind not in _PLAIN or (m.kind == "stop" and m.value in _TURNING) for m in scanned.mentions):
        return False
    operators = {m.value for m in scanned.all("operator")}
    if not operators <= {"sum", "compare", "change"} or plan.operation != _SAID.get(next(iter(operators), ""), "lookup") or len(operators) > 1:
        return False
    if plan != Plan(plan.operation, plan.operands, unit=plan.unit, scope=plan.scope, readings=plan.readings) or any(o != Operand(o.subjects) for o in plan.operands):
        return False  # a fund, a table, a condition, an order or a limit that the question does not speak of
    scope, said = plan.scope, question.scope
    if plan.unit not in (None, *(m.value for m in scanned.all("unit"))):
        return False
    if not (set(scope.departments) <= set(said.departments) and set(scope.years) <= set(said.years) and scope.phase in (None, said.phase)):
        return False
    if any(s.part or s.guess or s.ambiguous for m in scanned.mentions if m.kind in CONTENT for s in m.value):
        return False
    ruled = understand(scanned, spoken)
    if ruled.conditions or ruled.dimension or ruled.excluded or ruled.refusals or set(ruled.wants) - {"number"} or ruled.value or ruled.about:
        return False
    parted = [{_subjects(reading) for reading in readings if reading == Operand(reading.subjects, reading.scope)} for readings in ruled.readings]
    return len(parted) == len(plan.operands) and all(_subjects(one) in readings for one, readings in zip(plan.operands, parted, strict=True))


def _subjects(operand: Operand) -> frozenset[tuple[str, str]]:
    return frozenset((s.axis, s.key) for s in operand.subjects)
