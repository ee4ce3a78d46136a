"""The build report: what every file yielded, what was left over, what was skipped and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from index.records import Document, Grid, Place, Reading, TextLine

UNRECOGNISED = "unrecognised"

ROLES = {"data": "table_row", "blank": "table_row", "header": "header", "index": "header", "title": "title", "unit": "unit", "note": "note"}
"""Role of a printed row -> what the report counts it as."""


@dataclass(frozen=True, slots=True)
class DocumentReport:
    """One file."""

    id: str
    file: str
    body: tuple[str | None, str | None, str | None]
    """Department, unit and scope: whose documents are checked against each other."""
    pages: int | None
    lines: int | None
    tables: Mapping[str, int]
    """Type -> printed tables; `unrecognised` where no type fits."""
    rows: Mapping[str, int]
    """Type -> data rows."""
    facts: int
    amounts: int
    """Facts that hold an amount."""
    projects: int
    indicators: int
    passages: int
    statements: int
    checks_hold: int
    checks_fail: int
    cells_seen: int
    cells_kept: int
    accounted: Mapping[str, int]
    """Kind -> printed lines (rows where the format has no lines): table_row, header, title, unit, note, narrative, furniture, other, unrecognised."""
    lost: tuple[str, ...]
    """Text of printed lines and rows that the document does not hold; empty unless something is wrong."""
    unparsed: tuple[str, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that gave nothing."""

    file: str
    why: str


@dataclass(frozen=True, slots=True)
class BuildReport:
    """A whole build."""

    documents: tuple[DocumentReport, ...]
    skipped: tuple[Skipped, ...]
    content_hash: str
    changed: int
    """Files read anew; the others came from the cache."""
    removed: int
    """Documents of the previous build that are gone."""
    checks_across: int = 0
    """Checks between documents that fail."""
    fresh: bool = True
    """False where nothing had changed and nothing was written."""
    seconds: float = field(default=0.0, compare=False)

    def to_json(self) -> dict[str, Any]:
        """Plain data for `build/report.json`."""
        return {key: value for key, value in asdict(self).items() if key not in ("fresh", "seconds")}


def report_on(reading: Reading, document: Document) -> DocumentReport:
    """What a document holds of what its reader saw."""
    kinds = Counter(table.type or UNRECOGNISED for table in document.tables)
    rows: Counter[str] = Counter()
    for table in document.tables:
        rows[table.type or UNRECOGNISED] += sum(row.role == "data" for row in table.rows)
    kept = list(placed(document))
    return DocumentReport(
        id=document.id,
        file=document.source.file,
        body=(document.identity.department, document.identity.unit, document.identity.scope),
        pages=document.pages,
        lines=document.lines,
        tables=dict(sorted(kinds.items())),
        rows=dict(sorted(rows.items())),
        facts=len(document.facts),
        amounts=sum(fact.amount is not None for fact in document.facts),
        projects=len(document.projects),
        indicators=len(document.indicators),
        passages=len(document.passages),
        statements=len(document.statements),
        checks_hold=sum(check.verdict == "holds" for check in document.checks),
        checks_fail=sum(check.verdict == "fails" for check in document.checks),
        cells_seen=document.cells_seen,
        cells_kept=sum(bool(cell and cell.strip()) for table in document.tables for row in table.rows for cell in row.cells),
        accounted=dict(sorted(Counter(account(kept)).items())),
        lost=tuple(lost(reading, [place for _, place in kept])),
        unparsed=document.unparsed,
        notes=document.notes,
    )


def placed(document: Document) -> Iterator[tuple[str, Place]]:
    """Everything that the document holds, with its kind."""
    told = "\n".join(squeeze(passage.heading + "\n" + passage.text) for passage in document.passages)
    for table in document.tables:
        for row in table.rows:
            yield UNRECOGNISED if table.type is None else ROLES[row.role], row.place
        yield from (("note", line.place) for line in table.notes)
    for line in document.texts:
        if line.style == "furniture":
            yield "furniture", line.place
        elif squeeze(line.text) in told:
            yield "narrative", line.place
        else:
            yield "title" if line.style == "heading" else "other", line.place


def squeeze(text: str) -> str:
    """Without blanks: a passage is mended, a line is as printed."""
    return "".join(text.split())


def marks(place: Place) -> Iterator[tuple]:
    """What tells two places apart: every line of a text, else page, sheet, row and box."""
    yield from ((line,) for line in place.lines)
    if not place.lines:
        yield place.pages, place.sheet, place.row, place.box


def account(kept: list[tuple[str, Place]]) -> Iterator[str]:
    """The kind of every printed line or row, each counted once."""
    seen: dict[tuple, str] = {}
    for kind, place in kept:
        for mark in marks(place):
            seen.setdefault(mark, kind)
    yield from seen.values()


def lost(reading: Reading, kept: list[Place]) -> Iterator[str]:
    """Printed lines and rows of the reading that stand nowhere in the document; only where places tell them apart."""
    lines = {line for place in kept for line in place.lines}
    for block in reading.blocks:
        for piece in block.rows if isinstance(block, Grid) else (block,):
            text = piece.text if isinstance(piece, TextLine) else " ".join(cell for cell in piece.cells if cell)
            if text.strip() and piece.place.lines and not lines.issuperset(piece.place.lines):
                yield text.strip()
