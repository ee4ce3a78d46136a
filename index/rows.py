"""Records to database rows: one function a table, in the order of `index.schema.TABLES`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from index.records import CheckResult, Document, Fact, Place, SourceRow, SourceTable

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Derived:
    """A table made from what other tables hold, and its rows."""

    name: str
    ddl: str | None
    """`None` where the schema makes the table."""
    rows: Iterable[Row]


def encode(value: Any) -> str:
    """JSON with Chinese left readable and no spaces to vary."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def location(places: Iterable[Place]) -> str:
    """One place as an object, several as a list of objects."""
    found = [place.location() for place in places]
    return encode(found[0] if len(found) == 1 else found)


def document_rows(document: Document) -> Iterator[Row]:
    source, identity = document.source, document.identity
    yield {
        "id": document.id, "file": source.file, "sha256": source.sha256, "format": source.format, "title": identity.title,
        "department": identity.department, "unit": identity.unit, "scope": identity.scope, "region": identity.region, "year": identity.year,
        "phase": identity.phase, "publisher": identity.publisher, "pages": document.pages, "lines": document.lines,
        "cells": document.cells_seen, "notes": encode(document.notes),
    }  # fmt: skip


def table_rows(document: Document) -> Iterator[Row]:
    for table in document.tables:
        yield {
            "id": table.id, "document_id": document.id, "ordinal": table.ordinal, "number": table.number, "title": table.title,
            "type": table.type, "unit": table.unit, "fund": table.fund, "year": table.year, "columns": encode(table.columns),
            "location": location(table.places), "note": "\n".join(line.text for line in table.notes),
            "note_location": location(line.place for line in table.notes) if table.notes else None, "is_empty": int(table.is_empty()),
        }  # fmt: skip


def source_rows(document: Document) -> Iterator[Row]:
    for table in document.tables:
        for row in table.rows:
            yield source_row(document, table, row)


def source_row(document: Document, table: SourceTable, row: SourceRow) -> Row:
    return {
        "id": row.id, "document_id": document.id, "table_id": table.id, "ordinal": row.ordinal, "role": row.role,
        "cells": encode(row.cells), "labels": encode(row.labels), "values": encode(row.values), "location": location([row.place]),
        "text": " ".join(" ".join(cell.split()) for cell in row.cells if cell and cell.strip()),
    }  # fmt: skip


def fact_rows(document: Document) -> Iterator[Row]:
    tables = {row.id: table.id for table in document.tables for row in table.rows}
    for fact in document.facts:
        yield fact_row(document, fact, tables[fact.row_id])


def fact_row(document: Document, fact: Fact, table_id: str) -> Row:
    code = {member.dimension: member.code for member in reversed(fact.members)}.get
    name = {member.dimension: member.name for member in reversed(fact.members)}.get
    return {
        "id": fact.id, "document_id": document.id, "table_id": table_id, "row_id": fact.row_id, "column": fact.column, "block": fact.block,
        "label": fact.label, "column_label": fact.column_label, "measure": fact.measure, "fund": fact.fund, "stage": fact.stage,
        "side": fact.side, "level": fact.level, "depth": fact.depth, "function_code": code("function"), "function_name": name("function"),
        "government_code": code("government"), "government_name": name("government"), "department_code": code("department"),
        "department_name": name("department"), "item": name("item"), "unit_name": fact.unit_name, "project_id": fact.project_id,
        "printed": fact.printed, "unit": fact.unit, "amount": fact.amount,
    }  # fmt: skip


def member_rows(document: Document) -> Iterator[Row]:
    for fact in document.facts:
        seen = {(member.dimension, member.name): member for member in reversed(fact.members)}
        for (dimension, name), member in sorted(seen.items()):
            yield {"fact_id": fact.id, "document_id": document.id, "dimension": dimension, "code": member.code, "name": name}


