"""Conversations on disk: one JSON file each under `DIR/sessions`, written whole, read back with their evidence."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from secrets import token_hex

from index.errors import InputError
from qa.records import Choice, Citation, DocumentRef, Figure, Reply

FORMAT = 1


class UnreadableSession(InputError):
    """A session file that is damaged or of another version."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """Questions and replies in order; a cancelled question leaves none."""

    id: str
    """`20260131-154500-1a2b`: sorts by time, names the file."""
    replies: tuple[Reply, ...] = ()

    @property
    def title(self) -> str:
        """The first question."""
        return self.replies[0].question if self.replies else "新对话"

    def grown(self, reply: Reply) -> Conversation:
        """With one more reply."""
        return replace(self, replies=(*self.replies, reply))


@dataclass(frozen=True, slots=True)
class Summary:
    """What a list of conversations shows."""

    path: Path
    title: str
    questions: tuple[str, ...]
    saved: datetime


def begin() -> Conversation:
    """An empty conversation; nothing is written before its first reply."""
    return Conversation(f"{datetime.now():%Y%m%d-%H%M%S}-{token_hex(2)}")


def save(folder: Path, conversation: Conversation) -> Path:
    """Write the conversation over its last version by one atomic step; raises OSError where the folder cannot be written."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{conversation.id}.json"
    text = json.dumps({"format": FORMAT, "id": conversation.id, "replies": [asdict(reply) for reply in conversation.replies]}, ensure_ascii=False)
    handle, draft = tempfile.mkstemp(dir=folder, prefix=".", suffix=".new")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
    return path


def load(path: Path) -> Conversation:
    """Read a conversation back; raises UnreadableSession."""
    try:
        saved = json.loads(path.read_text(encoding="utf-8"))
        if saved["format"] != FORMAT:
            raise UnreadableSession(f"{path.name} 是另一版本的会话记录（{saved['format']}），这里能读的是 {FORMAT}。")
        return Conversation(path.stem, tuple(map(reply_from, saved["replies"])))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UnreadableSession(f"会话记录 {path.name} 无法读取，可能已损坏。") from error


def recent(folder: Path, limit: int = 50) -> Iterator[Summary]:
    """The latest conversations, newest first; unreadable files are passed over."""
    for path in sorted(folder.glob("[0-9]*.json"), reverse=True)[:limit]:
        try:
            conversation = load(path)
            saved = datetime.fromtimestamp(path.stat().st_mtime)
        except (UnreadableSession, OSError):
            continue
        yield Summary(path, conversation.title, tuple(reply.question for reply in conversation.replies), saved)


def reply_from(saved: dict) -> Reply:
    """A reply out of its JSON."""
    citations = tuple(
        Citation(**{**citation, "document": DocumentRef(**citation["document"]), "cells": tuple(citation["cells"])})
        for citation in saved["citations"]
    )
    figures = tuple(Figure(**{**figure, "citations": tuple(figure["citations"])}) for figure in saved["figures"])
    choices = tuple(Choice(**choice) for choice in saved["choices"])
    lists = {name: tuple(saved[name]) for name in ("queries", "warnings", "suggestions")}
    return Reply(**{**saved, **lists, "citations": citations, "figures": figures, "choices": choices})
