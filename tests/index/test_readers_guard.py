"""A file can neither hang the program nor swallow its memory, and the next file is read as ever."""

import os
import signal
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from index.errors import UnreadableFile
from index.readers import guard, read_guarded
from index.records import TextLine


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "small.txt"
    path.write_text("三公经费", encoding="utf-8")
    return path


@pytest.fixture
def large(tmp_path: Path) -> Path:
    path = tmp_path / "large.csv"
    path.write_text("项目,金额\n" + "会议费,1\n" * 2_000_000, encoding="utf-8")
    return path


def said(path: Path, **limits) -> str:
    with pytest.raises(UnreadableFile) as error:
        read_guarded(path, **limits)
    return str(error.value)


def test_a_file_that_takes_too_long_is_given_up(large: Path, small: Path):
    assert said(large, seconds=0.2) == "large.csv 读取超时（0 秒），已跳过。"
    assert read_guarded(small).blocks[0].text == "三公经费"


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="address space is only limited where the platform says how much is taken")
def test_a_file_that_takes_too_much_memory_is_given_up(large: Path, small: Path):
    assert said(large, seconds=60, megabytes=100) == "large.csv 读取时内存不足。"
    assert read_guarded(small).blocks[0].text == "三公经费"


def test_a_worker_that_dies_is_replaced(small: Path):
    read_guarded(small)
    worker = guard._local.worker
    os.kill(worker.process.pid, signal.SIGKILL)
    worker.process.wait()
    assert read_guarded(small).blocks[0].text == "三公经费"
    assert guard._local.worker is not worker


def test_the_worker_is_kept_for_the_next_file(small: Path):
    read_guarded(small)
    worker = guard._local.worker
    read_guarded(small)
    assert guard._local.worker is worker


def test_a_pool_of_processes_may_read_guarded_files(small: Path):
    read_guarded(small)
    with ProcessPoolExecutor(1) as pool:
        [block] = pool.submit(read_guarded, small).result().blocks
    assert isinstance(block, TextLine)


def test_an_unreadable_file_keeps_its_sentence(tmp_path: Path):
    (tmp_path / "a.doc").write_bytes(b"x")
    assert said(tmp_path / "a.doc").startswith("a.doc 的格式不支持。")
