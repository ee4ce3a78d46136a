"""A reply as it is being written: figures, citations and sentences that can only speak of cells handed to them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from decimal import Decimal

from index.schema import TABLES
from qa.facts import Cell
from qa.holdings import Group, Holdings
from qa.numerals import SCALES, plain
from qa.places import on_one_line, pieces
from qa.plan import Operand, Subject
from qa.records import Choice, Citation, Figure, Reply, Status
from qa.sql import Database


@dataclass(frozen=True, slots=True)
class Item:
    """What a later question may refer to: 它, 第二个, 占比呢."""

    label: str
    subjects: tuple[Subject, ...]
    fen: int | None
    unit: str
    cells: tuple[Cell, ...] = ()
    project_id: str | None = None
    operand: Operand | None = None
    """The amount as it was asked for, with its stage and fund."""
    group: Group | None = None
    """The budget that the row stands in, where one question spoke of several."""


@dataclass(slots=True)
class Draft:
    """Collects evidence and words; `reply` seals it."""

    question: str
    holdings: Holdings
    database: Database
    english: bool = False
    unit: str | None = None
    sentences: list[str] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    suggestions: list[str] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    cited_rows: set[str] = field(default_factory=set)
    clause: str = ""
    """The part of the question that is being answered, where it has several."""

    @property
    def asked(self) -> str:
        """The words that are being answered: the clause, or the whole question where it is one."""
        return self.clause or self.question

    # citations -------------------------------------------------------------------------------------------------------
    def cite(self, cell: Cell) -> int:
        """The marker of a cell's row; a row is cited once, with every cell that was used."""
        if cell.sentence is not None:
            markers = self.cite_text(cell.row_id, cell.document_id, cell.sentence, cell.location, "正文")
            return next((marker for marker in markers if cell.printed and cell.printed in (self.citations[marker - 1].text or "")), markers[0])
        if cell.guessed:
            self.warn(f"{cell.table_name}没有印出金额单位，按本文件其他表的{cell.unit}计。")
        quoted = {key: text for key, text in cell.keys.items() if text and text.strip()}
        if not quoted and not cell.printed:
            quoted = {key: text for key, text in cell.values.items() if text and text.strip()}
        quoted[_heading(cell)] = cell.printed
        if not any(text.strip() for text in quoted.values()):
            return self._cite_empty(cell)
        self.cited_rows.add(cell.row_id)
        location, quoted = on_one_line(self.database, cell.row_id, cell.location, quoted)
        for index, old in enumerate(self.citations):
            if old.kind == "row" and old.id == cell.row_id and old.location == location:
                merged = {**old.row, **quoted}
                self.citations[index] = replace(old, row=merged, cells=tuple(dict.fromkeys((*old.cells, _heading(cell)))))
                return old.marker
        return self._add(
            Citation(
                len(self.citations) + 1, "row", cell.row_id, self.holdings.by_id[cell.document_id].ref(), cell.table_name, location,
                quoted, (_heading(cell),), None, row_url(cell),
            )
        )  # fmt: skip

    def _cite_empty(self, cell: Cell) -> int:
        """The marker of an empty table: its note where one is printed, else its title, since the row prints nothing."""
        location = one_location(json.loads(cell.note_location)) if cell.note and cell.note_location else cell.location
        return self.cite_text(cell.row_id, cell.document_id, cell.note or cell.table_title, location, cell.table_name, row_url(cell))[0]

    def cite_row(self, row_id: str, document_id: str, table: str | None, location: dict, row: dict[str, str], cells: tuple[str, ...] = (), url: str = "") -> int:
        """The marker of a row given by its printed cells."""
        self.cited_rows.add(row_id)
        location, row = on_one_line(self.database, row_id, location, row)
        for index, old in enumerate(self.citations):
            if old.kind == "row" and old.id == row_id and old.location == location:
                self.citations[index] = replace(old, row={**old.row, **row}, cells=tuple(dict.fromkeys((*old.cells, *cells))))
                return old.marker
        return self._add(
            Citation(len(self.citations) + 1, "row", row_id, self.holdings.by_id[document_id].ref(), table, location, row, cells, None, url or f"/budget/source_row/{row_id}")
        )

    def cite_text(self, id: str, document_id: str, text: str, location: dict, table: str | None = None, url: str = "") -> tuple[int, ...]:
        """The markers of a verbatim text: one for each page or line that prints a piece of it."""
        found = pieces(self.database, document_id, text, one_location(location), id)
        return tuple(self._cite_piece(id, document_id, piece, place, table, url) for piece, place in found)

    def _cite_piece(self, id: str, document_id: str, text: str, location: dict, table: str | None, url: str) -> int:
        for old in self.citations:
            if old.kind == "passage" and old.id == id and old.text == text:
                return old.marker
        return self._add(
            Citation(len(self.citations) + 1, "passage", id, self.holdings.by_id[document_id].ref(), table, location, {}, (), text, url or f"/budget/passage/{id}")
        )

    def _add(self, citation: Citation) -> int:
        self.citations.append(citation)
        return citation.marker

    # figures ---------------------------------------------------------------------------------------------------------
    def money(self, label: str, fen: int, unit: str, markers: tuple[int, ...], formula: str | None = None) -> str:
        """Records a sum of money and gives it as text with its marks: `0.976202 万元[1]`."""
        wanted = self.unit if self.unit in SCALES else unit
        value = money_in(fen, wanted)
        markers = tuple(dict.fromkeys(markers))
        self.figures.append(Figure(label, value, wanted, markers, formula))
        return f"{grouped(value)} {wanted}{marks_text(markers)}"

    def number(self, label: str, value: Decimal, unit: str, markers: tuple[int, ...], formula: str | None = None) -> str:
        """Records any other number and gives it as text with its marks."""
        text, markers = plain(value), tuple(dict.fromkeys(markers))
        self.figures.append(Figure(label, text, unit, markers, formula))
        return f"{text}{'' if unit in ('%', '') else ' '}{unit}{marks_text(markers)}"

    def say(self, sentence: str) -> None:
        self.sentences.append(sentence)

    def warn(self, sentence: str) -> None:
        if sentence not in self.warnings:
            self.warnings.append(sentence)

    def reply(self, status: Status = "answered", queries: tuple[str, ...] = (), plan: str = "") -> Reply:
        """The sealed reply; a sum that was asked for stands before its addends."""
        figures = sorted(self.figures, key=lambda figure: figure.label not in _SUMS)
        return Reply(
            status, self.question, "\n".join(self.sentences) if status != "answered" else "".join(self.sentences), tuple(figures), tuple(self.citations), queries,
            tuple(self.warnings), tuple(dict.fromkeys(self.suggestions)), tuple(self.choices), plan,
        )  # fmt: skip


