"""Sentences in the wording of several provinces, with what they say."""

from dataclasses import replace
from pathlib import Path

import pytest

from index.prose import said, state
from index.prose.passage import read_passage
from index.prose.places import Printed
from index.prose.quantities import quantities
from index.records import Document, Identity, Passage, Place, Source, TextLine

CHECKOUT = Path(__file__).parents[2]
SHARED = CHECKOUT.parent / "shared" / "documents"
IDENTITY = Identity(department="青川县教育局", scope="部门", year=2024, phase="预算")


def told(text: str, heading: str = "", phase: str = "预算"):
    """The statements of one passage."""
    return read_passage(Passage("p", "narrative", heading, text, Place()), replace(IDENTITY, phase=phase), Printed(()))


def brief(text: str, **given):
    """Subject, printed quantity and measure of every statement."""
    return [(s.statement.subject, s.statement.printed, s.measure) for s in told(text, **given)]


def test_numbers_with_units_are_quantities_and_dates_codes_and_ranges_are_none():
    text = (
        "截至2024年8月31日，按普财〔2019〕7号文，W060701单元第3季度开展2-3次，支出3，518.85万元，占4.5％，车辆7辆，总预算1720.00万，来访1.2万人次。"
    )
    assert [(q.printed, str(q.number), q.unit, q.kind) for q in quantities(text)] == [
        ("3，518.85万元", "3518.85", "万元", "money"),
        ("4.5％", "4.5", "%", "percent"),
        ("7辆", "7", "辆", "count"),
        ("1720.00万", "1720.00", "万元", "money"),
        ("1.2万人次", "1.2", "万人次", "count"),
    ]


def test_limits_and_rates_are_no_amounts():
    found = told("单个项目最高支持不超过1500万元，单价100万元（含）以上设备2台（套），支持50家以上企业，补贴200元/月。")
    assert [(s.statement.printed, s.statement.role, s.statement.subject) for s in found] == [
        ("1500万元", "other", ""),
        ("100万元", "other", ""),
        ("2台（套）", "count", "单价100万元（含）以上设备"),
        ("50家", "other", ""),
        ("200元/月", "count", "补贴"),
    ]


def test_an_increase_and_its_percentage_belong_to_the_amount_before_them():
    amount, change, percent = told("2024年“三公”经费预算数为47.91万元，比2023年预算增加25万元，增长109.12%。")
    assert (amount.statement.subject, amount.measure, amount.statement.amount, amount.statement.year) == (
        "2024年“三公”经费预算数",
        "three_public",
        47910000,
        2024,
    )
    assert (change.statement.role, change.statement.direction, change.statement.base, change.of) == (
        "change",
        "增加",
        "2023年预算",
        amount.statement.id,
    )
    assert (percent.statement.role, percent.statement.number, percent.statement.base, percent.of) == (
        "percent_change", "109.12", "2023年预算", amount.statement.id,
    )  # fmt: skip


def test_a_functional_path_carries_over_to_the_figures_of_its_stages():
    text = (
        "1.“一般公共服务支出（类）统计信息事务（款）专项普查活动（项）”25.77万元，主要用于普查。2023年当年预算执行数为60.13万元，"
        "2024年预算安排25.77万元，比2023年预算执行数减少57.14%。"
    )
    found = told(text)
    assert {s.statement.member for s in found} == {"一般公共服务支出-统计信息事务-专项普查活动"}
    assert [(s.statement.printed, s.statement.year, s.statement.stage) for s in found] == [
        ("25.77万元", None, "budget"),
        ("60.13万元", 2023, "executed"),
        ("25.77万元", 2024, "budget"),
        ("57.14%", None, "budget"),
    ]
    assert found[3].statement.direction == "减少" and found[3].of == found[2].statement.id


