"""The budgets that the benchmarks make are whole: they are recognised, add up, and answer."""

import sqlite3
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from made_budgets import BODIES, YEARS, body, database, districts, paper

from qa.session import Session


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return database(tmp_path_factory.mktemp("made"), 2)


def test_every_number_is_a_budget_of_its_own():
    owners = {(body(number // len(YEARS)), YEARS[number % len(YEARS)]) for number in range(2_000)}
    assert len(owners) == 2_000
    assert len(districts()) * len(BODIES) * len(YEARS) > 10_000


def test_a_number_gives_the_same_budget_again():
    assert paper(7) == paper(7)
    assert paper(7) != paper(8)


def test_tables_are_recognised_and_add_up(made):
    with sqlite3.connect(made) as connection:
        assert connection.execute("SELECT count(*) FROM source_table WHERE type IS NULL").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM check_result WHERE verdict = 'fails'").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM source_row").fetchone()[0] > 300


def test_a_made_budget_answers_with_its_printed_row(made):
    reply = Session(made).reply(f"{body(0).name}2025年公务接待费多少")
    printed = [cell for line in paper(0)[1].splitlines() if "30217-公务接待费" in line for cell in line.split("\t")]
    assert reply.status == "answered"
    assert f"{float(reply.figures[0].value):,.2f}" in printed
