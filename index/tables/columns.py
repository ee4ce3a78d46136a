"""What each column of a sheet holds: keys, amounts, texts; the measure, fund and stage that an amount column's header path names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from index.amounts import parse
from index.knowledge import read_csv
from index.tables.parts import Column, Sheet
from index.tables.types import TableType
from index.tables.words import bare, is_total, pattern, section, squeeze, year_in


def columns(sheet: Sheet, kind: TableType) -> tuple[Column, ...]:
    """A Column for each header path, by its words first and by its cells where the words leave it open."""
    body = sheet.body()
    found: list[Column] = []
    for index, path in enumerate(sheet.paths):
        cells = [line.cell(index) or "" for line in body]
        found.append(_column(index, path, cells, kind))
    return tuple(replace(column, part=True) if _in_parts(column, found, sheet) else column for column in found)


def _in_parts(column: Column, columns: Sequence[Column], sheet: Sheet) -> bool:
    """Whether a code column is one of several under the same header words: 功能分类科目编码 over three columns."""
    if not column.code or column.part:
        return column.part
    beside = [other for other in columns if abs(other.index - column.index) == 1 and other.code]
    return any(sheet.paths[other.index] == sheet.paths[column.index] for other in beside)


def _column(index: int, path: Sequence[str], cells: Sequence[str], kind: TableType) -> Column:
    words = _named(tuple(map(bare, path)))
    last = words[-1] if words else ""
    filled = [cell for cell in cells if (blank := parse(cell, "元")) is None or blank.fen is not None]
    amounts = sum((amount := parse(cell, "元")) is not None and amount.fen is not None for cell in filled)
    side = side_of(words) or (kind.side if kind.side != "both" else None)
    if _is("skip", last) or pattern("change", "counts").fullmatch(last) or pattern("change", "words").fullmatch(last) or _compares(words):
        return Column(index, "text", side=side)
    if last and (_is("part", last) or _is("code", last)):
        return Column(index, "key", dimension_of(words), code=True, part=_is("part", last), side=side)
    if pattern("column", "unit_or_project").fullmatch(last):
        return Column(index, "key", "project", dual=True, side=side)
    if "单位" in last and "科目" in last:
        return Column(index, "key", dual=True, side=side)
    if filled and amounts * 2 <= len(filled):
        return Column(index, "text" if _is("text", last) else "key", dimension_of(words), side=side)
    if not filled and (not last or _is_key(words)):
        return Column(index, "key" if last else "skip", dimension_of(words), side=side)
    return amount_column(index, path, kind, side)


def _compares(words: Sequence[str]) -> bool:
    """Whether a word above says that the columns below it compare years: 增减变化情况 over 合计 and 会议费."""
    return any(pattern("change", "over").fullmatch(word) for word in words[:-1])


def _named(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words without the label of a total row that stands inside the header, under 科目编码 or 科目名称."""
    inside = len(words) > 1 and is_total(words[-1]) and (_is("code", words[-2]) or words[-2].endswith("名称"))
    return words[:-1] if inside else words


def _is_key(words: Sequence[str]) -> bool:
    """Whether a column without any cell names keys: its last word ends like one, and no word above it speaks of money."""
    return _is("name", words[-1]) and not pattern("column", "money").search(words[-1])


def _is(what: str, word: str) -> bool:
    return bool(pattern("column", what).fullmatch(word))


def amount_column(index: int, path: Sequence[str], kind: TableType, side: str | None) -> Column:
    """An amount column: the lowest word that names a measure decides; words such as 合计 and 预算数 leave it to the one above."""
    words = tuple(map(bare, path))
    text = squeeze("/".join(path))
    if side != "income" and side_of(words) is None and any(_is("income", word) for word in words):
        side = "income"
    measure, members, known = measure_of(words, side)
    if measure == "project_amount" and kind.id in ("procurement", "purchased_service"):
        measure = kind.measure  # 资金总额 of what is bought
    if not known:
        measure = "income" if side == "income" and kind.side != "both" else kind.measure
    fund = next((name for name in ("government_fund", "state_capital", "general", "fiscal") if pattern("fund", name).search(text)), None)
    if measure and side != "income" and not fund and any(pattern("fund", "own").fullmatch(word) for word in words):
        fund = "own"  # 单位资金 / 基本支出 is no part of 财政拨款 and no total of all money
    unit = next((found[1] for word in reversed(path) if (found := pattern("heading", "unit_in_brackets").search(squeeze(word)))), None)
    if measure == "carryover_in" and (side != "income" or (kind.side == "expenditure" and not kind.fund)):
        measure = None
    return Column(
        index, "amount", measure=measure, named=known and (measure is not None or _is_source(words)), fund=fund, unit=unit, side=side, members=members
    )


