"""Scoring tells right from wrong, and a fault in one question does not end the evaluation."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import InputError
from qa.evaluate import Case, by_kind, case_of, cases, equals, evaluate, fault_of, wilson
from qa.evidence_check import Held
from qa.records import Figure, Reply

CASE = {"id": "a", "kind": "lookup", "turns": ["公务接待费多少"], "status": "answered", "figures": [{"value": "1.25", "unit": "万元"}], "head": 0, "must": [["接待"]]}


def figure(value: str, unit: str) -> Figure:
    return Figure("x", value, unit, (1,))


@given(st.integers(0, 500), st.integers(0, 500))
def test_the_interval_holds_the_share(right, more):
    low, high = wilson(right, right + more)
    share = right / (right + more) if right + more else 0.5
    assert 0 <= low <= share + 1e-9
    assert share - 1e-9 <= high <= 1


@pytest.mark.parametrize(
    ("got", "want", "same"),
    [
        (figure("12500", "元"), {"value": "1.25", "unit": "万元"}, True), (figure("1.25", "万元"), {"value": "1.25", "unit": "万元"}, True),
        (figure("1.26", "万元"), {"value": "1.25", "unit": "万元"}, False), (figure("1.25", "元"), {"value": "1.25", "unit": "万元"}, False),
        (figure("12500", "元"), {"value": "1.25", "unit": "万元", "exact_unit": True}, False), (figure("60.05", "%"), {"value": "60", "unit": "%"}, True),
        (figure("60.1", "%"), {"value": "60", "unit": "%"}, False), (figure("60", "倍"), {"value": "60", "unit": "%"}, False), (figure("2.01", "倍"), {"value": "2.012", "unit": "倍"}, True),
        (figure("3", "个"), {"value": "3", "unit": "项"}, True), (figure("3", "个"), {"value": "4", "unit": "个"}, False), (figure("三", "个"), {"value": "3", "unit": "个"}, False),
    ],
)  # fmt: skip
def test_figures_agree_within_what_is_stated(got, want, same):
    assert equals(got, want) is same


@pytest.mark.parametrize("line", ["{", "[]", '{"id": 1}', '{"id": "a", "turns": [], "status": "answered"}', '{"id": "a", "turns": [3], "status": "answered"}'])
def test_a_malformed_line_is_named(tmp_path, line):
    file = tmp_path / "questions.jsonl"
    file.write_text(json.dumps(CASE) + "\n\n" + line + "\n", encoding="utf-8")
    with pytest.raises(InputError, match="第 3 行"):
        cases(file)


@pytest.mark.parametrize("content", [b"", b"\n\n"])
def test_a_file_without_questions_is_named(tmp_path, content):
    file = tmp_path / "questions.jsonl"
    file.write_bytes(content)
    with pytest.raises(InputError, match="没有题目"):
        cases(file)


def test_the_faults_of_an_answer_are_told(ask_papers):
    case, reply = case_of(CASE), ask_papers("教育局2024年公务接待费多少")
    assert fault_of(case, reply) == ""
    assert fault_of(case_of({**CASE, "status": ["not_found", "clarify"]}), reply) == "状态是 answered，应为 not_found 或 clarify"
    assert fault_of(case_of({**CASE, "figures": [{"value": "9", "unit": "万元"}]}), reply) == "缺少 9万元"
    assert fault_of(case_of({**CASE, "must": [["没有"]]}), reply) == "没有说 没有"
    assert fault_of(case_of({**CASE, "lines": [[1, 2]]}), reply) == "没有引用 1 / 2"


def test_a_question_that_breaks_is_one_fault_and_the_others_go_on(papers):
    import sqlite3

    def answer(turns):
        if turns == ("boom",):
            raise ValueError("boom")
        return Reply("not_found", turns[-1], "没有。")

    asked = [case_of({**CASE, "turns": ["boom"]}), case_of({**CASE, "status": "not_found"})]
    with sqlite3.connect(papers) as connection:
        outcomes = list(evaluate(asked, answer, Held(connection)))
    assert [outcome.fault for outcome in outcomes] == ["程序出错（ValueError：boom）", ""]
    assert [(score.kind, score.right, score.asked) for score in by_kind(outcomes)] == [("lookup", 1, 2)]
    assert isinstance(outcomes[0].case, Case)
