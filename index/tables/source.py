"""From an understood table to the rows that are stored: every printed cell kept, keys and values under their header paths."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from index.records import SourceRow, SourceTable
from index.tables import forms
from index.tables.parts import Line
from index.tables.table import Table
from index.tables.words import mend


def source_table(table: Table, id: str, ordinal: int) -> SourceTable:
    """The table as printed."""
    sheet = table.sheet
    said = iter(forms.values(table.forms, len(sheet.body()))) if table.forms else None
    return SourceTable(
        id=id,
        ordinal=ordinal,
        number=sheet.heading.number,
        title=sheet.heading.title,
        type=table.kind.id or None,
        unit=sheet.heading.unit or next((form.unit for form in table.forms if form.unit), None),
        fund=table.fund,
        columns=sheet.names(),
        rows=tuple(_row(line, f"{id}-r{i:03d}", i, table, said) for i, line in enumerate(sheet.lines, 1)),
        places=sheet.places,
        notes=sheet.notes,
        year=sheet.heading.year,
    )


def row_ids(table: Table, id: str) -> tuple[str, ...]:
    """Ids of the data rows, in order."""
    return tuple(f"{id}-r{i:03d}" for i, line in enumerate(table.sheet.lines, 1) if line.role == "data")


def _row(line: Line, id: str, ordinal: int, table: Table, said: Iterator[dict[str, str]] | None) -> SourceRow:
    if line.role != "data":
        return SourceRow(id, ordinal, line.role, line.cells, line.place)
    if said is not None:
        return SourceRow(id, ordinal, line.role, line.cells, line.place, (), next(said))
    names = table.sheet.names()
    return SourceRow(id, ordinal, line.role, line.cells, line.place, _labels(line, names, table), _values(line, names))


def _labels(line: Line, names: Sequence[str], table: Table) -> tuple[dict[str, str], ...]:
    return tuple(
        {names[column.index]: mend(text) for column in rows.block.of("key") if (text := line.cell(column.index)) and text.strip()}
        for rows in table.rows
    )


def _values(line: Line, names: Sequence[str]) -> dict[str, str]:
    found = {name: mend(text) for i, name in enumerate(names) if (text := line.cell(i)) and text.strip()}
    for i, cell in line.filled() if not line.mended else ():
        at = line.at[i] if line.at and i < len(line.at) else i
        if (line.at and at is None) or (i >= len(names) and not line.at):
            found.setdefault(f"第{i + 1}列", mend(cell))
    return found

