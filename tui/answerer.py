"""Keeps one engine thread ready: a new one where a cancelled question still holds the last, or where re-indexing put another database in place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from textual.message import Message

from qa.records import Reply
from tui.engine import Asker, EngineThread

RECALLED = 10
"""Turns of a conversation that a new engine recalls for their context."""


class Answerer:
    """Asks the engine of one conversation at a time; `report` must be safe to call from any thread."""

    def __init__(self, open_asker: Callable[[], Asker], database: Path, report: Callable[[Message], object]) -> None:
        self._open_asker = open_asker
        self._database = database
        self._report = report
        self._engine: EngineThread | None = None
        self._read_from: tuple[int, int] | None = None

    def open(self, past: Iterable[Reply] = ()) -> None:
        """Load an engine that knows the turns `past`."""
        if self._engine is not None:
            self._engine.stop()
        self._read_from = self._identity()
        self._engine = EngineThread(self._open_asker, self._report, list(past)[-RECALLED:])
        self._engine.start()

    def ready(self, past: Iterable[Reply]) -> bool:
        """Make sure of an engine that answers now; says whether it reads another database than before."""
        replaced = self._read_from != self._identity()
        if self._engine is None or self._engine.is_stuck or replaced:
            self.open(past)
        return replaced

    def ask(self, turn: int, question: str) -> None:
        """Hand over a question after `ready`."""
        assert self._engine is not None
        self._engine.ask(turn, question)

    def cancel(self) -> None:
        """Let go of the running question."""
        if self._engine is not None:
            self._engine.cancel()

    def stop_waiting(self) -> None:
        """Let go of the language model alone."""
        if self._engine is not None:
            self._engine.stop_waiting()

    def drop(self) -> None:
        """Forget an engine that could not be opened, so that the next question tries again."""
        self._engine = None

    @property
    def is_open(self) -> bool:
        """There is an engine, or one is being loaded."""
        return self._engine is not None

    def _identity(self) -> tuple[int, int] | None:
        """Which file is the database."""
        try:
            status = self._database.stat()
        except OSError:
            return None
        return status.st_ino, status.st_mtime_ns
