"""Passages are whole sentences with heading and place; what breaks a line on paper breaks no sentence."""

from dataclasses import replace
from pathlib import Path

import pytest

from index.passages import split
from index.readers.guard import read_guarded
from index.records import Document, Identity, Indicator, Place, Project, Source, SourceRow, SourceTable, TextLine
from index.sentences import mend_blanks, pieces, sentences
from index.tables import recognise

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "data/documents/2026-chaoyang-park-committee.txt"
SHARED = ROOT.parent / "shared/documents"


def pages(*printed: str, **fields) -> Document:
    """A document of pages, each given as its printed lines."""
    lines = [TextLine(line, Place(pages=(number,))) for number, page in enumerate(printed, start=1) for line in page.strip().split("\n")]
    return Document("doc-0a1b2c3d", Source("", "x.pdf", "", "pdf"), Identity(), None, None, (), (), (), (), tuple(lines), **fields)


def shown(document: Document) -> list[tuple[str, str, str, tuple[int, ...]]]:
    return [(p.kind, p.heading, p.text, p.place.pages) for p in split(document)]


def test_a_sentence_broken_by_lines_and_pages_is_one_passage_on_both_pages():
    document = pages(
        "一、主要职能\n本局是主管全区道路建设的工作部门，负责道路和桥梁的规划、建设、养护与管理，组织实施\n- 1 -",
        "年度计划，并对施工质量进行监督。\n- 2 -",
    )
    text = "本局是主管全区道路建设的工作部门，负责道路和桥梁的规划、建设、养护与管理，组织实施年度计划，并对施工质量进行监督。"
    assert shown(document) == [("narrative", "一、主要职能", text, (1, 2))]


def test_a_number_that_begins_a_line_continues_the_sentence():
    document = pages(
        "六、基本支出情况说明\n某局2019年度财政拨款基本支出预算为\n6,442.75万元，与上年持平。其中人员经费占大部分，公用经费占小部分，合计与预算表一致。"
    )
    assert [text for _, _, text, _ in shown(document)] == [
        "某局2019年度财政拨款基本支出预算为6,442.75万元，与上年持平。其中人员经费占大部分，公用经费占小部分，合计与预算表一致。"
    ]


def test_contents_list_page_numbers_and_unit_lines_are_left_out():
    document = pages(
        "目 录\n一、部门概况 …………… 1\n二、名词解释\n- 1 -",
        "一、部门概况\n编制部门：某局 单位：万元\n本部门行政单位一家。\n第 2 页",
        "二、名词解释\n（一）基本支出：指为保障机构正常运转而发生的支出。\n— 3 —",
    )
    assert shown(document) == [
        ("narrative", "一、部门概况", "本部门行政单位一家。", (2,)),
        ("term", "二、名词解释", "（一）基本支出：指为保障机构正常运转而发生的支出。", (3,)),
    ]


def test_headings_nest_and_an_item_keeps_its_number():
    document = pages(
        "第三部分 2019年度部门预算情况说明\n一、收支预算总体情况说明\n（一）收入预算\n1.财政拨款收入预算总计100万元，与上年数一致，本部门没有其他变化需要说明。\n2.其他资金收入预算总计80万元，与上年数一致，主要来自下属单位的经营和服务活动。"
    )
    heading = "第三部分2019年度部门预算情况说明 / 一、收支预算总体情况说明 / （一）收入预算"
    texts = [
        "1.财政拨款收入预算总计100万元，与上年数一致，本部门没有其他变化需要说明。2.其他资金收入预算总计80万元，与上年数一致，主要来自下属单位的经营和服务活动。"
    ]
    assert [(h, t) for _, h, t, _ in shown(document)] == [(heading, text) for text in texts]


def test_a_lead_in_keeps_its_short_list():
    document = pages("二、机构设置\n本部门预算单位包括：\n1.某局本级。\n2.某局服务中心。")
    assert shown(document) == [("narrative", "二、机构设置", "本部门预算单位包括：1.某局本级。2.某局服务中心。", (1,))]


def test_the_same_passage_printed_twice_is_kept_once_with_both_places():
    page = "部门主要职能\n负责本区粮食流通行业管理，落实粮食社会责任储备，承担粮食安全责任制考核日常协调工作，完成交办的其他任务。"
    (only,) = split(pages(page, page))
    assert (only.place.pages, [place.pages for place in only.also]) == ((1,), [(2,)])


