"""Cited rows as tables."""

from dataclasses import replace

from rich.cells import cell_len
from scripted import ANSWER, PASSAGE, PROJECTS, RECEPTION
from textual.app import App

from tui.cited_rows import CitedRows, folded, grouped


def test_rows_of_one_table_stand_together_and_others_apart() -> None:
    marked = [replace(citation, marker=at) for at, citation in enumerate((RECEPTION, *PROJECTS.citations, PASSAGE.citations[0]), 1)]
    assert [[citation.marker for citation in group] for group in grouped(marked)] == [[1], [2, 3], [4]]


def test_a_number_is_never_folded_and_a_long_text_is() -> None:
    assert folded("123,456,789,012.345678", 5) == ["123,456,789,012.345678"]
    assert folded("支持高新技术企业发展", 8) == ["支持高新", "技术企业", "发展"]
    assert folded("", 8) == [""]


async def test_a_blank_cited_cell_is_said_and_a_cited_cell_is_marked() -> None:
    async with App().run_test():
        table = CitedRows.of_one(replace(RECEPTION, cells=("公务用车购置费",)), 60)
    rows = [table.get_row_at(row)[1] for row in range(table.row_count)]
    assert [str(value) for value in rows] == ["7.526202", "0.976202", "（空白）", "6.550000"]
    assert [str(value.style) for value in rows] == ["", "", "bold reverse", ""]


async def test_every_line_of_many_rows_fits_its_column() -> None:
    async with App().run_test():
        table = CitedRows.of_many(PROJECTS.citations, 70)
    goal = table.get_row_at(0)[3]
    assert max(cell_len(line) for line in goal.plain.split("\n")) <= 24
    assert [str(table.get_row_at(row)[2]) for row in range(2)] == ["19,565.000000", "12,000.500000"]
    assert table.markers == (1, 2)
    assert ANSWER.citations[0].marker not in table.markers[1:]
