"""What the shipped budget must yield, table by table."""

from collections import Counter
from pathlib import Path

import pytest

from index.amounts import render
from index.readers import read
from index.records import Document, Fact
from index.tables import recognise

FILE = Path(__file__).parents[2] / "data" / "documents" / "2026-chaoyang-park-committee.txt"


@pytest.fixture(scope="module")
def document() -> Document:
    return recognise(read(FILE))


def of_table(document: Document, number: str) -> list[Fact]:
    table = next(table for table in document.tables if table.number == number)
    rows = {row.id for row in table.rows}
    return [fact for fact in document.facts if fact.row_id in rows]


def rows_at(facts: list[Fact], level: str) -> int:
    return len({fact.row_id for fact in facts if fact.level == level})


def test_every_table_has_its_number_title_type_and_unit(document):
    assert [(table.number, table.type, table.unit) for table in document.tables] == [
        ("预算01表", "revenue_expenditure", "万元"),
        ("预算03表", "expenditure", "万元"),
        ("预算04表", "procurement", "万元"),
        ("预算05表", "fiscal_revenue_expenditure", "万元"),
        ("预算06表", "function_expenditure", "万元"),
        ("预算07表", "basic_expenditure", "万元"),
        ("预算08表", "government_fund_expenditure", "万元"),
        ("预算09表", "state_capital_expenditure", "万元"),
        ("预算10表", "three_public", "万元"),
        ("预算11表", "purchased_service", "万元"),
        ("预算表12", "project_performance", "万元"),
        ("预算13表", "overall_performance", "万元"),
    ]


@pytest.mark.parametrize(
    ("number", "leaves", "totals"),
    [("预算03表", 40, 1), ("预算04表", 2, 1), ("预算06表", 16, 1), ("预算07表", 25, 1), ("预算08表", 0, 1), ("预算09表", 0, 1), ("预算11表", 22, 1)],
)
def test_a_table_yields_its_rows_and_its_total(document, number, leaves, totals):
    facts = of_table(document, number)
    assert (rows_at(facts, "leaf"), rows_at(facts, "subtotal"), rows_at(facts, "total")) == (leaves, 0, totals)


@pytest.mark.parametrize("number", ["预算03表", "预算04表", "预算06表", "预算07表", "预算11表"])
def test_the_leaves_of_every_column_add_up_to_its_total(document, number):
    facts = of_table(document, number)
    for column in {fact.column_label for fact in facts}:
        leaves = sum(fact.amount or 0 for fact in facts if fact.column_label == column and fact.level == "leaf")
        total = next(fact.amount or 0 for fact in facts if fact.column_label == column and fact.level == "total")
        assert leaves == total, column


@pytest.mark.parametrize("number", ["预算01表", "预算05表"])
def test_both_sides_add_up_to_their_totals(document, number):
    facts = of_table(document, number)
    for side, total in (("income", "income_total"), ("expenditure", "expenditure_total")):
        leaves = sum(fact.amount or 0 for fact in facts if fact.side == side and fact.level == "leaf")
        assert leaves == next(fact.amount for fact in facts if fact.measure == total) == 52_279_015_742


def test_each_item_of_the_two_sides_keeps_its_blank_or_amount(document):
    facts = of_table(document, "预算01表")
    assert {(fact.label, fact.measure, fact.printed, fact.amount) for fact in facts if fact.side == "income"} == {
        ("一般公共预算拨款收入", "income_general", "52,279.015742", 52_279_015_742),
        ("政府性基金预算拨款收入", "income_government_fund", "", None),
        ("国有资本经营预算拨款收入", "income_state_capital", "", None),
        ("财政专户管理资金收入", "income_special_account", "", None),
        ("事业收入", "income_business", "", None),
        ("上级补助收入", "income_superior", "", None),
        ("附属单位上缴收入", "income_subsidiary", "", None),
        ("事业单位经营收入", "income_operating", "", None),
        ("其他收入", "income_other", "", None),
        ("本年收入合计", "income", "52,279.015742", 52_279_015_742),
        ("上年结转结余", "carryover_in", "", None),
        ("收入总计", "income_total", "52,279.015742", 52_279_015_742),
    }
    assert sum(fact.members[0].dimension == "function" for fact in facts if fact.side == "expenditure" and fact.members) == 26


