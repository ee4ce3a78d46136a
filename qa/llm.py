"""The one door to llama-index's language models: a prompt in, checked-for-form text out, whatever the server does.

llama_index is imported when the first prompt is sent (1.4 s). A call runs on a daemon thread, since a server that hangs inside a line of its
stream would hold a caller for ever; the caller waits on a queue until the deadline.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import Any

from qa.llm_records import Completion, Deadline, Endpoint, ModelFailed

MOST_CHARACTERS = 40_000
"""Of an answer with its reasoning; what is longer is cut off and not used."""
ATTEMPTS = 3
PAUSE = 0.5
"""Seconds before the second attempt; doubled before the third."""
_REASONS = {400: "不接受这个请求", 401: "不认这个密钥", 402: "余额不足", 403: "不允许这个密钥", 404: "没有这个模型或地址", 413: "请求太长", 429: "请求太频繁"}
_THINKING = re.compile(r"<think(?:ing)?>.*?</think(?:ing)?>", re.S | re.I)


class LlamaTalker:
    """A model behind llama-index."""

    def __init__(self, endpoint: Endpoint):
        self.name = endpoint.model
        self.host = endpoint.host
        self._endpoint = endpoint
        self._llm: Any = None

    def chat(self, system: str, user: str, deadline: Deadline) -> Completion:
        """The model's answer; rate limits, faults of the server and lost connections are tried again within the deadline."""
        problem = ModelFailed("模型没有答复。")
        for attempt in range(ATTEMPTS):
            if deadline.left() <= 0:
                break
            result = self._attempt(system, user, deadline)
            if isinstance(result, Completion):
                return result
            problem, again = result
            if not again or deadline.left() <= PAUSE * 2**attempt:
                break
            deadline.pause(PAUSE * 2**attempt)
        raise problem

    def _attempt(self, system: str, user: str, deadline: Deadline) -> Completion | tuple[ModelFailed, bool]:
        came: SimpleQueue[Completion | tuple[ModelFailed, bool]] = SimpleQueue()
        stop = Event()
        Thread(target=lambda: came.put(self._told(system, user, deadline, stop)), name="llm", daemon=True).start()
        try:
            while (left := deadline.left()) > 0:
                try:
                    return came.get(timeout=min(left, 0.1))
                except Empty:
                    continue
        finally:
            stop.set()
        return ModelFailed(f"模型（{self.host}）没有在限定时间内答完。"), False

    def _told(self, system: str, user: str, deadline: Deadline, stop: Event) -> Completion | tuple[ModelFailed, bool]:
        try:
            return self._stream(system, user, deadline, stop)
        except ModelFailed as problem:
            return problem, False
        except Exception as error:  # noqa: BLE001  whatever a client or a server does, the caller gets one sentence
            return self._sentence(error)

    def _stream(self, system: str, user: str, deadline: Deadline, stop: Event) -> Completion:
        from llama_index.core.base.llms.types import ChatMessage, MessageRole

        if self._llm is None:
            self._llm = open_llm(self._endpoint)
        self._limit(max(1.0, deadline.left()))
        messages = [ChatMessage(role=MessageRole.SYSTEM, content=system), ChatMessage(role=MessageRole.USER, content=user)]
        gathered = Gathered()
        for piece in self._llm.stream_chat(messages):
            gathered.take(piece)
            if stop.is_set():
                raise ModelFailed("已停止等待模型。")
            if gathered.size > MOST_CHARACTERS:
                raise ModelFailed("模型的答复太长，没有采用。")
        return gathered.completion(self.name)

    def _limit(self, seconds: float) -> None:
        if hasattr(self._llm, "timeout"):
            self._llm.timeout = seconds

    def _sentence(self, error: Exception) -> tuple[ModelFailed, bool]:
        status = getattr(error, "status_code", None)
        if isinstance(status, int):
            reason = _REASONS.get(status, "出错" if status >= 500 else "拒绝了请求")
            return ModelFailed(f"模型服务（{self.host}）{reason}（{status}）。"), status == 429 or status >= 500
        lost = any(word in type(error).__name__ for word in ("Connection", "Connect", "Protocol", "ReadError"))
        refused = type(error.__cause__).__name__ == "ConnectError"  # nobody listens there, and will not in half a second
        return ModelFailed(f"模型服务（{self.host}）{'连不上或中途断开' if lost else '的答复读不出来'}（{type(error).__name__}）。"), lost and not refused


