"""What is kept of a model's answers, the cache and the log: bounded, the oldest out first, and whole whatever interrupts it."""

import json
import os
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import pytest
from openai_server import Said, serve

from index.errors import InputError
from qa.audit import AuditLog, Record
from qa.llm import LlamaTalker
from qa.llm_cache import Cached, prune, request_key
from qa.llm_records import Completion, Deadline, Endpoint, Prompt, Remark, Talker

RECORD = Record("20260101-000000-000000-1", ("公务接待费多少",), "m", "127.0.0.1", (), {"answer": "。\u2028" + "数" * 50})


class Counting(Talker):
    """Says how often it was asked."""

    name, host = "m", "h"

    def __init__(self) -> None:
        self.asked = 0

    def stream(self, prompt, deadline):
        self.asked += 1
        yield "好。"
        yield Completion(f"好。{self.asked}", "m", 1, 1)


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_the_cache_keeps_the_answers_that_were_used_last(tmp_path):
    talker = Counting()
    cached = Cached(talker, tmp_path, most_files=3)
    for number in range(3):
        cached.chat(Prompt("系统", str(number)), Deadline(5))
        os.utime(tmp_path / f"{request_key('m', 'h', Prompt('系统', str(number)))}.json", (number, number))
    assert cached.chat(Prompt("系统", "0"), Deadline(5)) == Completion("好。1", "m", 1, 1, cached=True)  # used again, and so younger than 1
    cached.chat(Prompt("系统", "3"), Deadline(5))
    kept = {f"{request_key('m', 'h', Prompt('系统', number))}.json" for number in ("0", "2", "3")}
    assert set(names(tmp_path)) == kept and talker.asked == 4


def test_the_cache_keeps_within_its_bytes(tmp_path):
    for number in range(10):
        (tmp_path / f"{number}.json").write_text("x" * 100)
        os.utime(tmp_path / f"{number}.json", (number, number))
    prune(tmp_path, most_bytes=450, most_files=100)
    assert names(tmp_path) == ["6.json", "7.json", "8.json", "9.json"]


def test_drafts_of_processes_that_died_go_and_other_files_stay(tmp_path):
    for name, age in (("old.new", 0), ("young.new", None), ("notes.txt", 0)):
        (tmp_path / name).write_text("x")
        if age is not None:
            os.utime(tmp_path / name, (age, age))
    prune(tmp_path, 1, 1)
    assert names(tmp_path) == ["notes.txt", "young.new"]


def test_what_is_damaged_in_the_cache_is_asked_again(tmp_path):
    talker = Counting()
    cached = Cached(talker, tmp_path)
    cached.chat(Prompt("", "问"), Deadline(5))
    for damage in ("", "{", "[]", '{"text": 1}'):
        next(tmp_path.glob("*.json")).write_text(damage)
        assert not cached.chat(Prompt("", "问"), Deadline(5)).cached
    assert talker.asked == 5


def test_earlier_turns_are_part_of_what_is_cached(tmp_path):
    talker = Counting()
    cached = Cached(talker, tmp_path)
    for history in ((), (Remark("user", "a"),), (Remark("user", "b"),), (Remark("assistant", "a"),), (Remark("user", "a"),)):
        cached.chat(Prompt("", "问", history), Deadline(5))
    assert talker.asked == 4


def test_a_failure_is_not_kept(tmp_path):
    with serve(lambda asked: Said("半截的答复在这里", half=True)) as server:
        talker = Cached(LlamaTalker(Endpoint("m", server.url)), tmp_path / "cache")
        with pytest.raises(Exception, match="中途断了"):
            talker.chat(Prompt("", "问"), Deadline(5))
    assert not (tmp_path / "cache").exists()


def test_the_log_keeps_the_last_records_within_its_bound(tmp_path):
    log = AuditLog(tmp_path / "audit.jsonl", most_bytes=3_000)
    for number in range(100):
        log.add(replace(RECORD, id=f"c-{number}"))
    kept = [int(record.id[2:]) for record in log.records()]
    assert kept == list(range(kept[0], 100)) and 6 <= len(kept) <= 30
    sizes = {name: (tmp_path / name).stat().st_size for name in names(tmp_path)}
    assert set(sizes) == {"audit.jsonl", "audit.1.jsonl"} and max(sizes.values()) < 3_500
    assert all((tmp_path / name).stat().st_mode & 0o077 == 0 for name in sizes)


def test_a_line_that_a_crash_cut_costs_itself_alone(tmp_path):
    log = AuditLog(tmp_path / "audit.jsonl")
    log.add(replace(RECORD, id="c-1"))
    whole = log.path.read_bytes()
    log.path.write_bytes(whole + whole[: len(whole) // 2])
    log.add(replace(RECORD, id="c-2"))
    assert [record.id for record in log.records()] == ["c-1", "c-2"]
    assert log.records()[0].reply == RECORD.reply


@pytest.mark.parametrize("lost", ["audit.jsonl", "audit.1.jsonl"])
def test_a_crash_between_the_rename_and_the_next_record_loses_nothing(tmp_path, lost):
    log = AuditLog(tmp_path / "audit.jsonl", most_bytes=10)
    log.add(RECORD)
    assert names(tmp_path) == ["audit.1.jsonl"] and [record.id for record in log.records()] == [RECORD.id]
    (tmp_path / lost).unlink(missing_ok=True)
    if lost == "audit.1.jsonl":
        with pytest.raises(InputError, match="没有可重放的记录"):
            log.records()


def many(folder: str, writer: int) -> None:
    log = AuditLog(Path(folder) / "audit.jsonl", most_bytes=20_000)
    for number in range(40):
        log.add(replace(RECORD, id=f"{writer}-{number}"))


def test_processes_that_write_at_once_lose_no_record_and_mix_no_lines(tmp_path):
    writers = [get_context("spawn").Process(target=many, args=(str(tmp_path), writer)) for writer in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    lines = [line for name in ("audit.1.jsonl", "audit.jsonl") if (tmp_path / name).exists() for line in (tmp_path / name).read_text(encoding="utf-8").split("\n") if line]
    ids = [json.loads(line)["id"] for line in lines]
    assert len(ids) == len(set(ids)) >= 40
    for writer in range(3):
        mine = [int(id.split("-")[1]) for id in ids if id.startswith(f"{writer}-")]
        assert mine == sorted(mine) and (not mine or mine == list(range(mine[0], 40)))


def test_a_folder_that_cannot_be_written_costs_the_record_alone(tmp_path):
    (tmp_path / "file").write_text("x")
    AuditLog(tmp_path / "file" / "audit.jsonl").add(RECORD)
    assert Cached(Counting(), tmp_path / "file" / "cache").chat(Prompt("", "问"), Deadline(5)).text == "好。1"
