"""The app under a pilot: keys, clicks and the line."""

from pathlib import Path
from threading import Event as Flag

import database
from rich.cells import cell_len
from screens import app_over, ask, looks_like, shows, text_of, until
from scripted import ANSWER, DOUBT, PASSAGE, PROJECTS, ScriptedSession
from textual.events import Key, Paste
from textual.widgets import TabbedContent

from tui import sessions
from tui.chat import Offer
from tui.cited_rows import CitedRows
from tui.evidence import CitationHead
from tui.help import HelpScreen
from tui.lists import ListScreen


async def test_a_narrow_screen_switches_to_the_evidence_and_back(tmp_path: Path) -> None:
    database.write(tmp_path / "build" / "budget.db")
    app = app_over(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(pilot, PROJECTS.question)
        assert not app.desk.evidence.display
        await pilot.press("2")
        await until(pilot, lambda: isinstance(app.focused, CitedRows))
        await shows(pilot, "12,000.500000")
        await looks_like(pilot, "evidence-80x24")
        await pilot.press("escape")
        await until(pilot, lambda: app.desk.view.is_on_screen and app.focused is app.desk.line)
        await pilot.press("f2")
        await until(pilot, lambda: app.desk.evidence.display)
        await pilot.press("f2")
        await until(pilot, lambda: app.focused is app.desk.line)


async def test_a_digit_jumps_to_its_citation_and_a_year_is_still_written_whole(tmp_path: Path) -> None:
    app = app_over(tmp_path)
    async with app.run_test(size=(160, 45)) as pilot:
        await ask(pilot, PROJECTS.question)
        await pilot.press("2")
        await until(pilot, lambda: isinstance(app.focused, CitedRows))
        assert [head.has_class("-selected") for head in app.screen.query(CitationHead)] == [True]
        assert app.screen.query_one(CitedRows).cursor_row == 1
        await pilot.press("0", "2", "6", "年")
        await until(pilot, lambda: app.focused is app.desk.line)
        assert app.desk.line.value == "2026年"


async def test_a_year_that_is_typed_at_once_is_whole(tmp_path: Path) -> None:
    """Keys that come before the jump has moved the focus, as from a paste or a quick hand."""
    for question in ("2026年呢", "11月", "1", "22年"):
        app = app_over(tmp_path)
        async with app.run_test(size=(160, 45)) as pilot:
            await ask(pilot, PROJECTS.question)
            for character in question:
                app.post_message(Key(character, character))
            await pilot.pause(0.3)
            assert app.desk.line.value == ("" if question == "1" else question)


async def test_without_an_answer_a_digit_is_text(tmp_path: Path) -> None:
    app = app_over(tmp_path)
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.press("2", "0", "o", "y")
        await until(pilot, lambda: app.desk.line.value == "20oy")


async def test_a_reading_is_picked_with_one_key(tmp_path: Path) -> None:
    database.write(tmp_path / "build" / "budget.db")
    session = ScriptedSession()
    app = app_over(tmp_path, session)
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "可以这样问")
        await ask(pilot, DOUBT.question)
        await until(pilot, lambda: isinstance(app.focused, Offer))
        await looks_like(pilot, "choices-80x24")
        await pilot.press("down")
        assert str(app.focused.question) == "本年支出合计多少？"
        await pilot.press("b")
        await until(pilot, lambda: len(session.asked) == 2)
        assert session.asked == [DOUBT.question, "本年支出合计多少？"]


async def test_writing_goes_on_where_readings_are_offered(tmp_path: Path) -> None:
    app = app_over(tmp_path)
    async with app.run_test() as pilot:
        await ask(pilot, DOUBT.question)
        await until(pilot, lambda: isinstance(app.focused, Offer))
        await pilot.press("项", "目")
        await until(pilot, lambda: app.desk.line.value == "项目")


async def test_a_suggestion_is_asked_by_a_click(tmp_path: Path) -> None:
    session = ScriptedSession()
    app = app_over(tmp_path, session)
    async with app.run_test(size=(120, 40)) as pilot:
        await ask(pilot, ANSWER.question)
        await pilot.click(Offer)
        await until(pilot, lambda: len(session.asked) == 2)
        assert session.asked[1] == "会议费多少？"


async def test_typing_goes_on_while_a_question_runs(tmp_path: Path) -> None:
    gate = Flag()
    app = app_over(tmp_path, ScriptedSession(gate=gate))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        app.desk.line.value = ANSWER.question
        await pilot.press("enter")
        await pilot.press("会", "议")
        await until(pilot, lambda: app.desk.line.value == "会议")
        gate.set()
        await until(pilot, lambda: app.desk.reply == ANSWER)
        assert app.desk.line.value == "会议"


