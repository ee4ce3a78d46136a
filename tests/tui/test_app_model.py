"""The app with a model that is a scripted server: where questions go is shown, what is not checked is not, Esc gives the rules' answer, resuming sends nothing."""

from pathlib import Path
from threading import Event as Flag

import pytest
from openai_server import Said, serve
from papers import Paper, database
from screens import ask, shows, text_of, until

from index.settings import Settings
from qa.llm_records import Spent
from qa.session import Session
from tui import sessions
from tui.app import BudgetApp
from tui.title import model_line

FIRST, SECOND = "办公费", "差旅费"
QUESTION = "办公费和差旅费分别是多少"
TRUE = "{n1}为{f1}。{n2}为{f2}。"


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("model")
    database(folder, Paper("海州市教育局", 2025))
    return folder


def app_with(data: Path, url: str, **more) -> BudgetApp:
    return BudgetApp(data, Settings(llm_model="m", llm_base_url=url, **more))


def title_of(app: BudgetApp) -> str:
    return text_of(app).splitlines()[0]


async def test_without_a_model_the_title_says_so(data: Path) -> None:
    app = BudgetApp(data, Settings())
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: title_of(app).endswith("不用模型"))


async def test_the_title_shows_the_host_then_tokens_and_cost(data: Path) -> None:
    with serve(lambda asked: Said(TRUE)) as server:
        app = app_with(data, server.url, llm_price_in=1000.0, llm_price_out=2000.0)
        async with app.run_test(size=(120, 40)) as pilot:
            await until(pilot, lambda: f"模型 {server.url[7:-3]}" in title_of(app))
            await ask(pilot, QUESTION)
            await until(pilot, lambda: title_of(app).endswith(f"模型 {server.url[7:-3]} 18 token 约 0.0250 元"))
            app.action_new()
            await until(pilot, lambda: "token" not in title_of(app))
            await ask(pilot, QUESTION)  # the cache has it
            await until(pilot, lambda: title_of(app).endswith("0 token 约 0.0000 元"))
            assert len(server.requests) == 1


def test_the_line_of_the_title() -> None:
    assert model_line(None, Spent()) == "不用模型"
    assert model_line("api.deepseek.com", Spent()) == "模型 api.deepseek.com"
    assert model_line("api.deepseek.com", Spent(1000, 234)) == "模型 api.deepseek.com 1,234 token"


async def test_a_sentence_is_seen_before_the_next_is_sent_and_a_lie_never(tmp_path: Path) -> None:
    database(tmp_path, Paper("海州市教育局", 2025))
    gate, end = Flag(), Flag()
    with serve(lambda asked: Said(steps=("{n1}为{f1}。{n2}为五", gate, "千万元。", end))) as server:
        app = app_with(tmp_path, server.url)
        async with app.run_test(size=(120, 40)) as pilot:
            app.desk.line.value = QUESTION
            await pilot.press("enter")
            await shows(pilot, "办公费为 12.4 万元[1]。")
            assert "正在等模型" in text_of(app) and "五" not in text_of(app).split("正在等模型")[1]
            gate.set()
            await pilot.pause(0.3)
            assert "千万" not in text_of(app)
            end.set()
            await shows(pilot, "语言模型写的句子没有通过核对")
            await shows(pilot, "差旅费为 6.1 万元[2]")
            assert "千万" not in text_of(app)


async def test_escape_during_a_hang_gives_the_rules_answer_and_the_app_goes_on(tmp_path: Path) -> None:
    rules = Session(database(tmp_path, Paper("海州市教育局", 2025))).reply(QUESTION)
    with serve(lambda asked: Said(hang=60)) as server:
        app = app_with(tmp_path, server.url)
        async with app.run_test(size=(120, 40)) as pilot:
            app.desk.line.value = QUESTION
            await pilot.press("enter")
            await until(pilot, lambda: "正在等模型" in text_of(app) and bool(server.requests))
            app.desk.line.value = "typed meanwhile"
            await pilot.press("escape")
            await until(pilot, lambda: "已停止等待模型。这里是规则写的答句。" in text_of(app), seconds=3)
            [reply] = app.desk.conversation.replies
            assert (reply.answer, reply.figures) == (rules.answer, rules.figures)
            assert app.desk.line.value == "typed meanwhile"


async def test_a_question_that_is_given_up_during_a_hang_does_not_hold_up_the_next(tmp_path: Path) -> None:
    database(tmp_path, Paper("海州市教育局", 2025))
    with serve(lambda asked: Said(hang=60) if QUESTION in asked["messages"][-1]["content"] else Said("{n1}为{f1}。")) as server:
        app = app_with(tmp_path, server.url)
        async with app.run_test(size=(120, 40)) as pilot:
            app.desk.line.value = QUESTION
            await pilot.press("enter")
            await until(pilot, lambda: bool(server.requests))
            await ask(pilot, "差旅费多少")
            assert [reply.question for reply in app.desk.conversation.replies] == ["差旅费多少"]
            await shows(pilot, "已由下一个问题取代。")


async def test_a_resumed_conversation_sends_nothing_and_keeps_its_context(tmp_path: Path) -> None:
    path = database(tmp_path, Paper("海州市教育局", 2025))
    past = Session(path)
    kept = sessions.Conversation("20260101-000000-abcd", tuple(map(past.reply, ("公务接待费多少", "三公经费多少", "没有这种东西吧"))))
    sessions.save(tmp_path / "sessions", kept)
    with serve(lambda asked: Said("{n1}为{f1}。")) as server:
        app = app_with(tmp_path, server.url)
        async with app.run_test(size=(120, 40)) as pilot:
            await until(pilot, lambda: "模型 127" in title_of(app))
            app._resume(str(tmp_path / "sessions" / f"{kept.id}.json"))
            await until(pilot, lambda: "没有这种东西吧" in text_of(app) and "模型 127" in title_of(app))
            await pilot.pause(0.5)
            assert server.requests == [] and "token" not in title_of(app)
            await ask(pilot, "其中公务接待费占比呢")
            assert app.desk.conversation.replies[-1].figures[0].unit == "%"
            assert 1 <= len(server.requests) <= 2
