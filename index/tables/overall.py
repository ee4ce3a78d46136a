"""A table of overall targets that is neither a form nor a list: amounts beside the words that name them, or under them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from index.amounts import parse
from index.records import Fact
from index.tables.parts import Line
from index.tables.table import Table
from index.tables.targets import measure_of
from index.tables.words import mend, pattern, squeeze


def facts(table: Table, row_ids: Sequence[str], unit: str, stage: str) -> Iterator[Fact]:
    """The department's amounts: `其中：基本支出 | 11,795.52`, or a number under 年度预算申请（万元）."""
    for id, line in zip(row_ids, table.sheet.body(), strict=True):
        for index, key, own_unit in _named(line, table.sheet.paths):
            text = line.cells[index] or ""
            amount, measure = parse(text, own_unit or unit or "元"), measure_of(key, True)
            if amount is None or measure is None:
                continue
            known = own_unit or unit
            yield Fact(
                id=f"{id}-c{index:02d}",
                row_id=id,
                column=index,
                block=0,
                label=mend(key.split(" / ")[-1]),
                column_label=key,
                measure=measure,
                fund="all" if measure == "expenditure" else "fiscal" if measure == "overall_fiscal" else None,
                stage=stage,
                side="expenditure",
                level="total",
                depth=0,
                members=(),
                unit_name=None,
                project_id=None,
                printed=text.strip(),
                unit=amount.unit if known else "",
                amount=amount.fen if known else None,
            )


def _named(line: Line, paths: Sequence[Sequence[str]]) -> Iterator[tuple[int, str, str | None]]:
    """Every amount of a row with what names it, the cell to its left before the words above it, and the unit that these print."""
    before = ""
    for index, text in line.filled():
        if (amount := parse(text, "元")) is None or amount.fen is None:
            before = text
            continue
        column = line.at[index] if line.at else index
        head = " / ".join(paths[column]) if column is not None and column < len(paths) else ""
        printed = pattern("heading", "unit_in_brackets").search(squeeze(head))
        yield index, before if before and measure_of(before, True) else head, printed[1] if printed else None
        before = ""
