"""What the first screen says."""

from pathlib import Path

import database
import pytest

from index.errors import StoreError
from tui.chat import loaded, runs
from tui.holdings import read


def test_what_is_held_is_counted_and_asked_about(tmp_path: Path) -> None:
    database.write(tmp_path / "budget.db")
    held = read(tmp_path / "budget.db")
    assert (len(held.documents), held.rows, held.passages, held.years) == (2, 4, 2, (2025, 2026))
    assert [check.message for check in held.failed_checks] == ["合计与各项之和相差 6.55 万元。"]
    assert held.examples == ("园区管理委员会2026年三公经费多少？其中公务接待费占比呢？", "园区管理委员会2026年甲项目的绩效目标是什么？")
    assert loaded(held).plain.startswith("已收录 2 份文件，4 行数据，2 段文字\n部门：")


def test_years_without_a_gap_stand_together() -> None:
    assert runs((2017, 2018, 2019, 2021, 2023, 2024)) == ["2017-2019", "2021", "2023-2024"]
    assert runs(()) == []


def test_no_database_and_a_foreign_file_are_said(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="还没有数据库"):
        read(tmp_path / "budget.db")
    (tmp_path / "budget.db").write_bytes(b"not a database" * 100)
    with pytest.raises(StoreError, match="重新运行 yusuan index"):
        read(tmp_path / "budget.db")