def test_a_row_of_three_classifications_names_all_three(document):
    fact = next(fact for fact in of_table(document, "预算03表") if fact.label == "公务接待费" and fact.measure == "basic")
    assert [(member.dimension, member.code, member.name) for member in fact.members] == [
        ("function", "2060101", "行政运行"),
        ("government", "50206", "公务接待费"),
        ("department", "30217", "公务接待费"),
    ]
    assert (fact.printed, fact.unit, fact.amount, fact.depth) == ("0.976202", "万元", 976_202, 2)


def test_the_three_public_expenses_have_six_columns(document):
    assert [(fact.measure, fact.printed, fact.fund) for fact in of_table(document, "预算10表")] == [
        ("three_public", "4.126002", "fiscal"),
        ("abroad", "", "fiscal"),
        ("reception", "0.976202", "fiscal"),
        ("vehicles", "3.149800", "fiscal"),
        ("vehicle_purchase", "", "fiscal"),
        ("vehicle_running", "3.149800", "fiscal"),
    ]


def test_a_total_without_a_label_is_a_total(document):
    total = next(fact for fact in of_table(document, "预算11表") if fact.level == "total")
    assert (total.label, total.printed, total.amount) == ("", "1,231.361268", 1_231_361_268)


def test_a_purchased_service_names_three_levels_and_its_field(document):
    fact = next(fact for fact in of_table(document, "预算11表") if fact.printed == "34.000000")
    assert (fact.label, [(member.dimension, member.code, member.name) for member in fact.members]) == (
        "审计服务",
        [
            ("service", "02", "政府履职辅助性服务"),
            ("service", "0203", "会计审计服务"),
            ("service", None, "审计服务"),
            ("field", "206", "科学技术支出"),
        ],
    )


def test_an_empty_table_keeps_its_blank_total(document):
    tables = [table for table in document.tables if table.number in ("预算08表", "预算09表")]
    assert [table.is_empty() for table in tables] == [True, True]
    assert [(fact.label, fact.level, fact.amount) for fact in of_table(document, "预算08表")] == [("合计", "total", None)] * 3


def test_projects_have_whole_codes_and_names(document):
    assert [(project.code, project.name, render(project.amount, "万元")) for project in document.projects] == [
        ("11010522T000000418710", "高新技术企业认定管理与服务", "180"),
        ("11010522T000000420995", "综合业务服务保障", "110"),
        ("11010522T000000421063", "责任规划师服务", "28.5"),
        ("11010522T000000422033", "党群服务中心运营项目服务", "90"),
        ("11010522T000000422042", "兼职“两新”法人单位书记补贴、社区居民党组织书记工作补贴", "16.6"),
        ("11010522T000000422047", "人才引进及培训管理专项—两新组织活动", "143.32"),
        ("11010522T000000425092", "朝阳区高新技术产业发展引导资金", "28500"),
        ("11010522T000000451245", "党群服务中心场地租赁费用", "291.98"),
        ("11010523T000002383221", "朝阳区促进中小企业发展引导资金", "19565"),
        ("11010524T000002868014", "朝阳园管委会微信公众号运营项目", "40"),
        ("11010524T000002874046", "朝阳区科技创新发展全媒体宣传服务", "20"),
        ("11010524T000002874070", "数字经济统筹发展支撑服务", "20"),
    ]
    assert sum(project.amount for project in document.projects) == 49_005_400_000
    assert all(project.goal for project in document.projects)


