"""Questions that leave more budgets open than can be looked into: read with the names of a few of them, and of those that print what was said.

The user is asked which budget is meant, whatever the others print; so the names of a thousand budgets are never read for it.
"""

from __future__ import annotations

from collections.abc import Iterable

from index.fulltext import phrase, segment
from qa.departments import DepartmentMention
from qa.holdings import Group
from qa.legs import full_text_rows
from qa.members import MemberCatalog
from qa.mentions import gaps
from qa.scan import Scanned, scan
from qa.sql import Database
from qa.terms import Term

MOST_TRIED = 60
"""Budgets that are looked into to find the one that holds the answer; with more, the user is asked."""
MOST_CHOICES = 9
"""Budgets that are offered: one key each."""
_PRINTING = 6
"""Budgets whose names are read because they print what was said."""
_ROWS = 400
_VAGUE = ("part", "typo", "unheld")


def is_wide(groups: Iterable[Group], years: set[int]) -> bool:
    """More budgets than can be looked into, of the years that the question names."""
    return len({(group.department, group.year) for group in groups if not years or group.year in years}) > MOST_TRIED


def scan_wide(database: Database, catalog: MemberCatalog, text: str, groups: tuple[Group, ...], mentioned: tuple[DepartmentMention, ...]) -> tuple[Scanned, tuple[str, ...]]:
    """The question read, and the documents that print what a few budgets did not explain, the newest first."""
    usual = tuple(id for group in sample(groups) for id in group.ids)
    scanned = scan(text, catalog.of(usual), mentioned)
    said = _not_understood(scanned)
    if not said:
        return scanned, ()
    printing = _printing(database, scanned, said, groups)
    return (scan(text, catalog.of(tuple({*usual, *printing})), mentioned), printing) if printing else (scanned, ())


def sample(groups: tuple[Group, ...]) -> tuple[Group, ...]:
    """A few of the newest budgets, spread over the departments."""
    newest = newest_first(groups)
    latest = [group for group in newest if group.year == newest[0].year]
    return tuple(latest[:: -(-len(latest) // MOST_CHOICES)])


def newest_first(groups: Iterable[Group]) -> tuple[Group, ...]:
    return tuple(sorted(groups, key=lambda group: -(group.year or 0)))


def likeliest(groups: tuple[Group, ...], printing: tuple[str, ...]) -> tuple[Group, ...]:
    """Those that print what was said, then the newest."""
    if not printing:
        return newest_first(groups)
    place = {id: number for number, id in enumerate(printing)}
    return tuple(sorted(newest_first(groups), key=lambda group: min((place[id] for id in group.ids if id in place), default=len(place))))


def _not_understood(scanned: Scanned) -> tuple[str, ...]:
    """Stretches that no name of the few explains for sure, neighbours joined."""
    text = scanned.text
    spans = sorted([*gaps(text, scanned.mentions), *((m.start, m.end) for m in scanned.mentions if m.kind in _VAGUE)])
    joined: list[list[int]] = []
    for start, end in spans:
        if joined and joined[-1][1] == start:
            joined[-1][1] = end
        else:
            joined.append([start, end])
    return tuple(text[start:end] for start, end in joined if end - start > 1)


def _printing(database: Database, scanned: Scanned, said: tuple[str, ...], groups: tuple[Group, ...]) -> tuple[str, ...]:
    """Documents in scope with a row or a passage that prints one of the stretches; where something is not even guessed, with the rows that print most of it."""
    age = {id: -(group.year or 0) for group in groups for id in group.ids}
    expression = " OR ".join(filter(None, map(phrase, said)))
    found: list[str] = []
    for index, table in (("row_fts", "source_row"), ("passage_fts", "passage")):
        rows = database.select(f"SELECT t.document_id FROM {index} JOIN {table} t ON t.rowid = {index}.rowid WHERE {index} MATCH ? LIMIT {_ROWS}", (expression,), log=False)
        found = [id for id in dict.fromkeys(row[0] for row in rows) if id in age]
        if found:
            return tuple(sorted(found, key=lambda id: (age[id], id))[:_PRINTING])
    if not gaps(scanned.text, scanned.mentions):
        return ()
    terms = [Term(token, (token,), False) for token in dict.fromkeys(segment(" ".join(said)).split()) if len(token) > 1]
    ranked = dict.fromkeys(row[1] for row in full_text_rows(database.connection, terms, None, _PRINTING * 4))
    return tuple(id for id in ranked if id in age)[:_PRINTING]
