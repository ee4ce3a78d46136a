"""From a question in a conversation to a reply: read the clauses, settle the documents, operate, and say what is not known."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from index.errors import StoreError
from qa.amounts import Finder
from qa.clauses import clauses
from qa.conversation import Conversation, Turn, complete, refers, strip_correction
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
from qa.operations.wording import says_all
from qa.plan import Operand, Plan, Scope, Subject, validate
from qa.records import Choice, Reply
from qa.refusals import refusal
from qa.retrieve import search, speaks_of
from qa.scan import Scanned, scan
from qa.scope import Spoken, full_year, settle_years, spoken_scope
from qa.sql import Database
from qa.texts import matching, targets
from qa.understand import completed, understand
from qa.vocabulary import expanded, measures, pattern_mentions

ACROSS = ("change", "compare")


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause with what was read in it."""

    scanned: Scanned
    spoken: Spoken
    plan: Plan
    scope: Scope


class Answering:
    """Answers questions over one database."""

    def __init__(self, database: Database, holdings: Holdings, catalog: MemberCatalog, finder: Finder, departments: Departments):
        self._database = database
        self._holdings = holdings
        self._catalog = catalog
        self._finder = finder
        self._departments = departments

    def answer(self, question: str, conversation: Conversation) -> Reply:
        """The reply to a question, and the conversation one turn longer where it was answered."""
        self._database.take_log()
        text = expanded(strip_correction(in_chinese(normalise(question), self._holdings.departments)))
        draft = Draft(question, self._holdings, self._database, english=bool(re.fullmatch(r"[\x00-\x7f]+", question.strip())))
        try:
            return self._answered(text, conversation, draft)
        except PlanError as problem:
            draft = Draft(question, self._holdings, self._database)
            draft.say(f"没有完全读懂这个问题：{problem}")
            draft.suggestions.append(f"已收录：{self._holdings.described()}")
            return draft.reply("not_found", self._database.take_log())
        except NotHeld as missing:
            draft = Draft(question, self._holdings, self._database)
            draft.say(str(missing))
            draft.suggestions.extend((*missing.suggestions, f"已收录：{self._holdings.described()}"))
            return draft.reply("not_found", self._database.take_log())
        except Unclear as unclear:
            draft = Draft(question, self._holdings, self._database)
            draft.say(str(unclear))
            draft.choices.extend(Choice(label, asked) for label, asked in unclear.choices)
            return draft.reply("clarify", self._database.take_log())

    def _answered(self, text: str, conversation: Conversation, draft: Draft) -> Reply:
        pieces = self._clauses(text, conversation)
        plans: list[str] = []
        last: Turn | None = conversation.last
        for clause in pieces:
            plan = with_total(completed(complete(clause.plan, clause.scanned, last), clause.scanned), clause.scanned)
            scope = clause.scope.over(conversation.spoken or Scope()).over(last.scope if last and leans(clause, last) else Scope())
            if plan.operation in ("change", "difference", "compare") and len(plan.operands) == 1 and len(scope.years) <= 1 and not (last and last.several):
                years = two_years(plan, scope, [*conversation.turns, *([last] if last else [])])
                if len(years) > 1:
                    plan, scope = replace(plan, operation="change"), replace(scope, years=years)
            plan = validate(replace(plan, scope=scope))
            if scope.departments:
                conversation.spoken = scope
            before = len(draft.items)
            groups, several = self._settle(plan, clause, last)
            if last and repeats(plan, groups, last):
                continue
            draft.unit = plan.unit or draft.unit
            inquiry = Inquiry(self._database, self._holdings, self._catalog, self._finder, plan, groups, draft, several)
            plan = run(inquiry, clause.scanned)
            for guess in plan.guesses:
                draft.warn(guess)
            plans.append(explain(plan, groups))
            last = Turn(plan, turn_scope(groups, scope), tuple(draft.items[before:]) or (last.items if last else ()), groups, several)
        if last is None:
            raise NotHeld("没有认出要问的内容。")
        conversation.add(last)
        return draft.reply("answered", self._database.take_log(), "；".join(plans))

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
            waiting = ""
            if self._asks_nothing(clause) and found:
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
        years = {full_year(m.value["year"]) for m in pattern_mentions(text) if m.kind == "year" and m.value.get("year")}
        departments = next(iter(named)) if len(named) == 1 and len(next(iter(named))) == 1 else ()
        return Scope(departments, tuple(years) if len(years) == 1 and departments else ())

    def _asks_nothing(self, clause: Clause) -> bool:
        """Only scope and polite words."""
        plan = clause.plan
        content = plan.operands or plan.words or plan.conditions or plan.refusals or clause.scanned.unexplained
        return not content and not clause.scanned.all("operator") and not clause.scanned.all("rank") and not clause.scanned.all("unit") and not refers(clause.scanned)

    def _read(self, text: str, earlier: Scope, conversation: Conversation) -> Clause:
        mentioned = self._departments.find(text) or self._departments.slip(text)
        held = [m for m in mentioned if m.departments]
        base = earlier.over(conversation.scope)
        names = tuple(dict.fromkeys(d for m in held for d in m.departments)) or base.departments
        documents = tuple(id for group in self._holdings.matching(Scope(names)) for id in group.ids)
        scanned = scan(text, self._catalog.of(documents), mentioned)
        refused = refusal(scanned)
        if refused:
            raise NotHeld(refused)
        spoken = spoken_scope(scanned, self._holdings)
        foreign = spoken.foreign or tuple(m.text for m in mentioned if not m.departments and not _inside_name(m, scanned))
        if foreign:
            raise NotHeld(f"没有收录“{'、'.join(foreign)}”的预算。")
        scope = settle_years(spoken, self._holdings, base).over(earlier)
        return Clause(scanned, spoken, understand(scanned, spoken), scope)

    # documents --------------------------------------------------------------------------------------------------------
    def _settle(self, plan: Plan, clause: Clause, last: Turn | None) -> tuple[tuple[Group, ...], bool]:
        """The budgets that a Plan speaks of, and whether it names several."""
        scope, spoken = plan.scope, clause.spoken
        if last and last.several and spoken.scope == Scope() and not spoken.every and spoken.relative is None:
            return last.groups, True
        groups = self._holdings.matching(scope)
        if spoken.pairs:
            groups = tuple(g for pair in spoken.pairs for g in one_level(self._holdings.matching(pair)))
            if len(groups) == len(spoken.pairs):
                return groups, True
        if not groups:
            groups = self._without_phase(scope, plan)
        if not groups:
            raise NotHeld(self._not_held(scope))
        if len(scope.years) > 1:
            absent = [year for year in scope.years if not any(g.year == year for g in groups)]
            if absent and plan.operation == "change" and groups:
                return in_order(one_level(groups), scope)[:1], True
            if absent:
                raise NotHeld(f"没有{scope.departments[0] if len(scope.departments) == 1 else ''} {'、'.join(map(str, absent))} 年的预算。")
        if spoken.levels:
            return groups, True
        groups = in_order(one_level(groups), scope)
        if plan.operation == "change" and len({g.year for g in groups}) > 1 and len({g.department for g in groups}) == 1:
            return groups, True
        if plan.operation == "change" and len(groups) == 1:
            earlier = self._holdings.matching(Scope((groups[0].department,), (), groups[0].phase))
            earlier = one_level(tuple(g for g in earlier if g.year and groups[0].year and g.year <= groups[0].year))
            return earlier[-2:], True
        if plan.operation == "describe" and len({g.department for g in groups}) == 1:
            return groups, False
        several = spoken.many_departments or spoken.every or len(scope.years) > 1 or spoken.all_years or plan.dimension in ("document", "year")
        if several or len(groups) == 1:
            return groups, several
        return self._choose(plan, clause, groups), False

    def _without_phase(self, scope: Scope, plan: Plan) -> tuple[Group, ...]:
        """预算 said of a final account: its own 预算数 column may be meant."""
        if scope.phase != "预算":
            return ()
        return self._holdings.matching(Scope(scope.departments, scope.years, None, scope.level))

    def _not_held(self, scope: Scope) -> str:
        department = "、".join(scope.departments[:2])
        years = "、".join(map(str, scope.years))
        held = self._holdings.years(scope.departments)
        if scope.years and not any(year in held for year in scope.years):
            raise NotHeld(f"没有{department} {years} 年的预算。", (f"{department or '各部门'}收录的年份：{'、'.join(map(str, held))}",))
        return f"没有{department}{years + '年' if years else ''}{scope.level or ''}{scope.phase or '预算'}。"

    def _choose(self, plan: Plan, clause: Clause, groups: tuple[Group, ...]) -> tuple[Group, ...]:
        """One budget out of several that the question allows: the only one that holds the answer, else the user's choice."""
        fitting = tuple(group for group in groups if self._holds(plan, group))
        if len(fitting) > 1 and plan.words and not any(o.subjects for o in plan.operands):
            fitting = tuple(g for g in groups if self._says(plan, g)) or fitting
        if len(fitting) == 1:
            return fitting
        if not fitting:
            fitting = groups
        if len(fitting) > 1 and len({(g.department, g.year) for g in fitting}) == 1:
            return fitting[:1]
        asked = clause.scanned.text
        choices = tuple((group.named(), f"{group.named()}：{asked}") for group in fitting[:9])
        raise Unclear("收录了几份可能的预算，请说明是哪个部门、哪一年。", choices)

    def _says(self, plan: Plan, group: Group) -> bool:
        """An indicator or a passage of the group says every word that the question seeks."""
        if matching(targets(self._database, group.ids), plan.words, least=0.9):
            return True
        try:
            hits = search(self._database.connection, plan.words, documents=set(group.ids), limit=3)
        except StoreError:
            return False
        return any(speaks_of(plan.words, hit) and says_all(plan, hit.heading + hit.text) for hit in hits)

    def _holds(self, plan: Plan, group: Group) -> bool:
        """The group has what the Plan names."""
        members = self._catalog.of(group.ids)
        if not plan.operands or not any(o.subjects for o in plan.operands):
            return True
        return all(any(self._has(operand, group, members) for operand in reading) for reading in plan.readings)

    def _has(self, operand, group: Group, members) -> bool:
        projects = operand.of("project") or operand.of("indicator")
        if projects:
            return any(name.axis == s.axis and (name.key == s.key or s.key in name.key) for s in projects for name in members.names)
        return self._finder.find(operand, group, members) is not None


