"""Columns of a plain-text table whose cells stand under each other, parted by two spaces or more.

Programs that print a page as text count a Chinese character as two places, others as one: `measure` takes what makes the edges meet.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

NUMBER = re.compile(r"[-−－(（≥≤<>=]*\d[\d,，]*(\.\d+)?[)）]?[%％‰]?|[-—－]{1,2}")
_PIECE = re.compile(r"[^ ]+(?: [^ ]+)*")
_GLUED = re.compile(r" (?=-?\d[\d,]*\.\d{2,}(?: |$))")
_FIELD = re.compile("[:：]")
_NEAR = 2
"""Places that the middle of a header may stand beside the middle of its columns."""

Width = Callable[[str], int]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands between two gaps of a line, from its first place to behind its last."""

    text: str
    left: int
    right: int

    def is_number(self) -> bool:
        return bool(NUMBER.fullmatch(self.text))


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
        row.append(Piece(text, left, left + sum(map(width, text))))
    return tuple(row)


def _wide(ambiguous: int) -> Width:
    sizes = {"W": 2, "F": 2, "A": ambiguous}
    return lambda character: sizes.get(unicodedata.east_asian_width(character), 1)


WIDTHS: tuple[Width, ...] = (_wide(2), _wide(1), lambda character: 1)


def measured(lines: Sequence[str]) -> list[Row]:
    """The pieces of every line, in the places under which most edges meet."""
    return max(([pieces(line, width) for line in lines] for width in WIDTHS), key=met)


def met(rows: Sequence[Row]) -> int:
    """How many pieces behind the first place share an edge with a piece of another line."""
    edges = [(edge, side) for row in rows for piece in row if piece.left for edge, side in ((piece.left, 0), (piece.right, 1))]
    return sum(count for count in Counter(edges).values() if count > 1)


def columns(rows: Sequence[Row]) -> list[Span]:
    """Places that each column takes: those of the numbers first, then of the lines with most pieces; a piece over two columns widens none."""
    bands: list[Span] = []
    upwards = list(reversed(rows))
    for row in sorted(upwards, key=lambda row: (-any(piece.is_number() for piece in row[1:]), -len(row))):
        for piece in row:
            over = overlapped(piece, bands)
            if not over and not _FIELD.search(piece.text) and (len(row) > 1 or piece.is_number()):
                bands = sorted([*bands, (piece.left, piece.right)])
            elif len(over) == 1 and not (_FIELD.search(piece.text) and len(row) < 3):
                wider = (min(bands[over[0]][0], piece.left), max(bands[over[0]][1], piece.right))
                bands = [wider if n == over[0] else band for n, band in enumerate(bands)]
    return _joined(rows, bands)


def _joined(rows: Sequence[Row], bands: list[Span]) -> list[Span]:
    """The columns, those of texts and of numbers that no line fills both put together: one column, its numbers set to the right."""
    n = 0
    while n + 1 < len(bands):
        sides = [[piece for row in rows for piece in row if overlapped(piece, bands) == [at]] for at in (n, n + 1)]
        kinds = [{piece.is_number() for piece in side} for side in sides]
        both = any(len({at for piece in row for at in overlapped(piece, bands)} & {n, n + 1}) == 2 and len(row) > 2 for row in rows) or any(
            overlapped(first, bands) == [n] and overlapped(second, bands) == [n + 1] for row in rows for first, second in pairwise(row)
        )
        if not both and sorted(map(sorted, kinds)) == [[False], [True]]:
            bands[n : n + 2] = [(bands[n][0], bands[n + 1][1])]
        else:
            n += 1
    return bands


def overlapped(piece: Piece, bands: Sequence[Span]) -> list[int]:
    """The columns in whose places the piece stands."""
    return [n for n, (left, right) in enumerate(bands) if piece.left < right and left < piece.right]


def placed(row: Row, below: Sequence[Row], bands: Sequence[Span]) -> list[Span]:
    """First and last column of each piece: those it stands over, and in a header (`below` are the header lines under it) those it is centred over."""
    over = [overlapped(piece, bands) or [_nearest(piece, bands)] for piece in row]
    headed = {column for line in below for piece in line for column in overlapped(piece, bands)}
    found = []
    for n, piece in enumerate(row):
        first, last = over[n][0], over[n][-1]
        least = over[n - 1][-1] + 1 if n else 0
        most = over[n + 1][0] - 1 if n + 1 < len(row) else len(bands) - 1
        found.append(_centred(piece, (first, last), (least, most), headed, bands) if set(over[n]) <= headed else (first, last))
    return found


def _centred(piece: Piece, own: Span, limits: Span, headed: set[int], bands: Sequence[Span]) -> Span:
    """The widest run of headed columns around `own` whose middle is the piece's."""
    best = own
    for first in range(limits[0], own[0] + 1):
        for last in range(own[1], limits[1] + 1):
            middle = (bands[first][0] + bands[last][1]) / 2
            near = abs(middle - (piece.left + piece.right) / 2) <= _NEAR
            if near and set(range(first, last + 1)) <= headed and last - first > best[1] - best[0]:
                best = (first, last)
    return best


def _nearest(piece: Piece, bands: Sequence[Span]) -> int:
    return min(range(len(bands)), key=lambda n: (max(bands[n][0] - piece.right, piece.left - bands[n][1]), n))
