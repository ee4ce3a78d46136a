"""The sets of questions in tests/questions/, asked of the shipped document: right on most, and never a number without its row."""

import json
import sqlite3
from pathlib import Path

import pytest

from qa.evaluate import cases, evaluate
from qa.evidence_check import Held
from qa.session import Session

QUESTIONS = Path(__file__).parents[1] / "questions"
RIGHT_AT_LEAST = {"shipped.jsonl": 0.94, "fresh.jsonl": 0.92, "everyday.jsonl": 0.92}
"""Shares measured in November 2026, less what a change of wording may cost; a fall below is a regression."""
WRONG_AT_MOST = {"shipped.jsonl": 0.02, "fresh.jsonl": 0.015, "everyday.jsonl": 0.02}


def of_the_shipped_document(name: str):
    """Questions about the shipped document alone."""
    about = {entry["id"] for entry in map(json.loads, (QUESTIONS / name).read_text(encoding="utf-8").splitlines()) if entry.get("set", "shipped") == "shipped"}
    return [case for case in cases(QUESTIONS / name) if case.id in about]


@pytest.mark.parametrize("name", sorted(RIGHT_AT_LEAST))
def test_most_questions_are_answered_right_and_few_wrongly(shipped, name):
    session = Session(shipped)

    def answer(turns):
        session.forget()
        return [session.reply(turn) for turn in turns][-1]

    outcomes = list(evaluate(of_the_shipped_document(name), answer, Held(sqlite3.connect(shipped))))
    right = [outcome for outcome in outcomes if not outcome.fault]
    sure = [outcome for outcome in outcomes if outcome.wrong_but_sure]
    assert len(right) / len(outcomes) >= RIGHT_AT_LEAST[name], [outcome.case.id for outcome in outcomes if outcome.fault]
    assert len(sure) / len(outcomes) <= WRONG_AT_MOST[name], [outcome.case.id for outcome in sure]
    assert sum(outcome.uncited for outcome in outcomes) == 0
    assert [problem for outcome in outcomes for problem in outcome.unborne] == []
