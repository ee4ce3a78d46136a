"""Passages and rows that speak of a question: full text and vectors, fused by reciprocal rank, then read word by word."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from index.embedder import SHIPPED, Embedder, StaticEmbedder, is_hub_id, open_embedder
from index.errors import StoreError
from index.fulltext import number_forms, segment
from index.vectors import embedded_heading, require_same_model, stored_model
from qa.forms import fitness, lacks_what_is_asked
from qa.legs import Scope, coded_rows, full_text, full_text_rows, nearest
from qa.named import unnamed
from qa.reading import Read, read, says
from qa.roughly import agreement
from qa.sureness import Signs, sureness
from qa.terms import Term, plain, terms

DEEP = 60
"""Passages that each leg hands over."""
RANKED = 60.0
"""The constant of reciprocal rank fusion (Cormack, Clarke, Büttcher 2009)."""
LEGS = {"fulltext": 0.5, "vector": 1.0}
_NUMBERS = re.compile(r"\d[\d.,]*")
WHOLE, SENTENCE, HEADING, ALIGNED, PRINTED, LEXICAL = 0.85, 1.0, 0.5, 0.7, 0.2, 0.2
"""Weights: of the cosine with the passage, with its nearest sentence and with its heading, of the nearness word by word, of the words printed and of the
full-text score, the last two as a share of the best candidate's. Fitted by regression over pairs of right and wrong passages, rounded."""
AMOUNTS = 0.4
"""What a passage that prints the amounts of the question is ahead of the others."""
NAMED = 0.6
"""What a passage of a document that the query names is ahead of the others."""
HALF = 0.5
"""How much of a term a passage must say for the term not to be missing."""
PART = 0.4
"""Share of the query's terms that a table row must print."""
LITTLE, FAR = 0.1, 0.5
"""A passage that speaks of less than this share of the question, and has less than this part of the best score, is not shown."""
LEAST_SURE = 0.8
"""Sureness from which a passage is said to answer; measured on questions that nothing answers."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found."""

    passage_id: str
    document_id: str
    kind: str
    heading: str
    text: str
    row_id: str | None
    project_id: str | None
    location: Any
    also: tuple[Any, ...]
    """Further places where the same passage is printed."""
    score: float
    """Only for ordering within one search."""
    covered: float
    """0 to 1: how much of the question's content the passage speaks of."""
    sentence: float
    """Cosine of the question with the sentence nearest to it."""
    said: int
    """Terms of the question that the passage says."""
    sure: float
    """0 to 1: how likely the passage answers; from `LEAST_SURE` on it counts as an answer."""
    legs: tuple[str, ...]
    """fulltext, vector: which of them found it."""
    why: tuple[str, ...]
    """One phrase a term: 盯着 → 监督."""
    unsaid: tuple[str, ...]
    """Terms of the question for which the passage has nothing near."""
    spans: tuple[tuple[int, int], ...]
    """Half-open spans of `text` that print a word of the question or one that means the same."""


@dataclass(frozen=True, slots=True)
class RowHit:
    """A printed table row found."""

    row_id: str
    document_id: str
    table_id: str
    text: str
    location: Any
    score: float
    why: tuple[str, ...] = ()
    """One phrase a term, as for passages."""


Expand = Callable[[str], Iterable[str]] | Sequence[str]


def search(
    connection: sqlite3.Connection,
    query: str,
    *,
    documents: Collection[str] | None = None,
    kinds: Collection[str] | None = None,
    project_id: str | None = None,
    expand: Expand = (),
    limit: int = 5,
    model: str | None = None,
) -> tuple[Hit, ...]:
    """The passages that speak most of the query, best first, ties by id; filters are applied before ranking.

    `model` is the embedding setting; `None` takes the model that the vectors were made with. Raises StoreError where it is another one.
    """
    content, named = unnamed(connection, query, documents)
    added = tuple(expand(query) if callable(expand) else expand)
    asked = terms(content, added)
    content = " ".join((content, *added))
    vector = embedder_for(connection, model).encode([plain(content)])[0]
    ranked: dict[str, dict[int, float]] = {leg: {} for leg in LEGS}
    candidates: dict[int, None] = {}
    for within in (documents, named) if named else (documents,):
        scope = Scope.of(within, kinds, project_id)
        found = {"fulltext": full_text(connection, asked, scope, DEEP), "vector": nearest(connection, vector, scope, DEEP)}
        candidates |= dict.fromkeys(fuse({leg: [number for number, _ in pairs] for leg, pairs in found.items()})[:DEEP])
        for leg, pairs in found.items():
            ranked[leg] |= pairs
    if not candidates:
        return ()
    hits = _rank(connection, query, content, asked, ranked, list(candidates), named)
    judged = _judged(query, fold(hits, limit + 1), named)[:limit]
    return tuple(hit for hit in judged if hit.covered >= LITTLE or hit.score >= FAR * hits[0].score)


