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