def project_rows(document: Document) -> Iterator[Row]:
    rows = rows_by_id(document)
    for project in document.projects:
        table, row = rows[project.id]
        yield {
            "id": project.id, "document_id": document.id, "table_id": table.id, "code": project.code, "name": project.name,
            "unit_name": project.unit_name, "amount": project.amount, "fiscal": project.fiscal, "other": project.other,
            "goal": project.goal, "attributes": encode(project.attributes), "location": location([row.place]),
        }  # fmt: skip


def indicator_rows(document: Document) -> Iterator[Row]:
    for row in all_indicator_rows(document):
        if row["activity"] is None:
            yield {key: value for key, value in row.items() if key != "activity"}


def activity_rows(document: Document) -> Iterator[Row]:
    for row in all_indicator_rows(document):
        if row["activity"] is not None:
            yield {key: value for key, value in row.items() if key != "project_id"}


def all_indicator_rows(document: Document) -> Iterator[Row]:
    rows = rows_by_id(document)
    for indicator in document.indicators:
        table, row = rows[indicator.id]
        yield {
            "id": indicator.id, "document_id": document.id, "table_id": table.id, "project_id": indicator.project_id,
            "activity": indicator.activity, "level1": indicator.level1, "level2": indicator.level2, "name": indicator.name,
            "comparator": indicator.comparator, "value": indicator.value, "number": indicator.number, "unit": indicator.unit,
            "location": location([row.place]),
        }  # fmt: skip


def text_rows(document: Document) -> Iterator[Row]:
    for ordinal, line in enumerate(document.texts, start=1):
        yield {
            "id": f"{document.id}-x{ordinal}", "document_id": document.id, "ordinal": ordinal, "style": line.style, "text": line.text,
            "location": location([line.place]),
        }  # fmt: skip


def passage_rows(document: Document) -> Iterator[Row]:
    for passage in document.passages:
        yield {
            "id": passage.id, "document_id": document.id, "kind": passage.kind, "heading": passage.heading, "text": passage.text,
            "row_id": passage.row_id, "project_id": passage.project_id, "location": location([passage.place]),
            "also": encode([place.location() for place in passage.also]), "content_hash": content_hash(passage.heading, passage.text),
        }  # fmt: skip


def content_hash(*texts: str) -> str:
    """16 hexadecimal digits that name a text."""
    return hashlib.sha256("\x1f".join(texts).encode()).hexdigest()[:16]


def statement_rows(document: Document) -> Iterator[Row]:
    for statement in document.statements:
        yield {
            "id": statement.id, "document_id": document.id, "passage_id": statement.passage_id, "subject": statement.subject,
            "measure": statement.measure, "member": statement.member, "role": statement.role, "direction": statement.direction,
            "base": statement.base, "year": statement.year, "stage": statement.stage, "printed": statement.printed,
            "number": statement.number, "unit": statement.unit, "amount": statement.amount, "sentence": statement.sentence,
            "location": location([statement.place]),
        }  # fmt: skip


def check_rows(document: Document) -> Iterator[Row]:
    for check in document.checks:
        yield check_row(document.id, check)


def check_row(document_id: str, check: CheckResult) -> Row:
    return {
        "id": check.id, "document_id": document_id, "check": check.check, "description": check.description, "verdict": check.verdict,
        "left_label": check.left_label, "left": check.left, "left_ref": check.left_ref, "right_label": check.right_label,
        "right": check.right, "right_refs": encode(check.right_refs), "difference": check.difference, "message": check.message,
    }  # fmt: skip


def rows_by_id(document: Document) -> dict[str, tuple[SourceTable, SourceRow]]:
    return {row.id: (table, row) for table in document.tables for row in table.rows}


ROWS = {
    "document": document_rows,
    "source_table": table_rows,
    "source_row": source_rows,
    "fact": fact_rows,
    "fact_member": member_rows,
    "project": project_rows,
    "indicator": indicator_rows,
    "department_indicator": activity_rows,
    "text_line": text_rows,
    "passage": passage_rows,
    "statement": statement_rows,
    "check_result": check_rows,
}
"""Table -> what a document puts into it, parents before children."""
