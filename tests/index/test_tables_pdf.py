"""What real published PDFs must yield, with pages; skipped where they are not beside the checkout."""

import json
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import pytest

from index.amounts import render
from index.readers import read
from index.records import Document, Reading
from index.tables import recognise

SHARED = Path(__file__).parents[3] / "shared" / "documents"
TRUTH = json.loads((SHARED / "truth_dev.json").read_text(encoding="utf-8")) if (SHARED / "truth_dev.json").exists() else []
MEASURES = {
    "income_total": ("income_total", "income"),
    "expenditure_total": ("expenditure_total", "expenditure"),
    "basic": ("basic",),
    "project": ("project",),
    "three_public_total": ("three_public",),
    "reception": ("reception",),
    "vehicles": ("vehicles",),
    "abroad": ("abroad",),
    "reserve": ("reserve",),
}

pytestmark = pytest.mark.skipif(not TRUTH, reason="the shared documents are not beside this checkout")


@cache
def reading_of(stem: str) -> Reading:
    return read(SHARED / f"{stem}.pdf")


@cache
def document_of(stem: str) -> Document:
    return recognise(reading_of(stem))


def with_tables() -> list[dict]:
    return [truth for truth in TRUTH if truth["tables"]]


def pages_of(document: Document, measures: tuple[str, ...]) -> dict[str, set[int]]:
    """Amounts in 元 of whole-table facts of the measures, and the pages of their rows; blanks count as 0."""
    pages = {row.id: row.place.pages for table in document.tables for row in table.rows}
    found: dict[str, set[int]] = defaultdict(set)
    for fact in document.facts:
        if fact.measure in measures and (fact.level == "total" or all(member.dimension == "item" for member in fact.members)):
            found["0" if fact.amount is None else render(fact.amount, "元")].update(pages[fact.row_id])
    return found


@pytest.mark.parametrize("truth", with_tables(), ids=lambda truth: truth["stem"])
def test_the_totals_stand_on_the_pages_where_they_are_printed(truth):
    document = document_of(truth["stem"])
    tables = {page for table in document.tables for place in table.places for page in place.pages}
    for name, measures in MEASURES.items():
        if truth.get(name) is None:
            continue
        printed = {int(page.split(":")[1]) for page in truth["pages"].get(name, [])}
        read_from = pages_of(document, measures)[truth[name]]
        assert read_from & printed or not printed & tables, (name, truth[name], read_from, printed)


@pytest.mark.parametrize("truth", with_tables(), ids=lambda truth: truth["stem"])
def test_every_printed_table_is_found_once_and_the_empty_ones_are_empty(truth):
    tables = [table for table in document_of(truth["stem"]).tables if table.type]
    assert (len(tables), sum(table.is_empty() for table in tables)) == (truth["tables"], truth["tables_empty"])


@pytest.mark.parametrize("truth", with_tables(), ids=lambda truth: truth["stem"])
def test_leaves_add_up_to_the_total_of_their_column_or_miss_it_by_a_cent_of_rounding(truth):
    document = document_of(truth["stem"])
    table_of = {row.id: table.id for table in document.tables for row in table.rows}
    columns = defaultdict(list)
    for fact in document.facts:
        columns[table_of[fact.row_id], fact.block, fact.column_label].append(fact)
    for column, facts in columns.items():
        totals = [fact for fact in facts if fact.level == "total"]
        leaves = [fact for fact in facts if fact.level == "leaf" and fact.project_id is None]
        if totals and leaves:
            unit = 100 if totals[-1].unit == "元" else 10_000
            assert abs(sum(fact.amount or 0 for fact in leaves) - (totals[-1].amount or 0)) <= unit, column


@pytest.mark.parametrize("truth", TRUTH, ids=lambda truth: truth["stem"])
def test_nothing_of_a_document_is_lost(truth):
    reading, document = reading_of(truth["stem"]), document_of(truth["stem"])
    kept = Counter(cell for table in document.tables for row in table.rows for cell in row.cells if cell and cell.strip())
    texts = Counter(line.text for line in document.texts) + Counter(note.text for table in document.tables for note in table.notes)
    grids = [block for block in reading.blocks if hasattr(block, "rows")]
    printed = Counter(cell for grid in grids for row in grid.rows for cell in row.cells if cell and cell.strip())
    lines = Counter(block.text for block in reading.blocks if hasattr(block, "text"))
    assert kept + texts == printed + lines
    assert document.cells_seen == kept.total()
    assert document.unparsed == ()


