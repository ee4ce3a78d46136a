"""The one door to llama-index's language models: a prompt in, an answer as it grows out, whatever the server does.

llama_index is imported when the first prompt is sent (1.4 s). A call runs on a daemon thread, since a server that hangs inside a line of its
stream would hold a caller for ever; the caller waits on a queue until the deadline.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import Any

from qa.llm_answer import Gathered
from qa.llm_records import Completion, Deadline, Endpoint, ModelFailed, Prompt, Talker

ATTEMPTS = 3
PAUSE = 0.5
"""Seconds before the second attempt; doubled before the third."""
_REASONS = {400: "不接受这个请求", 401: "不认这个密钥", 402: "余额不足", 403: "不允许这个密钥", 404: "没有这个模型或地址", 413: "请求太长", 429: "请求太频繁"}


@dataclass(frozen=True, slots=True)
class Failed:
    """How an attempt ended without an answer."""

    problem: ModelFailed
    again: bool
    """Another attempt may fare better."""


class LlamaTalker(Talker):
    """A model behind llama-index."""

    def __init__(self, endpoint: Endpoint):
        self.name = endpoint.model
        self.host = endpoint.host
        self._endpoint = endpoint
        self._llm: Any = None

    def stream(self, prompt: Prompt, deadline: Deadline) -> Iterator[str | Completion]:
        """The answer as it grows; rate limits, faults of the server and lost connections are tried again within the deadline."""
        failed = Failed(ModelFailed("模型没有答复。"), False)
        for attempt in range(ATTEMPTS):
            if deadline.left() <= 0:
                break
            for came in self._attempt(prompt, deadline):
                if isinstance(came, Failed):
                    failed = came
                    break
                yield came
                if isinstance(came, Completion):
                    return
            if not failed.again or deadline.left() <= PAUSE * 2**attempt:
                break
            deadline.pause(PAUSE * 2**attempt)
        raise failed.problem

    def _attempt(self, prompt: Prompt, deadline: Deadline) -> Iterator[str | Completion | Failed]:
        came: SimpleQueue[str | Completion | Failed] = SimpleQueue()
        stop = Event()
        Thread(target=self._tell, args=(prompt, max(1.0, deadline.left()), stop, came.put), name="llm", daemon=True).start()
        try:
            while (left := deadline.left()) > 0:
                try:
                    one = came.get(timeout=min(left, 0.1))
                except Empty:
                    continue
                yield one
                if not isinstance(one, str):
                    return
            yield Failed(ModelFailed(f"模型（{self.host}）没有在限定时间内答完。"), False)
        finally:
            stop.set()

    def _tell(self, prompt: Prompt, seconds: float, stop: Event, tell: Callable[[str | Completion | Failed], None]) -> None:
        """On the call's own thread: what comes of one request."""
        try:
            tell(self._gathered(prompt, seconds, stop, tell))
        except ModelFailed as problem:
            tell(Failed(problem, False))
        except Exception as error:  # noqa: BLE001  whatever a client or a server does, the caller gets one sentence
            tell(self._sentence(error))

    def _gathered(self, prompt: Prompt, seconds: float, stop: Event, tell: Callable[[str], None]) -> Completion:
        from llama_index.core.base.llms.types import ChatMessage, MessageRole

        if self._llm is None:
            self._llm = open_llm(self._endpoint)
        if hasattr(self._llm, "timeout"):
            self._llm.timeout = seconds
        said = ((MessageRole.SYSTEM, prompt.system), *((MessageRole(one.role), one.text) for one in prompt.history), (MessageRole.USER, prompt.user))
        gathered = Gathered()
        for piece in self._llm.stream_chat([ChatMessage(role=role, content=text) for role, text in said]):
            if stop.is_set():
                raise ModelFailed("已停止等待模型。")
            if (so_far := gathered.take(piece)) is not None:
                tell(so_far)
        return gathered.completion(self.name)

    def _sentence(self, error: Exception) -> Failed:
        status = getattr(error, "status_code", None)
        if isinstance(status, int):
            reason = _REASONS.get(status, "出错" if status >= 500 else "拒绝了请求")
            return Failed(ModelFailed(f"模型服务（{self.host}）{reason}（{status}）。"), status == 429 or status >= 500)
        lost = any(word in type(error).__name__ for word in ("Connection", "Connect", "Protocol", "ReadError"))
        refused = type(error.__cause__).__name__ == "ConnectError"  # nobody listens there, and will not in half a second
        return Failed(ModelFailed(f"模型服务（{self.host}）{'连不上或中途断开' if lost else '的答复读不出来'}（{type(error).__name__}）。"), lost and not refused)


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
