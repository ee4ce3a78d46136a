"""The app and the site over the shipped document and the real engine: what is answered is what is shown, and every citation opens."""

import asyncio
from pathlib import Path

import pytest
from screens import ask, text_of, until

from index.build import build
from index.published import database_of
from qa.records import Reply
from qa.session import Session
from tui.app import BudgetApp
from tui.cited_rows import CitedRows
from tui.site.factory import build_site

DOCUMENTS = Path(__file__).parent.parent.parent / "data" / "documents"
QUESTIONS = (
    "三公经费多少？",
    "其中公务接待费占比呢？",
    "金额最大的3个项目",
    "会议费是多少",
    "审计服务的政府购买服务金额",
    "政府性基金预算支出是多少",
    "基本支出和项目支出各是多少",
)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder over the shipped document."""
    folder = tmp_path_factory.mktemp("data")
    build(folder, [DOCUMENTS])
    return folder


@pytest.fixture(scope="module")
def replies(data: Path) -> tuple[Reply, ...]:
    """What the engine says to the questions, in one conversation."""
    session = Session(database_of(data))
    return tuple(session.reply(question) for question in QUESTIONS)


async def test_the_app_shows_what_the_engine_answers(data: Path, replies: tuple[Reply, ...]) -> None:
    app = BudgetApp(data)
    async with app.run_test(size=(160, 45)) as pilot:
        await until(pilot, lambda: "可以这样问" in text_of(app), seconds=20)
        for question in QUESTIONS[:2]:
            await ask(pilot, question)
        assert app.desk.conversation.replies == replies[:2]
        assert replies[1].figures[0].unit == "%"
        printed = {str(cell) for table in app.screen.query(CitedRows) for row in range(table.row_count) for cell in table.get_row_at(row)}
        assert {"0.976202", "4.126002"} <= printed


async def test_the_example_questions_are_answered(data: Path) -> None:
    app = BudgetApp(data)
    async with app.run_test(size=(160, 45)) as pilot:
        await until(pilot, lambda: "可以这样问" in text_of(app), seconds=20)
        examples = app._holdings.examples
        assert len(examples) >= 2
        for example in examples:
            await ask(pilot, example)
        assert [reply.status for reply in app.desk.conversation.replies] == ["answered"] * len(examples)


def test_every_citation_opens_a_page_that_shows_its_cells(data: Path, replies: tuple[Reply, ...]) -> None:
    async def opened() -> list[str]:
        site = build_site(database_of(data))
        await site.invoke_startup()
        missing = []
        for reply in replies:
            assert reply.citations, reply
            for citation in reply.citations:
                answer = await site.client.get(citation.url)
                seen = citation.row.values() if citation.kind == "row" else [citation.text or ""]
                if answer.status_code != 200 or not all(part in answer.text for cell in seen for part in cell.split()):
                    missing.append(f"{reply.question} {citation.url} {answer.status_code} {citation.row}")
        return missing

    assert asyncio.run(opened()) == []
