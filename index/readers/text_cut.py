"""Pieces of a printed line that one space alone parts, cut where the other lines show that a column begins or ends there."""

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence

from index.readers.text_piece import Piece, Row, Span, overlapped

_NEAR = 2
"""Places that the beginnings of one column's cells may differ by."""
_SEEN = 2
"""Other cells that show where a column begins."""
_WORD = 3
"""Characters of the shortest header word that stands alone in its column."""
_COUNT = re.compile(r"[-−－(（≥≤<>=]*\d[\d,，]*(\.\d+)?[)）]?[%％‰]?")

_AMOUNT = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?|\d+\.\d\d+")
_NAME = re.compile(r"(?!.{0,2}元|[万亿千百平立公]).{3}")
"""What stands behind an amount and is no unit of it."""


def cut(rows: Sequence[Row]) -> list[Row]:
    """The rows with `320 三、公共安全支出` as two pieces: an amount and a name, or a number and a text that begins where texts of other lines do."""
    amounts = [_cut(row, lambda before, after: bool(_AMOUNT.fullmatch(before.text) and _NAME.match(after.text))) for row in rows]
    lefts = sorted(piece.left for row in amounts for piece in row if piece.left and not piece.is_number())
    return [
        _cut(row, lambda before, after: bool(_COUNT.fullmatch(before.text)) and not after.is_number() and _begins(after.left, lefts))
        for row in amounts
    ]


def _cut(row: Row, parts: Callable[[Piece, Piece], bool]) -> Row:
    return tuple(part for piece in row for part in _parts(piece, parts)) if len(row) > 1 else row


def _parts(piece: Piece, parts: Callable[[Piece, Piece], bool]) -> list[Piece]:
    """A piece, its first word alone where what follows stands in the next column."""
    words = _words(piece)
    return [words[0], _of(words[1:])] if len(words) > 1 and parts(words[0], words[1]) else [piece]


def _begins(left: int, lefts: Sequence[int]) -> bool:
    return bisect_left(lefts, left + _NEAR + 1) - bisect_left(lefts, left - _NEAR) >= _SEEN


def words_apart(rows: Sequence[Row], bands: Sequence[Span]) -> list[Row]:
    """Header lines with a word a piece, where each word of a piece stands over one column of its own; the same words are parted elsewhere too."""
    parted = {piece.text for row in rows for piece in row if _is_headed(piece, bands)}
    return [tuple(word for piece in row for word in (_words(piece) if piece.text in parted else [piece])) for row in rows]


def _is_headed(piece: Piece, bands: Sequence[Span]) -> bool:
    words = _words(piece)
    over = [overlapped(word, bands) for word in words]
    taken = [column for columns in over for column in columns]
    alone = len(words) > 1 and all(len(columns) < 2 for columns in over) and len(set(taken)) == len(taken) > 1
    return alone and all(len(word.text) >= _WORD for word in words)


def _words(piece: Piece) -> list[Piece]:
    """The words of a piece; every place that its characters take is known by the piece's own width."""
    found, at = [], piece.left
    for match in re.finditer(r"[^ ]+| +", piece.text):
        width = piece.width_of(match[0])
        if match[0].strip():
            found.append(Piece(match[0], at, at + width, piece.width))
        at += width
    return found


def _of(words: Sequence[Piece]) -> Piece:
    return Piece(" ".join(word.text for word in words), words[0].left, words[-1].right, words[0].width)
