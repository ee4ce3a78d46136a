"""What the database holds, for the first screen and the lists: read once, with plain SQL, on a read-only connection."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from index.errors import StoreError
from index.knowledge import read_csv

PAIRS = (
    ("three_public", "reception"),
    ("three_public", "vehicles"),
    ("basic", "public"),
    ("expenditure_total", "project"),
    ("expenditure", "basic"),
)
"""Measures and parts of them, in the order in which people ask for them."""


@dataclass(frozen=True, slots=True)
class HeldDocument:
    """A loaded document."""

    id: str
    file: str
    title: str
    department: str | None
    scope: str | None
    year: int | None
    phase: str | None
    tables: int


@dataclass(frozen=True, slots=True)
class FailedCheck:
    """An identity that does not hold."""

    id: str
    file: str
    description: str
    message: str


@dataclass(frozen=True, slots=True)
class Holdings:
    """Everything that the first screen says."""

    documents: tuple[HeldDocument, ...]
    rows: int
    passages: int
    checks_tried: int
    failed_checks: tuple[FailedCheck, ...]
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


def read(database: Path) -> Holdings:
    """Read what is loaded; raises StoreError where there is no database yet."""
    if not database.is_file():
        raise StoreError("还没有数据库。请先运行 yusuan index 收录预算文件。")
    try:
        with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            documents = tuple(
                HeldDocument(*row)
                for row in connection.execute(
                    "SELECT id, file, title, department, scope, year, phase,"
                    " (SELECT count(*) FROM source_table WHERE document_id = document.id) FROM document ORDER BY department, year, phase, file"
                )
            )
            checks = connection.execute(
                "SELECT check_result.id, file, description, message FROM check_result JOIN document ON document.id = document_id"
                " WHERE verdict = 'fails' ORDER BY file, check_result.id"
            )
            return Holdings(
                documents,
                rows=count(connection, "source_row WHERE role = 'data'"),
                passages=count(connection, "passage"),
                checks_tried=count(connection, "check_result"),
                failed_checks=tuple(FailedCheck(*row) for row in checks),
                examples=examples(connection, documents),
            )
    except sqlite3.Error as error:
        raise StoreError("数据库无法读取，可能由另一版本建立。请重新运行 yusuan index。") from error


def count(connection: sqlite3.Connection, rows: str) -> int:
    """Rows of a table."""
    return connection.execute(f"SELECT count(*) FROM {rows}").fetchone()[0]


def examples(connection: sqlite3.Connection, documents: tuple[HeldDocument, ...]) -> tuple[str, ...]:
    """Three questions about the newest documents, out of what they really contain."""
    questions: list[str] = []
    for document in sorted(documents, key=lambda held: (-(held.year or 0), -held.tables, held.id)):
        named = (document.department or "") if len({held.department for held in documents}) > 1 else ""
        dated = f"{document.year}年" if document.year and len({held.year for held in documents}) > 1 else ""
        for question in (*about_measures(connection, document, named + dated), *about_projects(connection, document, named + dated)):
            if question not in questions:
                questions.append(question)
        if len(questions) >= 3:
            break
    return tuple(questions[:3])


def about_measures(connection: sqlite3.Connection, document: HeldDocument, scope: str) -> list[str]:
    """A figure with a part of it, by the measures that have an amount."""
    held = {measure for (measure,) in connection.execute("SELECT DISTINCT measure FROM fact WHERE document_id = ? AND amount > 0", (document.id,))}
    names = {row["id"]: row["name"] for row in read_csv("measures.csv")}
    return [f"{scope}{names[whole]}多少？其中{names[part]}占比呢？" for whole, part in PAIRS if {whole, part} <= held][:1]


def about_projects(connection: sqlite3.Connection, document: HeldDocument, scope: str) -> list[str]:
    """The largest projects, and the indicators of the largest one; the largest functions where there are no projects."""
    rows = connection.execute(
        "SELECT id, name FROM project WHERE document_id = ? AND amount IS NOT NULL ORDER BY amount DESC, id LIMIT 3", (document.id,)
    ).fetchall()
    questions = [f"{scope}金额最大的3个项目是哪些？"] if len(rows) == 3 else []
    for project, name in rows:
        if connection.execute("SELECT 1 FROM indicator WHERE project_id = ? LIMIT 1", (project,)).fetchone():
            return [*questions, f"{scope}{name}有哪些绩效指标？"]
    function = connection.execute(
        "SELECT function_name FROM fact WHERE document_id = ? AND function_name <> '' AND level = 'leaf' AND amount > 0"
        " ORDER BY amount DESC, id LIMIT 1",
        (document.id,),
    ).fetchone()
    return [*questions, f"{scope}{function[0]}支出多少？"] if function else questions
