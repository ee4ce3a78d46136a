"""A Plan of a model: carried out where every word bears it out, offered where not, offered too where it speaks of another budget, dropped where it stays invalid."""

import json
from collections import Counter

import pytest
from openai_server import Said, serve
from papers import Paper, database

from index.settings import Settings
from qa.llm import LlamaTalker
from qa.llm_records import Endpoint
from qa.plan_json import OPERATIONS, as_json
from qa.records import ModelAsked, Reply
from qa.session import Session

QUESTIONS = (
    "海州市教育局2025年公务接待费多少",
    "海州市教育局2025年公务接待费占三公经费的比例",
    "海州市教育局2025年项目支出比基本支出多多少",
    "海州市教育局公务接待费2025年比2024年增加多少",
    "海州市教育局2025年办公费、差旅费一共多少",
    "海州市教育局2025年办公费和差旅费各多少",
    "海州市教育局2025年办公费和差旅费哪个多",
    "海州市民政局2025年公务接待费是多少万元",
    "海州市教育局2024年差旅费是多少",
    "海州市教育局2025年金额最大的2个项目",
    "海州市教育局2025年超过100万元的项目有哪些",
    "海州市教育局2025年有多少个项目",
)
ODD = "海州市教育局2025年迎来送往方面的手面"


def one(key, **more):
    return {"operation": "lookup", "operands": [{"subjects": [{"axis": "measure", "key": key}]}], **more}


@pytest.fixture(scope="module")
def budgets(tmp_path_factory):
    return database(tmp_path_factory.mktemp("plans"), Paper("海州市教育局", 2024), Paper("海州市教育局", 2025, reception="2.00", salary="330.00"), Paper("海州市民政局", 2025, reception="0.75", unit="元"))


def session_over(path, url, **more):
    return Session(path, Settings(llm_model="m", llm_prose=False, **more), LlamaTalker(Endpoint("m", url)))


def read_by_the_model(session, question):
    """The question as if the rules had been silent about it, which of what the words bear out they never were in 8,000 questions."""
    session.forget()
    session.assist.begin(question)
    steps = session.assist.understand(Reply("not_found", question, "没有读懂。"), session.conversation)
    try:
        while True:
            assert isinstance(next(steps), ModelAsked)
    except StopIteration as done:
        return done.value


def test_a_plan_that_every_word_bears_out_is_answered_and_says_whose_reading_it_is(budgets):
    rules = Session(budgets).reply(QUESTIONS[0])
    with serve(lambda asked: Said(json.dumps(one("reception", years=[2025], departments=["海州市教育局"])))) as server:
        session = session_over(budgets, server.url)
        reply = read_by_the_model(session, QUESTIONS[0])
        assert (reply.status, reply.answer, reply.figures, reply.citations) == ("answered", rules.answer, rules.figures, rules.citations)
        assert reply.warnings[0].startswith("规则没有读懂这个问题，这是语言模型的读法：查数：")
        assert session.reply("占三公经费的比例呢").figures[0].unit == "%"
    assert len(server.requests) == 1


@pytest.mark.parametrize("readings", ["offer", "answer"])
@pytest.mark.parametrize("other", [{"years": [2024]}, {"departments": ["海州市民政局"]}, {"departments": ["海州市民政局"], "years": [2025]}])
def test_a_plan_for_another_budget_is_shown_as_a_choice_whatever_the_settings(budgets, other, readings):
    with serve(lambda asked: Said(json.dumps(one("reception", **other)))) as server:
        session = session_over(budgets, server.url, llm_readings=readings)
        reply = session.reply(ODD)
        assert (reply.status, reply.figures, len(reply.choices)) == ("not_found", (), 1)
        assert reply.warnings[-1] == "语言模型有一种读法，但它说的是另一份预算，所以列为选项，没有直接作答。"
        picked = session.reply(reply.choices[0].question)
    assert picked.status == "answered" and (picked.citations[0].document.year, picked.citations[0].document.department) == (
        other.get("years", [2025])[0], other.get("departments", ["海州市教育局"])[0],
    )  # fmt: skip


