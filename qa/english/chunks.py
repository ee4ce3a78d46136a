"""Pieces of a question that are already put in Chinese: each stands in the text as one private-use character, so that patterns see where it begins and ends."""

from __future__ import annotations

import re

_FIRST = {"department": 0xE000, "year": 0xE200, "term": 0xE400, "weak": 0xE800, "amount": 0xEA00, "counted": 0xEC00, "listed": 0xED00}
"""The first character of each kind; `weak` words (spending, budget) say nothing beside another subject, `counted` is a number of things, `listed` what is ranked, listed or counted."""
_LAST = 0xEDFF
PIECE = re.compile(f"[{chr(min(_FIRST.values()))}-{chr(_LAST)}]")


def kind_pattern(*kinds: str) -> str:
    """A character class of the pieces of these kinds."""
    firsts = [*sorted(_FIRST.values()), _LAST + 1]
    return "[" + "".join(f"{chr(_FIRST[kind])}-{chr(firsts[firsts.index(_FIRST[kind]) + 1] - 1)}" for kind in kinds) + "]"


class Chunks:
    """The pieces of one question."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}
        self._next = dict(_FIRST)

    def put(self, kind: str, text: str) -> str:
        """The character that stands for a piece."""
        char = chr(self._next[kind])
        self._next[kind] += 1
        self._texts[char] = text
        return char

    def text(self, char: str) -> str:
        return self._texts[char]

    def plain(self, text: str) -> str:
        """The text with every piece written out."""
        return PIECE.sub(lambda match: self._texts.get(match[0], ""), text)
