"""Subjects of the budget in English, put in Chinese: by the lists of terms, by the names that documents print, word by word where neither knows the whole.

A phrase stands for a printed name where each of its words has a translation in that one name; what no list knows stays as it was said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from index.knowledge import read_csv, read_toml
from qa.english.chunks import Chunks
from qa.english.words import Term, Token, lexicon, longest, meanings, stem, term, tokens
from qa.members import Members
from qa.normalise import name_key
from qa.vocabulary import fixed_words, synonyms

AXES = ("project", "narrated", "service", "procurement", "function", "department", "government", "statement")
_INNER = frozenset(("of", "for", "the", "and", "in", "to", "on", "a", "an", "it", "its", "their", "&"))
_BESIDE = _INNER | {"under", "within", "from", "by", "with", "at", "as", "per", "during", "or", "project", "program", "scheme", "budget", "cost", "expense", "expenditure", "spending", "fee", "money", "work", "item", "contribution", "payment"}
"""Words that may stand beside a described name; any other word says that something narrower is meant (medical waste disposal)."""
_ARTICLES = frozenset(("the", "a", "an", "it", "its", "their"))
_MONEY = frozenset(("project", "program", "scheme", "budget", "cost", "expense", "expenditure", "spending", "fee", "money", "work", "item", "contribution", "payment"))
"""Words of a phrase that a name need not print."""
_PHASES = {"budget": "预算", "final account": "决算", "account": "决算", "final report": "决算", "final statement": "决算"}
_CORE = re.compile(r"(?:服务|项目|经费|费用|专项|支出|费|资金|工作)*$")
MOST_NAMES = 4_000
MOST_TOGETHER = 30
"""Words of a phrase in which printed names are sought."""
MOSTLY_TOLD = 0.6
"""Part of a name from which the name is likelier meant than a subject of the classifications."""
LEAST_TOLD = 0.4
"""Part of a name that a phrase must tell."""


@dataclass(frozen=True, slots=True)
class _Cover:
    """One reading of the words from `start` to `end`."""

    start: int
    end: int
    kind: str
    text: str
    score: float
    held: bool = True
    """Documents in scope print it."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A phrase that was taken for a printed name."""

    said: str
    name: str


@lru_cache(maxsize=1)
def _asking() -> frozenset[str]:
    """Words of asking: they end a phrase and are left to the forms of asking."""
    return frozenset(stem(word) for word in read_toml("english_forms.toml")["asking"]["words"])


def with_terms(text: str, members: Members, chunks: Chunks, guesses: list[Guess], narrowing: list[str]) -> str:
    """The text with the names of subjects in Chinese; words that narrow a subject to what no document prints are added to `narrowing`."""
    printed = _printed(members)
    whole = "\n".join(name.key for name in members.names)
    text = _without_commas(text)
    written, position = [], 0
    for phrase in _phrases(tokens(text), text):
        covers = _best(text, phrase, members, printed, whole)
        for index, cover in enumerate(covers):
            if not cover.held and _narrows(cover, phrase, covers[max(0, index - 1) : index + 2]):
                narrowing.append(text[phrase[cover.start].start : phrase[cover.end - 1].end])  # rural waste sorting
                continue
            start, end = phrase[cover.start].start, phrase[cover.end - 1].end
            written += [text[position:start], chunks.put("weak" if cover.kind == "weak" else "term", cover.text)]
            position = end
            if cover.kind == "name":
                guesses.append(Guess(text[start:end], cover.text))
    return "".join((*written, text[position:]))


@cache
def _listing() -> tuple[str, ...]:
    """Names that are lists themselves: culture, tourism, sports and media."""
    return tuple(sorted((row["english"] for row in read_csv("english_names.csv") if "," in row["english"]), key=len, reverse=True))


def _without_commas(text: str) -> str:
    for name in _listing():
        text = text.replace(name, name.replace(",", ""))
    return text


def _narrows(cover: _Cover, phrase: list[Token], around: list[_Cover]) -> bool:
    """A word that no document prints, and that the reading would pass over, beside a subject: it says that something narrower is meant."""
    if cover.kind == "word" and len(cover.text) > 1 and not any(kind == "stop" for kind, _ in fixed_words().get(cover.text, ())) and not any(target.kind in AXES for target in synonyms().get(cover.text, ())):
        return False
    if cover.kind == "weak":
        return False
    for near in around:
        between = phrase[near.end : cover.start] or phrase[cover.end : near.start]
        if near is not cover and near.kind != "weak" and all(token.key in _INNER - {"and", "&", "on", "in", "to"} for token in between) and (near.end <= cover.start or cover.end <= near.start):
            return True
    return False


