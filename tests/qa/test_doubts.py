"""Questions that doubt: what they claim, and both sides of what they compare, in budgets whose every figure is known."""

from decimal import Decimal

import pytest
from conftest import conversation
from papers import Paper, database
from proof import faults

from qa.doubts import read_doubt
from qa.normalise import normalise

PROSE = """二、财政拨款支出主要内容
1.“一般公共服务支出（类）财政事务（款）行政运行（项）”328.25万元，主要用于行政运行。2023年当年预算执行数为300.00万元，2024年预算安排328.25万元，比2023年预算执行数增加12.00%。主要原因是：人员经费减少。
2.“一般公共服务支出（类）财政事务（款）一般行政管理事务（项）”650.50万元，主要用于专项业务。2023年当年预算执行数为600.00万元，2024年预算安排650.50万元，比2023年预算执行数增加8.42%。
三、绩效目标设置情况
2024年度，本部门编报绩效目标的项目共3个，涉及项目预算资金640.50万元。"""
PAPER = Paper("临海市教育局", 2024, prose=PROSE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("doubted")


@pytest.fixture(scope="module")
def doubt(folder):
    """Asks a budget whose text contradicts its tables and itself."""
    return conversation(database(folder, PAPER))


def told(reply) -> list[tuple[Decimal, str]]:
    return [(Decimal(figure.value), figure.unit) for figure in reply.figures]


def lines(reply) -> set[str]:
    return {text for c in reply.citations for text in (c.row.values() if c.kind == "row" else [c.text])}


@pytest.mark.parametrize(
    "asked",
    [
        "文里说增加12%，表里却是9%，哪个对？", "说明写减少2.98%，原因却写经费增加，有矛盾吧", "写了24558.18和24491.71两个数，怎么回事", "前后两个数一样吗", "01表是空的，可11表又有，怎么回事",
        "07表各项加起来等于基本支出吗", "公用经费明细加起来等于10.23吗", "预算说明里的总额跟表格一样吗", "比上年执行数增加60.54%，对不对？", "两边平不平", "口径一样吗，哪个大", "是不是写错了",
        "is table 01 consistent with table 06", "do the details add up", "does it match",
    ],
)  # fmt: skip
def test_a_question_that_doubts_is_known(asked):
    assert read_doubt(normalise(asked)) is not None


@pytest.mark.parametrize("asked", ["公务接待费多少", "项目支出加基本支出是多少", "哪个项目最大", "为什么增加", "三公经费比上年增加多少", "办公费在哪张表", "有哪些项目超过100万"])
def test_a_plain_question_doubts_nothing(asked):
    assert read_doubt(normalise(asked)) is None


@pytest.mark.parametrize(
    ("asked", "claims"),
    [
        ("说比2023年执行数增加12.00%，对吗", [("12.00", "%", "增加")]), ("写成350.35万又写成352.67万元，哪个对", [("350.35", "万元", ""), ("352.67", "万元", "")]),
        ("减少了1,421.25万元，合理吗", [("1421.25", "万元", "减少")]), ("03表2024年三项加起来等于10.23吗", [("10.23", "", "")]), ("地上8013平方米，一样吗", [("8013", "平方米", "")]),
    ],
)  # fmt: skip
def test_what_is_claimed_is_the_figures_and_no_year_table_or_count(asked, claims):
    assert [(str(c.value), c.unit, c.direction) for c in read_doubt(normalise(asked)).claims] == claims


@pytest.mark.parametrize(
    "asked",
    ["教育局2024年行政运行说比上年执行数增加12%，算得对吗", "教育局的行政运行，文里写增加12.00%，对不对", "行政运行从300万涨到328.25万、增长12%，这个百分比算得准吗", "行政运行增加12%，原因却写减少，有矛盾吧"],
)
def test_a_stated_change_is_worked_out_from_the_amounts_beside_it(doubt, asked):
    reply = doubt(asked)
    worked = next(figure for figure in reply.figures if figure.formula)
    assert (reply.status, worked.value, worked.unit, reply.answer.startswith("不一致")) == ("answered", "9.42", "%", True)
    assert "减少" in reply.answer  # the reason, which says the contrary


def test_a_change_that_is_stated_rightly_agrees(doubt):
    reply = doubt("教育局2024年一般行政管理事务增加8.42%，算得对吗")
    assert (reply.status, reply.answer[:2], told(reply)[0]) == ("answered", "一致", (Decimal("8.42"), "%"))


@pytest.mark.parametrize("asked", ["一般行政管理事务，说明里的数和表里的数一样吗", "教育局2024年正文写一般行政管理事务650.50万元，跟支出表对得上吗", "一般行政管理事务正文说650.5万，表里却是多少，两处一致吗"])
def test_text_and_table_are_both_cited_and_their_difference_has_its_formula(doubt, asked):
    reply = doubt(asked)
    gap = next(figure for figure in reply.figures if figure.label == "相差")
    assert {(Decimal("660.50"), "万元"), (Decimal("650.50"), "万元")} <= set(told(reply))
    assert (reply.status, gap.value, bool(gap.formula), reply.answer.startswith("不一致")) == ("answered", "10", True, True)
    assert {c.kind for c in reply.citations} == {"row", "passage"}


def test_a_sum_cites_every_row_that_it_adds(doubt):
    reply = doubt("07表各项加起来等于328.25万元吗")
    assert {"1.25", "8.50", "12.40", "300.00", "6.10"} <= lines(reply)
    assert (reply.status, reply.answer[:2]) == ("answered", "一致")


@pytest.mark.parametrize(("claimed", "verdict"), [("600.5", "一致"), ("700", "不一致")])
def test_named_parts_are_added_up_against_what_is_claimed(doubt, claimed, verdict):
    reply = doubt(f"智慧档案建设和老旧设施改造加起来等于{claimed}万元吗")
    total = next(figure for figure in reply.figures if figure.label == "各项之和")
    assert (total.value, total.formula is not None, reply.answer.startswith(verdict)) == ("600.5", True, True)


def test_a_figure_quoted_from_the_text_is_compared_with_what_it_is_said_to_be(doubt):
    reply = doubt("教育局2024年编报绩效目标涉及640.50万元，跟项目支出一样吗")
    assert {(Decimal("640.50"), "万元"), (Decimal("660.50"), "万元"), (Decimal("20"), "万元")} <= set(told(reply))
    assert reply.answer.startswith("不一致")


@pytest.mark.parametrize(
    "asked",
    ["教育局2024年会议费增加12.3%，对吗", "教育局2024年说明里培训费写成35万，对得上吗", "教育局2023年行政运行增加12%，算得对吗", "卫健局2024年行政运行增加12%，算得对吗", "教育局2024年公务接待费说明和表里一样吗"],
)
def test_nothing_is_weighed_where_a_side_is_missing(doubt, asked):
    reply = doubt(asked)
    assert (reply.status, reply.figures) in (("not_found", ()), ("clarify", ()))


@pytest.mark.parametrize(
    "asked",
    [
        "教育局2024年行政运行说比上年执行数增加12%，算得对吗", "一般行政管理事务，说明里的数和表里的数一样吗", "07表各项加起来等于328.25万元吗", "智慧档案建设和老旧设施改造加起来等于700万元吗",
        "教育局2024年编报绩效目标涉及640.50万元，跟项目支出一样吗", "01表支出总计和03表合计一致吗",
    ],
)  # fmt: skip
def test_a_weighed_answer_is_proved_by_its_file(doubt, folder, asked):
    assert faults(doubt(asked).to_json(), [asked], folder / "papers") == []


@pytest.mark.parametrize(
    ("asked", "figures", "verdict"),
    [
        ("05表中“本年收入合计”和“收入总计”填得一致吗？", ["52279.015742"], "不一致"),
        ("01表里其他支出有多少，11表服务领域里其他支出又是多少，一样吗", ["421.98"], "不一致"),
        ("党群服务中心场地租赁的项目总额和成本指标对得上吗", ["291.98", "291.9781"], "不一致"),
        ("07表的职工基本医疗保险是03表两行医疗之和吗", ["231.021588"], "一致"),
        ("事业单位医疗在03表和06表是一个数吗", ["49.435489"], "一致"),
    ],
)
def test_the_shipped_document_is_weighed(ask, asked, figures, verdict):
    reply = ask(asked)
    assert reply.status == "answered"
    assert reply.answer.startswith(verdict)
    assert set(figures) <= {figure.value for figure in reply.figures}
