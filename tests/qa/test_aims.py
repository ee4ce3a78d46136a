"""Questions for targets: read by what is counted, by unit, ceiling, floor and per what; silent where a word is explained by nothing."""

import pytest
from conftest import conversation
from papers import Paper, database

from qa.aims import aim, bears, same_unit

GOALS = """
项目支出绩效目标表
单位：万元
项目名称\t项目金额\t一级指标\t二级指标\t三级指标\t指标值
乡村公路养护\t120.00\t产出指标\t数量指标\t养护乡道里程\t≥86公里
\t\t产出指标\t质量指标\t台账归档率\t≥99%
\t\t产出指标\t时效指标\t塌方抢通时间\t≤12小时
\t\t产出指标\t成本指标\t每公里养护成本\t≤1.4万元/公里
\t\t满意度指标\t服务对象满意度指标\t过往司机满意度\t≥88%
渡口船员补贴\t60.00\t产出指标\t数量指标\t补贴船员人数\t≥45人
\t\t产出指标\t成本指标\t发放标准\t=300元/月
\t\t产出指标\t质量指标\t台账归档率\t≥93%
\t\t满意度指标\t服务对象满意度指标\t船员满意度\t≥92%

1.校车安全检查绩效目标表
一级指标\t二级指标\t三级指标\t绩效指标描述\t指标值
项目名称\t校车安全检查\t预算规模\t预算数30.00万元\t
产出指标\t数量指标\t检查校车辆次\t检查车辆的次数\t≥640辆次
效益指标\t社会效益指标\t隐患整改率\t整改隐患占比\t≥97%

2025年度桥梁检测项目自评表
项目名称\t桥梁检测\t主管部门\t临海市交通运输局\t\t
一级指标\t二级指标\t三级指标\t年初目标值\t实际完成值\t得分
产出指标\t数量指标\t检测桥梁座数\t≥70座\t74座\t20
产出指标\t质量指标\t报告合格率\t≥95%\t93.1%\t18
"""
ROADS = Paper("临海市交通运输局", 2025, projects={"乡村公路养护": "120.00", "渡口船员补贴": "60.00", "校车安全检查": "30.00"}, prose=GOALS)


@pytest.fixture(scope="module")
def ask_goals(tmp_path_factory):
    return conversation(database(tmp_path_factory.mktemp("goals"), ROADS))


def figures(reply) -> list[tuple[str, str]]:
    return [(figure.value, figure.unit) for figure in reply.figures]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("临海交通局今年要养护多少公里乡道", [("86", "公里")]),
        ("塌方之后要在几小时内抢通", [("12", "小时")]),
        ("临海市交通运输局2025年每公里养护成本控制在多少以内？", [("1.4", "万元/公里")]),
        ("过往司机的满意度要达到多少", [("88", "%")]),
        ("渡口船员补贴一个月发多少钱", [("300", "元/月")]),
        ("渡口船员补贴的发放标准是每月多少", [("300", "元/月")]),
        ("打算补贴多少名船员", [("45", "人")]),
        ("校车安全检查的隐患整改率目标定多少", [("97", "%")]),
        ("临海交通局的台账归档率目标是多少", [("99", "%"), ("93", "%")]),
        ("报告合格率目标多少，实际做到多少", [("95", "%"), ("93.1", "%")]),
        ("塌方抢通时间不超过几小时，过往司机满意度目标多少", [("12", "小时"), ("88", "%")]),
    ],
)
def test_a_target_is_found_by_what_it_counts(ask_goals, question, expected):
    reply = ask_goals(question)
    assert (reply.status, figures(reply)) == ("answered", expected)


@pytest.mark.parametrize(
    "question",
    [
        "临海交通局要养护多少公里国道",
        "塌方至少要几小时抢通",
        "隧道塌方要在几小时内抢通",
        "渡口船员补贴每户发多少钱",
        "渡口船员每人每天补多少",
        "公交司机的满意度要达到多少",
        "去年养护了多少公里乡道",
        "校车司机要培训多少人次",
        "乡道养护要多少辆车",
        "塌方抢通率目标是多少",
    ],
)
def test_a_word_that_nothing_explains_is_answered_by_no_target(ask_goals, question):
    reply = ask_goals(question)
    assert (reply.status in ("not_found", "clarify"), figures(reply)) == (True, [])


def test_the_second_of_two_targets_stays_with_the_project_of_the_first(ask_goals):
    reply = ask_goals("乡村公路养护的里程目标是多少公里，满意度要达到多少")
    assert figures(reply) == [("86", "公里"), ("88", "%")]


def test_the_signs_of_a_question():
    read = aim("在岗村医每人每月补助最多多少元")
    assert (read.kind, read.each, read.most, read.least) == ("money", ("人", "月"), True, False)


@pytest.mark.parametrize(
    ("each", "name", "unit", "expected"),
    [
        ("户", "单户诊断成本", "万元", True),
        ("月", "在岗村医月补助标准", "元/人", True),
        ("人", "发放标准", "元/人月", True),
        ("户", "发放标准", "元/月", False),
        ("亩", "亩均投资", "元", True),
    ],
)
def test_per_what_an_indicator_counts(each, name, unit, expected):
    assert bears(each, name, unit) is expected


def test_a_measure_word_stands_for_the_printed_unit():
    assert [same_unit("人", "万人次"), same_unit("家", "个"), same_unit("公里", "平方米"), same_unit("万吨", "吨")] == [True, True, False, True]
