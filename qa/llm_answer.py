"""A streamed answer put together piece by piece: reasoning dropped, half and endless answers refused."""

from __future__ import annotations

import re
from typing import Any

from qa.llm_records import Completion, ModelFailed

MOST_CHARACTERS = 40_000
"""Of an answer with its reasoning; what is longer is cut off and not used."""
MOST_PARTIAL = 4_000
"""Of an answer that is handed on while it grows; no prose is longer."""
ENDS = re.compile(r"[。！？；\n]")
_THINKING = re.compile(r"<think(?:ing)?>.*?</think(?:ing)?>", re.S | re.I)


class Gathered:
    """Pieces of a streamed answer put together; reasoning counts for the size and is dropped."""

    def __init__(self) -> None:
        self.size = 0
        self._texts: list[str] = []
        self._tokens = (0, 0)
        self._finish: str | None = None
        self._choices = False

    def take(self, piece: Any) -> str | None:
        """One piece of the stream, as llama-index hands it on; gives the answer so far where a sentence of it may have ended. Raises ModelFailed where it is too long."""
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
        if self.size > MOST_CHARACTERS:
            raise ModelFailed("模型的答复太长，没有采用。")
        return without_reasoning("".join(self._texts)) if ENDS.search(text) and self.size < MOST_PARTIAL else None

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
