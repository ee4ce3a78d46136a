"""Budgets of other places, in other forms and formats, asked as analysts would: read by nobody while the engine was written."""

import json
import sqlite3
from pathlib import Path

import pytest

from index.build import build
from qa.evaluate import cases, evaluate
from qa.evidence_check import Held
from qa.session import Session

TESTS = Path(__file__).parents[1]
QUESTIONS = TESTS / "questions" / "places.jsonl"
RIGHT_AT_LEAST = {"places": 0.86, "places_more": 0.77}
"""Shares measured in November 2026, less what a change of wording may cost."""


def of_set(name: str):
    about = {entry["id"] for entry in map(json.loads, QUESTIONS.read_text(encoding="utf-8").splitlines()) if entry["set"] == name}
    return [case for case in cases(QUESTIONS) if case.id in about]


@pytest.fixture(scope="module", params=sorted(RIGHT_AT_LEAST))
def asked(request, tmp_path_factory):
    """The name of a set, what its questions came to, and its database."""
    folder = tmp_path_factory.mktemp(request.param)
    build(folder, [TESTS / "documents" / request.param])
    path = folder / "build" / "budget.db"
    session = Session(path)

    def answer(turns):
        session.forget()
        return [session.reply(turn) for turn in turns][-1]

    return request.param, list(evaluate(of_set(request.param), answer, Held(sqlite3.connect(path)))), path


def test_most_questions_about_other_places_are_answered_right(asked):
    name, outcomes, _ = asked
    right = [outcome for outcome in outcomes if not outcome.fault]
    assert len(right) / len(outcomes) >= RIGHT_AT_LEAST[name], [outcome.case.id for outcome in outcomes if outcome.fault]


def test_no_figure_stands_without_its_row_and_no_row_is_made_up(asked):
    _, outcomes, _ = asked
    assert sum(outcome.uncited for outcome in outcomes) == 0
    assert [problem for outcome in outcomes for problem in outcome.unborne] == []


def test_every_document_says_whose_budget_of_which_year_it_is(asked):
    _, _, path = asked
    rows = sqlite3.connect(path).execute("SELECT department, year, phase FROM document").fetchall()
    assert all(department and year and phase in ("预算", "决算") for department, year, phase in rows)
