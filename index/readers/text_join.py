"""Columns of a printed table that are one: a header word beside its cells, letters over codes, texts and numbers of one column."""

import re
from collections.abc import Sequence
from itertools import pairwise, takewhile

from index.readers.text_piece import Piece, Row, Span, first_of, overlapped

_CODE = re.compile(r"\d{1,3}|合\s*计")
_NEAR = 4
"""Places that the middle of a header may stand beside the middle of the two columns under it."""


def joined(rows: Sequence[Row], bands: list[Span]) -> list[Span]:
    """The columns, those put together that no line fills both."""
    found = _lettered(rows, list(bands))
    found = _without_heads(rows, found)
    return _complements(rows, _headed(rows, found))


def _sides(rows: Sequence[Row], bands: Sequence[Span]) -> list[list[tuple[int, Piece]]]:
    """Row and piece of every piece that stands in one column alone, by column; a text alone in its line may stand over others."""
    sides: list[list[tuple[int, Piece]]] = [[] for _ in bands]
    for i, row in enumerate(rows):
        for piece in row:
            over = overlapped(piece, bands)
            if len(over) == 1 and (len(row) > 1 or piece.is_number()):
                sides[over[0]].append((i, piece))
    return sides


def _lettered(rows: Sequence[Row], bands: list[Span]) -> list[Span]:
    """The columns, the letters of a header line's beginning (类 款 项) put over the first columns with cells, in order."""
    first = first_of(rows)
    line = next((row for row in reversed(rows[:first]) if len(_letters(row)) > 1), None)
    if line is None:
        return bands
    sides = _sides(rows, bands)
    cells = {n: [piece.text for i, piece in side if i >= first] for n, side in enumerate(sides)}
    filled = list(takewhile(lambda n: all(map(_CODE.fullmatch, cells[n])), (n for n in cells if cells[n])))
    letters = _letters(line)[: len(filled)]
    filled = filled[: len(letters)]
    wide = [(min(bands[n][0], letter.left), max(bands[n][1], letter.right)) for n, letter in zip(filled, letters, strict=False)]
    if len(letters) < 2 or any(a[1] > b[0] for a, b in pairwise(wide)):
        return bands
    others = [band for n, band in enumerate(bands) if n not in filled and not any(i >= first for i, _ in sides[n])]
    kept = [band for n, band in enumerate(bands) if n not in filled and band not in others]
    kept += [band for band in others if not any(band[0] < right and left < band[1] for left, right in wide)]
    return sorted([*wide, *kept])


def stands_over_letters(row: Row, below: Sequence[Row]) -> bool:
    """Whether a line of one word is a header over the letters of the header line under it: 科目编码 over 类 and 款."""
    letters = next((found for line in below[: first_of(below)] if len(found := _letters(line)) > 1), None)
    return bool(letters) and len(row) == 1 and row[0].left <= letters[-1].right and letters[0].left <= row[0].right


def _letters(row: Row) -> list[Piece]:
    found = []
    for piece in row:
        if len(piece.text) != 1 or piece.is_number():
            break
        found.append(piece)
    return found


def _without_heads(rows: Sequence[Row], bands: list[Span]) -> list[Span]:
    """The columns without those that hold a header word alone, on a line above the words of both columns beside it: it stands over both."""
    first = first_of(rows)
    sides = _sides(rows, bands)

    def over_both(n: int) -> bool:
        lines = [i for i, _ in sides[n]]
        beside = [[i for i in range(first) for piece in rows[i] if m in overlapped(piece, bands)] for m in (n - 1, n + 1)]
        middle = abs(bands[n - 1][0] + bands[n + 1][1] - bands[n][0] - bands[n][1]) / 2
        return bool(lines) and max(lines) < first and middle <= _NEAR and all(found and min(found) > max(lines) for found in beside)

    return [band for n, band in enumerate(bands) if not (0 < n < len(bands) - 1 and over_both(n))]


def _headed(rows: Sequence[Row], bands: list[Span]) -> list[Span]:
    """The columns, a header word that stands beside all its cells put together with them: it is centred, and they are set to one side."""
    first = first_of(rows)
    for under_word in (False, True):
        n = 0
        while n + 1 < len(bands):
            left, right = ([i for i, _ in side] for side in _sides(rows, bands)[n : n + 2])
            if _heads(left, right, first, under_word) or _heads(right, left, first, under_word):
                bands[n : n + 2] = [(bands[n][0], bands[n + 1][1])]
            n += 1
    return bands


def _heads(words: Sequence[int], cells: Sequence[int], first: int, under_word: bool) -> bool:
    """Whether one column has header words alone and the other cells, under no word (or under one that stands above those words)."""
    above = [i for i in cells if i < first]
    return bool(words) and max(words) < first and len(above) < len(cells) and bool(above) == under_word and all(i < min(words) for i in above)


def _complements(rows: Sequence[Row], bands: list[Span]) -> list[Span]:
    """The columns, those of texts and of numbers put together, and those without a header word with the column before: one column, set to both sides."""
    first, n = first_of(rows), 0
    while n + 1 < len(bands):
        sides = _sides(rows, bands)[n : n + 2]
        kinds = [{piece.is_number() for _, piece in side} for side in sides]
        unheaded = first > 0 and all(i >= first for i, _ in sides[1]) and bool(sides[1])
        across = n == 0 and any(overlapped(row[0], bands) == [0, 1] for row in rows[first:])
        differ = sorted(map(sorted, kinds)) == [[False], [True]] or unheaded
        if (differ and not any(_fills_both(row, n, bands) for row in rows)) or (across and not any(_parts_both(row, n, bands) for row in rows)):
            bands[n : n + 2] = [(bands[n][0], bands[n + 1][1])]
        else:
            n += 1
    return bands


def _fills_both(row: Row, n: int, bands: Sequence[Span]) -> bool:
    """Whether a line has cells of both columns, or a cell over both."""
    both = len({column for piece in row for column in overlapped(piece, bands)} & {n, n + 1}) == 2 and len(row) > 2
    return both or _parts_both(row, n, bands)


def _parts_both(row: Row, n: int, bands: Sequence[Span]) -> bool:
    """Whether a line has a cell of each of both columns."""
    return any(before == [n] and after == [n + 1] for before, after in pairwise(overlapped(piece, bands) for piece in row))
