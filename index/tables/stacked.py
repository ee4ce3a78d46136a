"""Tables whose cells stand one a line, as a page copied as text has them: their rows are put together again.

Precision first: lines stay lines where the cells do not come out even, row by row, or where no header of indicators tells a form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.records import Grid, GridRow, Place, Reading, TextLine
from index.tables.form_cells import is_key
from index.tables.header import is_header
from index.tables.indicators import heads, is_level1, is_level2
from index.tables.words import bare, pattern

_AMOUNT = re.compile(r"[-−－(（]?\d[\d,，]*(?:\.\d+)?[)）]?[%％]?|[-—－]{1,2}|/")
_WIDTHS = range(9, 2, -1)
"""Cells of a row."""
_LONGEST = 60
"""Characters of the longest cell of a table that is no form."""

Run = list[TextLine | Grid]


def unstacked(reading: Reading) -> Reading:
    """The reading, every run of lines that is a table cell by cell made a Grid."""
    blocks: list[TextLine | Grid] = []
    for run in _runs(reading.blocks):
        blocks += _table(run) or _form(run) or run
    return replace(reading, blocks=tuple(blocks))


def _runs(blocks: Sequence[TextLine | Grid]) -> Iterator[Run]:
    """Blocks of lines that no blank line parts."""
    run: Run = []
    for block in blocks:
        if run and not (block.place.lines and run[-1].place.lines and block.place.lines[0] == run[-1].place.lines[-1] + 1):
            yield run
            run = []
        run.append(block)
    if run:
        yield run


def _table(run: Run) -> Run:
    """A run of a header word a line and then, row by row, a name with its amounts; empty where it is none."""
    lines = [block for block in run if isinstance(block, TextLine)]
    if len(lines) < len(run) or len(lines) < 3 * _WIDTHS[-1]:
        return []
    texts = [line.text.strip() for line in lines]
    for width in _WIDTHS:
        rows = [texts[i : i + width] for i in range(0, len(texts), width)]
        if len(rows) > 2 and len(rows[-1]) == width and is_header(rows[0]) and all(map(_is_row, rows[1:])):
            return [_grid([(row, lines[i * width : (i + 1) * width]) for i, row in enumerate(rows)])]
    return []


def _is_row(cells: Sequence[str]) -> bool:
    return not _AMOUNT.fullmatch(cells[0]) and len(cells[0]) <= _LONGEST and all(_AMOUNT.fullmatch(cell) for cell in cells[1:])


def _form(run: Run) -> Run:
    """A run of keys with their values, the header of indicators, and indicators with their levels where those begin; empty where it is none."""
    head = next((i for i in range(len(run)) if _head(run, i)), None)
    if head is None:
        return []
    width = _head(run, head)
    rows = list(_fields(run[:head]))
    rows.append(([_text(line) for line in run[head : head + width]], run[head : head + width]))
    indicators = _indicators(run[head + width :], width)
    return [_grid([*rows, *indicators])] if indicators else []


def _text(block: TextLine | Grid) -> str:
    return block.text.strip() if isinstance(block, TextLine) else ""


def _head(run: Run, i: int) -> int:
    """How many lines from i on are the header of a table of indicators: 一级指标, 二级指标, 三级指标 …, 指标值."""
    words = []
    for block in run[i:]:
        words.append(_text(block))
        if len(heads(dict(enumerate(words)))) < len(words):
            words.pop()
            break
    found = list(heads(dict(enumerate(words))).values())
    return len(words) if found[:3] == ["level1", "level2", "level3"] and "value" in found else 0


def _fields(run: Run) -> Iterator[tuple[list[str], Run]]:
    """Rows of a form: keys side by side with the value behind them; a value of several lines is one cell, and a table between them keeps its rows."""
    keys: Run = []
    values: Run = []
    for block in run:
        if isinstance(block, Grid):
            if keys:
                yield _row(keys, values)
            for row in block.rows:
                yield [cell or "" for cell in row.cells], [Grid((row,), row.place)]
            keys, values = [], []
        elif is_key(_text(block)) and not (len(keys) == 1 and not values and _names(_text(keys[0]))):
            if values:
                yield _row(keys, values)
                keys, values = [], []
            keys.append(block)
        else:
            values.append(block)
    if keys or values:
        yield _row(keys, values)


def _names(key: str) -> bool:
    """Whether a key asks for a name, which may end as keys do."""
    return bare(key).endswith("名称") and bool(pattern("form", "first").fullmatch(bare(key)))


def _row(keys: Run, values: Run) -> tuple[list[str], Run]:
    cells = [_text(block) for block in keys]
    return [*cells, "\n".join(map(_text, values))] if values else cells, [*keys, *values]


def _indicators(run: Run, width: int) -> list[tuple[list[str], Run]]:
    """Rows of indicators: level words open their level, the other lines come as many at a time as the header has columns for them."""
    rows: list[tuple[list[str], Run]] = []
    levels: Run = []
    rest: Run = []
    for block in run:
        text = _text(block)
        if text.endswith("指标") and (is_level1(text) or is_level2(text)):
            levels.append(block)
            if rest or len(levels) > 2 or (len(levels) == 2 and not is_level2(text)):
                return []
            continue
        rest.append(block)
        if len(rest) == width - 2:
            opened = [_text(one) for one in levels]
            opened = ["", *opened] if len(opened) == 1 and is_level2(opened[0]) else [*opened, "", ""][:2]
            rows.append(([*opened, *map(_text, rest)], [*levels, *rest]))
            levels, rest = [], []
    return rows if rows and not rest and not levels else []


def _grid(rows: Sequence[tuple[Sequence[str], Run]]) -> Grid:
    width = max(len(cells) for cells, _ in rows)
    made = tuple(
        GridRow((*cells, *[""] * (width - len(cells))), Place(lines=tuple(n for block in blocks for n in block.place.lines)))
        for cells, blocks in rows
    )
    return Grid(made, Place(lines=(made[0].place.lines[0], made[-1].place.lines[-1])))
