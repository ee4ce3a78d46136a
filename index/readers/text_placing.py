"""Which columns of a printed table a piece stands over: its own, and in a header all those that it is centred over."""

import re
from collections.abc import Mapping, Sequence

from index.readers.text_piece import Piece, Row, Span, overlapped

_FIELD = re.compile("(?<!其中)[:：]")
_LEVEL = 0.75
"""Lines that the middles of header cells of one height may differ by."""
_NEAR = 2
"""Places that the middle of a header may stand beside the middle of its columns."""
_THIRD = 3
"""Part of a group of columns' width by which the only header over it may stand beside its middle."""

Under = Mapping[int, list[tuple[int, str]]]
"""Line and text of the header words under each column."""


def placed(rows: Sequence[Row], first: int, bands: Sequence[Span]) -> list[list[Span]]:
    """First and last column of each piece of each row: those it stands over, and in a header (the rows before `first`) those it is centred over."""
    found = [[(over[0], over[-1]) for piece in row if (over := overlapped(piece, bands) or [_nearest(piece, bands)])] for row in rows]
    under: dict[int, list[tuple[int, str]]] = {}
    alone: dict[int, list[int]] = {}
    for i, row in enumerate(found[:first]):
        for start, end in row if not any(_FIELD.search(piece.text) for piece in rows[i]) else ():
            alone.setdefault(start, []).extend([i] if start == end else [])
    for i in range(first - 1, -1, -1):
        found[i] = _over(rows[i], i, under, alone, bands)
        for piece, (start, end) in zip(rows[i], found[i], strict=True):
            for column in range(start, end + 1):
                under.setdefault(column, []).append((i, piece.text))
    return found


def _over(row: Row, line: int, under: Under, alone: Mapping[int, list[int]], bands: Sequence[Span]) -> list[Span]:
    """The columns of each piece of a header line, over the words under it."""
    own = [(over[0], over[-1]) for piece in row if (over := overlapped(piece, bands) or _between(piece, bands, under))]
    if any(_FIELD.search(piece.text) for piece in row):
        return own
    found = []
    for n, (piece, span) in enumerate(zip(row, own, strict=True)):
        least = own[n - 1][1] + 1 if n else 0
        most = own[n + 1][0] - 1 if n + 1 < len(row) else len(bands) - 1
        heads = _is_headed(span, under) and not _is_broken(span, line, own, under, alone)
        found.append(_centred(piece, span, (least, most), under, bands) if heads else span)
    return found if any(_is_broken(span, line, own, under, alone) for span in own) else _shared(row, found, own, under, bands)


def _is_broken(span: Span, line: int, row: Sequence[Span], under: Under, alone: Mapping[int, list[int]]) -> bool:
    """Whether a word and those under it are the lines of one cell: with it they stand at the height of the columns beside them, without it lower."""
    if span[0] != span[1] or span[0] not in under:
        return False
    lower, whole = _height(span[0], under), _height(span[0], under, line)
    beside = [n for n in (span[0] - 1, span[1] + 1) if n in under]

    def fits(n: int) -> bool:
        own = _height(n, under, line if (n, n) in row else None)
        heights = (own, sum(alone[n]) / len(alone[n])) if alone.get(n) else (own,)
        return any(abs(whole - height) < abs(lower - height) for height in heights)

    return bool(beside) and all(map(fits, beside))


def _is_headed(span: Span, under: Under) -> bool:
    return all(column in under for column in range(span[0], span[1] + 1))


def _between(piece: Piece, bands: Sequence[Span], under: Under) -> list[int]:
    """The columns on both sides of a header word that stands between them, over words of both; else the nearest column."""
    before = max((n for n, band in enumerate(bands) if band[1] <= piece.left), default=-1)
    if before in under and before + 1 in under:
        return [before, before + 1]
    return [_nearest(piece, bands)]


def _nearest(piece: Piece, bands: Sequence[Span]) -> int:
    return min(range(len(bands)), key=lambda n: (max(bands[n][0] - piece.right, piece.left - bands[n][1]), n))


def _beside(piece: Piece, run: Span, bands: Sequence[Span]) -> float:
    """Places between the middle of a piece and that of a run of columns."""
    return abs(bands[run[0]][0] + bands[run[1]][1] - piece.left - piece.right) / 2


def _centred(piece: Piece, own: Span, limits: Span, under: Under, bands: Sequence[Span]) -> Span:
    """The widest run of headed columns around `own` whose middle is the piece's, their words at one height where such a run is wider than `own`."""
    if group := _own_group(piece, own, limits, under, bands):
        return group
    runs = [
        (first, last)
        for first in range(limits[0], own[0] + 1)
        for last in range(own[1], limits[1] + 1)
        if last - first > own[1] - own[0] and _is_headed((first, last), under)
    ]
    for wider in ([run for run in runs if _are_level(under, run)], runs):
        near = [run for run in wider if _beside(piece, run, bands) <= _NEAR]
        if near:
            return max(near, key=lambda run: run[1] - run[0])
    return _over_letters(own, limits, under)