def embedder_for(connection: sqlite3.Connection, model: str | None = None) -> Embedder:
    """The embedder of the stored vectors; raises StoreError where the setting names another or there are no vectors."""
    stored = stored_model(connection)
    if stored is None:
        raise StoreError("数据库里没有向量，请重新运行 yusuan index。")
    pinned = f"{stored[0]}@{stored[1]}" if stored[0] != SHIPPED and is_hub_id(stored[0]) else stored[0]
    embedder = open_embedder(model or pinned)
    require_same_model(connection, embedder)
    return embedder


def fuse(ranked: dict[str, list[int]]) -> list[int]:
    """Row numbers by the sum of weighted reciprocal ranks, ties by number."""
    scores: dict[int, float] = {}
    for leg, numbers in ranked.items():
        for rank, number in enumerate(numbers, start=1):
            scores[number] = scores.get(number, 0.0) + LEGS[leg] / (RANKED + rank)
    return sorted(scores, key=lambda number: (-round(scores[number], 9), number))


def _rank(
    connection: sqlite3.Connection,
    query: str,
    content: str,
    asked: tuple[Term, ...],
    ranked: dict[str, dict[int, float]],
    candidates: list[int],
    named: Collection[str],
) -> list[Hit]:
    """The candidates as hits, by a weighted sum of what is known of each."""
    rows = connection.execute(
        "SELECT rowid, id, document_id, kind, heading, text, row_id, project_id, location, also FROM passage "
        "WHERE rowid IN (SELECT value FROM json_each(?)) ORDER BY rowid",
        (json.dumps(candidates),),
    ).fetchall()
    readings = read(plain(content), asked, [(embedded_heading(row[3], row[4]), row[5]) for row in rows], _static())
    cosine, lexical = ranked["vector"], ranked["fulltext"]
    best = max(lexical.values(), default=0.0) or 1.0
    most = max((reading.printed for reading in readings), default=0.0) or 1.0
    hits = []
    for row, reading in zip(rows, readings, strict=True):
        number = row[0]
        score = (
            fitness(query, row[3], row[4], row[5])
            + WHOLE * cosine.get(number, 0.0)
            + SENTENCE * reading.sentence
            + HEADING * reading.heading
            + ALIGNED * reading.aligned
            + PRINTED * reading.printed / most
            + LEXICAL * lexical.get(number, 0.0) / best
            + AMOUNTS * agreement(query, row[5])
            + NAMED * (row[2] in named)
        )
        legs = tuple(leg for leg, found in (("fulltext", lexical), ("vector", cosine)) if number in found)
        hits.append(_hit(row, reading, round(score, 5), legs))
    return sorted(hits, key=lambda hit: (-hit.score, hit.passage_id))


def fold(hits: list[Hit], limit: int) -> tuple[Hit, ...]:
    """The first hits, near-duplicates within a document as one: the better, with the other's places. Indicators of other targets stay apart."""
    kept: list[Hit] = []
    shapes: list[frozenset[str]] = []
    for hit in hits:
        shape = frozenset(hit.text[i : i + 2] for i in range(len(hit.text) - 1))
        twin = next((i for i, other in enumerate(kept) if _twins(hit, shape, other, shapes[i])), None)
        if twin is None and len(kept) == limit:
            break
        if twin is None:
            kept.append(hit)
            shapes.append(shape)
        else:
            kept[twin] = replace(kept[twin], also=(*kept[twin].also, hit.location, *hit.also))
    return tuple(kept)


def _twins(hit: Hit, shape: frozenset[str], other: Hit, others: frozenset[str]) -> bool:
    """Nine tenths of the pairs of characters are shared, and all numbers."""
    if hit.document_id != other.document_id or hit.kind == "indicator" != other.kind or len(shape) < 20:
        return False
    if hit.kind == "indicator" and hit.heading.rsplit(" / ", 1)[-1] != other.heading.rsplit(" / ", 1)[-1]:
        return False
    return len(shape & others) >= 0.9 * len(shape | others) and _NUMBERS.findall(hit.text) == _NUMBERS.findall(other.text)