_SUMS = ("之和", "各项之和")
"""Labels of what was added up to be held against a whole."""


def one_location(location: dict | list) -> dict:
    """Several places of one text as one location: pages and lines as lists."""
    if isinstance(location, dict):
        location = [location]
    merged: dict = {}
    for place in location:
        for key, value in place.items():
            if key in ("page", "line"):
                merged[key] = list(dict.fromkeys([*merged.get(key, []), *(value if isinstance(value, list) else [value])]))
    if len(location) == 1:
        merged = {**location[0], **merged}
    return {key: value[0] if isinstance(value, list) and key in ("page", "line") and len(value) == 1 else value for key, value in merged.items()}


def money_in(fen: int, unit: str) -> str:
    """Fen as a plain decimal string in a unit, exact."""
    return plain(Decimal(fen) / (SCALES[unit] * 100))


def grouped(value: str) -> str:
    """Thousands separated: 52,279.015742."""
    whole, _, rest = value.partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    return f"{sign}{int(digits):,}" + (f".{rest}" if rest else "")


def marks_text(markers: tuple[int, ...]) -> str:
    return "".join(f"[{marker}]" for marker in dict.fromkeys(markers))


def _heading(cell: Cell) -> str:
    """The column's header as a citation shows it."""
    return cell.column_label or "金额"


def row_url(cell: Cell) -> str:
    """The Datasette page of a cell's row."""
    table = cell.table_type if cell.table_type in TABLES else "source_row"
    return f"/budget/{table}/{cell.row_id}"
