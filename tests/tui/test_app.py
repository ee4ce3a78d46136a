"""The app under a pilot, with a scripted engine behind the real interface."""

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event as Flag

import database
import pytest
from rich.cells import cell_len
from screens import assert_looks_like, text_of, widths_of
from scripted import ANSWER, DOUBT, PASSAGE, PROJECTS, ScriptedSession
from textual.pilot import Pilot
from textual.widgets import TabbedContent

from index.published import database_of
from qa.records import Reply
from tui import serve, sessions
from tui.app import BudgetApp
from tui.chat import Offer
from tui.cited_rows import CitedRows
from tui.evidence import CitationHead
from tui.help import HelpScreen
from tui.lists import ListScreen

HOSTILE = "备注[/教育]支出\x1b]52;c;aGFja2Vk\x07[@click=app.quit]点我[/]\u202e倒\u200b[bold]粗[/bold][1]\x9b31m"
SAFE = "备注[/教育]支出]52;c;aGFja2Vk[@click=app.quit]点我[/]倒[bold]粗[/bold][1]31m"


async def until(pilot: Pilot, holds: Callable[[], bool], seconds: float = 15) -> None:
    """Wait for something that another thread brings about."""
    for _ in range(int(seconds * 50)):
        await pilot.pause(0.02)
        if holds():
            return
    raise AssertionError(text_of(pilot.app))


async def ask(pilot: Pilot, question: str) -> None:
    """Write a question and wait for its reply."""
    desk = pilot.app.desk
    count = len(desk.conversation.replies)
    desk.line.focus()
    desk.line.value = question
    await pilot.press("enter")
    await until(pilot, lambda: len(desk.conversation.replies) > count and desk.reply is desk.conversation.replies[-1])
    await pilot.pause()


def app_over(folder: Path, session: ScriptedSession | None = None) -> BudgetApp:
    """The app with a scripted engine and nothing indexed."""
    return BudgetApp(folder, open_asker=lambda: session or ScriptedSession())


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
        seen = text_of(app)
        assert "理解：看 2026 年公务接待费占三公经费的比例 | 找到：1 行" in seen
        assert "[1] 2026-park.txt，" in seen
        assert "第 225 行" in seen.replace("\n", "")


@pytest.mark.parametrize(("name", "size"), [("answer-80x24", (80, 24)), ("answer-160x45", (160, 45))])
async def test_the_screen_looks_as_it_did(tmp_path: Path, name: str, size: tuple[int, int]) -> None:
    database.write(tmp_path / "build" / "budget.db")
    app = app_over(tmp_path)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "可以这样问" in text_of(app))
        assert_looks_like(app, name.replace("answer", "first"))
        await ask(pilot, ANSWER.question)
        await ask(pilot, PROJECTS.question)
        assert_looks_like(app, name)
        assert widths_of(app) == {size[0]}


async def test_a_narrow_screen_switches_to_the_evidence_and_back(tmp_path: Path) -> None:
    database.write(tmp_path / "build" / "budget.db")
    app = app_over(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(pilot, PROJECTS.question)
        assert not app.desk.evidence.display
        await pilot.press("2")
        await until(pilot, lambda: isinstance(app.focused, CitedRows))
        assert "12,000.500000" in text_of(app)
        assert_looks_like(app, "evidence-80x24")
        await pilot.press("escape")
        assert app.desk.view.is_on_screen and app.focused is app.desk.line
        await pilot.press("f2")
        assert app.desk.evidence.display
        await pilot.press("f2")
        assert app.focused is app.desk.line


async def test_a_digit_jumps_to_its_citation_and_a_year_is_still_written_whole(tmp_path: Path) -> None:
    app = app_over(tmp_path)
    async with app.run_test(size=(160, 45)) as pilot:
        await ask(pilot, PROJECTS.question)
        await pilot.press("2")
        await until(pilot, lambda: isinstance(app.focused, CitedRows))
        assert [head.has_class("-selected") for head in app.screen.query(CitationHead)] == [True]
        assert app.screen.query_one(CitedRows).cursor_row == 1
        await pilot.press("0", "2", "6", "年")
        assert app.focused is app.desk.line
        assert app.desk.line.value == "2026年"


async def test_without_an_answer_a_digit_is_text(tmp_path: Path) -> None:
    app = app_over(tmp_path)
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.press("2", "0", "o", "y")
        assert app.desk.line.value == "20oy"


async def test_a_reading_is_picked_with_one_key(tmp_path: Path) -> None:
    database.write(tmp_path / "build" / "budget.db")
    session = ScriptedSession()
    app = app_over(tmp_path, session)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "可以这样问" in text_of(app))
        await ask(pilot, DOUBT.question)
        await until(pilot, lambda: isinstance(app.focused, Offer))
        assert_looks_like(app, "choices-80x24")
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
        assert app.desk.line.value == "项目"


