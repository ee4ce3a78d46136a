"""Whatever is typed, the engine answers, declines, or says in one sentence that it is no question."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa.errors import QuestionError
from qa.session import LONGEST, Session

NOTHING = ("", " ", "\n\t", "\x00", "\x1b", "\u200b\u200b", "\u202e\u202c", "\ufeff")
ODD = (
    "？", "。。。！！", "，，，", "——……", "()()[][]", "%%%", "🙂🙂🙂", "公务接待费🙂多少", "\x1b[31m公务接待费\x1b[0m多少", "\x1b]52;c;aGk=\x07公务接待费", "公务\x00接待\x07费多少",
    "\u202e少多费待接务公", "公\u200b务\u200b接\u200b待\u200b费", "<b>公务接待费</b>多少", "[@click=app.quit]公务接待费[/]", "[/备注]", "{f1}", "{}", "{0.__class__}", "%s%n", "\\", "\\x00",
    "SELECT amount FROM fact", "'; DROP TABLE fact; --", "\" OR \"\"=\"", "NEAR(公务 接待)", "公务接待费*", "\"公务接待费", "公务 AND 接待 OR NOT 费", "MATCH '三公'", "content:三公", "^三公",
    "a" * LONGEST, "公" * LONGEST, "公务接待费" * (LONGEST // 5), "9" * LONGEST, "1" * 500 + "元", "," * LONGEST, "一" * 300 + "元", "亿" * 200, "第" * 100, "超过" * 300, "1,2,3,4,5,6,7,8,9,0" * 50,
    "多少" * 500, "和".join(["公务接待费"] * 150), "占" * 400, "(" * 1000, "水费，" * 300, "٣٤٥元的项目", "1e309", "NaN万元", "-1万元以上的项目", "超过999999999999999999999亿元的项目", "前0个项目", "前99999999项目",
    "第0大的项目", "0000年公务接待费", "9999年公务接待费", "99999年", "2026年13月", "½万元", "1..5万元", "1,,000元", "。5元", "\ud800".encode("utf-8", "replace").decode(), "𠀀𠀁", "ａ́公务", "\r\n公务接待费\r\n",
    "2000000000年到2000000001年公务接待费", "从2026年到1026年", "占比占比占比", "呢", "它", "第二个", "去年呢", "换算成亿元", "为什么", "不是", "不是公务接待费，是", "是", "多少", "%", "元", "亿元",
)  # fmt: skip


@pytest.fixture
def session(shipped):
    return Session(shipped)


def one_sentence_or_reply(session: Session, text: str) -> str:
    """The status of the reply, or `no question`; fails on anything else."""
    try:
        reply = session.reply(text)
    except QuestionError as problem:
        assert len(str(problem).splitlines()) == 1
        return "no question"
    assert reply.status in ("answered", "not_found", "clarify")
    assert all(figure.citations for figure in reply.figures)
    return reply.status


@pytest.mark.parametrize("text", NOTHING)
def test_nothing_visible_is_no_question(session, text):
    with pytest.raises(QuestionError, match="没有提出问题"):
        session.reply(text)


@pytest.mark.parametrize("length", [LONGEST + 1, 100_000, 1_000_000])
def test_too_long_a_text_is_no_question(session, length):
    with pytest.raises(QuestionError, match=f"最多 {LONGEST} 个字"):
        session.reply("公" * length)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("text", [pytest.param(text, id=f"{number}") for number, text in enumerate(ODD)])
def test_odd_text_is_answered_or_declined(session, text):
    assert one_sentence_or_reply(session, text) in ("answered", "not_found", "clarify", "no question")


@pytest.mark.parametrize("text", ["\x1b[31m公务接待费\x1b[0m多少", "公务\x00接待\x07费多少", "公\u200b务\u200b接\u200b待\u200b费多少", "\u202e公务接待费多少\u202c"])
def test_no_control_character_comes_back_in_what_is_said(session, text):
    try:
        reply = session.reply(text)
    except QuestionError:
        return
    said = [reply.answer, reply.plan, *reply.warnings, *reply.suggestions, *(c.question for c in reply.choices), *(f.label for f in reply.figures)]
    assert not [c for sentence in said for c in sentence if (ord(c) < 0x20 and c != "\n") or c in "\u200b\u202e\u202c\x7f"]


@pytest.mark.parametrize(
    "turns",
    [
        ("2026年一百万公务接待费除了的比例", "？单位total budget水费第二的比例"),
        ("增长多少朝阳园里亿元", "基本支出排名它、"), ("一百万多少其中平均为什么2024年", "项目对吗哪个不是"), ("分别？和变化基本支出教育局", "项目支出等于基本支出"),
        ("目标项目支出差旅费2026年超过", "等于目标项目支出"),
    ],
)  # fmt: skip
def test_muddled_conversations_are_answered_or_declined(session, turns):
    for turn in turns:
        one_sentence_or_reply(session, turn)


PIECES = st.sampled_from(
    ["公务接待费", "三公经费", "基本支出", "项目", "多少", "占", "的比例", "比", "多", "和", "2026年", "2025年", "去年", "前三", "第二", "最大", "超过", "100万元", "三成", "一百万", "以上", "之间",
     "各部门", "其中", "它", "呢", "，", "？", "里", "不", "除了", "换算成", "亿元", "教育局", "朝阳园", "表", "03表", "2060101", "有几个", "平均", "为什么", "说明", "对吗", "等于", "合计", "total", "budget", " "]
)  # fmt: skip


@settings(max_examples=250, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(turns=st.lists(st.lists(PIECES, min_size=1, max_size=9).map("".join), min_size=1, max_size=3))
def test_any_string_of_the_languages_own_words_is_answered_or_declined(session, turns):
    session.forget()
    for turn in turns:
        one_sentence_or_reply(session, turn)


@settings(max_examples=150, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(text=st.text(max_size=60))
def test_any_text_is_answered_or_declined(session, text):
    session.forget()
    one_sentence_or_reply(session, text)
