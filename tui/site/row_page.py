"""What a row's page shows around the row: its document, its printed table, its place, and the printed rows beside it."""

from __future__ import annotations

import json
from typing import Any

from datasette.database import Database

from tui.cited import place

BESIDE = 4
"""Printed rows shown before and after."""

CONTEXT = """SELECT d.id AS document_id, d.file, d.title, d.department, d.year, d.phase, d.scope, t.id AS table_id, t.number, t.title AS table_title,
    t.unit, r.ordinal, r.location FROM source_row r JOIN source_table t ON t.id = r.table_id JOIN document d ON d.id = r.document_id WHERE r.id = ?"""
NEIGHBOURS = "SELECT id, ordinal, role, cells, location FROM source_row WHERE table_id = ? AND ordinal BETWEEN ? AND ? ORDER BY ordinal"
HEADERS = "SELECT id, ordinal, role, cells, location FROM source_row WHERE table_id = ? AND role = 'header' AND ordinal < ? ORDER BY ordinal"


async def around(database: Database, row_id: str) -> dict[str, Any] | None:
    """Document, table, place and neighbours of a printed row; `None` where the key is none of a printed row."""
    found = (await database.execute(CONTEXT, [row_id])).first()
    if found is None:
        return None
    ordinal = found["ordinal"]
    headers = await database.execute(HEADERS, [found["table_id"], ordinal - BESIDE])
    beside = await database.execute(NEIGHBOURS, [found["table_id"], ordinal - BESIDE, ordinal + BESIDE])
    printed = [printed_row(row, row_id) for row in (*headers.rows, *beside.rows)]
    return {**dict(found), "place": place(json.loads(found["location"])), "printed": printed}


def printed_row(row: Any, current: str) -> dict[str, Any]:
    """A printed row for the template; a cell covered by a merged neighbour is `None`."""
    return {
        "id": row["id"],
        "is_current": row["id"] == current,
        "role": row["role"],
        "cells": json.loads(row["cells"]),
        "place": place(json.loads(row["location"])),
    }
