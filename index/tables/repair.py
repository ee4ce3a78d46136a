"""Rows put right by form and vocabulary: indicators shifted out of their columns, rows cut in two by a page break."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from index.amounts import parse
from index.tables.codes import split_project
from index.tables.indicators import fits, is_comparator, is_level1, is_level2
from index.tables.parts import Line
from index.tables.words import is_total, squeeze


def in_columns(line: Line, roles: Mapping[int, str], width: int) -> Line:
    """The line with every cell under the header that it belongs to; unchanged where each already fits."""
    if _all_fit(line, roles, width):
        return line
    at: list[int | None] = [None] * len(line.cells)
    tokens = list(line.filled())
    head, tail = _parted(tokens, roles)
    _place_tail(tail, roles, at)
    _place_head(head, roles, at)
    return replace(line, at=tuple(at))


def _all_fit(line: Line, roles: Mapping[int, str], width: int) -> bool:
    for index, text in line.filled():
        column = line.at[index] if line.at else index
        if column is None or column >= width or not fits(roles.get(column, "text"), text):
            return False
    return True


def _parted(tokens: Sequence[tuple[int, str]], roles: Mapping[int, str]) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """Cells that describe the project, and cells of the indicator, which begin at its level 1 (or end at its comparator)."""
    levelled = "level1" in roles.values()
    start = next((i for i, (_, text) in enumerate(tokens) if levelled and squeeze(text).endswith("指标") and is_level1(text)), None)
    if start is None:
        compared = next((i for i, (_, text) in enumerate(tokens) if is_comparator(text)), None)
        start = max(0, compared - (2 if "activity" in roles.values() else 1)) if compared is not None else len(tokens)
    return list(tokens[:start]), list(tokens[start:])


def _place_tail(tokens: list[tuple[int, str]], roles: Mapping[int, str], at: list[int | None]) -> None:
    column_of = {role: column for column, role in roles.items()}
    rest = list(tokens)
    if rest and "level1" in column_of and is_level1(rest[0][1]):
        at[rest.pop(0)[0]] = column_of["level1"]
        if rest and "level2" in column_of and is_level2(rest[0][1]):
            at[rest.pop(0)[0]] = column_of["level2"]
    for role in ("activity", "level3", "comparator", "value", "unit"):
        if not rest or role not in column_of or (role == "comparator" and not is_comparator(rest[0][1])):
            continue
        if role == "activity" and len(rest) > 1 and is_comparator(rest[1][1]):
            continue
        at[rest.pop(0)[0]] = column_of[role]


def _place_head(tokens: list[tuple[int, str]], roles: Mapping[int, str], at: list[int | None]) -> None:
    """Puts the project's cells under their headers: they keep their distances, so the project's name gives the shift of all."""
    column_of = {role: column for column, role in roles.items()}
    if not tokens or "project" not in column_of:
        return
    coded = next((index for index, text in tokens if split_project(text)[0]), None)
    texts = [index for index, text in tokens if (amount := parse(text, "元")) is None or amount.fen is None]
    named = coded if coded is not None else texts[-2 if len(texts) > 1 and "goal" in column_of else 0] if texts else None
    if named is None:
        return
    shift = column_of["project"] - named
    for index, text in tokens:
        column = index + shift
        if column in roles and fits(roles[column], text):
            at[index] = column


def total_in_columns(line: Line, amounts: Sequence[int], keys: Sequence[int]) -> Line:
    """A total row whose label lost the cells that it covered, with its amounts back in the amount columns; unchanged where it may be otherwise.

    Only a row that prints exactly as many cells behind its label as there are amount columns says where they belong.
    """
    filled = line.filled()
    if line.at or not filled or not is_total(filled[0][1]) or filled[0][0] not in keys:
        return line
    first = filled[0][0]
    values = range(first + 1, filled[-1][0] + 1)
    astray = any(index in keys for index, _ in filled[1:])
    if not astray or len(values) != len(amounts) or any(parse(line.cells[i], "元") is None for i in values):
        return line
    at: list[int | None] = [None] * len(line.cells)
    at[first] = first
    for i, column in zip(values, amounts, strict=True):
        at[i] = column
    return replace(line, at=tuple(at))

