"""The same question in another dress gets the same figure from the same row (metamorphic)."""

from decimal import Decimal

import pytest

from qa.records import Reply

SUBJECTS = (
    "公务接待费", "三公经费", "基本支出", "项目支出", "人员经费", "公用经费", "水费", "差旅费", "住房公积金", "培训费", "物业管理费", "卫生健康支出", "政府采购",
    "政府购买服务", "支出总计",
)  # fmt: skip
YUAN = {"元": Decimal(1), "千元": Decimal(1000), "万元": Decimal(10_000), "百万元": Decimal(10) ** 6, "亿元": Decimal(10) ** 8}
TRADITIONAL = (
    ("公務接待費多少", "公务接待费"), ("三公經費多少", "三公经费"), ("項目支出是多少", "项目支出"), ("人員經費有多少？", "人员经费"), ("培訓費預算", "培训费"),
    ("政府採購多少", "政府采购"), ("支出總計是多少", "支出总计"), ("衛生健康支出多少", "卫生健康支出"),
)  # fmt: skip
SYNONYMS = (
    ("招待费多少", "公务接待费"), ("接待费预算多少", "公务接待费"), ("“三公”费用多少", "三公经费"), ("出差的钱有多少", "差旅费"), ("公积金多少", "住房公积金"),
    ("物业费多少", "物业管理费"), ("三公经费总额", "三公经费"), ("水钱要多少", "水费"), ("公务接待费用是多少", "公务接待费"), ("出差费用多少", "差旅费"),
)  # fmt: skip
POLITE = ("请问{}", "您好，{}", "麻烦查一下{}，谢谢", "帮我看看{}", "能告诉我{}吗", "想了解一下{}", "{}呀", "  {} ？？", "劳驾，{}")
ORDERS = (
    "2026年{}多少", "{}2026年是多少", "2026年的{}预算是多少", "{}在2026年安排了多少", "2026年度{}是多少？", "二零二六年{}多少", "二〇二六年{}多少", "26年{}多少", "今年{}多少",
    "朝阳园管委会{}多少", "{}，朝阳园管委会的，多少", "中关村科技园区朝阳园管理委员会2026年{}多少", "2026年朝阳园管委会的{}有多少",
)  # fmt: skip
UNITS = (
    "{}是多少{}", "{}换算成{}是多少", "{}折合多少{}", "以{1}为单位，{0}是多少", "{}多少，用{}表示",
)  # fmt: skip


def told(reply: Reply) -> tuple:
    """The first figure in 元 and the rows that it rests on."""
    assert reply.status == "answered", reply.answer
    figure = reply.figures[0]
    rows = {citation.marker: (citation.id, citation.location.get("line")) for citation in reply.citations}
    return Decimal(figure.value) * YUAN[figure.unit], tuple(rows[mark] for mark in figure.citations)


@pytest.fixture(scope="module")
def plainly(ask):
    """What the plain question about each subject is told."""
    return {subject: told(ask(f"{subject}多少")) for subject in SUBJECTS}


@pytest.mark.parametrize("form", POLITE)
def test_politeness_changes_nothing(ask, plainly, form):
    assert {subject: told(ask(form.format(f"{subject}多少"))) for subject in SUBJECTS} == plainly


@pytest.mark.parametrize("form", ORDERS)
def test_the_place_of_year_and_department_changes_nothing(ask, plainly, form):
    assert {subject: told(ask(form.format(subject))) for subject in SUBJECTS} == plainly


def test_full_width_characters_change_nothing(ask, plainly):
    assert {subject: told(ask(f"２０２６年　{subject}　多少？")) for subject in SUBJECTS} == plainly


def test_spaces_and_invisible_characters_change_nothing(ask, plainly):
    assert {subject: told(ask(f" {subject[:1]}\u200b{subject[1:]}\n多少\t")) for subject in SUBJECTS} == plainly


@pytest.mark.parametrize(("question", "subject"), TRADITIONAL)
def test_traditional_characters_change_nothing(ask, plainly, question, subject):
    assert told(ask(question)) == plainly[subject]


@pytest.mark.parametrize(("question", "subject"), SYNONYMS)
def test_a_synonym_changes_nothing(ask, plainly, question, subject):
    assert told(ask(question)) == plainly[subject]


@pytest.mark.parametrize("unit", YUAN)
@pytest.mark.parametrize("form", UNITS)
def test_another_unit_is_the_same_money_exactly(ask, plainly, form, unit):
    replies = {subject: ask(form.format(subject, unit)) for subject in SUBJECTS}
    assert {subject: (told(reply), reply.figures[0].unit) for subject, reply in replies.items()} == {s: (plainly[s], unit) for s in SUBJECTS}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("公务接待费占三公经费的比例", "三公经费中公务接待费占百分之几"),
        ("公用经费占基本支出的比重是多少", "基本支出里公用经费占比多少"),
        ("项目支出是基本支出的几倍", "项目支出相当于基本支出的多少倍"),
        ("电费比水费多多少", "水费比电费少多少"),
        ("水费和电费一共多少", "电费、水费合计多少"),
    ],
)
def test_two_ways_of_asking_for_a_derived_figure_agree(ask, one, other):
    first, second = ask(one), ask(other)
    assert (first.status, first.figures[0].value, first.figures[0].unit) == (second.status, second.figures[0].value, second.figures[0].unit)
    assert {c.id for c in first.citations} == {c.id for c in second.citations}


def test_parts_of_a_whole_share_out_to_one(ask):
    shares = [Decimal(ask(f"{part}占基本支出的比例").figures[0].value) for part in ("人员经费", "公用经费")]
    assert abs(sum(shares) - 100) <= Decimal("0.02")


def test_a_difference_is_the_difference_of_the_figures(ask, plainly):
    assert told(ask("人员经费比公用经费多多少"))[0] == plainly["人员经费"][0] - plainly["公用经费"][0]
