"""Which rows of a grid are title, header, index, data or blank, and the header path of each column."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise, takewhile

from index.amounts import parse
from index.records import GridRow, Role
from index.tables.parts import Line
from index.tables.words import bare, is_subtotal, is_total, mend, pattern, squeeze

_CODED = re.compile(r"\[?\(?(?:\d{3,}[-—_ ]*\D|\d{2}[-—_]|[A-C]-)")
_NUMBERED = re.compile(r"[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十]{1,3}\)|\d{1,2}[、.]\D|\(\d{1,2}\)\D")
_BODY = re.compile("(?:汇总|本级|所属单位|局|厅|委员会|办公室|中心|学院|学校|医院|法院|检察院|政府)(?:[（(].{1,10}[）)])?$")
_LONGEST = 40
"""Characters of the longest header word."""


def roles(rows: Sequence[GridRow], kind_of: Callable[[str], str | None]) -> list[Role]:
    """The role of every row: title and unit rows first, then header rows, then data, index and blank rows."""
    if is_form([row.cells for row in rows]):
        return _form_roles(rows, kind_of)
    found: list[Role] = []
    head: list[tuple[str | None, ...]] = []
    open_ = True
    titled = _heading_rows(rows, kind_of)
    for n, row in enumerate(rows):
        texts = [cell for cell in row.cells if cell and cell.strip()]
        if not texts:
            found.append("blank")
        elif _is_whole_table(texts) or (len(texts) == 1 and "data" in found and is_note(texts[0])):
            found.append("note")
        elif n < titled:
            found.append(_heading_role(texts, kind_of) or "title")
        elif not head and "data" not in found and (role := _heading_role(texts, kind_of)):
            found.append(role)
        elif open_ and (is_header(row.cells, head) or (_stands_over_index(rows, n) if head else _stands_over_amounts(rows, n))):
            head.append(row.cells)
            found.append("header")
        elif is_index(texts, bool(head)):
            found.append("index")
        elif head and _repeats(row.cells, head):
            found.append("header")
        else:
            open_ = False
            found.append("data")
    return found


def _heading_rows(rows: Sequence[GridRow], kind_of: Callable[[str], str | None]) -> int:
    """How many rows at the top head the table: rows of one text up to the last one that is a title, number, unit or owner line."""
    found = 0
    for n, row in enumerate(rows):
        texts = [cell for cell in row.cells if cell and cell.strip()]
        if texts and _heading_role(texts, kind_of):
            found = n + 1
        elif len(texts) > 1:
            break
    return found


def is_note(text: str) -> bool:
    """Whether a text is a note under a table: 注：…."""
    return bool(pattern("heading", "note").match(squeeze(text)))


def _is_whole_table(texts: Sequence[str]) -> bool:
    """Whether the only cell of a row holds a table once more, as text: many lines and many amounts."""
    return len(texts) == 1 and texts[0].count("\n") >= 3 and len(re.findall(r"\d\.\d\d|\d,\d{3}", texts[0])) >= 6


def _stands_over_amounts(rows: Sequence[GridRow], n: int) -> bool:
    """Whether a row of words no header is known by stands over a row of amounts: a header of its own kind."""
    texts = [squeeze(cell) for cell in rows[n].cells if cell and cell.strip()]
    below = [squeeze(cell) for cell in rows[n + 1].cells if cell and cell.strip()] if n + 1 < len(rows) else []
    worded = len(texts) > 2 and not any(_is_value(text) or len(text) > _LONGEST for text in texts)
    return worded and any((amount := parse(text, "元")) is not None and amount.fen is not None for text in below)


def _stands_over_index(rows: Sequence[GridRow], n: int) -> bool:
    """Whether a row of words stands right over the row that counts the columns, a word (or a merged cell) for each: names of counties under 地区."""
    texts = [squeeze(cell) for cell in rows[n].cells if cell and cell.strip()]
    below = [cell for cell in rows[n + 1].cells if cell and cell.strip()] if n + 1 < len(rows) else []
    worded = bool(texts) and not any(_is_value(text) or len(text) > _LONGEST for text in texts)
    return worded and len(below) > 2 and is_index(below, True)


def is_form(rows: Sequence[Sequence[str | None]]) -> bool:
    """Whether a grid is a form: a key cell with its value beside it above (or without) a table of indicators."""
    key = next((i for i, row in enumerate(rows) if is_field(row)), None)
    later = [cell for row in rows[key + 1 :] for cell in row if cell and cell.strip()] if key is not None else []
    return any(pattern("form", "evidence").fullmatch(bare(cell)) for cell in later) or is_headed_form(rows)


def is_headed_form(rows: Sequence[Sequence[str | None]]) -> bool:
    """Whether the header of the indicators stands first, with the project's fields between it and them."""
    firsts = [(bare(texts[0]), len(texts), row) for row in rows if (texts := [cell for cell in row if cell and cell.strip()])]
    head = next((i for i, (_, count, _) in enumerate(firsts) if count > 2), 0)
    if not firsts or not is_indicator_head(firsts[head][2]):
        return False
    fields = list(takewhile(lambda first: not pattern("indicator", "level1").fullmatch(first[0]), firsts[head + 1 :]))
    keys = [pattern("form", key) for key in ("first", "evidence")]
    return bool(fields) and all(any(key.fullmatch(word) for key in keys) for word, _, _ in fields)


