"""A question of several parts, taken apart: clauses that ask, clauses that only set the scene, polite words."""

from __future__ import annotations

import re

_BREAK = re.compile(r"[,，;；?？。!！\n]+")
_LINK = re.compile(r"^(?:然后|另外|还有|以及|并且|顺便|同时|其次|再|那么|那)+")


def clauses(text: str) -> tuple[str, ...]:
    """Clauses of a normalised question, in order; a number's own comma breaks nothing."""
    guarded = re.sub(r"(?<=\d),(?=\d{3})", "", text)
    pieces = [_LINK.sub("", piece.strip()) for piece in _BREAK.split(guarded)]
    return tuple(piece for piece in pieces if piece)
