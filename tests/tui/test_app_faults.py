"""The app under a pilot: engines that break or hang, hostile text, folders that cannot be written."""

import unicodedata
from dataclasses import replace
from pathlib import Path
from threading import Event as Flag

import pytest
from screens import app_over, ask, shows, text_of, until, widths_of
from scripted import ANSWER, PASSAGE, PROJECTS, ScriptedSession

from index.errors import InputError
from qa.records import Reply
from tui.app import BudgetApp, run

HOSTILE = "备注[/教育]支出\x1b]52;c;aGFja2Vk\x07[@click=app.quit]点我[/]\u202e倒\u200b[bold]粗[/bold][1]\x9b31m"
SAFE = "备注[/教育]支出]52;c;aGFja2Vk[@click=app.quit]点我[/]倒[bold]粗[/bold][1]31m"


async def test_escape_cancels_and_the_next_question_is_answered(tmp_path: Path) -> None:
    gate = Flag()
    session = ScriptedSession(gate=gate)
    app = app_over(tmp_path, session)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        app.desk.line.value = ANSWER.question
        await pilot.press("enter")
        await until(pilot, lambda: session.asked == [ANSWER.question])
        await pilot.press("escape")
        await shows(pilot, "已取消。")
        gate.set()
        await ask(pilot, PASSAGE.question)
        assert [reply.question for reply in app.desk.conversation.replies] == [PASSAGE.question]


async def test_a_question_that_hangs_does_not_hold_up_the_next(tmp_path: Path) -> None:
    opened: list[ScriptedSession] = []

    def open_asker() -> ScriptedSession:
        opened.append(ScriptedSession(gate=None if opened else Flag()))
        return opened[-1]

    app = BudgetApp(tmp_path, open_asker=open_asker)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        app.desk.line.value = ANSWER.question
        await pilot.press("enter")
        await until(pilot, lambda: bool(opened) and opened[0].asked == [ANSWER.question])
        await pilot.press("escape")
        await ask(pilot, PASSAGE.question)
        assert len(opened) == 2


async def test_an_engine_that_breaks_costs_one_sentence(tmp_path: Path) -> None:
    app = app_over(tmp_path, ScriptedSession(fails=["坏问题"]))
    async with app.run_test(size=(200, 40)) as pilot:
        await pilot.pause()
        app.desk.line.value = "坏问题"
        await pilot.press("enter")
        await shows(pilot, "引擎出错")
        await shows(pilot, "RuntimeError：[/no] markup ]52;c;aGk=")
        await ask(pilot, ANSWER.question)


async def test_an_engine_that_cannot_open_is_tried_again(tmp_path: Path) -> None:
    states = iter([True, False])

    def open_asker() -> ScriptedSession:
        if next(states):
            raise OSError("no such file")
        return ScriptedSession()

    app = BudgetApp(tmp_path, open_asker=open_asker)
    async with app.run_test(size=(120, 40)) as pilot:
        await shows(pilot, "引擎未就绪")
        await ask(pilot, ANSWER.question)
        assert "引擎未就绪" not in text_of(app)


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_text_from_documents_neither_acts_nor_reaches_the_terminal(tmp_path: Path, size: tuple[int, int]) -> None:
    citation = replace(
        PROJECTS.citations[0], row={HOSTILE: HOSTILE, "项目总额": "1"}, table=HOSTILE, document=replace(PROJECTS.citations[0].document, file=HOSTILE)
    )
    passage = replace(PASSAGE.citations[0], marker=2, text=HOSTILE)
    hostile = Reply(
        "answered", "坏", HOSTILE, (replace(ANSWER.figures[0], label=HOSTILE, formula=HOSTILE),), (citation, passage), (HOSTILE,), (HOSTILE,), (HOSTILE,), (),
        HOSTILE,
    )  # fmt: skip
    app = app_over(tmp_path, ScriptedSession({"坏": hostile}))
    async with app.run_test(size=size) as pilot:
        await ask(pilot, "坏")
        seen = text_of(app)
        await pilot.press("f3", "f3", "f3", "1")
        await pilot.pause()
        seen += text_of(app)
        assert not {character for character in seen if unicodedata.category(character) in {"Cc", "Cf"} and character != "\n"}
        assert SAFE[:10] in seen
        await pilot.press("y")
        assert "\x1b" not in app.clipboard and "\u202e" not in app.clipboard
        assert widths_of(app) == {size[0]}


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_the_chrome_has_no_character_of_doubtful_width(tmp_path: Path, size: tuple[int, int]) -> None:
    app = app_over(tmp_path)
    async with app.run_test(size=size) as pilot:
        await shows(pilot, "还没有数据库")
        seen = text_of(app)
        await pilot.press("ctrl+p")
        await shows(pilot, "打开旧对话")
        seen += text_of(app)
        await pilot.press("escape", "f1")
        await pilot.pause(0.3)
        seen += text_of(app)
        assert {character for character in seen if unicodedata.east_asian_width(character) == "A"} == set("“”")


async def test_without_a_database_the_page_is_refused_in_one_sentence(tmp_path: Path) -> None:
    app = app_over(tmp_path)
    async with app.run_test(size=(160, 45)) as pilot:
        await ask(pilot, ANSWER.question)
        await pilot.press("ctrl+o")
        await until(pilot, lambda: text_of(app).count("还没有数据库") == 2)


async def test_a_folder_that_cannot_be_written_costs_one_notice(tmp_path: Path) -> None:
    (tmp_path / "sessions").write_text("in the way", encoding="utf-8")
    app = app_over(tmp_path)
    async with app.run_test(size=(160, 45), notifications=True) as pilot:
        await ask(pilot, ANSWER.question)
        await ask(pilot, PROJECTS.question)
        await shows(pilot, "对话没有保存")
        await until(pilot, lambda: text_of(app).count("对话没有保存") == 1)


def test_without_a_terminal_the_app_is_refused_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="应用要在终端里打开"):
        run(tmp_path)
