"""From a question in a conversation to a reply: read the clauses, settle the documents, operate, and say what is not known."""

from __future__ import annotations

import re
from dataclasses import replace

from qa.aiming import Aiming, only_targets
from qa.amounts import Finder
from qa.asking import ASKS, ELLIPSIS, HEADLESS, LED, MONEY_TOO, NAMES_AMOUNT, YEAR_SAID, inside_name, only_names, own_years, stands_alone, years_named
from qa.basis import of_fund, without_basis, without_size
from qa.carrying import (
    against_budget,
    as_before,
    as_budgeted,
    as_compared,
    as_outturn,
    as_spent,
    inherited,
    leans,
    repeats,
    turn_scope,
    two_stages,
    two_years,
    with_total,
)
from qa.clauses import clauses
from qa.conversation import Conversation, Follow, Turn, corrected, followed, pointed_at, refers, wholes_after
from qa.departments import DepartmentMention, Departments
from qa.draft import Draft
from qa.errors import PlanError
from qa.explain import explain
from qa.holdings import Group, Holdings
from qa.inquiry import Inquiry, NotHeld, Unclear
from qa.latin import in_chinese
from qa.members import MemberCatalog
from qa.normalise import normalise
from qa.operations.registry import run
from qa.operators import contrasts
from qa.plan import Plan, Scope, validate
from qa.records import Choice, Reply
from qa.refusals import refusal
from qa.scan import Scanned, scan
from qa.scope import settle_years, spoken_scope
from qa.settling import Clause, Settling
from qa.sql import Database
from qa.telling import Telling
from qa.turns import Open, unanswered
from qa.unanswered import leans_on_foreign, not_known, only_scope, resumed
from qa.understand import completed, understand
from qa.vocabulary import expanded
from qa.weighing import Weighing
from qa.wide import MOST_TRIED, is_wide, scan_wide


