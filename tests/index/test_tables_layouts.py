"""Layouts of other places, drawn: what each table yields, and what must not change it."""

from collections import defaultdict
from dataclasses import replace

import pytest
from layouts import FOLDER, changed, drawn, layout, meaning

from index.records import Document, Fact, Grid, GridRow, Place
from index.tables import recognise

LAYOUTS = sorted(path.stem for path in FOLDER.glob("*.txt"))


def facts_of(document: Document, title: str) -> list[Fact]:
    rows = {row.id for table in document.tables if table.title == title for row in table.rows}
    return [fact for fact in document.facts if fact.row_id in rows]


def brief(facts: list[Fact]) -> list[tuple]:
    return [(fact.label, fact.measure, fact.level, fact.printed) for fact in facts]


def test_types_are_told_by_their_titles():
    found = {name: [(table.number, table.type) for table in recognise(layout(name)).tables] for name in LAYOUTS}
    assert found == {
        "attached_self_evaluations": [(None, "self_evaluation")],
        "central_budget": [
            ("部门公开表1", "revenue_expenditure"),
            ("部门公开表2", "revenue"),
            ("部门公开表5", "function_expenditure"),
            ("部门公开表6", "basic_expenditure"),
            ("部门公开表7", "three_public"),
        ],
        "chongqing_goals": [("表十一", "overall_performance"), ("表十二", "project_form")],
        "final_account": [
            ("公开01表", "revenue_expenditure"),
            ("公开02表", "revenue"),
            ("公开06表", "basic_expenditure"),
            ("公开07表", "three_public"),
        ],
        "goals_only_list": [(None, "project_performance")],
        "guangdong": [
            ("表1", "revenue_expenditure"),
            ("表6", "function_expenditure"),
            ("表7", "basic_expenditure"),
            ("表9", "three_public"),
        ],
        "hebei": [
            ("预算公开表3", "expenditure"),
            (None, "staff"),
            (None, "project_form"),
            ("附表13-1", "project_form"),
            (None, "self_evaluation"),
            (None, "procurement"),
            (None, "state_assets"),
            (None, "procurement"),
        ],
        "henan": [("附表1", "revenue_expenditure"), ("附表3", "expenditure")],
        "hubei": [("表2", "revenue"), ("表7", "three_public"), ("表9", "project_expenditure")],
        "hunan_special_funds": [(None, "expenditure"), (None, "special_funds"), (None, "procurement"), (None, "procurement")],
        "hunan_units_over_functions": [("预算公开表3", "expenditure"), ("预算公开表1", "revenue_expenditure")],
        "jiangsu_2022": [
            ("公开01表", "revenue_expenditure"),
            ("公开02表", "revenue"),
            ("公开04表", "fiscal_revenue_expenditure"),
            ("公开07表", "function_expenditure"),
            ("公开08表", "three_public"),
            ("公开12表", "procurement"),
        ],
        "national_forms": [(None, "project_form"), (None, "overall_performance")],
        "operating_information": [("公开08表", "three_public")],
        "page_breaks": [("表3", "expenditure"), ("表4", "basic_expenditure")],
        "project_lists": [(None, "project_expenditure"), (None, "procurement"), (None, "purchased_service"), (None, "agency_running")],
        "self_evaluation": [(None, "self_evaluation")],
        "shaanxi": [
            ("表1", "revenue_expenditure"),
            ("表3", "expenditure"),
            ("表5", "function_expenditure"),
            ("表6", "department_economic_expenditure"),
            ("表10", "project_expenditure"),
            ("表11", "fiscal_expenditure"),
            ("表12", "procurement"),
            ("表13", "three_public"),
            ("表14", "project_form"),
            ("表15", "overall_performance"),
        ],
        "sichuan_split_codes": [("表1-2", "expenditure")],
        "stage_rows": [("表7", "three_public"), ("表10", "agency_running")],
        "stacked_forms": [(None, "project_form")],
        "unknown_table": [(None, None)],
        "vertical_three_public": [("表7", "three_public")],
        "yunnan_funds": [(None, "expenditure")],
    }


