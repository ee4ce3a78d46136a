"""One budget answers for two years, and one final account for two stages, from its own columns and sentences."""

from decimal import Decimal

import pytest

from index.build import build
from qa.session import Session

BUDGET = """云岭市民政局2025年部门预算

预算公开01表 部门收支总表
单位：万元
收入\t\t支出\t
项目\t预算数\t项目\t预算数
一、一般公共预算拨款收入\t900.00\t一、社会保障和就业支出\t960.00
二、事业收入\t60.00\t\t
收入总计\t960.00\t支出总计\t960.00

预算公开03表 部门支出总表
单位：万元
科目编码\t科目名称\t合计\t基本支出\t项目支出
2080201\t行政运行\t500.00\t500.00\t
2080207\t行政区划和地名管理\t460.00\t\t460.00
\t合计\t960.00\t500.00\t460.00

预算公开05表 一般公共预算支出表
单位：万元
科目编码\t科目名称\t2024年执行数\t2025年预算数\t\t
\t\t\t小计\t基本支出\t项目支出
2080201\t行政运行\t480.00\t500.00\t500.00\t
2080207\t行政区划和地名管理\t320.00\t400.00\t\t400.00
\t合计\t800.00\t900.00\t500.00\t400.00

预算公开07表 一般公共预算“三公”经费支出表
单位：万元
项目\t2024年预算数\t2025年预算数
合计\t25.00\t21.00
一、因公出国（境）费\t\t
二、公务接待费\t5.00\t4.00
三、公务用车购置及运行维护费\t20.00\t17.00
其中：公务用车购置费\t\t
公务用车运行维护费\t20.00\t17.00

第三部分 2025年部门预算情况说明

一、收支预算情况说明
2025年收支总预算960.00万元，比2024年预算数920.00万元增加40.00万元，主要原因是地名普查任务增加。

二、机关运行经费情况说明
2025年机关运行经费财政拨款预算90.00万元，比上年减少10.00万元，主要原因是压减办公费。

三、会议费和培训费情况说明
会议费预算支出12.00万元，较上年增加2.00万元，原因是召开区划调整论证会；培训费预算支出8.00万元，与上年持平。
"""
FINAL = """江坪县档案馆2024年度部门决算

财政拨款“三公”经费支出决算表
单位：万元
预算数\t\t\t\t\t\t决算数\t\t\t\t\t
合计\t因公出国（境）费\t公务用车购置及运行维护费\t\t\t公务接待费\t合计\t因公出国（境）费\t公务用车购置及运行维护费\t\t\t公务接待费
\t\t小计\t公务用车购置费\t公务用车运行维护费\t\t\t\t小计\t公务用车购置费\t公务用车运行维护费\t
10.00\t\t8.00\t\t8.00\t2.00\t6.50\t\t5.00\t\t5.00\t1.50

收入支出决算总表
单位：万元
收入\t\t支出\t
项目\t决算数\t项目\t决算数
本年收入合计\t95.00\t本年支出合计\t100.00
年初结转和结余\t25.00\t年末结转和结余\t20.00
总计\t120.00\t总计\t120.00

第三部分 2024年度部门决算情况说明

零、收入支出决算总体情况说明
2024年度收、支总计120.00万元，与2023年度相比，收、支总计各增加20.00万元，增长20.00%。

一、“三公”经费支出决算情况说明
公务接待费支出决算1.50万元，比2023年度减少0.30万元，下降16.67%，主要原因是厉行节约。
"""


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    folder = tmp_path_factory.mktemp("before")
    (folder / "documents").mkdir()
    (folder / "documents" / "云岭市民政局2025年部门预算.txt").write_text(BUDGET, encoding="utf-8")
    (folder / "documents" / "江坪县档案馆2024年度部门决算.txt").write_text(FINAL, encoding="utf-8")
    build(folder, [folder / "documents"])
    return Session(folder / "build" / "budget.db")


def _figures(session, *turns: str) -> tuple[str, list[tuple[Decimal, str]]]:
    session.forget()
    for turn in turns:
        reply = session.reply(turn)
    assert all(figure.citations for figure in reply.figures)
    return reply.status, [(Decimal(figure.value), figure.unit) for figure in reply.figures]


