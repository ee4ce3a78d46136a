"""Tables of a PDF page that no vertical rules divide: rows of numbers that stand under each other.

Precision first: four rows, with two columns of numbers (one, where horizontal rules part the rows), or the lines stay lines.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator

from index.readers.pdf_lines import Box, Segment, around, line_of
from index.records import Grid, GridRow, Place, TextLine

_NUMBER = re.compile(r"[-−－(（]?\d[\d,，]*(\.\d+)?[)）]?[%％]?|[-—－]{1,2}")
_SENTENCE = re.compile(r"[。；]$|[。；].{4,}")
ROWS = 4
"""Rows with numbers that make a table."""
APART = 3.0
"""Line heights between two rows of one table, at most."""
ALIGNED = 3.0
"""Points between the right edges of numbers of one column."""

Line = list[Segment]


def aligned_tables(lines: list[Line], rules: list[float], page: int) -> list[Grid | TextLine]:
    """The lines of a page, with the tables that stand among them as Grids; `rules` are the heights of wide horizontal rules."""
    blocks: list[Grid | TextLine] = []
    for stretch in _stretches(lines, rules):
        table = _table(stretch, [rule for rule in rules if _top(stretch) - 20 < rule < _bottom(stretch) + 20], page)
        blocks += [table] if table else [line_of(line, page) for line in stretch]
    return blocks


def _stretches(lines: list[Line], rules: list[float]) -> Iterator[list[Line]]:
    """Runs of lines that may be one table: from one with several pieces to the last one with a number."""
    run: list[Line] = []
    for line in lines:
        if run and (_is_prose(line) or _box(line)[1] - _bottom(run) > APART * (_box(line)[3] - _box(line)[1])):
            yield from _trimmed(run)
            run = []
        if _is_prose(line) or not (run or len(line) > 1):
            yield [line]
        else:
            run.append(line)
    if run:
        yield from _trimmed(run)


def _trimmed(run: list[Line]) -> Iterator[list[Line]]:
    last = max((n for n, line in enumerate(run) if _numbers(line)), default=-1)
    if last >= 0:
        yield run[: last + 1]
    yield from ([line] for line in run[last + 1 :])


def _table(lines: list[Line], rules: list[float], page: int) -> Grid | None:
    body = [line for line in lines if len(line) > 1 and _numbers(line)]
    if len(body) < ROWS or len(body) * 2 < len(lines) or _number_columns(body) < (1 if len(rules) > ROWS else 2):
        return None
    columns = _columns(body)
    if len(columns) < 2:
        return None
    rows = [(_cells(group, columns), around([segment.box for line in group for segment in line])) for group in _groups(lines, rules, columns)]
    placed = tuple(GridRow(cells, Place(pages=(page,), row=number, box=box)) for number, (cells, box) in enumerate(rows, 1))
    return Grid(placed, Place(pages=(page,), box=around([box for _, box in rows])))


def _number_columns(body: list[Line]) -> int:
    """Right edges that numbers of most rows share."""
    edges = sorted(segment.box[2] for line in body for segment in _numbers(line))
    clusters: list[list[float]] = []
    for edge in edges:
        if clusters and edge - clusters[-1][-1] < ALIGNED:
            clusters[-1].append(edge)
        else:
            clusters.append([edge])
    return sum(len(cluster) >= max(3, len(body) // 2) for cluster in clusters)


def _columns(body: list[Line]) -> list[tuple[float, float]]:
    """Stretches of the page's width in which the body's pieces stand."""
    columns: list[tuple[float, float]] = []
    for left, right in sorted((segment.box[0], segment.box[2]) for line in body for segment in line):
        if columns and left < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], right))
        else:
            columns.append((left, right))
    return columns


def _groups(lines: list[Line], rules: list[float], columns: list[tuple[float, float]]) -> list[list[Line]]:
    """Lines of one row: those between two rules, where no column then holds two numbers; else every line is a row."""
    bands: dict[int, list[Line]] = {}
    for line in lines:
        bands.setdefault(bisect_right(rules, (_box(line)[1] + _box(line)[3]) / 2), []).append(line)
    for band in bands.values():
        owners = [_column(segment, columns) for line in band for segment in _numbers(line)]
        if len(owners) > len(set(owners)):
            return [[line] for line in lines]
    return [bands[number] for number in sorted(bands)] if len(bands) > 2 else [[line] for line in lines]


def _cells(lines: list[Line], columns: list[tuple[float, float]]) -> tuple[str | None, ...]:
    """Texts by column; a header that stands over several owns the first and covers the others."""
    cells: list[str | None] = [""] * len(columns)
    for segment in (segment for line in lines for segment in line):
        owner = _column(segment, columns)
        cells[owner] = f"{cells[owner]}\n{segment.text}" if cells[owner] else segment.text
        for n in range(owner + 1, len(columns)):
            if columns[n][0] < segment.box[2] and not cells[n]:
                cells[n] = None
    return tuple(cells)


def _column(segment: Segment, columns: list[tuple[float, float]]) -> int:
    """The first column that the segment stands over, the nearest one where it stands over none."""
    left, _, right, _ = segment.box
    return min(range(len(columns)), key=lambda n: (max(columns[n][0] - right, left - columns[n][1], 0), n))


def _numbers(line: Line) -> list[Segment]:
    return [segment for segment in line if _NUMBER.fullmatch(segment.text)]


def _is_prose(line: Line) -> bool:
    return any(_SENTENCE.search(segment.text) for segment in line)


def _box(line: Line) -> Box:
    return around([segment.box for segment in line])


def _top(lines: list[Line]) -> float:
    return _box(lines[0])[1]


def _bottom(lines: list[Line]) -> float:
    return _box(lines[-1])[3]
