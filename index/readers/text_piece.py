"""Pieces of the lines of a plain-text table whose cells stand under each other, parted by two spaces or more.

Programs that print a page as text count a Chinese character as two places, others as one: `measure` takes what makes most edges meet.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

NUMBER = re.compile(r"[-−－(（≥≤<>=]*\d[\d,，]*(\.\d+)?[)）]?[%％‰]?|[-—－]{1,2}")
_PIECE = re.compile(r"[^ ]+(?: [^ ]+)*")
_GLUED = re.compile(r" (?=-?\d[\d,]*\.\d{2,}(?: |$))")
_EDGE = 2
"""Places by which a text that a program moved to the left may stand in the column before its own."""

Width = Callable[[str], int]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands between two gaps of a line, from its first place to behind its last."""

    text: str
    left: int
    right: int
    width: Width = len
    """Places of a character."""

    def is_number(self) -> bool:
        return bool(NUMBER.fullmatch(self.text))

    def width_of(self, text: str) -> int:
        """Places that a part of it takes."""
        return sum(map(self.width, text))


Row = tuple[Piece, ...]


def pieces(line: str, width: Width) -> Row:
    """The pieces of a line; amounts that one space parts are pieces of their own where the line has several."""
    found = [piece for match in _PIECE.finditer(line) if (piece := match[0].rstrip("\u3000"))]
    several = len(found) > 1
    row, at = [], 0
    for text in (part for piece in found for part in (_GLUED.split(piece) if several else [piece])):
        start = line.index(text, at)
        at = start + len(text)
        left = sum(map(width, line[:start]))
        row.append(Piece(text, left, left + sum(map(width, text)), width))
    return tuple(row)


def _wide(ambiguous: int) -> Width:
    sizes = {"W": 2, "F": 2, "A": ambiguous}
    return lambda character: sizes.get(unicodedata.east_asian_width(character), 1)


WIDTHS: tuple[Width, ...] = (_wide(2), _wide(1), lambda character: 1)


def measure(runs: Sequence[Sequence[str]]) -> Width:
    """The places of a character under which most edges of a file's tables meet: one program printed them all."""
    return max(WIDTHS, key=lambda width: sum(met(measured(lines, width)) for lines in runs))


def measured(lines: Sequence[str], width: Width) -> list[Row]:
    """The pieces of every line."""
    return [pieces(line, width) for line in lines]


def met(rows: Sequence[Row]) -> int:
    """How many pieces behind the first place share an edge with a piece of another line."""
    edges = [(edge, side) for row in rows for piece in row if piece.left for edge, side in ((piece.left, 0), (piece.right, 1))]
    return sum(count for count in Counter(edges).values() if count > 1)


def first_of(rows: Sequence[Row]) -> int:
    """The first row with a number behind its first place: those before it are the header."""
    return next((i for i, row in enumerate(rows) if any(piece.is_number() for piece in row[1:])), len(rows))


def overlapped(piece: Piece, bands: Sequence[Span]) -> list[int]:
    """The columns in whose places the piece stands; one whose edge it only touches is none of them where it stands in another."""
    shared = {
        n: min(piece.right, right) - max(piece.left, left) for n, (left, right) in enumerate(bands) if piece.left < right and left < piece.right
    }
    touched = [n for n, places in shared.items() if places <= _EDGE and places * 2 < min(bands[n][1] - bands[n][0], piece.right - piece.left)]
    own = [n for n in shared if n not in touched]
    return own if len(own) == 1 else list(shared)
