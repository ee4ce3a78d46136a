"""Forms: key and value cells, small tables of amounts, then indicators (one project's targets, a department's overall performance)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from index.amounts import Amount
from index.tables.form_cells import LONGEST_KEY, Entry, amount_of, glued_amount, is_key
from index.tables.form_tables import head_height, table_entries, table_height
from index.tables.header import is_field, is_indicator_head
from index.tables.indicators import heads, is_level1
from index.tables.parts import Line, Sheet
from index.tables.repair import in_columns
from index.tables.words import bare, is_total, mend, pattern, squeeze


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One row of a form's indicators: the text of each role, and the header word of each printed cell."""

    row: int
    fields: Mapping[str, str]
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Form:
    """A form read."""

    entries: tuple[Entry, ...]
    indicators: tuple[IndicatorRow, ...]
    unit: str | None
    """Unit that the form prints beside its money keys."""
    named: str = ""
    """The project that the title names; "" where it names none."""


def read(sheet: Sheet) -> tuple[Form, ...]:
    """The forms of a sheet, in printed order: one, or several that stand under each other, each from its 项目名称 on."""
    lines = [line for line in sheet.lines if line.role in ("data", "header")]
    data = {id(line): i for i, line in enumerate(sheet.body())}
    starts = [i for i, line in enumerate(lines) if is_field(line.cells) and _names_project(line)]
    if lines and lines[0].role == "header":  # each form begins with the header of its indicators
        starts = [max(i - 1, 0) if lines[i - 1].role == "header" else i for i in starts]
    bounds = [0, *starts[1:], len(lines)]
    named = _named_in(sheet.heading.title) if len(bounds) == 2 else ""
    return tuple(_form(_fields_first(lines[a:b]), data, named) for a, b in pairwise(bounds))


def _named_in(title: str) -> str:
    """The project that a title names in brackets: 项目支出绩效目标表（食品安全监督抽检）."""
    found = re.search("(?:表|目标)[（(](.{4,})[）)]$", mend(title))
    return found[1] if found and "项目" in title and not re.search("年度?$|万元|单位|部门|续|部分|[一二三四五六七八九十]$", found[1]) else ""


def _fields_first(lines: list[Line]) -> list[Line]:
    """The lines of a form with the header of its indicators right above them, where it is printed above the project's fields."""
    above = list(takewhile(lambda line: line.role == "header", lines))
    rest = lines[len(above) :]
    fields = list(takewhile(lambda line: not is_level1(line.filled()[0][1]), rest)) if above and rest else []
    return [*fields, *above, *rest[len(fields) :]]


def _names_project(line: Line) -> bool:
    return bool(pattern("project", "name").fullmatch(bare(line.filled()[0][1])))


def _form(lines: Sequence[Line], data: Mapping[int, int], named: str) -> Form:
    """Entries and indicator rows of one form."""
    start = next((i for i, line in enumerate(lines) if line.role == "header"), len(lines))
    entries = tuple(_entries(lines[:start], data))
    rows, rest = _indicators(lines[start:], data)
    later = (entry for entry in _entries(rest, data) if not (is_total(entry.key.split(" / ")[0]) or "分" in entry.key))  # the sum of the scores
    return Form(entries + tuple(later), rows, _unit(lines[:start]), named)


def _unit(lines: Sequence[Line]) -> str | None:
    texts = (squeeze(cell) for line in lines for _, cell in line.filled() if len(cell) < LONGEST_KEY)
    return next((found[1] for text in texts if (found := pattern("heading", "unit_in_brackets").search(text))), None)


def _entries(lines: Sequence[Line], data: Mapping[int, int]) -> Iterator[Entry]:
    """Values of key-value rows, of small tables, and of cells under their key."""
    i = 0
    while i < len(lines):
        height = head_height(lines, i)
        if height:
            head, i = lines[i : i + height], i + height
            count = table_height(lines[i:], head)
            yield from table_entries(lines[i : i + count], head, [data[id(line)] for line in lines[i : i + count]])
            i += count
            continue
        yield from _fields(lines, i, data[id(lines[i])])
        i += 1


def _fields(lines: Sequence[Line], i: int, row: int) -> Iterator[Entry]:
    """Each value of a row, under the nearest key to its left, or under the key above it where it has none."""
    key, free = "", False
    for index, text in lines[i].filled():
        if is_key(text) and not (free and _is_value_of(key, text)):
            key, free = text, True
            continue
        if glued := glued_amount(text):
            yield Entry(row, index, _qualified(lines, i, index, glued[0]), glued[1], amount_of(glued[1]))
            free = False
            continue
        name = key if free or amount_of(text) else _above(lines, i, index) or key
        free = False
        if name:
            yield Entry(row, index, _qualified(lines, i, index, name), mend(text), amount_of(text))
    yield from _blank_amount(lines, i, row, key, free)


