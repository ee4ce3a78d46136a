"""Proper names in Latin letters, written in Chinese, so that one reading serves both: Putuo District Finance Bureau → 普陀区财政局."""

from __future__ import annotations

import re
from functools import cache

from index.knowledge import read_csv
from qa.normalise import normalise
from qa.vocabulary import fixed_words, synonyms

_LEVELS = {"province": "省", "municipality": "市", "city": "市", "district": "区", "county": "县", "prefecture": "州"}
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")


@cache
def _regions() -> dict[str, tuple[str, ...]]:
    """Pinyin → full names: chaoyang → 朝阳区, 朝阳市."""
    found: dict[str, list[str]] = {}
    for row in read_csv("abbreviations.csv"):
        if row["kind"] == "region_pinyin":
            found.setdefault(normalise(row["text"]).replace(" ", ""), []).append(row["full"])
    return {text: tuple(names) for text, names in found.items()}


@cache
def _bodies() -> tuple[tuple[str, str], ...]:
    """(English name, Chinese body), longest first."""
    rows = {normalise(row["text"]): row["full"] for row in read_csv("abbreviations.csv") if row["kind"] == "department_english"}
    return tuple(sorted(rows.items(), key=lambda pair: (-len(pair[0]), pair[0])))


def in_chinese(text: str, departments: tuple[str, ...]) -> str:
    """The normalised question with the names of regions and bodies in Chinese; words that name neither stay as they are."""
    if not re.search(r"[a-z]{3}", text):
        return text
    text = re.sub(r"'s\b", "", text)
    for english, chinese in _bodies():
        if english in text:
            text = re.sub(rf"\b(?:the )?{re.escape(english)}\b", _held_form(chinese, departments), text)
    text = _with_names(text, departments)
    text = _with_regions(text, departments)
    return normalise(text)


def _held_form(body: str, departments: tuple[str, ...]) -> str:
    """The body as a department held writes it: 政治协商会议 or 政协."""
    forms = [body, *(row["text"] for row in read_csv("abbreviations.csv") if row["kind"] == "department" and row["full"] == body)]
    return next((form for form in forms if any(form in department for department in departments)), body)


def _with_regions(text: str, departments: tuple[str, ...]) -> str:
    def written(match: re.Match) -> str:
        names = _regions().get(match["name"].replace(" ", ""))
        if not names:
            return match[0]
        level = _LEVELS.get((match["level"] or "").strip())
        fitting = [name for name in names if not level or name.endswith(level)] or list(names)
        held = [name for name in fitting if any(name in department or name[:-1] in department for department in departments)]
        return (held or fitting)[0]

    return re.sub(r"\b(?P<name>[a-z]{4,}(?: ?[a-z]+)?)(?P<level> (?:province|municipality|city|district|county|prefecture))?\b", _single(written), text)


def _single(written):
    """Tries two words as one name, then the first alone."""

    def attempt(match: re.Match) -> str:
        whole = written(match)
        if whole != match[0] or " " not in match["name"]:
            return whole
        first, rest = match[0].split(" ", 1)
        alone = re.match(r"(?P<name>[a-z]+)(?P<level> (?:province|municipality|city|district|county|prefecture))?", match[0])
        changed = written(alone)
        if changed != alone[0]:
            return changed + match[0][alone.end() :]
        return first + " " + re.sub(r"\b(?P<name>[a-z]{4,})(?P<level> (?:province|municipality|city|district|county|prefecture))?\b", written, rest)

    return attempt


def _with_names(text: str, departments: tuple[str, ...]) -> str:
    """Words that are the pinyin of a piece of a department's name: wanli → 万里."""
    words = [word for word in _WORD.findall(text) if len(word) >= 4 and (re.search(rf"{word} ?[\u4e00-\u9fff]", text) or (word not in fixed_words() and word not in synonyms()))]
    for word in words:
        pieces = {piece for department in departments for piece in _pieces(department).get(word, ())}
        if len(pieces) == 1:
            piece = pieces.pop()
            text = re.sub(rf"\b{word}\b(?P<level> (?:{'|'.join(_LEVELS)})\b)?", lambda m, piece=piece: piece + _LEVELS.get((m["level"] or "").strip(), ""), text)
    return text


@cache
def _pieces(department: str) -> dict[str, tuple[str, ...]]:
    """Pinyin of every run of two to four characters of a name."""
    from pypinyin import lazy_pinyin  # 90 ms, only for names in Latin letters

    syllables = lazy_pinyin(department)
    found: dict[str, list[str]] = {}
    if len(syllables) == len(department):
        for size in (2, 3, 4):
            for start in range(len(department) - size + 1):
                found.setdefault("".join(syllables[start : start + size]), []).append(department[start : start + size])
    return {text: tuple(dict.fromkeys(names)) for text, names in found.items()}
