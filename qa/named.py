"""The documents that a query names, and the query without the names: within a document its own name tells no passage from another."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Collection
from functools import lru_cache

from qa.bodies import body_forms, split_name
from qa.normalise import normalise
from qa.terms import LONGEST, meanings

MOST = 500
"""Departments up to which names are looked for: taking a name apart costs 0.2 ms. Beyond, whoever asks chooses the documents."""
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)\s*(?:年度?|financial year)?|(?<!\d)(\d\d)年(?!来|前|后|内|以)")
_LEVEL = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:省|市|区|县)$")


def unnamed(connection: sqlite3.Connection, query: str, documents: Collection[str] | None) -> tuple[str, frozenset[str]]:
    """The query without names of departments, regions and years of the documents searched, and which of them the names fit; empty where all or none."""
    held = _held(connection, documents)
    departments = {row[1:3] for row in held if row[1]}
    if not departments:
        return query, frozenset()
    spans: dict[tuple[int, int], set[str]] = {}
    for department, region in departments:
        for name in names(department, region):
            for start, end in _places(query, name):
                spans.setdefault((start, end), set()).update(row[0] for row in held if row[1:3] == (department, region))
    years = {row[3] for row in held}
    for match in _YEAR.finditer(query):
        year = int(match[1] or f"20{match[2]}")
        if year in years:
            spans.setdefault(match.span(), set()).update(row[0] for row in held if row[3] == year)
    rest, fitting = _cut_out(query, spans, {row[0] for row in held})
    return (rest if re.search(r"\w", rest) else query), frozenset(fitting) if 0 < len(fitting) < len(held) else frozenset()


def _cut_out(query: str, spans: dict[tuple[int, int], set[str]], held: set[str]) -> tuple[str, set[str]]:
    """The query without the spans, longer ones before those that begin with them, and the documents that all of them fit."""
    kept, rest, fitting = 0, "", held
    for (start, end), own in sorted(spans.items(), key=lambda item: (item[0][0], -item[0][1])):
        if start >= kept:
            rest += query[kept:start] + " "
            kept, fitting = end, fitting & own
    return rest + query[kept:], fitting


def _held(connection: sqlite3.Connection, documents: Collection[str] | None) -> list[tuple[str, str, str, int]]:
    within = "" if documents is None else " WHERE id IN (SELECT value FROM json_each(?))"
    values = () if documents is None else (json.dumps(sorted(documents)),)
    several = f"SELECT count(*) FROM (SELECT DISTINCT department FROM document{within} LIMIT {MOST + 1})"  # stops there, however many documents there are
    if connection.execute(several, values).fetchone()[0] > MOST:
        return []
    return connection.execute(f"SELECT id, department, region, year FROM document{within} ORDER BY id", values).fetchall()


@lru_cache(maxsize=2048)
def names(department: str, region: str | None) -> tuple[str, ...]:
    """Ways to name a department, alone or after its regions, longest first."""
    pieces, body = split_name(department, region)
    bodies = [form for form in body_forms(body, normalise(department)) if len(form) > 1]
    regions = list(dict.fromkeys(form for piece in pieces for form in (piece, _LEVEL.sub("", piece))))
    return tuple(sorted({*bodies, *regions}, key=lambda form: (-len(form), form)))


def _places(query: str, name: str) -> list[tuple[int, int]]:
    """Where the name stands by itself, not as the beginning of a longer word that is known."""
    found, start = [], query.find(name)
    while start >= 0:
        end = start + len(name)
        longer = any(query[start : end + more] in meanings() for more in range(1, LONGEST - len(name) + 1) if end + more <= len(query))
        if not longer:
            found.append((start, end))
        start = query.find(name, end)
    return found
