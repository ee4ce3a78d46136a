"""What the database holds, for the first screen and the lists; read once."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from index.knowledge import read_csv
from index.published import HeldCheck, HeldDocument, checks, documents, reading

PAIRS = (
    ("three_public", "reception"),
    ("three_public", "vehicles"),
    ("basic", "public"),
    ("expenditure_total", "project"),
    ("expenditure", "basic"),
)
"""Measures and parts of them, in the order in which people ask for them."""


@dataclass(frozen=True, slots=True)
class Holdings:
    """Everything that the first screen says."""

    documents: tuple[HeldDocument, ...]
    rows: int
    passages: int
    checks: tuple[HeldCheck, ...]
    examples: tuple[str, ...]
    """Questions that the database can answer, made from what is in it."""

    @property
    def departments(self) -> tuple[str, ...]:
        """Names in order, each once."""
        return tuple(sorted({document.department for document in self.documents if document.department}))

    @property
    def years(self) -> tuple[int, ...]:
        """Years in order, each once."""
        return tuple(sorted({document.year for document in self.documents if document.year}))

    @property
    def in_short(self) -> str:
        """`11 份文件 | 6 个部门 | 2017-2026 年`."""
        years = f"{self.years[0]}-{self.years[-1]} 年" if len(self.years) > 1 else "".join(f"{year} 年" for year in self.years)
        return " | ".join(part for part in (f"{len(self.documents)} 份文件", f"{len(self.departments)} 个部门", years) if part)

    @property
    def failed_checks(self) -> tuple[HeldCheck, ...]:
        """Identities that do not hold."""
        return tuple(check for check in self.checks if check.verdict == "fails")


def read(database: Path) -> Holdings:
    """Read what is loaded; raises StoreError where there is no database yet."""
    held = documents(database)
    with reading(database) as connection:
        return Holdings(
            held,
            rows=count(connection, "source_row WHERE role = 'data'"),
            passages=count(connection, "passage"),
            checks=checks(database),
            examples=examples(connection, held),
        )


def count(connection: sqlite3.Connection, rows: str) -> int:
    """Rows of a table."""
    return connection.execute(f"SELECT count(*) FROM {rows}").fetchone()[0]


def examples(connection: sqlite3.Connection, held: tuple[HeldDocument, ...]) -> tuple[str, ...]:
    """Three questions out of what the documents really contain: a figure with its share, projects or a function, a change over the years."""
    several = len({one.department for one in held}) > 1, len({one.year for one in held}) > 1
    found: list[list[str]] = [[], [], about_years(held)]
    for document in sorted(held, key=lambda one: (-(one.year or 0), one.id)):
        named = (document.department or "") if several[0] else ""
        dated = f"{document.year}年" if several[1] and document.year else ""
        found[0] += about_measures(connection, document.id, named + dated)
        found[1] += about_projects(connection, document.id, named + dated)
        if all(len(questions) >= 2 for questions in found[:2]):
            break
    # One of each kind first; where a kind has none, the others have a second.
    turns = [questions[at] for at in range(3) for questions in found if at < len(questions)]
    return tuple(dict.fromkeys(turns))[:3]


def about_years(held: tuple[HeldDocument, ...]) -> list[str]:
    """A change between two years of one department, where documents of the same kind hold both."""
    kinds = {(one.department, one.unit, one.scope, one.phase, one.year) for one in held if one.department and one.year}
    return [
        f"{department}{year}年支出总计比{year - 1}年变化多少？"
        for department, unit, scope, phase, year in sorted(kinds, key=lambda kind: (-kind[4], *map(str, kind)))
        if (department, unit, scope, phase, year - 1) in kinds
    ]


def about_measures(connection: sqlite3.Connection, document: str, scope: str) -> list[str]:
    """A figure with a part of it, by the measures that have an amount."""
    held = {measure for (measure,) in connection.execute("SELECT DISTINCT measure FROM fact WHERE document_id = ? AND amount > 0", (document,))}
    names = {row["id"]: row["name"] for row in read_csv("measures.csv")}
    return [f"{scope}{names[whole]}多少？其中{names[part]}占比呢？" for whole, part in PAIRS if {whole, part} <= held][:1]


def about_projects(connection: sqlite3.Connection, document: str, scope: str) -> list[str]:
    """The largest projects, and the goal of the largest one; the largest function where there are no projects."""
    rows = connection.execute(
        "SELECT name, goal FROM project WHERE document_id = ? AND amount IS NOT NULL ORDER BY amount DESC, id LIMIT 3", (document,)
    ).fetchall()
    largest = [f"{scope}金额最大的3个项目是哪些？"] if len(rows) == 3 else []
    goals = [f"{scope}{name}的绩效目标是什么？" for name, goal in rows if goal][:1]
    if largest or goals:
        return largest + goals
    function = connection.execute(
        "SELECT function_name FROM fact WHERE document_id = ? AND function_name <> '' AND level = 'leaf' AND amount > 0"
        " ORDER BY amount DESC, id LIMIT 1",
        (document,),
    ).fetchone()
    return [f"{scope}{function[0]}支出多少？"] if function else []
