"""Layouts of further provinces: lines of the unit beside a body, forms whose header stands first, counts, and rows that print again what others print."""

import pytest
from layouts import drawn, layout

from index.tables import recognise
from index.tables.again import printed_again


def facts_of(document, title):
    rows = {row.id for table in document.tables if table.title == title for row in table.rows}
    return [fact for fact in document.facts if fact.row_id in rows]


@pytest.fixture(scope="module")
def hebei():
    return recognise(layout("hebei"))


def test_a_body_beside_the_unit_is_no_title_and_no_row(hebei):
    table = hebei.tables[0]
    assert (table.number, table.title, table.unit, table.type) == ("预算公开表3", "部门预算支出总表", "万元", "expenditure")
    assert [row.role for row in table.rows] == ["title", "title", "unit", "header", "header", "index"] + ["data"] * 5
    found = [(f.label, f.measure, f.level, f.amount) for f in facts_of(hebei, "部门预算支出总表") if f.measure == "project" and f.amount]
    assert found == [
        ("合计", "project", "total", 300_000_000),
        ("灾害防治及应急管理支出", "project", "subtotal", 300_000_000),
        ("应急管理事务", "project", "subtotal", 300_000_000),
        ("安全监管", "project", "leaf", 300_000_000),
    ]


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("315某市应急管理局本级及所属单位汇总 ¦ 单位：万元", "万元"), ("某市应急管理局 ¦ 金额单位：元", "元"), ("单位：人民币万元 ¦ 某市应急管理局", "万元"),
        ("部门：某市应急管理局 ¦ 2025年1月20日 ¦ 单位:万元", "万元"), ("某市应急管理局 ¦ 公开03表 ¦ 单位：万元", "万元"), ("(315)某市应急管理局 ¦ 金额：万元", "万元"),
        ("编制单位：某市应急管理局 ¦ 日期：2025-01-20 ¦ 单位：人民币（元）", "元"), ("单位：千元 ¦ ", "千元"),
    ],
)  # fmt: skip
def test_the_unit_is_read_wherever_its_line_has_it(line, unit):
    text = f"部门支出总表\n{line}\n科目编码 ¦ 科目名称 ¦ 合计 ¦ 基本支出 ¦ 项目支出\n2240101 ¦ 行政运行 ¦ 400.00 ¦ 400.00 ¦ \n2240106 ¦ 安全监管 ¦ 300.00 ¦  ¦ 300.00\n"
    table = recognise(drawn("unit", text)).tables[0]
    roles = ["unit" if row.role == "title" else row.role for row in table.rows]
    assert (table.title, table.unit, roles) == ("部门支出总表", unit, ["unit", "unit", "header", "data", "data"])


def test_people_are_no_money(hebei):
    assert {(fact.unit, fact.amount) for fact in facts_of(hebei, "部门机构设置情况")} <= {("", None)}


def test_a_form_is_read_where_the_header_of_its_indicators_stands_first(hebei):
    found = [(project.name, project.amount, project.fiscal, project.goal) for project in hebei.projects]
    assert found == [
        ("危险化学品企业安全诊断", 276_000_000, 270_000_000, "形成一企一策隐患清单。"),
        ("食品安全监督抽检", 986_400_000, 980_000_000, "开展监督抽检。"),
        ("就业补助", 4_620_000_000, None, ""),
    ]
    names = [(one.level1, one.name, one.comparator, one.value, one.unit) for one in hebei.indicators]
    assert names[:3] == [
        ("产出指标", "诊断企业数量", "≥", "92", "家"),
        ("满意度指标", "企业满意度", "≥", "92", "%"),
        ("产出指标", "食品抽检批次", "≥", "9800", "批次"),
    ]


def test_the_sum_of_scores_is_no_money(hebei):
    found = [(fact.label, fact.stage, fact.printed) for fact in facts_of(hebei, "2025年就业补助项目自评表")]
    assert found == [("就业补助", "budget", "4620.00"), ("就业补助", "final", "4589.40")]


def test_the_three_kinds_of_procurement_in_rows(hebei):
    found = [(f.label, f.measure, [m.name for m in f.members], f.printed) for f in facts_of(hebei, "2025年度政府采购支出情况表") if f.column == 1]
    assert found == [
        ("政府采购货物支出", "procurement", ["货物"], "31.46"),
        ("政府采购工程支出", "procurement", ["工程"], "0.00"),
        ("政府采购服务支出", "procurement", ["服务"], "214.82"),
        ("合计", "procurement", [], "246.28"),
    ]


