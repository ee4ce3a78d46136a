"""What a person does and sees: questions asked through a pilot, the screen as plain text, and its comparison with a kept one."""

import os
from collections.abc import Callable
from pathlib import Path

from scripted import ScriptedSession
from textual.app import App
from textual.pilot import Pilot

from tui.app import BudgetApp

SNAPSHOTS = Path(__file__).parent / "snapshots"


def text_of(app: App) -> str:
    """Every line of the screen, trailing blanks removed; a wide character counts as one here and two on screen."""
    strips = app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips) + "\n"


def widths_of(app: App) -> set[int]:
    """Cell widths of all lines; one number where the layout is whole."""
    return {strip.cell_length for strip in app.screen._compositor.render_strips()}


async def looks_like(pilot: Pilot, name: str) -> None:
    """Wait until the screen is `snapshots/<name>.txt`; `SNAPSHOTS=write` writes it anew."""
    kept = SNAPSHOTS / f"{name}.txt"
    if os.environ.get("SNAPSHOTS") == "write":
        kept.parent.mkdir(exist_ok=True)
        await pilot.pause(0.5)
        kept.write_text(text_of(pilot.app), encoding="utf-8")
    await until(pilot, lambda: text_of(pilot.app) == kept.read_text(encoding="utf-8"))


async def shows(pilot: Pilot, *texts: str) -> None:
    """Wait until all of the texts stand on the screen, wherever its lines break."""
    await until(pilot, lambda: all(text in text_of(pilot.app) or text in text_of(pilot.app).replace("\n", "") for text in texts))


async def until(pilot: Pilot, holds: Callable[[], bool], seconds: float = 15) -> None:
    """Wait for something that another thread brings about."""
    for _ in range(int(seconds * 50)):
        await pilot.pause(0.02)
        if holds():
            return
    raise AssertionError(text_of(pilot.app))


async def ask(pilot: Pilot, question: str) -> None:
    """Write a question and wait for its reply."""
    desk = pilot.app.desk
    count = len(desk.conversation.replies)
    desk.line.focus()
    desk.line.value = question
    await pilot.press("enter")
    await until(pilot, lambda: len(desk.conversation.replies) > count and desk.reply is desk.conversation.replies[-1])
    await pilot.pause()


def app_over(folder: Path, session: ScriptedSession | None = None) -> BudgetApp:
    """The app with a scripted engine and nothing indexed."""
    return BudgetApp(folder, open_asker=lambda: session or ScriptedSession())
