"""What travels to a language model and back: frozen, standard library only."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Event
from typing import Literal, Protocol

from index.errors import YusuanError


class ModelFailed(YusuanError):
    """The model gave no usable answer; the message says why in one sentence, without a key and without the server's own words."""


class Cancelled(ModelFailed):
    """The user stopped waiting."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a model answers, and how it is addressed."""

    model: str
    base_url: str | None
    """`None` where a class of llama-index knows its own address."""
    key: str | None = field(default=None, repr=False)
    llm_class: str | None = None
    """Path of a class of llama-index; `None` for OpenAILike."""
    options: tuple[tuple[str, object], ...] = ()
    context_window: int = 32_000
    max_tokens: int = 4_096

    @property
    def host(self) -> str:
        """Where data goes, for the status bar."""
        from urllib.parse import urlsplit

        options = (str(value) for _, value in self.options if "://" in str(value)) if self.llm_class else iter(())
        address = next(options, None) or self.base_url  # what is given to a class by name goes over the general address
        return urlsplit(address).netloc.rpartition("@")[2] if address else (self.llm_class or "").rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Remark:
    """Something said earlier in the conversation."""

    role: Literal["user", "assistant"]
    text: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a model is told."""

    system: str
    user: str
    history: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Completion:
    """What a model said, reasoning left out."""

    text: str
    model: str = ""
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached: bool = False


@dataclass(frozen=True, slots=True)
class Spent:
    """Tokens of a conversation, or of one question."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost: float | None = None
    """In 元; `None` where no price is set."""
    cached_tokens: int = 0
    """Of answers that the cache gave: they were neither sent nor paid again."""

    @property
    def tokens(self) -> int:
        """Sent and received."""
        return self.prompt_tokens + self.completion_tokens

    def __add__(self, other: Spent) -> Spent:
        return self._with(other, 1)

    def __sub__(self, other: Spent) -> Spent:
        return self._with(other, -1)

    def _with(self, other: Spent, sign: int) -> Spent:
        cost = None if self.cost is None and other.cost is None else (self.cost or 0) + sign * (other.cost or 0)
        return Spent(
            self.prompt_tokens + sign * other.prompt_tokens, self.completion_tokens + sign * other.completion_tokens, cost, self.cached_tokens + sign * other.cached_tokens
        )


class Deadline:
    """One total time for everything that a question asks of a model, and the flag that ends it early."""

    def __init__(self, seconds: float, cancelled: Event | None = None):
        self._end = time.monotonic() + seconds
        self.cancelled = cancelled or Event()

    def left(self) -> float:
        """Seconds left, at least 0; raises Cancelled where the user stopped waiting."""
        if self.cancelled.is_set():
            raise Cancelled("已停止等待模型。")
        return max(0.0, self._end - time.monotonic())

    def pause(self, seconds: float) -> None:
        """Waits, or wakes up where the user stops."""
        self.cancelled.wait(min(seconds, self.left()))


class Talker(Protocol):
    """Something that answers a prompt: a model, a cache before it, or the record of earlier answers."""

    name: str
    host: str

    def stream(self, prompt: Prompt, deadline: Deadline) -> Iterator[str | Completion]:
        """The answer so far, each time that a sentence of it may have ended (it begins anew where a lost connection is tried again), and the whole as the last; raises ModelFailed within the deadline."""
        ...

    def chat(self, prompt: Prompt, deadline: Deadline) -> Completion:
        """The answer; raises ModelFailed within the deadline."""
        *_, whole = self.stream(prompt, deadline)
        assert isinstance(whole, Completion), "a stream ends with the whole answer"
        return whole
