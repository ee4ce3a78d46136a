"""What is seen while a model writes: whole sentences, each of them checked, and nothing else; whatever the stream does, the answer is right at the end."""

from threading import Event

import pytest
from liars import honest
from openai_server import Said, serve
from papers import Paper, database

from index.settings import Settings
from qa.evidence import gather
from qa.llm import LlamaTalker
from qa.llm_records import Endpoint
from qa.prose import filled
from qa.records import Answered, ModelAsked, Rewrote, Wrote
from qa.session import Session
from qa.writing import KEPT

QUESTION = "海州市教育局2025年办公费、差旅费和公务接待费分别是多少"
TRUE = "{n1}为{f1}。{n2}为{f2}；{n3}为{f3}。"
FIRST, SECOND, THIRD = "海州市教育局2025年预算：办公费为 12.4 万元[1]。", "差旅费为 6.1 万元[2]", "；公务接待费为 2 万元[3]。"


@pytest.fixture(scope="module")
def budgets(tmp_path_factory):
    return database(tmp_path_factory.mktemp("stream"), Paper("海州市教育局", 2025, reception="2.00"))


@pytest.fixture(scope="module")
def rules(budgets):
    return Session(budgets).reply(QUESTION)


def session_over(path, url, **more):
    return Session(path, Settings(llm_model="m", **more), LlamaTalker(Endpoint("m", url)))


def events_of(path, script, **more):
    with serve(script) as server:
        return list(session_over(path, server.url, **more).ask(QUESTION)), server


def pieces(events):
    return [event.text for event in events if isinstance(event, Wrote)]


def test_a_sentence_is_shown_before_the_next_is_sent(budgets, rules):
    second, third = Event(), Event()
    with serve(lambda asked: Said(steps=("{n1}为", "{f1}。", second, "{n2}为{f2}；{n3}", third, "为{f3}。"))) as server:
        seen = []
        for event in session_over(budgets, server.url).ask(QUESTION):
            seen.append(event)
            if pieces(seen) == [FIRST]:
                second.set()
            if pieces(seen) == [FIRST, SECOND]:
                third.set()
    assert pieces(seen) == [FIRST, SECOND, THIRD]
    assert seen[-1].reply.answer == FIRST + SECOND + THIRD == filled(TRUE, gather(rules))


def test_the_events_say_where_the_evidence_goes_and_end_with_the_answer(budgets, rules):
    events, server = events_of(budgets, lambda asked: Said(honest(gather(rules))))
    assert [type(event).__name__ for event in events][:3] == ["Understood", "Found", "ModelAsked"]
    assert events[2] == ModelAsked(server.url[7:-3]) and isinstance(events[-1], Answered)
    assert "".join(pieces(events)) == events[-1].reply.answer


LIES = {
    "a digit in the second sentence": ("{n1}为{f1}。{n2}为 61000 元。{n3}为{f3}。", FIRST),
    "a swapped row": ("{n1}为{f1}。{n2}为{f3}。{n3}为{f2}。", FIRST),
    "a cause": ("{n1}为{f1}。由于{n2}为{f2}，{n3}为{f3}。", FIRST),
    "an appendix": (TRUE + "该部门存在浪费。", FIRST + SECOND + THIRD),
    "a figure left out": ("{n1}为{f1}。{n2}为{f2}。", FIRST + SECOND + "。"),
    "a lie at once": ("办公费为五千万元。" + TRUE, ""),
}


@pytest.mark.parametrize("kind", LIES)
def test_what_is_shown_of_a_lie_is_the_true_beginning_and_then_the_rules_answer(budgets, rules, kind):
    lie, shown = LIES[kind]
    events, server = events_of(budgets, lambda asked: Said(lie))
    assert "".join(pieces(events[:-2])) == shown
    assert events[-1].reply.answer == rules.answer and events[-1].reply.warnings == (*rules.warnings, KEPT)
    assert events[-2] == (Rewrote(rules.answer) if shown else Wrote(rules.answer)) and len(server.requests) == 2


def test_a_second_attempt_goes_on_where_it_agrees_with_what_is_shown(budgets, rules):
    answers = iter([Said("{n1}为{f1}。{n2}为 5 万元。"), Said("{n1}为{f1}。{n2}为{f2}。{n3}为{f3}。")])
    events, _ = events_of(budgets, lambda asked: next(answers))
    assert not any(isinstance(event, Rewrote) for event in events)
    assert "".join(pieces(events)) == events[-1].reply.answer != rules.answer


