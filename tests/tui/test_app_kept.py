"""The app under a pilot: what outlives an answer (sessions, exports, the clipboard, pages, the database that is replaced)."""

from pathlib import Path

import database
import pytest
from screens import app_over, ask, shows, text_of, until
from scripted import ANSWER, PASSAGE, PROJECTS, ScriptedSession

from index.published import database_of
from tui import serve
from tui.app import BudgetApp
from tui.cited_rows import CitedRows


async def test_the_answer_is_copied_with_its_citations(tmp_path: Path) -> None:
    app = app_over(tmp_path)
    async with app.run_test() as pilot:
        await ask(pilot, ANSWER.question)
        await pilot.press("ctrl+y")
        await pilot.pause()
        assert app.clipboard == (
            "**问：**公务接待费多少？\n\n公务接待费预算为 0.976202 万元[1]，占三公经费 7.526202 万元[1]的 12.97%[1]。\n\n"
            "算式：\n\n- 占比：公务接待费 0.976202 ÷ 三公经费 7.526202 = 12.97 %\n\n依据：\n\n"
            "- [1] 2026-park.txt，预算10表 财政拨款（含一般公共预算和政府性基金预算）“三公”经费支出表，第 225 行："
            "合计 7.526202；公务用车运行维护费 6.550000；公务接待费 0.976202\n"
        )


async def test_a_new_conversation_begins_empty(tmp_path: Path) -> None:
    app = app_over(tmp_path)
    async with app.run_test() as pilot:
        await ask(pilot, ANSWER.question)
        app.action_new()
        await until(pilot, lambda: not app.desk.view.exchanges)
        assert app.desk.reply is None
        assert app.desk.conversation.replies == ()
        assert not list(app.desk.query(CitedRows))


async def test_a_conversation_is_exported_whole(tmp_path: Path) -> None:
    app = app_over(tmp_path)
    async with app.run_test() as pilot:
        await ask(pilot, ANSWER.question)
        await ask(pilot, PASSAGE.question)
        app.action_export()
        [file] = (tmp_path / "exports").iterdir()
        text = file.read_text(encoding="utf-8")
        assert text.startswith(f"# {ANSWER.question}\n\n**问：**")
        assert text.count("**问：**") == 2


async def test_the_page_of_a_citation_is_served_and_ends_with_the_app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "there")
    database.write(database_of(tmp_path))
    app = app_over(tmp_path)
    async with app.run_test(size=(160, 45)) as pilot:
        await ask(pilot, PROJECTS.question)
        await pilot.press("2", "o")
        await until(pilot, lambda: "http://127.0.0.1:" in text_of(app), seconds=20)
        url = serve.running_url(tmp_path)
        await shows(pilot, f"网页：{url}/budget/project/park-2026-0a1b2c3d-t12-r2")
        await shows(pilot, "ssh -L")
    assert serve.running_url(tmp_path) is None


async def test_the_chosen_theme_is_kept(tmp_path: Path) -> None:
    app = app_over(tmp_path)
    async with app.run_test():
        assert app.theme == "yusuan-dark"
        app.action_brightness()
    app = app_over(tmp_path)
    async with app.run_test():
        assert app.theme == "yusuan-light"


async def test_a_new_index_is_read_with_the_next_question(tmp_path: Path) -> None:
    opened: list[ScriptedSession] = []

    def open_asker() -> ScriptedSession:
        opened.append(ScriptedSession())
        return opened[-1]

    app = BudgetApp(tmp_path, open_asker=open_asker)
    async with app.run_test(size=(160, 45)) as pilot:
        await shows(pilot, "还没有数据库")
        await ask(pilot, ANSWER.question)
        database.write(database_of(tmp_path))
        await ask(pilot, PASSAGE.question)
        await shows(pilot, "已收录 2 份文件")
        assert [session.asked for session in opened] == [[ANSWER.question], [ANSWER.question, PASSAGE.question]]
        await until(pilot, lambda: text_of(app).count("可以这样问") == 1)