def is_field(cells: Sequence[str | None]) -> bool:
    """Whether a row names a form's subject: 项目名称 with the name beside it, and no header of a list, whose cells are keys all."""
    texts = [bare(cell) for cell in cells if cell and cell.strip()]
    if len(texts) < 2 or not pattern("form", "first").fullmatch(texts[0]) or is_indicator_head(cells):
        return False
    return len(texts) == 2 or not all(pattern("form", "key").fullmatch(text) for text in texts[1:])


def _form_roles(rows: Sequence[GridRow], kind_of: Callable[[str], str | None]) -> list[Role]:
    found: list[Role] = []
    for row in rows:
        texts = [cell for cell in row.cells if cell and cell.strip()]
        if not texts:
            found.append("blank")
        elif "data" not in found and len(texts) < 3 and not is_field(row.cells) and (role := _heading_role(texts, kind_of)):
            found.append(role)
        else:
            found.append("header" if is_indicator_head(row.cells) else "data")
    return found


def is_indicator_head(cells: Sequence[str | None]) -> bool:
    """Whether a row is the header of a table of indicators: 一级指标 二级指标 …, or 绩效指标 … 指标值."""
    words = {bare(cell) for cell in cells if cell and cell.strip()}
    first = any(pattern("indicator", "head_level1").fullmatch(word) for word in words)
    named = any(pattern("indicator", head).fullmatch(word) for head in ("head_level3", "head_named") for word in words)
    valued = any(pattern("indicator", "head_value").fullmatch(word) for word in words)
    return (first and (named or valued)) or (named and valued)


def _heading_role(texts: list[str], kind_of: Callable[[str], str | None]) -> Role | None:
    kinds = [kind_of(line) for text in texts for line in text.split("\n") if line.strip()]
    if len(kinds) == len(texts) and len(texts) > 1:
        kinds = _with_bodies(texts, kinds)
    if not all(kinds) or len(texts) > 4:
        return None
    if len(texts) > 1 and not any(kind in ("unit", "owner", "number", "title") for kind in kinds):
        return None
    if len(texts) > 2 and "title" not in kinds and sum(map(kinds.count, ("owner", "unit", "number"))) < len(texts):
        return None
    return "unit" if set(kinds) <= {"unit", "owner"} else "title"


def _with_bodies(texts: Sequence[str], kinds: Sequence[str | None]) -> list[str | None]:
    """The kinds, where one text beside the unit is a body's name without a word before it: `315某市应急管理局 | 单位：万元`, or a date."""
    if "unit" not in kinds and not (kinds.count("owner") == 1 and any(_BODY.search(squeeze(text)) for text in texts)):
        return list(kinds)
    open_ = [i for i, kind in enumerate(kinds) if kind is None]
    bodies = [i for i in open_ if _may_name_body(squeeze(texts[i]))]
    return ["owner" if i in bodies[:1] or (kind == "year" and len(kinds) > 1) else kind for i, kind in enumerate(kinds)]


def _may_name_body(text: str) -> bool:
    name = re.sub(r"^[\[(（]?\d{3,12}[\])）]?[-—_]?", "", text)
    return 4 <= len(name) <= _LONGEST and not re.search(r"\d|[。；]", name) and not _is_word(name)


def _is_word(text: str) -> bool:
    return bool(pattern("column", "name").fullmatch(text) or pattern("column", "money").search(text) or pattern("form", "key").fullmatch(text))


def is_header(cells: Sequence[str | None], head: Sequence[Sequence[str | None]] = ()) -> bool:
    """Whether a row's cells are header words; `head` are the header rows above it."""
    texts = [(i, squeeze(cell)) for i, cell in enumerate(cells) if cell and cell.strip()]
    if not texts or any(_is_value(text) for _, text in texts):
        return False
    if head and all(is_total(text) or is_subtotal(text) for _, text in texts) and any(_under_key(i, head) for i, _ in texts):
        return False
    if head and _names_keys_only(cells, head):
        return False
    words = sum(bool(pattern("header", "words").search(bare(text) or text)) and len(text) <= _LONGEST for _, text in texts)
    return words * 10 >= len(texts) * 6


