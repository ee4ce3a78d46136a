"""Which budgets a Plan speaks of: all that it names, the only one that holds the answer, or the user's choice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice

from index.errors import StoreError
from qa.amounts import Finder
from qa.before import told_before
from qa.holdings import Group, Holdings
from qa.inquiry import NotHeld, Unclear
from qa.members import MemberCatalog
from qa.operations.quotes import says_all
from qa.plan import Operand, Plan, Scope
from qa.retrieve import search, speaks_of
from qa.scan import Scanned
from qa.scope import Spoken
from qa.sql import Database
from qa.texts import matching, targets
from qa.turns import Turn
from qa.wide import MOST_CHOICES, MOST_TRIED, likeliest


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause with what was read in it."""

    scanned: Scanned
    spoken: Spoken
    plan: Plan
    scope: Scope
    printing: tuple[str, ...] = ()
    """Documents that print what it says, where it leaves very many budgets open."""


class Settling:
    """Settles the budgets of Plans over one database."""

    def __init__(self, database: Database, holdings: Holdings, catalog: MemberCatalog, finder: Finder):
        self._database = database
        self._holdings = holdings
        self._catalog = catalog
        self._finder = finder

    def settle(self, plan: Plan, clause: Clause, last: Turn | None) -> tuple[tuple[Group, ...], bool]:
        """The budgets that a Plan speaks of, and whether it names several."""
        scope, spoken = plan.scope, clause.spoken
        if plan.operands and all(operand.scope.departments for operand in plan.operands):
            named = tuple(dict.fromkeys(g for operand in plan.operands for g in self._holdings.matching(operand.scope)))
            return named, len(named) > 1
        if last and last.several and spoken.scope == Scope() and not spoken.every and spoken.relative is None:
            return last.groups, True
        if "contrast" in plan.wants and (two := self._two_years(scope)):
            return two, True
        groups = self._holdings.matching(scope)
        if spoken.pairs:
            groups = tuple(g for pair in spoken.pairs for g in one_level(self._holdings.matching(pair)))
            if len(groups) == len(spoken.pairs):
                return groups, True
        if not groups:
            groups = self._without_phase(scope, plan) or self._printed_later(scope, spoken, plan)
        if not groups:
            raise NotHeld(self._not_held(scope, clause.scanned.text))
        if len(scope.years) > 1:
            absent = [year for year in scope.years if not any(g.year == year for g in groups)]
            if absent and plan.operation == "change" and max(absent) < max(g.year or 0 for g in groups):
                return in_order(one_level(groups), scope)[:1], True
            if absent and plan.operation == "lookup" and plan.readings and self._printed_beside(absent, groups, plan):
                return groups, False
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

    def _two_years(self, scope: Scope) -> tuple[Group, ...]:
        """比上年减少的科目: the budget that is spoken of, with that of the year that it is held against where that is held too."""
        held = one_level(self._holdings.matching(Scope(scope.departments, (), scope.phase, scope.level)))
        if len({group.department for group in held}) != 1:
            return ()
        years = {group.year: group for group in held if group.year}
        wanted = sorted(year for year in scope.years) or sorted(years)[-1:]
        new = wanted[-1] if wanted[-1] in years else wanted[-1] + 1
        old = wanted[0] if wanted[0] < new else new - 1
        if new not in years or (len(wanted) > 2) or (old not in years and old != new - 1):
            return ()
        return tuple(years[year] for year in (old, new) if year in years and (year == new or years[year].phase == years[new].phase))

    def alone(self, scope: Scope) -> Group | None:
        """The one budget that a scope names; `None` where it names several or none."""
        groups = one_level(self._holdings.matching(scope))
        return groups[0] if len(groups) == 1 else None

    def _without_phase(self, scope: Scope, plan: Plan) -> tuple[Group, ...]:
        """预算 said of a final account: its own 预算数 column may be meant."""
        if scope.phase != "预算":
            return ()
        return self._holdings.matching(Scope(scope.departments, scope.years, None, scope.level))

    def _printed_beside(self, absent: list[int], groups: tuple[Group, ...], plan: Plan) -> bool:
        """The only year that is not held is the one before, and the budget prints it beside its own."""
        if len(groups) != 1 or absent != [(groups[0].year or 0) - 1]:
            return False
        return self._prints_before(groups[0], plan)

    def _prints_before(self, group: Group, plan: Plan) -> bool:
        """A column of the year before has what the Plan names, or the text says by how much it rose or fell."""
        members = self._catalog.of(group.ids)

        def before(operand: Operand) -> bool:
            own = replace(operand, stage=None)
            found = self._finder.find(replace(operand, stage="prior"), group, members)
            return found is not None or told_before(self._database, group, own, self._finder.find(own, group, members)) is not None

        return bool(plan.readings) and all(any(before(o) for o in reading) for reading in plan.readings)

    def _printed_later(self, scope: Scope, spoken: Spoken, plan: Plan) -> tuple[Group, ...]:
        """2024年执行数 of a 2025 budget: the figures of the year before, which the later budget prints beside its own."""
        if len(scope.years) != 1 or len(scope.departments) != 1 or plan.operation != "lookup":
            return ()
        groups = one_level(self._holdings.matching(Scope(scope.departments, (scope.years[0] + 1,), None, scope.level)))
        return tuple(group for group in groups if self._prints_before(group, plan))

    def _not_held(self, scope: Scope, text: str) -> str:
        department = "、".join(scope.departments[:2])
        years = "、".join(str(year) for year in scope.years if str(year)[2:] in text) or ("那一" if scope.years else "")
        held = self._holdings.years(scope.departments)
        if scope.years and not any(year in held for year in scope.years):
            raise NotHeld(f"没有{department} {years} 年的预算。", (f"{department or '各部门'}收录的年份：{'、'.join(map(str, held))}",))
        return f"没有{department}{years + '年' if years else ''}{scope.level or ''}{scope.phase or '预算'}。"

    def _choose(self, plan: Plan, clause: Clause, groups: tuple[Group, ...]) -> tuple[Group, ...]:
        """One budget out of several that the question allows: the only one that holds the answer, else the user's choice."""
        fitting = likeliest(groups, clause.printing)
        if len(groups) <= MOST_TRIED:
            rows = plan.dimension and not plan.unexplained  # rows are asked for, and no word but theirs is said
            by_words = plan.words and not rows and not any(o.subjects for o in plan.operands)
            fits = self._says if by_words else self._holds
            fitting = tuple(islice((group for group in groups if fits(plan, group)), MOST_CHOICES))  # no more are offered
        if len(fitting) == 1:
            return fitting
        if not fitting:
            fitting = groups
        if len(fitting) > 1 and len({(g.department, g.year) for g in fitting}) == 1:
            return fitting[:1]
        asked = clause.scanned.text
        choices = tuple((group.named(), f"{group.named()}：{asked}") for group in fitting[:MOST_CHOICES])
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


def one_level(groups: tuple[Group, ...]) -> tuple[Group, ...]:
    """部门 budgets, and 单位 budgets only where no 部门 budget of the same year is held; the budget before the final account."""
    kept: dict[tuple, Group] = {}
    for group in sorted(groups, key=lambda g: (g.department, g.year or 0, g.phase != "预算", g.scope != "部门")):
        kept.setdefault((group.department, group.year), group)
    return tuple(kept.values())


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
