"""Every reply keeps the contract and is proved by the file that it cites."""

import json
from pathlib import Path

import pytest
from proof import faults

from qa.session import Session

CHECKOUT = Path(__file__).parents[2]
DOCUMENTS = CHECKOUT / "data" / "documents"
QUESTIONS = [json.loads(line) for line in (CHECKOUT / "tests/questions/shipped.jsonl").read_text(encoding="utf-8").splitlines()]


def cases() -> list:
    """The shipped questions."""
    return [pytest.param(asked, id=asked["id"]) for asked in QUESTIONS]


@pytest.mark.parametrize("asked", cases())
def test_a_reply_is_proved_by_the_lines_that_it_cites(ask, asked):
    reply = ask(*asked["turns"])
    assert faults(reply.to_json(), asked["turns"], DOCUMENTS) == []


def test_the_json_is_plain_and_carries_an_id_where_one_is_given(ask):
    reply = ask("公务接待费多少")
    assert json.loads(json.dumps(reply.to_json("q1"), ensure_ascii=False)) == {"id": "q1", **reply.to_json()}


def test_the_events_of_a_question_end_in_its_reply(shipped):
    session = Session(shipped)
    answered = [type(event).__name__ for event in session.ask("公务接待费多少")]
    declined = [type(event).__name__ for event in session.ask("2031年公务接待费多少")]
    assert (answered, declined) == (["Understood", "Found", "Wrote", "Answered"], ["Understood", "Found", "Wrote", "Declined"])


def test_the_queries_of_a_reply_can_be_run_again(ask, shipped):
    import sqlite3

    queries = ask("公务接待费占三公经费的比例").queries
    with sqlite3.connect(f"file:{shipped}?mode=ro", uri=True) as connection:
        assert queries and all(connection.execute(query).fetchall() for query in queries)
