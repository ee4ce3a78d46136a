"""The one connection to the database: read-only, and closed to everything but SELECT.

`mode=ro` is no sandbox: SQL could still attach other files or write new ones. What holds is all of it together:
query_only, no attachable databases, short limits on text and on time, an authorizer that knows only reading.
"""

import json
import sqlite3
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from index.errors import StoreError
from index.schema import SCHEMA_VERSION
from qa.errors import QuestionError

SECONDS = 5.0
"""Longest time that one query may take."""
MOST_ROWS = 20_000
MOST_BYTES = 50_000_000
"""Text and blobs that one query may give back."""

_READING = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE}
_FUNCTIONS = frozenset(
    ["abs", "avg", "bm25", "coalesce", "count", "date", "group_concat", "glob", "highlight", "ifnull", "iif", "instr", "json", "json_array", "json_array_length", "json_each", "json_extract", "json_group_array", "json_group_object", "json_object", "json_valid", "length", "like", "lower", "ltrim", "match", "max", "min", "nullif", "quote", "round", "rtrim", "snippet", "substr", "substring", "sum", "total", "trim", "typeof", "unicode", "upper"]
)
"""What a SELECT may call: nothing that makes long text out of short (printf, replace, hex, zeroblob, char)."""


def _authorise(action, first, second, database, trigger):
    if action in _READING:
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_FUNCTION and (second or "").lower() in _FUNCTIONS:
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_PRAGMA and first == "data_version":
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


class Database:
    """A guarded connection that remembers what it was asked, for `Reply.queries`."""

    def __init__(self, path: Path):
        if not path.is_file():
            raise StoreError(f"没有可查的数据库（{path.name}）；先运行 yusuan index。")
        try:
            self._connection = sqlite3.connect(f"file:{path.as_posix()}?mode=ro", uri=True, check_same_thread=False)
            self._prepare()
        except sqlite3.DatabaseError as problem:
            raise StoreError(f"数据库 {path.name} 打不开（{problem}）；请重新运行 yusuan index。") from None
        self.path = path
        self.log: list[str] = []

    def _prepare(self) -> None:
        connection = self._connection
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA query_only=1")
        version = connection.execute("SELECT value FROM build WHERE key='schema_version'").fetchone()
        if version is None or int(version[0]) != SCHEMA_VERSION:
            raise StoreError("数据库由另一版本的程序生成；请重新运行 yusuan index。")
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%fts5%'")]
        for name in names:  # a full-text table first touched under an authorizer fails to connect
            connection.execute(f"SELECT count(*) FROM [{name}] WHERE [{name}] MATCH 'x'").fetchone()
        connection.execute("SELECT value FROM json_each('[1]')").fetchone()  # likewise
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 1_000_000)
        connection.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, 200_000)
        connection.set_authorizer(_authorise)

    def select(self, sql: str, parameters: Sequence = (), *, most: int = MOST_ROWS, log: bool = True) -> list[sqlite3.Row]:
        """Rows of one SELECT, at most `most`; raises QuestionError where the query is refused, too slow or too large."""
        deadline = time.monotonic() + SECONDS
        self._connection.set_progress_handler(lambda: int(time.monotonic() > deadline), 500)
        try:
            rows = _bounded(self._connection.execute(sql, parameters), most)
        except sqlite3.Error as problem:
            raise QuestionError(f"查询被拒绝（{problem}）：只允许在限定时间内读取数据。") from None
        finally:
            self._connection.set_progress_handler(None, 0)
        if log:
            self.log.append(inline(sql, parameters))
        return rows

    @property
    def connection(self) -> sqlite3.Connection:
        """The guarded connection itself, for retrieval."""
        return self._connection

    def take_log(self) -> tuple[str, ...]:
        """Queries since the last call, each once."""
        taken, self.log = tuple(dict.fromkeys(self.log)), []
        return taken

    def close(self) -> None:
        self._connection.close()


def _bounded(cursor: sqlite3.Cursor, most: int) -> list[sqlite3.Row]:
    """At most so many rows, and no more text than `MOST_BYTES`; raises QuestionError past that."""
    rows, size = [], 0
    for row in cursor:
        size += sum(len(value) for value in row if isinstance(value, str | bytes))
        if size > MOST_BYTES:
            raise QuestionError("查询的结果太大；请加上条件，或只选需要的列。")
        rows.append(row)
        if len(rows) >= most:
            break
    return rows


def inline(sql: str, parameters: Iterable) -> str:
    """The query as a person can run it: parameters written into it, white space folded."""
    values = iter(parameters)

    def literal(value) -> str:
        if value is None:
            return "NULL"
        return str(value) if isinstance(value, int | float) else "'" + str(value).replace("'", "''") + "'"

    pieces = " ".join(sql.split()).split("?")
    return "".join(piece + (literal(next(values, None)) if i < len(pieces) - 1 else "") for i, piece in enumerate(pieces))


def marks(values: Sequence) -> str:
    """`?,?,?` for an IN list."""
    return ",".join("?" * len(values))


def parsed(text: str | None):
    """A JSON column's value."""
    return json.loads(text) if text else None
