"""From parts to sheets: continuations of a table joined across pages, repeated headers and shorter rows put in their columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from index.amounts import parse
from index.records import TextLine
from index.tables.cut import uncut
from index.tables.header import is_field, is_form, is_headed_form, is_indicator_head, paths
from index.tables.parts import Heading, Part, Sheet
from index.tables.words import pattern, squeeze


def sheets(blocks: Iterable[Part | TextLine]) -> tuple[Sheet | TextLine, ...]:
    """Sheets and the lines between them, in printed order."""
    found: list[Sheet | TextLine] = []
    last: int | None = None
    for block in blocks:
        if isinstance(block, TextLine):
            found.append(block)
            last = last if block.style == "furniture" or pattern("heading", "continued").fullmatch(block.text.strip()) else None
            continue
        if last is not None and _only_header(block) and not _alike(found[last].paths, paths(block.header(), block.width)):
            block = _as_data(block)
        if last is not None and continues(found[last], block):
            found[last] = joined(found[last], block)
        else:
            found.append(sheet(block))
            last = len(found) - 1
    return tuple(found)


def _only_header(part: Part) -> bool:
    """Whether a part without a title consists of what looks like a header: the rest of a row that a page break cut."""
    return not part.heading.title and not part.heading.number and bool(part.header()) and not part.body()


def _as_data(part: Part) -> Part:
    return replace(part, lines=tuple(replace(line, role="data") if line.role == "header" else line for line in part.lines))


def sheet(part: Part) -> Sheet:
    """A part that stands alone."""
    return Sheet(part.heading, part.lines, paths(part.header(), part.width), (part.place,), part.notes)


def continues(above: Sheet, part: Part) -> bool:
    """Whether a part goes on with the sheet above it: the same title again, or none and the same header, or no header at all; a form never does."""
    rows = [line.cells for line in part.lines if line.role in ("header", "data")]
    if is_form(rows):
        unnamed = not part.heading.title and is_headed_form(rows) and not any(map(is_field, rows))
        return unnamed and _alike(above.paths, paths(part.header(), part.width))
    if part.heading.title:
        same = squeeze(part.heading.title).replace("(续)", "").replace("续表", "") == squeeze(above.heading.title)
        return same and _alike(above.paths, paths(part.header(), part.width))
    if part.heading.number or above.notes:
        return False
    header = part.header()
    if not header:
        return bool(part.body())
    if any(is_indicator_head(line.cells) for line in header) and not any(above.paths):
        return is_form([line.cells for line in above.lines if line.role == "data"])
    return _alike(above.paths, paths(header, part.width))


def joined(above: Sheet, part: Part) -> Sheet:
    """The sheet with the part's rows behind its own, each cell in the column that it continues."""
    at = _columns(above, part)
    lines = tuple(replace(line, at=at[: len(line.cells)] if at and line.role in ("data", "header") else ()) for line in part.lines)
    named = above.paths if any(above.paths) else paths(part.header(), part.width)
    whole = uncut(above.lines, lines, named)
    heading = Heading(above.heading.number, above.heading.title, above.heading.unit or part.heading.unit, above.heading.year)
    return Sheet(heading, whole, named, (*above.places, part.place), part.notes)


def _alike(above: Sequence[tuple[str, ...]], below: Sequence[tuple[str, ...]]) -> bool:
    """Whether two headers name the same columns, up to a phantom column or a lost word."""
    first, second = ([squeeze("/".join(path)) for path in header if path] for header in (above, below))
    if not first or not second:
        return not first and not second and len(above) == len(below)
    shared = len([name for name in second if name in first])
    return shared >= 0.8 * max(len(first), len(second))


def _columns(above: Sheet, part: Part) -> tuple[int | None, ...]:
    """Column of the sheet for each cell of the part; empty where they are the same."""
    width = len(above.paths)
    if part.header() and any(above.paths):
        below = paths(part.header(), part.width)
        if below == above.paths:
            return ()
        return _matched(above.paths, below)
    if part.width == width:
        return ()
    return _shifted(above, part)


def _matched(above: Sequence[tuple[str, ...]], below: Sequence[tuple[str, ...]]) -> tuple[int | None, ...]:
    """Columns of equal header path, in order."""
    found: list[int | None] = []
    free = 0
    for path in below:
        at = next((i for i in range(free, len(above)) if above[i] == path and path), None)
        found.append(at)
        free = at + 1 if at is not None else free
    return tuple(found)


def _shifted(above: Sheet, part: Part) -> tuple[int | None, ...]:
    """The shift under which most cells of the part stand under cells of their own kind (amount or text)."""
    width = len(above.paths)
    kinds = [_kind([line.cell(i) for line in above.body()]) for i in range(width)]
    own = [_kind([line.cell(i) for line in part.body()]) for i in range(part.width)]
    shifts = range(min(0, width - part.width), max(0, width - part.width) + 1)
    best = max(shifts, key=lambda shift: (sum(_fit(kinds, own, i, i + shift) for i in range(part.width)), -abs(shift)))
    return tuple(i + best if 0 <= i + best < width else None for i in range(part.width))


def _fit(kinds: Sequence[str], own: Sequence[str], here: int, there: int) -> int:
    if not 0 <= there < len(kinds) or own[here] == "blank":
        return 0
    return 1 if kinds[there] == own[here] else -1


def _kind(cells: Iterable[str | None]) -> str:
    """amount, text or blank: what most filled cells of a column are."""
    filled = [cell for cell in cells if cell and cell.strip()]
    if not filled:
        return "blank"
    amounts = sum((amount := parse(cell, "元")) is not None and amount.fen is not None for cell in filled)
    return "amount" if amounts * 2 > len(filled) else "text"
