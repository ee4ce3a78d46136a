"""Budgets of 陕西: 专项业务经费 for project expenditure, units and projects in one column, two years side by side; overall targets in plain tables."""

from layouts import drawn, layout

from index.records import Document
from index.tables import recognise

SHAANXI = recognise(layout("shaanxi"))


def facts_of(document: Document, number: str) -> list:
    rows = {row.id for table in document.tables if table.number == number for row in table.rows}
    return [fact for fact in document.facts if fact.row_id in rows and fact.printed]


def test_special_business_funds_are_project_expenditure():
    found = {(fact.label, fact.printed) for fact in facts_of(SHAANXI, "表5") if fact.measure == "project"}
    assert found == {(label, "400.00") for label in ("合计", "农林水支出", "农业农村", "行政运行")}


def test_classes_numbered_below_a_nature_count_it():
    found = [(fact.label, fact.measure, fact.printed) for fact in facts_of(SHAANXI, "表1") if fact.column_label == "支出 / 预算数（2）"]
    assert found[1:8] == [
        ("人员经费和公用经费支出", "basic", "900.00"),
        ("工资福利支出", "basic", "700.00"),
        ("商品和服务支出", "basic", "150.00"),
        ("对个人和家庭的补助", "basic", "50.00"),
        ("专项业务经费支出", "project", "600.00"),
        ("商品和服务支出", "project", "500.00"),
        ("对个人和家庭补助", "project", "100.00"),
    ]


def test_units_and_group_heads_above_projects_are_no_projects():
    found = [(fact.label, fact.level, fact.unit_name) for fact in facts_of(SHAANXI, "表10")]
    bureau, station = "旬阳市农业农村局（机关）", "旬阳市动物卫生监督所"
    assert found == [
        ("合计", "total", None),
        ("旬阳市农业农村局", "subtotal", "旬阳市农业农村局"),
        (bureau, "subtotal", bureau),
        ("通用项目", "subtotal", bureau),
        ("会议费", "leaf", bureau),
        ("专用项目", "subtotal", bureau),
        ("高标准农田建设市级配套", "leaf", bureau),
        ("高标准农田建设市级配套（含上年结转）", "leaf", bureau),
        (station, "subtotal", station),
        ("专用项目", "subtotal", station),
        ("动物疫病防控", "leaf", station),
    ]


def test_a_total_with_meetings_is_no_three_public_in_either_year_and_changes_are_no_amounts():
    found = [(fact.column_label, fact.measure, fact.stage) for fact in facts_of(SHAANXI, "表13") if fact.label == "合计"]
    assert [one for one in found if one[0].endswith("/ 合计")] == [
        ("上年 / 合计", "three_public_meeting_training", "prior"),
        ("当年 / 合计", "three_public_meeting_training", "budget"),
    ]
    assert not [one for one in found if "增减" in one[0]]


def test_overall_targets_in_a_plain_table_give_amounts_by_the_words_beside_them():
    document = recognise(
        drawn(
            "overall",
            "表17\n部门整体支出绩效目标表\n单位：万元\n部门名称 ¦ 年度预算申请（万元） ¦ 整体绩效目标 ¦ 部门整体支出年度绩效指标\n"
            "某市农业农村局 ¦ 300.00 ¦ 稳粮保供 ¦ 粮食总产量≥61亿斤\n ¦ 其中：基本支出 ¦ 100.00 ¦ 收入增速≥6%\n ¦ 项目支出 ¦ 200.00 ¦ 重大事件0起",
        )
    )
    assert [(fact.measure, fact.printed, fact.members) for fact in document.facts] == [
        ("expenditure", "300.00", ()),
        ("basic", "100.00", ()),
        ("project", "200.00", ()),
    ]


def test_tasks_of_a_department_are_no_projects():
    document = recognise(
        drawn(
            "tasks",
            "表13\n部门整体支出绩效目标表\n单位：元\n任务名称 ¦ 主要内容 ¦ 预算金额 ¦ 指标 ¦ 指标值\n社会救助 ¦ 低保、特困 ¦ 1,000.00 ¦ 认定准确率 ¦ ≥98%\n福利保障 ¦ 高龄补贴 ¦ 500.00 ¦ 按时发放率 ¦ 100%",
        )
    )
    assert document.projects == ()
    assert [(fact.label, fact.measure, fact.printed) for fact in document.facts] == [("社会救助", None, "1,000.00"), ("福利保障", None, "500.00")]
    assert [(one.activity, one.name, one.comparator, one.number) for one in document.indicators] == [
        ("社会救助", "认定准确率", "≥", "98"),
        ("福利保障", "按时发放率", None, "100"),
    ]