async def test_a_letter_alone_is_a_command_and_a_word_is_a_word(tmp_path: Path) -> None:
    app = app_over(tmp_path)
    async with app.run_test() as pilot:
        await ask(pilot, ANSWER.question)
        await pilot.press("y")
        await until(pilot, lambda: app.clipboard.startswith("**问：**"))
        assert app.desk.line.value == ""
        await pilot.press("o", "f", "f", "i", "c", "e")
        await pilot.pause(0.6)
        assert app.desk.line.value == "office"


async def test_history_comes_back_with_up_and_down(tmp_path: Path) -> None:
    app = app_over(tmp_path)
    async with app.run_test() as pilot:
        await ask(pilot, ANSWER.question)
        await ask(pilot, PASSAGE.question)
        app.desk.line.value = "写到一半"
        await pilot.press("up")
        await until(pilot, lambda: app.desk.line.value == PASSAGE.question)
        await pilot.press("up")
        await until(pilot, lambda: app.desk.line.value == ANSWER.question)
        await pilot.press("down", "down")
        await until(pilot, lambda: app.desk.line.value == "写到一半")


async def test_a_conversation_is_resumed_with_its_evidence_and_context(tmp_path: Path) -> None:
    app = app_over(tmp_path)
    async with app.run_test() as pilot:
        await ask(pilot, ANSWER.question)
        await ask(pilot, PROJECTS.question)
    session = ScriptedSession()
    app = app_over(tmp_path, session)
    async with app.run_test(size=(160, 45)) as pilot:
        await pilot.pause()
        app.action_sessions()
        await until(pilot, lambda: isinstance(app.screen, ListScreen))
        await pilot.press("enter")
        await until(pilot, lambda: app.desk.reply == PROJECTS)
        await shows(pilot, "12,000.500000")
        assert app.desk.conversation.replies == (ANSWER, PROJECTS)
        await until(pilot, lambda: session.asked == [ANSWER.question, PROJECTS.question])
        await ask(pilot, PASSAGE.question)
    [kept] = list(sessions.recent(tmp_path / "sessions"))
    assert kept.questions == (ANSWER.question, PROJECTS.question, PASSAGE.question)


async def test_help_opens_and_closes(tmp_path: Path) -> None:
    app = app_over(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f1")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))
        await looks_like(pilot, "help-80x24")
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.desk)


async def test_the_tabs_show_figures_plan_and_query(tmp_path: Path) -> None:
    app = app_over(tmp_path)
    async with app.run_test(size=(160, 45)) as pilot:
        await ask(pilot, ANSWER.question)
        await pilot.press("f3")
        await pilot.pause()
        assert app.screen.query_one(TabbedContent).active == "tab-figures"
        await shows(pilot, "公务接待费 0.976202 ÷ 三公经费 7.526202")
        await pilot.press("f3")
        await pilot.pause()
        await shows(pilot, "SELECT printed FROM fact WHERE measure = 'reception'")


async def test_the_answer_before_is_selected_with_its_evidence(tmp_path: Path) -> None:
    app = app_over(tmp_path)
    async with app.run_test(size=(160, 45)) as pilot:
        await ask(pilot, ANSWER.question)
        await ask(pilot, PROJECTS.question)
        await pilot.press("ctrl+up")
        await until(pilot, lambda: app.desk.reply == ANSWER)
        await pilot.pause()
        assert [exchange.has_class("-selected") for exchange in app.desk.view.exchanges] == [True, False]
        await shows(pilot, "0.976202")


async def test_a_click_on_a_mark_shows_the_citation_of_that_answer(tmp_path: Path) -> None:
    app = app_over(tmp_path)
    async with app.run_test(size=(160, 45)) as pilot:
        await ask(pilot, PROJECTS.question)
        await ask(pilot, ANSWER.question)
        await shows(pilot, "2. 乙项目 12000.5 万元[2]")
        lines = text_of(app).split("\n")
        [line] = [at for at, text in enumerate(lines) if text.lstrip().startswith("2. 乙项目 12000.5 万元[2]")]
        await pilot.click(offset=(cell_len(lines[line][: lines[line].index("[2]")]) + 1, line))
        await until(pilot, lambda: app.desk.reply == PROJECTS and isinstance(app.focused, CitedRows))
        assert app.focused.cursor_row == 1


async def test_a_paste_of_several_lines_is_one_question(tmp_path: Path) -> None:
    app = app_over(tmp_path)
    async with app.run_test() as pilot:
        await pilot.pause()
        app.desk.line.post_message(Paste("三公经费\r\n是多少？\x1b[31m\u200b"))
        await pilot.pause()
        assert app.desk.line.value == "三公经费 是多少？[31m"
