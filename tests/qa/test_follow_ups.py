"""Follow-ups over several turns and several budgets: what they add up, compare, take the place of, and what they must not guess."""

import json
import sqlite3
from decimal import Decimal
from pathlib import Path

import pytest

from qa.evaluate import cases, evaluate
from qa.evidence_check import Held
from qa.session import Session

TALKS = Path(__file__).parents[1] / "questions" / "follow_ups.jsonl"


def test_nearly_every_conversation_ends_right_and_none_with_a_wrong_figure_of_its_own(shipped):
    about = {entry["id"] for entry in map(json.loads, TALKS.read_text(encoding="utf-8").splitlines()) if entry["set"] == "shipped"}
    session = Session(shipped)

    def answer(turns):
        session.forget()
        return [session.reply(turn) for turn in turns][-1]

    outcomes = list(evaluate([case for case in cases(TALKS) if case.id in about], answer, Held(sqlite3.connect(shipped))))
    right = [outcome for outcome in outcomes if not outcome.fault]
    assert len(right) / len(outcomes) >= 0.95, [(outcome.case.id, outcome.fault) for outcome in outcomes if outcome.fault]
    assert sum(outcome.wrong_but_sure for outcome in outcomes) <= 2, [outcome.case.id for outcome in outcomes if outcome.wrong_but_sure]
    assert sum(outcome.uncited for outcome in outcomes) == 0


EDUCATION, CIVIL = "教育局2024年公务接待费多少", "民政局2025年的呢"


@pytest.mark.parametrize(
    ("turns", "value", "unit"),
    [
        ((EDUCATION, CIVIL, "前者比后者多多少"), "0.5", "万元"), ((EDUCATION, CIVIL, "前者是后者的几倍"), "1.67", "倍"), ((EDUCATION, CIVIL, "后者占前者的百分之几"), "60", "%"),
        ((EDUCATION, CIVIL, "两个加起来"), "2", "万元"), ((EDUCATION, CIVIL, "哪家多，多多少"), "0.5", "万元"), ((EDUCATION, CIVIL, "相差多少", "换成元"), "5000", "元"),
        ((EDUCATION, "2025年呢", CIVIL, "三个合计"), "4", "万元"), ((EDUCATION, "2025年呢", "后者比前者多百分之几"), "60", "%"),
        (("教育局2024年三公经费多少", "民政局2025年公务接待费", "前面的比后面的多多少"), "9", "万元"),
        ((EDUCATION, "民政局2025年三公多少", "回到教育局，三公是多少"), "9.75", "万元"),
        (("公务接待费多少", "教育局", "2024年的"), "1.25", "万元"), (("卫健委公务接待费多少", "教育局2024年的"), "1.25", "万元"), (("教育局公务接待费多少", "1"), "1.25", "万元"),
        (("教育局公务接待费多少", "2031年的", "2025年的"), "2", "万元"),
        (("教育局2024年三公经费", "其中公务接待费", "占多少", "2025年呢"), "19.05", "%"), (("教育局2024年三公经费", "公务接待费呢", "占多少"), "12.82", "%"),
        (("教育局2024年项目支出", "最大的项目呢", "占多少"), "72.75", "%"), (("教育局2024年三公经费", "其中公务接待费", "剩下的呢"), "8.5", "万元"),
        (("教育局2024年公务接待费", "再加上办公费", "再加上差旅费"), "19.75", "万元"), (("教育局2024年基本支出多少", "减去人员经费"), "28.25", "万元"),
        (("教育局2024年三个项目分别多少", "最大的那个占项目支出多少"), "72.75", "%"), (("教育局2024年三个项目分别多少", "第二个比第一个多多少"), "360.5", "万元"),
        (("教育局2024年智慧档案建设要完成多少项", "老旧设施改造的呢"), "6", "项"),
        (("教育局2024年公务接待费占三公多少", "错了，2025年"), "19.05", "%"), (("教育局2024年公务接待费占三公多少", "换成占公用经费"), "4.42", "%"),
        (("教育局2024年公务接待费", "差旅费多少", "基本工资多少", "一开始问的那个占三公多少"), "12.82", "%"),
    ],
)  # fmt: skip
def test_a_follow_up_leans_on_the_turns_that_it_means(ask_papers, turns, value, unit):
    reply = ask_papers(*turns)
    assert reply.status == "answered", reply.answer
    assert (Decimal(reply.figures[0].value), reply.figures[0].unit) == (Decimal(value), unit), reply.answer
    assert all(figure.citations for figure in reply.figures)


@pytest.mark.parametrize(
    "turns",
    [
        (EDUCATION, "火星的呢"), (EDUCATION, "全市的呢"), (EDUCATION, "太阳能呢"), (EDUCATION, "太阳能呢", "占多少"), (EDUCATION, "其中酒水呢"), (EDUCATION, "三个加起来"),
        (EDUCATION, "前者是后者的几倍"), (EDUCATION, CIVIL, "三个加起来"), (EDUCATION, "其余的呢"), (EDUCATION, "多少吨"), ("占三公经费多少",), ("教育局2024年最大的两个项目", "第四个呢"),
        ("卫健委公务接待费多少", "办公费呢"), (EDUCATION, "卫健委的呢", "占三公多少"), ("卫健委三公经费多少", "其中公务接待费"), (EDUCATION, "好的"), (EDUCATION, "水费是三公的几倍", "占自己多少"),
        (EDUCATION, "卫健委的呢", "2031年的"), ("教育局2024年三公经费", "其中差旅费占多少"),
    ],
)  # fmt: skip
def test_a_follow_up_to_what_was_not_said_gets_no_figure(ask_papers, turns):
    reply = ask_papers(*turns)
    assert (reply.status, reply.figures) in [("not_found", ()), ("clarify", ())], reply.answer
    assert not reply.citations


def test_a_listed_row_is_that_row_where_another_has_its_name(ask):
    listed, share = ask("政府购买服务前三名"), ask("政府购买服务前三名", "第二名占总额多少")
    assert [figure.value for figure in listed.figures] == ["291.98", "180.11294", "180"]
    assert (share.figures[0].value, share.figures[1].value) == ("14.63", "180.11294")
    assert ask("政府购买服务前三名", "它们合计").figures[0].value == "652.09294"


@pytest.mark.parametrize(
    ("turns", "value", "unit"),
    [
        (("What is basic expenditure?", "and project expenditure?", "the difference?"), "45900.384258", "万元"), (("三公经费多少", "and reception?", "its share?"), "23.66", "%"),
        (("三公经费多少", "and reception?", "the rest?"), "3.1498", "万元"), (("Personnel expenses?", "sorry, I meant public expenses"), "473.829269", "万元"),
        (("How much is electricity?", "and water?", "together?", "in yuan?"), "381528.56", "元"),
    ],
)  # fmt: skip
def test_english_follow_ups(ask, turns, value, unit):
    assert (ask(*turns).figures[0].value, ask(*turns).figures[0].unit) == (value, unit)


def test_half_a_name_is_said_to_be_a_guess(ask):
    reply = ask("行政单位医疗多少", "事业的呢")
    assert (reply.figures[0].value, reply.warnings) == ("49.435489", ("按“事业单位医疗”理解“事业”",))
