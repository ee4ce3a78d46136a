"""The published file under Datasette: re-indexing puts another file in its place, and the next query reads that one."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import threading
from collections.abc import Callable
from typing import Any

from datasette.database import Database


class PublishedDatabase(Database):
    """A read-only database that is opened anew when the file under its path is another.

    Immutable mode would promise SQLite that the path never changes, and Datasette's own connections would read the replaced file for ever.
    """

    def __init__(self, ds: Any, path: str) -> None:
        super().__init__(ds, path=path, is_mutable=True)
        self._held = threading.local()

    async def execute_fn(self, fn: Callable[[sqlite3.Connection], Any]) -> Any:
        """Run `fn` with this thread's connection to the file that is published now."""

        def on_thread() -> Any:
            return fn(self._connection())

        if self.ds.executor is None:
            return on_thread()
        return await asyncio.get_running_loop().run_in_executor(self.ds.executor, on_thread)

    async def attached_databases(self) -> list:
        """None; asking SQLite would show the file's path."""
        return []

    def _connection(self) -> sqlite3.Connection:
        status = os.stat(self.path)
        identity = (status.st_dev, status.st_ino, status.st_mtime_ns)
        if getattr(self._held, "identity", None) != identity:
            old = getattr(self._held, "connection", None)
            if old is not None:
                old.close()
            connection = self.connect()
            self.ds._prepare_connection(connection, self.name)
            self._held.connection, self._held.identity = connection, identity
        return self._held.connection
