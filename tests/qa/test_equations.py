"""Equations in words: which stretches hold them together, and both sides of what they ask in budgets whose every figure is known."""

from decimal import Decimal

import pytest
from conftest import conversation
from papers import Paper, database
from proof import faults

from qa.equations import read_equation
from qa.normalise import normalise

PROSE = """二、收支预算情况说明
2024年收入预算999.75万元，支出预算999.75万元，比2023年预算增加99.75万元。
三、“三公”经费情况说明
2024年“三公”经费预算数9.75万元，其中：公务接待费1.52万元，比2023年预算减少0.10万元；公务用车运行维护费8.50万元，比2023年预算增加0.30万元。"""
PAPER = Paper("临海市教育局", 2024, prose=PROSE)
EARLIER = Paper("临海市教育局", 2023, reception="1.30")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("equations")


@pytest.fixture(scope="module")
def ask(folder):
    """Asks the two budgets of one department."""
    return conversation(database(folder, PAPER, EARLIER))


def told(reply) -> list[tuple[Decimal, str]]:
    return [(Decimal(figure.value), figure.unit) for figure in reply.figures]


def marks(asked: str) -> list[tuple[str, str]] | None:
    equation = read_equation(normalise(asked))
    return equation and [(mark.kind, equation.text[mark.start : mark.end]) for mark in equation.marks]


@pytest.mark.parametrize(
    ("asked", "held"),
    [
        ("人员经费加公用经费是不是正好等于基本支出", [("equals", "是不是正好等于")]), ("收支总表左右两边总计对得上吗", [("both", "左右两边"), ("total", "总计"), ("agree", "对得上吗")]),
        ("三公经费各项加起来和总数对得上吗", [("sum", "各项加起来"), ("total", "总数"), ("agree", "对得上吗")]), ("收入增加额和支出增加额一致吗", [("change", "增加额"), ("change", "增加额"), ("agree", "一致吗")]),
        ("说明第五部分21条科目支出逐条相加，等于合计吗", [("section", "说明第五部分"), ("parts", "21条科目支出"), ("sum", "逐条相加"), ("equals", "等于"), ("total", "合计")]),
        ("采购说明里的数比表多了多少", [("prose", "说明里的数"), ("tabular", "表"), ("gap", "多了多少")]), ("收入合计和支出合计平不平，差多少", [("agree", "平不平"), ("gap", ",差多少")]),
    ],
)  # fmt: skip
def test_what_holds_an_equation_together_is_told_from_what_it_names(asked, held):
    assert marks(asked) == held


@pytest.mark.parametrize("asked", ["三公经费加起来等于多少", "水费加电费一共是多少？", "金额相同的项目有几个", "基本支出比去年增加的数是多少", "公务接待费多少", "办公费和差旅费哪个多"])
def test_a_question_for_an_amount_is_no_equation(asked):
    assert not any(kind in ("equals", "agree") for kind, _ in marks(asked) or [])


@pytest.mark.parametrize(
    ("turns", "verdict", "figures"),
    [
        (["2024年基本支出加项目支出等于支出总计吗"], "一致", ["988.75", "328.25", "660.50", "988.75"]),
        (["2024年支出总计是不是基本支出跟项目支出之和"], "一致", ["988.75", "328.25", "660.50", "988.75"]),
        (["2024年公务接待费，说明里的数和表里的一样吗，差多少"], "不一致", ["0.27", "1.52", "1.25"]),
        (["2024年公务用车运行维护费说明和表里的对得上吗"], "一致", ["8.50", "8.50"]),
        (["2024年公务接待费减少额和公务用车运行维护费增加额相同吗"], "不一致", ["0.10", "0.30", "0.20"]),
        (["2024年差旅费和办公费一样多吗"], "不一致", ["6.10", "12.40", "6.30"]),
        (["2024年公务接待费多少", "2023年呢", "两年一样吗"], "不一致", ["1.25", "1.30", "0.05"]),
        (["2024年差旅费多少", "办公费呢", "两个数相等吗，差多少"], "不一致", ["6.30", "6.10", "12.40"]),
    ],
)  # fmt: skip
def test_both_sides_are_told_and_whether_they_agree(ask, folder, turns, verdict, figures):
    reply = ask(*turns)
    assert (reply.status, reply.answer.split("（")[0], told(reply)) == ("answered", verdict, [(Decimal(value), "万元") for value in figures])
    assert faults(reply.to_json(), turns, folder / "papers") == []


@pytest.mark.parametrize("asked", ["2024年差旅费、办公费、蓝莓采购三项加起来等于基本支出吗", "2024年蓝莓采购和办公费一样多吗", "2024年蓝莓采购加差旅费是不是办公费", "2024年差旅费增加额和办公费增加额一致吗"])
def test_a_side_that_is_not_found_is_answered_by_nothing(ask, asked):
    assert ask(asked).status != "answered"


RATE = """二、财政拨款支出主要内容
1.“一般公共服务支出（类）财政事务（款）行政运行（项）”348.25万元，比上年增加28.25万元，增长9.42%。主要原因是：人员增加。"""


def test_a_stated_change_is_held_against_the_stated_rate_and_the_table(tmp_path):
    reply = conversation(database(tmp_path, Paper("临海市教育局", 2024, prose=RATE)))("2024年行政运行说明写比上年增加28.25万元，这个增加额和它写的预算数配得上吗")
    assert (reply.status, reply.answer.split("（")[0]) == ("answered", "不一致")
    assert [(figure.value, figure.unit) for figure in reply.figures] == [("28.25", "万元"), ("348.25", "万元"), ("8.83", "%"), ("9.42", "%"), ("328.25", "万元"), ("9.42", "%"), ("9.42", "%")]


@pytest.mark.parametrize("asked", ["2024年蓝莓采购加差旅费等于办公费吗", "2024年差旅费加起来等于基本支出吗"])
def test_a_sum_of_which_one_addend_was_read_is_no_equation_of_two(ask, asked):
    assert ask(asked).status != "answered"