def test_what_sorts_rows_names_none(hebei):
    assert [fact.label for fact in facts_of(hebei, "新增资产配置表")] == ["合计", "台式计算机", "复印机"]
    assert [fact.label for fact in facts_of(hebei, "政府采购预算表")] == ["合计", "检测服务", "专用车辆"]


@pytest.mark.parametrize(
    ("rows", "again"),
    [
        ("T100 60 60 40 10 30", {1, 3}), ("60 60 40 30 10 T100", {0, 2}), ("T100 60 30 30 40 15 25", {1, 4}), ("T100 60 40 60 40", {3, 4}), ("T100 60 40", set()),
        ("T90 60 40", set()), ("30 30 60 15 25 40 T100", {2, 5}), ("60 60 40", set()), ("T100 50 50", set()), ("T100 50 50 50 50", {3, 4}),
    ],
)  # fmt: skip
def test_rows_that_print_others_again_are_found_by_the_total_alone(rows, again):
    words = rows.split()
    levels = ["total" if word[0] == "T" else "leaf" for word in words]
    assert printed_again(levels, [(int(word.lstrip("T")),) for word in words]) == again


@pytest.fixture(scope="module")
def hunan():
    return recognise(layout("hunan_special_funds"))


def test_each_unit_over_its_subjects_leaves_those_of_the_unit_before_it(hunan):
    found = [(f.label, f.unit_name, f.level, f.printed) for f in facts_of(hunan, "部门支出总体情况表") if f.column_label == "总计"]
    assert found == [
        ("合计", None, "total", "1,200.00"),
        ("邵阳市民政局本级", "邵阳市民政局本级", "subtotal", "950.00"),
        ("社会保障和就业支出", "邵阳市民政局本级", "subtotal", "950.00"),
        ("民政管理事务", "邵阳市民政局本级", "subtotal", "950.00"),
        ("行政运行", "邵阳市民政局本级", "leaf", "400.00"),
        ("其他民政管理事务支出", "邵阳市民政局本级", "leaf", "550.00"),
        ("邵阳市社会福利院", "邵阳市社会福利院", "subtotal", "250.00"),
        ("社会保障和就业支出", "邵阳市社会福利院", "subtotal", "250.00"),
        ("社会福利", "邵阳市社会福利院", "subtotal", "250.00"),
        ("社会福利事业单位", "邵阳市社会福利院", "leaf", "250.00"),
    ]


def test_special_funds_below_their_units_are_projects(hunan):
    found = [(f.label, f.unit_name, f.measure, f.level, f.printed) for f in facts_of(hunan, "专项资金预算汇总表") if f.column_label == "专项资金合计"]
    assert found == [
        ("合计", None, "project", "total", "650.00"),
        ("邵阳市民政局", "邵阳市民政局", "project", "subtotal", "650.00"),
        ("邵阳市民政局本级", "邵阳市民政局本级", "project", "subtotal", "550.00"),
        ("养老服务体系建设", "邵阳市民政局本级", "project", "leaf", "300.00"),
        ("困难群众救助", "邵阳市民政局本级", "project", "leaf", "250.00"),
        ("邵阳市社会福利院", "邵阳市社会福利院", "project", "subtotal", "100.00"),
        ("孤残儿童养育", "邵阳市社会福利院", "project", "leaf", "100.00"),
    ]


def test_all_that_is_bought_is_the_total_of_its_kinds(hunan):
    found = [(f.label, f.measure, f.level, f.printed) for f in facts_of(hunan, "政府采购支出情况表") if f.amount]
    assert found == [
        ("政府采购支出总额", "procurement", "total", "120.00"),
        ("政府采购货物支出", "procurement", "leaf", "70.00"),
        ("政府采购服务支出", "procurement", "leaf", "50.00"),
    ]


def test_a_project_above_what_it_buys_is_found_by_the_total(hunan):
    found = [(f.label, f.level) for f in facts_of(hunan, "政府采购预算表")]
    assert found == [
        ("合计", "total"),
        ("养老服务体系建设", "subtotal"),
        ("健康监测设备", "leaf"),
        ("宣传册印刷", "leaf"),
        ("孤残儿童养育", "subtotal"),
        ("康复设备", "leaf"),
        ("儿童图书", "leaf"),
    ]
