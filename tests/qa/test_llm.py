"""The door to a model, against a scripted server over real HTTP: whatever the server does is text or one sentence, in time."""

import time
from threading import Event, Timer

import pytest
from openai_server import Said, serve

from qa.llm import LlamaTalker
from qa.llm_answer import without_reasoning
from qa.llm_cache import Cached
from qa.llm_records import Cancelled, Completion, Deadline, Endpoint, ModelFailed, Prompt

KEY = "sk-secret-0123456789"


def talk(script, seconds=5.0):
    with serve(script) as server:
        talker = LlamaTalker(Endpoint("scripted", server.url, KEY))
        try:
            return talker.chat(Prompt("你是助手", "问"), Deadline(seconds)), server
        except ModelFailed as problem:
            return problem, server


def test_an_answer_comes_with_its_tokens_and_the_key_goes_to_its_endpoint():
    said, server = talk(lambda asked: Said("好的"))
    assert said == Completion("好的", "scripted", 11, 7)
    assert server.keys == [f"Bearer {KEY}"]
    assert [message["role"] for message in server.requests[0]["messages"]] == ["system", "user"]
    assert "tools" not in server.requests[0]


@pytest.mark.parametrize(
    "said",
    [Said("好", reasoning="先想 5 千万"), Said("<think>5 千万</think>好"), Said("想 5 千万</think>好"), Said("好<think>5 千万"), Said("好", tool="run")],
)
def test_reasoning_and_tool_calls_are_dropped(said):
    assert talk(lambda asked: said)[0] == Completion("好", "scripted", 11, 7)


FAULTS = {
    "half stream": Said("半截的答复在这里", half=True),
    "cut in a chunk": Said("半截的答复在这里", cut=True),
    "empty": Said(""),
    "only reasoning": Said("", reasoning="想"),
    "unclosed thought": Said("<think>想"),
    "stopped for length": Said("没写完", finish="length"),
    "malformed JSON": Said(body=b"data: {not json\n\n"),
    "no events": Said(body=b"<html>502</html>"),
    "wrong encoding": Said(body="data: {\"choices\":[{\"delta\":{\"content\":\"预算\"}}]}\n\n".encode("gb18030")),
    "other shape": Said(body=b'data: {"choices": [{"delta": {"content": {"a": 1}}}]}\n\n'),
    "a list": Said(body=b"data: [1, 2]\n\n"),
    "100000 tokens": Said("好的好的好的好", size=40_000),
    "bad key": Said(status=401, body=f'{{"error": {{"message": "key {KEY} is wrong"}}}}'.encode()),
    "bad request": Said(status=400),
    "no model": Said(status=404),
    "redirect": Said(redirect="http://127.0.0.1:9/v1/chat/completions"),
}


@pytest.mark.parametrize("kind", FAULTS)
def test_every_fault_is_one_sentence_without_the_key(kind):
    problem, _ = talk(lambda asked: FAULTS[kind])
    assert isinstance(problem, ModelFailed)
    assert str(problem).count("。") == 1 and "\n" not in str(problem) and KEY not in str(problem)


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_rate_limits_and_server_faults_are_tried_again(status):
    answers = iter([Said(status=status), Said(status=status), Said("好")])
    said, server = talk(lambda asked: next(answers))
    assert (said.text, len(server.requests)) == ("好", 3)


def test_faults_are_tried_three_times_and_no_more():
    problem, server = talk(lambda asked: Said(status=500))
    assert (str(problem), len(server.requests)) == (f"模型服务（{server.url[7:-3]}）出错（500）。", 3)


@pytest.mark.parametrize("said", [Said("好", hang=30), Said("好的好的好的好的好的", drip=0.05), Said("好" * 7, size=10**6)])
def test_one_deadline_holds_for_a_server_that_hangs_drips_or_never_ends(said):
    talk(lambda asked: Said("好"))  # llama-index is imported outside of the measured time
    begun = time.monotonic()
    problem, _ = talk(lambda asked: said, seconds=1.5)
    assert isinstance(problem, ModelFailed) and time.monotonic() - begun < 4


def test_waiting_ends_at_once_where_the_user_cancels():
    cancelled = Event()
    with serve(lambda asked: Said("好", hang=30)) as server:
        Timer(0.3, cancelled.set).start()
        with pytest.raises(Cancelled):
            LlamaTalker(Endpoint("scripted", server.url)).chat(Prompt("", "问"), Deadline(20, cancelled))


def test_a_dead_endpoint_fails_within_the_deadline():
    begun = time.monotonic()
    with pytest.raises(ModelFailed, match="连不上"):
        LlamaTalker(Endpoint("scripted", "http://127.0.0.1:9/v1")).chat(Prompt("", "问"), Deadline(3))
    assert time.monotonic() - begun < 5


def test_the_same_prompt_is_sent_once(tmp_path):
    with serve(lambda asked: Said("好")) as server:
        talker = Cached(LlamaTalker(Endpoint("scripted", server.url, KEY)), tmp_path / "cache")
        first, second = (talker.chat(Prompt("系统", "问"), Deadline(5)) for _ in range(2))
        talker.chat(Prompt("系统", "另一问"), Deadline(5))
    assert (first.text, first.cached, second.text, second.cached, len(server.requests)) == ("好", False, "好", True, 2)
    assert not any(KEY in file.read_text() for file in (tmp_path / "cache").iterdir())


def test_a_class_of_llama_index_is_found_by_its_path():
    from qa.llm import open_llm

    found = open_llm(Endpoint("m", None, llm_class="llama_index.core.llms.MockLLM"))
    assert type(found).__name__ == "MockLLM"
    for path in ("os.system", "nowhere.Model", "Model"):
        with pytest.raises(ModelFailed):
            open_llm(Endpoint("m", None, llm_class=path))


def test_reasoning_is_what_stands_between_its_tags():
    assert [without_reasoning(text) for text in ("<THINK>a</THINK> b", "a</think>b", "b", "<think>b")] == ["b", "b", "b", ""]