async def test_a_suggestion_is_asked_by_a_click(tmp_path: Path) -> None:
    session = ScriptedSession()
    app = app_over(tmp_path, session)
    async with app.run_test(size=(120, 40)) as pilot:
        await ask(pilot, ANSWER.question)
        await pilot.click(Offer)
        await until(pilot, lambda: len(session.asked) == 2)
        assert session.asked[1] == "会议费多少？"


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
        assert "已取消。" in text_of(app)
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


async def test_typing_goes_on_while_a_question_runs(tmp_path: Path) -> None:
    gate = Flag()
    app = app_over(tmp_path, ScriptedSession(gate=gate))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        app.desk.line.value = ANSWER.question
        await pilot.press("enter")
        await pilot.press("会", "议")
        assert app.desk.line.value == "会议"
        gate.set()
        await until(pilot, lambda: app.desk.reply == ANSWER)
        assert app.desk.line.value == "会议"


async def test_an_engine_that_breaks_costs_one_sentence(tmp_path: Path) -> None:
    app = app_over(tmp_path, ScriptedSession(fails=["坏问题"]))
    async with app.run_test(size=(200, 40)) as pilot:
        await pilot.pause()
        app.desk.line.value = "坏问题"
        await pilot.press("enter")
        await until(pilot, lambda: "引擎出错" in text_of(app))
        assert "RuntimeError：[/no] markup ]52;c;aGk=" in text_of(app)
        await ask(pilot, ANSWER.question)


async def test_an_engine_that_cannot_open_is_tried_again(tmp_path: Path) -> None:
    states = iter([True, False])

    def open_asker() -> ScriptedSession:
        if next(states):
            raise OSError("no such file")
        return ScriptedSession()

    app = BudgetApp(tmp_path, open_asker=open_asker)
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: "引擎未就绪" in text_of(app))
        await ask(pilot, ANSWER.question)
        assert "引擎未就绪" not in text_of(app)


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_text_from_documents_neither_acts_nor_reaches_the_terminal(tmp_path: Path, size: tuple[int, int]) -> None:
    citation = replace(PROJECTS.citations[0], row={HOSTILE: HOSTILE, "项目总额": "1"}, table=HOSTILE, document=replace(PROJECTS.citations[0].document, file=HOSTILE))
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
        assert app.desk.line.value == PASSAGE.question
        await pilot.press("up")
        assert app.desk.line.value == ANSWER.question
        await pilot.press("down", "down")
        assert app.desk.line.value == "写到一半"


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
        await until(pilot, lambda: "12,000.500000" in text_of(app))
        assert app.desk.conversation.replies == (ANSWER, PROJECTS)
        await until(pilot, lambda: session.asked == [ANSWER.question, PROJECTS.question])
        await ask(pilot, PASSAGE.question)
    [kept] = list(sessions.recent(tmp_path / "sessions"))
    assert kept.questions == (ANSWER.question, PROJECTS.question, PASSAGE.question)


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


