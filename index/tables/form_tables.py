"""Small tables of amounts inside forms: 总体资金情况, 年度主要任务, 项目资金 with its budget and its execution."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from index.amounts import parse
from index.tables.form_cells import Entry, amount_of, amounts, is_key, keys
from index.tables.header import paths
from index.tables.parts import Line
from index.tables.words import bare, mend, pattern, squeeze

_LONGEST = 40
"""Characters of the longest name of a row."""


def head_height(lines: Sequence[Line], i: int) -> int:
    """Rows of keys that head a small table whose amounts stand below them; 0 where row `i` begins none."""
    height = 0
    while i + height < len(lines) and len(lines[i + height].filled()) > 1 and all(is_key(text) for _, text in lines[i + height].filled()):
        height += 1
    follows = i + height < len(lines) and len(amounts(lines[i + height])) >= 2 and len(keys(lines[i + height])) <= 1
    return height if follows else 0


def table_height(lines: Sequence[Line], head: Sequence[Line]) -> int:
    """How many rows belong to the small table: each has at most its name and texts beside it, and amounts or blanks under the head."""
    height = 0
    while height < len(lines) and _is_row(lines[height], head, height):
        height += 1
    return height


def _is_row(line: Line, head: Sequence[Line], n: int) -> bool:
    if amounts(line):
        return len(keys(line)) <= 1 or len(amounts(line)) >= 2
    names = [text for _, text in line.filled() if parse(text, "元") is None and "%" not in text]
    blanks = [index for index, cell in enumerate(line.cells) if cell is not None and parse(cell, "元") is not None]
    return n > 0 and len(names) == 1 and len(names[0]) <= _LONGEST and is_key(names[0]) and len(blanks) >= 2


def table_entries(lines: Sequence[Line], head: Sequence[Line], rows: Sequence[int]) -> Iterator[Entry]:
    """An entry for each cell under the head, blank ones too: `年度资金总额 / 其中：财政拨款 / 全年执行数`."""
    width = max(len(line.cells) for line in (*head, *lines))
    named = paths(head, width)
    whole = ""
    for line, row in zip(lines, rows, strict=True):
        own = next(
            (
                mend(text)
                for _, text in line.filled()
                if not amount_of(text) and not text.strip().endswith(("%", "％")) and len(mend(text)) <= _LONGEST
            ),
            "",
        )
        whole = own if "总额" in squeeze(own) else whole
        first = min((index for index, _ in amounts(line)), default=0)
        for index, cell in enumerate(line.cells):
            amount = parse(cell, "元") if cell is not None and named[index] else None
            if amount is None or (not cell.strip() and index < first) or _is_own(index, line, own):
                continue
            part = whole if whole != own and _is_part(own) else ""
            yield Entry(row, index, " / ".join(filter(None, (part, own, *map(mend, named[index])))), (cell or "").strip(), amount)


def _is_part(own: str) -> bool:
    """Whether a row is a part of the total that stands before it: 财政拨款, 上年结转, 其他资金."""
    plain = bare(own)
    return plain.endswith("拨款") or any(pattern("project", role).fullmatch(plain) for role in ("fiscal", "other", "carryover"))


def _is_own(index: int, line: Line, own: str) -> bool:
    """Whether a blank cell stands left of the row's own name: a place that its neighbour does not fill, no amount."""
    named = next((at for at, text in line.filled() if mend(text) == own), -1)
    return index <= named