def test_the_heading_gives_the_class_that_the_text_leaves_out():
    found = told("1.普通教育（款）小学教育（项）426万元，与上年相比减少3.3万元，下降0.77%。", heading="五、支出情况 / （一）教育支出（类）")
    assert [s.statement.member for s in found] == ["教育支出-普通教育-小学教育"] * 3
    assert [(s.statement.role, s.statement.base) for s in found] == [("amount", None), ("change", "上年"), ("percent_change", "上年")]


def test_a_part_of_an_item_is_not_the_item():
    found = told(
        "教育支出（类）普通教育（款）小学教育（项）支出900万元，其中：基本支出800万元，教育支出（类）普通教育（款）小学教育（项）项目支出100万元。"
    )
    assert [(s.statement.printed, s.path) for s in found] == [("900万元", ("教育支出", "普通教育", "小学教育")), ("800万元", ()), ("100万元", ())]


def test_parts_in_a_list_and_in_brackets_know_their_whole():
    found = told(
        "2024年“三公”经费预算数为12万元。其中：（一）公务接待费7万元，与上年持平。（二）公务用车购置及运行费5万元（其中，购置费1万元，运行费4万元）。"
    )
    by_printed = {s.statement.printed: s for s in found}
    whole = {printed: next((w.statement.printed for w in found if w.statement.id == s.part_of), None) for printed, s in by_printed.items()}
    assert whole == {"12万元": None, "7万元": "12万元", "持平": None, "5万元": "12万元", "1万元": "5万元", "4万元": "5万元"}
    assert by_printed["持平"].statement.direction == "持平" and by_printed["持平"].of == by_printed["7万元"].statement.id


def test_a_share_names_its_base_or_takes_the_whole_of_its_list():
    found = told(
        "本年支出合计307.82万元，其中：基本支出105.58万元，占34.30%；项目支出202.24万元，占65.70%。财政拨款支出300万元，占本年支出合计的97.46%。"
    )
    shares = [(s.statement.subject, s.statement.number, s.statement.base) for s in found if s.statement.role == "share"]
    assert shares == [
        ("基本支出", "34.30", "本年支出合计"),
        ("项目支出", "65.70", "本年支出合计"),
        ("财政拨款支出", "97.46", "本年支出合计"),
    ]


def test_a_final_account_has_budget_adjusted_budget_and_outturn():
    found = told("一般公共预算财政拨款支出年初预算为0万元，全年预算为321.02万元，支出决算为307.82万元，完成年初预算的95.89%。", phase="决算")
    assert [(s.statement.subject, s.statement.stage, s.measure, s.fund) for s in found] == [
        ("一般公共预算财政拨款支出年初预算", "budget", "expenditure", "general"),
        ("一般公共预算财政拨款支出", "adjusted", "expenditure", "general"),
        ("一般公共预算财政拨款支出", "final", "expenditure", "general"),
        ("一般公共预算财政拨款支出", "final", "expenditure", "general"),
    ]
    assert (found[3].statement.role, found[3].statement.base, found[3].of) == ("share", "年初预算", found[2].statement.id)


def test_money_of_one_fund_is_not_the_measure_of_the_whole_body():
    basic, fiscal = told("基本支出预算数为6,522.75万元。财政拨款基本支出预算6,442.75万元。")
    assert (basic.statement.measure, basic.fund) == ("basic", None)
    assert (fiscal.statement.measure, fiscal.measure, fiscal.fund) == (None, "basic", "fiscal")


