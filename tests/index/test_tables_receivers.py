"""Columns of other money, of counties that receive it, and of years to come: what their amounts are, and that they are no totals of the budget."""

from pathlib import Path

from index.readers import read
from index.tables import recognise

OWN = """某县科学技术局2025年部门预算
预算01-3表
部门支出预算表
单位：元
科目编码	科目名称	合计	财政拨款			单位资金
			小计	基本支出	项目支出	小计	基本支出	项目支出
206	科学技术支出	900.00	700.00	400.00	300.00	200.00	50.00	150.00
"""

COUNTIES = """某州科学技术局2025年部门预算
预算09-1表
州对下转移支付预算表
单位：元
单位名称（项目）	合计	资金来源	地区
		一般公共预算	甲县	乙县	丙市
1	2	3	4	5	6
科技特派员补助	600.00	600.00	100.00	200.00	300.00
合计	600.00	600.00	100.00	200.00	300.00
"""

PLANNED = """某州科学技术局2025年部门预算
预算12表
部门项目支出中期规划预算表
单位：元
项目名称	2025年	2026年	2027年
科技特派员补助	600.00	700.00	800.00
"""


def facts(folder: Path, text: str) -> list:
    (folder / "a.txt").write_text(text, encoding="utf-8")
    return [fact for fact in recognise(read(folder / "a.txt")).facts if fact.printed]


def test_money_of_the_unit_is_neither_all_money_nor_fiscal(tmp_path: Path):
    found = [(fact.column_label, fact.measure, fact.fund, fact.printed) for fact in facts(tmp_path, OWN) if fact.measure in ("basic", "project")]
    assert found == [
        ("财政拨款 / 基本支出", "basic", "fiscal", "400.00"),
        ("财政拨款 / 项目支出", "project", "fiscal", "300.00"),
        ("单位资金 / 基本支出", "basic", "own", "50.00"),
        ("单位资金 / 项目支出", "project", "own", "150.00"),
    ]


def test_counties_over_the_row_that_counts_the_columns_are_members_of_their_columns(tmp_path: Path):
    found = [
        (fact.label, fact.level, [member.name for member in fact.members if member.dimension == "region"], fact.printed)
        for fact in facts(tmp_path, COUNTIES)
        if "地区" in fact.column_label
    ]
    assert found == [
        ("科技特派员补助", "leaf", ["甲县"], "100.00"),
        ("科技特派员补助", "leaf", ["乙县"], "200.00"),
        ("科技特派员补助", "leaf", ["丙市"], "300.00"),
        ("合计", "subtotal", ["甲县"], "100.00"),
        ("合计", "subtotal", ["乙县"], "200.00"),
        ("合计", "subtotal", ["丙市"], "300.00"),
    ]


def test_a_plan_for_a_year_to_come_is_no_amount_of_this_budget(tmp_path: Path):
    assert [(fact.column_label, fact.measure) for fact in facts(tmp_path, PLANNED)] == [("2025年", "project"), ("2026年", None), ("2027年", None)]