@pytest.mark.parametrize("name", [name for name in LAYOUTS if name not in ("central_budget", "final_account", "guangdong", "henan", "operating_information")])
def test_leaves_add_up_to_totals(name):
    document = recognise(layout(name))
    table_of = {row.id: table.id for table in document.tables for row in table.rows}
    columns = defaultdict(list)
    for fact in document.facts:
        columns[table_of[fact.row_id], fact.block, fact.column_label].append(fact)
    for column, facts in columns.items():
        total = [fact.amount or 0 for fact in facts if fact.level == "total"]
        leaves = [fact.amount or 0 for fact in facts if fact.level == "leaf"]
        assert not total or not leaves or sum(leaves) == total[-1], column


def test_a_year_before_the_documents_own_is_prior():
    facts = facts_of(recognise(layout("central_budget")), "一般公共预算“三公”经费支出表")
    assert [(fact.measure, fact.stage, fact.printed) for fact in facts if fact.measure in ("three_public", "reception")] == [
        ("three_public", "prior", "30.00"),
        ("reception", "prior", "5.00"),
        ("three_public", "budget", "28.00"),
        ("reception", "budget", "4.00"),
    ]


def test_columns_that_compare_are_no_amounts():
    facts = facts_of(recognise(layout("central_budget")), "一般公共预算支出表")
    assert {fact.column_label for fact in facts} == {
        "2024年执行数",
        "2025年预算数 / 小计",
        "2025年预算数 / 基本支出",
        "2025年预算数 / 项目支出",
    }


def test_a_total_of_income_with_last_years_carry_over_is_the_grand_total():
    facts = facts_of(recognise(layout("central_budget")), "部门收入总表")
    assert [(fact.column_label, fact.measure) for fact in facts if fact.level == "total"] == [
        ("合计", "income_total"),
        ("上年结转", "carryover_in"),
        ("一般公共预算拨款收入", "income_general"),
        ("政府性基金预算拨款收入", "income_government_fund"),
        ("事业收入 / 金额", "income_business"),
        ("事业收入 / 其中：教育收费", None),
        ("其他收入", "income_other"),
    ]


def test_line_numbers_and_index_rows_are_never_amounts():
    facts = recognise(layout("final_account")).facts
    assert {fact.column_label for fact in facts if fact.measure in ("income_total", "expenditure_total")} == {"收入 / 金额", "支出 / 金额"}
    assert [fact.printed for fact in facts if fact.printed.isdigit()] == []


def test_the_last_block_carries_the_total_that_its_neighbour_names():
    facts = facts_of(recognise(layout("final_account")), "一般公共预算财政拨款基本支出决算明细表")
    assert brief([fact for fact in facts if fact.level == "total"]) == [
        ("人员经费合计", "personnel", "total", "310.00"),
        ("公用经费合计", "public", "total", "56.00"),
    ]


def test_a_dash_is_blank_and_a_zero_is_not():
    budget = {fact.printed: fact.amount for fact in recognise(layout("final_account")).facts if fact.printed in ("—", "0.00")}
    assert budget == {"—": None}


def test_a_vertical_three_public_table_names_its_measures_in_rows():
    facts = facts_of(recognise(layout("vertical_three_public")), "一般公共预算“三公”经费支出表")
    assert brief([fact for fact in facts if fact.stage == "budget"]) == [
        ("合计", "three_public", "total", "10.00"),
        ("因公出国（境）费用", "abroad", "leaf", ""),
        ("公务接待费", "reception", "leaf", "3.00"),
        ("公务用车费", "vehicles", "subtotal", "7.00"),
        ("公务用车运行维护费", "vehicle_running", "leaf", "7.00"),
        ("公务用车购置", "vehicle_purchase", "leaf", ""),
    ]


