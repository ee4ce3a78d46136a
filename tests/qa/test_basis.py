"""Whose money is meant, and what an amount must be a part of."""

import pytest

from qa.basis import without_basis
from qa.operands import FUND_OF, narrower
from qa.session import Session
from qa.texts import counts


@pytest.mark.parametrize(
    ("asked", "left", "fund"),
    [
        ("教育支出占总支出的比例,按一般公共预算算", "教育支出占总支出的比例", "general"),
        ("小学教育比初中教育多多少(一般公共预算)", "小学教育比初中教育多多少", "general"),
        ("按2025年政府性基金预算口径,项目支出多少", "2025年,项目支出多少", "government_fund"),
        ("一般公共预算支出多少", "一般公共预算支出多少", None),
    ],
)
def test_the_words_that_say_whose_money_are_taken_out_and_kept_as_a_fund(asked, left, fund):
    assert without_basis(asked) == (left, fund)


def test_fiscal_money_is_said_of_every_fund():
    assert narrower("state_capital", "fiscal") == "state_capital"
    assert narrower(None, "fiscal") == "fiscal"
    assert narrower("general", "government_fund") == "government_fund"
    assert set(FUND_OF.values()) == {"general", "government_fund", "state_capital"}


@pytest.mark.parametrize(
    ("text", "words", "said"),
    [
        ("项目支出2152.10万元，主要为危化品安全诊断、救援装备购置等支出。", "危化品安全诊断", False),
        ("危化品安全诊断安排320万元，用于聘请专家。", "危化品安全诊断", True),
        ("其他商业服务业等支出3136.40万元，主要用于标准化菜场及副食品行业管理。", "菜场副食品", True),
        ("1.对重点企业开展安全诊断；2.督促整改。", "安全诊断", False),
        ("2025年开展安全诊断。", "安全诊断", False),
    ],
)
def test_an_amount_is_the_words_only_where_their_sentence_counts_them(text, words, said):
    assert counts(text, words) is said


def first(session: Session, *turns: str) -> tuple[str, str, str]:
    """Status, value and unit of the headline of the last turn."""
    for turn in turns:
        reply = session.reply(turn)
    return (reply.status, reply.figures[0].value, reply.figures[0].unit) if reply.figures else (reply.status, "", "")


@pytest.mark.parametrize(
    ("turns", "headline"),
    [
        (("国有资本经营预算财政拨款支出是多少",), ("answered", "0", "万元")),
        (("一般公共预算财政拨款支出多少",), ("answered", "52279.015742", "万元")),
        (("一般公共预算拨款多少",), ("answered", "52279.015742", "万元")),
        (("上年结转里的一般公共预算拨款",), ("answered", "0", "万元")),
        (("基本支出里的政府采购多少",), ("not_found", "", "")),
        (("基本支出是多少", "人员经费占它多少"), ("answered", "85.14", "%")),
        (("区域科技发展服务买了几笔",), ("answered", "229", "万元")),
        (("采购表里货物加服务等于合计吗",), ("answered", "260.726528", "万元")),
        (("满意度指标定到90%的有哪些项目",), ("answered", "2", "个")),
        (("取暖费减去电费还剩多少",), ("answered", "9.678636", "万元")),
    ],
)
def test_what_a_question_narrows_is_kept(shipped, turns, headline):
    assert first(Session(shipped), *turns) == headline


@pytest.mark.parametrize("asked", ["人员经费和公用经费各占基本支出多少", "人员经费、公用经费分别占基本支出的百分之几", "人员经费和公用经费占基本支出的比例分别是多少"])
def test_the_share_of_each_part_is_not_that_of_their_sum(shipped, asked):
    shares = [figure.value for figure in Session(shipped).reply(asked).figures if figure.unit == "%"]
    assert shares == ["85.14", "14.86"]


def test_the_share_of_a_sum_is_one(shipped):
    shares = [figure.value for figure in Session(shipped).reply("人员经费和公用经费合计占基本支出多少").figures if figure.unit == "%"]
    assert shares == ["100"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("人员经费、公用经费各占百分之几", ["85.14", "14.86"]),
        ("基本支出里人员经费和公用经费各占多少", ["85.14", "14.86"]),
        ("政府采购里货物和服务各占多少", ["0.59", "99.41"]),
        ("基本支出和项目支出各占几成", ["6.1", "93.9"]),
        ("项目支出里最多的三个项目是哪些，各占多少", ["58.06", "39.86", "0.59"]),
    ],
)
def test_parts_without_a_whole_are_shares_of_what_they_are_parts_of(shipped, asked, expected):
    assert [figure.value for figure in Session(shipped).reply(asked).figures if figure.unit == "%"] == expected


def test_parts_of_nothing_that_is_named_have_no_share(shipped):
    assert Session(shipped).reply("会议费和培训费各多少，占比").status == "not_found"


def test_one_row_under_two_names_agrees_with_nothing(shipped):
    assert Session(shipped).reply("05表“本年收入合计”填的数跟“一、本年收入”一致不一致").status == "not_found"


@pytest.mark.parametrize("asked", ["07表中有人员经费的经济科目是几项", "07表里有人员经费的经济分类科目有几个"])
def test_economic_items_of_both_classifications_are_asked_back(shipped, asked):
    reply = Session(shipped).reply(asked)
    assert (reply.status, [choice.label for choice in reply.choices]) == ("clarify", ["政府经济分类", "部门经济分类"])


def test_economic_items_of_the_departments_are_counted(shipped):
    assert first(Session(shipped), "07表中有人员经费的部门经济科目是几项") == ("answered", "10", "个")


@pytest.mark.parametrize("asked", ["三公经费各项占比", "三公经费各部分占多少"])
def test_the_shares_of_parts_that_are_not_named_are_not_that_of_their_whole(shipped, asked):
    reply = Session(shipped).reply(asked)
    assert (reply.status, reply.figures) == ("not_found", ())
