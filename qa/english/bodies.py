"""Names of government bodies and places in English, written as the names that documents print: Putuo District Finance Bureau → 上海市普陀区财政局.

A body is read from its parts: where it is, what it looks after, what form it has. Where each part stands in the name of one body held, that name is written;
where none does, a Chinese name is written all the same, so that the reading sees that another body is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from index.knowledge import read_csv
from qa.english.chunks import Chunks
from qa.english.words import Token, key, meanings, term, tokens
from qa.normalise import normalise
from qa.vocabulary import fixed_words

LONGEST_NAME = 10
"""Words and commas of the longest name: culture, radio, television, sports and tourism."""
_LEVELS = {"province": "省", "provincial": "省", "municipality": "市", "municipal": "市", "city": "市", "district": "区", "county": "县", "prefecture": "州", "autonomou region": "自治区"}
_NATIONAL = frozenset(("national", "state", "china"))
_CODES = {"of": "o", "for": "o", "in": "o", "and": "a", "&": "a", ",": "c", "the": "t"}
_REGIONS = r"t?R(?:(?:c|ct)?R)*"
_ABOUT = r"D(?:c?a?D)*"
_SHAPE = re.compile(
    rf"(?P<lead>{_REGIONS})?t?(?:(?P<about>{_ABOUT})(?P<form>F+)|(?P<form2>F+)ot?(?P<about2>{_ABOUT})|(?P<whole>W+F?))(?:(?:o|c)t?(?P<tail>{_REGIONS}))?"
    rf"|(?P<alone>{_REGIONS})(?P<park>DF?)?"
)
_OWN = re.compile(r"[\u4e00-\u9fff]{2,4}?(?:自治区|自治州|自治县|新区|省|市|州|区|县|旗)")


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of the question that is a part of a body's name."""

    start: int
    end: int
    code: str
    words: tuple[str, ...]
    """Chinese words that it may stand for."""
    level: str = ""
    unknown: bool = False
    """A word that may be the name of a place: no list of asking words knows it."""


@cache
def _names() -> dict[str, tuple[str, tuple[str, ...]]]:
    kinds = {"domain": "D", "form": "F", "whole": "W"}
    found = {key(row["english"]): (kinds[row["kind"]], tuple(row["chinese"].split("、"))) for row in read_csv("english_bodies.csv")}
    whole: dict[str, list[str]] = {}
    for row in read_csv("abbreviations.csv"):
        if row["kind"] == "department_english":
            whole.setdefault(key(row["text"]), []).append(row["full"])
    for name, full in whole.items():
        if name not in found and name.split()[0] not in _LEVELS and not _composed(name.split(), found):
            found[name] = ("W", tuple(full))
    return {name: entry for name, entry in found.items() if name}


def _composed(words: list[str], names: dict[str, tuple[str, tuple[str, ...]]]) -> bool:
    """The words are parts that the lists know, one after another."""
    if not words:
        return True
    if words[0] in ("of", "and", "for", "the"):
        return _composed(words[1:], names)
    return any(" ".join(words[:size]) in names and _composed(words[size:], names) for size in range(len(words), 0, -1))


@cache
def _regions() -> dict[str, tuple[str, ...]]:
    """Pinyin, without spaces and apostrophes → full names: chaoyang → 朝阳区, 朝阳市."""
    found: dict[str, list[str]] = {}
    for row in read_csv("abbreviations.csv"):
        if row["kind"] == "region_pinyin":
            found.setdefault(_squeezed(row["text"]), []).append(row["full"])
    return {text: tuple(names) for text, names in found.items() if len(text) >= 4}


def _squeezed(text: str) -> str:
    return re.sub(r"[\s'-]", "", normalise(text))