def _inside_name(mention: DepartmentMention, scanned: Scanned) -> bool:
    """What looks like a department stands inside the name of a subject: 人大会议, 政协事务."""
    return any(m.kind in ("name", "subject", "unheld", "part", "table") and m.start <= mention.start and mention.end <= m.end and m.text != mention.text for m in scanned.mentions)


def one_level(groups: tuple[Group, ...]) -> tuple[Group, ...]:
    """部门 budgets, and 单位 budgets only where no 部门 budget of the same year is held; the budget before the final account."""
    kept: dict[tuple, Group] = {}
    for group in sorted(groups, key=lambda g: (g.department, g.year or 0, g.phase != "预算", g.scope != "部门")):
        kept.setdefault((group.department, group.year), group)
    return tuple(kept.values())


def with_total(plan: Plan, scanned: Scanned) -> Plan:
    """2025年预算多少: a budget asked for without a subject is its total."""
    if "reason" in plan.wants and not plan.operands and not plan.words:
        return replace(plan, operation="describe", words="支出 收入 预算 增加 减少 主要原因")
    asks = plan.operation in ("lookup", "describe", "change", "difference", "ratio", "rank", "compare") and not plan.operands and not plan.words and not plan.conditions
    if not asks or scanned.unexplained or plan.refusals or plan.dimension not in (None, "document", "year"):
        return plan
    if not (scanned.all("phase") or scanned.all("level") or re.search(r"多少|几|how much|spend|spent", scanned.text)):
        return plan
    operand = Operand((Subject("measure", "expenditure_total", "", measures()["expenditure_total"]["name"]),))
    return replace(plan, operation="lookup" if plan.operation == "describe" else plan.operation, operands=(operand,), readings=((operand,),))


