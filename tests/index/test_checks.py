"""The shipped document and invented papers, whole and with one figure changed: what is reported, and what is not."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from index.checks import PAIR_KINDS, PROSE_KINDS, TABLE_KINDS, check, check_across
from index.knowledge import read_csv, read_toml
from index.passages import split
from index.readers import read
from index.records import Document
from index.tables import recognise

CHECKOUT = Path(__file__).parents[2]
SHIPPED = CHECKOUT / "data" / "documents" / "2026-chaoyang-park-committee.txt"
SHARED = CHECKOUT.parent / "shared" / "documents"
needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="the shared documents are not beside this checkout")


@cache
def opened(path: Path) -> Document:
    """A document with its passages."""
    document = recognise(read(path))
    return replace(document, passages=split(document))


def written(folder: Path, text: str, name: str = "paper.txt") -> Document:
    """The document of a text with tabs."""
    (folder / name).write_text(text, encoding="utf-8")
    return opened(folder / name)


def fails(document: Document) -> list[tuple[str, str, str]]:
    """Check, left and right figure of everything that does not agree."""
    return [(result.check, result.left, result.right) for result in check(document) if result.verdict == "fails"]


TOWN = """某某县某某镇人民政府2025年部门预算

一、部门收支总体情况
2025年本部门收入预算1,867.40万元，比2024年预算增加100.00万元，增长5.66%。
2025年一般公共预算拨款支出预算1,767.40万元，其中：基本支出1,300.00万元，占73.55%；项目支出467.40万元，占26.45%。
1.农林水支出（类）农业农村（款）其他农业农村支出（项）2025年预算数为517.00万元，主要用于农村建设。
二、“三公”经费
2025年“三公”经费预算数为12.00万元，其中：公务接待费7.00万元，公务用车购置及运行费5.00万元，因公出国（境）费0万元。
三、资产
本部门共有车辆2辆，其中，一般公务用车1辆、其他用车1辆。

表1 部门收支总体情况表
单位：万元
收入\t\t支出\t
项目\t预算数\t项目\t预算数
一、一般公共预算拨款收入\t1,767.40\t一、一般公共服务支出\t950.40
二、事业收入\t80.00\t二、农林水支出\t917.00
本年收入合计\t1,847.40\t本年支出合计\t1,867.40
上年结转结余\t20.00\t结转下年\t
收入总计\t1,867.40\t支出总计\t1,867.40

表2 一般公共预算支出表
单位：万元
科目编码\t科目名称\t合计\t基本支出\t项目支出
201\t一般公共服务支出\t1,250.40\t1,150.00\t100.40
20103\t政府办公厅（室）及相关机构事务\t1,250.40\t1,150.00\t100.40
2010301\t行政运行\t900.40\t800.00\t100.40
2010302\t一般行政管理事务\t350.00\t350.00\t
213\t农林水支出\t517.00\t150.00\t367.00
21301\t农业农村\t517.00\t150.00\t367.00
2130199\t其他农业农村支出\t517.00\t150.00\t367.00
\t合计\t1,767.40\t1,300.00\t467.40

表3 政府性基金预算支出表
单位：万元
科目编码\t科目名称\t合计\t基本支出\t项目支出
\t合计\t\t\t
注：本部门无政府性基金预算安排的支出，故本表为空表。