def test_the_figure_compared_with_is_the_year_before():
    found = told("2024年“三公”经费预算总额为1969万元，较2023年的2190万元减少221万元，下降10.1%。")
    assert [(s.statement.role, s.statement.printed, s.statement.year, s.statement.stage) for s in found] == [
        ("amount", "1969万元", 2024, "budget"),
        ("amount", "2190万元", 2023, "prior"),
        ("change", "221万元", None, "budget"),
        ("percent_change", "10.1%", None, "budget"),
    ]
    assert found[1].statement.subject == "“三公”经费预算总额"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024年度政府采购支出预算总额1,624.42万元，其中：拟采购货物支出350万元。", [("2024年度政府采购支出预算总额", "1,624.42万元", "procurement"), ("拟采购货物支出", "350万元", None)]),
        ("2024年收入总额1.2亿元。", [("2024年收入总额", "1.2亿元", "income_total")]),
        ("2024年，青川县教育局收入预算3,121.42万元。", [("青川县教育局收入预算", "3,121.42万元", "income_total")]),
        ("机关运行经费支出12.3万元。", [("机关运行经费支出", "12.3万元", "agency_running")]),
        ("2050202小学教育614.7万元。", [("2050202小学教育", "614.7万元", None)]),
        ("下属5家预算单位，行政单位1家，现有处室21个。", [("预算单位", "5家", None), ("行政单位", "1家", None), ("处室", "21个", None)]),
        ("接待20批次，150人次。", [("", "20批次", None), ("", "150人次", None)]),
        ("上年结转资金预算数为20万元。", [("上年结转资金预算数", "20万元", "carryover_in")]),
        ("其中支持打造地标120.00万，支持外贸稳增长30.00万，合计150.00万。", [("支持打造地标", "120.00万", None), ("支持外贸稳增长", "30.00万", None), ("合计", "150.00万", None)]),
    ],
)  # fmt: skip
def test_subjects_are_the_noun_phrases_before_the_figures(text, expected):
    assert brief(text) == expected


def test_the_place_is_the_line_that_prints_the_figure():
    lines = tuple(
        TextLine(text, Place(pages=(page,)))
        for page, text in ((3, "项目支出预算数为4,968.34 万元。基本支出预算"), (4, "数为6,522.75 万元，比上年增加。"))
    )
    text = "项目支出预算数为4,968.34万元。基本支出预算数为6,522.75万元，比上年增加。"
    passage = Passage("p", "narrative", "", text, Place(pages=(3, 4)))
    document = Document("d", Source("d", "d", "0" * 64, "pdf"), IDENTITY, 4, None, (), (), (), (), lines, (passage,))
    first, second = state(document)
    assert (first.place.pages, second.place.pages) == ((3,), (3, 4))
    assert (first.id, first.sentence) == ("p-s0008", "项目支出预算数为4,968.34万元。")


def test_an_item_named_at_the_end_of_a_passage_is_the_subject_of_the_next():
    texts = ("8、住房保障支出（类）住房改革支出（款）住房公积金（项）。", "主要用于：公积金。全年预算为18.12万元。")
    passages = tuple(Passage(f"p{n}", "narrative", "一、说明", text, Place()) for n, text in enumerate(texts))
    document = Document("d", Source("d", "d", "0" * 64, "pdf"), IDENTITY, 1, None, (), (), (), (), (), passages)
    assert [s.path for s in said(document)] == [("住房保障支出", "住房改革支出", "住房公积金")]


@pytest.mark.skipif(not SHARED.exists(), reason="the shared documents are not beside this checkout")
def test_most_figures_of_a_real_narrative_have_a_subject():
    from index.passages import split
    from index.readers import read
    from index.tables import recognise

    document = recognise(read(SHARED / "js_cppcc_2019_narrative.pdf"))
    found = state(replace(document, passages=split(document)))
    amounts = [statement for statement in found if statement.role in ("amount", "change", "percent_change", "share")]
    assert len(amounts) == 131 and not [statement.sentence for statement in amounts if not statement.subject]