def _phrases(words: list[Token], text: str) -> Iterator[list[Token]]:
    """Runs of words between words of asking, numbers, marks and pieces that are already Chinese."""
    found: list[Token] = []
    for token in words:
        if token.word and (token.key not in _asking() or text[token.end : token.end + 1] == "-"):
            found.append(token)
        elif found:
            yield found
            found = []
    if found:
        yield found


def _printed(members: Members) -> dict[str, None]:
    return dict.fromkeys(name.key for name in members.names if name.axis in AXES and len(name.key) >= 3)


def _best(text: str, phrase: list[Token], members: Members, printed: dict[str, None], whole: str) -> list[_Cover]:
    """The best cover of a phrase; the words left over stay in Latin letters."""
    best: list[tuple[float, tuple[_Cover, ...]]] = [(0.0, ())]
    for end in range(1, len(phrase) + 1):
        score, chosen = best[end - 1]
        for start in range(max(0, end - longest() - 3), end):
            for cover in _covers(phrase, start, end, members, printed, whole):
                if best[start][0] + cover.score > score + 1e-9:
                    score, chosen = best[start][0] + cover.score, (*best[start][1], cover)
        best.append((score, chosen))
    return list(best[-1][1])


def _covers(phrase: list[Token], start: int, end: int, members: Members, printed: dict[str, None], whole: str) -> Iterator[_Cover]:
    group = phrase[start:end]
    said = " ".join(token.key for token in group if token.key not in _ARTICLES)
    content = [token for token in group if token.key not in _INNER]
    if not content:
        return
    known = term(said)
    if known is not None:
        held = _held(known, members)
        yield _Cover(start, end, "weak" if known.weak else "term", known.text, 2.0 * len(content) - (0.4 if held else 1.0), held)
    if said in _PHASES:
        yield _Cover(start, end, "weak", _PHASES[said], 1.0)
    if (group[0].key in _INNER or group[-1].key in _INNER) and said not in lexicon():
        return
    words = meanings(said)
    if words:
        printed_word = next((word for word in words if len(word) > 1 and word in whole), None)
        yield _Cover(start, end, "word", printed_word or next((word for word in words if len(word) > 1), words[0]), 2.0 * len(content) - 1.1, printed_word is not None)
    alone = all(not near or near[0].key in _BESIDE for near in (phrase[start - 1 : start], phrase[end : end + 1]))
    if alone and len(phrase) <= MOST_TOGETHER and content[0].key not in _MONEY and sum(token.key not in _MONEY for token in content) > 1:
        name = _borne_out(tuple(token.key for token in group), printed)
        if name:
            yield _Cover(start, end, "name", name[0], 2.0 * len(content) - (0.3 if name[1] >= MOSTLY_TOLD else 0.5))


def _held(known: Term, members: Members) -> bool:
    return known.axis in ("measure", "") or members.held(known.axis, name_key(known.name)) or known.axis not in AXES


def _borne_out(words: tuple[str, ...], printed: dict[str, None]) -> tuple[str, float] | None:
    """The one printed name in which each word of the phrase has a translation, and the part of it that they tell."""
    found = []
    for name in printed if len(printed) <= MOST_NAMES else ():
        told = _told(words, name)
        core = _CORE.sub("", name) or name
        if told and len({i for i in told if i < len(core)}) >= max(2, min(4, LEAST_TOLD * len(core))):
            found.append((len(told) / len(name), name))
    found.sort(reverse=True)
    if not found or (len(found) > 1 and found[0][0] - found[1][0] < 0.25):
        return None
    return found[0][1], found[0][0]


def _told(words: tuple[str, ...], name: str) -> frozenset[int] | None:
    """Places of a name that the words tell; None where a word has no translation in it."""
    best: list[frozenset[int] | None] = [frozenset()] + [None] * len(words)
    for end in range(1, len(words) + 1):
        if words[end - 1] in _INNER or words[end - 1] in _MONEY:
            best[end] = best[end - 1]
        for start in range(max(0, end - 5), end):
            before = best[start]
            if before is None:
                continue
            said = " ".join(words[start:end])
            for word in meanings(said) or ((said,) if re.search(r"\d", said) else ()):
                places = frozenset(i for match in re.finditer(re.escape(word), name) for i in range(*match.span()))
                if places and (best[end] is None or len(before | places) > len(best[end])):
                    best[end] = before | places
    return best[-1]