@lru_cache(maxsize=2)
def _sounds(departments: tuple[str, ...]) -> dict[str, frozenset[str]]:
    """Pinyin → the runs of two to four characters of the names that sound so: wanli → 万里."""
    from pypinyin import lazy_pinyin  # 90 ms, only for questions in Latin letters

    found: dict[str, set[str]] = {}
    for department in departments:
        syllables = lazy_pinyin(department)
        if len(syllables) == len(department):
            for size in (2, 3, 4):
                for start in range(len(department) - size + 1):
                    found.setdefault("".join(syllables[start : start + size]), set()).add(department[start : start + size])
    return {text: frozenset(pieces) for text, pieces in found.items()}


def with_bodies(text: str, departments: dict[str, str], chunks: Chunks) -> str:
    """The text with bodies and places put in Chinese."""
    parts = list(_parts(text, tokens(text), departments))
    code = "".join(part.code for part in parts)
    written, position = [], 0
    for match in _SHAPE.finditer(code):
        first, last = parts[match.start()], parts[match.end() - 1]
        chinese = None if _begins_term(match, parts, text) else _written(match, parts, departments)
        if chinese is None or first.start < position:
            continue
        start = next(part.start for part in parts[match.start() : match.end()] if part.code != "t")
        written += [text[position:start], chunks.put("department", chinese)]
        position = last.end - len(re.search(r"(?:'s?)?$", text[: last.end])[0])
    return "".join((*written, text[position:]))


def _begins_term(match: re.Match, parts: list[_Part], text: str) -> bool:
    """A body's name that is the beginning of a subject's: CPPCC meetings."""
    if match["lead"] or match["alone"] or match["tail"]:
        return False
    rest = tokens(text[parts[match.start()].start :])
    end = parts[match.end() - 1].end - parts[match.start()].start
    return any(token.end > end and token.word and term(" ".join(each.key for each in rest[: size + 1])) for size, token in enumerate(rest[:7]))


def _parts(text: str, words: list[Token], departments: dict[str, str]) -> Iterable[_Part]:
    """Parts of names from left to right; whatever is none is a part of the kind x."""
    at = 0
    while at < len(words):
        part, size = _part(text, words, at, departments)
        yield part
        at += size


def _part(text: str, words: list[Token], at: int, departments: dict[str, str]) -> tuple[_Part, int]:
    first = words[at]
    for size in range(min(LONGEST_NAME, len(words) - at), 0, -1):
        group = words[at : at + size]
        whole = group[0].word and group[-1].word and all(token.word or token.key == "," for token in group)
        entry = _names().get(" ".join(token.key for token in group if token.word)) if whole else None
        if entry:
            return _Part(first.start, group[-1].end, entry[0], entry[1]), size
    for size in (3, 2, 1):
        group = words[at : at + size]
        if len(group) == size and all(token.word for token in group):
            found = _region(text[group[0].start : group[-1].end], departments)
            if found:
                rest = words[at + size : at + size + 2]
                more = next((n for n in range(len(rest), 0, -1) if " ".join(token.key for token in rest[:n]) in _LEVELS), 0)
                level = _LEVELS[" ".join(token.key for token in rest[:more])] if more else ""
                return _Part(first.start, words[at + size + more - 1].end, "R", found, level), size + more
    if first.key in _NATIONAL:
        return _Part(first.start, first.end, "R", ("国家", "全国", "中国")), 1
    said = text[first.start : first.end]
    unknown = first.word and said not in fixed_words() and not meanings(first.key) and term(first.key) is None
    return _Part(first.start, first.end, _CODES.get(first.key, "x"), (), unknown=unknown), 1


def _region(said: str, departments: dict[str, str]) -> tuple[str, ...]:
    """Regions of a pinyin name, and pieces of names held that sound so: wanli → 万里."""
    said = _squeezed(re.sub(r"'s?$", "", said))
    if len(said) < 4 or said in fixed_words():
        return ()
    names = _regions().get(said, ())
    known = any(name.rstrip("省市区县州") in held for name in names for held in (*departments, *departments.values())) or bool(not names and (meanings(said) or term(said)))
    pieces = frozenset() if known else _sounds(tuple(departments)).get(said, frozenset())
    return tuple(dict.fromkeys((*names, *(sorted(pieces) if len(pieces) == 1 else ()))))


