"""Databases that the tests of the engine ask: the shipped document, and a few small papers."""

from collections.abc import Callable
from pathlib import Path

import pytest
from papers import Paper, database

from index.build import build
from qa.records import Reply
from qa.session import Session

DOCUMENTS = Path(__file__).parents[2] / "data" / "documents"

PROSE = """一、部门概况
临海市教育局主要负责全市中小学的布局规划和教师队伍建设，
指导学校开展体育、卫生和艺术教育。
二、收支情况说明
2024年“三公”经费预算数为9.75万元，比2023年预算增加0.75万元。其中公务接待费1.25万元，主要用于接待外省市教育考察团。"""
EDUCATION_2024 = Paper("临海市教育局", 2024, prose=PROSE)
EDUCATION_2025 = Paper("临海市教育局", 2025, reception="2.00", salary="330.00", projects={"智慧档案建设": "90.00", "老旧设施改造": "505.50"})
CIVIL_2025 = Paper("临海市民政局", 2025, reception="0.75", unit="元")


@pytest.fixture(scope="session")
def shipped(tmp_path_factory) -> Path:
    """The database of the documents that ship."""
    folder = tmp_path_factory.mktemp("shipped")
    build(folder, [DOCUMENTS])
    return folder / "build" / "budget.db"


@pytest.fixture(scope="session")
def papers(tmp_path_factory) -> Path:
    """The database of two years of one department and a year of another, which prints 元."""
    return database(tmp_path_factory.mktemp("papers"), EDUCATION_2024, EDUCATION_2025, CIVIL_2025)


def conversation(path: Path) -> Callable[..., Reply]:
    """Asks the turns of a conversation of their own and gives the last reply."""
    session = Session(path)

    def ask(*turns: str) -> Reply:
        session.forget()
        return [session.reply(turn) for turn in turns][-1]

    return ask


@pytest.fixture(scope="session")
def ask(shipped) -> Callable[..., Reply]:
    """Asks the shipped document."""
    return conversation(shipped)


@pytest.fixture(scope="session")
def ask_papers(papers) -> Callable[..., Reply]:
    """Asks the small papers."""
    return conversation(papers)
