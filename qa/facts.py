"""Facts of the database as evidence: a cell with its row, its table and its document."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from qa.sql import Database, marks, parsed

COLUMNS = """f.id, f.document_id, f.table_id, f.row_id, f.[column], f.block, f.label, f.column_label, f.measure, f.fund, f.stage, f.side, f.level, f.depth,
 f.project_id, f.printed, f.unit, f.amount, t.type, t.number, t.title, t.ordinal AS table_ordinal, t.fund AS table_fund, t.unit AS table_unit, t.note, t.note_location, t.is_empty,
 r.labels, r.[values], r.location, r.ordinal AS row_ordinal,
 (SELECT json_group_array(json_array(m.dimension, m.code, m.name)) FROM fact_member m WHERE m.fact_id = f.id) AS members"""
FROM = "FROM fact f JOIN source_table t ON t.id = f.table_id JOIN source_row r ON r.id = f.row_id"
_CLASSES = ("货物", "工程", "服务", "货物类", "工程类", "服务类")
"""What sorts procurement: no finest member where a row has another."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One amount cell with everything that proves it."""

    id: str
    document_id: str
    table_id: str
    row_id: str
    column: int
    label: str
    column_label: str
    measure: str | None
    fund: str | None
    stage: str
    side: str | None
    level: str
    depth: int
    project_id: str | None
    printed: str
    unit: str
    amount: int | None
    """Fen; `None` where blank."""
    table_type: str | None
    table_number: str | None
    table_title: str
    table_ordinal: int
    table_empty: bool
    note: str
    note_location: str | None
    keys: dict[str, str]
    """Header -> key cells of the row's block as printed."""
    values: dict[str, str]
    """Header -> every filled cell of the row as printed."""
    location: dict
    row_ordinal: int
    members: tuple[tuple[str, str | None, str], ...]
    """(dimension, code, name)."""
    sentence: str | None = None
    """The sentence of a quantity said in prose; `None` for a cell of a table."""
    number: str | None = None
    """The plain decimal of a quantity that is no money."""
    guessed: bool = False
    """The unit is that of the document's other tables: this one prints none."""

    @property
    def dimensions(self) -> frozenset[str]:
        return frozenset(dimension for dimension, _, _ in self.members if dimension not in ("unit", "item"))

    def member(self, dimension: str) -> tuple[str | None, str] | None:
        """Code and name of the row's (finest) member of a dimension."""
        found = [(code, name) for axis, code, name in self.members if axis == dimension]
        return found[-1] if found else None

    @property
    def table_name(self) -> str:
        """预算10表 财政拨款…“三公”经费支出表."""
        return " ".join(part for part in (self.table_number, self.table_title) if part) or "未命名的表"


def cell(row: sqlite3.Row) -> Cell:
    """A row of a `SELECT {COLUMNS} {FROM}` as a Cell."""
    blocks = parsed(row["labels"]) or []
    keys = blocks[row["block"]] if row["block"] < len(blocks) else (blocks[0] if blocks else {})
    members = tuple(sorted((tuple(member) for member in parsed(row["members"]) or []), key=lambda m: (m[0], m[2] not in _CLASSES, m[1] is None, len(m[1] or ""), m[1] or "", m[2])))
    return Cell(
        row["id"], row["document_id"], row["table_id"], row["row_id"], row["column"], row["label"], row["column_label"], row["measure"], row["fund"] or row["table_fund"],
        row["stage"], row["side"], row["level"], row["depth"], row["project_id"], row["printed"], row["unit"], row["amount"], row["type"], row["number"], row["title"],
        row["table_ordinal"], bool(row["is_empty"]), row["note"], row["note_location"], keys, parsed(row["values"]) or {}, parsed(row["location"]), row["row_ordinal"], members,
        guessed=row["table_unit"] is None and not _prints_unit(row),
    )  # fmt: skip


def _prints_unit(row: sqlite3.Row) -> bool:
    """Whether the cell or the words above it print the unit, where the table's heading prints none; a blank cell needs none."""
    return row["amount"] is None or row["unit"] in row["printed"] or any(f"{mark}{row['unit']}" in row["column_label"] for mark in "(（：:币")


def cells(database: Database, where: str, parameters: tuple) -> list[Cell]:
    """Cells that satisfy a condition, in printed order; amounts in a unit that nothing says are no evidence of anything."""
    sql = f"SELECT {COLUMNS} {FROM} WHERE f.unit <> '' AND ({where}) ORDER BY f.document_id, t.ordinal, r.ordinal, f.[column]"
    return [cell(row) for row in database.select(sql, parameters)]


def measured(database: Database, documents: tuple[str, ...], measures: tuple[str, ...]) -> list[Cell]:
    """Totals and items of some measures: rows that no dimension splits."""
    where = (
        f"f.document_id IN ({marks(documents)}) AND f.measure IN ({marks(measures)}) AND (f.level = 'total' OR NOT EXISTS "
        "(SELECT 1 FROM fact_member m WHERE m.fact_id = f.id AND m.dimension NOT IN ('item', 'unit')))"
    )
    return cells(database, where, (*documents, *measures))


def of_members(database: Database, documents: tuple[str, ...], wanted: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...], measure: str | None) -> list[Cell]:
    """Cells whose row has, for every (dimension, names, code prefixes), a member of one of the names or under one of the codes."""
    where, parameters = [f"f.document_id IN ({marks(documents)})"], list(documents)
    for dimension, names, codes in wanted:
        tests = []
        if names:
            tests.append(f"m.name IN ({marks(names)})")
        for _ in codes:
            tests.append("m.code LIKE ? || '%'")
        where.append(
            f"f.id IN (SELECT m.fact_id FROM fact_member m WHERE m.document_id IN ({marks(documents)}) AND m.dimension = ? AND ({' OR '.join(tests)}))"
        )
        parameters += [*documents, dimension, *names, *codes]
    if measure:
        where.append("f.measure = ?")
        parameters.append(measure)
    return cells(database, " AND ".join(where), tuple(parameters))


def labelled(database: Database, documents: tuple[str, ...], labels: tuple[str, ...]) -> list[Cell]:
    """Cells of rows with one of some labels, for tables that no type recognises."""
    return cells(database, f"f.document_id IN ({marks(documents)}) AND f.label IN ({marks(labels)})", (*documents, *labels))


def of_table(database: Database, table_ids: tuple[str, ...]) -> list[Cell]:
    """Every cell of some tables."""
    return cells(database, f"f.table_id IN ({marks(table_ids)})", table_ids)


def dimension_cells(database: Database, documents: tuple[str, ...], dimension: str, measures: tuple[str, ...]) -> list[Cell]:
    """Cells of rows that have a member of a dimension, for some measures (any where none is given)."""
    where = f"f.document_id IN ({marks(documents)}) AND f.id IN (SELECT m.fact_id FROM fact_member m WHERE m.document_id IN ({marks(documents)}) AND m.dimension = ?)"
    parameters: tuple = (*documents, *documents, dimension)
    if measures:
        where += f" AND f.measure IN ({marks(measures)})"
        parameters += measures
    return cells(database, where, parameters)
