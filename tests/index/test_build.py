"""From files to one database: the same in any order, incremental, published whole, a bad file skipped."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index.build import build
from index.errors import InputError, NothingToIndex
from index.published import documents, read_build
from index.store import hash_content

CHECKOUT = Path(__file__).parents[2]
SHIPPED = next((CHECKOUT / "data" / "documents").glob("*.txt"))

SMALL = """某市某局2025年部门预算

预算01表 支出总表

金额单位：万元

科目编码	科目名称	合计	基本支出	项目支出
2010101	行政运行	{first}	{first}
2010102	一般行政管理事务	20.00		20.00
合计		{total}	{first}	20.00
"""


def small(first: int) -> str:
    return SMALL.format(first=f"{first}.00", total=f"{first + 20}.00")


@pytest.fixture
def folder(tmp_path):
    """Three small budgets."""
    papers = tmp_path / "papers"
    papers.mkdir()
    for first in (10, 11, 12):
        (papers / f"budget-{first}.txt").write_text(small(first), encoding="utf-8")
    return papers


def contents(data: Path) -> str:
    with sqlite3.connect(data / "build" / "budget.db") as connection:
        return hash_content(connection)


def test_the_shipped_document_keeps_every_cell_and_every_line(tmp_path):
    report = build(tmp_path, [SHIPPED]).documents[0]
    lines = SHIPPED.read_text(encoding="utf-8").split("\n")
    cells = sum(bool(cell.strip()) for line in lines for cell in line.split("\t") if "\t" in line)
    assert report.cells_kept == report.cells_seen >= cells
    assert report.lost == ()
    assert sum(report.accounted.values()) == sum(bool(line.strip()) for line in lines)


def test_files_in_another_order_and_place_give_the_same_database(tmp_path, folder):
    first = build(tmp_path / "a", sorted(folder.iterdir()))
    moved = tmp_path / "elsewhere"
    shutil.copytree(folder, moved)
    second = build(tmp_path / "b", sorted(moved.iterdir(), reverse=True))
    assert first.content_hash == second.content_hash
    assert (tmp_path / "a/build/budget.db").read_bytes() == (tmp_path / "b/build/budget.db").read_bytes()


def test_workers_of_any_kind_give_the_same_database(tmp_path, folder):
    first = build(tmp_path / "a", [folder])
    second = build(tmp_path / "b", [folder], pool=ThreadPoolExecutor)
    assert first.content_hash == second.content_hash


def test_the_reported_hash_is_the_hash_of_what_is_stored(tmp_path, folder):
    report = build(tmp_path, [folder])
    assert contents(tmp_path) == report.content_hash == read_build(tmp_path / "build/budget.db")["content_hash"]


def written(file: Path) -> tuple[int, int, int]:
    """Which file it is and when it was last written; reading changes neither."""
    stat = file.stat()
    return stat.st_ino, stat.st_mtime_ns, stat.st_size


def test_a_second_run_writes_nothing(tmp_path, folder):
    build(tmp_path, [folder])
    before = written(tmp_path / "build/budget.db")
    report = build(tmp_path, [folder])
    assert (report.fresh, report.changed, len(report.documents)) == (False, 0, 3)
    assert written(tmp_path / "build/budget.db") == before


def test_only_a_changed_file_is_read_again_and_a_removed_one_is_gone(tmp_path, folder):
    build(tmp_path, [folder])
    (folder / "budget-11.txt").write_text(small(99), encoding="utf-8")
    (folder / "budget-12.txt").unlink()
    report = build(tmp_path, [folder])
    assert (report.changed, report.removed) == (1, 2)
    assert [one.file for one in documents(tmp_path / "build/budget.db")] == ["budget-10.txt", "budget-11.txt"]
    assert report.content_hash == build(tmp_path / "anew", [folder]).content_hash


def test_paths_are_the_whole_set_and_add_keeps_what_is_held(tmp_path, folder):
    build(tmp_path, [folder / "budget-10.txt"])
    build(tmp_path, [folder / "budget-11.txt"], add=True)
    assert [one.file for one in documents(tmp_path / "build/budget.db")] == ["budget-10.txt", "budget-11.txt"]
    build(tmp_path, [folder / "budget-12.txt"])
    assert [one.file for one in documents(tmp_path / "build/budget.db")] == ["budget-12.txt"]


def test_one_content_under_two_names_is_one_document_with_a_note(tmp_path, folder):
    shutil.copy(folder / "budget-10.txt", folder / "copy.txt")
    build(tmp_path, [folder])
    held = documents(tmp_path / "build/budget.db")
    assert [one.file for one in held] == ["budget-10.txt", "budget-11.txt", "budget-12.txt"]
    assert [note for one in held for note in one.notes if "同一内容" in note] == ["同一内容还有：copy.txt。"]


def test_a_bad_file_is_one_line_and_the_others_go_on(tmp_path, folder):
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 nothing follows")
    report = build(tmp_path, [folder])
    assert [one.file for one in report.skipped] == ["broken.pdf"]
    assert len(report.documents) == 3
    assert len(report.skipped[0].why.splitlines()) == 1


def test_only_bad_files_leave_the_old_database(tmp_path, folder):
    build(tmp_path, [folder])
    before = contents(tmp_path)
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"no pdf at all")
    with pytest.raises(NothingToIndex, match="没有一份文件可以收录"):
        build(tmp_path, [bad])
    assert contents(tmp_path) == before


def test_nothing_found_is_said_with_the_formats(tmp_path):
    with pytest.raises(NothingToIndex, match="可读格式"):
        build(tmp_path / "data", [tmp_path])


def test_a_correction_changes_the_identity_and_says_so(tmp_path, folder):
    (folder / "corrections.toml").write_text('["budget-10.txt"]\ndepartment = "某县财政局"\nyear = 2019\n', encoding="utf-8")
    build(tmp_path, [folder])
    held = {one.file: one for one in documents(tmp_path / "build/budget.db")}
    assert (held["budget-10.txt"].department, held["budget-10.txt"].year) == ("某县财政局", 2019)
    assert "按 corrections.toml 更正：department、year。" in held["budget-10.txt"].notes
    assert held["budget-11.txt"].year == 2025


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('["a.txt"]\nyear = "2019"', "应是年份"),
        ('["a.txt"]\nphase = "草案"', "只能是 预算、决算、调整预算"),
        ('["a.txt"]\ncolour = "red"', "不认识"),
        ("year = ", "不是有效的 TOML"),
    ],
)
def test_an_impossible_correction_is_refused_with_its_place(tmp_path, folder, text, said):
    (folder / "corrections.toml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        build(tmp_path, [folder])


def test_two_indexers_do_not_collide(tmp_path, folder):
    code = "import fcntl, sys, time; f = open(sys.argv[1], 'w'); fcntl.flock(f, fcntl.LOCK_EX); print('held', flush=True); time.sleep(60)"
    (tmp_path / "build").mkdir()
    holder = subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "build" / "lock")], stdout=subprocess.PIPE)
    assert holder.stdout.readline() == b"held\n"
    with pytest.raises(InputError, match="另一个 yusuan index"):
        build(tmp_path, [folder])
    holder.kill()
    holder.wait()
    holder.stdout.close()
    assert len(build(tmp_path, [folder]).documents) == 3


def test_a_damaged_or_foreign_cache_entry_is_read_again_and_runs_nothing(tmp_path, folder):
    build(tmp_path, [folder])
    entries = sorted((tmp_path / "build/cache").iterdir())
    entries[0].write_bytes(b"\x80\x05rubbish")
    entries[1].write_bytes(b"cos\nsystem\n(S'touch " + str(tmp_path / "ran").encode() + b"'\ntR.")
    (tmp_path / "build/state.json").unlink()
    report = build(tmp_path, [folder])
    assert (report.changed, len(report.documents)) == (2, 3)
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("seconds", [0.2, 0.5, 0.8, 1.2])
def test_a_build_killed_at_any_point_leaves_the_last_good_one(tmp_path, folder, seconds):
    build(tmp_path, [folder])
    before = contents(tmp_path)
    for first in range(20, 60):
        (folder / f"budget-{first}.txt").write_text(small(first), encoding="utf-8")
    code = "import sys; from pathlib import Path; from index.build import build; build(Path(sys.argv[1]), [Path(sys.argv[2])])"
    process = subprocess.Popen([sys.executable, "-c", code, str(tmp_path), str(folder)], cwd=CHECKOUT, start_new_session=True)
    time.sleep(seconds)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert contents(tmp_path) in (before, build(tmp_path / "whole", [folder]).content_hash)
    assert build(tmp_path, [folder]).content_hash == build(tmp_path / "whole", [folder]).content_hash


def test_the_report_lies_beside_the_database_without_paths(tmp_path, folder):
    build(tmp_path, [folder])
    text = (tmp_path / "build/report.json").read_text(encoding="utf-8")
    assert str(tmp_path) not in text
    assert [one["file"] for one in json.loads(text)["documents"]] == ["budget-10.txt", "budget-11.txt", "budget-12.txt"]
