"""Mentions: what the stretches of a question are. Finding them is one thing, composing them into a Plan another."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

WEIGHTS = {
    # points a character, points a mention: longer stretches and surer kinds win, so that one long name beats two short ones
    "department": (2.4, -0.4), "year": (2.3, -0.5), "table": (2.4, -0.6), "code": (2.1, -1.0), "quantity": (2.0, -0.9), "condition": (2.3, -0.4),
    "rank": (2.3, -0.7), "subject": (2.2, -0.6), "name": (2.35, -0.55), "part": (1.8, -1.6), "unheld": (1.3, -1.0), "typo": (2.0, -2.4), "operator": (2.1, -0.9),
    "dimension": (2.2, -0.9), "unit": (2.0, -1.0), "phase": (2.0, -1.0), "level": (2.1, -0.9), "fund": (2.1, -0.8), "stage": (2.1, -0.9),
    "self": (1.9, -1.0), "every": (2.2, -0.7), "pronoun": (2.0, -0.9), "join": (1.8, -1.1), "refuse": (2.2, -0.8), "stop": (1.8, -1.2), "counted": (1.7, -1.0), "asked": (2.0, -0.8), "bound": (2.4, -0.4), "detail": (2.2, -0.6),
}


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of the normalised question, and one thing that it may be."""

    start: int
    end: int
    kind: str
    value: Any
    text: str
    note: str = ""
    """A guess to be shown: 按“公务接待费”理解."""

    @property
    def score(self) -> float:
        rate, base = WEIGHTS[self.kind]
        return rate * _width(self.text, self.kind in ("subject", "unheld", "typo")) + base


_COLLOQUIAL = re.compile(r"的?(?:钱|费用|开支|花费)$|(?:一共|总共|共|花|要|了|多少|是)+(?:钱)?$|^(?:花|用|买|给|付|发)(?:在|到)?")
"""What surrounds a subject in speech and is no part of its name."""


def _width(text: str, spoken: bool) -> float:
    """Characters; Latin letters count for less, as a Latin word is longer than its Chinese equal, and so does what only surrounds a spoken name."""
    idle = sum(len(match[0]) for match in _COLLOQUIAL.finditer(text)) if spoken else 0
    idle = idle if len(text) - idle >= 2 else 0
    return sum(0.4 if char.isascii() and char.isalpha() else 1.0 for char in text if char != " ") - 0.7 * idle


def segment(text: str, candidates: Iterable[Mention]) -> tuple[tuple[Mention, ...], tuple[tuple[int, int], ...]]:
    """The best cover of the text by mentions that do not overlap, and the stretches left uncovered.

    Weighted interval scheduling by dynamic programming; ties fall to the mention that stands first in `candidates`.
    """
    ending: dict[int, list[Mention]] = {}
    for mention in candidates:
        ending.setdefault(mention.end, []).append(mention)
    best: list[float] = [0.0] * (len(text) + 1)
    taken: list[Mention | None] = [None] * (len(text) + 1)
    for end in range(1, len(text) + 1):
        best[end] = best[end - 1]
        for mention in ending.get(end, ()):
            score = best[mention.start] + mention.score
            if score > best[end] + 1e-9:
                best[end], taken[end] = score, mention
    chosen, position = [], len(text)
    while position > 0:
        mention = taken[position]
        if mention is None:
            position -= 1
        else:
            chosen.append(mention)
            position = mention.start
    chosen.reverse()
    return tuple(chosen), gaps(text, chosen)


def gaps(text: str, chosen: Iterable[Mention]) -> tuple[tuple[int, int], ...]:
    """Stretches of word characters that no mention covers."""
    covered = [False] * len(text)
    for mention in chosen:
        for i in range(mention.start, mention.end):
            covered[i] = True
    found, start = [], None
    for i, char in enumerate(text + " "):
        open_char = i < len(text) and not covered[i] and (char.isalnum() or char in "%")
        if open_char and start is None:
            start = i
        elif not open_char and start is not None:
            found.append((start, i))
            start = None
    return tuple(found)
