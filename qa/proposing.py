"""A model's reading of a question that the rules did not read: asked for, held against the question's own words, offered or carried out.

Three outcomes. What the question names and the Plan does not have (a year, a body, a phase, a subject that budgets never hold) rejects it.
Where every content word of the question is one that the rules know and the Plan uses, it is borne out. All else is only offered.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from qa.catalogue import catalogue
from qa.conversation import Conversation, strip_correction
from qa.errors import PlanError
from qa.latin import in_chinese
from qa.llm_records import Deadline, Talker
from qa.normalise import normalise
from qa.operands import CONTENT
from qa.plan import Plan, Scope
from qa.plan_json import SCHEMA, plan_from
from qa.plan_words import asked
from qa.planned import Engine, execute, settled
from qa.prompts import quoted, render
from qa.records import Choice, Reply
from qa.refusals import refusal
from qa.scan import Scanned, scan
from qa.scope import Spoken, settle_years, spoken_scope
from qa.vocabulary import expanded

_OPERATIONS = {
    "rank_least": ("rank",), "rank": ("rank", "compare", "difference"), "share": ("share",), "ratio": ("ratio", "share"), "sum": ("sum",), "difference": ("difference", "compare"),
    "change": ("change", "difference"), "count": ("count",), "average": ("average",), "list": ("list", "rank", "lookup"), "compare": ("compare", "difference"), "check": ("check",),
    "reverse": ("reverse",), "describe": ("indicator",),
}  # fmt: skip
"""Operators that a question says → operations that they allow."""


@dataclass(frozen=True, slots=True)
class Question:
    """The question as the rules scan it."""

    scanned: Scanned
    spoken: Spoken
    scope: Scope


@dataclass(frozen=True, slots=True)
class Proposal:
    """A valid Plan of a model that contradicts nothing in the question."""

    engine: Engine
    plan: Plan
    plan_text: str
    """As the model wrote it."""
    question: str
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


def proposed(engine: Engine, reply: Reply, conversation: Conversation, turns: tuple[str, ...], talker: Talker, deadline: Deadline) -> Proposal | None:
    """A model's Plan for the question; `None` where the question must stay refused, or the model has none; raises ModelFailed."""
    question = read(engine, reply.question, conversation)
    if question is None:
        return None
    groups = engine.holdings.matching(question.scope.over(conversation.scope))
    members = engine.catalog.of(tuple(id for group in groups for id in group.ids))
    system = render("plan", schema=json.dumps(SCHEMA, ensure_ascii=False))
    told = {
        "catalogue": catalogue(engine, groups, reply.question),
        "turns": "\n".join(quoted(turn, 300) for turn in turns[-4:-1]) or "（没有）",
        "question": quoted(reply.question),
    }
    again = ""
    for _ in range(2):
        text = talker.chat(system, render("plan_question", **told, again=again), deadline).text
        try:
            plan = plan_from(text, engine.holdings, members)
        except PlanError as problem:
            again = f"上次的输出不对：{problem}"
            continue
        if plan is None or contradicts(plan, question):
            return None
        scope = plan.scope.over(question.scope.over(conversation.scope))
        return Proposal(engine, replace(plan, scope=scope), text[:4_000], reply.question, borne_out(plan, question))
    return None


def read(engine: Engine, text: str, conversation: Conversation) -> Question | None:
    """The question scanned; `None` where it asks for what no Plan may answer: other matters, bodies and years that are not held."""
    plain = expanded(strip_correction(in_chinese(normalise(text), engine.holdings.departments)))
    mentioned = engine.departments.find(plain)
    names = tuple(dict.fromkeys(d for m in mentioned for d in m.departments)) or conversation.scope.departments
    documents = tuple(id for group in engine.holdings.matching(Scope(names)) for id in group.ids)
    scanned = scan(plain, engine.catalog.of(documents), mentioned)
    spoken = spoken_scope(scanned, engine.holdings)
    if refusal(scanned) or scanned.all("refuse") or spoken.foreign:
        return None
    scope = settle_years(spoken, engine.holdings, Scope(names).over(conversation.scope))
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
    """Every content word of the question is known and used, every subject of the Plan stands in the question, and the operation is the one said."""
    scanned = question.scanned
    if scanned.unexplained or not plan.operands:
        return False
    mentions = [mention for mention in scanned.mentions if mention.kind in CONTENT]
    used = {(s.axis, s.key) for operand in plan.operands for s in operand.subjects}
    said = [{(s.axis, s.key) for s in mention.value} for mention in mentions]
    if not all(one & used for one in said) or not used <= set().union(*said):
        return False
    if any(s.part or s.guess or s.ambiguous for mention in mentions for s in mention.value):
        return False
    if len(plan.scope.years) > len(question.scope.years) or (plan.scope.departments and not question.scope.departments):
        return False
    operators = {m.value for m in scanned.all("operator") if m.value in _OPERATIONS}
    if operators:
        return any(plan.operation in _OPERATIONS[one] for one in operators) and len(operators) == 1 and not plan.conditions
    return plan.operation == "lookup" and not plan.conditions
