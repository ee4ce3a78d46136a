"""`yusuan serve`: the database in a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.database import ready_database
from tui.serve import serve
from tui.settings import load

if TYPE_CHECKING:
    from tui.cli import Call


def serve_database(call: Call, port: int, open_browser: bool) -> int:
    """Serve until the user stops it."""
    ready_database(call.data, load(call.flags))
    serve(call.data, port=port, open_browser=open_browser)
    return 0