def _is_value(text: str) -> bool:
    """Whether a text can only stand under a header: an amount, a coded or numbered name, a comparator, an indicator's level."""
    text = re.sub(r"20\d\d(?:年度?)?", "", text)
    if not text:
        return False
    amount = parse(text, "元")
    return (
        (amount is not None and amount.fen is not None)
        or bool(re.search(r"\d\.\d|\d,\d{3}", text) or _CODED.match(text) or _NUMBERED.match(text))
        or bool(re.search(r"\d{6,}|\d%", text))
        or bool(pattern("indicator", "comparator").fullmatch(text))
        or (text.endswith("指标") and bool(pattern("indicator", "level1").fullmatch(text)))
        or (text.endswith("指标") and "级" not in text and "绩效" not in text and bool(pattern("indicator", "level2").fullmatch(text)))
    )


def _names_keys_only(cells: Sequence[str | None], head: Sequence[Sequence[str | None]]) -> bool:
    """Whether a row fills key columns with names and leaves the amount columns beside them blank: data, however much like a header."""
    filled = [i for i, cell in enumerate(cells) if cell and cell.strip()]
    blank = [i for i, cell in enumerate(cells) if cell == "" and _under_money(i, head)]
    plain = all(pattern("header", "plain").fullmatch(bare(cells[i] or "")) for i in filled)
    return bool(blank) and not plain and all(_under_key(i, head) for i in filled)


def _under_money(column: int, head: Sequence[Sequence[str | None]]) -> bool:
    word = next((row[column] for row in reversed(head) if column < len(row) and row[column] and row[column].strip()), "")
    return bool(re.fullmatch("金额|合计|小计|总计|.*(?:预算|决算|执行)数", bare(word or "")))


def _under_key(column: int, head: Sequence[Sequence[str | None]]) -> bool:
    """Whether the nearest header word above a column names keys (科目, 项目 …) and not amounts."""
    for row in reversed(head):
        for i in range(column, -1, -1):
            if i < len(row) and row[i] and row[i].strip():
                return bool(pattern("header", "key").search(bare(row[i])) and not re.search("金额|合计|数$", squeeze(row[i])))
            if i < len(row) and row[i] == "":
                break
    return False


def is_index(texts: Sequence[str], headed: bool) -> bool:
    """Whether a row only counts columns: `栏次 1 2 3`, `甲 乙 1 2`, `1 2 3=4+5`."""
    plain = [squeeze(text) for text in texts]
    if not headed or len(plain) < 2 or not all(pattern("header", "index").fullmatch(text) for text in plain):
        return False
    numbers = [int(found[0]) for text in plain if (found := re.match(r"\d{1,2}", text))]
    counting = len(numbers) >= 2 and all(b - a == 1 for a, b in pairwise(numbers)) and numbers[0] <= 2
    return counting and (len(numbers) >= 3 or len(numbers) < len(plain))


def _repeats(cells: Sequence[str | None], head: Sequence[Sequence[str | None]]) -> bool:
    """Whether a later row prints a header row again."""
    own = [squeeze(cell) for cell in cells if cell and cell.strip()]
    return len(own) > 1 and any(own == [squeeze(cell) for cell in row if cell and cell.strip()] for row in head)


def paths(header: Sequence[Line], width: int) -> tuple[tuple[str, ...], ...]:
    """Header words of each column from the top, mended; merged cells (`None`, or empty beside a spanning word) take their neighbour's."""
    grid = [[line.cell(column) for column in range(width)] for line in header]
    filled: list[list[str]] = []
    origin: list[list[str]] = []
    for r, row in enumerate(grid):
        filled.append([])
        origin.append([])
        for c, cell in enumerate(row):
            text, source = _resolved(grid, filled, origin, r, c, cell)
            filled[r].append(text)
            origin[r].append(source)
    return tuple(_path([filled[r][c] for r in range(len(grid))]) for c in range(width))


def _resolved(grid, filled, origin, r: int, c: int, cell: str | None) -> tuple[str, str]:
    """Word of a header cell and where it comes from: own, left, up or none."""
    if cell and cell.strip():
        return mend(cell), "own"
    spans_left = c > 0 and filled[r][c - 1] and origin[r][c - 1] in ("own", "left")
    if cell is None:
        if spans_left and (r == 0 or origin[r - 1][c] in ("left", "none")):
            return filled[r][c - 1], "left"
        return (filled[r - 1][c], "up") if r > 0 else ("", "none")
    below = any(row[c] and row[c].strip() for row in grid[r + 1 :])
    left_below = spans_left and any(row[_start(origin[r], c - 1)] for row in grid[r + 1 :])
    if below and left_below and not (r > 0 and filled[r - 1][c] and filled[r - 1][c] != filled[r - 1][c - 1]):
        return filled[r][c - 1], "left"
    if not below and spans_left and r == 0 and len(grid) > 1 and left_below and not any(grid[r + 1][c:]):
        return filled[r][c - 1], "left"
    return "", "none"


def _start(origins: list[str], c: int) -> int:
    while origins[c] == "left":
        c -= 1
    return c


def _path(words: list[str]) -> tuple[str, ...]:
    path: list[str] = []
    for word in words:
        if word and (not path or path[-1] != word):
            path.append(word)
    return tuple(path)