class Gathered:
    """Pieces of a streamed answer put together; reasoning counts for the size and is dropped."""

    def __init__(self) -> None:
        self.size = 0
        self._texts: list[str] = []
        self._tokens = (0, 0)
        self._finish: str | None = None
        self._choices = False

    def take(self, piece: Any) -> None:
        """One piece of the stream, as llama-index hands it on."""
        text = piece.delta or ""
        self._texts.append(text)
        raw = piece.raw
        choices = getattr(raw, "choices", None)
        if choices:
            self._choices = True
            self._finish = getattr(choices[0], "finish_reason", None) or self._finish
            delta = getattr(choices[0], "delta", None)
            self.size += len(getattr(delta, "reasoning_content", None) or "")
        self.size += len(text)
        usage = getattr(raw, "usage", None)
        if usage is not None:
            self._tokens = (getattr(usage, "prompt_tokens", 0) or 0, getattr(usage, "completion_tokens", 0) or 0)

    def completion(self, model: str) -> Completion:
        """The whole; raises ModelFailed where it broke off or holds no text."""
        if self._choices and self._finish is None:
            raise ModelFailed("模型的答复中途断了。")
        if self._finish == "length":
            raise ModelFailed("模型的答复没有写完。")
        text = without_reasoning("".join(self._texts))
        if not text:
            raise ModelFailed("模型的答复是空的。")
        return Completion(text, model, *self._tokens)


def without_reasoning(text: str) -> str:
    """The answer alone; some servers leave out the opening tag, and an unclosed one leaves nothing."""
    text = _THINKING.sub("", text)
    text = re.split(r"</think(?:ing)?>", text, flags=re.I)[-1]
    return re.split(r"<think(?:ing)?>", text, flags=re.I)[0].strip()


def open_llm(endpoint: Endpoint) -> Any:
    """The llama-index LLM of an endpoint; its own retries are off, since they would outlast the deadline."""
    if endpoint.llm_class:
        return _of_class(endpoint)
    import httpx
    from llama_index.llms.openai_like import OpenAILike

    local = re.match(r"https?://(?:localhost|127\.|\[::1\])", endpoint.base_url or "") is not None
    client: Callable[[], httpx.Client] = lambda: httpx.Client(follow_redirects=False, trust_env=not local)  # noqa: E731  a redirect would carry the question to another host
    return OpenAILike(
        model=endpoint.model,
        api_base=endpoint.base_url,
        api_key=endpoint.key or "none",
        is_chat_model=True,
        context_window=endpoint.context_window,
        max_tokens=endpoint.max_tokens,
        temperature=0.0,
        max_retries=0,
        http_client=client(),
        additional_kwargs={"stream_options": {"include_usage": True}, **dict(endpoint.options)},
    )


def _of_class(endpoint: Endpoint) -> Any:
    from llama_index.core.llms import LLM

    module, _, name = (endpoint.llm_class or "").rpartition(".")
    try:
        found = getattr(import_module(module), name)
    except (ImportError, AttributeError, ValueError) as error:
        raise ModelFailed(f"没有 {endpoint.llm_class} 这个类；先用 pip 安装它的集成包。") from error
    if not (isinstance(found, type) and issubclass(found, LLM)):
        raise ModelFailed(f"{endpoint.llm_class} 不是 llama-index 的模型类。")
    given = {"model": endpoint.model, "api_key": endpoint.key, "api_base": endpoint.base_url, **dict(endpoint.options)}
    fields = found.model_fields
    return found(**{name: value for name, value in given.items() if value is not None and (name in fields or name in dict(endpoint.options))})