def _written(match: re.Match, parts: list[_Part], departments: dict[str, str]) -> str | None:
    """The name of the one body that fits, else a Chinese name of its parts; None where what was said names no body."""

    def group(*names: str) -> list[_Part]:
        return [part for name in names if match[name] for part in parts[match.start(name) : match.end(name)] if part.code in "RDFW"]

    regions = group("lead", "tail", "alone")
    about, form, whole, park = group("about", "about2"), group("form", "form2"), group("whole"), group("park")
    if match["alone"]:
        if park and _fitting(regions, park, departments):
            return _one(_fitting(regions, park, departments)) or None
        return _place(regions, departments) if not park and regions[0].words[0] != "国家" else None
    if not regions and (match.start() > 0 and parts[match.start() - 1].code == "x" and parts[match.start() - 1].unknown):
        return None  # Changfeng Subdistrict: a name that no list knows
    fitting = _fitting(regions, [*about, *form, *whole], departments)
    if whole and not regions and not fitting:
        return None  # a party school, community hospitals: what a project is for as likely as a body
    if fitting:
        one = _one(fitting)
        return one if one else None if not regions else _spelled(regions, about, form, whole)
    if not regions and not whole and any(part.words[0] in ("办公室", "管理局", "中心") for part in form):
        return None
    return _spelled(regions, about, form, whole)


def _one(fitting: list[str]) -> str | None:
    return fitting[0] if len(set(fitting)) == 1 else None


def _fitting(regions: list[_Part], body: list[_Part], departments: dict[str, str]) -> list[str]:
    """Departments held whose names bear out every part."""
    return [name for name in departments if all(any(word in name for word in part.words) for part in body) and _is_there(regions, body, name, departments[name])]


def _is_there(regions: list[_Part], body: list[_Part], name: str, region: str) -> bool:
    """The places said stand in the name, its own among them; a street or town is named right before its kind."""
    plain = re.sub(r"^(?:中国共产党|中共)", "", name)
    around = region + _above(region)
    standing = [[word for word in _forms(part) if word in plain or word in around] for part in regions]
    if not all(standing):
        return False
    if not regions:
        return True
    local = [part.words[0][0] for part in body if part.code == "W" and part.words[0][:1] in "街镇乡"]
    if local:
        return any(word + local[0] in plain for words in standing for word in words)
    own = _OWN.findall(region if region and region not in plain else plain)
    return not own or any(word in own[-1] or own[-1] in word or plain.find(word) >= plain.rfind(own[-1]) for words in standing for word in words)


@cache
def _above(region: str) -> str:
    """Province and city of a region that is written without them: 浙江省 of 金华市."""
    if len(_OWN.findall(region)) != 1:
        return ""
    names = {row["code"]: row["name"] for row in read_csv("regions.csv")}
    codes = [code for code, name in names.items() if name == region]
    return "".join(names.get(code[:size] + "0" * (6 - size), "") for code in codes[:1] for size in (2, 4)) if len(codes) == 1 else ""


def _forms(part: _Part) -> list[str]:
    """A place in full and without its level; only of the level said."""
    fitting = [word for word in part.words if not part.level or word.endswith(part.level)] or list(part.words)
    return [form for word in fitting for form in (word, re.sub(r"(?:省|市|区|县|州|自治区)$", "", word)) if len(form) >= 2]


def _spelled(regions: list[_Part], about: list[_Part], form: list[_Part], whole: list[_Part]) -> str:
    """A Chinese name of the parts."""
    place = "".join(_forms(part)[0] for part in regions)
    return place + "".join(part.words[0] for part in (*about, *whole)) + "".join(part.words[0] for part in form)


def _place(regions: list[_Part], departments: dict[str, str]) -> str:
    """A place by itself, as the names held write it."""
    named = []
    for part in regions:
        forms = _forms(part)
        named.append(next((form for form in forms if any(form in department for department in (*departments, *departments.values()))), forms[0]))
    return "".join(named)