def _static() -> StaticEmbedder:
    """The shipped model: its word vectors read passages whatever model ranks them."""
    return open_embedder(None)  # type: ignore[return-value]


def _judged(query: str, hits: tuple[Hit, ...], named: Collection[str]) -> tuple[Hit, ...]:
    """The hits with how sure they are, each against the one after it; what stands in another document than the query names is no answer."""
    judged = []
    for hit, after in zip(hits, (*hits[1:], None), strict=False):
        ahead = max(0.0, hit.score - after.score) if after else 0.0
        fits = fitness(query, hit.kind, hit.heading, hit.text)
        elsewhere = bool(named) and hit.document_id not in named
        judged.append(replace(hit, sure=0.0 if elsewhere else sureness(Signs(hit.covered, hit.sentence, hit.said, fits, ahead))))
    return tuple(judged)


def _hit(row: Sequence, reading: Read, score: float, legs: tuple[str, ...]) -> Hit:
    also = json.loads(row[9])
    said = sum(says(support) >= HALF for support in reading.supports)
    return Hit(
        *row[1:8], json.loads(row[8]), tuple(also), score, round(reading.covered, 4), round(reading.sentence, 4), said, 0.0,
        legs, _why(reading), _unsaid(reading), _spans(row[5], reading),
    )  # fmt: skip


def _why(reading: Read) -> tuple[str, ...]:
    """What the passage has for each term of which it has something."""
    said = []
    for support in reading.supports:
        if support.printed == support.term.text:
            said.append(support.term.text)
        elif support.printed:
            said.append(f"{support.term.text} → {support.printed}")
        elif support.nearest >= 0.5:
            said.append(f"{support.term.text} ≈ {support.nearest:.2f}")
    return tuple(said)


def _unsaid(reading: Read) -> tuple[str, ...]:
    return tuple(support.term.text for support in reading.supports if says(support) < HALF)


def _spans(text: str, reading: Read) -> tuple[tuple[int, int], ...]:
    """Where the printed words stand, overlapping ones joined."""
    lower, marks = text.lower(), set()
    for support in reading.supports:
        start = lower.find(support.printed) if support.printed else -1
        while start >= 0:
            marks.update(range(start, start + len(support.printed)))
            start = lower.find(support.printed, start + 1)
    edges = sorted(marks)
    starts = [i for i in edges if i - 1 not in marks]
    return tuple(zip(starts, [i + 1 for i in edges if i + 1 not in marks], strict=True))


def speaks_of(query: str, hit: Hit) -> bool:
    """The passage speaks of what was asked, and not only of something near it; to a question for a quantity it says a number."""
    return hit.sure >= LEAST_SURE and not lacks_what_is_asked(query, hit.kind, hit.heading, hit.text)


def search_rows(connection: sqlite3.Connection, query: str, documents: Collection[str] | None = None, limit: int = 10) -> tuple[RowHit, ...]:
    """Table rows that print words of most of the query's terms, or words that mean the same, best first; codes and numbers count whole."""
    asked = terms(query)
    found = [RowHit(*row[:4], json.loads(row[4]), 1.0 + len(asked), (row[5],)) for row in coded_rows(connection, [term.text for term in asked], documents)]
    for row in full_text_rows(connection, asked, documents, max(DEEP, limit)):
        words = [(term, _printed(term, row[3].lower())) for term in asked]
        why = tuple(term.text if word == term.text else f"{term.text} → {word}" for term, word in words if word)
        own = sum(1.0 if word == term.text else 0.8 for term, word in words if word)
        if own >= PART * len(asked):
            found.append(RowHit(*row[:4], json.loads(row[4]), round(own - row[5] / 100, 5), why))
    return tuple(sorted(found, key=lambda hit: (-hit.score, hit.row_id))[:limit])


def _printed(term: Term, text: str) -> str | None:
    """The term itself where the row prints it, else the longest word that means the same; a number in any of its forms."""
    if term.text in text or (term.text[:1].isdigit() and set(number_forms(term.text)) & set(segment(text).split())):
        return term.text
    return max((word for word in term.words if word in text), key=len, default=None)
