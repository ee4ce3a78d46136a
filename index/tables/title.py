"""From blocks to parts: each grid with the number, title, unit and owner lines that stand above it, and the notes under it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise, takewhile

from index.records import Grid, Reading, TextLine
from index.tables.header import is_field, is_note, roles
from index.tables.parts import Heading, Line, Part
from index.tables.types import table_types
from index.tables.words import bare, mend, pattern, squeeze, year_in

_LEADERS = re.compile(r"[.．…·⋯]{3,}\s*\d*\s*$")
_OWNER = re.compile(r"(?:(?:编制|填报|公开)?(?:部门|单位)(?:名称)?|金额单位)\s*[:：]")
_SHORT = 30
"""Characters of the longest title that does not end in 表."""
_LONGEST = 70
"""Characters of the longest title."""


def parts(reading: Reading) -> tuple[Part | TextLine, ...]:
    """Grids with what belongs to them, and the lines that belong to none, in printed order."""
    found: list[Part | TextLine] = []
    for block in reading.blocks:
        if isinstance(block, Grid):
            above = _lines_above(found)
            del found[len(found) - len(above) :]
            adopted = [line for line in above if line.style != "furniture"]
            found.extend(line for line in above if line.style == "furniture")
            first, *others = split(block)
            found.append(part(first, adopted))
            found.extend(map(part, others))
        elif found and isinstance(found[-1], Part) and _is_note(block, found[-1]):
            found[-1] = _with_note(found[-1], block)
        else:
            found.append(block)
    return tuple(_numbered_below(found))


def split(grid: Grid) -> tuple[Grid, ...]:
    """The tables of a grid that holds several under each other: a sheet of a workbook, a page that rules them together."""
    starts = [0]
    for i, row in enumerate(grid.rows):
        texts = [cell for cell in row.cells if cell and cell.strip()]
        heads = len(texts) == 1 and kind_of(texts[0]) in ("title", "number") and not is_field(row.cells)
        if heads and any(sum(bool(cell and cell.strip()) for cell in other.cells) > 1 for other in grid.rows[starts[-1] : i]):
            starts.append(i)
    if len(starts) == 1:
        return (grid,)
    pieces = (grid.rows[a:b] for a, b in pairwise([*starts, len(grid.rows)]))
    return tuple(Grid(rows, grid.place if rows[0] is grid.rows[0] else rows[0].place) for rows in pieces)


def part(grid: Grid, above: Iterable[TextLine] = ()) -> Part:
    """A grid with its rows' roles and its heading, read from the lines above it and from its first rows."""
    lines = [Line("unit" if kind_of(line.text) == "unit" else "title", (line.text,), line.place) for line in above]
    rows = [Line(role, row.cells, row.place) for row, role in zip(grid.rows, roles(grid.rows, kind_of), strict=True)]
    printed = _printed((*lines, *rows))
    head = [cell for line in rows if line.role == "header" for _, cell in line.filled()]
    width = max((len(row.cells) for row in grid.rows), default=0)
    if not heading(printed).title and (unnamed := _unnamed_title(rows)):
        rows = [replace(line, role="title") if line in unnamed else line for line in rows]
        text = mend(unnamed[-1].filled()[0][1])
        named = heading([*printed, text], head)
        own = Heading(named.number, text, named.unit, named.year or year_in(text))
        return Part(own, tuple(lines + rows), width, grid.place)
    return Part(heading(printed, head), tuple(lines + rows), width, grid.place)


def _unnamed_title(rows: list[Line]) -> list[Line]:
    """Rows of one text at the top of the header, where more header rows follow: a title that does not end like one."""
    header = [line for line in rows if line.role == "header"]
    found = list(takewhile(lambda line: len(line.filled()) == 1, header))
    return found if found and len(found) < len(header) else []


def heading(texts: Iterable[str], head: Iterable[str] = ()) -> Heading:
    """Number, title, unit and year of a table from its heading's texts; the unit from its header words where the heading has none."""
    number, title, unit, year = None, "", None, None
    for text in filter(str.strip, texts):
        unit = _unit(text) or unit
        own = _OWNER.split(text)[0].strip()
        first, rest = _number(own)
        rest = mend(rest)
        number = first or number
        if rest and (kind_of(rest) == "title" or (not kind_of(rest) and may_head(rest))):
            title = title + rest if title and _goes_on(title) else rest
        year = year or year_in(own)
    return Heading(number, title, unit or next(filter(None, map(_bracketed_unit, head)), None), year)


def kind_of(text: str) -> str | None:
    """What a line of a heading is: number, title, unit, owner, year, continued (续表), attachment (附件1); `None` for any other text."""
    text = mend(text)
    if not text or len(text) > _LONGEST or _LEADERS.search(text) or text[-1] in "。；;，,":
        return None
    plain = squeeze(text)
    if _unit(text) and not pattern("heading", "ending").search(plain.split("部门:")[0].split("单位:")[0]):
        return "unit"
    if pattern("heading", "continued").fullmatch(plain):
        return "continued"
    if pattern("heading", "attachment").fullmatch(plain):
        return "attachment"
    if pattern("heading", "number").fullmatch(plain):
        return "number"
    if pattern("heading", "year").fullmatch(text):
        return "year"
    if pattern("heading", "owner").fullmatch(plain) and "。" not in text:
        return "owner"
    number, own = _number(_OWNER.split(text)[0])
    titled = pattern("heading", "ending").search(squeeze(own)) or (number and pattern("heading", "title").fullmatch(squeeze(own)))
    return "title" if titled else None


