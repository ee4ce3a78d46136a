"""More budgets than can be looked into one by one: the named one is found among them, an open question is asked back, and nothing is read for it that is not needed."""

from decimal import Decimal
from itertools import product

import pytest
from conftest import conversation
from papers import Paper, database

from qa.departments import Departments
from qa.holdings import Held
from qa.members import MemberCatalog, Members, Name
from qa.normalise import name_key
from qa.regions import Bearers, region_before
from qa.sql import Database

CITIES = ("临海市", "苏州市", "南平市", "海宁市", "平湖市", "江阴市", "宜兴市", "昆山市")
BODIES = ("教育局", "民政局", "财政局", "水务局", "交通运输局", "卫生健康委员会", "文化和旅游局", "审计局")
NAMES = tuple(city + body for city, body in product(CITIES, BODIES))
LONE = "昆山市审计局"
"""The only one with a project that no other has."""


def paper(number: int, name: str) -> Paper:
    own = {"廉政档案数字化": "77.00"} if name == LONE else {}
    return Paper(name, 2025, reception=f"{number + 1}.00", projects={"智慧档案建设": "120.00", "老旧设施改造": "480.50", **own})


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """The database of sixty-four budgets of one year."""
    return database(tmp_path_factory.mktemp("many"), *(paper(*numbered) for numbered in enumerate(NAMES)))


@pytest.fixture(scope="module")
def ask_many(many):
    return conversation(many)


def told(reply) -> list[Decimal]:
    return [Decimal(figure.value) for figure in reply.figures]


@pytest.mark.parametrize("number", range(0, len(NAMES), 7))
def test_a_named_budget_is_found_among_many(ask_many, number):
    reply = ask_many(f"{NAMES[number]}2025年公务接待费多少")
    assert (told(reply), {c.document.department for c in reply.citations}) == ([number + 1], {NAMES[number]})


@pytest.mark.parametrize(("asked", "name"), [("苏州教育局", "苏州市教育局"), ("江阴交通局", "江阴市交通运输局"), ("平湖市卫健委", "平湖市卫生健康委员会"), ("宜兴水务", "宜兴市水务局"), ("昆山市审讣局", LONE), ("临海市教肓局", "临海市教育局")])
def test_a_shortened_or_mistyped_name_finds_its_own_region(ask_many, asked, name):
    assert told(ask_many(f"{asked}公务接待费多少")) == [NAMES.index(name) + 1]


@pytest.mark.parametrize("asked", ["杭州市教育局公务接待费", "徐州市教育局2025年公务接待费", "海安市民政局公务接待费", "平潮市水务局公务接待费", "省教育厅公务接待费", "全国审计局公务接待费", "市公安局公务接待费", "临海市公安局公务接待费"])
def test_another_regions_body_is_none_of_the_many(ask_many, asked):
    assert told(ask_many(asked)) == []


@pytest.mark.parametrize("asked", ["公务接待费多少", "智慧档案建设多少钱", "2025年总支出", "项目有几个", "公务接代费多少"])
def test_an_open_question_is_asked_back_with_nine_budgets(ask_many, asked):
    reply = ask_many(asked)
    assert (reply.status, reply.figures, len(reply.choices)) == ("clarify", (), 9)
    assert ask_many(asked, reply.choices[4].question).status == "answered"


@pytest.mark.parametrize("asked", ["廉政档案数字化多少钱", "廉政档案数字化", "廉政档案数宇化多少钱"])
def test_what_one_budget_alone_prints_brings_it_to_the_front_of_the_choices(ask_many, asked):
    reply = ask_many(asked)
    assert (reply.status, reply.choices[0].label) == ("clarify", f"{LONE}2025年预算")
    assert told(ask_many(asked, reply.choices[0].question)) == [77]


def test_what_no_budget_prints_gets_no_figure(ask_many):
    assert told(ask_many("火箭发射费多少")) == []


def test_all_departments_are_compared(ask_many):
    reply = ask_many("2025年哪个部门的公务接待费最高")
    assert (told(reply), LONE in reply.answer, "64 份预算中的 64 份" in reply.answer) == ([64], True, True)


def test_names_are_the_same_after_they_were_put_away(many):
    database = Database(many)
    documents = [row["id"] for row in database.select("SELECT id FROM document ORDER BY id", log=False)]
    small, fresh = MemberCatalog(database, keep=2), MemberCatalog(database)
    for document in (*documents[:6], *documents[:6]):
        assert small.of((document,)).names == fresh.of((document,)).names


@pytest.mark.parametrize("text", ["老旧设施改造多少钱", "设施改造和档案建设", "党群服务中心的运营", "改造", "旧设", "数字经济统筹支撑服务"])
def test_a_part_is_what_stands_inside_some_name_and_reaches_further_than_the_one_before(text):
    names = tuple(Name("project", name, None, name_key(name)) for name in ("老旧设施改造", "智慧档案建设", "党群服务中心运营项目服务", "党群服务中心场地租赁费用", "数字经济统筹发展支撑服务", "设施改造"))
    reach, expected = 0, []
    for start in range(len(text)):
        ends = [end for end in range(start + 3, len(text) + 1) if any(text[start:end] in name.key for name in names)]
        if ends and ends[-1] > reach:
            reach = ends[-1]
            expected.append((start, reach, [name for name in names if text[start:reach] in name.key]))
    assert list(Members(names).part_mentions(text)) == expected


REGIONAL = tuple(Held(str(n), "", "", name, None, None, city, 2025, "预算") for n, (city, name) in enumerate((city, city + "教育局") for city in (*CITIES, "上海市普陀区", "上海市黄浦区", "江苏省", "锡林郭勒盟")))


@pytest.mark.parametrize("before", ["", "市", "区", "省", "临海", "临海市", "苏州市", "上海市普陀区", "普陀区", "普陀", "上海黄浦区", "闵行区", "黄埔区", "江苏省", "江苏", "锡盟", "锡林郭勒盟", "上海", "在南平市"])
def test_departments_that_share_a_body_are_told_apart_as_if_each_was_asked(before):
    class Catalogue:
        documents = REGIONAL
        departments = tuple(held.department for held in REGIONAL)

    names = Departments(Catalogue()).names  # type: ignore[arg-type]
    text, start = f"{before}教育局公务接待费", len(before)
    each = [(region_before(text, start, name.regions), name) for name in names]
    first = min(begin for (begin, _), _ in each)
    begin, found = Bearers(names).before(text, start)
    if first < start:
        assert (begin, found) == (first, tuple(name for (where, own), name in each if where == first and own))
    else:
        assert begin < start or found == names
