"""Equations in words: do A and B add up to C, is this the same as that, do both sides balance. Where the sides part, and what only holds them together."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from index.knowledge import read_toml
from qa.doubts import WORDS

MARKS = ("gap", "sum", "change", "equals", "agree", "right", "loose_equals", "section", "prose", "tabular", "balance", "both", "total", "parts", "idle")
"""Kinds of words that hold an equation together, in order: an earlier kind keeps its stretch. What is masked is no content word."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the question and what it does in the equation."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Equation:
    """A question that asks whether amounts are equal."""

    text: str
    """Normalised."""
    masked: str
    """The text with its marks as commas, of the same length: what is left names amounts."""
    marks: tuple[Mark, ...]

    def of(self, *kinds: str) -> tuple[Mark, ...]:
        return tuple(mark for mark in self.marks if mark.kind in kinds)

    @property
    def gap(self) -> bool:
        """The difference is what is asked for."""
        return bool(self.of("gap"))


    @property
    def asked(self) -> bool:
        """Whether they agree is what the question ends with, and not by the way: 金额相同的项目有几个."""
        last = max((mark.end for mark in self.of("agree", "right", "gap")), default=0)
        return bool(self.of("agree", "right")) and not self.text[last:].strip("?？。!吗呢 ")


LONGEST = 400
"""Characters of a question that is read as an equation; the search for its marks grows with the square of its length."""
_ENDLESS = re.compile(r"\d{30}")


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {kind: re.compile(read_toml(WORDS)["equation"][kind]) for kind in MARKS}


def read_equation(text: str) -> Equation | None:
    """A normalised question as an equation; `None` where it holds nothing against anything."""
    if len(text) > LONGEST or _ENDLESS.search(text):
        return None
    taken: list[Mark] = []
    for kind in MARKS:
        for match in _patterns()[kind].finditer(text):
            free = match.end() > match.start() and not any(m.start < match.end() and match.start() < m.end for m in taken)
            if free and not (kind in ("total", "sum") and _named(text, match, taken, kind)):
                taken.append(Mark(match.start(), match.end(), kind))
    kinds = {mark.kind for mark in taken}
    held = kinds & {"equals", "agree", "loose_equals"} or ({"sum", "right"} <= kinds) or ("gap" in kinds and kinds & {"prose", "tabular"} and "比" in text)
    if not held or not re.search(r"[吗么嘛吧不没?？]|是不是|是否|等不等|平不平|多少|哪|差$", text):
        return None
    if "loose_equals" in kinds and not kinds & {"sum", "equals", "agree"}:
        return None
    chars = list(text)
    for mark in taken:
        chars[mark.start : mark.end] = "," * (mark.end - mark.start)
    return Equation(text, "".join(chars), tuple(sorted(taken, key=lambda mark: mark.start)))


def _named(text: str, match: re.Match, taken: list[Mark], kind: str) -> bool:
    """收入总计 names an amount, 07表合计 the total of a table; 合计 adds up only what was listed."""
    if kind == "sum":
        return bool(re.match(r"[的\d]*合计", match[0])) and not re.search(r"、|加|\+", text[: match.start()])
    start = match.start()
    return not (start == 0 or text[start - 1] in "的表里中上和跟与同于是为,、" or any(mark.end == start for mark in taken))
