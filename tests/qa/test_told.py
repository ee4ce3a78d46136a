"""Questions that only prose answers: places, names, counts, lists, reasons, chapters and terms, and their twins that no sentence answers."""

from pathlib import Path

import pytest
from conftest import conversation
from papers import Paper, database

from qa.sought import expected, names_somebody, proper_name, runs

PROSE = """第一部分部门概况
一、主要职责
（一）贯彻执行水利方针政策，拟订全县水利规划。
（二）负责水资源管理和防汛抗旱。
（三）负责农村饮水安全工作。
二、机构设置
清溪县水务局是县政府工作部门，加挂清溪县河长制办公室牌子。局机关内设科室5个，分别为办公室、财务科、规划科、水政科、农水科。下属二级预算单位2个，包括：县水库管理中心、县水土保持站。
第二部分预算情况说明
一、收支情况说明
2025年公务接待费1.25万元，比2024年减少0.30万元，主要原因是压减接待批次。公务用车运行维护费8.50万元，比2024年增加0.60万元，主要原因是防汛巡查任务增多。
二、国有资产占有情况
截至2024年12月31日，共有车辆12辆，其中执法执勤用车5辆、特种专业技术用车（抢险车）7辆。2025年安排购置车辆1辆。
三、重点工作说明
石桥水文监测站新建工程位于石桥镇滨河路与文昌街交叉口，用地面积约2600平方米，监测楼高18.5米，地上4层，地下1层。建成后作为全县水文监测和防汛会商场所。
全年计划举办节水宣传讲座6期，组织防汛演练2次，巡查河道36条，接待来访群众18批次、240人次。
四、水质检测项目经费情况说明
（一）项目概述
保障农村饮水安全，开展水质检测。
（二）立项依据
《农村供水管理办法》（清政发〔2023〕8号）。
（三）实施主体
县水土保持站
（四）实施周期
2025年1月1日至2025年12月31日
第三部分名词解释
一、基本支出：指为保障机构正常运转、完成日常工作任务而发生的支出。
二、项目支出：指在基本支出之外为完成特定任务所发生的支出。
三、机关运行经费：指用于购买货物和服务的日常公用经费支出。"""
WATER = Paper("清溪县水务局", 2025, prose=PROSE)


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    path: Path = database(tmp_path_factory.mktemp("water"), WATER)
    return conversation(path)


def numbers(reply) -> set[tuple[str, str]]:
    return {(figure.value, figure.unit) for figure in reply.figures}


@pytest.mark.parametrize(
    ("asked", "printed"),
    [
        ("水务局有哪些主要职责", ["防汛抗旱", "饮水安全"]), ("水务局是干什么的", ["水资源管理"]), ("水务局都管些什么", ["农村饮水"]),
        ("水务局还挂了什么牌子", ["河长制办公室"]), ("水务局下属单位有哪些", ["水库管理中心", "水土保持站"]),
        ("石桥水文监测站建在哪里", ["滨河路"]), ("石桥水文监测站位于什么地方", ["文昌街"]), ("石桥水文监测站建好以后做什么用", ["防汛会商"]),
        ("水务局公务接待费为什么减少", ["压减接待批次"]), ("公务用车运行维护费增加的原因是什么", ["防汛巡查任务"]),
        ("基本支出和项目支出有什么区别", ["日常工作任务", "基本支出之外"]), ("水务局说的机关运行经费包括哪些", ["日常公用经费"]),
    ],
)  # fmt: skip
def test_a_question_in_words_is_answered_by_the_sentence_that_gives_it(ask, asked, printed):
    reply = ask(asked)
    assert reply.status == "answered"
    assert [text for text in printed if text not in reply.answer] == []
    assert all(citation.kind != "passage" or citation.text in reply.answer for citation in reply.citations)


@pytest.mark.parametrize(
    ("asked", "figures"),
    [
        ("水务局内设几个科室，都叫什么", {("5", "个")}), ("水务局有多少辆车", {("12", "辆")}), ("水务局一共多少辆车，其中执法执勤用车几辆", {("12", "辆"), ("5", "辆")}),
        ("水务局2025年打算办几期节水宣传讲座", {("6", "期")}), ("水务局接待来访群众多少批次、多少人次", {("18", "批次"), ("240", "人次")}),
        ("石桥水文监测站用地面积多大", {("2600", "平方米")}), ("石桥水文监测站有几层、多高", {("4", "层"), ("1", "层"), ("18.5", "米")}),
        ("石桥水文监测站地下几层", {("1", "层")}), ("水务局巡查河道几条", {("36", "条")}),
    ],
)  # fmt: skip
def test_a_count_is_the_number_beside_its_noun(ask, asked, figures):
    reply = ask(asked)
    assert figures <= numbers(reply)
    assert reply.status == "answered"


@pytest.mark.parametrize(
    "asked",
    [
        "石桥水文监测站由哪家公司施工", "石桥水文监测站的监理单位是谁", "石桥水文监测站有几部电梯", "水务局有多少家上市公司", "水务局办公楼在哪条路上", "水务局局长叫什么",
        "水务局有几辆消防车", "水务局2025年办几场音乐会", "水务局接待外宾多少人次", "水务局法律顾问是哪家律所", "机关运行经费和转移支付有什么区别", "水务局会议费为什么增加",
        "夜间巡河项目的立项依据", "水务局有几个派出所",
    ],
)  # fmt: skip
def test_what_no_sentence_gives_is_not_answered(ask, asked):
    assert ask(asked).status != "answered"


def test_the_lists_of_a_chapter_are_quoted_whole(ask):
    reply = ask("水务局的职责是哪几项")
    assert [item for item in ("水利规划", "防汛抗旱", "饮水安全") if item not in reply.answer] == []


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        ("盖在什么地方", "place"), ("地址在哪", "place"), ("由谁来监督", "who"), ("付给哪家公司", "who"), ("是干什么的", "duties"), ("为什么涨了", "reason"), ("立项依据是什么", "basis"),
        ("实施周期多长", "period"), ("要满足什么条件", "condition"), ("主要用于哪些方面", "spent"), ("还挂了哪两块牌子", "boards"), ("施工单位是谁", "name"), ("都分给哪些方向", "allocation"),
    ],
)  # fmt: skip
def test_the_form_of_a_question_says_what_it_expects(asked, kind):
    assert kind in [found.name for found in expected(asked)[0]]


@pytest.mark.parametrize(
    ("sentence", "asked", "named"),
    [
        ("由区纪检监察组对评审全过程进行监督", "由谁监督", True), ("委托社会中介机构开展绩效评价", "委托谁", True), ("委托社会中介机构开展绩效评价", "委托给哪家公司", False),
        ("向产权方北京朝富国有资产管理有限公司支付租金", "付给哪家公司", True), ("加强与区融媒体中心等专业团队的合作", "跟哪家单位合作", True), ("提高服务质量", "由谁负责", False),
    ],
)  # fmt: skip
def test_a_question_for_a_name_finds_one_in_the_sentence(sentence, asked, named):
    assert names_somebody(sentence, proper_name(asked)) is named


def test_names_stay_whole_among_idle_words():
    assert runs("机关运行经费的情况", ("机关运行经费",)) == ("机关运行经费",)
    assert runs("请问这个项目的目标") == ()
