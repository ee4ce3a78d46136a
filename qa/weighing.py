"""Questions that doubt, read whole before they are read by clauses: an equation in words, else what the text or a table says of one thing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from qa.carrying import inherited, turn_scope
from qa.conversation import Conversation, Turn
from qa.doubts import Doubt, read_doubt
from qa.draft import Draft, Item
from qa.equations import Equation, read_equation
from qa.errors import PlanError
from qa.explain import explain
from qa.holdings import Group, Holdings
from qa.inquiry import Inquiry, NotHeld, Unclear
from qa.operations.doubting import weighed
from qa.operations.equated import equated
from qa.operations.recalled import bare, last_two, recalled
from qa.plan import Plan, Scope, validate
from qa.records import Reply
from qa.settling import Clause, Settling
from qa.sql import Database

READINGS = ((read_equation, equated), (read_doubt, weighed))
"""Ways to read a question that doubts, each with what answers it."""


@dataclass(frozen=True, slots=True)
class Weighing:
    """Answers questions that doubt over one database."""

    holdings: Holdings
    database: Database
    settling: Settling
    read: Callable[[str, Scope, Conversation], Clause]
    inquiry: Callable[[Plan, tuple[Group, ...], Draft], Inquiry]

    def doubted(self, text: str, question: str, conversation: Conversation) -> Reply | None:
        """The reply to a question that doubts, read whole; `None` where it doubts nothing, or where both sides are not found."""
        for read, weigh in READINGS:
            doubt = read(text)
            reply = self._weighed(doubt, weigh, question, conversation) if doubt is not None else None
            if reply is not None:
                return reply
        return None

    def _weighed(self, doubt: Doubt | Equation, weigh: Callable[..., bool], question: str, conversation: Conversation) -> Reply | None:
        draft, last = Draft(question, self.holdings, self.database), conversation.last
        try:
            clause = self.read(doubt.masked, Scope(), conversation)
            items = last_two(conversation.turns) if isinstance(doubt, Equation) and bare(doubt, clause.scanned) else None
            if items:
                return self._recalled(doubt, items, draft, clause, conversation)
            scope = inherited(clause.scope, conversation.spoken, self.holdings)
            plan = validate(replace(clause.plan, operation="check", scope=scope))
            groups, several = self.settling.settle(plan, clause, last)
            inquiry = replace(self.inquiry(plan, groups, draft), several=several)
            if not weigh(inquiry, doubt, clause.scanned):
                return None
        except (PlanError, NotHeld, Unclear):
            return None
        for guess in plan.guesses:
            draft.warn(guess)
        if scope.departments:
            conversation.spoken = scope
        conversation.add(Turn(plan, turn_scope(groups, scope), tuple(draft.items) or (last.items if last else ()), groups, several))
        return draft.reply("answered", self.database.take_log(), explain(plan, groups))

    def _recalled(self, equation: Equation, items: tuple[Item, Item], draft: Draft, clause: Clause, conversation: Conversation) -> Reply:
        """Two amounts that were just given, held against each other."""
        last = conversation.turns[-1]
        groups = tuple(dict.fromkeys(group for item in items for group in ((item.group,) if item.group else last.groups)))
        inquiry = replace(self.inquiry(replace(clause.plan, operation="check"), groups, draft), several=len(groups) > 1)
        recalled(inquiry, equation, items)
        conversation.add(replace(last, plan=inquiry.plan, items=items, groups=groups, text=clause.scanned.text))
        return draft.reply("answered", self.database.take_log(), explain(inquiry.plan, groups))
