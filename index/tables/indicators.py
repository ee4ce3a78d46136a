"""One performance indicator: which columns its row has, level words, comparators and values told apart by form, glued texts split."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from index.amounts import parse
from index.records import Indicator
from index.tables.words import bare, mend, pattern, section, squeeze

ROLES = ("activity", "level1", "level2", "level3", "comparator", "value", "unit")
"""Columns of a table of indicators, in their usual order."""


@dataclass(frozen=True, slots=True)
class Value:
    """What an indicator asks for."""

    comparator: str | None
    value: str
    number: str | None
    unit: str


def heads(words: Mapping[int, str]) -> dict[int, str]:
    """The role of each column by its header word; the first column of a role keeps it."""
    found: dict[int, str] = {}
    plain = {column: bare(word) for column, word in sorted(words.items())}
    third = "level3" if any(_heads("level3", word) for word in plain.values()) else "named"
    if not any(_heads("level1", word) for word in plain.values()):
        found |= _sorted(plain, third)
    if third == "named" and any(_heads("named", word) and word != "绩效指标" for word in plain.values()):
        plain = {column: word for column, word in plain.items() if word != "绩效指标"}  # set beside the whole table
    for column, word in plain.items():
        role = next((role for role in ("level1", "level2", third, "comparator", "value", "unit", "activity") if _heads(role, word)), None)
        role = "level3" if role == "named" else role
        if role and column not in found and role not in found.values():
            found[column] = role
    return found


def _sorted(words: Mapping[int, str], third: str) -> dict[int, str]:
    """The column that sorts the indicators where none is called 一级指标: 指标类型, or 绩效指标 beside 三级指标."""
    for column, word in words.items():
        if _heads("sorted", word) and any(_heads("named", other) or _heads("level3", other) for other in words.values()):
            return {column: "level1"}
        if third == "level3" and _heads("named", word) and not any(_heads("level2", other) for other in words.values()):
            return {column: "level2"}
    return {}


def _heads(role: str, word: str) -> bool:
    return bool(word) and bool(pattern("indicator", f"head_{role}").fullmatch(word))


def is_level1(text: str) -> bool:
    """产出指标, 效益指标 …, also with its weight in brackets."""
    return bool(pattern("indicator", "level1").fullmatch(_unweighted(text)))


def is_level2(text: str) -> bool:
    """数量指标, 经济效益指标 …."""
    return bool(pattern("indicator", "level2").fullmatch(_unweighted(text)))


def is_comparator(text: str) -> bool:
    """≥, \\geq, 定性 …."""
    return bool(pattern("indicator", "comparator").fullmatch(squeeze(text)))


def _unweighted(text: str) -> str:
    return re.sub(r"[(（]?\d+(?:\.\d+)?分?[)）]?$", "", squeeze(text))


def fits(role: str, text: str) -> bool:
    """Whether a cell's form allows it in a column of that role."""
    if role == "level1":
        return is_level1(text)
    if role == "level2":
        return is_level2(text)
    if role == "comparator":
        return is_comparator(text)
    if role in ("amount", "fiscal", "other"):
        return parse(text, "元") is not None
    return not is_comparator(text) and not (squeeze(text).endswith("指标") and is_level1(text))


def indicator(id: str, fields: Mapping[str, str], project_id: str | None) -> Indicator | None:
    """The indicator of a row's fields; `None` where the row names none."""
    level1, level2, name = split_glued(fields.get("level1", ""), fields.get("level2", ""), fields.get("level3", ""))
    if not name and not fields.get("value"):
        return None
    value = read_value(fields.get("value", ""), fields.get("comparator", ""), fields.get("unit", ""))
    activity = None if project_id else mend(fields.get("activity", ""))
    return Indicator(id, project_id, activity, level1, level2, name, value.comparator, value.value, value.number, value.unit)


def split_glued(level1: str, level2: str, name: str) -> tuple[str, str, str]:
    """Levels and name, also where they stand in one cell: 产出指标数量指标高新技术企业认定受理量."""
    level1, level2, name = mend(level1), mend(level2), mend(name)
    found = None if level1 else pattern("indicator", "glued").fullmatch(name)
    if found:
        return found[1], level2 or found[2] or "", found[3]
    return _plain_level(level1), _plain_level(level2), name


def _plain_level(text: str) -> str:
    return re.sub(r"\s*[(（]\d+(?:\.\d+)?分?[)）]$", "", text)


def read_value(value: str, comparator: str, unit: str) -> Value:
    """Comparator, value, number and unit: `≥13459.00(平方米)`, `不低于50%`, `可控性100%`, `优`."""
    text = mend(value)
    sign = _sign(squeeze(comparator)) if comparator.strip() else None
    if sign is None:
        printed = next((word for word in _signs() if text.startswith(word)), None)
        sign, text = (_signs()[printed], text[len(printed) :].strip()) if printed else (None, text)
    found = pattern("indicator", "value").fullmatch(text)
    if not found:
        return Value(sign, text, None, mend(unit))
    number = format(Decimal(found["number"].replace(",", "")).normalize(), "f")
    own = found["bracket"] or found["unit"] or ""
    return Value(sign, found["number"] if own else text, number, mend(unit) or own)


def _sign(text: str) -> str:
    return _signs().get(text, text)


@cache
def _signs() -> dict[str, str]:
    """Every way to write a comparator, longest first."""
    spelled = {spelling: sign for sign, spellings in section("indicator")["sign"].items() for spelling in spellings}
    return dict(sorted(spelled.items(), key=lambda pair: (-len(pair[0]), pair[0])))


def carried(fields: dict[str, str], above: Mapping[str, str], roles: Sequence[str]) -> dict[str, str]:
    """The fields with the levels that the row leaves to the rows above it; a new level 1 starts its own level 2."""
    found = dict(fields)
    if "activity" in roles and not found.get("activity"):
        found["activity"] = above.get("activity", "")
    if "level1" in roles and not found.get("level1"):
        found["level1"] = above.get("level1", "")
        if "level2" in roles and not found.get("level2"):
            found["level2"] = above.get("level2", "")
    return found
