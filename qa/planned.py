"""A Plan that did not come from the rules, carried out by the same operations over the same cells."""

from __future__ import annotations

from dataclasses import dataclass, replace

from qa.amounts import Finder
from qa.conversation import Conversation, Turn
from qa.departments import Departments
from qa.draft import Draft
from qa.errors import PlanError
from qa.explain import explain
from qa.holdings import Group, Holdings
from qa.inquiry import Inquiry, NotHeld, Unclear
from qa.members import MemberCatalog
from qa.operations.registry import OPERATIONS
from qa.plan import Plan, Scope, validate
from qa.records import Choice, Reply
from qa.sql import Database


@dataclass(frozen=True, slots=True)
class Engine:
    """What answering works with."""

    database: Database
    holdings: Holdings
    catalog: MemberCatalog
    finder: Finder
    departments: Departments


def execute(engine: Engine, plan: Plan, question: str, conversation: Conversation) -> Reply:
    """The reply to a Plan, and the conversation one turn longer where it was answered."""
    engine.database.take_log()
    draft = Draft(question, engine.holdings, engine.database)
    draft.unit = plan.unit
    try:
        plan = replace(validate(plan), scope=plan.scope.over(conversation.scope))
        groups = settled(engine.holdings, plan)
        several = len(groups) > 1
        OPERATIONS[plan.operation](Inquiry(engine.database, engine.holdings, engine.catalog, engine.finder, plan, groups, draft, several))
    except (PlanError, NotHeld) as problem:
        refused = Draft(question, engine.holdings, engine.database)
        refused.say(str(problem))
        return refused.reply("not_found", engine.database.take_log())
    except Unclear as unclear:
        refused = Draft(question, engine.holdings, engine.database)
        refused.say(str(unclear))
        refused.choices.extend(Choice(label, asked) for label, asked in unclear.choices)
        return refused.reply("clarify", engine.database.take_log())
    departments = tuple(dict.fromkeys(group.department for group in groups))
    years = tuple(dict.fromkeys(group.year for group in groups if group.year))
    scope = Scope(departments if len(departments) == 1 else (), years if len(years) == 1 else (), plan.scope.phase, plan.scope.level)
    conversation.add(Turn(plan, scope, tuple(draft.items), groups, several))
    return draft.reply("answered", engine.database.take_log(), explain(plan, groups))


def settled(holdings: Holdings, plan: Plan) -> tuple[Group, ...]:
    """The budgets that a Plan names, the department's own before its unit's; raises NotHeld where it names none or leaves the choice open."""
    kept: dict[tuple, Group] = {}
    for group in sorted(holdings.matching(plan.scope), key=lambda g: (g.department, g.year or 0, g.phase != "预算", g.scope != "部门")):
        kept.setdefault((group.department, group.year), group)
    groups = tuple(kept.values())
    if not groups:
        raise NotHeld("没有收录这样的预算。")
    named = len(plan.scope.departments) > 1 or len(plan.scope.years) > 1
    if len(groups) > 1 and not named and plan.operation != "change":
        raise NotHeld("收录了几份可能的预算，没有说明是哪一份。")
    return groups