@pytest.mark.parametrize(
    ("question", "figures"),
    [
        ("云岭市民政局行政区划和地名管理比2024年执行数增加多少、增幅几何", [(80, "万元"), (25, "%"), (320, "万元"), (400, "万元")]),
        ("云岭市民政局行政运行比上年执行数多了百分之几", [("4.17", "%"), (20, "万元"), (480, "万元"), (500, "万元")]),
        ("云岭民政局公务接待费比2024年降了多少，降幅多大", [(1, "万元"), (20, "%"), (5, "万元"), (4, "万元")]),
        ("云岭市民政局会议费比去年多了多少，涨了百分之几", [(2, "万元"), (20, "%"), (12, "万元")]),
        ("云岭市民政局机关运行经费较上年下降百分之几", [(10, "%"), (10, "万元"), (90, "万元")]),
        ("江坪县档案馆接待费决算比预算少花多少、少了百分之几", [("0.5", "万元"), ("1.5", "万元"), (2, "万元"), (25, "%")]),
        ("江坪县档案馆三公经费实际支出比年初预算省了多少", [("3.5", "万元"), ("6.5", "万元"), (10, "万元")]),
        ("江坪档案馆接待费比上年减少百分之几", [("16.67", "%"), ("0.3", "万元"), ("1.5", "万元")]),
    ],
)
def test_a_change_is_read_within_one_document(session, question, figures):
    assert _figures(session, question) == ("answered", [(Decimal(value), unit) for value, unit in figures])


@pytest.mark.parametrize(
    ("turns", "figures"),
    [
        (("云岭市民政局会议费多少", "去年呢"), [(10, "万元")]),
        (("云岭市民政局2024年预算多少",), [(920, "万元")]),
        (("云岭市民政局行政运行2024年执行数是多少",), [(480, "万元")]),
        (("云岭民政局公务接待费多少", "上年呢", "降幅呢"), [(20, "%"), (1, "万元"), (5, "万元"), (4, "万元")]),
        (("云岭市民政局今年（2025年）公务接待费多少",), [(4, "万元")]),
    ],
)
def test_the_year_before_is_a_column_or_what_the_text_makes_it(session, turns, figures):
    assert _figures(session, *turns) == ("answered", [(Decimal(value), unit) for value, unit in figures])


@pytest.mark.parametrize(
    "question",
    ["云岭市民政局行政运行2024年预算数是多少", "云岭市民政局公务接待费去年实际花了多少", "云岭市民政局公务接待费比上年执行数少多少", "江坪县档案馆去年接待费预算多少", "江坪县档案馆2023年支出合计多少"],
)
def test_a_figure_of_another_stage_is_none(session, question):
    assert _figures(session, question) == ("not_found", [])


@pytest.mark.parametrize(
    ("turns", "figures"),
    [
        (("云岭市民政局公务用车运行维护费2024年预算多少", "公务接待费呢"), [(5, "万元")]),
        (("云岭市民政局公务用车运行维护费上年多少", "公务接待费呢", "今年呢"), [(4, "万元")]),
        (("江坪县档案馆接待费年初预算多少", "公务用车运行维护费呢"), [(8, "万元")]),
        (("江坪县档案馆接待费年初预算多少", "实际呢", "差多少"), [("0.5", "万元"), (2, "万元"), ("1.5", "万元")]),
        (("江坪县档案馆接待费决算多少", "比预算少多少"), [("0.5", "万元"), ("1.5", "万元"), (2, "万元")]),
        (("江坪县档案馆接待费决算比预算少花多少", "三公经费呢"), [("3.5", "万元"), ("6.5", "万元"), (10, "万元")]),
        (("江坪县档案馆接待费预算完成率是多少", "公务用车运行维护费呢"), [("62.5", "%"), (5, "万元"), (8, "万元")]),
        (("云岭市民政局行政运行一般公共预算安排多少", "行政区划和地名管理呢"), [(400, "万元")]),
        (("江坪县档案馆接待费多少", "比2023年少多少", "那2023年是多少"), [("1.8", "万元")]),
        (("云岭市民政局行政区划和地名管理总共多少", "项目支出里占多少钱"), [(460, "万元")]),
    ],
)
def test_a_follow_up_stays_in_the_column_that_was_spoken_of(session, turns, figures):
    assert _figures(session, *turns) == ("answered", [(Decimal(value), unit) for value, unit in figures])


def test_a_rise_that_is_said_in_words_is_explained_by_the_sentence_that_states_it(session):
    session.forget()
    reply = session.reply("云岭市民政局今年预算为什么比上年多半成多")
    assert reply.status == "not_found" or "地名普查任务增加" in reply.answer
    reply = session.reply("云岭市民政局2025年预算为什么比上年多这么多")
    assert (reply.status, [c.text for c in reply.citations]) == (
        "answered",
        ["2025年收支总预算960.00万元，比2024年预算数920.00万元增加40.00万元，主要原因是地名普查任务增加。"],
    )
