"""What the text columns of a list say of its rows beside their names: 集中采购, 其他运转类, 一次性.

A column tells kinds apart where its values come again; a column of names, reasons or dates does not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from qa.facts import Cell
from qa.normalise import name_key
from qa.plan import Subject
from qa.sql import Database, marks, parsed

LISTS = ("project_expenditure", "procurement", "purchased_service", "special_funds")
"""Tables whose rows are things of one kind, each with its columns of text."""
_WORDS = re.compile(r"^[\u4e00-\u9fff()、/·-]{3,16}$")
_OF_OTHERS = re.compile(r"名称|单位|科目|依据|说明|简介|备注|合计")
"""Columns that other axes read, or that tell no kinds apart."""


def values(database: Database, documents: tuple[str, ...]) -> Iterator[str]:
    """The values of columns in which a value comes again."""
    sql = f"""SELECT r.table_id, r.[values] FROM source_row r JOIN source_table t ON t.id = r.table_id
        WHERE t.document_id IN ({marks(documents)}) AND t.type IN ({marks(LISTS)}) AND r.role = 'data' ORDER BY t.id, r.ordinal"""
    columns: dict[tuple[str, str], Counter] = {}
    for table, row in database.select(sql, (*documents, *LISTS), log=False):
        for header, value in (parsed(row) or {}).items():
            if isinstance(value, str) and not _OF_OTHERS.search(header):
                columns.setdefault((table, header), Counter())[value.strip()] += 1
    for counted in columns.values():
        if max(counted.values()) > 1 and 1 < len(counted) <= max(2, sum(counted.values()) // 2):
            yield from (value for value in counted if _WORDS.match(value) and value != "合计")


def has(cell: Cell, subject: Subject) -> bool:
    """The row of the cell says so."""
    return any(name_key(value) == subject.key for value in cell.values.values())