def two_years(plan: Plan, scope: Scope, turns: list[Turn]) -> tuple[int, ...]:
    """增长了多少 after 2019年 … 2018年呢: the years of the last two turns about the same amount."""
    years: list[int] = list(scope.years)
    for turn in reversed(turns):
        if turn.plan.operands == plan.operands and turn.scope.departments == scope.departments:
            years += [year for year in turn.scope.years if year not in years]
    return tuple(years[:2]) if len(years) > 1 else scope.years


def in_order(groups: tuple[Group, ...], scope: Scope) -> tuple[Group, ...]:
    """Budgets in the order in which the question names their departments and years."""
    return tuple(
        sorted(
            groups,
            key=lambda g: (
                scope.departments.index(g.department) if g.department in scope.departments else 0,
                scope.years.index(g.year) if g.year in scope.years else 0,
            ),
        )
    )


def repeats(plan: Plan, groups: tuple[Group, ...], last: Turn) -> bool:
    """The clause asks again what the one before it was answered with: 谁高，高多少."""
    follows = ("difference", "compare", "change")
    same = plan.operation == last.plan.operation or (plan.operation in follows and last.plan.operation in ("difference", "compare", "change", "share", "ratio"))
    compared = plan.operation in follows and last.plan.operation in ("share", "ratio") and not plan.words
    return groups == last.groups and not plan.unit and (compared or (same and plan.operands == last.plan.operands)) and plan.operation in follows


def leans(clause: Clause, last: Turn) -> bool:
    """The clause takes its budget from the last turn where it names none."""
    return not clause.spoken.every


def turn_scope(groups: tuple[Group, ...], scope: Scope) -> Scope:
    """What the answer was about, for the next question."""
    if len(groups) == 1:
        group = groups[0]
        return Scope((group.department,), (group.year,) if group.year else (), group.phase, scope.level)
    departments = tuple(dict.fromkeys(group.department for group in groups))
    years = tuple(dict.fromkeys(group.year for group in groups if group.year))
    return Scope(departments if len(departments) == 1 else (), years[-1:] if len(years) and len(departments) == 1 else (years if len(years) == 1 else ()), scope.phase, scope.level)