HEAD = b'data: {"id": "x", "object": "chat.completion.chunk", "created": 0, "model": "m", "choices": [{"index": 0, "delta": {"content": "'
TAIL = b'"}, "finish_reason": null}]}\n\n'
SENTENCE = HEAD + "{n1}为{f1}。".encode() + TAIL
BROKEN = {
    "half stream": Said("{n1}为{f1}。{n2}为{f2}。{n3}为", half=True),
    "cut in a chunk": Said("{n1}为{f1}。{n2}为{f2}。{n3}为{f3}。", cut=True),
    "hangs in the middle": Said(steps=("{n1}为{f1}。", Event(), "{n2}")),
    "malformed JSON": Said(body=SENTENCE + b"data: {not json\n\n"),
    "a line without its colon": Said(body=SENTENCE + b"data {}\n\ndata: [DONE]\n\n"),
    "a chunk of another shape": Said(body=SENTENCE + b'data: {"choices": [{"delta": {"content": {"a": 1}}}]}\n\n'),
    "a list": Said(body=SENTENCE + b"data: [1]\n\n"),
    "bytes that are no UTF-8": Said(body=SENTENCE + b"data: \xff\xfe\x80\n\n"),
    "an error event": Said(body=SENTENCE + b'data: {"error": {"message": "quota"}}\n\n'),
    "a comment without an end": Said(body=SENTENCE + b": keep-alive"),
    "an end without a reason": Said(body=SENTENCE + b"data: [DONE]\n\n"),
    "endless": Said(steps=("{n1}为{f1}。", *("好" * 1000 for _ in range(60)))),
    "stopped for length": Said("{n1}为{f1}。{n2}为{f2}。{n3}为", finish="length"),
}  # fmt: skip


@pytest.mark.parametrize("kind", BROKEN)
def test_a_stream_that_breaks_after_a_sentence_leaves_the_rules_answer_with_a_note(budgets, rules, kind):
    events, _ = events_of(budgets, lambda asked: BROKEN[kind], llm_deadline=2.0)
    reply = events[-1].reply
    assert pieces(events) in ([FIRST], [FIRST, SECOND + "。"]) and events[-2] == Rewrote(rules.answer)
    assert (reply.answer, reply.figures, len(reply.warnings)) == (rules.answer, rules.figures, len(rules.warnings) + 1)
    assert reply.warnings[-1].endswith("这里是规则写的答句。")


def test_reasoning_in_the_stream_is_never_shown(budgets, rules):
    said = Said(f"<think>办公费是五千万。{{n1}}为{{f1}}。还要想。</think>{TRUE}", reasoning="先想。五千万。")
    events, _ = events_of(budgets, lambda asked: said)
    assert "".join(pieces(events)) == events[-1].reply.answer == filled(TRUE, gather(rules))


def test_reasoning_without_its_opening_tag_is_withdrawn_where_a_sentence_of_it_was_true(budgets, rules):
    events, _ = events_of(budgets, lambda asked: Said("{n1}为{f1}。我再想想，也许是五千万。</think>" + TRUE))
    assert pieces(events)[0] == FIRST and not any("五千万" in piece for piece in pieces(events))
    assert events[-1].reply.answer == filled(TRUE, gather(rules))


def test_no_character_is_shown_that_is_not_in_the_checked_answer_however_the_stream_is_cut(budgets, rules):
    for size in (1, 2, 3, 5, 11):
        text = "\n" + TRUE.replace("；", "；\n")
        steps = tuple(text[start : start + size] for start in range(0, len(text), size))
        events, _ = events_of(budgets, lambda asked, steps=steps: Said(steps=steps))
        assert "".join(pieces(events)) == events[-1].reply.answer
        assert not any("{" in piece or "}" in piece for piece in pieces(events))


def test_cancelling_in_the_middle_of_a_stream_gives_the_rules_answer_at_once(budgets, rules):
    with serve(lambda asked: Said(steps=("{n1}为{f1}。", Event()))) as server:
        session = session_over(budgets, server.url)
        events = []
        for event in session.ask(QUESTION):
            events.append(event)
            if isinstance(event, Wrote):
                session.cancel()
    assert events[-2] == Rewrote(rules.answer)
    assert events[-1].reply.warnings == (*rules.warnings, "已停止等待模型。这里是规则写的答句。")