def may_head(text: str) -> bool:
    """Whether a line right above a grid is its title though it does not end in 表: 一般公共预算机关运行经费, 重点项目安排情况."""
    plain = squeeze(text)
    if not 2 <= len(plain) <= _SHORT or re.search("[。，；：:;,]|说明$|^第.{1,3}部分", plain) or pattern("heading", "body").fullmatch(plain):
        return False
    return bool(pattern("heading", "title").fullmatch(plain)) or any(re.search(kind.title, plain) for kind in table_types() if kind.side)


def _lines_above(found: list[Part | TextLine]) -> list[TextLine]:
    """Lines at the end of `found` that head the next grid, in order; page furniture between them counts along."""
    above: list[TextLine] = []
    for block in reversed(found[-8:]):
        if not isinstance(block, TextLine):
            break
        if block.style != "furniture" and not kind_of(block.text):
            if may_head(block.text) and not any(kind_of(line.text) == "title" for line in above if line.style != "furniture"):
                above.insert(0, block)
            break
        above.insert(0, block)
    while above and above[0].style == "furniture":
        above.pop(0)
    return above


def _number(text: str) -> tuple[str | None, str]:
    """The printed number at the head of a title, and the rest: `预算03表 支出预算总表`."""
    if not text.strip():
        return None, ""
    first, *rest = text.strip().split(maxsplit=1)
    if pattern("heading", "number").fullmatch(squeeze(first)):
        return squeeze(first), "".join(rest)
    found = re.match(f"(?:{pattern('heading', 'number').pattern})(?:(?<=表)(?=.*表)|(?=[:：]|[^\\d一二三四五六七八九十表\\-.、].*表))", text)
    if found and len(found[0]) > 1:
        return squeeze(found[0]), text[found.end() :].lstrip(":： ")
    return None, text


def _unit(text: str) -> str | None:
    found = pattern("heading", "unit").search(squeeze(text))
    return found[1] if found else _bracketed_unit(text)


def _bracketed_unit(text: str) -> str | None:
    found = pattern("heading", "unit_in_brackets").search(squeeze(text))
    return found[1] if found else None


def _goes_on(title: str) -> bool:
    return not pattern("heading", "ending").search(squeeze(title))


def _is_note(line: TextLine, above: Part) -> bool:
    return line.style != "furniture" and (is_note(line.text) or _continues_note(line, above))


def _continues_note(line: TextLine, above: Part) -> bool:
    """Whether the line goes on with a note that the line before it left unfinished."""
    last = above.notes[-1].text.strip() if above.notes else ""
    return bool(last) and last[-1] not in "。.！!；;：:）)" and len(last) > 40 and not kind_of(line.text)


def _with_note(owner: Part, note: TextLine) -> Part:
    return Part(owner.heading, owner.lines, owner.width, owner.place, (*owner.notes, note))


def _numbered_below(found: list[Part | TextLine]) -> Iterable[Part | TextLine]:
    """Gives a number that was printed behind its grid on the same page back to it.

    A number that overlaps a ruled table is read after it, and then stands above the next table, which has one of its own.
    """
    for i, block in enumerate(found):
        later = found[i + 1] if i + 1 < len(found) else None
        strays = _strays(block, later)
        if strays and isinstance(block, Part) and isinstance(later, Part):
            found[i + 1] = Part(heading(_printed(later.lines[len(strays) :]), ()), later.lines[len(strays) :], later.width, later.place, later.notes)
            found[i + 1] = _keep_unit(found[i + 1], later)
            block = _number_from(block, strays)
        elif isinstance(block, Part) and isinstance(later, TextLine) and _is_own_number(block, later):
            block = _number_from(block, (Line("title", (later.text,), later.place),))
            found[i + 1] = None  # type: ignore[call-overload]
        if block is not None:
            yield block


def _keep_unit(owner: Part, before: Part) -> Part:
    head = owner.heading
    return Part(Heading(head.number, head.title, head.unit or before.heading.unit, head.year), owner.lines, owner.width, owner.place, owner.notes)


def _is_own_number(block: Part, line: TextLine) -> bool:
    return kind_of(line.text) == "number" and block.heading.number is None and line.place.pages == block.place.pages != ()


def _strays(block: Part | TextLine | None, later: Part | TextLine | None) -> tuple[Line, ...]:
    """Number lines that the later grid adopted from the earlier grid's page."""
    if not (isinstance(block, Part) and isinstance(later, Part) and later.lines) or block.heading.number or not block.place.pages:
        return ()
    first = later.lines[0]
    astray = first.role == "title" and first.place.pages == block.place.pages != later.place.pages and kind_of(first.cells[0] or "") == "number"
    return (first,) if astray else ()


def _number_from(block: Part, lines: tuple[Line, ...]) -> Part:
    head = block.heading
    return Part(Heading(bare(lines[0].cells[0] or ""), head.title, head.unit, head.year), block.lines + lines, block.width, block.place, block.notes)


def _printed(lines: Iterable[Line]) -> list[str]:
    """The texts of heading rows; a body's name that stands beside the unit in a cell of its own heads nothing."""
    found = []
    for line in lines:
        texts = [text for _, cell in line.filled() for text in cell.split("\n")] if line.role in ("title", "unit") else []
        found += [text for text in texts if len(line.filled()) == 1 or kind_of(text)]
    return found