async def test_help_opens_and_closes(tmp_path: Path) -> None:
    app = app_over(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f1")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))
        assert_looks_like(app, "help-80x24")
        await pilot.press("escape")
        assert app.screen is app.desk


async def test_the_tabs_show_figures_plan_and_query(tmp_path: Path) -> None:
    app = app_over(tmp_path)
    async with app.run_test(size=(160, 45)) as pilot:
        await ask(pilot, ANSWER.question)
        await pilot.press("f3")
        await pilot.pause()
        assert app.screen.query_one(TabbedContent).active == "tab-figures"
        assert "公务接待费 0.976202 ÷ 三公经费 7.526202" in text_of(app)
        await pilot.press("f3")
        await pilot.pause()
        assert "SELECT printed FROM fact WHERE measure = 'reception'" in text_of(app)


async def test_the_answer_before_is_selected_with_its_evidence(tmp_path: Path) -> None:
    app = app_over(tmp_path)
    async with app.run_test(size=(160, 45)) as pilot:
        await ask(pilot, ANSWER.question)
        await ask(pilot, PROJECTS.question)
        await pilot.press("ctrl+up")
        await until(pilot, lambda: app.desk.reply == ANSWER)
        await pilot.pause()
        assert [exchange.has_class("-selected") for exchange in app.desk.view.exchanges] == [True, False]
        assert "0.976202" in text_of(app)


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_the_chrome_has_no_character_of_doubtful_width(tmp_path: Path, size: tuple[int, int]) -> None:
    app = app_over(tmp_path)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "还没有数据库" in text_of(app))
        seen = text_of(app)
        await pilot.press("ctrl+p")
        await pilot.pause(0.3)
        seen += text_of(app)
        assert "打开旧对话" in seen
        await pilot.press("escape", "f1")
        await pilot.pause(0.3)
        seen += text_of(app)
        assert {character for character in seen if unicodedata.east_asian_width(character) == "A"} == set("“”")


async def test_the_page_of_a_citation_is_served_and_ends_with_the_app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "there")
    database.write(database_of(tmp_path))
    app = app_over(tmp_path)
    async with app.run_test(size=(160, 45)) as pilot:
        await ask(pilot, PROJECTS.question)
        await pilot.press("2", "o")
        await until(pilot, lambda: "http://127.0.0.1:" in text_of(app), seconds=20)
        url = serve.running_url(tmp_path)
        assert f"网页：{url}/budget/project/park-2026-0a1b2c3d-t12-r2" in text_of(app).replace("\n", "")
        assert "ssh -L" in text_of(app)
    assert serve.running_url(tmp_path) is None


async def test_without_a_database_the_page_is_refused_in_one_sentence(tmp_path: Path) -> None:
    app = app_over(tmp_path)
    async with app.run_test(size=(160, 45)) as pilot:
        await ask(pilot, ANSWER.question)
        await pilot.press("ctrl+o")
        await until(pilot, lambda: text_of(app).count("还没有数据库") == 2)


async def test_a_click_on_a_mark_shows_the_citation_of_that_answer(tmp_path: Path) -> None:
    app = app_over(tmp_path)
    async with app.run_test(size=(160, 45)) as pilot:
        await ask(pilot, PROJECTS.question)
        await ask(pilot, ANSWER.question)
        lines = text_of(app).split("\n")
        [line] = [at for at, text in enumerate(lines) if text.lstrip().startswith("2. 乙项目 12000.5 万元[2]")]
        await pilot.click(offset=(cell_len(lines[line][: lines[line].index("[2]")]) + 1, line))
        await until(pilot, lambda: app.desk.reply == PROJECTS and isinstance(app.focused, CitedRows))
        assert app.focused.cursor_row == 1


async def test_a_folder_that_cannot_be_written_costs_one_notice(tmp_path: Path) -> None:
    (tmp_path / "sessions").write_text("in the way", encoding="utf-8")
    app = app_over(tmp_path)
    async with app.run_test(size=(160, 45), notifications=True) as pilot:
        await ask(pilot, ANSWER.question)
        await ask(pilot, PROJECTS.question)
        await until(pilot, lambda: "对话没有保存" in text_of(app))
        assert text_of(app).count("对话没有保存") == 1


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
        await until(pilot, lambda: "还没有数据库" in text_of(app))
        await ask(pilot, ANSWER.question)
        database.write(database_of(tmp_path))
        await ask(pilot, PASSAGE.question)
        await until(pilot, lambda: "已收录 2 份文件" in text_of(app))
        assert [session.asked for session in opened] == [[ANSWER.question], [ANSWER.question, PASSAGE.question]]
        assert text_of(app).count("可以这样问") == 1


async def test_a_paste_of_several_lines_is_one_question(tmp_path: Path) -> None:
    from textual.events import Paste

    app = app_over(tmp_path)
    async with app.run_test() as pilot:
        await pilot.pause()
        app.desk.line.post_message(Paste("三公经费\r\n是多少？\x1b[31m\u200b"))
        await pilot.pause()
        assert app.desk.line.value == "三公经费 是多少？[31m"
