"""Words that do not depend on what is held: synonyms, operators, stop words, refusals, patterns; all from data/knowledge/."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from index.knowledge import read_csv, read_rows, read_toml
from qa.mentions import Mention
from qa.normalise import normalise
from qa.numerals import DIGITS

NUMBER = rf"(?:\d+|[{DIGITS}]+)"
PATTERNS = "question_patterns.toml"


class Target(NamedTuple):
    """What a synonym means: `kind` measure, function, government, department, procurement, table, indicator, phase, scope, fund."""

    kind: str
    target: str
    register: str


OPERATIONS = {
    name: name for name in ("sum", "count", "share", "ratio", "difference", "change", "list", "average", "compare", "check", "reverse", "describe", "exclude", "blank", "group")
} | {"rank_desc": "rank", "rank_asc": "rank_least"}  # fmt: skip
"""Operations of operators.csv that scanning knows → the operator mention's value; years, units and comparators are patterns."""
LIGHT = "light"
"""Value of a stop mention that a light word is: it says nothing, and what it leaves of a word is never forgiven."""
DIMENSIONS = {"department_name": "document", "item": "income", "function": "function_3"}
PHASES = {"budget": "预算", "final": "决算"}


@cache
def pattern(name: str) -> tuple[re.Pattern[str], ...]:
    """The compiled patterns of a section of question_patterns.toml; N stands for a number."""
    return tuple(re.compile(text.replace("N", NUMBER)) for text in read_toml(PATTERNS)[name]["patterns"])


def words(section: str, key: str = "words") -> tuple[str, ...]:
    """Fixed words of a section, normalised, longest first."""
    return tuple(sorted(map(normalise, read_toml(PATTERNS)[section][key]), key=lambda word: (-len(word), word)))


@cache
def measures() -> dict[str, dict[str, str]]:
    """Measures by id: name, english, side, parent."""
    return {row["id"]: dict(row) for row in read_csv("measures.csv")}


@cache
def synonyms() -> dict[str, tuple[Target, ...]]:
    """Normalised text → what it may mean; the measures' own names too."""
    found: dict[str, list[Target]] = {}
    for measure in measures().values():
        for text in (measure["name"], measure["english"]):
            found.setdefault(normalise(text), []).append(Target("measure", measure["id"], "formal"))
    for kind, name, text, _, register, *_ in read_rows("synonyms.csv"):  # stored as questions are compared
        entry = found.get(text)
        if entry is None:
            found[text] = [Target(kind, name, register)]
        elif not any(old.kind == kind and old.target == name for old in entry):
            entry.append(Target(kind, name, register))
    found.pop("", None)
    return {text: tuple(targets) for text, targets in found.items()}


@cache
def fixed_words() -> dict[str, tuple[tuple[str, str], ...]]:
    """Normalised text → (mention kind, value) of operators, stop words, refusals and dimensions."""
    found: dict[str, list[tuple[str, str]]] = {}

    def add(text: str, kind: str, value: str) -> None:
        entry = found.setdefault(text, [])
        if (kind, value) not in entry:
            entry.append((kind, value))

    for row in read_csv("operators.csv"):
        if row["operation"] in OPERATIONS:
            add(row["text"], "operator", OPERATIONS[row["operation"]])
        elif row["operation"] in ("follow_up", "correct", "yes_no"):
            add(row["text"], "stop", row["operation"])
        elif row["operation"] == "all_departments":
            add(row["text"], "every", row["text"])
    for row in read_csv("refusal_words.csv"):
        add(row["text"], "refuse", row["kind"])
    for row in read_csv("question_words.csv"):
        value = OPERATIONS.get(row["value"], row["value"]) if row["kind"] == "operator" else row["value"]
        add(row["text"], row["kind"], value)
    for name, texts in read_toml(PATTERNS)["dimension"].items():
        for text in texts:
            add(normalise(text), "dimension", name)
    for section in ("self", "every"):
        for text in words(section):
            add(text, section, text)
    for key in ("last", "parent", "all_last"):
        for text in words("pronoun", key):
            add(text, "pronoun", key)
    for row in read_csv("stopwords.csv"):
        add(row["text"], "stop", row["kind"])
    found.pop("", None)
    for values in found.values():
        if ("operator", "check") in values:
            values[:] = [pair for pair in values if pair[0] != "refuse"]
    return {text: tuple(values) for text, values in found.items()}