class Answering:
    """Answers questions over one database."""

    def __init__(self, database: Database, holdings: Holdings, catalog: MemberCatalog, finder: Finder, departments: Departments):
        self._database = database
        self._holdings = holdings
        self._catalog = catalog
        self._finder = finder
        self._departments = departments
        self._settling = Settling(database, holdings, catalog, finder)
        self._scans: dict[tuple, tuple[Scanned, tuple[str, ...]]] = {}

    def answer(self, question: str, conversation: Conversation) -> Reply:
        """The reply to a question, and the conversation one turn longer where it was answered."""
        self._scans.clear()
        asked = conversation.chosen(question)
        before = conversation.last
        reply = self._told(asked, conversation, first=True) or self._replied(asked, conversation)
        if reply.status != "answered":
            reply = self._aimed(asked, conversation) or self._told(asked, conversation, first=False) or reply
        elif before is None and only_targets(reply):
            reply = self._closer(asked, conversation, reply)
        conversation.choices = reply.choices
        return replace(reply, question=question)

    def _inquiry(self, plan: Plan, groups: tuple[Group, ...], draft: Draft) -> Inquiry:
        return Inquiry(self._database, self._holdings, self._catalog, self._finder, plan, groups, draft)

    def _closer(self, question: str, conversation: Conversation, reply: Reply) -> Reply:
        """A target found by likeness, or another that explains every word; the conversation keeps the turn that is answered."""
        turns, conversation.turns = conversation.turns, []
        closer = self._aimed(question, conversation)
        if closer is not None and closer.status == "answered" and {c.id for c in closer.citations} != {c.id for c in reply.citations}:
            return closer
        conversation.turns, conversation.spoken = turns, None
        return reply

    def _aimed(self, question: str, conversation: Conversation) -> Reply | None:
        """The target that the question describes by what it counts, where no row answered."""
        text = corrected(normalise(question))[0]
        return Aiming(self._holdings, self._database, self._departments, self._inquiry).aimed(text, question, conversation)

    def _told(self, question: str, conversation: Conversation, *, first: bool) -> Reply | None:
        if not first and question.isascii():
            said = in_chinese(normalise(question), self._holdings, self._departments, self._catalog, conversation.scope)
            if said.unread:
                return None
            question = said.text
        text = expanded(corrected(normalise(question))[0])
        if "科目" in text and contrasts("function", text):
            return None  # one sentence does not say which of the rows fell
        return Telling(self._holdings, self._database, self._read, self._inquiry).told(text, question, conversation, first=first)

    def _replied(self, question: str, conversation: Conversation) -> Reply:
        self._database.take_log()
        said = in_chinese(normalise(question), self._holdings, self._departments, self._catalog, conversation.scope)
        plain, wrong = corrected(said.text)
        text, fund = without_basis(without_size(expanded(plain)))
        draft = Draft(question, self._holdings, self._database, english=bool(re.fullmatch(r"[\x00-\x7f]+", question.strip())))
        if said.text != normalise(question):
            question = draft.question = said.text  # indicators and passages are sought by the words of the question
        for note in said.notes:
            draft.warn(note)
        doubted = Weighing(self._holdings, self._database, self._settling, self._read, self._inquiry).doubted(expanded(plain), question, conversation)
        if doubted is not None:
            return doubted
        self._database.take_log()
        try:
            if said.unread:
                raise NotHeld(f"没有读懂问题里的“{'”“'.join(said.unread)}”，请换一种问法。")
            return self._answered(text, conversation, draft, wrong, fund)
        except PlanError:
            draft = Draft(question, self._holdings, self._database)
            draft.say("没有读懂这个问题要的是哪个数。")
            draft.suggestions.append(f"已收录：{self._holdings.described()}")
            return draft.reply("not_found", self._database.take_log())
        except NotHeld as missing:
            draft = Draft(question, self._holdings, self._database)
            draft.say(YEAR_SAID.sub(lambda m: m[0] if m["year"] in question else "那一年", str(missing)))
            draft.suggestions.extend((*missing.suggestions, f"已收录：{self._holdings.described()}"))
            return draft.reply("not_found", self._database.take_log())
        except Unclear as unclear:
            draft = Draft(question, self._holdings, self._database)
            draft.say(str(unclear))
            draft.choices.extend(Choice(label, asked) for label, asked in unclear.choices)
            return draft.reply("clarify", self._database.take_log())

    def _answered(self, text: str, conversation: Conversation, draft: Draft, wrong: str | None, fund: str | None) -> Reply:
        left, conversation.open = conversation.open, None
        pieces = self._clauses(text, conversation)
        plans: list[str] = []
        last: Turn | None = conversation.last
        for index, clause in enumerate(pieces):
            if left and not index and leans_on_foreign(clause, left, led=bool(LED.match(text))):
                conversation.open = left
                raise NotHeld(not_known(left))
            if left and not index and only_scope(clause, left):
                clause = resumed(clause, left)
                draft.question = f"{left.scanned.text} {draft.question}"
            elif left and not index and left.plan.operands and not clause.plan.operands and not clause.plan.words:
                last = unanswered(left, last)
            conversation.open = Open(clause.plan, clause.scope, clause.scanned)
            follow = self._follow(clause, last, conversation, wrong, left, led=not index and bool(LED.match(text)))
            pointed = pointed_at(follow) if follow and index + 1 < len(pieces) else None
            if pointed:
                last = pointed
                continue
            whole = followed(follow) if follow else None
            if whole:
                clause = replace(clause, scanned=whole.scanned)
                if whole.same_indicator():
                    draft.question = f"{whole.last.text} {draft.question}"  # 多少家 is said there
            plan = of_fund(with_total(completed(whole.plan if whole else clause.plan, clause.scanned), clause.scanned), fund)
            back = any(m.value == "back" for m in clause.scanned.all("pronoun"))
            scope = inherited(clause.scope, conversation.spoken, self._holdings)
            scope = inherited(scope, last.scope if last and leans(clause, last) else None, self._holdings, conversation.turns, back=back)
            conversation.open = Open(plan, scope, clause.scanned)
            if plan.operation in ("change", "difference", "compare") and len(plan.operands) == 1 and len(scope.years) <= 1 and not (last and last.several):
                years = two_years(plan, scope, [*conversation.turns, *([last] if last else [])])
                if len(years) > 1:
                    plan, scope = replace(plan, operation="change"), replace(scope, years=years)
            if last and not last.several and clause.spoken.scope.departments:
                plan = against_budget(plan, clause.scanned.text, last, self._settling.alone(scope))
            if scope.departments:
                conversation.spoken = scope
            plan = validate(replace(plan, scope=scope))
            before = len(draft.items)
            try:
                groups, several = self._settling.settle(plan, clause, last)
            except NotHeld:
                if scope.years and not set(scope.years) & set(self._holdings.years(scope.departments)) and conversation.spoken:
                    conversation.spoken = replace(conversation.spoken, years=())  # a year that is not held is asked of once
                raise
            plan = two_stages(as_spent(as_before(as_budgeted(as_compared(plan, clause.scanned.text), groups), groups), groups), clause.scanned, groups)
            if last and draft.sentences and repeats(plan, groups, last):
                continue
            plan = as_outturn(plan, clause.scanned, groups)
            draft.unit = plan.unit or draft.unit
            draft.clause = clause.scanned.text if len(pieces) > 1 and not (whole and whole.same_indicator()) else ""
            inquiry = Inquiry(self._database, self._holdings, self._catalog, self._finder, plan, groups, draft, several)
            plan = run(inquiry, clause.scanned)
            for guess in plan.guesses:
                draft.warn(guess)
            plans.append(explain(plan, groups))
            wholes = wholes_after(follow, plan) if follow else ()
            last = Turn(plan, turn_scope(groups, scope), tuple(draft.items[before:]) or (last.items if last else ()), groups, several, bool(follow and follow.leans), wholes, clause.scanned.text)
        if last is None:
            raise NotHeld("没有认出要问的内容。")
        conversation.add(last)
        return draft.reply("answered", self._database.take_log(), "；".join(plans))

    def _follow(self, clause: Clause, last: Turn | None, conversation: Conversation, wrong: str | None, left: Open | None, *, led: bool) -> Follow | None:
        """The clause with what it may lean on; raises NotHeld where that is a question whose subject was not known."""
        plan = clause.plan
        needs = plan.operation in ("share", "ratio", "change", "difference") or (plan.operation == "lookup" and "number" in plan.wants) or any(m.value == "sum" for m in clause.scanned.all("operator"))
        headless = bool(HEADLESS.match(clause.scanned.text)) and len(plan.operands) == 1 and plan.operation in ("share", "ratio")
        unknown = left and left.plan.unexplained and not left.plan.operands and bool(NAMES_AMOUNT.search(left.scanned.text)) and not left.scanned.all("asked")
        if unknown and (headless or (needs and not plan.operands and not plan.words)):
            raise NotHeld("上一个问题没有答出，请把这一个说全。")
        if headless and last is None:
            raise NotHeld("没有说明要算的是什么的占比，请把它说出来。")
        if last is None and plan.unexplained and not plan.operands and plan.operation == "describe" and ELLIPSIS.search(clause.scanned.text):
            raise NotHeld(f"没有认出“{'”“'.join(plan.unexplained)}”指的是什么，请把问题说全。")
        if last is None:
            return None
        turns = (*conversation.turns, *([] if last in conversation.turns else [last]))
        members = self._catalog.of(tuple(id for group in last.groups for id in group.ids))
        return Follow(plan, clause.scanned, last, turns, members, clause.spoken.scope, led, wrong)

    # reading ----------------------------------------------------------------------------------------------------------
    def _clauses(self, text: str, conversation: Conversation) -> list[Clause]:
        """Clauses that ask, each with the scope that it or an earlier clause sets."""
        found: list[Clause] = []
        pieces = list(clauses(text))
        waiting = ""
        ahead = self._named_once(text)
        for index, piece in enumerate(pieces):
            clause = self._read(waiting + piece, (found[-1].scope if found else Scope()).over(ahead), conversation)
            if self._asks_nothing(clause) and index + 1 < len(pieces):
                waiting += piece
                continue
            if index + 1 < len(pieces) and only_names(clause) and ASKS.search(pieces[index + 1]):
                waiting += f"{piece},"
                continue
            waiting = ""
            if self._asks_nothing(clause) and found and not ("count" in found[-1].plan.wants and MONEY_TOO.search(piece)):
                continue
            found.append(clause)
        if not found:
            raise NotHeld("没有提出可以回答的问题。")
        return found

    def _named_once(self, text: str) -> Scope:
        """The one department and the one year that a question of several clauses names, in whichever clause."""
        if len(clauses(text)) < 2:
            return Scope()
        mentioned = [m for m in self._departments.find(text) if m.departments]
        named = {m.departments for m in mentioned}
        years = own_years(text)
        departments = next(iter(named)) if len(named) == 1 and len(next(iter(named))) == 1 else ()
        return Scope(departments, tuple(years) if len(years) == 1 and departments else ())

    def _asks_nothing(self, clause: Clause) -> bool:
        """Only scope and polite words."""
        plan = clause.plan
        content = plan.operands or plan.words or plan.conditions or plan.refusals or clause.scanned.unexplained
        return not content and not clause.scanned.all("operator") and not clause.scanned.all("rank") and not clause.scanned.all("unit") and not clause.scanned.all("asked") and not refers(clause.scanned)

    def _scanned(self, text: str, groups: tuple[Group, ...], mentioned: tuple[DepartmentMention, ...]) -> tuple[Scanned, tuple[str, ...]]:
        """The text read with the names of the budgets that it leaves open; of very many, also which documents print what it says."""
        if len(groups) > MOST_TRIED and is_wide(groups, years_named(text)):
            return scan_wide(self._database, self._catalog, text, groups, mentioned)
        return scan(text, self._catalog.of(tuple(id for group in groups for id in group.ids)), mentioned), ()

    def _read(self, text: str, earlier: Scope, conversation: Conversation) -> Clause:
        mentioned = self._departments.mentioned(text)
        held = [m for m in mentioned if m.departments]
        base = earlier.over(conversation.scope)
        names = tuple(dict.fromkeys(d for m in held for d in m.departments)) or base.departments
        key = (text, names, mentioned)
        if key not in self._scans:  # one question is read for its prose and for its rows
            self._scans[key] = self._scanned(text, self._holdings.matching(Scope(names)), mentioned)
        scanned, printing = self._scans[key]
        if not mentioned and len(self._departments.names) > 1 and (placed := self._departments.by_region(text)) and stands_alone(placed, scanned):
            scanned, printing = self._scanned(text, self._holdings.matching(Scope(placed.departments)), (placed,))
        refused = refusal(scanned)
        if refused:
            raise NotHeld(refused)
        spoken = spoken_scope(scanned, self._holdings)
        foreign = spoken.foreign or tuple(m.text for m in mentioned if not m.departments and not inside_name(m, scanned))
        if foreign:
            conversation.open = Open(understand(scanned, spoken), spoken.scope, scanned, foreign)
            raise NotHeld(f"没有收录“{'、'.join(foreign)}”的预算。")
        scope = settle_years(spoken, self._holdings, base).over(earlier)
        return Clause(scanned, spoken, understand(scanned, spoken), scope, printing)
