"""The app under a pilot, with a scripted engine behind the real interface: what is shown."""

from pathlib import Path

import database
import pytest
from screens import app_over, ask, looks_like, shows, text_of, until, widths_of
from scripted import ANSWER, PROJECTS

from tui.cited_rows import CitedRows


async def test_an_answer_shows_its_steps_and_the_row_that_proves_it(tmp_path: Path) -> None:
    app = app_over(tmp_path)
    async with app.run_test(size=(160, 45)) as pilot:
        await ask(pilot, ANSWER.question)
        assert app.desk.reply == ANSWER
        [table] = app.query(CitedRows) or app.screen.query(CitedRows)
        cells = [[str(value) for value in table.get_row_at(row)] for row in range(table.row_count)]
        assert cells == [["合计", "7.526202"], ["公务接待费", "0.976202"], ["公务用车购置费", ""], ["公务用车运行维护费", "6.550000"]]
        marked = [row for row in range(table.row_count) if "reverse" in str(table.get_row_at(row)[1].style)]
        assert marked == [1]
        await shows(pilot, "理解：看 2026 年公务接待费占三公经费的比例 | 找到：1 行", "[1] 2026-park.txt，", "第 225 行")


@pytest.mark.parametrize(("name", "size"), [("answer-80x24", (80, 24)), ("answer-160x45", (160, 45))])
async def test_the_screen_looks_as_it_did(tmp_path: Path, name: str, size: tuple[int, int]) -> None:
    database.write(tmp_path / "build" / "budget.db")
    app = app_over(tmp_path)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "可以这样问" in text_of(app) and "不用模型" in text_of(app))
        await looks_like(pilot, name.replace("answer", "first"))
        await ask(pilot, ANSWER.question)
        await ask(pilot, PROJECTS.question)
        await looks_like(pilot, name)
        assert widths_of(app) == {size[0]}