表4 一般公共预算“三公”经费支出表
单位：万元
合计\t因公出国（境）费\t公务用车购置及运行费\t公务接待费
12.00\t\t5.00\t7.00
"""


def test_every_entry_has_a_kind_and_every_kind_an_entry():
    entries = read_toml("checks.toml")["check"]
    assert {entry["kind"] for entry in entries} == {*TABLE_KINDS, *PROSE_KINDS, *PAIR_KINDS}
    assert len({entry["id"] for entry in entries}) == len(entries)
    measures = {row["id"] for row in read_csv("measures.csv")}
    assert {m for e in entries if e["kind"] in ("row", "project_parts") for m in (e["whole"], *e["parts"], *e.get("optional", ()))} <= measures


def test_the_shipped_document_agrees_but_for_two_finds():
    results = check(opened(SHIPPED))
    failing = {result.check: result for result in results if result.verdict == "fails"}
    assert [result.check for result in results if result.verdict == "fails"] == ["project_sum", "indicator"]
    assert failing["project_sum"].difference == 84_300000
    assert failing["project_sum"].message == (
        "预算03表第88行合计 项目支出 49,089.700000 万元，12 项之和为 49,005.400000 万元（预算表12第266行至预算表12第349行），"
        "相差 84.300000 万元（预算表12所列 12 个项目）。"
    )
    assert failing["indicator"].message == (
        "项目“高新技术企业认定管理与服务”的指标“高新技术企业认定受理量”：预算表12第268行为 ≥800家，预算13表第367行为 ≥1500家，不一致。"
    )
    assert (failing["indicator"].left, failing["indicator"].right) == ("≥800家", "≥1500家")


def test_every_leaf_sum_of_the_shipped_document_equals_its_printed_total():
    document = opened(SHIPPED)
    sums = [result for result in check(document) if result.check == "sum_leaves"]
    assert len(sums) == 18 and {result.verdict for result in sums} == {"holds"}
    assert {result.description.split("：")[0].split(" ")[0] for result in sums} == {
        "预算01表", "预算03表", "预算04表", "预算05表", "预算06表", "预算07表", "预算11表",
    }  # fmt: skip


def test_references_lead_to_facts_rows_and_passages():
    for document in (opened(SHIPPED),):
        known = {fact.id for fact in document.facts} | {row.id for table in document.tables for row in table.rows} | {p.id for p in document.passages}
        results = check(document)
        assert {ref for result in results for ref in (result.left_ref, *result.right_refs)} <= known
        assert len({result.id for result in results}) == len(results) and all(result.id.isascii() for result in results)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("2060101-行政运行\t50201-办公经费\t30205-水费\t5.805200\t5.805200", "2060101-行政运行\t50201-办公经费\t30205-水费\t5.905200\t5.805200", {"row_expenditure", "sum_leaves", "codes"}),
        ("C-服务\t259.183528", "C-服务\t259.193528", {"sum_leaves"}),
        ("4.126002\t\t0.976202\t3.149800\t\t3.149800", "4.126002\t\t0.986202\t3.149800\t\t3.149800", {"row_three_public"}),
        ("2,715.486473\t473.829269\t49,089.700000", "2,715.486473\t473.839269\t49,089.700000", {"row_basic", "sum_leaves"}),
        ("28,500.000000\t28,500.000000\t\t构建", "28,500.000000\t28,600.000000\t\t构建", {"project_parts"}),
    ],
)  # fmt: skip
def test_one_changed_figure_is_found(tmp_path, old, new, expected):
    text = SHIPPED.read_text(encoding="utf-8")
    assert text.count(old) == 1
    found = {name for name, _, _ in fails(written(tmp_path, text.replace(old, new)))} - {"project_sum", "indicator"}
    assert expected <= found


def test_a_consistent_paper_raises_no_alarm(tmp_path):
    document = written(tmp_path, TOWN)
    assert fails(document) == []
    tried = {result.check for result in check(document)}
    assert {
        "row_expenditure", "row_three_public", "sum_leaves", "sum_levels", "sum_year", "balance", "empty_note",
        "prose_table", "prose_item", "prose_change", "prose_share", "prose_parts",
    } <= tried  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("增长5.66%", "增长6.66%", [("prose_change", "6.66%", "100.00 万元")]),
        ("占73.55%", "占37.55%", [("prose_share", "37.55%", "1,767.40 万元")]),
        ("其他用车1辆。", "其他用车2辆。", [("prose_parts", "2 辆", "3 辆")]),
        ("2025年预算数为517.00万元", "2025年预算数为571.00万元", [("prose_item", "571.00 万元", "517.00 万元")]),
        ("“三公”经费预算数为12.00万元", "“三公”经费预算数为12.50万元", [("prose_table", "12.50 万元", "12.00 万元"), ("prose_parts", "12.50 万元", "12.00 万元")]),
        ("12.00\t\t5.00\t7.00", "12.00\t\t5.00\t7.01", [("row_three_public", "12.00 万元", "12.01 万元")]),
        ("收入总计\t1,867.40", "收入总计\t1,876.40", [("sum_leaves", "1,876.40 万元", "1,867.40 万元")]),
        ("2010302\t一般行政管理事务\t350.00\t350.00", "2010302\t一般行政管理事务\t350.01\t350.01", None),
    ],
)  # fmt: skip
def test_one_changed_word_or_cell_of_a_paper_is_found(tmp_path, old, new, expected):
    assert TOWN.count(old) == 1
    found = fails(written(tmp_path, TOWN.replace(old, new)))
    if expected is None:
        assert {name for name, _, _ in found} == {"sum_levels"}
    else:
        assert found == expected


def test_a_rounding_difference_is_called_so(tmp_path):
    result = next(r for r in check(written(tmp_path, TOWN.replace("12.00\t\t5.00\t7.00", "12.01\t\t5.00\t7.00"))) if r.check == "row_three_public")
    assert (result.verdict, result.difference) == ("fails", 10000)
    assert result.message.endswith("= 12.00 万元，相差 0.01 万元（尾差）。")


def test_a_filled_table_is_not_called_empty(tmp_path):
    filled = TOWN.replace("\t合计\t\t\t\n注：", "2120801\t征地和拆迁补偿支出\t50.00\t\t50.00\n\t合计\t50.00\t\t50.00\n注：")
    result = next(r for r in check(written(tmp_path, filled)) if r.check == "empty_note")
    assert (result.verdict, result.right) == ("fails", "50.00 万元")
    general = TOWN.replace("注：本部门无政府性基金预算安排的支出，故本表为空表。", "注：如无此项支出，则本表为空表。")
    assert not [r for r in check(written(tmp_path, general, "general.txt")) if r.check == "empty_note"]


def test_an_increase_cannot_exceed_its_amount(tmp_path):
    text = TOWN.replace("三、资产", "政府性基金拨款支出预算0万元，比2024年预算增加100.00万元。\n三、资产")
    assert fails(written(tmp_path, text)) == [("prose_change", "0 万元", "100.00 万元")]


def test_another_column_beside_basic_and_project_is_no_error(tmp_path):
    table = "某某局2025年部门预算\n表1 支出预算总表\n单位：万元\n合计\t基本支出\t项目支出\t单位预留机动经费\n110.00\t60.00\t40.00\t10.00\n"
    assert fails(written(tmp_path, table)) == []
    assert fails(written(tmp_path, table.replace("10.00\n", "10.01\n"), "b.txt")) == [("row_expenditure", "110.00 万元", "110.01 万元")]


def test_the_year_before_is_held_against_what_the_next_year_says(tmp_path):
    before = TOWN.replace("2025", "2024").replace("2024年预算增加", "2023年预算增加").replace("1,867.40", "1,767.40").replace("\t80.00", "\t-20.00")
    before = before.replace("\t1,847.40", "\t1,747.40").replace("\t917.00", "\t817.00")
    one, other = written(tmp_path, TOWN), written(tmp_path, before, "before.txt")
    said = [(r.check, r.verdict, r.left, r.right) for r in check_across((other, one))]
    assert said == [("year_prose", "holds", "1,767.40 万元", "1,767.40 万元")]
    wrong = written(tmp_path, TOWN.replace("增加100.00万元，增长5.66%", "增加90.00万元"), "wrong.txt")
    assert [(r.check, r.verdict, r.left, r.right) for r in check_across((wrong, other))] == [
        ("year_prose", "fails", "1,777.40 万元", "1,767.40 万元")
    ]
    assert check_across((one, opened(SHIPPED))) == ()


@needs_shared
def test_the_finds_in_the_real_documents_are_these_and_no_others():
    expected = {
        "js_cppcc_2017_tables": [],
        "js_cppcc_2018_tables": [],
        "js_cppcc_2019_tables": [],
        "js_cppcc_2019_narrative": [],
        "sh_putuo_commerce_dept_2025_budget": [],
        "sh_putuo_commerce_unit_2025_budget": [],
        "sh_putuo_finance_dept_2025_budget": [("prose_item", "887.36 万元", "873,617.00 元")],
        "sh_putuo_socialwork_2024_final": [
            ("sum_levels", "10.23 万元", "10.22 万元"),
            ("basic_parts", "105.58 万元", "105.59 万元"),
            ("prose_share", "95.89%", "0 万元"),
            ("prose_parts", "105.58 万元", "105.59 万元"),
        ],
        "sh_putuo_wanli_street_2023_budget": [
            ("project_annual_parts", "10,903,043.00 元", "11,419,043.00 元"),
            ("prose_item", "441.25 万元", "2,206,272 元"),
            ("prose_change", "0 万元", "1421.25 万元"),
            ("prose_change", "314.82%", "11.67 万元"),
            ("prose_change", "60.54%", "132.59 万元"),
            ("prose_parts", "13459 平方米", "13369 平方米"),
            ("prose_parts", "8013 平方米", "8103 平方米"),
            ("prose_repeat", "220.63 万元", "441.25 万元"),
            ("prose_projects", "3328.13 万元", "3,351.3343 万元"),
        ],
        "sh_putuo_wanli_street_2024_budget": [
            ("empty_note", "注:本部门2024年无“三公”经费和机关运行经费预算，故本表为空表。", "47.91 万元"),
            ("prose_item", "352.67 万元", "3,503,499 元"),
            ("prose_change", "0.53%", "348.52 万元"),
            ("prose_parts", "13459 平方米", "13369 平方米"),
            ("prose_parts", "8013 平方米", "8103 平方米"),
            ("prose_repeat", "350.35 万元", "352.67 万元"),
        ],
    }
    assert {stem: fails(opened(SHARED / f"{stem}.pdf")) for stem in expected} == expected


@needs_shared
def test_documents_of_one_body_agree_over_the_years():
    documents = [opened(path) for path in sorted(SHARED.glob("*.pdf"))]
    results = check_across(documents)
    assert {result.verdict for result in results} == {"holds"}
    files = {document.id: document.source.file for document in documents}
    assert {(r.check, next(file for id, file in files.items() if r.id.startswith(id))) for r in results} == {
        ("narrative_tables", "js_cppcc_2019_narrative.pdf"),
        ("year_prose", "js_cppcc_2019_narrative.pdf"),
        ("year_prose", "sh_putuo_wanli_street_2024_budget.pdf"),
    }


def test_money_carried_over_that_only_one_table_counts_is_no_error(tmp_path):
    paper = (
        "某部2025年部门预算\n\n公开表4\n财政拨款收支总表\n单位：万元\t\n收入\t\t支出\t\n项目\t预算数\t项目\t预算数\n"
        "一、本年收入\t500.00\t一、本年支出\t510.00\n一般公共预算拨款\t500.00\t教育支出\t510.00\n二、上年结转\t10.00\t二、结转下年\t\n"
        "收入总计\t510.00\t支出总计\t510.00\n\n"
        "公开表5\n一般公共预算支出表\n单位：万元\t\n科目编码\t科目名称\t2024年执行数\t2025年预算数\t\t\n\t\t\t小计\t基本支出\t项目支出\n"
        "205\t教育支出\t490.00\t500.00\t300.00\t200.00\n合计\t\t490.00\t500.00\t300.00\t200.00\n\n"
        "公开表8\n政府性基金预算支出表\n单位：万元\t\n科目编码\t科目名称\t合计\t基本支出\t项目支出\n合计\t\t\t\t\n\n"
        "公开表9\n国有资本经营预算支出表\n单位：万元\t\n科目编码\t科目名称\t合计\t基本支出\t项目支出\n合计\t\t\t\t\n"
    )
    assert fails(written(tmp_path, paper)) == []


def test_a_part_is_held_against_the_table_of_the_wholes_fund(tmp_path):
    paper = (
        "某局2026年部门预算\n\n2026年一般公共预算财政拨款支出411.00万元。其中：基本支出99.00万元；项目支出330.00万元。\n\n"
        "表二\n一般公共预算财政拨款支出预算表\n单位：万元\t\n科目编码\t科目名称\t总计\t基本支出\t项目支出\n"
        "212\t城乡社区支出\t411.00\t99.00\t312.00\n合计\t\t411.00\t99.00\t312.00\n\n"
        "表八\n部门支出总表\n单位：万元\t\n科目编码\t科目名称\t总计\t基本支出\t项目支出\n212\t城乡社区支出\t511.00\t99.00\t412.00\n合计\t\t511.00\t99.00\t412.00\n"
    )
    assert fails(written(tmp_path, paper)) == [
        ("prose_table", "330.00 万元", "312.00 万元"),
        ("prose_parts", "411.00 万元", "429.00 万元"),
    ]
