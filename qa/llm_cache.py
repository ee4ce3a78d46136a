"""Answers of a model kept by what was asked: the same prompt to the same model at the same host is sent once. The oldest give way to the newest."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from qa.llm_records import Completion, Deadline, Prompt, Talker

MOST_BYTES = 20_000_000
"""Of a cache folder."""
MOST_FILES = 5_000
_ABANDONED = 3_600
"""Seconds after which a draft was left by a process that died."""


def request_key(name: str, host: str, prompt: Prompt) -> str:
    """A content hash of a request."""
    told = [name, host, prompt.system, prompt.user, *([one.role, one.text] for one in prompt.history)]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")).hexdigest()


class Cached(Talker):
    """A talker with a folder of earlier answers before it; a folder that cannot be written costs nothing but the calls."""

    def __init__(self, talker: Talker, folder: Path, most_bytes: int = MOST_BYTES, most_files: int = MOST_FILES):
        self.name, self.host = talker.name, talker.host
        self._talker = talker
        self._folder = folder
        self._most = most_bytes, most_files

    def stream(self, prompt: Prompt, deadline: Deadline) -> Iterator[str | Completion]:
        """The kept answer at once, else the talker's as it grows, which is kept when it is whole."""
        file = self._folder / f"{request_key(self.name, self.host, prompt)}.json"
        if (kept := _read(file)) is not None:
            with suppress(OSError):
                os.utime(file)
            yield kept
            return
        for came in self._talker.stream(prompt, deadline):
            if isinstance(came, Completion):
                with suppress(OSError):
                    _write(file, came)
                    prune(self._folder, *self._most)
            yield came


def prune(folder: Path, most_bytes: int, most_files: int) -> None:
    """Takes out the answers that were used longest ago until the folder is within its bounds, and drafts of processes that died.

    Each file goes by one step of its own, so that whatever interrupts this leaves a cache that is whole, and only larger than it should be.
    """
    found = []
    with os.scandir(folder) as entries:
        for entry in entries:
            with suppress(OSError):  # another process took it out
                status = entry.stat(follow_symlinks=False)
                if entry.name.endswith(".json"):
                    found.append((status.st_mtime_ns, entry.name, status.st_size))
                elif entry.name.endswith(".new") and time.time() - status.st_mtime > _ABANDONED:
                    os.unlink(entry.path)
    found.sort(reverse=True)
    size = 0
    for number, (_, name, length) in enumerate(found, start=1):
        size += length
        if number > most_files or size > most_bytes:
            (folder / name).unlink(missing_ok=True)


def _read(file: Path) -> Completion | None:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        return Completion(str(found["text"]), str(found["model"]), int(found["prompt_tokens"]), int(found["completion_tokens"]), cached=True)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write(file: Path, said: Completion) -> None:
    """Whole or not at all; readable by its owner alone, since answers tell what was asked."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=file.parent, suffix=".new")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as out:
            json.dump({"text": said.text, "model": said.model, "prompt_tokens": said.prompt_tokens, "completion_tokens": said.completion_tokens}, out, ensure_ascii=False)
        os.replace(draft, file)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
