"""Questions for targets that no row answered: each clause read by what it counts, over the budgets that the question leaves open."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from qa.asking import years_named
from qa.clauses import clauses
from qa.conversation import Conversation, Turn
from qa.departments import DepartmentMention, Departments
from qa.draft import Draft
from qa.explain import explain
from qa.holdings import Group, Holdings
from qa.inquiry import Inquiry, Unclear
from qa.normalise import name_key
from qa.operations.aimed import Aim, Found, found, one_answer, say
from qa.plan import Operand, Plan, Scope, Subject
from qa.records import Choice, Reply
from qa.settling import one_level
from qa.sql import Database
from qa.texts import Target, targets
from qa.turns import scope_of

MOST_READ = 12
"""Budgets whose indicators are read for one question."""
MOST_PARTS = 3


@dataclass(frozen=True, slots=True)
class Aiming:
    """Answers questions for targets over one database."""

    holdings: Holdings
    database: Database
    departments: Departments
    inquiry: Callable[[Plan, tuple[Group, ...], Draft], Inquiry]

    def aimed(self, text: str, question: str, conversation: Conversation) -> Reply | None:
        """The reply where every part of the question fits an indicator; `None` where one does not."""
        draft = Draft(question, self.holdings, self.database)
        parts = clauses(text)
        try:
            told = (self._parts(parts, conversation) if 1 < len(parts) <= MOST_PARTS else ()) or self._parts((text,), conversation)
        except Unclear as unclear:
            draft.say(str(unclear))
            draft.choices.extend(Choice(label, asked) for label, asked in unclear.choices)
            return draft.reply("clarify", self.database.take_log())
        if not told:
            return None
        groups = tuple(dict.fromkeys(kept[0].group for _, kept in told))
        named = tuple(dict.fromkeys(one.fit.target.owner for _, kept in told for one in kept if one.fit.target.project_id))
        operands = tuple(Operand((Subject("project", name_key(name), name, name),)) for name in named[:1] if len(named) == 1)
        plan = Plan(
            "indicator",
            operands,
            words=" ".join(dict.fromkeys(one.fit.target.name for _, kept in told for one in kept)),
            readings=tuple((o,) for o in operands),
        )
        inquiry = self.inquiry(plan, groups, draft)
        if not all(say(inquiry, asked, kept) for asked, kept in told):
            return None
        self._remember(plan, groups, inquiry, text, conversation)
        return draft.reply("answered", self.database.take_log(), explain(plan, groups))

    def _remember(self, plan: Plan, groups: tuple[Group, ...], inquiry: Inquiry, text: str, conversation: Conversation) -> None:
        scope = scope_of(groups[0] if len(groups) == 1 else None)
        if len(groups) == 1:
            conversation.spoken = Scope(scope.departments, scope.years)
        conversation.open = None
        conversation.add(Turn(replace(plan, scope=scope), scope, tuple(inquiry.draft.items), groups, False, text=text))

    def _parts(self, parts: tuple[str, ...], conversation: Conversation) -> tuple[tuple[Aim, tuple[Found, ...]], ...]:
        """What each part fits; nothing where one fits nothing. A part that names no budget speaks of the one before it."""
        told: list[tuple[Aim, tuple[Found, ...]]] = []
        for part in parts:
            mentioned = self.departments.find(part)
            before = told[-1][1][0].group if told else None
            groups = self._groups(part, mentioned, before, conversation)
            about = told[-1][1][0].fit.target if told else _about(conversation, self.database, groups)
            asked, kept = found(self.database, part, groups, mentioned, about)
            if not kept:
                return ()
            told.append((asked, one_answer(kept)))
        return tuple(told)

    def _groups(self, part: str, mentioned: tuple[DepartmentMention, ...], before: Group | None, conversation: Conversation) -> tuple[Group, ...]:
        names = tuple(dict.fromkeys(name for mention in mentioned for name in mention.departments))
        years = tuple(years_named(part))
        if before is not None and not names and (not years or before.year in years):
            return (before,)
        spoken = conversation.spoken or conversation.scope
        groups = one_level(self.holdings.matching(Scope(names or spoken.departments, years or (spoken.years if not names else ()))))
        if len(groups) > MOST_READ:
            groups = tuple(group for group in groups if any(place and place in part for place in _places(group)))
        return groups if len(groups) <= MOST_READ else ()


_NUMBER = re.compile(r"多少|几(?!乎)|目标(?:值|数)?[?？]?$|指标(?:值|数)?[?？]?$")


def only_targets(reply: Reply) -> bool:
    """Whether an answer's figures are all targets of indicators; also quotations without a figure where one is asked for."""
    if not reply.figures and not _NUMBER.search(reply.question):
        return False
    rows = {cited.marker for cited in reply.citations if cited.url.startswith(("/budget/indicator/", "/budget/department_indicator/"))}
    prose = {cited.marker for cited in reply.citations if cited.kind == "passage"}
    return {cited.marker for cited in reply.citations} <= rows | prose and all(set(figure.citations) <= rows for figure in reply.figures)


def _about(conversation: Conversation, database: Database, groups: tuple[Group, ...]) -> Target | None:
    """An indicator of the project that the conversation is about."""
    project = next((item.project_id for item in conversation.last.items if item.project_id), None) if conversation.last else None
    if project is None:
        return None
    return next((target for group in groups for target in targets(database, group.ids) if target.project_id == project), None)


def _places(group: Group) -> tuple[str, ...]:
    """The regions of a department without their last character: 金华 of 金华市."""
    return tuple(dict.fromkeys(held.region.rstrip("省市区县州旗")[-3:] for held in group.documents if held.region and len(held.region) > 2))
