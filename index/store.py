"""The one door to sqlite-utils: writes a database whole, proves it, and switches to it by one atomic step.

A database is written under a temporary name in journal mode DELETE, checked, compacted by VACUUM INTO, fsynced and moved over `budget.db`.
Whoever holds the old file open keeps reading the old one: the move replaces the name, not the file behind it.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlite_utils

from index.errors import StoreError
from index.records import CheckResult, Document
from index.rows import ROWS, Derived, check_row
from index.schema import INDEXES, SCHEMA_VERSION, TABLES
from index.views import VIEWS

Derive = Callable[[sqlite3.Connection], Iterable[Derived]]
"""Makes tables from the documents' rows, once these are in."""

Step = Callable[[sqlite3.Connection], Mapping[str, str] | None]
"""Fills what is no ordinary table (full text, vectors); what it returns goes into `build`."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What a build holds."""

    content_hash: str
    """Over every row of every table but `build` and `vector`; the same documents give the same hash on every machine."""
    rows: Mapping[str, int]
    """Rows by table."""
    cells: int
    """Non-empty cells stored; equals what the readers saw."""


def write(
    documents: Iterable[Document],
    target: Path,
    across: Iterable[tuple[str, CheckResult]] = (),
    derive: Iterable[Derive] = (),
    steps: Iterable[Step] = (),
    build: Mapping[str, str] = {},
) -> Stored:
    """Write `documents`, given in the order of their ids, as the database `target`; `across` are checks between documents with the owner's id.

    Raises StoreError, and leaves the old database where it is, where a proof fails.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    draft, compact = target.with_name(f".{target.name}.draft"), target.with_name(f".{target.name}.new")
    for leftover in (draft, compact):
        leftover.unlink(missing_ok=True)
    with opened(draft) as connection:
        database = sqlite_utils.Database(connection)
        for statement in TABLES.values():
            database.execute(statement)
        cells_seen = fill(database, documents, across)
        for statement in INDEXES:
            database.execute(statement)
        for make in derive:
            for derived in make(connection):
                add(database, derived)
        facts = dict(build)
        for step in steps:
            facts |= step(connection) or {}
        for statement in VIEWS.values():
            database.execute(statement)
        stored = prove(connection, cells_seen)
        facts |= {"schema_version": str(SCHEMA_VERSION), "content_hash": stored.content_hash, "documents": str(stored.rows["document"])}
        database["build"].insert_all({"key": key, "value": facts[key]} for key in sorted(facts))
        database.execute("ANALYZE")
        connection.commit()
        connection.execute("VACUUM INTO ?", (str(compact),))
    draft.unlink()
    publish(compact, target)
    return stored


def add(database: sqlite_utils.Database, derived: Derived) -> None:
    """Make and fill one derived table."""
    if derived.ddl:
        database.execute(derived.ddl)
    with database.atomic():
        database[derived.name].insert_all(derived.rows)


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection for writing a file that nobody else reads; the standard sqlite3, also where pysqlite3 is installed."""
    connection = sqlite3.connect(path)
    try:
        connection.execute("PRAGMA journal_mode=DELETE")
        # Power loss before the switch costs only the draft, so nothing needs to be flushed until then.
        connection.execute("PRAGMA synchronous=OFF")
        yield connection
    except sqlite3.Error as error:
        raise StoreError(f"数据库没有写成：{error}。原有的数据库仍在使用。") from error
    finally:
        connection.close()


def fill(database: sqlite_utils.Database, documents: Iterable[Document], across: Iterable[tuple[str, CheckResult]]) -> int:
    """Insert every row of every document; gives the cells that the readers saw."""
    cells = 0
    previous = ""
    with database.atomic():
        for document in documents:
            if document.id <= previous:
                raise StoreError(f"文件编号重复或次序不对：{document.id}")
            previous = document.id
            cells += document.cells_seen
            for table, rows in ROWS.items():
                database[table].insert_all(rows(document))
        database["check_result"].insert_all(check_row(owner, check) for owner, check in across)
    return cells


def prove(connection: sqlite3.Connection, cells_seen: int) -> Stored:
    """Integrity, references and counts; raises StoreError where one does not hold."""
    broken = connection.execute("PRAGMA integrity_check").fetchone()[0]
    if broken != "ok":
        raise StoreError(f"数据库自检未通过：{broken}。原有的数据库仍在使用。")
    orphan = connection.execute("PRAGMA foreign_key_check").fetchone()
    if orphan:
        raise StoreError(f"数据库自检未通过：表 {orphan[0]} 有一行指向不存在的 {orphan[2]}。原有的数据库仍在使用。")
    cells = count_cells(connection)
    if cells != cells_seen:
        raise StoreError(f"数据库自检未通过：文件中有 {cells_seen} 个单元格，只存入 {cells} 个。原有的数据库仍在使用。")
    counts = {table: connection.execute(f"SELECT count(*) FROM [{table}]").fetchone()[0] for table in TABLES if table != "build"}
    return Stored(hash_content(connection), counts, cells)


def count_cells(connection: sqlite3.Connection) -> int:
    """Non-empty cells over all printed rows."""
    return sum(sum(bool(cell and cell.strip()) for cell in json.loads(cells)) for (cells,) in connection.execute("SELECT cells FROM source_row"))


def hash_content(connection: sqlite3.Connection) -> str:
    """SHA-256 over every row in the order of the primary keys; without vectors, whose last bits depend on the processor."""
    digest = hashlib.sha256(str(SCHEMA_VERSION).encode())
    for table in TABLES:
        if table not in ("build", "vector"):
            digest.update(table.encode())
            keys = ", ".join(f"[{name}]" for _, name, _, _, _, key in connection.execute(f"PRAGMA table_info([{table}])") if key)
            for row in connection.execute(f"SELECT * FROM [{table}] ORDER BY {keys}"):
                digest.update(repr(row).encode())
    return digest.hexdigest()


def publish(finished: Path, target: Path) -> None:
    """Put a finished file in the place of the old one; a reader finds the old or the new one, never half."""
    sync(finished)
    os.replace(finished, target)
    sync(target.parent)


def sync(path: Path) -> None:
    """Bring a file or directory to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