def test_units_that_share_a_column_with_subjects_are_subtotals_and_own_what_follows():
    facts = [fact for fact in recognise(layout("sichuan_split_codes")).facts if fact.measure == "expenditure"]
    assert [(fact.label, fact.level, fact.unit_name, [(member.dimension, member.code) for member in fact.members]) for fact in facts] == [
        ("合计", "total", None, []),
        ("某县卫生健康局", "subtotal", "某县卫生健康局", [("unit", None)]),
        ("某县人民医院", "subtotal", "某县人民医院", [("unit", "305101")]),
        ("机关事业单位基本养老保险缴费支出", "leaf", "某县人民医院", [("function", "2080505"), ("unit", "305101")]),
        ("综合医院", "leaf", "某县人民医院", [("function", "2100201"), ("unit", "305101")]),
    ]
    facts = [fact for fact in recognise(layout("hunan_units_over_functions")).facts if fact.column_label == "总计"]
    assert [(fact.label, fact.level, fact.unit_name) for fact in facts][:4] == [
        ("合计", "total", None),
        ("某县教育局", "subtotal", "某县教育局"),
        ("某镇中学", "subtotal", "某镇中学"),
        ("教育支出", "subtotal", "某镇中学"),
    ]


def test_unnumbered_parts_below_an_item_make_it_a_subtotal_where_they_add_up():
    facts = facts_of(recognise(layout("hunan_units_over_functions")), "收支总表")
    assert [(fact.label, fact.level) for fact in facts if fact.block == 2] == [
        ("基本支出", "subtotal"),
        ("工资福利支出", "leaf"),
        ("商品和服务支出", "leaf"),
        ("项目支出", "leaf"),
        ("本年支出合计", "subtotal"),
        ("支出总计", "total"),
    ]


def test_a_national_form_gives_its_project_with_its_money_and_indicators():
    document = recognise(layout("national_forms"))
    project = document.projects[0]
    assert (project.name, project.unit_name, project.amount, project.fiscal, project.other, project.goal) == (
        "农村公路养护补助支出",
        "某县公路事务中心",
        120_000_000,
        100_000_000,
        20_000_000,
        "完成120公里养护，保障通行安全。",
    )
    assert [(one.level1, one.level2, one.name, one.comparator, one.number, one.unit, one.activity) for one in document.indicators] == [
        ("产出指标", "数量指标", "养护里程", "≥", "120", "公里", None),
        ("产出指标", "质量指标", "验收合格率", None, "100", "%", None),
        ("效益指标", "社会效益指标", "通行条件改善", None, None, "", None),
        ("满意度指标", "服务对象满意度指标", "群众满意度", "≥", "90", "%", None),
        ("产出指标", "数量指标", "执法次数", "≥", "50", "次", ""),
        ("满意度指标", "满意度指标", "驾驶员满意度", "≥", "85", "%", ""),
    ]
    assert brief(facts_of(document, "部门整体支出绩效目标表"))[-3:] == [
        ("总额", "expenditure", "total", "150.00"),
        ("财政拨款", "overall_fiscal", "total", "130.00"),
        ("其他资金", "overall_other", "total", "20.00"),
    ]


def test_a_self_evaluation_keeps_budget_adjusted_budget_and_execution_apart():
    document = recognise(layout("self_evaluation"))
    assert [(fact.measure, fact.stage, fact.printed) for fact in document.facts if fact.printed] == [
        ("project_annual", "budget", "100.00"),
        ("project_annual", "adjusted", "110.00"),
        ("project_annual", "final", "104.50"),
        ("project_annual_fiscal", "budget", "100.00"),
        ("project_annual_fiscal", "adjusted", "110.00"),
        ("project_annual_fiscal", "final", "104.50"),
    ]
    assert [(one.name, one.comparator, one.number, one.unit) for one in document.indicators] == [
        ("节水型小区", "≥", "10", "个"),
        ("居民满意度", "≥", "90", "%"),
    ]


def test_forms_under_each_other_are_projects_of_their_own():
    document = recognise(layout("stacked_forms"))
    assert [(project.name, project.amount, project.goal) for project in document.projects] == [
        ("宣传项目", 5_000_000, "办好宣传月。"),
        ("培训项目", 7_000_000, "培训骨干。"),
    ]
    assert [(one.project_id, one.name, one.number) for one in document.indicators] == [
        (document.projects[0].id, "宣传场次", "4"),
        (document.projects[1].id, "培训人数", "40"),
    ]


