"""What names a row: its key cells read into members, carried down where they are merged or left blank under their group."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.amounts import parse
from index.records import Member
from index.tables import codes
from index.tables.parts import Block, Column, Line
from index.tables.words import is_subtotal, is_total, mend, squeeze, unnumbered


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a row: a member of one classification."""

    dimension: str | None
    code: str | None
    name: str
    own: bool
    """Printed in this row; False where carried down from a row above."""


@dataclass(frozen=True, slots=True)
class RowKeys:
    """Everything that names a row in one block."""

    label: str
    """The row's own name, unnumbered; "" where nothing is printed."""
    printed: str
    """The text that the label comes from, with its numbering."""
    keys: tuple[Key | None, ...]
    """One a key group of the block; `None` where the row is above it in the hierarchy."""
    total: bool
    subtotal: bool
    unit_name: str | None

    def members(self) -> tuple[Member, ...]:
        """The keys as dimension members, in order; item names (no dimension) are left to the caller."""
        return tuple(Member(key.dimension, key.code, key.name) for key in self.keys if key and key.dimension and (key.name or key.code))


_CLASS = re.compile("(?:政府采购)?(?:货物|工程|服务)类?")
"""What sorts the rows of a table of procurement and names none where something else does."""

Group = tuple[Column, ...]
"""Key columns that name one thing: code columns and the name column behind them."""


def groups(block: Block) -> tuple[Group, ...]:
    """The key columns in groups: 类 / 款 / 项 codes with the name that follows them, every other column alone."""
    found: list[list[Column]] = []
    for column in block.of("key"):
        last = found[-1] if found else []
        codes_before = bool(last) and all(other.code for other in last)
        goes_on = column.part and last[-1].part if codes_before and column.code else codes_before and _same(last[-1], column)
        if goes_on:
            last.append(column)
        else:
            found.append([column])
    return tuple(map(tuple, found))


def _same(first: Column, second: Column) -> bool:
    return None in (first.dimension, second.dimension) or first.dimension == second.dimension or second.dual


def read(lines: Sequence[Line], block: Block) -> tuple[RowKeys, ...]:
    """The keys of every line, in order, with groups carried down."""
    parts = groups(block)
    above: list[Key | None] = [None] * len(parts)
    raw: list[tuple[str, ...]] = [()] * len(parts)
    found: list[RowKeys] = []
    dual = next((i for i, group in enumerate(parts) if any(column.dual and column.dimension is None for column in group)), None)
    leads: bool | None = None
    for line in lines:
        texts = [_texts(line, group, block) for group in parts]
        beside = [tuple(line.cell(column.index) for column in block.of("text") if column.index < _first_amount(block))]
        if _is_total(texts) or (not any(text for group in texts for text in group) and _is_total(beside)):
            row = _total(texts if _is_total(texts) else beside, len(parts))
        else:
            row = _read(texts, parts, above, raw)
            if dual is not None and row.label:
                leads = not any(row.keys[:dual]) if leads is None else leads
                row = _unit_alone(row, dual) if leads else row
        if not row.total:
            above = [_kept(row.keys[i], above[i]) for i in range(len(parts))]
        found.append(row)
    return tuple(_named_first(found, parts))


def _unit_alone(row: RowKeys, dual: int) -> RowKeys:
    """A further unit of a table whose units stand above their subjects, without the subject of the unit before it."""
    unit = row.keys[dual]
    if unit is None or unit.dimension != "unit" or not unit.own or not unit.name or any(key and key.own for key in row.keys[:dual]):
        return row
    return replace(row, label=unit.name, keys=(None,) * dual + row.keys[dual:], unit_name=unit.name)


def _named_first(rows: Sequence[RowKeys], parts: Sequence[Group]) -> Iterator[RowKeys]:
    """Rows of plain names side by side go by the first one where every row prints them all: the others describe it.

    Where the first sorts the rows (通用设备, 通用设备, 专用设备) they go by the first column that tells them all apart.
    """
    plain = len(parts) > 1 and all(column.dimension is None and not column.code and not column.dual for group in parts for column in group)
    named = [row for row in rows if not row.total and any(row.keys)]
    flat = plain and all(row.keys[0] and row.keys[0].own and row.keys[0].code is None for row in named)
    apart = (i for i in range(len(parts)) if len({row.keys[i].name for row in named if row.keys[i]}) == len(named))
    first = next(apart, 0) if flat else 0
    for row in rows:
        yield replace(row, label=unnumbered(row.keys[first].name)) if flat and row in named else row


def _kept(key: Key | None, before: Key | None) -> Key | None:
    return key if key is not None else None if before is None else before


def _texts(line: Line, group: Group, block: Block) -> tuple[str | None, ...]:
    """Cells of a group; `None` where merged with the row above, "" where blank or merged with a cell to the left."""
    return tuple(_cell(line, column.index, block) for column in group)


def _cell(line: Line, index: int, block: Block) -> str | None:
    text = line.cell(index)
    if text is not None:
        return text
    for left in range(index - 1, -1, -1):
        other = line.cell(left)
        if other is not None:
            if not other.strip():
                return None
            amount = parse(other, "元")  # the last amount of the block beside it names nothing here
            return "" if left >= block.columns[0].index or (amount is not None and amount.fen is not None) else other
    return None


