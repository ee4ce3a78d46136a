"""Words that say nothing beside a subject, slips in words of asking, and everyday descriptions of what is paid for."""

import pytest

from index.knowledge import read_csv
from qa.members import Members, Name
from qa.normalise import name_key, normalise
from qa.scan import scan
from qa.slips import _operator_like
from qa.vocabulary import light_words
from tests.index.test_knowledge import CHANGES_THE_FIGURE, CONTENT
from tests.qa.test_same_question import told

WORDED = (
    ("说白了电费到底摆了多少", "电费多少"), ("老实说，会议费这块给了多少钱", "会议费多少"), ("差旅费是个啥数，瞅一眼", "差旅费多少"), ("帮我把水费拎出来", "水费多少"),
    ("培训费这一摊要掏多少", "培训费多少"), ("让大家知道一下，邮电费完全算下来多少", "邮电费多少"), ("不知道取暖费写在账上是多少", "取暖费多少"), ("写稿子用，工会经费多少", "工会经费多少"),
    ("没查到退休费，究竟出多少", "退休费多少"), ("物业管理费那档子事花多少", "物业管理费多少"),
)  # fmt: skip
DESCRIBED = (
    ("请物业公司管楼要多少", "物业管理费多少"), ("派人去外地出公差的费用", "差旅费多少"), ("坐车跑腿要多少钱", "其他交通费用多少"), ("请客人吃饭招待多少", "公务接待费多少"),
    ("给大伙儿交公积金多少", "住房公积金多少"), ("冬天供暖的钱多少", "取暖费多少"), ("打电话寄快递多少", "邮电费多少"), ("送干部去学习多少", "培训费多少"),
    ("替员工交职业年金多少", "职业年金缴费多少"), ("买笔买纸要多少", "办公费多少"), ("给退休老同志发钱多少", "退休费多少"),
)  # fmt: skip
SLIPS = (
    ("合记", "合计"), ("占笔", "占比"), ("增涨", "增长"), ("多小", "多少"), ("涨副", "涨幅"), ("总合", "总和"), ("攻击", ""), ("公鸡", ""), ("预算", ""), ("合作", ""),
)  # fmt: skip


@pytest.mark.parametrize(("said", "plain"), WORDED)
def test_light_words_change_nothing(ask, said, plain):
    assert told(ask(said)) == told(ask(plain))


@pytest.mark.parametrize(("said", "plain"), DESCRIBED)
def test_what_is_paid_for_is_described_in_everyday_words(ask, said, plain):
    reply = ask(said)
    assert told(reply) == told(ask(plain))
    assert any(warning.startswith("按“") for warning in reply.warnings)


@pytest.mark.parametrize(("window", "word"), SLIPS)
def test_a_word_of_asking_is_known_with_one_character_mistaken(window, word):
    assert _operator_like(window) == word


def test_a_slip_in_a_word_of_asking_is_shown(ask):
    reply = ask("水费和电费合记多少")
    assert told(reply) == told(ask("水费和电费合计多少"))
    assert "按“合计”理解“合记”" in reply.warnings


def test_light_words_hide_no_meaning():
    light = {row["text"] for row in read_csv("light_words.csv")}
    for file in ("synonyms.csv", "operators.csv", "stopwords.csv", "refusal_words.csv", "abbreviations.csv"):
        assert {text for row in read_csv(file) for text in (row["text"],) if text in light and not _placed(text)} == set(), file
    assert {text for text in light if not _placed(text)} & set(CHANGES_THE_FIGURE.split()) == set()
    assert {text for text in light if normalise(text) != text} == set()


def test_no_word_of_content_is_made_of_light_words_and_stop_words_alone():
    stop = {row["text"] for row in read_csv("stopwords.csv")}
    both = stop | {text for text in light_words() if not _placed(text)}

    def hidden(word, words):
        reached = [0]
        for end in range(1, len(word) + 1):
            if any(word[start:end] in words for start in reached):
                reached.append(end)
        return reached[-1] == len(word)

    assert [word for word in CONTENT.split() if hidden(word, both) and not hidden(word, stop)] == []


def _placed(text: str) -> bool:
    """The word is light in some positions only."""
    return all(before or after for before, after in light_words()[text])


def test_what_a_light_word_leaves_of_a_word_is_never_forgiven():
    members = Members((Name("department", "电费", "30206", name_key("电费")),))
    assert scan("电费快速路多少钱", members, ()).unexplained == ("路",)


@pytest.mark.parametrize(("text", "light"), [("请物业公司花钱", True), ("哪家物业公司", True), ("公司税收多少", False), ("出多少钱", True), ("出差", False)])
def test_a_word_may_be_light_in_one_position_only(text, light):
    members = Members(())
    found = any(m.kind == "stop" and m.value == "light" and m.text in ("公司", "出") for m in scan(text, members, (), guess=False).mentions)
    held = any("物业公司" in m.text for m in scan(text, members, (), guess=False).mentions)
    assert (found or held) is light


PROJECTS = ("城区道路清扫保洁经费", "生活垃圾分类收运处置", "园林绿化管护", "市政设施维护")


@pytest.mark.parametrize(
    ("said", "project"),
    [
        ("扫马路的项目多少钱", "城区道路清扫保洁经费"),
        ("扫大街扫马路的那个项目多少钱", "城区道路清扫保洁经费"),
        ("拉垃圾、处理垃圾的项目多少钱", "生活垃圾分类收运处置"),
        ("养护花草树木的项目多少钱", "园林绿化管护"),
    ],
)
def test_what_is_said_to_be_a_project_is_a_project(said, project):
    members = Members((*(Name("project", name, None, name_key(name)) for name in PROJECTS), Name("function", "城乡社区环境卫生", "21205", "城乡社区环境卫生")))
    scanned = scan(said, members, ())
    assert [(m.value[0].axis, m.value[0].name) for m in scanned.mentions if m.kind == "typo"] == [("project", project)]


def test_a_project_that_no_name_bears_out_is_not_read_as_a_function():
    members = Members((Name("project", "市政设施维护", None, "市政设施维护"), Name("function", "城乡社区环境卫生", "21205", "城乡社区环境卫生")))
    assert scan("扫马路的项目多少钱", members, ()).unexplained == ("扫马路",)
