"""What a follow-up leaves out comes from the conversation, and the same conversation always goes the same way."""

from decimal import Decimal

import pytest

from qa.session import Session

TALKS = (
    ("公务接待费多少", "占三公经费的比例呢", "换算成元", "公务用车呢"),
    ("最大的两个项目是什么", "第二个的满意度指标是多少", "它占项目支出多少"),
    ("基本支出多少", "其中人员经费呢", "公用经费呢", "占比多少"),
    ("2031年总支出多少", "那2026年呢", "换成亿元"),
    ("谁对项目评审全过程监督", "这个项目多少钱", "?", "SELECT 1"),
    ("What is the total budget?", "And basic expenditure?", "水费、电费各多少", "一共多少"),
)  # fmt: skip


def talk(session: Session, turns: tuple[str, ...]) -> list[dict]:
    """Every reply of a conversation, as JSON."""
    return [session.reply(turn).to_json() for turn in turns]


@pytest.mark.parametrize("turns", TALKS)
def test_two_sessions_answer_alike(shipped, turns):
    assert talk(Session(shipped), turns) == talk(Session(shipped), turns)


def test_what_was_forgotten_has_no_say(shipped):
    fresh, used = Session(shipped), Session(shipped)
    for turns in TALKS:
        talk(used, turns)
        used.forget()
    assert talk(used, TALKS[0]) == talk(fresh, TALKS[0])


def test_two_conversations_over_one_database_do_not_meet(shipped):
    one, other, alone = Session(shipped), Session(shipped), Session(shipped)
    mixed = []
    for left, right in zip(TALKS[0], TALKS[2], strict=True):
        mixed.append(one.reply(left).to_json())
        other.reply(right)
    assert mixed == talk(alone, TALKS[0])


@pytest.mark.parametrize(
    ("turns", "whole"),
    [
        (("公务接待费多少", "占三公经费的比例呢"), "公务接待费占三公经费的比例"),
        (("公务接待费多少", "换算成元"), "公务接待费是多少元"),
        (("水费多少", "电费呢"), "电费多少"),
        (("基本支出多少", "不是基本支出，是项目支出"), "项目支出多少"),
        (("水费多少", "公务接待费多少", "它占三公经费多少"), "公务接待费占三公经费的比例"),
        (("最大的项目是哪个", "它占项目支出的比例"), "朝阳区高新技术产业发展引导资金占项目支出的比例"),
        (("人员经费占基本支出多少", "公用经费呢"), "公用经费占基本支出多少"),
        (("三公经费多少", "其中公务接待费呢"), "公务接待费多少"),
    ],
)
def test_a_follow_up_is_the_whole_question(ask, turns, whole):
    followed, asked = ask(*turns), ask(whole)
    assert (followed.status, followed.figures[0].value, followed.figures[0].unit) == ("answered", asked.figures[0].value, asked.figures[0].unit)
    assert {c.id for c in followed.citations} >= {c.id for c in asked.citations if c.marker in asked.figures[0].citations}


@pytest.mark.parametrize(
    ("turns", "value", "unit"),
    [
        (("教育局2025年公务接待费多少", "去年呢"), "1.25", "万元"), (("教育局2025年公务接待费多少", "民政局呢"), "7500", "元"), (("教育局2024年基本工资多少", "2025年呢"), "330", "万元"),
        (("教育局2024年公务接待费", "民政局2025年公务接待费", "换算成万元"), "0.75", "万元"), (("教育局2024年最大的项目", "2025年呢"), "505.5", "万元"),
        (("教育局2024年公务接待费多少", "2031年呢", "2025年呢"), "2", "万元"), (("教育局2024年有几个项目", "2025年呢"), "2", "个"),
    ],
)  # fmt: skip
def test_a_follow_up_changes_only_what_it_names(ask_papers, turns, value, unit):
    assert (Decimal(ask_papers(*turns).figures[0].value), ask_papers(*turns).figures[0].unit) == (Decimal(value), unit)


@pytest.mark.parametrize("first", ["占比呢", "换算成亿元", "它呢", "第二个的金额", "去年呢", "其中人员经费占多少"])
def test_a_follow_up_to_nothing_claims_nothing_about_it(ask, first):
    reply = ask(first)
    assert reply.status in ("not_found", "clarify") or all(figure.citations for figure in reply.figures)


def test_twelve_turns_keep_their_thread(ask_papers):
    turns = ["教育局2024年公务接待费多少", *["2025年呢", "2024年呢"] * 5, "占三公经费的比例"]
    assert (ask_papers(*turns).figures[0].value, ask_papers(*turns).figures[0].unit) == ("12.82", "%")


@pytest.mark.parametrize(
    "turns",
    [("公务接待费多少", "占月球支出的比例"), ("公务接待费多少", "海淀区财政局呢"), ("公务接待费多少", "决算呢"), ("公务接待费多少", "2019年呢"), ("三公经费多少", "其中培训费呢")],
)
def test_a_follow_up_that_is_not_held_gets_no_figure(ask, turns):
    reply = ask(*turns)
    assert (reply.status, reply.figures) in [("not_found", ()), ("clarify", ())], reply.answer