def _is_total(texts: Sequence[Sequence[str | None]]) -> bool:
    own = [text for group in texts for text in group if text and text.strip()]
    return bool(own) and any(is_total(text) for text in own) and not any(re.fullmatch(r"\d{3,}", squeeze(text)) for text in own)


def _first_amount(block: Block) -> int:
    return min((column.index for column in block.of("amount")), default=len(block.columns))


def _total(texts: Sequence[Sequence[str | None]], count: int) -> RowKeys:
    printed = next(text for group in texts for text in group if text and is_total(text))
    return RowKeys(squeeze(unnumbered(printed)), printed, (None,) * count, True, False, None)


def _read(texts: Sequence[Sequence[str | None]], parts: Sequence[Group], above: Sequence[Key | None], raw: list[tuple[str, ...]]) -> RowKeys:
    own = [i for i, group in enumerate(texts) if any(text and text.strip() for text in group)]
    deepest = own[-1] if own else -1
    keys: list[Key | None] = []
    for i, (group, columns) in enumerate(zip(texts, parts, strict=True)):
        if i in own:
            group = _completed(group, columns, raw[i])
            raw[i] = tuple(text or "" for text in group)
            keys.append(_key(group, columns))
        elif i < deepest or (own == [] and None in group):
            keys.append(_carried(above[i]) if i < deepest else None)
        else:
            keys.append(None)
    last = keys[deepest] if own else None
    subtotal = bool(last) and is_subtotal(last.name or "")
    if subtotal:
        keys[deepest] = None
    keys = _resolved(keys, parts, above)
    last = _naming(keys) or last
    printed = mend(next((text for text in reversed(texts[deepest]) if text and text.strip()), "")) if own else ""
    unit = next((key.name for key in keys if key and key.dimension == "unit"), None)
    return RowKeys(unnumbered(last.name) if last else "", printed, tuple(keys), False, subtotal, unit)


def _resolved(keys: list[Key | None], parts: Sequence[Group], above: Sequence[Key | None]) -> list[Key | None]:
    """Keys with a 单位名称（科目） cell given to the subject that the row has a code of, and its unit named by the row of the unit."""
    dual = next((i for i, group in enumerate(parts) if any(column.dual and column.dimension is None for column in group)), None)
    if dual is None or keys[dual] is None:
        return keys
    owner, own = above[dual], keys[dual]
    subject = next((i for i in range(dual) if keys[i] and keys[i].own and keys[i].code and not keys[i].name), None)
    if subject is None:
        unit = None if codes.depth(own.code) and codes.dimension(own.code, None) == "function" else "unit"
        keys[dual] = Key(unit or codes.dimension(own.code, None), own.code, own.name, own.own)
        return keys
    keys[subject] = Key(keys[subject].dimension, keys[subject].code, own.name, True)
    known = owner is not None and owner.code == own.code
    keys[dual] = Key("unit", own.code, owner.name if known else "", True) if own.code else None
    return keys


def _naming(keys: Sequence[Key | None]) -> Key | None:
    """The key that a row goes by: the deepest one of its own classification, not what it is also sorted under."""
    filled = [key for key in keys if key]
    special = [key for key in filled if key.dimension in ("procurement", "service", "project")]
    special = [key for key in special if not _CLASS.fullmatch(key.name)] or special
    projects = [key for key in special if key.dimension == "project" and key.own]
    if projects and not any(key.dimension == "procurement" for key in special):
        return projects[-1]
    department = next((key for key in filled if key.dimension == "department" and key.own), None) if not special else None
    return department or next((key for key in reversed(special or filled) if key.dimension not in ("field", "unit")), filled[-1] if filled else None)


def _carried(key: Key | None) -> Key | None:
    return Key(key.dimension, key.code, key.name, False) if key else None


def _completed(group: Sequence[str | None], columns: Group, raw: Sequence[str]) -> tuple[str | None, ...]:
    """类 and 款 cells that a row leaves out because the row above prints them: `"" | "" | 07` under `201 | 05 | `."""
    coded = [i for i, column in enumerate(columns) if column.code]
    filled = [i for i in coded if group[i] and group[i].strip()]
    if len(coded) < 2 or not filled or len(raw) != len(group):
        return tuple(group)
    return tuple(raw[i] if i in coded and i < filled[-1] and not (text and text.strip()) and i < filled[0] else text for i, text in enumerate(group))


def _key(group: Sequence[str | None], columns: Group) -> Key:
    dimension = next((column.dimension for column in reversed(columns) if column.dimension), None)
    code_cells = [text or "" for text, column in zip(group, columns, strict=True) if column.code]
    names = [text for text, column in zip(group, columns, strict=True) if not column.code and text and text.strip()]
    code = codes.joined(code_cells) if code_cells else None
    if code_cells and code is None and any(map(squeeze, code_cells)):
        code, name = codes.split("".join(code_cells))
        names = names or [name]
    text = names[-1] if names else ""
    if code is None or not code_cells:
        found = codes.split_project(text) if dimension == "project" else codes.split(unnumbered(text))
        code, text = found if found[0] else (code, text)
    return Key(codes.dimension(code, dimension), code, mend(unnumbered(text)), True)
