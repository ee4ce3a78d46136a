"""The layers of a passage: what stands in brackets with quantities of its own is read by itself, as parts of what stands before it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.prose.quantities import Quantity

HIDDEN = "\x00"
"""Stands for every character of a bracket that is read by itself."""
QUIET = "\x01"
"""Stands for punctuation inside brackets that hold no quantity: it separates nothing."""
_PUNCTUATION = re.compile("[，；：。、,;]")


@dataclass(frozen=True, slots=True)
class Layer:
    """A stretch of the passage outside its inner brackets."""

    text: str
    """As long as the passage, other layers hidden."""
    start: int
    end: int
    quantities: tuple[Quantity, ...]
    parent: Quantity | None
    """The quantity before the bracket."""


def layers(text: str, found: tuple[Quantity, ...]) -> Iterator[Layer]:
    """The outermost layer first, every inner one after it."""
    yield from _layers(text, 0, len(text), found, None)


def _layers(text: str, start: int, end: int, found: tuple[Quantity, ...], parent: Quantity | None) -> Iterator[Layer]:
    inside = tuple(q for q in found if start <= q.start and q.end <= end)
    brackets = list(_brackets(text, start, end))
    holding = [
        (a, b) for a, b in brackets if any(a < q.start and q.end <= b for q in inside) and not any(q.start <= a and b <= q.end for q in inside)
    ]
    shown = list(text)
    for a, b in brackets:
        if (a, b) in holding:
            shown[a:b] = HIDDEN * (b - a)
        else:
            shown[a:b] = _PUNCTUATION.sub(QUIET, text[a:b])
    own = tuple(q for q in inside if not any(a < q.start and q.end <= b for a, b in holding))
    yield Layer("".join(shown), start, end, own, parent)
    for a, b in holding:
        yield from _layers(text, a + 1, b - 1, inside, next((q for q in reversed(own) if q.end <= a), None))


def _brackets(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Half-open spans of the outermost brackets; one that is never closed is none."""
    depth, opened = 0, start
    for at in range(start, end):
        if text[at] in "（(":
            opened = at if depth == 0 else opened
            depth += 1
        elif text[at] in "）)" and depth:
            depth -= 1
            if depth == 0:
                yield opened, at + 1