@pytest.mark.parametrize("truth", with_tables(), ids=lambda truth: truth["stem"])
def test_every_fact_stands_in_the_cell_that_it_names(truth):
    document = document_of(truth["stem"])
    rows = {row.id: row for table in document.tables for row in table.rows}
    for fact in document.facts:
        assert (rows[fact.row_id].cells[fact.column] or "").strip() == fact.printed
        assert rows[fact.row_id].values.get(fact.column_label, "") == fact.printed


def test_lost_leading_zeros_are_restored():
    facts = [fact for fact in document_of("sh_putuo_wanli_street_2024_budget").facts if fact.measure == "basic" and fact.level == "leaf"]
    codes = {member.name: member.code for fact in facts for member in fact.members if member.dimension == "department"}
    assert {name: codes[name] for name in ("津贴补贴", "绩效工资", "职业年金缴费")} == {"津贴补贴": "30102", "绩效工资": "30107", "职业年金缴费": "30109"}


def test_a_heading_of_classifications_above_the_amounts_takes_no_measure_away():
    facts = [fact for fact in document_of("js_cppcc_2019_tables").facts if fact.column_label.startswith("支出 / ") and fact.printed]
    assert [(fact.label, fact.measure, fact.printed) for fact in facts][:4] == [
        ("一般公共服务支出", "expenditure", "10,271.56"),
        ("基本支出", "basic", "6,522.75"),
        ("项目支出", "project", "4,968.34"),
        ("单位预留机动经费", "reserve", "1,886.02"),
    ]


def test_procurement_in_three_levels_sums_its_goods_only():
    facts = [fact for fact in document_of("js_cppcc_2018_tables").facts if fact.measure == "procurement"]
    whole = {fact.label: fact.level for fact in facts}
    assert (whole["合计"], whole["货物"], whole["省政协专项会议"], whole["住宿服务"]) == ("total", "subtotal", "subtotal", "leaf")
    assert max((fact.amount, fact.label) for fact in facts if fact.level == "leaf") == (537_300_000, "住宿服务")
    assert sum(fact.amount for fact in facts if fact.level == "leaf") == next(fact.amount for fact in facts if fact.level == "total")


def test_a_final_account_keeps_budgeted_and_spent_apart():
    facts = [fact for fact in document_of("sh_putuo_socialwork_2024_final").facts if fact.measure in ("three_public", "reception")]
    assert [(fact.measure, fact.stage, fact.amount) for fact in facts] == [
        ("three_public", "budget", None),
        ("three_public", "final", None),
        ("reception", "budget", None),
        ("reception", "final", None),
    ]


def test_two_code_blocks_side_by_side_have_their_own_totals():
    facts = document_of("sh_putuo_socialwork_2024_final").facts
    assert [(fact.label, fact.measure, fact.printed) for fact in facts if fact.label in ("人员经费合计", "公用经费合计")] == [
        ("人员经费合计", "personnel", "95.36"),
        ("公用经费合计", "public", "10.23"),
    ]


def test_one_page_forms_give_projects_and_indicators():
    document = document_of("sh_putuo_wanli_street_2023_budget")
    assert [(project.name, render(project.amount, "元"), project.attributes["项目类别"]) for project in document.projects] == [
        ("新建万里街道社区公共服务中心", "4100000", "特定目标类"),
        ("就业援助基地补贴", "6351000", "特定目标类"),
        ("社区环境整治和建设经费", "4563800", "特定目标类"),
        ("各类工作经费", "7595500", "特定目标类"),
        ("公共服务设施运行经费", "10903043", "其他运转类"),
    ]
    assert Counter(indicator.project_id for indicator in document.indicators).most_common() == [
        (document.projects[3].id, 43),
        (document.projects[4].id, 9),
        (document.projects[0].id, 5),
        (document.projects[1].id, 4),
        (document.projects[2].id, 4),
    ]
    annual = [fact for fact in document.facts if fact.measure == "project_annual_fiscal" and fact.project_id == document.projects[4].id]
    assert [(fact.column_label, fact.printed, fact.unit) for fact in annual] == [("年度资金申请总额 / 其中：当年财政拨款", "11,419,043.00", "元")]


def test_values_and_comparators_are_told_apart_by_form():
    document = document_of("sh_putuo_wanli_street_2023_budget")
    found = {one.name: (one.comparator, one.value, one.number, one.unit) for one in document.indicators}
    assert found["规划建筑面积"] == ("≥", "13459.00", "13459", "平方米")
    assert found["项目质量可控性"] == (None, "可控性100%", None, "")
    assert found["市容环境满意度"] == ("≥", "50", "50", "%")
    assert found["居民满意度"] == (None, "90", "90", "%")