def test_a_list_of_goals_without_indicators_gives_projects_and_its_total():
    document = recognise(layout("goals_only_list"))
    assert [(project.name, project.amount, project.goal) for project in document.projects] == [
        ("安全生产监管", 30_000_000, "全年检查企业200家。"),
        ("应急物资储备", 20_000_000, "储备物资5类。"),
    ]
    assert brief([fact for fact in document.facts if fact.level == "total"]) == [("合计", "project_amount", "total", "50.00")]


def test_a_table_that_stands_a_second_time_inside_one_cell_is_kept_and_not_counted():
    rows = [("科目编码", "科目名称", "合计"), ("2010101", "行政运行", "10.00"), ("2010102", "一般行政管理事务", "5.00"), ("合计", None, "15.00")]
    again = "\n".join(" ".join(cell or "" for cell in row) for row in [*rows, *rows[1:]])
    grid = Grid(tuple(GridRow(row, Place(pages=(1,), row=i)) for i, row in enumerate([*rows, (again, None, None)], 1)), Place(pages=(1,)))
    document = recognise(changed(drawn("twice", "支出总表\n单位：万元\na ¦ b\n"), lambda _: [grid]))
    assert [(fact.label, fact.printed) for fact in document.facts] == [("行政运行", "10.00"), ("一般行政管理事务", "5.00"), ("合计", "15.00")]
    assert [row.role for row in document.tables[0].rows][-1] == "note"


def test_the_department_above_its_units_is_a_subtotal():
    facts = [fact for fact in facts_of(recognise(layout("jiangsu_2022")), "收入总表") if fact.measure == "income_total"]
    assert brief(facts) == [
        ("合计", "income_total", "total", "950.00"),
        ("某省地震局", "income_total", "subtotal", "950.00"),
        ("某省地震局机关", "income_total", "leaf", "950.00"),
    ]


def test_funds_under_last_years_carry_over_are_its_parts():
    facts = [fact for fact in facts_of(recognise(layout("jiangsu_2022")), "财政拨款收支总表") if fact.side == "income"]
    assert [(fact.label, fact.measure, fact.fund, fact.level) for fact in facts] == [
        ("本年收入", "income", "fiscal", "subtotal"),
        ("一般公共预算拨款", "income_general", "general", "leaf"),
        ("政府性基金预算拨款", "income_government_fund", "government_fund", "leaf"),
        ("上年结转", "carryover_in", "fiscal", "subtotal"),
        ("一般公共预算拨款", "carryover_in", "general", "leaf"),
        ("政府性基金预算拨款", "carryover_in", "government_fund", "leaf"),
        ("收入总计", "income_total", "fiscal", "total"),
    ]


def test_a_row_of_another_subject_is_not_counted_as_the_tables_own():
    facts = facts_of(recognise(layout("guangdong")), "一般公共预算安排的行政经费及“三公”经费预算表")
    assert brief(facts) == [
        ("行政经费", None, "leaf", "60.00"),
        ("“三公”经费", "three_public", "total", "9.00"),
        ("因公出国（境）支出", "abroad", "leaf", "0.00"),
        ("公务用车购置及运行维护支出", "vehicles", "subtotal", "6.00"),
        ("公务用车购置", "vehicle_purchase", "leaf", "0.00"),
        ("公务用车运行维护费", "vehicle_running", "leaf", "6.00"),
        ("公务接待费支出", "reception", "leaf", "3.00"),
    ]


def test_codes_in_brackets_are_split_from_names():
    facts = facts_of(recognise(layout("guangdong")), "一般公共预算基本支出情况表（按支出经济分类科目）")
    assert [(fact.label, [(member.dimension, member.code, member.name) for member in fact.members]) for fact in facts][2] == (
        "基本工资",
        [("department", "30101", "基本工资"), ("government", "50101", "工资奖金津补贴")],
    )


