"""English words as the lists are asked for them: one spelling, singular; and the lists themselves."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from index.knowledge import read_csv, read_rows
from qa.normalise import name_key, normalise
from qa.vocabulary import measures

_WORD = re.compile(r"(?:[a-z]+\d+[a-z]*|[a-z]+(?:'[a-z]+)*(?:&[a-z]+)?|\d+[a-z]+)'?")
_BRITISH = (
    (re.compile(r"(?<=[a-z]{2})is(?=(?:e|es|ed|ing|ation|ations)$)"), "iz"), (re.compile(r"our(?=s?$|ing$|ed$|hood)"), "or"), (re.compile(r"tre(?=s?$)"), "ter"),
    (re.compile(r"programme"), "program"), (re.compile(r"(?<=def|off|lic)enc(?=es?$)"), "ens"), (re.compile(r"catalogue"), "catalog"),
)  # fmt: skip
_KEPT = frozenset(("four", "hour", "hours", "your", "our", "tour", "tours", "exercise", "exercises", "enterprise", "enterprises", "promise", "raise", "rise", "advise", "supervise", "supervised", "supervising", "expertise", "noise", "premises", "franchise", "disease", "otherwise"))
_SAME = {"revenue": "income", "revenues": "income", "incomes": "income", "spending": "expenditure", "expenditures": "expenditure", "outlays": "outlay"}
_PLURAL = (("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("xes", "x"))
_LISTED = frozenset(("", "project", "service", "item", "program", "indicator", "category", "account"))
"""What is listed and counted: no subject by itself."""
_SUFFIXES = frozenset(("fee", "cost", "expense", "expenditure", "spending", "charge", "payment", "contribution", "outlay", "bill", "budget", "figure", "amount"))
"""Nouns that only say that a subject is money: heating costs, annuity contributions."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the question, or any other character."""

    start: int
    end: int
    key: str
    """In one spelling and number; the character itself where it is no word."""
    word: bool


@dataclass(frozen=True, slots=True)
class Term:
    """What an English term is written as."""

    text: str
    axis: str
    name: str
    weak: bool = False


def tokens(text: str) -> list[Token]:
    """Words and other characters but spaces; parts of a word with hyphens are words of their own."""
    found, at = [], 0
    while at < len(text):
        match = _WORD.match(text, at)
        if match:
            found.append(Token(at, match.end(), stem(match[0]), True))
            at = match.end()
        else:
            if text[at] not in " -":
                found.append(Token(at, at + 1, text[at], False))
            at += 1
    return found


@cache
def stem(word: str) -> str:
    """A word in American spelling and singular, without 's."""
    word = re.sub(r"'s?$", "", word)
    word = _SAME.get(word, word)
    if word not in _KEPT:
        for pattern, written in _BRITISH:
            word = pattern.sub(written, word)
    for end, written in _PLURAL:
        if word.endswith(end) and len(word) > len(end) + 1:
            return word[: -len(end)] + written
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return word[:-1]
    return word


def key(text: str) -> str:
    """A phrase as the lists are keyed."""
    return " ".join(token.key for token in tokens(normalise(text)) if token.word)


def verb_forms(word: str) -> tuple[str, ...]:
    """The word, and the verb that it may be a form of: renting → rent, maintained → maintain, subsidizing → subsidize."""
    found = [word]
    for end in ("ing", "ed"):
        base = word.removesuffix(end)
        if base != word and len(base) > 2:
            found += [base, base + "e", *([base[:-1]] if base[-1] == base[-2] else [])]
    if word.endswith("ied"):
        found.append(f"{word[:-3]}y")
    return tuple(dict.fromkeys(found))


@cache
def lexicon() -> dict[str, tuple[str, ...]]:
    """Phrase → Chinese words that print it, the usual one first."""
    return {key(row["english"]): tuple(row["chinese"].split("、")) for row in read_csv("english_words.csv")}


@cache
def longest() -> int:
    """Words of the longest phrase of the lexicon and the terms."""
    return max(phrase.count(" ") + 1 for phrase in (*lexicon(), *terms()))


def meanings(phrase: str) -> tuple[str, ...]:
    """Chinese words for a phrase of the lexicon; empty where it has none."""
    before, _, last = phrase.rpartition(" ")
    forms = (f"{before} {verb}".strip() for verb in verb_forms(last))
    return tuple(dict.fromkeys(word for form in forms for word in lexicon().get(form, ())))


@cache
def terms() -> dict[str, Term]:
    """Phrase → the subject that it names. A text with several readings stays as it is: the reading knows them from synonyms.csv."""
    found: dict[str, Term] = {}
    for row in read_csv("english_names.csv"):
        found.setdefault(key(row["english"]), Term(row["chinese"], row["kind"], row["chinese"]))
    official = frozenset(found)
    rows: dict[str, list[tuple[str, str, str, str]]] = {}
    for kind, target, text, lang, register, *_ in read_rows("synonyms.csv"):
        if lang == "en" and kind not in ("phase", "scope", "dimension", "level", "indicator"):
            rows.setdefault(text, []).append((kind, target, register, text))
    for text, lines in rows.items():
        kind, target, register, _ = lines[0]
        name = measures()[target]["name"] if kind == "measure" and target in measures() else target
        named = {name_key(measures()[t]["name"] if k == "measure" and t in measures() else t) for k, t, *_ in lines}
        single = len(named) == 1 and register in ("english", "ambiguous") and kind in ("measure", "function", "government", "department", "procurement")
        text = name if single else _same(frozenset((k, t, r == "weak") for k, t, r, _ in lines), text)
        phrase = key(lines[0][3])
        if len(named) > 1 and phrase not in official:
            found.pop(phrase, None)  # operating revenue, operating income: what one of them leaves open is open
        found.setdefault(phrase, Term(text, kind if len({k for k, *_ in lines}) == 1 else "", target, register == "weak"))
    for measure in measures().values():
        found.setdefault(key(measure["english"]), Term(measure["name"], "measure", measure["id"]))
    return {phrase: entry for phrase, entry in found.items() if phrase not in _LISTED}


@cache
def _readings() -> dict[frozenset[tuple[str, str, bool]], str]:
    """Readings → the shortest Chinese word that has them."""
    rows: dict[str, set[tuple[str, str, bool]]] = {}
    for kind, target, text, lang, register, *_ in read_rows("synonyms.csv"):
        if lang == "zh" and register != "misspelt" and len(text) > 1:
            rows.setdefault(text, set()).add((kind, target, register == "weak"))
    found: dict[frozenset[tuple[str, str, bool]], str] = {}
    for text, readings in sorted(rows.items(), key=lambda row: (len(row[0]), row[0])):
        found.setdefault(frozenset(readings), text)
    return found


def _same(readings: frozenset[tuple[str, str, bool]], text: str) -> str:
    """A Chinese word of the same readings; the text itself where there is none."""
    return _readings().get(readings, text)


def term(phrase: str) -> Term | None:
    """The term of a phrase, said with or without a word for money after it."""
    found = terms().get(phrase)
    while found is None:
        before, _, last = phrase.rpartition(" ")
        if not before or last not in _SUFFIXES:
            return None
        phrase = before
        found = terms().get(phrase)
        if found is not None and found.weak:
            return None
    return found
