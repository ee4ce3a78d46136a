"""What travels to a language model and back: frozen, standard library only."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from threading import Event
from typing import Protocol

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

        return urlsplit(self.base_url).netloc.rpartition("@")[2] if self.base_url else (self.llm_class or "").rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Completion:
    """What a model said, reasoning left out."""

    text: str
    model: str = ""
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached: bool = False


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

    def chat(self, system: str, user: str, deadline: Deadline) -> Completion:
        """The answer; raises ModelFailed within the deadline."""
        ...