def test_a_source_of_money_that_no_fund_is_counts_as_no_measure():
    facts = facts_of(recognise(layout("henan")), "2024年部门收支总体情况表")
    assert [(fact.column_label, fact.measure, fact.fund, fact.printed) for fact in facts if fact.label == "项目支出"] == [
        ("支出 / 合计", "project", "all", "4,500,000.00"),
        ("支出 / 一般公共预算支出", "project", "general", "3,000,000.00"),
        ("支出 / 政府性基金支出", "project", "government_fund", "1,000,000.00"),
        ("支出 / 上年结转支出", None, "all", "500,000.00"),
    ]


def test_blank_columns_stay_amounts_and_split_no_block():
    facts = [fact for fact in recognise(layout("yunnan_funds")).facts if fact.label == "合计"]
    assert [(fact.column_label, fact.measure, fact.fund, fact.printed) for fact in facts] == [
        ("合计", "expenditure", "all", "120.00"),
        ("一般公共预算 / 小计", "expenditure", "general", "100.00"),
        ("一般公共预算 / 基本支出", "basic", "general", "70.00"),
        ("一般公共预算 / 项目支出", "project", "general", "30.00"),
        ("政府性基金预算", "expenditure", "government_fund", "20.00"),
        ("财政专户管理的支出", None, "all", ""),
        ("单位资金 / 小计", None, "all", ""),
        ("单位资金 / 事业支出", None, "all", ""),
        ("单位资金 / 其他支出", None, "all", ""),
    ]


def test_goods_works_and_services_in_columns_are_members():
    facts = facts_of(recognise(layout("project_lists")), "政府采购预算表")
    assert [(fact.level, [member.name for member in fact.members], fact.printed) for fact in facts if fact.label == "合计"] == [
        ("total", [], "90.00"),
        ("subtotal", ["货物"], "10.00"),
        ("subtotal", ["工程"], "50.00"),
        ("subtotal", ["服务"], "30.00"),
    ]


def test_a_row_cut_by_a_page_break_is_one_row_on_two_pages():
    document = recognise(layout("page_breaks"))
    row = next(row for table in document.tables for row in table.rows if len(row.place.pages) == 2)
    assert (row.place.pages, row.values) == (
        (1, 2),
        {
            "功能分类科目 / 科目编码": "2040599",
            "功能分类科目 / 科目名称": "其他法院支出及相关机构事务支出",
            "合计": "40.00",
            "基本支出": "10.00",
            "项目支出": "30.00",
        },
    )


def test_a_table_of_no_known_type_is_kept_with_its_own_words():
    document = recognise(layout("unknown_table"))
    assert [(fact.label, fact.column_label, fact.measure, fact.unit, fact.printed, fact.level) for fact in document.facts] == [
        ("加装电梯", "安排资金（万元）", None, "万元", "200.00", "leaf"),
        ("口袋公园", "安排资金（万元）", None, "万元", "100.50", "leaf"),
        ("合计", "安排资金（万元）", None, "万元", "300.50", "total"),
    ]


@pytest.mark.parametrize("name", LAYOUTS)
def test_nothing_is_lost(name):
    reading, document = layout(name), recognise(layout(name))
    kept = sorted(cell for table in document.tables for row in table.rows for cell in row.cells if cell and cell.strip())
    texts = [line.text for line in document.texts] + [note.text for table in document.tables for note in table.notes]
    printed = [cell for block in reading.blocks if isinstance(block, Grid) for row in block.rows for cell in row.cells if cell and cell.strip()]
    lines = [block.text for block in reading.blocks if not isinstance(block, Grid)]
    assert sorted(kept + texts) == sorted(printed + lines)


TABLES = [name for name in LAYOUTS if name != "stacked_forms"]


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_leading_blank_column_changes_no_fact(name):
    def indented(grid: Grid) -> list[Grid]:
        return [Grid(tuple(GridRow(("", *row.cells), row.place) for row in grid.rows), grid.place)]

    plain, moved = recognise(layout(name)), recognise(changed(layout(name), indented))
    assert list(map(meaning, moved.facts)) == list(map(meaning, plain.facts))


