"""A question's words as retrieval sees them: each with the words that mean the same in a budget; words without content are left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from index.concepts import concepts
from index.fulltext import pairs, runs
from index.knowledge import read_csv

_A_NOT_A = re.compile(r"([\u4e00-\u9fff])不\1")
LONGEST = 12
"""Characters of the longest word that is looked up."""


@dataclass(frozen=True, slots=True)
class Term:
    """A piece of a question."""

    text: str
    words: tuple[str, ...]
    """The piece itself and what means the same, lower case."""
    known: bool
    """It is a word of the knowledge; otherwise a pair of characters, a Latin word or a number."""


@cache
def meanings() -> dict[str, tuple[str, ...]]:
    """Word, in lower case -> the printed words of every concept that it names."""
    found: dict[str, dict[str, None]] = {}
    for concept in concepts():
        for word in concept.words:
            found.setdefault(word.lower(), {}).update(dict.fromkeys(map(str.lower, concept.formal)))
    return {word: tuple(formal) for word, formal in found.items() if len(word) > 1 or word.isascii() or word in ("钱", "车", "税")}


@cache
def _empty_words() -> frozenset[str]:
    return frozenset(row["text"] for row in read_csv("stopwords.csv"))


def plain(query: str) -> str:
    """The query without the form A-not-A: 公不公正 asks about 公正, 好不好 about 好."""
    return _A_NOT_A.sub(r"\1", query)


def terms(query: str, expand: Iterable[str] = ()) -> tuple[Term, ...]:
    """The terms of a query in order, each once; `expand` adds words that the caller knows to mean it."""
    found = list(_found(runs(plain(query))))
    found += [Term(word.lower(), (word.lower(),), True) for word in expand]
    return tuple({term.text: term for term in reversed(found)}.values())[::-1]


def _found(pieces: Sequence[str]) -> Iterator[Term]:
    start = 0
    while start < len(pieces):
        if not pieces[start].isascii():
            yield from _chinese(pieces[start])
            start += 1
            continue
        size, word = _latin_at(pieces, start)
        if word in meanings():
            yield Term(" ".join(pieces[start : start + size]), tuple(dict.fromkeys((word, *meanings()[word]))), True)
        elif word not in _empty_words():
            yield Term(word, (word,), False)
        start += size


def _latin_at(pieces: Sequence[str], start: int) -> tuple[int, str]:
    """How many Latin words from here name a concept, and the name; a plural or a verb form stands for its stem."""
    for size in range(4, 0, -1):
        group = pieces[start : start + size]
        if len(group) == size and all(piece.isascii() for piece in group):
            said = " ".join(group)
            for form in (said, *(said.removesuffix(end) for end in ("s", "es", "d", "ed", "ing") if said.endswith(end))):
                if form in meanings():
                    return size, form
    return 1, pieces[start]


def _chinese(run: str) -> Iterator[Term]:
    """Longest words first, from the left; what is no word becomes pairs of characters."""
    start, loose = 0, ""
    while start < len(run):
        word = _word_at(run, start)
        if word is None:
            loose += run[start]
            start += 1
            continue
        yield from _pairs(loose)
        loose = ""
        if word in meanings():
            yield Term(word, tuple(dict.fromkeys((word, *meanings()[word]))), True)
        start += len(word)
    yield from _pairs(loose)


def _word_at(run: str, start: int) -> str | None:
    pieces = (run[start : start + size] for size in range(min(LONGEST, len(run) - start), 0, -1))
    return next((piece for piece in pieces if piece in meanings() or piece in _empty_words()), None)


def _pairs(loose: str) -> Iterator[Term]:
    if len(loose) > 1:
        for pair in pairs(loose):
            yield Term(pair, (pair,), False)
