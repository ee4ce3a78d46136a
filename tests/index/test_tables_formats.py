"""The same budget in another format says the same: facts, projects and indicators, whatever carries them."""

import csv
from collections import Counter
from html import escape
from pathlib import Path

import pytest
from layouts import layout, meaning

from index.readers import read
from index.records import Grid, Reading
from index.tables import recognise

SHIPPED = Path(__file__).parents[2] / "data" / "documents" / "2026-chaoyang-park-committee.txt"
READINGS = {"shipped": lambda: read(SHIPPED)} | {
    name: lambda name=name: layout(name)
    for name in ("central_budget", "final_account", "hunan_units_over_functions", "national_forms", "project_lists", "sichuan_split_codes")
}


def rows(reading: Reading) -> list[list[str]]:
    """Every block as rows of a sheet, a blank row behind each grid; covered cells are blank, as a sheet without merged cells has them."""
    found: list[list[str]] = []
    for block in reading.blocks:
        found += [[cell or "" for cell in row.cells] for row in block.rows] + [[]] if isinstance(block, Grid) else [[block.text]]
    return found


def as_csv(reading: Reading, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows(reading))


def as_xlsx(reading: Reading, path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for row in rows(reading):
        book.active.append(row)
    book.save(path)


def as_html(reading: Reading, path: Path) -> None:
    pieces = []
    for block in reading.blocks:
        if isinstance(block, Grid):
            lines = ["<tr>" + "".join(f"<td>{escape(cell or '')}</td>" for cell in row.cells) + "</tr>" for row in block.rows]
            pieces.append("<table>" + "".join(lines) + "</table>")
        else:
            pieces.append(f"<p>{escape(block.text)}</p>")
    path.write_text("<html><head><meta charset='utf-8'></head><body>" + "\n".join(pieces) + "</body></html>", encoding="utf-8")


def as_docx(reading: Reading, path: Path) -> None:
    import docx

    document = docx.Document()
    for block in reading.blocks:
        if not isinstance(block, Grid):
            document.add_paragraph(block.text)
            continue
        table = document.add_table(len(block.rows), max(len(row.cells) for row in block.rows))
        for line, row in zip(table.rows, block.rows, strict=True):
            for place, cell in zip(line.cells, row.cells, strict=False):
                place.text = cell or ""
    document.save(path)


WRITERS = {".csv": as_csv, ".xlsx": as_xlsx, ".html": as_html, ".docx": as_docx}


@pytest.mark.parametrize("suffix", sorted(WRITERS))
@pytest.mark.parametrize("name", sorted(READINGS))
def test_the_format_changes_no_fact(name, suffix, tmp_path):
    if (name, suffix) == ("shipped", ".docx"):
        pytest.skip("python-docx takes seconds to write 1,400 cells")
    reading = READINGS[name]()
    path = tmp_path / f"{name}{suffix}"
    WRITERS[suffix](reading, path)
    plain, other = recognise(reading), recognise(read(path))
    assert Counter(map(meaning, other.facts)) == Counter(map(meaning, plain.facts))
    assert [(project.name, project.amount, project.goal) for project in other.projects] == [
        (project.name, project.amount, project.goal) for project in plain.projects
    ]
    assert [(one.level1, one.level2, one.name, one.comparator, one.number, one.unit) for one in other.indicators] == [
        (one.level1, one.level2, one.name, one.comparator, one.number, one.unit) for one in plain.indicators
    ]
