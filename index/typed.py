"""Typed tables: the facts of every recognised table type, one row a printed row, under the printed row's own id.

A column of amounts is named after its measure (and its stage or fund where they differ from the table's own), as printed, with `…_fen` beside
it; a printed column whose measure changes from row to row is called `amount`. Side-by-side blocks get `_2`, `_3`.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from itertools import groupby

from index.knowledge import read_csv, read_toml
from index.rows import Derived
from index.schema import TABLES

DIMENSIONS = ("function", "government", "department", "item", "procurement", "service", "field", "region", "project", "unit")

ASCII = re.compile(r"[a-z][a-z0-9_]*")


def typed_tables(connection: sqlite3.Connection) -> Iterator[Derived]:
    """One table a type, also where no document has any, so that saved queries never miss one."""
    for entry in read_toml("table_types.toml")["type"]:
        type = entry["id"]
        if type not in TABLES and ASCII.fullmatch(type):
            columns = columns_of(connection, type)
            yield Derived(type, ddl(type, columns), rows_of(connection, type, columns))


def ddl(type: str, columns: tuple[str, ...]) -> str:
    """CREATE TABLE with the fixed columns and those that the documents need."""
    kinds = [f"[{name}] {'INTEGER' if name.endswith('_fen') else 'TEXT'}" for name in columns]
    fixed = [
        "id TEXT PRIMARY KEY REFERENCES source_row(id)",
        "document_id TEXT NOT NULL REFERENCES document(id)",
        "table_id TEXT NOT NULL REFERENCES source_table(id)",
        "ordinal INTEGER NOT NULL",
    ]
    return f"CREATE TABLE [{type}] ({', '.join([*fixed, *kinds, 'unit TEXT', 'location TEXT NOT NULL'])})"


def columns_of(connection: sqlite3.Connection, type: str) -> tuple[str, ...]:
    """Every column that some row of the type fills, in the order in which a table is read: labels, members, amounts, block by block."""
    found: set[str] = set()
    for table_id in tables_of(connection, type):
        for row in pivot(connection, table_id):
            found.update(row)
    return tuple(sorted(found - {"id", "document_id", "table_id", "ordinal", "unit", "location"}, key=reading_order))


def rows_of(connection: sqlite3.Connection, type: str, columns: tuple[str, ...]) -> Iterator[dict]:
    """The rows of every table of the type; every row has every column."""
    blank = dict.fromkeys(columns)
    for table_id in tables_of(connection, type):
        for row in pivot(connection, table_id):
            yield {**blank, **row}


def tables_of(connection: sqlite3.Connection, type: str) -> list[str]:
    query = "SELECT id FROM source_table WHERE type = ? ORDER BY document_id, ordinal"
    return [id for (id,) in connection.execute(query, (type,)).fetchall()]


def pivot(connection: sqlite3.Connection, table_id: str) -> Iterator[dict]:
    """The facts of one printed table, one dict a printed row."""
    names = column_names(connection, table_id)
    members = members_of(connection, table_id)
    query = """SELECT f.row_id, f.document_id, r.ordinal, r.location, f.block, f.[column], f.id, f.label, f.level, f.unit_name, f.printed, f.unit,
        f.amount FROM fact f JOIN source_row r ON r.id = f.row_id WHERE f.table_id = ? ORDER BY r.ordinal, f.row_id, f.block, f.[column]"""
    for row_id, facts in groupby(connection.execute(query, (table_id,)).fetchall(), key=lambda fact: fact[0]):
        row: dict = {}
        for _, document_id, ordinal, location, block, column, id, label, level, unit_name, printed, unit, amount in facts:
            row |= {"id": row_id, "document_id": document_id, "table_id": table_id, "ordinal": ordinal, "unit": unit, "location": location}
            end = f"_{block + 1}" if block else ""
            row |= {f"label{end}": label, f"level{end}": level}
            if unit_name is not None:
                row["unit_name"] = unit_name
            row |= {f"{part}{end}": value for part, value in members.get(id, ())}
            row |= {names[column]: printed, f"{names[column]}_fen": amount}
        yield row


def members_of(connection: sqlite3.Connection, table_id: str) -> dict[str, list[tuple[str, str]]]:
    """Fact id -> its members as (`function_code`, …) and (`function_name`, …)."""
    found: dict[str, list[tuple[str, str]]] = {}
    query = """SELECT m.fact_id, m.dimension, m.code, m.name FROM fact_member m JOIN fact f ON f.id = m.fact_id WHERE f.table_id = ?
        ORDER BY m.fact_id, m.dimension, m.name DESC"""
    for fact_id, dimension, code, name in connection.execute(query, (table_id,)):
        if dimension in DIMENSIONS:
            pairs = [(f"{dimension}_name", name)] + ([(f"{dimension}_code", code)] if code else [])
            found.setdefault(fact_id, []).extend(pairs)
    return found


def column_names(connection: sqlite3.Connection, table_id: str) -> dict[int, str]:
    """Printed column -> name; two printed columns that would share a name are told apart by their position."""
    query = """SELECT f.[column], f.block, count(DISTINCT coalesce(f.measure, '')), min(f.measure), min(f.stage), count(DISTINCT f.stage),
        min(f.fund), count(DISTINCT coalesce(f.fund, '')), t.fund FROM fact f JOIN source_table t ON t.id = f.table_id WHERE f.table_id = ?
        GROUP BY f.[column] ORDER BY f.[column]"""
    names: dict[int, str] = {}
    for column, block, measures, measure, stage, stages, fund, funds, table_fund in connection.execute(query, (table_id,)):
        name = measure if measures == 1 and measure else "amount"
        if stages == 1 and stage != "budget":
            name += f"_{stage}"
        if funds == 1 and fund and fund not in (table_fund, "all") and fund not in name:
            name += f"_{fund}"
        if block:
            name += f"_{block + 1}"
        names[column] = f"{name}_c{column}" if name in names.values() else name
    return names


def reading_order(name: str) -> tuple:
    """Blocks in order; in a block the label, the level, members as dimensions go, then amounts as `measures.csv` lists them."""
    match = re.fullmatch(r"(.+?)(?:_(\d+))?(_fen)?", name)
    assert match is not None
    stem, block, fen = match[1], int(match[2] or 1), bool(match[3])
    heads = ["unit_name", "label", "level", *(f"{dimension}_{part}" for dimension in DIMENSIONS for part in ("code", "name"))]
    if stem in heads:
        return block, 0, heads.index(stem), stem, fen
    measures = [row["id"] for row in read_csv("measures.csv")]
    known = [measure for measure in measures if stem == measure or stem.startswith(f"{measure}_")]
    return block, 1, measures.index(max(known, key=len)) if known else len(measures), stem, fen
