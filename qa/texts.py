"""Answers in words: indicators by what they say, narratives by what they speak of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.holdings import Group
from qa.normalise import name_key
from qa.sql import Database, marks, parsed

_IDLE = re.compile(r"[的了是有在要会为和与对到把被等个家项次场篇张份名位多少几吗呢?？，。、；：\s]|(?<![普涉惠顾])及")
LEAST_PURPOSE = 0.2
"""Share of a purpose that the words must say to have the amount before it: 3136.40万元，主要用于菜场及副食品管理."""
_NUMBER = re.compile(r"(?<![\d.])(?!(?:19|20)\d\d\s*年)\d+(?:[.,]\d+)*(?![\d.]*\s*[、．.)）])")
"""A number that counts: no year and no number of an item."""


@dataclass(frozen=True, slots=True)
class Target:
    """One performance indicator as printed."""

    id: str
    document_id: str
    owner: str
    """Project or activity."""
    project_id: str | None
    level1: str
    level2: str
    name: str
    comparator: str | None
    value: str
    number: str | None
    unit: str
    location: dict
    table: str
    department_table: bool

    def said(self) -> str:
        """≥800家, 优."""
        comparator = "" if self.comparator in (None, "定性") else self.comparator
        return f"{comparator}{self.value}{self.unit if self.number is not None or self.unit else ''}"

    def row(self) -> dict[str, str]:
        """The cells that a citation shows."""
        cells = {"三级指标": self.name, "绩效指标性质": self.comparator_printed(), "指标值": self.value, "度量单位": self.unit}
        return {key: text for key, text in cells.items() if text}

    def comparator_printed(self) -> str:
        return self.comparator or ""


def targets(database: Database, documents: tuple[str, ...]) -> list[Target]:
    """Every indicator of some documents, of projects first, in printed order."""
    found = []
    sql = """SELECT i.*, p.name AS owner, t.number AS table_number, t.title FROM indicator i LEFT JOIN project p ON p.id = i.project_id
        JOIN source_table t ON t.id = i.table_id JOIN source_row r ON r.id = i.id WHERE i.document_id IN ({}) ORDER BY i.document_id, t.ordinal, r.ordinal"""
    for row in database.select(sql.format(marks(documents)), documents):
        found.append(_target(row, row["owner"] or "", row["project_id"], False))
    sql = """SELECT i.*, i.activity AS owner, t.number AS table_number, t.title FROM department_indicator i
        JOIN source_table t ON t.id = i.table_id JOIN source_row r ON r.id = i.id WHERE i.document_id IN ({}) ORDER BY i.document_id, t.ordinal, r.ordinal"""
    for row in database.select(sql.format(marks(documents)), documents):
        found.append(_target(row, row["owner"], None, True))
    return found


def _target(row, owner: str, project_id: str | None, department_table: bool) -> Target:
    table = " ".join(part for part in (row["table_number"], row["title"]) if part)
    return Target(
        row["id"], row["document_id"], owner, project_id, row["level1"], row["level2"], row["name"], row["comparator"], row["value"], row["number"], row["unit"],
        parsed(row["location"]), table, department_table,
    )  # fmt: skip


def pairs(text: str) -> set[str]:
    """Character pairs of the words that carry content; Latin words whole."""
    found: set[str] = set()
    for piece in re.split(r"[^\w%]+", _IDLE.sub(" ", text)):
        if (piece.isascii() and piece) or len(piece) == 1:
            found.add(piece)
        else:
            found.update(piece[i : i + 2] for i in range(len(piece) - 1))
    return found


def coverage(words: str, text: str) -> float:
    """Share of the words' pairs that stand in the text, 0 to 1."""
    wanted = pairs(words)
    if not wanted:
        return 0.0
    held = name_key(text)
    return sum(1 for pair in wanted if pair in held) / len(wanted)


@dataclass(frozen=True, slots=True)
class Match:
    """An indicator and how well the words fit it."""

    target: Target
    covered: float
    own: float
    """Share of the words that the indicator's own name covers."""
    close: float
    """Share of the indicator's name that the words cover."""


def matching(candidates: list[Target], words: str, *, least: float = 0.7, unit: str | None = None, whole: str = "") -> list[Match]:
    """Indicators that the words speak of, the best first."""
    found = []
    for target in candidates:
        own = coverage(words, target.name + target.level2)
        covered = coverage(words, f"{target.name}{target.level2}{target.level1}{target.owner}{target.value}{target.unit}")
        if covered < least or own <= 0:
            continue
        if unit and target.unit and unit not in target.unit and target.unit not in unit:
            continue
        found.append(Match(target, covered, own, coverage(target.name, whole or words) if pairs(target.name) else 0.0))
    found.sort(key=lambda m: (-round(m.covered, 3), -round(m.own, 3), -round(m.close, 3), m.target.department_table, m.target.id))
    return found


def projects_named(database: Database, group: Group, keys: tuple[str, ...]) -> tuple[str, ...]:
    """Ids of the projects with one of these names."""
    rows = database.select(f"SELECT id, name FROM project WHERE document_id IN ({marks(group.ids)}) ORDER BY id", group.ids, log=False)
    return tuple(row["id"] for row in rows if name_key(row["name"]) in keys)


def counts(text: str, words: str) -> bool:
    """Whether a text has a number for what the words name: behind them in their sentence, before them in their clause, or before the purpose that they are.

    2152.10万元，主要为安全诊断、装备购置等支出 names the two and counts neither.
    """
    asked = pairs(words)
    for sentence in re.split(r"[。；;\n]", text):
        said = [sentence.rfind(pair) + len(pair) for pair in asked if pair in sentence]
        if len(said) < (len(asked) + 1) // 2:
            continue
        end = max(said)
        clause = max(sentence.rfind(mark, 0, min(said)) for mark in ",，:：") + 1
        before = list(_NUMBER.finditer(sentence, 0, min(said)))
        rest = sentence[before[-1].end() :] if before else ""
        purpose = "" if "等" in rest else re.split("用于|为", rest, maxsplit=1)[-1]
        if _NUMBER.search(sentence[end:]) or _NUMBER.search(sentence[clause:end]) or (purpose and coverage(purpose, words) >= LEAST_PURPOSE):
            return True
    return False
