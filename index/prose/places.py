"""Where a quantity is printed: the lines of its clause, found again among the document's lines."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from index.paragraphs import merge
from index.records import Passage, Place, TextLine

_BLANK = re.compile(r"\s+")


class Printed:
    """The document's lines as one text without blanks, and which line every character stands in."""

    def __init__(self, lines: Sequence[TextLine]) -> None:
        self._lines = lines
        self._starts: list[int] = []
        pieces: list[str] = []
        length = 0
        for line in lines:
            self._starts.append(length)
            pieces.append(_BLANK.sub("", line.text))
            length += len(pieces[-1])
        self._text = "".join(pieces)

    def place(self, passage: Passage, start: int, end: int) -> Place:
        """The place of a span of the passage; that of the whole passage where its sentence is not found in the lines, or found in several places."""
        before = max(passage.text.rfind("。", 0, start) + 1, 0)
        head, span = _BLANK.sub("", passage.text[before:start]), _BLANK.sub("", passage.text[start:end])
        found = [m.start() + len(head) for m in re.finditer(re.escape(head + span), self._text)]
        places = [place for at in found if _inside(place := self._at(at, at + len(span)), passage.place)]
        return places[0] if len(places) == 1 else passage.place

    def _at(self, start: int, end: int) -> Place:
        first, last = bisect_right(self._starts, start) - 1, bisect_right(self._starts, end - 1) - 1
        return merge(line.place for line in self._lines[first : last + 1])


def _inside(inner: Place, outer: Place) -> bool:
    return set(inner.lines) <= set(outer.lines) and set(inner.pages) <= set(outer.pages)
