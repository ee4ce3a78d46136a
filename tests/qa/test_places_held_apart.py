"""Two places of one ranking against each other, budgets in order of an amount, and projects that lack a target."""

from decimal import Decimal

import pytest


def last(reply) -> tuple[str, Decimal, str] | None:
    """Status aside, the figure that the sentence ends with."""
    return (reply.status, Decimal(reply.figures[-1].value), reply.figures[-1].unit) if reply.figures else (reply.status, None, "")


@pytest.mark.parametrize(
    ("asked", "value", "unit"),
    [
        ("最大的项目比第二大的多多少", "360.5", "万元"), ("第二大的项目比最大的少多少钱", "360.5", "万元"), ("金额最高的项目和最低的项目相差多少", "420.5", "万元"),
        ("最大的项目是最小的几倍", "8.01", "倍"), ("最小的项目占最大的百分之几", "12.49", "%"), ("最大的项目和第二大的合计多少", "600.5", "万元"), ("最大项目与第三大项目的差额", "420.5", "万元"),
    ],
)  # fmt: skip
def test_two_places_of_a_ranking_are_held_against_each_other(ask_papers, asked, value, unit):
    assert last(ask_papers(f"临海市教育局2024年{asked}")) == ("answered", Decimal(value), unit)


@pytest.mark.parametrize("asked", ["最多的项目和第二多的一共占项目支出多少", "前两大项目比最小的多多少", "最大的项目比第九大的多多少", "第一大、第二大和第三大项目相差多少"])
def test_places_that_are_not_two_of_one_ranking_are_not_answered(ask_papers, asked):
    reply = ask_papers(f"临海市教育局2024年{asked}")
    assert reply.status != "answered", reply.answer


@pytest.mark.parametrize(
    ("asked", "value", "who"),
    [
        ("2025年哪个部门公务接待费最高", "2", "临海市教育局"), ("2025年哪个部门三公经费最低", "92500", "临海市民政局"), ("2025年哪个单位支出总计排第二", "954.5", "临海市教育局"),
        ("教育局哪年预算最多", "988.75", "临海市教育局2024年"), ("2025年哪个部门的公用经费最多", "29", "临海市教育局"),
    ],
)  # fmt: skip
def test_budgets_are_put_in_order_and_not_the_items_of_each(ask_papers, asked, value, who):
    reply = ask_papers(asked)
    assert (reply.status, [Decimal(f.value) for f in reply.figures], who in reply.answer) == ("answered", [Decimal(value)], True)


def test_a_share_of_budgets_is_compared_as_a_share(ask_papers):
    reply = ask_papers("2025年哪个部门公务接待费占支出总计的比重最低")
    shares = {f.value for f in reply.figures if f.unit == "%"}
    assert (shares, reply.answer.splitlines()[-1].endswith("占比最低的是临海市民政局2025年预算。")) == ({"0.21", "0.08"}, True)


@pytest.mark.parametrize("asked", ["2025年哪个部门三公经费降得最多", "哪个部门公务接待费增长最快最多"])
def test_how_an_amount_moved_is_no_order_of_the_amounts(ask_papers, asked):
    assert ask_papers(asked).status != "answered"


@pytest.mark.parametrize(
    ("asked", "figures"),
    [
        ("哪几个项目没有绩效目标", {("项目数", "0")}), ("没有量化指标的项目有几个", {("项目数", "0")}), ("缺少成本指标的项目有哪些", {("项目数", "1"), ("责任规划师服务", "28.5")}),
        ("没设成本指标的项目一共多少钱", {("项目数", "1"), ("责任规划师服务", "28.5"), ("合计", "28.5")}),
    ],
)  # fmt: skip
def test_projects_that_lack_a_target_are_named(ask, asked, figures):
    reply = ask(asked)
    assert (reply.status, {(f.label, f.value) for f in reply.figures}) == ("answered", figures)


@pytest.mark.parametrize("asked", ["哪些项目没完成绩效目标", "没完成指标的项目有几个", "有没有绩效目标是优秀的项目", "哪些项目没有海洋指标"])
def test_what_no_table_says_of_a_target_is_not_answered(ask, asked):
    assert ask(asked).status != "answered"