def test_the_item_of_a_list_that_opens_another_list_has_the_whole_of_the_first():
    text = (
        "青川县教育局2024年支出预算100.00万元，其中：1.按支出功能分类，包括教育支出90.00万元、住房保障支出10.00万元。"
        "2.按支出用途分类，包括基本支出60.00万元，占60.00%（其中人员支出50.00万元，日常公用支出10.00万元）；项目支出40.00万元，占40.00%。"
        "基本支出比上年增加3.00万元，增长5.26%；项目支出比上年减少1.00万元，下降2.44%。"
    )
    found = told(text)
    subject = {s.statement.id: s.statement.subject for s in found}
    assert {s.statement.subject: subject[s.part_of] for s in found if s.part_of} == {
        "教育支出": "青川县教育局2024年支出预算",
        "住房保障支出": "青川县教育局2024年支出预算",
        "基本支出": "青川县教育局2024年支出预算",
        "人员支出": "基本支出",
        "日常公用支出": "基本支出",
        "项目支出": "青川县教育局2024年支出预算",
    }
    assert [(s.statement.subject, s.statement.printed) for s in found if s.statement.role == "percent_change"] == [
        ("基本支出", "5.26%"),
        ("项目支出", "2.44%"),
    ]


def test_a_figure_without_a_name_has_that_of_the_item_that_announces_it():
    assert brief("（一）收入预算：2024年年初预算数53611.15万元，其中：事业收入预算0万元。")[0] == ("收入预算", "53611.15万元", "income_total")


def test_words_around_a_measure_do_not_hide_it():
    assert brief(
        "2024年本部门机关运行经费安排6,244.59万元。所属各预算单位政府采购预算总额25794.25万元。一般公共预算财政拨款运行经费1185.92万元。"
    ) == [
        ("2024年本部门机关运行经费安排", "6,244.59万元", "agency_running"),
        ("所属各预算单位政府采购预算总额", "25794.25万元", "procurement"),
        ("一般公共预算财政拨款运行经费", "1185.92万元", "agency_running"),
    ]


def test_a_fund_among_the_parts_of_an_income_is_the_income_from_it():
    assert brief("2024年收入预算100.00万元，其中：一般公共预算77.00万元，占77.00%；政府性基金预算拨款23.00万元。") == [
        ("2024年收入预算", "100.00万元", "income_total"),
        ("一般公共预算", "77.00万元", "income_general"),
        ("一般公共预算", "77.00%", "income_general"),
        ("政府性基金预算拨款", "23.00万元", "income_government_fund"),
    ]


def test_a_percentage_of_the_budget_completed_is_a_share_of_it():
    found = told("2024年度“三公”经费支出决算为137.01万元，完成预算88.97%，较上年增加25.16万元，增长22.49%。", phase="决算")
    assert [(s.statement.role, s.statement.base, s.measure) for s in found] == [
        ("amount", None, "three_public"),
        ("share", "预算", "three_public"),
        ("change", "上年", "three_public"),
        ("percent_change", "上年", "three_public"),
    ]


def test_a_change_behind_parts_joined_by_a_comma_of_lists_is_that_of_their_whole():
    found = told("2026年本部门预算收入500万元，其中一般公共预算拨款收入400万元、政府性基金拨款收入60万元、事业收入40万元，较上年增加30万元。")
    change = next(one for one in found if one.statement.role == "change")
    assert (change.statement.subject, change.statement.printed) == ("2026年本部门预算收入", "30万元")


def test_an_increase_larger_than_the_last_part_is_that_of_the_whole():
    found = told("2026年支出预算500万元，其中：基本支出480万元，项目支出20万元，比上年增加30万元。")
    change = next(one for one in found if one.statement.role == "change")
    assert change.statement.subject == "2026年支出预算"


def test_what_also_changed_is_no_base_of_comparison():
    text = "2024年“三公”经费预算较2023年增加15.34万元，主要原因是更新1辆皮卡车，同时公务接待费压减5.86万元、车辆运行费压减5.60万元。"
    found = [(s.measure, s.statement.direction, s.statement.base, s.statement.printed) for s in told(text) if s.statement.role == "change"]
    assert found == [
        ("three_public", "增加", "2023年", "15.34万元"),
        ("reception", "减少", "2023年", "5.86万元"),
        ("vehicle_running", "减少", "2023年", "5.60万元"),
    ]
