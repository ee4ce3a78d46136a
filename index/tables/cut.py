"""Rows that a page break cut in two, made one again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.amounts import parse
from index.records import Place
from index.tables.parts import Line
from index.tables.words import mend, squeeze, unnumbered

_LONGEST_LABEL = 24


def uncut(above: Sequence[Line], below: Sequence[Line], paths: Sequence[Sequence[str]]) -> tuple[Line, ...]:
    """The rows of both pages; the last of the one and the first of the other are joined where the second only goes on with texts."""
    last = max((i for i, line in enumerate(above) if line.role == "data"), default=None)
    first = next((i for i, line in enumerate(below) if line.role == "data"), None)
    if last is None or first is None or not _is_rest(below[first], above, len(paths)):
        return (*above, *below)
    whole = joined(above[last], below[first], len(paths))
    return (*above[:last], whole, *above[last + 1 :], *below[:first], *below[first + 1 :])


def _is_rest(line: Line, above: Sequence[Line], width: int) -> bool:
    """Whether a row holds nothing but the rest of texts: no amount, and no text in a column that every row above fills but with text cut off."""
    filled = [(column, text) for column in range(width) if (text := line.cell(column)) and text.strip()]
    rows = [other for other in above if other.role == "data"]
    last = rows[-1]
    if not filled or len(filled) > 2 or any(_is_amount(text) for _, text in filled):
        return False
    if any(not (last.cell(column) or "").strip() for column, _ in filled):
        return False
    if all(_is_item(text) and _is_item(last.cell(column) or "") for column, text in filled):
        return False
    keyed = [column for column in range(width) if sum(bool((row.cell(column) or "").strip()) for row in rows) * 10 >= 9 * len(rows)]
    missing = [column for column in keyed if not (line.cell(column) or "").strip()]
    return bool(missing) and len(rows) > 1 and any(_is_amount(last.cell(column) or "") for column in range(width))


def _is_item(text: str) -> bool:
    """Whether a text is a short numbered label, `3、上缴上级支出`, which begins a row and ends none."""
    return unnumbered(text) != mend(text) and len(mend(text)) <= _LONGEST_LABEL and not re.search("[。；;，]", text)


def _is_amount(text: str) -> bool:
    amount = parse(squeeze(text), "元")
    return amount is not None and amount.fen is not None


def joined(first: Line, rest: Line, width: int) -> Line:
    """One row of two pieces: all printed cells of both, and the texts of each column put together."""
    texts = []
    for column in range(width):
        pieces = [piece for line in (first, rest) if (piece := line.cell(column)) and piece.strip()]
        if len(pieces) > 1:
            texts.append((column, mend("\n".join(pieces))))
        elif pieces and not (first.cell(column) or "").strip():
            texts.append((column, pieces[0]))
    at = first.at or tuple(range(len(first.cells)))
    return replace(first, cells=first.cells + rest.cells, at=at + (None,) * len(rest.cells), mended=tuple(texts), place=merged(first.place, rest.place))


def merged(first: Place, rest: Place) -> Place:
    """The place of a row in two pieces: all its lines and pages, and the row number of the first."""
    lines = tuple(sorted({*first.lines, *rest.lines}))
    pages = tuple(sorted({*first.pages, *rest.pages}))
    return Place(lines, pages, first.row, first.sheet, first.box)
