"""Readings written as text, so that a table can be drawn in a test: `¦` parts cells, `∅` is a merged cell, `===` a page break."""

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from index.records import Fact, Grid, GridRow, Place, Reading, Source, TextLine

FOLDER = Path(__file__).parents[1] / "documents" / "layouts"


def layout(name: str) -> Reading:
    """A layout of `tests/documents/layouts`."""
    return drawn(name, (FOLDER / f"{name}.txt").read_text(encoding="utf-8"))


def drawn(name: str, text: str) -> Reading:
    """The reading that the text draws."""
    blocks: list[Grid | TextLine] = []
    rows: list[GridRow] = []
    page, number = 1, 0
    for line in [*text.split("\n"), ""]:
        if "¦" in line:
            cells = tuple(None if cell.strip() == "∅" else cell.strip() for cell in line.split("¦"))
            number += 1
            rows.append(GridRow(cells, Place(pages=(page,), row=number)))
            continue
        if rows:
            blocks.append(Grid(tuple(rows), Place(pages=(page,))))
            rows = []
        if line.strip() == "===":
            page, number = page + 1, 0
        elif line.strip():
            blocks.append(TextLine(line.strip(), Place(pages=(page,))))
    return Reading(Source(name, f"{name}.pdf", sha256(text.encode()).hexdigest(), "pdf"), tuple(blocks), pages=page)


def changed(reading: Reading, change: Callable[[Grid], list[Grid]]) -> Reading:
    """The reading with every grid changed into one or more."""
    blocks = [piece for block in reading.blocks for piece in (change(block) if isinstance(block, Grid) else [block])]
    return replace(reading, blocks=tuple(blocks))


def meaning(fact: Fact) -> tuple:
    """What a fact says, without where it stands."""
    return (
        fact.label, fact.column_label, fact.measure, fact.fund, fact.stage, fact.side, fact.level, fact.members, fact.unit_name, fact.printed, fact.amount,
    )  # fmt: skip
