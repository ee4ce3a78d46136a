"""`yusuan` without a command: the app."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui import app
from tui.commands.database import ready_database
from tui.settings import load

if TYPE_CHECKING:
    from tui.cli import Call


def open_app(call: Call) -> int:
    """Open the app over the data folder."""
    settings = load(call.flags)
    ready_database(call.data, settings)
    app.run(call.data, settings)
    return 0
