"""The two legs of retrieval over one SQLite file: full text with widened words, and vectors; filters come before ranking in both."""

from __future__ import annotations

import json
import sqlite3
from collections import OrderedDict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.fulltext import phrase
from qa.terms import Term

if TYPE_CHECKING:
    import numpy as np

AFFORDABLE, SAMPLE = 4_000, 500
"""Rows that full text may score in one search, and rows from which the commonness of a word is estimated."""
DIRECT = 20_000
"""Passages up to which vectors are read for one query; beyond, all are kept in memory."""
UNPACKED = 150_000
"""Vectors up to which float32 is kept in memory, about 120 MB; beyond, int16."""
PORTION = 8_192
"""Rows multiplied at a time: int16 rows become float32 only that many at once."""
_kept: OrderedDict[tuple[str, str], Matrix] = OrderedDict()


@dataclass(frozen=True, slots=True)
class Scope:
    """Which passages may be found; empty fields allow all."""

    documents: tuple[str, ...] | None = None
    kinds: tuple[str, ...] | None = None
    project_id: str | None = None

    @classmethod
    def of(cls, documents: Collection[str] | None, kinds: Collection[str] | None, project_id: str | None) -> Scope:
        """Sorted, so that the same filter is the same query."""
        return cls(None if documents is None else tuple(sorted(documents)), None if kinds is None else tuple(sorted(kinds)), project_id)

    @property
    def is_open(self) -> bool:
        """Nothing is filtered."""
        return self.documents is None and self.kinds is None and self.project_id is None

    def bounds(self, connection: sqlite3.Connection) -> tuple[int, int]:
        """Lowest and highest row number: passages of a document lie together. (1, 0) where there are none."""
        if self.documents is None:
            found = connection.execute("SELECT min(rowid), max(rowid) FROM passage").fetchone()
        else:
            found = connection.execute(
                "SELECT min(rowid), max(rowid) FROM passage WHERE document_id IN (SELECT value FROM json_each(?))", (json.dumps(self.documents),)
            ).fetchone()
        return (found[0], found[1]) if found[0] is not None else (1, 0)

    def where(self, connection: sqlite3.Connection) -> tuple[str, list]:
        """Conditions on `passage p`."""
        conditions, values = [], []
        if self.documents is not None:
            conditions += ["p.rowid BETWEEN ? AND ?", "p.document_id IN (SELECT value FROM json_each(?))"]
            values += [*self.bounds(connection), json.dumps(self.documents)]
        if self.kinds is not None:
            conditions.append("p.kind IN (SELECT value FROM json_each(?))")
            values.append(json.dumps(self.kinds))
        if self.project_id is not None:
            conditions.append("p.project_id = ?")
            values.append(self.project_id)
        return "".join(f" AND {condition}" for condition in conditions), values


def full_text(connection: sqlite3.Connection, terms: Sequence[Term], scope: Scope, limit: int) -> list[tuple[int, float]]:
    """(row number, score) of the passages that print any word of any term, best first; higher is better.

    Scoring costs a microsecond a matching row, so among many passages only the rarer terms are asked for; the vectors know the others.
    """
    low, high = scope.bounds(connection)
    expression = _any_of(connection, "passage_fts", terms, low, high)
    if not expression:
        return []
    condition, values = scope.where(connection)
    rows = connection.execute(
        "SELECT p.rowid, bm25(passage_fts, 0.6, 1.0) AS score FROM passage_fts JOIN passage p ON p.rowid = passage_fts.rowid "
        f"WHERE passage_fts MATCH ?{condition.replace('p.rowid', 'passage_fts.rowid')} ORDER BY score, p.rowid LIMIT ?",
        (expression, *values, limit),
    )
    return [(number, -score) for number, score in rows]


def full_text_rows(connection: sqlite3.Connection, terms: Sequence[Term], documents: Collection[str] | None, limit: int) -> list[tuple]:
    """(id, document, table, text, location, bm25) of the data rows that print any word of any term, best first; lower is better."""
    within = "" if documents is None else " WHERE document_id IN (SELECT value FROM json_each(?))"
    values = [] if documents is None else [json.dumps(sorted(documents))]
    low, high = connection.execute(f"SELECT coalesce(min(rowid), 1), coalesce(max(rowid), 0) FROM source_row{within}", values).fetchone()
    expression = _any_of(connection, "row_fts", terms, low, high)
    if not expression:
        return []
    return connection.execute(
        "SELECT r.id, r.document_id, r.table_id, r.text, r.location, bm25(row_fts) AS score FROM row_fts JOIN source_row r ON r.rowid = row_fts.rowid "
        "WHERE row_fts MATCH ? AND row_fts.rowid BETWEEN ? AND ? AND r.role = 'data'"
        f"{within.replace(' WHERE ', ' AND r.')} ORDER BY score, r.id LIMIT ?",
        (expression, low, high, *values, limit),
    ).fetchall()


def coded_rows(connection: sqlite3.Connection, words: Sequence[str], documents: Collection[str] | None) -> list[tuple]:
    """(id, document, table, text, location, code) of the rows of projects whose code is one of the words: a code may be broken over two printed lines."""
    codes = [word for word in words if len(word) > 5 and word.isascii() and any(map(str.isdigit, word))]
    if not codes:
        return []
    within = "" if documents is None else " AND r.document_id IN (SELECT value FROM json_each(?))"
    values = [] if documents is None else [json.dumps(sorted(documents))]
    return connection.execute(
        "SELECT r.id, r.document_id, r.table_id, r.text, r.location, p.code FROM project p JOIN source_row r ON r.id = p.id "
        f"WHERE lower(p.code) IN (SELECT value FROM json_each(?)){within} ORDER BY r.id",
        (json.dumps(codes), *values),
    ).fetchall()


