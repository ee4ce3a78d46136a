"""The form of a question orders passages: reasons, quantities and definitions where they are asked for."""

import pytest

from qa.forms import fitness, lacks_what_is_asked


def test_a_reason_is_asked_and_given():
    gain = fitness("会议费为什么涨了", "narrative", "", "主要原因是会场变更。") - fitness("会议费为什么涨了", "narrative", "", "会议费与场地有关。")
    assert round(gain, 2) == 0.15


def test_a_term_is_for_who_asks_what_it_means():
    text = "机关运行经费：指日常公用经费支出。"
    assert fitness("机关运行经费是什么意思", "term", "", text) > 0 > fitness("机关运行经费去年怎样", "term", "", text)


@pytest.mark.parametrize(
    ("kind", "heading", "text", "lacks"),
    [
        ("narrative", "", "全年计划召开会议5次。", False),
        ("narrative", "", "1.召开会议。2.开展调研。", True),
        ("narrative", "", "根据《意见》（普投资〔2023〕1号），自2023年起实施。", True),
        ("indicator", "项目 / 产出指标 / 数量指标 / ≥80场", "活动场次", False),
        ("narrative", "项目 / 第3部分", "活动场次", True),
    ],
)
def test_marks_of_items_years_and_document_numbers_are_no_quantities(kind, heading, text, lacks):
    assert lacks_what_is_asked("一年办多少次活动", kind, heading, text) is lacks


def test_only_a_question_for_a_quantity_needs_one():
    assert not lacks_what_is_asked("活动怎么办", "narrative", "", "举办活动。")


@pytest.mark.parametrize(
    ("query", "text", "lacks"),
    [
        ("门票多少钱", "举办书画展3次。", True),
        ("门票多少钱", "门票收入3.5万元。", False),
        ("局长是谁", "局长负责全面工作。", True),
        ("帮扶哪个县", "开展帮扶工作。", True),
        ("帮扶哪个县", "帮扶云南省鲁甸县。", False),
    ],
)
def test_an_amount_a_place_or_a_person_that_is_asked_for_must_be_said(query, text, lacks):
    assert lacks_what_is_asked(query, "narrative", "", text) is lacks


def test_an_empty_table_and_a_change_are_recognised_where_they_are_asked_for():
    note, other = "注：本部门无此项支出，故本表为空表。", "“三公”经费：指因公出国（境）费。"
    assert fitness("这张表为什么没有数字", "note", "", note) > fitness("这张表为什么没有数字", "note", "", other)
    assert fitness("培训费比去年多了吗", "narrative", "", "培训费比上年增加3万元。") > fitness("培训费比去年多了吗", "narrative", "", "培训费3万元。")
