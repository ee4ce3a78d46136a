"""From the text of a question to its mentions: every source of words asked, the best cover chosen, slips guessed last."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qa.conditions import condition_mentions
from qa.departments import DepartmentMention
from qa.members import Members, Name, subject
from qa.mentions import Mention, segment
from qa.naming import synonym_subject
from qa.normalise import normalise
from qa.plan import Subject
from qa.vocabulary import DIMENSIONS, PHASES, Target, fixed_mentions, lengths, occurrences, pattern_mentions, synonyms

MEMBER_AXES = ("function", "government", "department", "procurement", "item")
_JOIN = {"和", "与", "跟", "及", "以及", "加", "加上", "、", "/", "+", "and", "plus", "同", "还有", "或", "或者", "vs"}
_UNIT_BEFORE = re.compile(r"(多少|几|以|按|用|换算成|换成|折合成?|折算成?|转成|转换成|单位是?|改成|变成|合|in|into|等于|写成|说成|是|相当于|约?合)(多少|几)?$")


@dataclass(frozen=True, slots=True)
class Scanned:
    """A question with what its stretches are."""

    text: str
    mentions: tuple[Mention, ...]
    unexplained: tuple[str, ...]

    def all(self, kind: str) -> tuple[Mention, ...]:
        return tuple(mention for mention in self.mentions if mention.kind == kind)


def scan(text: str, members: Members, departments: tuple[DepartmentMention, ...], *, guess: bool = True) -> Scanned:
    """The best reading of each stretch of a normalised question."""
    candidates = [
        *(Mention(d.start, d.end, "department", d.departments, d.text) for d in departments),
        *pattern_mentions(text),
        *condition_mentions(text),
        *_subjects(text, members),
        *_codes(text, members),
        *_units(text),
        *(m for m in fixed_mentions(text) if m.kind != "unit"),
        *_joins(text),
    ]
    chosen, open_stretches = segment(text, candidates)
    if guess and open_stretches:
        parts = list(_parts(text, members))
        chosen, open_stretches = segment(text, candidates + parts)
        if open_stretches:
            from qa.slips import slip_mentions  # rapidfuzz, 20 ms, only where something is left unexplained

            chosen, open_stretches = segment(text, candidates + parts + list(slip_mentions(text, members, chosen, open_stretches)))
    return Scanned(text, chosen, tuple(text[start:end] for start, end in open_stretches))


def _subjects(text: str, members: Members) -> Iterator[Mention]:
    """Whole names and synonyms; one mention a stretch, with every alternative."""
    found: dict[tuple[int, int], list[Subject]] = {}
    tables: list[Mention] = []
    for start, end, piece in occurrences(text, synonyms(), lengths("synonyms")):
        for target in synonyms()[piece]:
            if target.kind in ("measure", *MEMBER_AXES, "indicator"):
                found.setdefault((start, end), []).append(synonym_subject(target, piece))
            elif (mention := _context(start, end, target, piece)) is not None:
                tables.append(mention)
    for start, end, names in members.exact_mentions(text):
        found.setdefault((start, end), []).extend(subject(name, text[start:end]) for name in names)
    yield from tables
    for (start, end), subjects in found.items():
        yield Mention(start, end, "subject", _distinct(subjects), text[start:end])


def _context(start: int, end: int, target: Target, piece: str) -> Mention | None:
    """A synonym that says where to look and not what for: table, phase, scope, fund, dimension, level."""
    if target.kind == "table":
        return Mention(start, end, "table", {"type": target.target}, piece)
    if target.kind == "phase":
        if target.target in PHASES:
            return Mention(start, end, "phase", PHASES[target.target], piece)
        return Mention(start, end, "stage", target.target, piece)
    if target.kind == "scope":
        return Mention(start, end, "level", target.target, piece)
    if target.kind == "fund":
        return Mention(start, end, "fund", target.target, piece)
    if target.kind == "dimension":
        return Mention(start, end, "dimension", DIMENSIONS.get(target.target, target.target), piece)
    if target.kind == "level":
        return Mention(start, end, "dimension", f"function_{target.target}", piece)
    return None


def _distinct(subjects: list[Subject]) -> tuple[Subject, ...]:
    """Alternatives, each once; measures first, then what the documents print, then synonyms."""
    seen: dict[tuple, Subject] = {}
    for item in sorted(subjects, key=lambda s: (s.axis != "measure", s.code is None)):
        seen.setdefault((item.axis, item.key, item.code), item)
    coded = {(axis, key) for axis, key, code in seen if code}
    return tuple(item for (axis, key, code), item in seen.items() if code or (axis, key) not in coded)


def _codes(text: str, members: Members) -> Iterator[Mention]:
    """Codes that the documents print, as subjects."""
    for match in re.finditer(r"(?<![\d.,])\d{3,7}(?![\d.,])|(?<![a-z])[abc](?=类|\b)", text):
        names = members.codes.get(match[0])
        if names:
            yield Mention(match.start(), match.end(), "subject", tuple(subject(name, match[0]) for name in names), match[0])


def _parts(text: str, members: Members) -> Iterator[Mention]:
    """Pieces of names, where few names have them."""
    for start, end, names in members.part_mentions(text):
        axes = {name.axis for name in names}
        if len(names) <= 12 and len(axes) <= 3:
            ordered = sorted(names, key=lambda name: (_rank(name, text[start:end]), name.key))
            value = tuple(subject(name, text[start:end], guess=True) for name in ordered)
            yield Mention(start, end, "part", value, text[start:end])


def _rank(name: Name, piece: str) -> tuple:
    return (not name.key.startswith(piece), len(name.key) - len(piece))


def _units(text: str) -> Iterator[Mention]:
    """Units asked for: 是多少亿元, 换算成元."""
    for match in re.finditer(r"百万元|千万元|亿元|万元|千元|(?<![万亿千百])元|亿(?!元)|(?<![百千])万(?!元)|\b(?:in )?(?:million|yuan|rmb)\b", text):
        before = _UNIT_BEFORE.search(text[: match.start()])
        unit = {"亿": "亿元", "万": "万元", "yuan": "元", "in yuan": "元", "rmb": "元", "in rmb": "元", "million": "百万元", "in million": "百万元"}.get(match[0], match[0])
        if before or match[0] in ("亿元", "千元", "百万元") or (match.start() == 0):
            yield Mention(match.start(), match.end(), "unit", unit, match[0])


def _joins(text: str) -> Iterator[Mention]:
    for word in _JOIN:
        pattern = rf"\b{re.escape(word)}\b" if word.isascii() and word.isalpha() else re.escape(word)
        for match in re.finditer(pattern, text):
            yield Mention(match.start(), match.end(), "join", normalise(word), match[0])