def _blank_amount(lines: Sequence[Line], i: int, row: int, key: str, free: bool) -> Iterator[Entry]:
    """An amount key at the end of a row with an empty cell behind it: the amount is left blank."""
    filled = lines[i].filled()
    if free and filled and re.search("资金|拨款|总额|金额", key):
        index = filled[-1][0] + 1
        behind = [j for j, cell in enumerate(lines[i].cells) if j >= index and cell == ""]
        if behind:
            yield Entry(row, behind[0], _qualified(lines, i, behind[0], key), "", Amount(None, "", "元"))


def _is_value_of(key: str, text: str) -> bool:
    """Whether a text that looks like a key is the value of the key before it: names and units end like keys do."""
    plain = bare(key)
    named = plain.endswith(("名称", "单位", "部门", "类别", "性质", "属性", "类型", "负责人")) and not re.search("资金|总额|目标", plain)
    return named and not pattern("form", "first").fullmatch(bare(text)) and not re.fullmatch("项目(?:性质|类别|类型|属性)", bare(text))


def _qualified(lines: Sequence[Line], i: int, index: int, key: str) -> str:
    """The key, with the total that it is part of: 其他资金 under 年度资金申请总额."""
    name = mend(key).rstrip(":：")
    plain = bare(name)
    if not (plain.endswith("拨款") or any(pattern("project", role).fullmatch(plain) for role in ("fiscal", "other", "carryover"))):
        return name
    column = next((at for at, text in reversed(lines[i].filled()) if text == key and at < index), None)
    for line in reversed(lines[:i]):
        above = [(at, text) for at, text in line.filled() if "总额" in squeeze(text)]
        near = next((text for at, text in reversed(above) if column is not None and at <= column), None)
        if near:
            return f"{mend(near).rstrip(':：')} / {name}"
    return name


def _above(lines: Sequence[Line], i: int, index: int) -> str | None:
    """The key in the row above that stands in the same column and has no value beside it."""
    if i == 0 or index >= len(lines[i - 1].cells):
        return None
    text = lines[i - 1].cells[index]
    return text if text and is_key(text) else None


def _indicators(lines: Sequence[Line], data: Mapping[int, int]) -> tuple[tuple[IndicatorRow, ...], list[Line]]:
    """Indicator rows under each indicator header, and the rows behind them that are fields again."""
    found: list[IndicatorRow] = []
    words: dict[int, str] = {}
    for n, line in enumerate(lines):
        if line.role == "header":
            words = {i: mend(text) for i, text in line.filled()} if is_indicator_head(line.cells) else words
            continue
        if _ends(line, heads(words)):
            return tuple(found), list(lines[n:])
        roles = heads(words)
        placed = in_columns(line, roles, max([*roles, *words, len(line.cells)]) + 1)
        cells = {role: text for column, role in roles.items() if (text := placed.cell(column)) and text.strip()}
        found.append(IndicatorRow(data[id(line)], cells, {words.get(column, "绩效指标"): mend(text) for column, text in _printed(placed)}))
    return tuple(found), []


def _printed(line: Line) -> Iterator[tuple[int, str]]:
    for i, text in line.filled():
        column = line.at[i] if line.at else i
        yield (i if column is None else column), text


def _ends(line: Line, roles: Mapping[int, str]) -> bool:
    """Whether a row is no indicator any more: a key cell with its value, and nothing in the columns of indicators that fits."""
    filled = line.filled()
    return (
        len(filled) <= 2
        and bool(re.fullmatch("其他(?:需要)?说明.*|总分.*|合计|总计|.*填表人.*|备注.*|.*负责人.*|联系.*", bare(filled[0][1])))
        and bool(roles)
    )


def values(forms: Sequence[Form], rows: int) -> tuple[dict[str, str], ...]:
    """Key and value of every cell that the forms read, a dict for each data row."""
    found: list[dict[str, str]] = [{} for _ in range(rows)]
    for form in forms:
        for entry in form.entries:
            if entry.text:
                found[entry.row][entry.key] = entry.text
        for row in form.indicators:
            found[row.row] |= row.words
    return tuple(found)