def test_the_same_note_under_two_tables_is_two_passages():
    note = "注：本部门无此项预算，故本表为空表。"
    found = shown(pages(f"2025年政府性基金预算表\n{note}", f"2025年国有资本经营预算表\n{note}"))
    assert [heading for _, heading, _, _ in found] == ["2025年政府性基金预算表", "2025年国有资本经营预算表"]


def test_a_long_paragraph_is_cut_between_sentences():
    text = "".join(f"第{number}项工作按照年度计划组织实施，确保质量与进度，及时向社会公开结果。" for number in range(20))
    spans = pieces(text, 260, 320)
    assert "".join(text[a:b] for a, b in spans) == text
    assert all(text[a:b].endswith("。") and b - a <= 260 for a, b in spans)


def test_a_stop_inside_quotes_ends_no_sentence():
    text = "按照“先审核。再拨付”的要求办理。其余照旧。"
    assert [text[a:b] for a, b in sentences(text)] == ["按照“先审核。再拨付”的要求办理。", "其余照旧。"]


@pytest.mark.parametrize(
    ("printed", "mended"),
    [("万 元 ， 财 政", "万元，财政"), ("2019 年度", "2019年度"), ("部门 ，为正处级", "部门，为正处级"), ("two  words 是", "two words是")],
)
def test_blanks_beside_chinese_characters_are_the_printers(printed, mended):
    assert mend_blanks(printed) == mended


def performance() -> Document:
    """A project with its goal, one indicator, and the same indicator again in a department table with another target."""
    place = lambda row: Place(pages=(7,), row=row)  # noqa: E731
    rows = (
        SourceRow("d-t1-r3", 3, "data", ("道路养护", "保持道路完好，及时修补破损路面。", "养护里程", "≥", "80", "公里"), place(3)),
        SourceRow("d-t1-r4", 4, "data", ("道路养护", "产出指标数量指标养护里程", "≥", "90", "公里"), place(4)),
    )
    table = SourceTable("d-t1", 1, "表十二", "绩效表", "project_performance", None, None, (), rows, ())
    project = Project("d-t1-r3", None, "道路养护", None, None, None, None, "保持道路完好，及时修补破损路面。")
    indicators = (
        Indicator("d-t1-r3", "d-t1-r3", None, "产出指标", "数量指标", "养护里程", "≥", "80", "80", "公里"),
        Indicator("d-t1-r4", None, "道路养护", "产出指标", "数量指标", "养护里程", "≥", "90", "90", "公里"),
    )
    return replace(pages("x"), texts=(), tables=(table,), projects=(project,), indicators=indicators)


def test_goals_and_indicators_know_their_project_and_row_and_differing_targets_stay_apart():
    assert [(p.kind, p.heading, p.text, p.row_id, p.project_id, p.place.row) for p in split(performance())] == [
        ("goal", "道路养护 / 绩效目标", "保持道路完好，及时修补破损路面。", "d-t1-r3", "d-t1-r3", 3),
        ("indicator", "道路养护 / 产出指标 / 数量指标 / ≥80公里", "养护里程", "d-t1-r3", "d-t1-r3", 3),
        ("indicator", "道路养护 / 产出指标 / 数量指标 / ≥90公里", "养护里程", "d-t1-r4", None, 4),
    ]


def test_every_passage_of_the_shipped_document_stands_in_its_lines():
    document = recognise(read_guarded(SHIPPED))
    printed = SHIPPED.read_text(encoding="utf-8").split("\n")
    squeeze = lambda text: "".join(text.split())  # noqa: E731
    lost = [p for p in split(document) if squeeze(p.text) not in squeeze("".join(printed[n - 1] for n in p.place.lines))]
    assert lost == []


def test_ids_are_numbered_in_printed_order():
    ids = [passage.id for passage in split(recognise(read_guarded(SHIPPED)))]
    assert ids == [f"2026-chaoyang-park-committee-5aff2155-p{number:04d}" for number in range(1, len(ids) + 1)]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared documents lie beside the checkout only at work")
def test_terms_of_a_real_narrative_are_one_passage_each():
    document = recognise(read_guarded(SHARED / "js_cppcc_2019_narrative.pdf"))
    terms = [passage.text.split("：")[0] for passage in split(document) if passage.kind == "term"]
    assert terms == [
        "一、财政拨款", "二、一般公共预算", "三、财政专户管理资金", "四、其他资金", "五、基本支出", "六、项目支出", "七、单位预留机动经费",
        "八、“三公”经费", "九、机关运行经费",
    ]  # fmt: skip