def test_seventy_four_indicators_belong_to_their_projects(document):
    names = {project.id: project.name for project in document.projects}
    indicators = [indicator for indicator in document.indicators if indicator.project_id]
    assert Counter(names[indicator.project_id] for indicator in indicators) == {
        **dict.fromkeys(names.values(), 6),
        "人才引进及培训管理专项—两新组织活动": 7,
        "朝阳区高新技术产业发展引导资金": 7,
    }
    assert all(indicator.level1 and indicator.level2 and indicator.name and indicator.comparator and indicator.value for indicator in indicators)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (305, ("满意度指标", "服务对象满意度指标", "基层党组织和党员满意度", "≥", "85", "85", "%")),
        (337, ("产出指标", "数量指标", "全年发布数", "≥", "360", "360", "篇")),
        (338, ("效益指标", "社会效益指标", "宣传效果评估", "定性", "优", None, "")),
        (341, ("产出指标", "数量指标", "宣传产品形式", "≥", "5", "5", "种")),
        (340, ("产出指标", "时效指标", "项目成果如期交付", "定性", "优", None, "套")),
        (379, ("满意度指标", "服务对象满意度指标", "服务对象满意度", "≥", "90", "90", "%")),
        (367, ("产出指标", "数量指标", "高新技术企业认定受理量", "≥", "1500", "1500", "家")),
    ],
)
def test_a_shifted_or_glued_row_is_put_right(document, line, found):
    row = next(row for table in document.tables for row in table.rows if row.place.lines == (line,))
    one = next(indicator for indicator in document.indicators if indicator.id == row.id)
    assert (one.level1, one.level2, one.name, one.comparator, one.value, one.number, one.unit) == found


def test_nineteen_indicators_are_the_departments_own(document):
    own = [indicator for indicator in document.indicators if indicator.project_id is None]
    assert Counter(indicator.activity for indicator in own) == {
        "高新技术企业认定管理与服务": 6,
        "高新技术产业发展政策落实": 7,
        "朝阳区促进中小企业发展引导资金": 6,
    }


def test_the_overall_table_has_its_sums(document):
    assert [(fact.column_label, fact.measure, fact.printed) for fact in of_table(document, "预算13表")] == [
        ("预算支出总额", "expenditure", "52,279.015742"),
        ("财政拨款 / 合计", "overall_fiscal", "52,279.015742"),
        ("财政拨款 / 基本支出", "basic", "3,189.315742"),
        ("财政拨款 / 项目支出", "project", "49,089.700000"),
        ("其他资金 / 合计", "overall_other", ""),
        ("其他资金 / 基本支出", None, ""),
    ]


def test_every_value_stands_verbatim_in_its_line(document):
    lines = FILE.read_text(encoding="utf-8").split("\n")
    for table in document.tables:
        for row in table.rows:
            printed = "".join("".join(lines[number - 1] for number in row.place.lines).split())
            for value in (*row.values.values(), *(value for labels in row.labels for value in labels.values())):
                assert "".join(value.split()) in printed


def test_every_fact_stands_in_the_cell_that_it_names(document):
    rows = {row.id: row for table in document.tables for row in table.rows}
    for fact in document.facts:
        assert (rows[fact.row_id].cells[fact.column] or "").strip() == fact.printed
        assert rows[fact.row_id].values.get(fact.column_label, "") == fact.printed


def test_nothing_is_lost(document):
    reading = read(FILE)
    kept = Counter(cell for table in document.tables for row in table.rows for cell in row.cells if cell and cell.strip())
    grids = [block for block in reading.blocks if hasattr(block, "rows")]
    printed = Counter(cell for grid in grids for row in grid.rows for cell in row.cells if cell and cell.strip())
    lines = Counter(block.text for block in reading.blocks if hasattr(block, "text"))
    texts = Counter(line.text for line in document.texts) + Counter(note.text for table in document.tables for note in table.notes)
    assert kept + texts == printed + lines
    assert document.cells_seen == kept.total()


def test_ids_are_ascii_and_the_same_every_time(document):
    again = recognise(read(FILE))
    assert again == document
    assert all(fact.id.isascii() for fact in document.facts)
    assert len({fact.id for fact in document.facts}) == len(document.facts)