def _own_group(piece: Piece, own: Span, limits: Span, under: Under, bands: Sequence[Span]) -> Span | None:
    """The columns around `own` that stand at one height, lower than those beside them, where the piece stands about their middle."""
    group = _group(own, limits, under)
    about = _beside(piece, group, bands) * _THIRD <= bands[group[1]][1] - bands[group[0]][0]
    return group if group != own and about and _stands_lower(group, under) else None


def _height(column: int, under: Under, line: int | None = None) -> float:
    """The middle of the lines of a column's words, with one more line where it is given."""
    lines = [i for i, _ in under[column]] + ([] if line is None else [line])
    return sum(lines) / len(lines)


def _are_level(under: Under, run: Span) -> bool:
    """Whether the words under a run of columns stand in the middle of the same lines: cells of one height."""
    heights = [_height(column, under) for column in range(run[0], run[1] + 1) if column in under]
    return len(heights) == run[1] - run[0] + 1 and max(heights) - min(heights) <= _LEVEL


def _group(own: Span, limits: Span, under: Under) -> Span:
    """The columns around `own` whose words stand at its height."""
    first, last = own
    while first > limits[0] and first - 1 in under and _are_level(under, (first - 1, last)):
        first -= 1
    while last < limits[1] and last + 1 in under and _are_level(under, (first, last + 1)):
        last += 1
    return (first, last) if _are_level(under, (first, last)) else own


def _stands_lower(group: Span, under: Under) -> bool:
    """Whether the words under a group of columns stand lower than those beside it on both sides, where there are any: it is a part of the header's height."""
    beside = [column for column in (group[0] - 1, group[1] + 1) if column in under]
    lowest = min(_height(column, under) for column in range(group[0], group[1] + 1))
    return bool(beside) and all(_height(column, under) < lowest for column in beside)


def _over_letters(own: Span, limits: Span, under: Under) -> Span:
    """The columns beside `own` whose one letter stands on the line of the letter under it: 科目编码 over 类, 款 and 项."""

    def letter(column: int) -> int | None:
        lines = under.get(column, [])
        return lines[0][0] if len(lines) == 1 and len(lines[0][1]) == 1 else None

    line, (first, last) = letter(own[0]), own
    while line is not None and first > limits[0] and letter(first - 1) == line:
        first -= 1
    while line is not None and last < limits[1] and letter(last + 1) == line:
        last += 1
    return first, last


def _repeated(first: Span, second: Span, limits: Span, under: Under) -> tuple[Span, Span] | None:
    """The columns of two pieces side by side that stand over the same words each: 2025年 and 2024年; the longest such runs."""
    words = {column: [text for _, text in said] for column, said in under.items()}
    for length in range((limits[1] - limits[0] + 1) // 2, 1, -1):
        for at in range(limits[0], first[0] + 1):
            behind = at + length
            inside = first[1] < behind <= second[0] and second[1] < behind + length <= limits[1] + 1
            if inside and all(words.get(at + n) and words.get(at + n) == words.get(behind + n) for n in range(length)):
                return (at, behind - 1), (behind, behind + length - 1)
    return None


def _shared(row: Row, spans: list[Span], own: Sequence[Span], under: Under, bands: Sequence[Span]) -> list[Span]:
    """The spans, where two pieces side by side have all columns of one height between them: parted where both stand nearest to their middles."""
    for n in range(len(row) - 1):
        limits = (own[n - 1][1] + 1 if n else 0, own[n + 2][0] - 1 if n + 2 < len(row) else len(bands) - 1)
        sure = [bool(_is_headed(own[m], under) and _own_group(row[m], own[m], limits, under, bands) == spans[m]) for m in (n, n + 1)]
        if not any(sure) and (same := _repeated(own[n], own[n + 1], limits, under)):
            spans[n], spans[n + 1] = same
            continue
        group = _between_them(spans[n : n + 2], own[n : n + 2], limits, under, len(bands))
        short = group and spans[n][0] == group[0] and spans[n + 1][1] < group[1] == len(bands) - 1
        if group and (short or spans[n][1] >= spans[n + 1][0] or any(_beside(row[m], spans[m], bands) > _NEAR for m in (n, n + 1))):
            runs = [((group[0], at), (at + 1, group[1])) for at in range(own[n][1], own[n + 1][0])]
            spans[n], spans[n + 1] = min(runs, key=lambda run: sum(_beside(row[n + m], run[m], bands) for m in (0, 1)))
    return spans


def _between_them(spans: Sequence[Span], own: Sequence[Span], limits: Span, under: Under, width: int) -> Span | None:
    """The columns of one height around two pieces, where these do not share them out yet: all columns, or those that stand lower than those beside them."""
    group = _group((own[0][0], own[1][1]), limits, under)
    inside = group[0] <= spans[0][0] and spans[1][1] <= group[1] and _are_level(under, group)
    settled = group == (spans[0][0], spans[1][1]) and spans[0][1] + 1 == spans[1][0]
    return group if inside and not settled and (group == (0, width - 1) or _stands_lower(group, under)) else None
