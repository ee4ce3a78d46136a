"""Header words that a program printed away from their cells, put back over them.

Where a header line is narrower than the cells under it, all its words stand some places to one side; the cells keep their order and distance.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from index.readers.text_columns import columns
from index.readers.text_piece import Piece, Row, first_of, overlapped

_ALIKE = 2
"""Places that the distances of words to their cells may differ by."""
_FAR = 12
"""Places that a word may stand beside its cells."""
_MOST = 5
"""Columns of numbers that are put under other words at once."""


def moved(rows: Sequence[Row]) -> list[Row]:
    """The rows, with the words over a run of numbers whose last stands under no word moved so that every number stands under one."""
    first = first_of(rows)
    bands = columns(rows)
    words = [[piece for row in rows[:first] for piece in row if overlapped(piece, bands) == [n]] for n in range(len(bands))]
    cells = [[piece for row in rows[first:] for piece in row if overlapped(piece, bands) == [n]] for n in range(len(bands))]
    found = list(rows)
    for n in range(1, len(bands)):
        if not words[n] and cells[n] and all(piece.is_number() for piece in cells[n]):
            found = _under(found, first, _leaves(rows[:first], bands, n), [_middle(own) for own in cells[: n + 1] if _are_numbers(own)])
    return found


def _are_numbers(cells: Sequence[Piece]) -> bool:
    return bool(cells) and all(piece.is_number() for piece in cells)


def _middle(cells: Sequence[Piece]) -> float:
    """The middle of the widest cell of a column."""
    widest = max(cells, key=lambda piece: piece.right - piece.left)
    return (widest.left + widest.right) / 2


def _leaves(header: Sequence[Row], bands: Sequence[tuple[int, int]], n: int) -> list[Piece]:
    """The words before a column, the lowest of those that stand over each other."""
    pieces = [(i, piece) for i, row in enumerate(header) for piece in row if piece.left < bands[n][1]]
    lowest = [p for i, p in pieces if not any(j > i and other.left < p.right and p.left < other.right for j, other in pieces)]
    return sorted(lowest, key=lambda piece: piece.left)


def _under(rows: list[Row], first: int, leaves: Sequence[Piece], middles: Sequence[float]) -> list[Row]:
    """The rows with the shortest run of words moved that leaves no number without one, all by nearly the same places."""
    for count in range(2, min(_MOST, len(middles)) + 1):
        wanted = middles[-count:]
        if len(leaves) <= count:
            return rows
        last = leaves[-count - 1 :]
        fits = [chosen for chosen in combinations(last, count) if chosen[-1] is last[-1] and _spread(chosen, wanted) <= _ALIKE]
        if fits:
            best = min(fits, key=lambda chosen: _spread(chosen, wanted))
            return _shifted(rows, first, best, wanted)
    return rows


def _spread(words: Sequence[Piece], middles: Sequence[float]) -> float:
    offsets = [middle - (word.left + word.right) / 2 for word, middle in zip(words, middles, strict=True)]
    return max(offsets) - min(offsets) if max(map(abs, offsets)) <= _FAR else _FAR


def _shifted(rows: list[Row], first: int, words: Sequence[Piece], middles: Sequence[float]) -> list[Row]:
    by = [(word, round(middle - (word.left + word.right) / 2)) for word, middle in zip(words, middles, strict=True)]

    def place(piece: Piece) -> Piece:
        own = next((far for word, far in by if _is_over(piece, word)), 0)
        return replace(piece, left=piece.left + own, right=piece.right + own)

    return [tuple(map(place, row)) if i < first else row for i, row in enumerate(rows)]


def _is_over(piece: Piece, word: Piece) -> bool:
    """Whether a piece is a line of a word's cell: about its middle, and not much wider."""
    beside = abs(piece.left + piece.right - word.left - word.right) / 2
    return beside <= _ALIKE and piece.right - piece.left <= 2 * (word.right - word.left) + _ALIKE
