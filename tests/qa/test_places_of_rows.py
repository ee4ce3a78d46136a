"""Where the cells of a row stand: one place, or a line each."""

import json

from qa.places import on_one_line


class Rows:
    """A database that holds one row."""

    def __init__(self, *cells: str | None):
        self.cells = cells

    def select(self, sql: str, values: tuple = (), log: bool = True) -> list[dict]:
        return [{"cells": json.dumps(self.cells)}]


def test_a_row_printed_a_cell_a_line_is_cited_at_the_line_of_its_amount():
    row = {"项目": "培训费", "2025年": "246.00"}
    found = on_one_line(Rows("培训费", "227.70", "246.00", "18.30"), "r1", {"line": [81, 82, 83, 84]}, row)
    assert found == ({"line": 83, "lines": [81, 82, 83, 84]}, {"2025年": "246.00"})


def test_a_row_with_a_name_over_two_lines_is_cited_whole():
    row = {"项目": "机关事业单位基本养老保险缴费", "预算数": "36.00"}
    found = on_one_line(Rows("机关事业单位基本养老\n保险缴费", "36.00"), "r1", {"line": [7, 8]}, row)
    assert found == ({"line": 7, "lines": [7, 8]}, row)


def test_a_row_of_one_line_stays_as_it_is():
    assert on_one_line(Rows("办公费", "3.00"), "r1", {"line": 5}, {"项目": "办公费"}) == ({"line": 5}, {"项目": "办公费"})
