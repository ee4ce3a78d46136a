"""The pairs that the shipped embedding learns from, made of the project's own knowledge: everyday words beside printed ones.

A pair says: these two texts mean the same. Concepts come from the thesaurus, the synonyms and the code lists; sentences put several concepts
together, so that the words that carry meaning grow and the frame around them shrinks. The same seed gives the same pairs everywhere.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from index.knowledge import read_csv, read_toml

SEED = 20260101
SPOKEN = ("everyday", "abbreviation", "part", "set", "english", "formal")
"""Registers of synonyms that are learned; misspelt and traditional writing is repaired before a text is embedded."""
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


def pairs(seed: int = SEED) -> Iterator[tuple[str, str]]:
    """(as asked, as printed) pairs: words, sentences of several concepts, members under their field."""
    chance, known, frames = random.Random(seed), concepts(), read_toml("embedding_templates.toml")
    spoken = [concept for concept in known if len(concept.words) > 1]
    weights = list(accumulate(len(concept.words) ** 0.75 if concept.everyday else 0.3 for concept in spoken))
    for _ in range(frames["pairs_of_words"]):
        yield _words(chance, chance.choices(spoken, cum_weights=weights)[0])
    for _ in range(frames["pairs_of_questions"]):
        yield _sentences(chance, chance.choices(spoken, cum_weights=weights, k=5), frames)
    fields = [concept for concept in known if concept.broader]
    for _ in range(frames["pairs_of_fields"]):
        concept = chance.choice(fields)
        yield chance.choice(concept.words), chance.choice(concept.broader)


def _words(chance: random.Random, concept: Concept) -> tuple[str, str]:
    asked = chance.choice(concept.everyday or concept.formal)
    return asked, chance.choice([word for word in concept.formal if word != asked] or list(concept.words))


def _sentences(chance: random.Random, drawn: list[Concept], frames: dict) -> tuple[str, str]:
    """A question of one to three of the concepts drawn, and a statement of the same concepts with others that were not asked."""
    shared, others = drawn[:3], drawn[3:]
    ask, state = chance.choice(frames["ask"]), chance.choice(frames["state"])
    used = [index for index in range(3) if f"{{{index}}}" in ask]
    asked = ask.format(*(chance.choice(concept.words if chance.random() < 0.3 else concept.everyday or concept.formal) for concept in shared))
    said = [chance.choice(shared[index].formal) for index in used]
    said += [chance.choice(chance.choice(others).formal) for _ in range(3 - len(said) + (chance.random() < 0.4))]
    chance.shuffle(said)
    statement = state.format(*said[:3]) + (f"{said[3]}。" if len(said) > 3 else "")
    # A frame with fewer holes than concepts must not lose one that was asked.
    missing = [word for word in said[:3] if word not in statement]
    return asked, statement + "".join(f"{word}。" for word in missing)
