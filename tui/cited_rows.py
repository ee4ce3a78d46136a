"""Cited rows as a table: header and cells as printed, the cited cells marked, numbers never cut."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from rich.cells import cell_len
from rich.text import Text
from textual.content import Content
from textual.widgets import DataTable

from index.text import clean
from qa.records import Citation
from tui.cited import place
from tui.prose import folded as folded_content
from tui.text import cell, is_number

CITED = "bold reverse"
"""Style of a cited cell; readable without colour."""
NARROW = 24
"""Cells after which a header is folded; half of it where rows stand below one another."""


def grouped(citations: Iterable[Citation]) -> list[tuple[Citation, ...]]:
    """Citations in order, those beside each other that share document, table and columns together."""

    def kind(citation: Citation) -> tuple:
        return citation.kind, citation.document.id, citation.table, tuple(citation.row)

    return [tuple(group) for _, group in groupby(citations, kind)]


class CitedRows(DataTable):
    """A table of one or more cited rows."""

    def __init__(self, markers: Sequence[int]) -> None:
        super().__init__(cursor_type="row", show_header=True, zebra_stripes=False)
        self.markers = tuple(markers)
        """Marker of the citation that each table row belongs to."""

    @classmethod
    def of_one(cls, citation: Citation, room: int) -> CitedRows:
        """One printed row, turned upright: header on the left, cell on the right."""
        table = cls([citation.marker] * len(citation.row))
        table.add_columns(cell("栏目"), cell("原文"))
        numbers = max((cell_len(printed) for printed in citation.row.values() if is_number(printed)), default=NARROW)
        names = max(NARROW, min(room - numbers - 8, room // 2))
        for header, printed in citation.row.items():
            name, value = folded(header, names), folded(printed, room - min(names, max(map(cell_len, citation.row))) - 6)
            style = CITED if header in citation.cells else ""
            table.add_row(lines(name), value_cell(value, style), height=max(len(name), len(value)))
        return table

    @classmethod
    def of_many(cls, citations: Sequence[Citation], room: int) -> CitedRows:
        """Several printed rows of one table below one another, each behind its mark."""
        table = cls([citation.marker for citation in citations])
        table.fixed_columns = 1
        width = text_width(citations, room)
        headers = [folded(header, NARROW // 2) for header in citations[0].row]
        table.header_height = max(1, *map(len, headers)) if headers else 1
        table.add_columns(cell(""), *map(lines, headers), cell("位置"))
        for citation in citations:
            values = [(folded(printed, width), CITED if header in citation.cells else "") for header, printed in citation.row.items()]
            height = max((len(value) for value, _ in values), default=1)
            printed = (value_cell(value, style) for value, style in values)
            table.add_row(cell(f"[{citation.marker}]", "bold"), *printed, cell(place(citation.location)), height=height)
        return table

    def show_marker(self, marker: int) -> None:
        """Put the cursor on the first row of a citation."""
        self.move_cursor(row=self.markers.index(marker), animate=False)

    def marker_at(self, row: int) -> int:
        """The citation that table row `row` belongs to."""
        return self.markers[row]


def text_width(citations: Sequence[Citation], room: int) -> int:
    """Cells for each column of text beside the columns of numbers, so that the table fits where it can."""
    columns = list(zip(*(citation.row.values() for citation in citations), strict=True))
    numeric = [max(map(cell_len, column)) + 2 for column in columns if all(is_number(printed) or not printed.strip() for printed in column)]
    texts = len(columns) - len(numeric)
    return min(2 * NARROW, max(NARROW // 2, (room - sum(numeric) - 20) // max(1, texts) - 2))


def folded(printed: str, width: int) -> list[str]:
    """A cell's lines: its own line breaks, and folds where a text is longer than `width` cells; a number is never folded."""
    text = clean(printed).replace("\t", " ").strip()
    if is_number(text):
        return [text]
    return folded_content(Content(text), max(2, width)).plain.split("\n")


def value_cell(value: list[str], style: str) -> Text:
    """A printed cell; a blank one says so where it is cited."""
    if value == [""] and style:
        return cell("（空白）", style)
    return cell(value[0], style, right=True) if len(value) == 1 and is_number(value[0]) else lines(value, style)


def lines(pieces: list[str], style: str = "") -> Text:
    """Folded lines as one cell."""
    return Text("\n".join(pieces), style=style, no_wrap=True, overflow="ignore", end="")
