"""Slow work off the terminal's thread."""

from collections.abc import Callable
from threading import Thread

from textual.message import Message


def in_background(work: Callable[[], Message], report: Callable[[Message], object]) -> None:
    """Run `work` on a daemon thread and report what it gives; a daemon, so that quitting never waits for it."""
    Thread(target=lambda: report(work()), daemon=True).start()
