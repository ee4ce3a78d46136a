"""Tables whose rows are years, expenses that are parts of 机关运行经费, and self-evaluations behind 附件1."""

from layouts import layout

from index.tables import recognise


def test_rows_of_years_are_stages_of_what_the_columns_name():
    facts = [fact for fact in recognise(layout("stage_rows")).facts if "-t01-" in fact.row_id and fact.amount]
    assert [
        (fact.measure, fact.stage, fact.level, fact.members, fact.printed) for fact in facts if fact.measure in ("three_public", "vehicle_running")
    ] == [
        ("three_public", "prior", "total", (), "686,100.00"),
        ("vehicle_running", "prior", "total", (), "452,600.00"),
        ("three_public", "budget", "total", (), "478,800.00"),
        ("vehicle_running", "budget", "total", (), "436,800.00"),
    ]


def test_an_expense_of_an_agency_is_a_part_of_its_running_and_not_the_whole_bodys():
    facts = [fact for fact in recognise(layout("stage_rows")).facts if "-t02-" in fact.row_id]
    assert [(fact.label, fact.measure, fact.level, fact.unit) for fact in facts] == [
        ("机关运行经费合计", "agency_running", "total", "元"),
        ("办公费", "agency_running", "leaf", "元"),
        ("公务用车运行维护费", "agency_running", "leaf", "元"),
    ]


def test_a_self_evaluation_behind_an_attachment_line_keeps_its_title():
    document = recognise(layout("attached_self_evaluations"))
    assert document.tables[0].title == "部门预算项目支出绩效自评表（2024年度）"
    assert [(fact.label, fact.measure, fact.stage, fact.printed) for fact in document.facts] == [
        ("学前教育发展资金", "project_amount", "final", "1,268.40"),
    ]
    assert [(one.level2, one.name, one.comparator, one.value) for one in document.indicators] == [
        ("数量指标", "支持普惠性幼儿园数", "≥", "86"),
        ("服务对象满意度", "家长满意度", "≥", "90"),
    ]


def test_rows_that_count_vehicles_and_visits_are_no_money():
    facts = [fact for fact in recognise(layout("operating_information")).facts if fact.amount]
    assert [(fact.label, fact.measure, fact.stage, fact.level, fact.printed) for fact in facts if fact.stage == "final" and fact.measure] == [
        ("机关运行经费", "agency_running", "final", "subtotal", "210.35"),
        ("支出合计", "three_public", "final", "total", "20.81"),
        ("公务用车购置及运行维护费", "vehicles", "final", "subtotal", "14.66"),
        ("公务用车运行维护费", "vehicle_running", "final", "leaf", "14.66"),
        ("公务接待费", "reception", "final", "subtotal", "6.15"),
        ("国内接待费", "reception", "final", "subtotal", "6.15"),
        ("政府采购支出合计", "procurement", "final", "total", "321.40"),
        ("政府采购货物支出", "procurement", "final", "leaf", "21.40"),
        ("政府采购工程支出", "procurement", "final", "leaf", "100.00"),
        ("政府采购服务支出", "procurement", "final", "leaf", "200.00"),
        ("会议费", "meeting", "final", "leaf", "3.20"),
        ("培训费", "training", "final", "leaf", "4.18"),
    ]
    assert not {"5", "68", "560", "3", "2"} & {fact.printed for fact in facts}


def test_a_departments_code_is_no_economic_one():
    facts = [fact for fact in recognise(layout("hubei")).facts if "-t01-" in fact.row_id and fact.column_label == "合计"]
    assert [(fact.level, fact.unit_name, [(member.dimension, member.code) for member in fact.members], fact.printed) for fact in facts] == [
        ("total", None, [], "1,060.00"),
        ("subtotal", "某市应急管理局", [("unit", "301")], "1,060.00"),
        ("leaf", "某市应急管理局本级", [("unit", "301001")], "660.00"),
        ("leaf", "某市应急救援中心", [("unit", "301002")], "400.00"),
    ]


def test_goals_beside_one_word_for_the_whole_table_keep_their_names():
    document = recognise(layout("chongqing_goals"))
    assert [(fact.label, fact.measure, fact.printed) for fact in document.facts if fact.measure] == [
        ("部门支出预算数（万元）", "expenditure", "1,234.56"),
        ("学位补助", "project_amount", "120.00"),
    ]
    assert [(one.name, one.comparator, one.value, one.unit) for one in document.indicators] == [
        ("新增学位", "≥", "900", "个"), ("家长满意度", "≥", "90", "%"), ("补助学位数", "≥", "900", "个"), ("学生巩固率", "≥", "99", "%"),
    ]  # fmt: skip
    assert document.projects[0].attributes == {
        "业务主管部门": "重庆市某区教育委员会",
        "项目概述": "补助民办园学位。",
        "立项依据": "渝教发〔2024〕5号",
    }
