"""The log of what was asked of a model: questions, Plans, SQL, answers, tokens; never keys. A line is enough to give the same answer again."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from index.errors import InputError
from qa.llm_cache import request_key
from qa.llm_records import Completion, Deadline, ModelFailed, Prompt, Talker

FORMAT = 1
MOST_BYTES = 10_000_000
"""Of the log; then it becomes the older log, and the older one goes: together they hold the last 10 to 20 MB."""


@dataclass(frozen=True, slots=True)
class CallMade:
    """One prompt and what came back."""

    key: str
    """Content hash of the request."""
    text: str
    prompt_tokens: int
    completion_tokens: int
    cached: bool
    failed: str = ""
    """The sentence of a failure."""


@dataclass(frozen=True, slots=True)
class Record:
    """One question that a model had a part in."""

    id: str
    """`20260131-154500-3`: when its conversation began, and its turn."""
    turns: tuple[str, ...]
    """The conversation's questions, this one last."""
    model: str
    host: str
    calls: tuple[CallMade, ...]
    reply: dict[str, Any]
    """The reply as `to_json` gives it."""
    plan: str = ""
    """The model's Plan as it gave it."""
    sql: str = ""
    settings: dict[str, Any] = field(default_factory=dict)
    """What shapes the reply: llm_prose, llm_readings, llm_tokens, prices."""
    time: str = ""
    format: int = FORMAT

    @property
    def conversation(self) -> str:
        """The id of its conversation."""
        return self.id.rpartition("-")[0]


@dataclass(slots=True)
class Recording(Talker):
    """A talker that remembers its calls."""

    talker: Talker
    calls: list[CallMade] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.talker.name

    @property
    def host(self) -> str:
        return self.talker.host

    def stream(self, prompt: Prompt, deadline: Deadline) -> Iterator[str | Completion]:
        """What the talker says, noted; failures too."""
        key = request_key(self.name, self.host, prompt)
        try:
            for came in self.talker.stream(prompt, deadline):
                if isinstance(came, Completion):
                    self.calls.append(CallMade(key, came.text, came.prompt_tokens, came.completion_tokens, came.cached))
                yield came
        except ModelFailed as problem:
            self.calls.append(CallMade(key, "", 0, 0, False, str(problem)))
            raise

    def take(self) -> tuple[CallMade, ...]:
        """Calls since the last time."""
        taken, self.calls = tuple(self.calls), []
        return taken


class Replayed(Talker):
    """A talker that says again what was recorded, in the order of the calls; a prompt that was never sent has no answer."""

    def __init__(self, name: str, host: str, calls: Iterable[CallMade]):
        self.name, self.host = name, host
        self._calls: dict[str, list[CallMade]] = {}
        for call in calls:
            self._calls.setdefault(call.key, []).append(call)

    def stream(self, prompt: Prompt, deadline: Deadline) -> Iterator[Completion]:
        """The recorded answer or failure."""
        waiting = self._calls.get(request_key(self.name, self.host, prompt))
        if not waiting:
            raise ModelFailed("记录里没有这一次调用：数据库或程序与当时不同。")
        call = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        if call.failed:
            raise ModelFailed(call.failed)
        yield Completion(call.text, self.name, call.prompt_tokens, call.completion_tokens, call.cached)


class AuditLog:
    """A file of records, a line each, readable by its owner alone, and the one before it; the oldest records go first."""

    def __init__(self, path: Path, most_bytes: int = MOST_BYTES):
        self.path = path
        self.older = path.with_suffix(f".1{path.suffix}")
        self._most = most_bytes

    def add(self, record: Record) -> None:
        """Appends a record; a log that cannot be written loses the record and nothing else."""
        line = json.dumps({**asdict(record), "time": datetime.now(UTC).isoformat(timespec="seconds")}, ensure_ascii=False)
        with suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
            with os.fdopen(handle, "ab") as file:
                fcntl.flock(file, fcntl.LOCK_EX)  # one process at a time adds or turns; the system lets go when it dies
                size = os.fstat(handle).st_size
                torn = size and os.pread(handle, 1, size - 1) != b"\n"  # a process died while it wrote
                file.write((b"\n" if torn else b"") + line.encode("utf-8", "replace") + b"\n")
                file.flush()
                if os.fstat(handle).st_size > self._most:
                    self._turn(os.fstat(handle).st_ino)

    def _turn(self, inode: int) -> None:
        """One rename puts this log in the older one's place: at every moment the last records are in the one or the other."""
        if self.path.stat().st_ino == inode:  # else another process has turned it meanwhile
            os.replace(self.path, self.older)

    def records(self) -> tuple[Record, ...]:
        """Every record that can be read, oldest first; raises InputError where there is no log."""
        lines: list[str] = []
        for path in (self.older, self.path):
            with suppress(OSError):
                lines += path.read_text(encoding="utf-8", errors="replace").split("\n")
        if not lines:
            raise InputError(f"没有可重放的记录（{self.path.name}）：用过语言模型之后才有。")
        return tuple(record for line in lines if (record := _record(line)) is not None)


def _record(line: str) -> Record | None:
    try:
        found = json.loads(line)
        if found["format"] != FORMAT:
            return None
        known = {one.name for one in fields(Record)}
        return Record(**{**{k: v for k, v in found.items() if k in known}, "turns": tuple(found["turns"]), "calls": tuple(CallMade(**call) for call in found["calls"])})
    except (ValueError, KeyError, TypeError):
        return None
