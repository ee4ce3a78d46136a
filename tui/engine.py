"""The engine on a thread of its own: questions go in, messages come out, and the terminal never waits.

A database connection belongs to the thread that opened it, and a thread pool is joined at exit, where an engine that hangs would hold
the terminal; so this is one daemon thread per conversation, fed by a queue.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from threading import Event as Flag
from threading import Thread
from typing import Protocol

from textual.message import Message

from index.errors import YusuanError
from qa.llm_records import Spent
from qa.records import Answered, Declined, Event, Reply
from tui.messages import EngineOpened, EngineRefused, EventCame, ModelSpent, TurnFailed


class Asker(Protocol):
    """What answers: `qa.session.Session`, or a scripted one."""

    def ask(self, text: str) -> Iterator[Event]:
        """Events of one question, the last one Answered or Declined."""
        ...

    def recall(self, text: str, *, answered: bool) -> None:
        """An earlier question, for the context of what follows; nothing is sent anywhere."""
        ...

    def cancel(self) -> None:
        """End the waiting for a language model; called from another thread."""
        ...

    def model_host(self) -> str | None:
        """Where questions are sent; `None` where no model is set."""
        ...

    def spent(self) -> Spent | None:
        """Tokens so far; `None` where no model is set."""
        ...

    def close(self) -> None:
        """Let the database go."""
        ...


def open_session(database: Path, settings: object = None) -> Asker:
    """The real engine; its imports are why this runs on the engine's thread."""
    from qa.session import Session  # 0.1-0.5 s

    return Session(database, settings)


class EngineThread:
    """One conversation's engine; `report` must be safe to call from any thread (Textual's `post_message` is)."""

    def __init__(self, open_asker: Callable[[], Asker], report: Callable[[Message], object], past: Iterable[Reply] = ()) -> None:
        self._open_asker = open_asker
        self._report = report
        self._past = tuple(past)
        self._questions: SimpleQueue[tuple[int, str, Flag] | None] = SimpleQueue()
        self._cancelled = Flag()
        self._running: Flag | None = None
        self._asker: Asker | None = None
        self._spent = Spent()
        self._thread = Thread(target=self._run, name="engine", daemon=True)

    def start(self) -> None:
        """Load the engine and let it recall a resumed conversation, so that follow-ups find their context."""
        self._thread.start()

    def ask(self, turn: int, question: str) -> None:
        """Queue a question; its steps are reported as EventCame with the same `turn`."""
        self._cancelled = Flag()
        self._questions.put((turn, question, self._cancelled))

    def cancel(self) -> None:
        """Let go of the running question: none of its further steps are reported."""
        self._cancelled.set()
        self.stop_waiting()

    def stop_waiting(self) -> None:
        """End the waiting for a language model; the question is answered without it."""
        if self._asker is not None:
            self._asker.cancel()

    def stop(self) -> None:
        """End the thread after the running step."""
        self.cancel()
        self._questions.put(None)

    @property
    def is_stuck(self) -> bool:
        """A cancelled question still runs; a new one would wait behind it."""
        running = self._running
        return running is not None and running.is_set()

    def _run(self) -> None:
        try:
            asker = self._open_asker()
        except Exception as error:  # noqa: BLE001  whatever breaks in the engine, the app says so in one sentence and lives
            self._report(EngineRefused(sentence_of(error)))
            return
        self._asker = asker
        self._recall(asker)
        self._report(EngineOpened(asker.model_host()))
        while (queued := self._questions.get()) is not None:
            self._running = queued[2]
            self._answer(asker, *queued)
            self._running = None
        asker.close()

    def _recall(self, asker: Asker) -> None:
        """Earlier questions; one that breaks now costs its context and nothing else."""
        for reply in self._past:
            with suppress(Exception):
                asker.recall(reply.question, answered=reply.status == "answered")

    def _answer(self, asker: Asker, turn: int, question: str, cancelled: Flag) -> None:
        """A cancelled question is run to its end unseen, so that what was sent for it is counted and logged."""
        if cancelled.is_set():
            return
        last: Event | None = None
        try:
            for last in asker.ask(question):
                if not cancelled.is_set():
                    self._report(EventCame(turn, last))
            if not isinstance(last, Answered | Declined) and not cancelled.is_set():
                self._report(TurnFailed(turn, "引擎没有给出答复。"))
        except Exception as error:  # noqa: BLE001  as above
            if not cancelled.is_set():
                self._report(TurnFailed(turn, sentence_of(error)))
        if (spent := asker.spent()) is not None:
            self._report(ModelSpent(spent - self._spent))
            self._spent = spent


def sentence_of(error: Exception) -> str:
    """One sentence: the project's own errors as they are, any other with its kind, never a traceback."""
    if isinstance(error, YusuanError):
        return str(error)
    detail = " ".join(str(error).split())[:200]
    return f"引擎出错，这个问题没有答复（{type(error).__name__}{'：' + detail if detail else ''}）。"
