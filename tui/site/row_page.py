"""What a row's page shows around the row: its document, its printed table, its place, and the printed rows beside it."""

from __future__ import annotations

import json
from typing import Any

from datasette.database import Database

from tui.cited import place

BESIDE = 4
"""Printed rows shown before and after a row."""
WHOLE = 500
"""Printed rows shown of a whole table."""

DOCUMENT = "d.id AS document_id, d.file, d.title, d.department, d.year, d.phase, d.scope"
TABLE = "t.id AS table_id, t.number, t.title AS table_title, t.unit"
OF_ROW = f"""SELECT {DOCUMENT}, {TABLE}, r.id AS row_id, r.ordinal, r.location FROM source_row r JOIN source_table t ON t.id = r.table_id
    JOIN document d ON d.id = r.document_id WHERE r.id = """
OF_TABLE = f"SELECT {DOCUMENT}, {TABLE}, t.location FROM source_table t JOIN document d ON d.id = t.document_id WHERE t.id = ?"
PRINTED = "SELECT id, ordinal, role, cells, location FROM source_row WHERE table_id = ?"

WITH_PLACE = frozenset({"passage", "statement", "text_line"})
"""Tables whose rows stand in a document outside every table."""


async def around(database: Database, table: str, key: str) -> dict[str, Any] | None:
    """Document, table, place and printed rows around a row; `None` where the row has none of them."""
    if table == "source_table":
        return await whole_table(database, key)
    if table in WITH_PLACE:
        return await in_document(database, table, key)
    return await beside_row(database, f"{OF_ROW}{'(SELECT row_id FROM fact WHERE id = ?)' if table == 'fact' else '?'}", key)


async def beside_row(database: Database, query: str, key: str) -> dict[str, Any] | None:
    """A printed row with the header of its table and the rows before and after it."""
    found = (await database.execute(query, [key])).first()
    if found is None:
        return None
    first, last = found["ordinal"] - BESIDE, found["ordinal"] + BESIDE
    headers = await database.execute(f"{PRINTED} AND role = 'header' AND ordinal < ? ORDER BY ordinal", [found["table_id"], first])
    beside = await database.execute(f"{PRINTED} AND ordinal BETWEEN ? AND ? ORDER BY ordinal", [found["table_id"], first, last])
    return described(found, [printed_row(row, found["row_id"]) for row in (*headers.rows, *beside.rows)])


async def whole_table(database: Database, key: str) -> dict[str, Any] | None:
    """A printed table from its first row."""
    found = (await database.execute(OF_TABLE, [key])).first()
    if found is None:
        return None
    rows = await database.execute(f"{PRINTED} ORDER BY ordinal LIMIT {WHOLE}", [key])
    return described(found, [printed_row(row, None) for row in rows.rows])


async def in_document(database: Database, table: str, key: str) -> dict[str, Any] | None:
    """The document and the place of a piece of text."""
    query = f"SELECT {DOCUMENT}, x.location FROM [{table}] x JOIN document d ON d.id = x.document_id WHERE x.id = ?"
    found = (await database.execute(query, [key])).first()
    return None if found is None else described(found, [])


def described(found: Any, printed: list[dict[str, Any]]) -> dict[str, Any]:
    """What the template needs."""
    return {**dict(found), "place": place(json.loads(found["location"])), "printed": printed}


def printed_row(row: Any, current: str | None) -> dict[str, Any]:
    """A printed row for the template; a cell covered by a merged neighbour is `None`."""
    return {
        "id": row["id"],
        "is_current": row["id"] == current,
        "role": row["role"],
        "cells": json.loads(row["cells"]),
        "place": place(json.loads(row["location"])),
    }