def measure_of(words: Sequence[str], side: str | None) -> tuple[str | None, tuple[tuple[str, str | None, str], ...], bool]:
    """Measure, own members, and whether the words say what is counted at all; an unknown word gives (None, (), True)."""
    members: tuple[tuple[str, str | None, str], ...] = ()
    for i in range(len(words) - 1, -1, -1):
        word = words[i]
        if (
            not word
            or (members and pattern("receiver", "over").fullmatch(word))
            or (pattern("transparent", "words").fullmatch(word) and not (side == "income" and word.startswith("财政拨款")))
        ):
            continue
        if word in economic_classes() and word != "其他支出":
            members = (("department", None, word),)
            continue
        if named := _member(word) or _receiver(word, words[:i]):
            members = (named,)
            continue
        measure = measure_for(word, side, words[:i])
        if measure:
            return _carried(measure, words[:i], side), members, True
        rest = pattern("fund", "word").match(word)
        if rest is None:
            return None, members, True
        word = word[rest.end() :]
        if word and not pattern("transparent", "words").fullmatch(word):
            return measure_for(word, side, words[:i]), members, True
    return None, members, False


def _is_source(words: Sequence[str]) -> bool:
    """Whether a column of unknown measure names where money comes from: it counts no row's measure whole."""
    return any(pattern("source", "words").fullmatch(word) for word in words)


def _member(word: str) -> tuple[str, str | None, str] | None:
    return next(((rule["dimension"], None, word) for rule in section("member") if re.fullmatch(rule["words"], word)), None)


def _receiver(word: str, above: Sequence[str]) -> tuple[str, str | None, str] | None:
    """The county (or other receiver) that a column under 地区 names."""
    under = any(pattern("receiver", "over").fullmatch(other) for other in above)
    return (section("receiver")["dimension"], None, word) if under and not is_total(word) else None


def measure_for(word: str, side: str | None, above: Sequence[str] = ()) -> str | None:
    """The measure that one header word or row label names on a side."""
    rules = (*section("income"), *section("measure")) if side == "income" else (*section("measure"), *section("expenditure"))
    first = (*section("measure"),) if side == "income" and re.match("上年|年初|结转|使用非财政|用事业基金", word) else ()
    for rule in (*first, *rules):
        if "under" in rule and not any(measure_for(other, side) == rule["under"] for other in above):
            continue
        if re.fullmatch(rule["words"], word):
            return rule["measure"]
    return None


def _carried(measure: str, above: Sequence[str], side: str | None) -> str:
    """A fund's column under 上年结转 counts the carry-over."""
    carried = any(measure_for(word, side) == "carryover_in" for word in above)
    return "carryover_in" if carried and measure.startswith("income_") else measure


def stage_of(path: Sequence[str], year: int | None) -> str | None:
    """budget, final, adjusted or prior, where a word of the header path says so; `None` leaves it to the document."""
    words = [re.sub(r"20\d\d(?:年度?)?", "", squeeze(word)) for word in path]
    printed = year_in(squeeze("/".join(path)))
    if printed and year and printed < year:
        return "prior"
    return next((stage for stage in ("prior", "adjusted", "final", "budget") if any(map(pattern("stage", stage).fullmatch, words))), None)


def is_stage(label: str) -> bool:
    """Whether a text is a stage with its year, or a year alone, and nothing else: 2025年预算数, 上年执行数, 2024年度."""
    plain = re.sub(r"20\d\d(?:年度?)?", "", squeeze(label))
    words = any(pattern("stage", stage).fullmatch(plain) for stage in ("prior", "adjusted", "final", "budget"))
    return words or (not plain and year_in(label) is not None)


def side_of(words: Sequence[str]) -> str | None:
    """income or expenditure, where the topmost words of a path say so."""
    for word in words[:1]:
        if re.fullmatch("(?:本年|财政拨款)?收入(?:预算|决算|项目)?(?:\\(按.*\\))?|收入预算.*", word):
            return "income"
        if re.fullmatch("(?:本年|财政拨款)?支出(?:预算|决算|项目)?(?:\\(按.*\\))?", word):
            return "expenditure"
    return None


def dimension_of(words: Sequence[str]) -> str | None:
    """The dimension that a key column's words name: its last word first, then the words above."""
    for word in reversed(words):
        for rule in section("dimension"):
            if re.fullmatch(rule["words"], word) and not ("except" in rule and re.search(rule["except"], word)):
                return rule["dimension"]
    return None


@cache
def economic_classes() -> frozenset[str]:
    """Names of the departmental economic classes (类): 工资福利支出, 商品和服务支出 …."""
    rows = read_csv("department_economic_codes.csv")
    return frozenset(squeeze(row["name"]) for row in rows if len(row["code"]) == 3) | {"其他资本性支出"}
