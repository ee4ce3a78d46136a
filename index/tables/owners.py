"""Rows of budget units above the subjects that they spend on: they add up what follows, and name whose it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from index.knowledge import read_toml
from index.tables import codes
from index.tables.keys import Key, RowKeys

_GROUP = re.compile("(?:通用|专用)项目|(?:特定目标|其他运转|运转|人员)类(?:项目)?")
"""Heads of projects below a unit."""
_UNIT_CODE = re.compile(r"\d{3}(?:\d{3}){0,2}")
"""A department's or a unit's code."""


def owned(rows: Sequence[RowKeys], mixed: bool = False) -> tuple[tuple[RowKeys, ...], frozenset[int]]:
    """The rows with units told from subjects, every subject with its unit's name, and the positions of the unit rows.

    A unit stands in the columns of codes and names (`401025 | 某镇中学`) or in its own; the rows of its subjects follow it.
    In a `mixed` column of units and projects the units are those that have a unit's code, or are named like a body where nothing has a code.
    """
    if not mixed and not any(_subject(row) for row in rows):
        return tuple(rows), frozenset()
    owners = _owners_of_projects(rows) if mixed else _owners(rows)
    found: list[RowKeys] = []
    unit: str | None = None
    for i, row in enumerate(rows):
        if i in owners and not _GROUP.fullmatch(row.label):
            row = _as_unit(row)
            unit = row.label
        elif unit and not row.total and row.unit_name is None:
            row = replace(row, unit_name=unit)
        found.append(row)
    return tuple(found), frozenset(owners)


def _owners(rows: Sequence[RowKeys]) -> set[int]:
    """Positions of unit rows: no subject of their own, named like a body or coded unlike a subject, and something follows them."""
    found: set[int] = set()
    later = False
    for i in range(len(rows) - 1, -1, -1):
        row = rows[i]
        if row.total or not row.label:
            continue
        if later and not _subject(row) and _unit(row):
            found.add(i)
        later = later or _subject(row)
    return found


def _owners_of_projects(rows: Sequence[RowKeys]) -> set[int]:
    """Positions of units, and of the heads 通用项目 and 专用项目, above their projects; a row with nothing behind it is a project."""
    coded = any(key and _UNIT_CODE.fullmatch(key.code or "") for row in rows for key in row.keys)
    found: set[int] = set()
    for i, row in enumerate(rows):
        after = i + 1 < len(rows) and not rows[i + 1].total
        keys = [key for key in row.keys if key]
        body = any(_UNIT_CODE.fullmatch(key.code or "") if coded else _endings().search(key.name) for key in keys)
        if not row.total and after and (body or _GROUP.fullmatch(row.label)):
            found.add(i)
    return found


def _subject(row: RowKeys) -> bool:
    """Whether a row has the code of a function or of an economic classification."""
    return any(key and codes.depth(key.code) and key.dimension in ("function", "government", "department") and not _body(key) for key in row.keys)


def _body(key: Key) -> bool:
    """Whether a three-digit key is rather a body's: it is named like one."""
    return len(key.code or "") == 3 and bool(_endings().search(key.name)) and not re.search("支出|事务|费|补助", key.name)


def _unit(row: RowKeys) -> bool:
    named = [key for key in row.keys if key]
    return bool(named) and all(
        key.dimension == "unit" or _body(key) or (key.dimension in (None, "function") and (bool(key.code) or bool(_endings().search(key.name))))
        for key in named
    )


def _as_unit(row: RowKeys) -> RowKeys:
    keys = tuple(Key("unit", key.code, key.name, key.own) if key else None for key in row.keys)
    return replace(row, keys=keys, unit_name=row.label)


@cache
def _endings() -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(map(re.escape, read_toml("identity.toml")["organisation"]["endings"])) + r")(?:[（(].{1,10}[）)])?$")