def test_an_invalid_plan_is_sent_back_once_with_its_error_and_then_dropped(budgets):
    rules = Session(budgets).reply(ODD)
    with serve(lambda asked: Said(json.dumps(one("bribes")))) as server:
        assert session_over(budgets, server.url).reply(ODD) == rules
    first, second = server.prompts()
    assert "上次的输出不对" not in first and second.endswith("上次的输出不对：没有度量“bribes”。")


def test_where_the_rules_ask_back_the_reading_is_one_more_choice(budgets):
    question = "公务接待费多少"
    rules = Session(budgets).reply(question)
    assert rules.status == "clarify"
    with serve(lambda asked: Said(json.dumps(one("reception", years=[2024], departments=["海州市教育局"])))) as server:
        reply = session_over(budgets, server.url, llm_readings="answer").reply(question)
    assert (reply.status, reply.answer, reply.choices[: len(rules.choices)]) == ("clarify", rules.answer, rules.choices)
    assert len(reply.choices) <= len(rules.choices) + 1 and len(server.requests) == 1


def lying_plans(true):
    """The true Plan, changed in one way each."""
    operands = true.get("operands", [])
    for key in ("three_public", "project_expenditure", "basic_expenditure", "income_total", "expenditure_total", "vehicles", "abroad"):
        yield "subject", {**true, "operands": [{"subjects": [{"axis": "measure", "key": key}]}, *operands[1:]]}
        yield "operand", {**true, "operands": [*operands, {"subjects": [{"axis": "measure", "key": key}]}]}
        yield "subject", {**true, "operands": [{"subjects": [*(operands[0]["subjects"] if operands else []), {"axis": "measure", "key": key}]}, *operands[1:]]}
    yield "operand", {**true, "operands": operands[::-1]}
    yield "operand", {**true, "operands": operands[1:]}
    yield "operand", {**true, "operands": operands[:1]}
    yield "operand", {**true, "operands": [{"subjects": [s for one in operands for s in one["subjects"]]}]}
    for operation in OPERATIONS:
        yield "operation", {**true, "operation": operation, "words": "公务接待费"}
        yield "operation", {**true, "operation": operation}
        yield "operation", {**true, "operation": operation, "dimension": "project"}
    for fund in ("general", "government_fund", "state_capital", "fiscal"):
        yield "fund", {**true, "operands": [{**one, "fund": fund} for one in operands]}
    for table in ("03", "07", "10", "three_public", "prose", "project"):
        yield "table", {**true, "operands": [{**one, "table": table} for one in operands]}
    for dimension in ("project", "function", "department", "document", "year", "item"):
        yield "dimension", {**true, "dimension": dimension}
    for more in ({"order": "least"}, {"first": 2}, {"limit": 1}, {"limit": 200}, {"unit": "亿元"}, {"unit": "%"}, {"phase": "决算"}, {"phase": "调整预算"}, {"words": "差旅费"}):
        yield "shape", {**true, **more}
    for low in ("0", "1", "1000000", "-1"):
        yield "condition", {**true, "conditions": [{"comparator": "gt", "low": low, "unit": "元"}]}
    for scope in ({"years": [2024]}, {"years": [2025]}, {"years": [2024, 2025]}, {"departments": ["海州市民政局"]}, {"departments": ["海州市民政局", "海州市教育局"]}, {"years": [2024], "departments": ["海州市民政局"]}):
        yield "budget", {**true, **scope}


def test_no_lying_plan_gives_a_figure_that_the_rules_do_not(budgets):
    rules = Session(budgets)
    said, tried, answered, through = [""], Counter(), 0, []
    with serve(lambda asked: Said(said[0])) as server:
        session = session_over(budgets, server.url)
        for question in QUESTIONS:
            rules.forget()
            true = rules.reply(question)
            assert true.status == "answered", question
            for kind, plan in lying_plans(json.loads(as_json(rules.conversation.last.plan))):
                said[0] = json.dumps(plan, ensure_ascii=False)
                reply = read_by_the_model(session, question)
                tried[kind] += 1
                answered += reply.status == "answered"
                if reply.status == "answered" and (reply.figures, reply.answer) != (true.figures, true.answer):
                    through.append((question, said[0], reply.answer))
                assert reply.status == "answered" or reply.figures == ()
    print(dict(sorted(tried.items())), answered)
    assert through == []
    assert sum(tried.values()) > 900 and answered > 10
