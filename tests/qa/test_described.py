"""Names that are described instead of said, abridged, or shared with a neighbour."""

import pytest

from qa.bodies import abridges, body_forms, split_name
from qa.described import _evidence, _Window, described
from qa.members import Members, Name
from qa.mentions import Mention
from qa.normalise import name_key
from qa.session import Session

PROJECTS = ("青少年活动中心场地租赁费用", "青少年活动中心运营项目服务", "老旧小区电梯加装补助", "河道清淤专项经费")


def members(*names: str) -> Members:
    return Members(tuple(Name("project", name, None, name_key(name)) for name in names or PROJECTS))


@pytest.mark.parametrize(
    ("pieces", "name"),
    [
        (("租", "青少年活动中心", "房子"), "青少年活动中心场地租赁费用"),
        (("青少年活动中心", "运营"), "青少年活动中心运营项目服务"),
        (("装电梯", "老旧小区"), "老旧小区电梯加装补助"),
    ],
)
def test_every_piece_is_borne_out_by_the_name(pieces, name):
    assert _evidence(_Window(0, 0, pieces), name) > 0


@pytest.mark.parametrize(
    ("pieces", "name"),
    [
        (("青少年活动中心", "绿化"), "青少年活动中心场地租赁费用"),
        (("项目", "服务"), "青少年活动中心运营项目服务"),
        (("河道", "电梯"), "河道清淤专项经费"),
    ],
)
def test_a_piece_that_the_name_does_not_say_bears_nothing_out(pieces, name):
    assert _evidence(_Window(0, 0, pieces), name) == 0


def test_a_description_of_one_name_is_that_name_and_shown():
    text = "租青少年活动中心的房子多少钱"
    (found, *_) = described(text, members(), (Mention(8, 9, "stop", "filler", "的"), Mention(11, 14, "stop", "question", "多少钱")))
    assert found.value[0].name == "青少年活动中心场地租赁费用"
    assert found.note.startswith("按“青少年活动中心场地租赁费用”理解")


def test_a_description_of_two_names_is_neither():
    text = "老年活动室补助多少"
    both = members("老年活动室甲街道补助", "老年活动室乙街道补助")
    assert described(text, both, (Mention(7, 9, "stop", "question", "多少"),)) == (Mention(7, 9, "stop", "question", "多少"),)


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("租党群服务中心的场子花多少钱", "291.98"),
        ("党群服务中心的运营加上房租合计多少", "381.98"),
        ("食堂就餐的购买服务多少", "71.95"),
        ("事业编人员看病的钱一共多少", "49.435489"),
    ],
)
def test_everyday_descriptions_of_the_shipped_document(shipped, question, figure):
    reply = Session(shipped).reply(question)
    assert reply.status == "answered"
    assert reply.figures[0].value == figure


@pytest.mark.parametrize("question", ["党群服务中心的绿化多少钱", "党群服务中心停车场多少钱", "责任规划师的汽车多少钱", "社区图书馆的房子租金多少"])
def test_what_no_name_bears_out_stays_unanswered(shipped, question):
    assert Session(shipped).reply(question).status != "answered"


@pytest.mark.parametrize(
    ("full", "region", "form"),
    [
        ("青山县卫生健康委员会", "青山县", "卫健委"),
        ("临江市教育和体育局", "临江市", "教体局"),
        ("临江市交通运输局", "临江市", "交通局"),
        ("西川省发展和改革委员会", "西川省", "发改委"),
        ("临江市人力资源和社会保障局", "临江市", "人社局"),
    ],
)
def test_bodies_go_by_their_short_names(full, region, form):
    _, body = split_name(full, region)
    assert form in body_forms(body, full) or abridges(form, body)


@pytest.mark.parametrize(
    ("full", "region", "pieces", "body"),
    [
        ("河南省郑州市教育局", "河南省郑州市", ("河南省", "郑州市"), "教育局"),
        ("北京市通州区水务局", "北京市通州区", ("北京市", "通州区"), "水务局"),
        ("常州市文化广电和旅游局", "常州市", ("常州市",), "文化广电和旅游局"),
        ("云南省大理白族自治州财政局", "云南省大理白族自治州", ("云南省", "大理白族自治州"), "财政局"),
    ],
)
def test_a_city_whose_name_ends_with_the_word_for_a_prefecture_stays_whole(full, region, pieces, body):
    assert split_name(full, region) == (pieces, body)
