"""Columns of a plain-text table: the places that the pieces of its lines share."""

import re
from collections.abc import Sequence

from index.readers.text_join import joined
from index.readers.text_piece import Piece, Row, Span, overlapped

_FIELD = re.compile("[:：]")


def columns(rows: Sequence[Row]) -> list[Span]:
    """Places that each column takes: those of the numbers first, then of the lines with most pieces; a piece over two columns widens none."""
    bands: list[Span] = []
    upwards = list(reversed(rows))
    for row in sorted(upwards, key=lambda row: (-any(piece.is_number() for piece in row[1:]), -len(row))):
        for piece in row:
            over = overlapped(piece, bands)
            if not over and not _FIELD.search(piece.text) and (len(row) > 1 or piece.is_number()):
                bands = sorted([*bands, _between(piece, bands, -1)])
            elif len(over) == 1 and not (_FIELD.search(piece.text) and len(row) < 3):
                bands[over[0]] = _between(piece, bands, over[0])
    return joined(rows, bands)


def _between(piece: Piece, bands: Sequence[Span], own: int) -> Span:
    """The places of a column with a piece of it, no place of another column's."""
    left, right = bands[own] if own >= 0 else (piece.left, piece.right)
    others = [band for n, band in enumerate(bands) if n != own]
    before = max((end for start, end in others if start < left), default=0)
    behind = min((start for start, end in others if end > right), default=piece.right)
    return min(left, max(piece.left, before)), max(right, min(piece.right, behind))
