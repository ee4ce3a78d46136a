"""From a Reading to a Document: parts, sheets, types, then rows, facts, projects and indicators."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from index.identity import identify as identify_document
from index.records import Document, Identity, Place, Reading, Source, SourceTable, TextLine
from index.tables import lists, overall, targets
from index.tables.facts import facts, unparsed
from index.tables.join import sheets
from index.tables.lists import Performance
from index.tables.source import row_ids, source_table
from index.tables.stacked import unstacked
from index.tables.table import Table, understand
from index.tables.targeted import owner
from index.tables.title import parts
from index.tables.units import silent, units

STAGES = {"预算": "budget", "决算": "final", "调整预算": "adjusted", None: "budget"}

Identify = Callable[[Reading, tuple[SourceTable, ...]], Identity]


def recognise(reading: Reading, identify: Identify = identify_document) -> Document:
    """Everything that the reading's grids say about a budget; passages, statements and checks come later in the pipeline."""
    id = document_id(reading.source)
    blocks = sheets(parts(unstacked(reading)))
    tables = [understand(block) for block in blocks if not isinstance(block, TextLine)]
    ids = [f"{id}-t{i:02d}" for i in range(1, len(tables) + 1)]
    sources = tuple(source_table(table, table_id, i) for i, (table, table_id) in enumerate(zip(tables, ids, strict=True), 1))
    identity = identify(reading, sources)
    counted = units(reading, tables)
    stage = STAGES[identity.phase]
    found = [
        said(table, row_ids(table, table_id), unit, stage, identity.year) for table, table_id, unit in zip(tables, ids, counted, strict=True)
    ]
    return Document(
        id=id,
        source=reading.source,
        identity=identity,
        pages=reading.pages,
        lines=reading.lines,
        tables=sources,
        facts=tuple(fact for one in found for fact in one.facts),
        projects=tuple(project for one in found for project in one.projects),
        indicators=tuple(one for performance in found for one in performance.indicators),
        texts=tuple(block for block in blocks if isinstance(block, TextLine)),
        cells_seen=cells(sources),
        unparsed=tuple(f"{place_name(line.place)}：{text}" for table in tables for line, text in unparsed(table)),
        notes=(*reading.notes, *silent(tables, counted)),
    )


def said(table: Table, rows: Sequence[str], unit: str, stage: str, year: int | None) -> Performance:
    """What a table says: facts, and projects and indicators where it is a table of targets."""
    whole_department = table.kind.id == "overall_performance"
    if table.forms:
        whole = "" if whole_department or len(table.forms) > 1 else owner(table.sheet)
        return merged([targets.read(form, rows, unit, stage, whole_department, whole) for form in table.forms])
    if table.shape == "list":
        return lists.read(table.sheet, rows, unit, stage, table.fund, "" if whole_department else owner(table.sheet))
    if whole_department:
        return Performance(facts=tuple(overall.facts(table, rows, unit, stage)))
    return Performance(facts=tuple(facts(table, rows, unit, stage, table.sheet.heading.year or year)))


def merged(performances: Sequence[Performance]) -> Performance:
    """What several forms of one table yield together."""
    return Performance(
        tuple(project for one in performances for project in one.projects),
        tuple(indicator for one in performances for indicator in one.indicators),
        tuple(fact for one in performances for fact in one.facts),
    )


def document_id(source: Source) -> str:
    """ASCII slug of the file name, and the first eight digits of its hash."""
    stem = source.file.rsplit(".", 1)[0].lower()
    slug = re.sub(r"[^a-z0-9]+", "-", stem).strip("-")[:60].strip("-")
    return f"{slug or 'document'}-{source.sha256[:8]}"


def cells(tables: Sequence[SourceTable]) -> int:
    """Cells that hold text in all rows, the lines above tables counted as one each."""
    return sum(bool(cell and cell.strip()) for table in tables for row in table.rows for cell in row.cells)


def place_name(place: Place) -> str:
    """第3页第5行, 第12行."""
    if place.pages:
        return f"第{'、'.join(map(str, place.pages))}页" + (f"第{place.row}行" if place.row else "")
    return f"第{'、'.join(map(str, place.lines))}行" if place.lines else f"{place.sheet or ''}第{place.row}行"
