"""The published database as others find it: where it lies, what it was built with, its documents and its checks. Standard library only."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import InputError, StoreError
from index.schema import SCHEMA_VERSION

DATABASE = "budget.db"
"""Datasette names a database after its file, and citations say `/budget/…`."""


@dataclass(frozen=True, slots=True)
class HeldDocument:
    """A document with its identity."""

    id: str
    file: str
    title: str
    department: str | None
    unit: str | None
    scope: str | None
    region: str | None
    year: int | None
    phase: str | None
    publisher: str | None
    format: str
    pages: int | None
    lines: int | None
    sha256: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HeldCheck:
    """A check and its outcome."""

    id: str
    document_id: str
    file: str
    check: str
    description: str
    verdict: str
    left_label: str
    left: str
    left_ref: str
    right_label: str
    right: str
    right_refs: tuple[str, ...]
    difference: int | None
    """Fen."""
    message: str


def database_of(data: Path) -> Path:
    """Where the data folder's database lies or will lie."""
    return data / "build" / DATABASE


@contextmanager
def reading(database: Path) -> Iterator[sqlite3.Connection]:
    """A read-only connection; raises StoreError where there is no database or it is none of ours."""
    if not database.is_file():
        raise StoreError(f"还没有数据库：{database}。请先运行 yusuan index。")
    try:
        with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            yield connection
    except sqlite3.Error as error:
        raise StoreError(f"{database} 不是预算数据库，或已损坏（{error}）。请重新运行 yusuan index。") from error


def read_build(database: Path) -> dict[str, str]:
    """The `build` table: schema version, content hash, embedding model …"""
    with reading(database) as connection:
        return dict(connection.execute("SELECT key, value FROM build"))


def is_current(database: Path) -> bool:
    """Whether the database is of this program's schema."""
    return read_build(database).get("schema_version") == str(SCHEMA_VERSION)


def documents(database: Path) -> tuple[HeldDocument, ...]:
    """Every document, by department, year and name."""
    columns = [name for name in HeldDocument.__slots__ if name != "notes"]
    query = f"SELECT {', '.join(columns)}, notes FROM document ORDER BY department, year, file, id"
    with reading(database) as connection:
        return tuple(HeldDocument(*row[:-1], tuple(json.loads(row[-1]))) for row in connection.execute(query))


def checks(database: Path, named: str | None = None) -> tuple[HeldCheck, ...]:
    """What was checked, failures first; of the one document whose id or file name begins with or holds `named`; raises InputError where none or several do."""
    where, parameters = "", ()
    if named is not None:
        where, parameters = "WHERE c.document_id = ?", (find_document(database, named).id,)
    query = f"""SELECT c.id, c.document_id, d.file, c.[check], c.description, c.verdict, c.left_label, c.[left], c.left_ref, c.right_label, c.[right],
        c.right_refs, c.difference, c.message FROM check_result c JOIN document d ON d.id = c.document_id {where} ORDER BY d.file, c.document_id, c.verdict, c.id"""
    with reading(database) as connection:
        return tuple(
            HeldCheck(**{**row, "right_refs": tuple(json.loads(row["right_refs"]))}) for row in by_name(connection.execute(query, parameters))
        )


def by_name(cursor: sqlite3.Cursor) -> Iterator[dict[str, Any]]:
    """Rows with their column names."""
    names = [column[0] for column in cursor.description]
    return (dict(zip(names, row, strict=True)) for row in cursor)


def find_document(database: Path, named: str) -> HeldDocument:
    """The document with this id or file name, else the only one whose id, file name or title holds it."""
    held = documents(database)
    exact = [one for one in held if named in (one.id, one.file)]
    found = exact or [one for one in held if any(named in text for text in (one.id, one.file, one.title))]
    if len(found) == 1:
        return found[0]
    names = "、".join(one.file for one in found or held)
    raise InputError(f"“{named}”符合几份文件：{names}。" if found else f"没有收录“{named}”。已收录：{names}。")
