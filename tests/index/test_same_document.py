"""A real document written in other formats gives the same facts; only the places differ."""

import csv
from collections import Counter
from collections.abc import Iterator
from html import escape
from pathlib import Path

import docx
import openpyxl
import pytest

from index.readers import read
from index.records import Document, Grid, Reading
from index.tables import recognise

CHECKOUT = Path(__file__).parents[2]
DOCUMENTS = CHECKOUT.parent / "shared" / "documents"
CHOSEN = [DOCUMENTS / "sh_putuo_finance_dept_2025_budget.pdf", DOCUMENTS / "sh_putuo_wanli_street_2024_budget.pdf"]


def printed_rows(reading: Reading) -> Iterator[list[str]]:
    """Rows of grids and single lines, a blank row around every grid; covered cells are blank, as converters leave them."""
    for block in reading.blocks:
        if isinstance(block, Grid):
            yield from ([], *([cell or "" for cell in row.cells] for row in block.rows), [])
        else:
            yield [block.text]


def as_text(reading: Reading, path: Path) -> None:
    path.write_text("\n".join("\t".join(cell.replace("\n", "") for cell in row) for row in printed_rows(reading)), encoding="utf-8")


def as_csv(reading: Reading, path: Path) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows(printed_rows(reading))


def as_workbook(reading: Reading, path: Path) -> None:
    book = openpyxl.Workbook()
    for row in printed_rows(reading):
        book.active.append([cell or None for cell in row])
    book.save(path)


def as_page(reading: Reading, path: Path) -> None:
    parts = []
    for block in reading.blocks:
        if isinstance(block, Grid):
            rows = ("".join(f"<td>{escape(cell or '')}</td>" for cell in row.cells) for row in block.rows)
            parts.append(f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>")
        else:
            parts.append(f"<p>{escape(block.text)}</p>")
    path.write_text(f"<html><meta charset=utf-8><body>{''.join(parts)}</body></html>", encoding="utf-8")


def as_word(reading: Reading, path: Path) -> None:
    document = docx.Document()
    for block in reading.blocks:
        if isinstance(block, Grid):
            table = document.add_table(len(block.rows), len(block.rows[0].cells))
            for cells, row in zip((row.cells for row in table.rows), block.rows, strict=True):
                for cell, text in zip(cells, row.cells, strict=True):
                    cell.text = text or ""
        else:
            document.add_paragraph(block.text)
    document.save(path)


def facts(document: Document) -> Counter:
    return Counter((fact.label, fact.measure, fact.level, fact.unit, fact.amount, fact.members) for fact in document.facts)


@pytest.mark.parametrize("path", CHOSEN, ids=lambda path: path.stem)
def test_a_document_gives_the_same_facts_in_every_format(path: Path, tmp_path: Path):
    if not path.exists():
        pytest.skip("needs the real documents in ../shared/documents")
    reading = read(path)
    expected = facts(recognise(reading))
    for suffix, write in ((".txt", as_text), (".csv", as_csv), (".xlsx", as_workbook), (".html", as_page), (".docx", as_word)):
        written = tmp_path / f"{path.stem}{suffix}"
        write(reading, written)
        found = facts(recognise(read(written)))
        assert (suffix, expected - found, found - expected) == (suffix, Counter(), Counter())
