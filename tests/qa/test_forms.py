"""The form of a question orders passages: reasons, quantities and definitions where they are asked for."""

import pytest

from qa.forms import fitness, lacks_quantity


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
    assert lacks_quantity("一年办多少次活动", kind, heading, text) is lacks


def test_only_a_question_for_a_quantity_needs_one():
    assert not lacks_quantity("活动怎么办", "narrative", "", "举办活动。")