def _any_of(connection: sqlite3.Connection, table: str, terms: Sequence[Term], low: int, high: int) -> str:
    """A MATCH expression for rows with a word of a term; "" where nothing can match."""
    groups = list(dict.fromkeys(group for term in terms if (group := " OR ".join(filter(None, dict.fromkeys(map(phrase, term.words)))))))
    if not groups or high < low:
        return ""
    return " OR ".join(groups) if high - low < AFFORDABLE else _rarer(connection, table, groups, low, high)


def _rarer(connection: sqlite3.Connection, table: str, groups: list[str], low: int, high: int) -> str:
    """The rarest groups, as many as match an affordable number of rows; where even one is too many, the two rarest together."""
    middle = (low + high) // 2
    count = f"SELECT count(*) FROM {table} WHERE {table} MATCH ? AND rowid BETWEEN ? AND ?"
    sampled = sorted((connection.execute(count, (group, middle, middle + SAMPLE - 1)).fetchone()[0], group) for group in groups)
    room, chosen = AFFORDABLE * SAMPLE / (high - low + 1), []
    for matches, group in sampled:
        room -= matches
        if room < 0:
            break
        chosen.append(group)
    return " OR ".join(chosen) if chosen else " AND ".join(f"({group})" for _, group in sampled[:2])


@dataclass(frozen=True, slots=True)
class Matrix:
    """Vectors as stored: row numbers ascending, int16 values, one scale a row."""

    numbers: np.ndarray
    values: np.ndarray
    """int16, or float32 with the scales multiplied in where there are few enough."""
    scales: np.ndarray

    def unpacked(self) -> Matrix:
        """The same with float32 values, five times as fast, where that takes little memory."""
        import numpy as np

        if len(self.numbers) > UNPACKED:
            return self
        return Matrix(self.numbers, self.values.astype(np.float32) * self.scales[:, None], self.scales)

    def scores(self, vector: np.ndarray, wanted: np.ndarray | None = None) -> np.ndarray:
        """Cosines with a unit vector, of all rows or of the positions wanted."""
        import numpy as np

        values = self.values if wanted is None else self.values[wanted]
        if values.dtype == np.float32:
            return values @ vector
        result = np.empty(len(values), dtype=np.float32)
        for start in range(0, len(values), PORTION):
            result[start : start + PORTION] = values[start : start + PORTION].astype(np.float32) @ vector
        return result * (self.scales if wanted is None else self.scales[wanted])


def nearest(connection: sqlite3.Connection, vector: np.ndarray, scope: Scope, limit: int) -> list[tuple[int, float]]:
    """(row number, cosine) of the nearest passages, best first, ties by row number; a zero vector is near nothing."""
    import numpy as np

    if not vector.any():
        return []
    condition, values = scope.where(connection)
    wanted = None
    if scope.is_open:
        matrix = whole(connection)
    else:
        numbers = [row[0] for row in connection.execute(f"SELECT p.rowid FROM passage p WHERE 1{condition} ORDER BY p.rowid", values)]
        if len(numbers) <= DIRECT:
            matrix = _read(connection, condition, values, len(numbers))
        else:
            matrix = whole(connection)
            wanted = np.searchsorted(matrix.numbers, np.array(numbers))
    if not len(matrix.numbers):
        return []
    found = matrix.scores(vector, wanted).astype(np.float64).round(6)
    of = matrix.numbers if wanted is None else matrix.numbers[wanted]
    best = np.argpartition(-found, limit - 1)[:limit] if len(found) > limit else np.arange(len(found))
    best = np.flatnonzero(found >= found[best].min()) if len(found) > limit else best
    order = best[np.lexsort((of[best], -found[best]))][:limit]
    return [(int(of[i]), float(found[i])) for i in order]


def whole(connection: sqlite3.Connection) -> Matrix:
    """All vectors of the database, kept in memory for the two databases used last."""
    key = tuple(value for (value,) in connection.execute("SELECT value FROM build WHERE key IN ('content_hash', 'embedding_revision') ORDER BY key"))
    if key not in _kept:
        _kept[key] = _read(connection, "", [], connection.execute("SELECT count(*) FROM vector").fetchone()[0]).unpacked()
        while len(_kept) > 2:
            _kept.popitem(last=False)
    _kept.move_to_end(key)
    return _kept[key]


def _read(connection: sqlite3.Connection, condition: str, values: list, most: int) -> Matrix:
    """At most `most` vectors, which is the room taken at once: pieces put together at the end would take it twice."""
    import numpy as np

    cursor = connection.execute(
        f"SELECT p.rowid, v.scale, v.data FROM passage p JOIN vector v ON v.passage_id = p.id WHERE 1{condition} ORDER BY p.rowid", values
    )
    numbers, scales = np.empty(most, dtype=np.int64), np.empty(most, dtype=np.float32)
    packed, held = np.empty((0, 0), dtype=np.int16), 0
    while rows := cursor.fetchmany(PORTION):
        block = np.frombuffer(b"".join(row[2] for row in rows), dtype="<i2").reshape(len(rows), -1)
        if not held:
            packed = np.empty((most, block.shape[1]), dtype=np.int16)
        part = slice(held, held + len(rows))
        numbers[part], scales[part], packed[part] = [row[0] for row in rows], [row[1] for row in rows], block
        held += len(rows)
    return Matrix(numbers[:held], packed[:held], scales[:held])