@pytest.mark.parametrize("repeats_header", [True, False])
@pytest.mark.parametrize("name", TABLES)
def test_a_page_break_at_any_data_row_changes_no_fact(name, repeats_header):
    plain = recognise(layout(name))
    heads = {row.place: row.cells for table in plain.tables for row in table.rows if row.role == "header"}
    data = {row.place for table in plain.tables for row in table.rows if row.role == "data"}
    for back in (1, 2, 3):

        def broken(grid: Grid, back: int = back) -> list[Grid]:
            at = len(grid.rows) - back
            if at < 2 or not all(row.place in data for row in grid.rows[at - 1 :]):
                return [grid]
            header = [row for row in grid.rows[:at] if row.place in heads] if repeats_header else []
            rest = tuple(GridRow(row.cells, Place(pages=(9,), row=row.place.row)) for row in [*header, *grid.rows[at:]])
            return [Grid(grid.rows[:at], grid.place), Grid(rest, Place(pages=(9,)))]

        moved = recognise(changed(layout(name), broken))
        assert list(map(meaning, moved.facts)) == list(map(meaning, plain.facts)), back
        assert [replace(one, id="", project_id=None) for one in moved.indicators] == [
            replace(one, id="", project_id=None) for one in plain.indicators
        ]


def test_a_form_cut_above_its_indicators_is_one_form():
    def broken(grid: Grid) -> list[Grid]:
        at = next((i for i, row in enumerate(grid.rows) if "一级指标" in row.cells), 0)
        rest = tuple(GridRow(row.cells, Place(pages=(9,), row=i)) for i, row in enumerate(grid.rows[at:], 1))
        return [Grid(grid.rows[:at], grid.place), Grid(rest, Place(pages=(9,)))]

    plain, moved = recognise(layout("national_forms")), recognise(changed(layout("national_forms"), broken))
    assert list(map(meaning, moved.facts)) == list(map(meaning, plain.facts))
    assert [(one.name, one.number) for one in moved.indicators] == [(one.name, one.number) for one in plain.indicators]
    assert [one.project_id for one in moved.indicators] == [moved.projects[0].id] * 4 + [None] * 2


def test_yuan_in_place_of_ten_thousand_yuan_changes_no_amount():
    table = "某局2025年部门预算\n支出总表\n单位：{unit}\n科目编码 ¦ 科目名称 ¦ 合计\n2010101 ¦ 行政运行 ¦ {amount}\n合计 ¦ ∅ ¦ {amount}\n"
    facts = [recognise(drawn("unit", table.format(unit=unit, amount=amount))).facts for unit, amount in (("万元", "12.50"), ("元", "125,000.00"))]
    assert [fact.amount for fact in facts[0]] == [fact.amount for fact in facts[1]] == [12_500_000, 12_500_000]


SILENT = "某局2025年部门预算\n支出总表\n单位：元\n科目名称 ¦ 合计\n行政运行 ¦ 125,000.00\n合计 ¦ 125,000.00\n\n三公经费表\n单位：万元\n合计 ¦ 公务接待费\n2.50 ¦ 2.50\n"


def test_a_table_without_a_unit_takes_that_of_the_table_with_its_large_numbers():
    document = recognise(drawn("shared", SILENT + "\n收入总表\n科目名称 ¦ 合计\n行政运行 ¦ 125,000.00\n合计 ¦ 125,000.00\n"))
    assert [(fact.unit, fact.amount) for fact in facts_of(document, "收入总表")] == [("元", 12_500_000)] * 2
    assert document.notes == ("收入总表没有印出金额单位，按本文件其他表的元计。",)


def test_a_table_without_a_unit_among_mixed_ones_has_no_amounts():
    document = recognise(drawn("mixed", SILENT + "\n政府采购表\n采购项目 ¦ 金额\n印刷品 ¦ 3.20\n"))
    assert [(fact.printed, fact.unit, fact.amount) for fact in facts_of(document, "政府采购表")] == [("3.20", "", None)]
    assert document.notes == ("政府采购表没有印出金额单位，金额不作换算，不用来作答。",)
