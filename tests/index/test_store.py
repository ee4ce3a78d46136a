"""The database is written whole, proved, and switched to by one step."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from small import small_document

from index.errors import StoreError
from index.published import documents, read_build
from index.schema import SCHEMA_VERSION
from index.store import write
from index.typed import typed_tables

CHECKOUT = Path(__file__).parents[2]


def rows(database: Path, query: str) -> list[tuple]:
    with sqlite3.connect(database) as connection:
        return connection.execute(query).fetchall()


def test_a_document_comes_back_as_it_went_in(tmp_path):
    write([small_document()], tmp_path / "budget.db")
    assert rows(tmp_path / "budget.db", "SELECT id, label, printed, unit, amount, function_code, function_name FROM fact ORDER BY id") == [
        ("doc-0a1b2c3d-t1-r2-c1", "行政运行", "1.234500", "万元", 1_234_500, "2010101", "行政运行"),
        ("doc-0a1b2c3d-t1-r3-c1", "合计", "", "万元", None, None, None),
    ]
    assert rows(tmp_path / "budget.db", "SELECT cells, location, text FROM source_row WHERE ordinal = 2") == [
        ('["2010101-行政运行","1.234500",null]', '{"line":4}', "2010101-行政运行 1.234500")
    ]


def test_the_path_of_a_document_is_never_stored(tmp_path):
    write([small_document()], tmp_path / "budget.db")
    assert b"/somewhere" not in (tmp_path / "budget.db").read_bytes()


def test_the_same_documents_give_the_same_bytes(tmp_path):
    held = [small_document(mark="00000001"), small_document(mark="00000002")]
    first = write(held, tmp_path / "a" / "budget.db", derive=[typed_tables])
    second = write(iter(held), tmp_path / "b" / "budget.db", derive=[typed_tables])
    assert first == second
    assert (tmp_path / "a" / "budget.db").read_bytes() == (tmp_path / "b" / "budget.db").read_bytes()


def test_another_amount_gives_another_content_hash(tmp_path):
    assert write([small_document()], tmp_path / "a.db").content_hash != write([small_document(amount=1_234_600)], tmp_path / "b.db").content_hash


def test_the_build_table_names_schema_and_content(tmp_path):
    stored = write([small_document()], tmp_path / "budget.db", build={"knowledge_hash": "k"})
    assert read_build(tmp_path / "budget.db") == {
        "schema_version": str(SCHEMA_VERSION), "content_hash": stored.content_hash, "documents": "1", "knowledge_hash": "k",
    }  # fmt: skip


def test_a_lost_cell_leaves_the_old_database_in_use(tmp_path):
    write([small_document()], tmp_path / "budget.db")
    before = (tmp_path / "budget.db").read_bytes()
    with pytest.raises(StoreError, match="6 个单元格，只存入 5 个"):
        write([replace(small_document(amount=1), cells_seen=6)], tmp_path / "budget.db")
    assert (tmp_path / "budget.db").read_bytes() == before


def test_a_fact_of_an_unknown_row_is_refused(tmp_path):
    document = small_document()
    orphan = replace(document.checks[0], id="doc-0a1b2c3d-k2")
    stray = replace(document, statements=(replace(document.statements[0], passage_id="nowhere"),), checks=(orphan,))
    with pytest.raises(StoreError, match="表 statement 有一行指向不存在的 passage"):
        write([stray], tmp_path / "budget.db")
    assert not (tmp_path / "budget.db").exists()


def test_documents_out_of_order_are_refused(tmp_path):
    with pytest.raises(StoreError, match="次序"):
        write([small_document(mark="00000002"), small_document(mark="00000001")], tmp_path / "budget.db")


def test_whoever_reads_the_old_database_reads_on(tmp_path):
    target = tmp_path / "budget.db"
    write([small_document()], target)
    reader = sqlite3.connect(target)
    assert reader.execute("SELECT sum(amount) FROM fact").fetchone() == (1_234_500,)
    write([small_document(amount=7)], target)
    assert reader.execute("SELECT sum(amount) FROM fact").fetchone() == (1_234_500,)
    assert rows(target, "SELECT sum(amount) FROM fact") == [(7,)]


def test_no_leftover_stands_beside_a_published_database(tmp_path):
    write([small_document()], tmp_path / "budget.db")
    assert [path.name for path in tmp_path.iterdir()] == ["budget.db"]


KILLED = """
import sys
sys.path[:0] = {path!r}
from pathlib import Path
from small import small_document
from index.store import write
def documents():
    for number in range(400):
        print(number, flush=True)
        yield small_document(mark=f"{{number:08x}}")
write(documents(), Path({target!r}))
print("done", flush=True)
"""


@pytest.mark.parametrize("after", ["0", "200", "399", "399+"])
def test_a_killed_build_leaves_the_last_good_database(tmp_path, after):
    target = tmp_path / "budget.db"
    write([small_document()], target)
    code = KILLED.format(path=[str(CHECKOUT), str(Path(__file__).parent)], target=str(target))
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    for line in process.stdout:
        if line.strip() == after.rstrip("+"):
            break
    time.sleep(0.05 if after.endswith("+") else 0)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert len(documents(target)) in (1, 400)
    write([small_document(amount=5)], target)
    assert [path.name for path in tmp_path.iterdir()] == ["budget.db"]


def test_typed_tables_hold_a_row_a_printed_row_under_its_id(tmp_path):
    write([small_document()], tmp_path / "budget.db", derive=[typed_tables])
    query = "SELECT id, label, level, function_code, function_name, expenditure, expenditure_fen, unit FROM expenditure"
    assert rows(tmp_path / "budget.db", query) == [
        ("doc-0a1b2c3d-t1-r2", "行政运行", "leaf", "2010101", "行政运行", "1.234500", 1_234_500, "万元"),
        ("doc-0a1b2c3d-t1-r3", "合计", "total", None, None, "", None, "万元"),
    ]


def test_the_summary_takes_the_total_of_a_table_or_what_the_prose_states(tmp_path):
    write([small_document()], tmp_path / "budget.db")
    assert rows(tmp_path / "budget.db", "SELECT file, department, year, phase, scope, income_total, expenditure_total FROM document_summary") == [
        ("某局预算.txt", "某局", 2026, "预算", "部门", None, 12345)
    ]
