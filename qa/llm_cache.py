"""Answers of a model kept by what was asked: the same prompt to the same model at the same host is sent once."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from qa.llm_records import Completion, Deadline, Talker


def request_key(name: str, host: str, system: str, user: str) -> str:
    """A content hash of a request."""
    return hashlib.sha256(json.dumps([name, host, system, user], ensure_ascii=False).encode("utf-8", "replace")).hexdigest()


class Cached:
    """A talker with a folder of earlier answers before it; a folder that cannot be written costs nothing but the calls."""

    def __init__(self, talker: Talker, folder: Path):
        self.name, self.host = talker.name, talker.host
        self._talker = talker
        self._folder = folder

    def chat(self, system: str, user: str, deadline: Deadline) -> Completion:
        """The kept answer, else the talker's, which is kept."""
        file = self._folder / f"{request_key(self.name, self.host, system, user)}.json"
        if (kept := _read(file)) is not None:
            return kept
        said = self._talker.chat(system, user, deadline)
        with suppress(OSError):
            _write(file, said)
        return said


def _read(file: Path) -> Completion | None:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        return Completion(str(found["text"]), str(found["model"]), int(found["prompt_tokens"]), int(found["completion_tokens"]), cached=True)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write(file: Path, said: Completion) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=file.parent, suffix=".new")
    with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as out:
        json.dump({"text": said.text, "model": said.model, "prompt_tokens": said.prompt_tokens, "completion_tokens": said.completion_tokens}, out, ensure_ascii=False)
    os.replace(draft, file)
