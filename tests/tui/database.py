"""A small database of the real schema with two documents, one of them hostile, written by hand so that every value is known."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from index.fulltext import build_fulltext
from index.schema import INDEXES, SCHEMA_VERSION, TABLES
from index.views import VIEWS

HOSTILE = "<script>alert(1)</script>[/备注]\x1b]52;c;aGk=\x07"
PARK, STREET = "park-2026-0a1b2c3d", "street-2025-4e5f6a7b"


def write(path: Path, three_public: str = "7.526202") -> None:
    """Write the database as a build does: beside, then moved over the old one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with closing(sqlite3.connect(draft)) as connection:
        for statement in TABLES.values():
            connection.execute(statement)
        connection.execute(
            "CREATE TABLE three_public (id TEXT PRIMARY KEY REFERENCES source_row(id), document_id TEXT NOT NULL REFERENCES document(id),"
            " table_id TEXT NOT NULL REFERENCES source_table(id), ordinal INTEGER NOT NULL, label TEXT, level TEXT,"
            " three_public TEXT, three_public_fen INTEGER, reception TEXT, reception_fen INTEGER, unit TEXT, location TEXT NOT NULL)"
        )
        for table, rows in contents(three_public).items():
            for row in rows:
                columns = ", ".join(f"[{name}]" for name in row)
                connection.execute(f"INSERT INTO [{table}] ({columns}) VALUES ({', '.join('?' * len(row))})", tuple(row.values()))
        build_fulltext(connection)
        for statement in (*INDEXES, *VIEWS.values()):
            connection.execute(statement)
        connection.commit()
    draft.replace(path)


def contents(three_public: str) -> dict[str, list[dict]]:
    """Every row of every table."""
    table, row = f"{PARK}-t01", f"{PARK}-t01-r002"
    values = {"合计": three_public, "公务接待费": "0.976202"}
    fen = int(three_public.replace(".", "")) // 1
    return {
        "document": [
            document(PARK, "2026-park.txt", "2026年部门预算", "园区管理委员会", 2026),
            document(STREET, f"street{HOSTILE}.pdf", HOSTILE, HOSTILE, 2025),
        ],
        "source_table": [
            {"id": table, "document_id": PARK, "ordinal": 1, "number": "预算10表", "title": "“三公”经费支出表", "type": "three_public", "unit": "万元",
             "fund": "fiscal", "year": 2026, "columns": json.dumps(list(values)), "location": '{"line": 222}', "is_empty": 0},
            {"id": f"{STREET}-t01", "document_id": STREET, "ordinal": 1, "number": None, "title": HOSTILE, "type": None, "unit": "元",
             "fund": None, "year": 2025, "columns": "[]", "location": '{"page": 3}', "is_empty": 1},
        ],
        "source_row": [
            source_row(row, PARK, table, 2, values, {"line": 225}),
            source_row(f"{PARK}-t01-r003", PARK, table, 3, {"项目名称": "甲项目", "项目总额": "19,565.000000"}, {"line": 300}),
            source_row(f"{PARK}-t01-r004", PARK, table, 4, {"三级指标": "受理量", "指标值": "=1500"}, {"line": 301}),
            source_row(f"{STREET}-t01-r001", STREET, f"{STREET}-t01", 1, {"=cmd()": HOSTILE}, {"page": 3, "row": 1}),
        ],
        "fact": [
            fact(f"{row}-c0", row, table, 0, "合计", "three_public", three_public, fen),
            fact(f"{row}-c1", row, table, 1, "公务接待费", "reception", "0.976202", 976202),
        ],
        "three_public": [
            {"id": row, "document_id": PARK, "table_id": table, "ordinal": 2, "label": "合计", "level": "total", "three_public": three_public,
             "three_public_fen": fen, "reception": "0.976202", "reception_fen": 976202, "unit": "万元", "location": '{"line": 225}'},
        ],
        "project": [
            {"id": f"{PARK}-t01-r003", "document_id": PARK, "table_id": table, "code": "110105", "name": "甲项目", "unit_name": None,
             "amount": 19565000000, "fiscal": 19565000000, "other": None, "goal": "支持高新技术企业发展", "attributes": "{}", "location": '{"line": 300}'},
        ],
        "indicator": [
            {"id": f"{PARK}-t01-r004", "document_id": PARK, "table_id": table, "project_id": f"{PARK}-t01-r003", "level1": "产出指标",
             "level2": "数量指标", "name": "受理量", "comparator": "=", "value": "=1500", "number": "1500", "unit": "家", "location": '{"line": 301}'},
        ],
        "passage": [
            {"id": f"{PARK}-p001", "document_id": PARK, "kind": "narrative", "heading": "三公经费情况", "text": "三公经费比上年减少，评审由纪检监察组监督。",
             "location": '{"line": 400}', "content_hash": "0"},
            {"id": f"{STREET}-p001", "document_id": STREET, "kind": "narrative", "heading": HOSTILE, "text": HOSTILE, "location": '{"page": 9}',
             "content_hash": "1"},
        ],
        "check_result": [
            {"id": f"{PARK}-k001", "document_id": PARK, "check": "three_public_parts", "description": "三公经费 = 各项之和", "verdict": "fails",
             "left_label": "合计", "left": f"{three_public} 万元", "left_ref": f"{row}-c0", "right_label": "各项", "right": "0.976202 万元",
             "right_refs": json.dumps([f"{row}-c1"]), "difference": 6550000, "message": "合计与各项之和相差 6.55 万元。"},
        ],
        "build": [{"key": "schema_version", "value": str(SCHEMA_VERSION)}, {"key": "content_hash", "value": three_public}],
    }  # fmt: skip


def document(id: str, file: str, title: str, department: str, year: int) -> dict:
    """A document's row."""
    return {"id": id, "file": file, "sha256": "0" * 64, "format": "txt", "title": title, "department": department, "scope": "部门",
            "year": year, "phase": "预算", "lines": 400, "cells": 4}  # fmt: skip


def source_row(id: str, document_id: str, table_id: str, ordinal: int, values: dict[str, str], location: dict) -> dict:
    """A printed row."""
    return {"id": id, "document_id": document_id, "table_id": table_id, "ordinal": ordinal, "role": "data",
            "cells": json.dumps(list(values.values()), ensure_ascii=False), "labels": "[]", "values": json.dumps(values, ensure_ascii=False),
            "location": json.dumps(location), "text": " ".join([*values, *values.values(), "三公经费"])}  # fmt: skip


def fact(id: str, row: str, table: str, column: int, label: str, measure: str, printed: str, amount: int) -> dict:
    """An amount."""
    return {"id": id, "document_id": PARK, "table_id": table, "row_id": row, "column": column, "block": 0, "label": label, "column_label": label,
            "measure": measure, "fund": "fiscal", "stage": "budget", "side": "expenditure", "level": "total", "depth": 0, "printed": printed,
            "unit": "万元", "amount": amount}  # fmt: skip
