"""What is held: the documents, and groups of those that speak of the same budget (department, year, phase, scope)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from qa.plan import Scope
from qa.records import DocumentRef
from qa.sql import Database


@dataclass(frozen=True, slots=True)
class Held:
    """A document held."""

    id: str
    file: str
    title: str
    department: str
    unit: str | None
    scope: str | None
    region: str | None
    year: int | None
    phase: str | None

    def ref(self) -> DocumentRef:
        return DocumentRef(self.id, self.file, self.title, self.department, self.year, self.phase, self.scope)


@dataclass(frozen=True, slots=True)
class Group:
    """Documents that speak of the same budget: tables and narrative of one department, year, phase and scope."""

    department: str
    year: int | None
    phase: str | None
    scope: str | None
    documents: tuple[Held, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(held.id for held in self.documents)

    def named(self, *, with_department: bool = True, with_scope: bool = False) -> str:
        """上海市普陀区财政局2025年部门预算."""
        year = f"{self.year}年" if self.year else ""
        phase = f"{self.scope if with_scope and self.scope else ''}{self.phase or '预算'}"
        return f"{self.department if with_department else ''}{year}{phase}"


    def spoken(self) -> str:
        """The department's budget without its year: for sentences that cite nothing and so print no number."""
        return f"{self.department}的{self.phase or '预算'}"


class Holdings:
    """The catalogue of documents, read once for each database."""

    def __init__(self, database: Database):
        rows = database.select(
            "SELECT id, file, title, department, unit, scope, region, year, phase FROM document ORDER BY id", most=1_000_000, log=False
        )
        self.documents = tuple(
            Held(r["id"], r["file"], r["title"], r["department"] or r["unit"] or r["title"] or r["file"], r["unit"], r["scope"], r["region"], r["year"], r["phase"])
            for r in rows
        )

    @cached_property
    def by_id(self) -> dict[str, Held]:
        return {held.id: held for held in self.documents}

    @cached_property
    def departments(self) -> tuple[str, ...]:
        return tuple(sorted({held.department for held in self.documents}))

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """Every group, by department, year, phase and scope (部门 before 单位)."""
        found: dict[tuple, list[Held]] = {}
        for held in self.documents:
            found.setdefault((held.department, held.year or 0, held.phase or "预算", held.scope or "部门"), []).append(held)
        return tuple(
            Group(department, year or None, phase, scope, tuple(documents)) for (department, year, phase, scope), documents in sorted(found.items())
        )

    @cached_property
    def _by_department(self) -> dict[str, tuple[Group, ...]]:
        found: dict[str, list[Group]] = {}
        for group in self.groups:
            found.setdefault(group.department, []).append(group)
        return {department: tuple(groups) for department, groups in found.items()}

    def matching(self, scope: Scope) -> tuple[Group, ...]:
        """Groups that a scope allows, in order."""
        if scope == Scope():
            return self.groups
        departments = scope.departments or self.departments
        return tuple(
            group
            for department in departments
            for group in self._by_department.get(department, ())
            if (not scope.years or group.year in scope.years)
            and (scope.phase is None or group.phase == scope.phase)
            and (scope.level is None or group.scope == scope.level)
        )

    def years(self, departments: tuple[str, ...] = ()) -> tuple[int, ...]:
        """Years held for some departments (all where none is given)."""
        return tuple(sorted({g.year for g in self.matching(Scope(departments)) if g.year})) if departments else self._all_years

    @cached_property
    def _all_years(self) -> tuple[int, ...]:
        return tuple(sorted({group.year for group in self.groups if group.year}))

    def described(self, most: int = 6) -> str:
        """What is held, in one line."""
        listed = [group.named() for group in self.groups[:most]]
        return "、".join(listed) + (f" 等 {len(self.groups)} 份" if len(self.groups) > most else "")