@cache
def light_words() -> dict[str, tuple[tuple[re.Pattern[str] | None, re.Pattern[str] | None], ...]]:
    """Text → what must stand before and behind it, where it is light in some positions only."""
    found: dict[str, list[tuple[re.Pattern[str] | None, re.Pattern[str] | None]]] = {}
    for text, before, after in read_rows("light_words.csv"):
        found.setdefault(text, []).append((re.compile(before) if before else None, re.compile(after) if after else None))
    return {text: tuple(places) for text, places in found.items()}


@cache
def lengths(table: str) -> tuple[int, ...]:
    """Lengths of the texts of a word table, longest first."""
    texts = {"synonyms": synonyms, "fixed": fixed_words, "light": light_words}[table]()
    return tuple(sorted({len(text) for text in texts}, reverse=True))


def at_border(text: str, start: int, end: int) -> bool:
    """A Latin word begins and ends at a border; Chinese knows none."""
    before = start > 0 and text[start - 1].isascii() and text[start - 1].isalpha() and text[start].isascii() and text[start].isalpha()
    after = end < len(text) and text[end].isascii() and text[end].isalpha() and text[end - 1].isascii() and text[end - 1].isalpha()
    return not (before or after)


def occurrences(text: str, table: dict[str, object], sizes: tuple[int, ...]) -> Iterator[tuple[int, int, str]]:
    """Every place where a text of the table stands in the question."""
    for start in range(len(text)):
        for size in sizes:
            piece = text[start : start + size]
            if len(piece) == size and piece in table and at_border(text, start, start + size):
                yield start, start + size, piece


def fixed_mentions(text: str) -> Iterator[Mention]:
    """Operators, stop words, refusals, dimensions, pronouns, light words in a question."""
    table = fixed_words()
    for start, end, piece in occurrences(text, table, lengths("fixed")):
        for kind, value in table[piece]:
            yield Mention(start, end, kind, value, piece)
    for start, end, piece in occurrences(text, light_words(), lengths("light")):
        if any((not before or before.search(text[:start])) and (not after or after.match(text, end)) for before, after in light_words()[piece]):
            yield Mention(start, end, "stop", LIGHT, piece)


@cache
def _expansions() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(form), full) for form, full in read_toml(PATTERNS)["expand"].items())


def expanded(text: str) -> str:
    """The question with short forms written out: 基本加项目 → 基本支出加项目支出."""
    for form, full in _expansions():
        text = form.sub(full, text)
    return text


def pattern_mentions(text: str) -> Iterator[Mention]:
    """Ranks, years, tables, codes, counts, levels."""
    for level, texts in read_toml(PATTERNS)["level"].items():
        for word in texts:
            for match in re.finditer(re.escape(normalise(word)), text):
                yield Mention(match.start(), match.end(), "level", level, match[0])
    for compiled in pattern("superior"):
        for match in compiled.finditer(text):
            yield Mention(match.start("word"), match.end(), "operator", "compare", text[match.start("word") : match.end()])
    for value in ("former", "latter", "first_topic", "back"):
        for form in read_toml(PATTERNS)["pronoun"][value]:
            for match in re.finditer(form, text):
                yield Mention(match.start(), match.end(), "pronoun", value, match[0])
    for compiled in pattern("period"):
        for match in compiled.finditer(text):
            yield Mention(match.start(), match.end(), "refuse", "period", match[0])
    for kind in ("rank", "year", "table", "code", "counted", "asked"):
        for compiled in pattern(kind):
            for match in compiled.finditer(text):
                if match[0]:
                    yield Mention(match.start(), match.end(), kind, match.groupdict(), match[0])
