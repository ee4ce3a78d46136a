"""Header lines of a printed table made the rows of a header: broken words put together, and every word at the top of the cell that it stands in the middle of."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.readers.text_piece import Piece, Row, Span
from index.records import GridRow, Place

_FIELD = re.compile("(?<!其中)[:：]")
_NEAR = 2
"""Places that the middles of two lines of one cell may differ by."""


@dataclass(slots=True)
class _Word:
    text: str
    lines: list[int]
    span: Span
    last: Piece


def header_rows(rows: Sequence[Row], spans: Sequence[Sequence[Span]], numbers: Sequence[int], width: int) -> list[GridRow]:
    """Rows of a header: lines with fields as they are, then the words of the other lines, each directly under the word that stands over it."""
    fields = max((r + 1 for r, row in enumerate(rows) if any(_FIELD.search(piece.text) for piece in row)), default=0)
    found = [
        GridRow(_cells(_words([row], [own], [number]), width), Place(lines=(number,)))
        for row, own, number in zip(rows[:fields], spans, numbers, strict=False)
    ]
    words = _words(rows[fields:], spans[fields:], numbers[fields:])
    depth = [0] * width
    levels: list[list[_Word]] = []
    for word in words:
        level = max(depth[word.span[0] : word.span[1] + 1])
        levels += [[]] if level == len(levels) else []
        levels[level].append(word)
        depth[word.span[0] : word.span[1] + 1] = [level + 1] * (word.span[1] - word.span[0] + 1)
    over: set[int] = set()
    for level in levels:
        lines = sorted({line for word in level for line in word.lines})
        cells = [None if not cell and column in over else cell for column, cell in enumerate(_cells(level, width))]
        found.append(GridRow(tuple(cells), Place(lines=tuple(lines))))
        over |= {column for word in level for column in range(word.span[0], word.span[1] + 1)}
    return found


def _words(rows: Sequence[Row], spans: Sequence[Sequence[Span]], numbers: Sequence[int]) -> list[_Word]:
    """The words of header lines from the top, each with the lines that go on with it, parted by line ends."""
    found: list[_Word] = []
    lowest: dict[int, _Word] = {}
    for row, own, number in zip(rows, spans, numbers, strict=True):
        for piece, span in zip(row, own, strict=True):
            above = lowest.get(span[0]) if span[0] == span[1] else None
            if above and above.span == span and number not in above.lines and _goes_on(above.last, piece):
                above.text, above.last = f"{above.text}\n{piece.text}", replace(piece)
                above.lines.append(number)
                continue
            word = _Word(piece.text, [number], span, piece)
            found.append(word)
            lowest |= dict.fromkeys(range(span[0], span[1] + 1), word)
    return found


def _cells(words: Sequence[_Word], width: int) -> tuple[str | None, ...]:
    cells: list[str | None] = [""] * width
    for word in words:
        first, last = word.span
        cells[first] = f"{cells[first]} {word.text}" if cells[first] else word.text
        for column in range(first + 1, last + 1):
            cells[column] = None
    return tuple(cells)


def _goes_on(above: Piece, piece: Piece) -> bool:
    """Whether a word is no wider than the one above it and stands under its middle or its beginning."""
    narrower = piece.right - piece.left <= above.right - above.left
    middle = abs(above.left + above.right - piece.left - piece.right) <= 2 * _NEAR
    return narrower and (middle or abs(above.left - piece.left) <= 1)
