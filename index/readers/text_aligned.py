"""Tables of plain text that no tabs part: lines whose pieces stand under each other, as a program prints a page of columns.

Precision first: lines stay lines where their pieces do not meet, where none is a number under a header, and where they are a list of contents.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from index.readers.cells import as_grid
from index.readers.text_columns import columns
from index.readers.text_cut import cut, words_apart
from index.readers.text_drift import moved
from index.readers.text_heads import header_rows
from index.readers.text_join import stands_over_letters
from index.readers.text_piece import Piece, Row, Span, Width, first_of, measure, measured, met
from index.readers.text_placing import placed
from index.readers.text_spread import gathered
from index.records import Grid, GridRow, Place, TextLine

_SENTENCE = re.compile(r"[。；].*")
_NOTE = re.compile(r"\s*(?:注\d?|备注|说明)\s*[:：]")
_NUMBERING = re.compile(r"\s*[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)、.．]?\s*|\s*第.{1,3}[章节部分]+\s*")
_PARTED = re.compile(r"[^ ] {2,}[^ ]")
_LONG = 80
"""Places of a line that is no cell."""
_FULL = 4
"""Places that a wrapped line may leave free."""

Numbered = tuple[int, str]


def aligned_blocks(lines: Sequence[Numbered]) -> Iterator[Grid | TextLine]:
    """Grids and TextLines of numbered lines without tabs, in order."""
    runs = list(_runs(lines))
    width = measure([[text for _, text in run] for run in runs])
    for run in _with_heads(runs, width):
        yield from _blocks(run, width)


def _runs(lines: Sequence[Numbered]) -> Iterator[list[Numbered]]:
    """Lines that no blank line parts; one blank line parts nothing where the text is printed with a blank line behind every line."""
    filled = [(n, text) for n, text in lines if text.strip()]
    parted = [n for n, text in filled if _PARTED.search(text)]
    gaps = [b - a for a, b in pairwise(parted)]
    apart = 2 if gaps and sum(gap == 2 for gap in gaps) * 2 > len(gaps) else 1
    run: list[Numbered] = []
    for number, text in filled:
        if run and (number - run[-1][0] > apart or _is_prose(text) != _is_prose(run[-1][1])):
            yield run
            run = []
        run.append((number, text))
    if run:
        yield run


def _with_heads(runs: Sequence[list[Numbered]], width: Width) -> Iterator[list[Numbered]]:
    """The runs, a header that one blank line parts from its numbers put before them."""
    head: list[Numbered] = []
    for run in runs:
        if head and (run[0][0] - head[-1][0] != 2 or not _goes_with(head, run, width)):
            yield head
            head = []
        head = [*head, *run]
        rows = measured([text for _, text in head], width)
        if len(rows) < 2 or len(rows[-1]) < 2 or first_of(rows) < len(rows):
            yield head
            head = []
    if head:
        yield head


def _goes_with(head: Sequence[Numbered], run: Sequence[Numbered], width: Width) -> bool:
    """Whether lines begin with rows of numbers that stand in several columns, as many words do in the last line above them."""
    rows = measured([text for _, text in (*head, *run)], width)
    below = rows[len(head) :]
    return first_of(below) < 2 and sum(len(row) > 2 for row in below) * 2 > len(below) and any(len(row) > 2 for row in rows[: len(head)])


def _is_prose(text: str) -> bool:
    """Whether a line is running text: a sentence from the left margin on, or a note."""
    if _PARTED.search(text.strip()):
        return False
    indent = len(text) - len(text.lstrip())
    return bool(_NOTE.match(text)) or (indent < 8 and bool(_SENTENCE.search(text)))


def _blocks(run: list[Numbered], width: Width) -> Iterator[Grid | TextLine]:
    """A run of lines as one table with the lines before it, or as lines."""
    rows = measured([text for _, text in run], width)
    start = next((i for i, row in enumerate(rows) if len(row) > 1), len(rows))
    if not _is_table(rows[start:]):
        start = len(rows)
    elif start and stands_over_letters(rows[start - 1], rows[start:]):
        start -= 1
    for number, text in run[:start]:
        yield TextLine(text, Place(lines=(number,)))
    if start < len(rows):
        yield as_grid(_grid_rows(rows[start:], [number for number, _ in run[start:]]))


def _is_table(rows: Sequence[Row]) -> bool:
    several = [row for row in rows if len(row) > 1]
    if len(several) < 2 or len(several) * 2 < len(rows) or met(rows) < 2:
        return False
    if all(len(row) == 2 and _NUMBERING.fullmatch(row[0].text) for row in several) or _is_contents(several):
        return False
    widest = max(map(len, several))
    return widest > 2 or (len(several) > 2 and any(piece.is_number() for row in several for piece in row[1:]))


def _is_contents(rows: Sequence[Row]) -> bool:
    """Whether every line is a heading with its page: whole numbers that never fall."""
    pages = [row[-1].text for row in rows]
    return all(len(row) == 2 for row in rows) and all(re.fullmatch(r"\d{1,3}", page) for page in pages) and pages == sorted(pages, key=int)


def _grid_rows(rows: Sequence[Row], numbers: Sequence[int]) -> list[GridRow]:
    rows = cut(rows)
    first, bands = first_of(rows), columns(rows)
    rows = moved([*words_apart(rows[:first], bands), *rows[first:]])
    bands = columns(rows)
    spans = placed(rows, first, bands)
    found: list[GridRow] = []
    for row, own, number, before in zip(rows, spans, numbers, [(), *rows], strict=False):
        if found and _goes_on(row, own, before, bands):
            found[-1] = _with_more(found[-1], row, own, number)
        else:
            found.append(GridRow(_cells(row, own, len(bands)), Place(lines=(number,))))
    if first == len(rows):
        return found
    heads = sum(row.place.lines[0] < numbers[first] for row in found)
    is_table = heads == first and max(map(len, rows[:first]), default=0) > 2
    header = header_rows(rows[:first], spans[:first], numbers[:first], len(bands)) if is_table else found[:heads]
    return [*header, *gathered(found[heads:])]


def _cells(row: Row, spans: Sequence[Span], width: int) -> tuple[str | None, ...]:
    """Texts by column; a piece over several owns the first and covers the others."""
    cells: list[str | None] = [""] * width
    for piece, (first, last) in zip(row, spans, strict=True):
        cells[first] = f"{cells[first]} {piece.text}" if cells[first] else piece.text
        for column in range(first + 1, last + 1):
            cells[column] = None
    return tuple(cells)


def _goes_on(row: Row, spans: Sequence[Span], before: Row, bands: Sequence[Span]) -> bool:
    """Whether a line only goes on with a text of the line before, which ended at the edge of its column."""
    if spans[0][0] == 0 or len(row) > 1 or row[0].is_number():
        return False
    above = next((piece for piece in before if abs(piece.left - row[0].left) <= 1), None)
    return above is not None and not above.is_number() and above.right - above.left >= 16 and _is_full(above, row[0], bands)


def _is_full(above: Piece, piece: Piece, bands: Sequence[Span]) -> bool:
    edge = max([right for left, right in bands if left <= above.left < right] + [piece.right])
    return above.right >= edge - _FULL


def _with_more(row: GridRow, more: Row, spans: Sequence[Span], number: int) -> GridRow:
    cells = list(row.cells)
    cells[spans[0][0]] = f"{cells[spans[0][0]] or ''}\n{more[0].text}"
    return GridRow(tuple(cells), Place(lines=(*row.place.lines, number)))
