"""A reading as lines to be read for identity: which stand on the cover, which are short enough for a title, which stand in cells."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from index.identity.year import digits
from index.records import Grid, Reading, SourceTable, TextLine

Zone = Literal["cover", "body", "cell"]
_CONTENTS = re.compile("^目(?:录|次)$")
_LEADERS = re.compile(r"[.．…·⋯_]{3,}.*$")
_COVER_LINES, _COVER_CHARACTERS = 14, 45


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: as printed, and squeezed (no blanks, years in digits, no dot leaders)."""

    printed: str
    text: str
    zone: Zone


def squeezed(text: str) -> str:
    """Without blanks and dot leaders, years in digits, brackets full width."""
    return digits(re.sub(r"\s", "", _LEADERS.sub("", text))).replace("(", "（").replace(")", "）")


def lines_of(reading: Reading, tables: tuple[SourceTable, ...]) -> tuple[Line, ...]:
    """Every text line and every title row of a grid in order, then the titles of the recognised tables."""
    found = [Line(text, squeezed(text), zone) for text, zone in _zoned(reading)]
    known = {line.text for line in found}
    return (*found, *(Line(t.title, squeezed(t.title), "body") for t in tables if squeezed(t.title) not in known))


def _zoned(reading: Reading) -> Iterator[tuple[str, Zone]]:
    cover_left = _cover_length(reading)
    for number, block in enumerate(reading.blocks):
        if isinstance(block, TextLine):
            yield block.text, "cover" if number < cover_left and block.style != "furniture" else "body"
            continue
        for row in block.rows:
            filled = [cell for cell in row.cells if cell and cell.strip()]
            if len(filled) == 1 and len(filled[0]) <= 200:
                yield from ((line, "cell") for line in filled[0].split("\n"))


def _cover_length(reading: Reading) -> int:
    """Number of leading blocks that are the cover: short lines up to the contents, the first grid, the second page or the first long line."""
    for number, block in enumerate(reading.blocks):
        if isinstance(block, Grid) or number == _COVER_LINES or len(block.text) > _COVER_CHARACTERS:
            return number
        if _CONTENTS.match(squeezed(block.text)) or (block.place.pages and block.place.pages[0] > 1):
            return number
    return len(reading.blocks)
