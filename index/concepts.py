"""Concepts of budget language: the words that mean one thing, printed ones and everyday ones, from the thesaurus, the synonyms and the code lists.

The embedding learns from them, and retrieval widens a question by them, so that both know the same words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from index.knowledge import read_csv

SPOKEN = ("everyday", "abbreviation", "part", "set", "english", "formal")
"""Registers of synonyms that name a thing; misspelt and traditional writing is left to whoever repairs a question."""
CODE_LISTS = ("functional_codes.csv", "department_economic_codes.csv", "government_economic_codes.csv")


@dataclass(frozen=True, slots=True)
class Concept:
    """Words for one thing."""

    formal: tuple[str, ...]
    everyday: tuple[str, ...]
    broader: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """All words, printed ones first."""
        return tuple(dict.fromkeys(self.formal + self.everyday))


@cache
def concepts() -> tuple[Concept, ...]:
    """Every concept of `data/knowledge/`, in a fixed order."""
    return (*_thesaurus(), *_synonyms(), *_codes())


def _cut(text: str) -> tuple[str, ...]:
    return tuple(word for word in text.split("、") if word)


def _thesaurus() -> Iterator[Concept]:
    for row in read_csv("thesaurus.csv"):
        yield Concept(_cut(row["formal"]), _cut(row["everyday"]) + _cut(row["english"]), _cut(row["broader"]))


def _synonyms() -> Iterator[Concept]:
    """One concept a target: the measures, subjects, tables and indicators with what people call them."""
    names = {row["id"]: row["name"] for row in read_csv("measures.csv")}
    words: dict[tuple[str, str], list[str]] = {}
    for row in read_csv("synonyms.csv"):
        if row["register"] in SPOKEN:
            words.setdefault((row["target_kind"], row["target"]), []).append(row["text"])
    for (_, target), texts in sorted(words.items()):
        name = names.get(target, target)
        yield Concept((name,) if not name.isascii() else (texts[0],), tuple(dict.fromkeys(texts)))


def _codes() -> Iterator[Concept]:
    """One concept a code: its names over the editions, under the name of the level above."""
    for file in CODE_LISTS:
        names: dict[str, list[str]] = {}
        for row in read_csv(file):
            names.setdefault(row["code"], []).append(row["name"])
        for code, printed in sorted(names.items()):
            above = names.get(code[:-2], [])
            short = tuple(name.removesuffix("支出") for name in printed if name.endswith("支出") and len(name) > 4)
            yield Concept(tuple(dict.fromkeys((*printed, *short))), (), tuple(above[:1]) if not printed[0].startswith("其他") else ())
