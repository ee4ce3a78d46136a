"""Questions that only prose answers, read whole: before rows are looked at where no row can be meant, else where no row was found."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from qa.carrying import inherited
from qa.conversation import Conversation, Turn
from qa.doubts import read_doubt
from qa.draft import Draft
from qa.explain import explain
from qa.holdings import Group, Holdings
from qa.inquiry import Inquiry, NotHeld, Unclear
from qa.operations.explained import explained, tell_apart
from qa.operations.registry import ONLY_WORDS
from qa.operations.told import tell
from qa.plan import Plan, Scope
from qa.records import Reply
from qa.settling import Clause, in_order, one_level
from qa.sought import may_seek, sought
from qa.sql import Database

MOST_READ = 12
"""Budgets whose prose is read for one question."""
LEAST_SPOKEN = 5
"""Characters of content by which a sentence of one department among several is found."""
_NO_PHASE = re.compile(r"竣工决算|预决算|财务决算")
"""决算 inside these is no kind of document."""
_TERM = re.compile(r"(?:包括|包含|指|反映|涵盖)(?:的是)?(?:哪些|什么|啥)|解释|定义|含义|是什么")
_APART = re.compile(r"区别|差别|差异|不同|不一样|区分")


@dataclass(frozen=True, slots=True)
class Telling:
    """Answers questions from prose over one database."""

    holdings: Holdings
    database: Database
    read: Callable[[str, Scope, Conversation], Clause]
    inquiry: Callable[[Plan, tuple[Group, ...], Draft], Inquiry]

    def told(self, text: str, question: str, conversation: Conversation, *, first: bool) -> Reply | None:
        """The reply where sentences give what is sought; `None` where the question does not ask so, or none does. `first`: rows were not looked at yet."""
        if not (_APART.search(text) or may_seek(text, first=first)):
            return None
        left = conversation.open
        try:
            clause = self.read(text, Scope(), conversation)
        except (NotHeld, Unclear):
            conversation.open = left
            return None
        seeks = sought(clause.scanned)
        seeks = seeks if seeks is not None and (seeks.first or not first) else None
        apart = bool(_APART.search(text)) and not re.search(r"多少|几", text)
        doubt = read_doubt(text) if first and not apart else None
        if (not apart and seeks is None) or (doubt is not None and doubt.claims):
            return None
        if not apart and not first and clause.plan.operation == "rank" and clause.plan.dimension and "winner" in clause.plan.wants:
            return None  # one sentence with an amount does not say which row has the least
        scope = self._scope(text, clause, conversation)
        groups = in_order(one_level(self.holdings.matching(scope)), scope)
        spent = set(clause.plan.refusals) - ONLY_WORDS and all(group.phase != "决算" for group in groups)
        if not groups or len(groups) > MOST_READ or spent:
            return None
        if seeks is not None and seeks.spoken < LEAST_SPOKEN and len({group.department for group in groups}) > 1:
            return None
        plan = replace(clause.plan, operation="describe", scope=scope)
        inquiry = self.inquiry(plan, groups, Draft(question, self.holdings, self.database))
        term = not first and seeks is not None and _TERM.search(text)
        if not (apart and tell_apart(inquiry)) and not (term and explained(inquiry, seeks)) and not (seeks is not None and tell(inquiry, seeks, first=first)):
            return None
        if scope.departments:
            conversation.spoken = scope
        conversation.open = None
        conversation.add(Turn(plan, scope, tuple(inquiry.draft.items), groups, False))
        return inquiry.draft.reply("answered", inquiry.database.take_log(), explain(plan, groups))

    def _scope(self, text: str, clause: Clause, conversation: Conversation) -> Scope:
        scope = inherited(clause.scope, conversation.spoken, self.holdings)
        if _NO_PHASE.search(text) or not self.holdings.matching(scope):
            return Scope(scope.departments, scope.years)
        return scope
