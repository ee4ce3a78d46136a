"""A running site: uvicorn on a socket that is already open, stopped by Ctrl+C or by the end of a stream."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import webbrowser
from threading import Thread
from typing import BinaryIO

import uvicorn
from datasette.app import Datasette


class Site(uvicorn.Server):
    """uvicorn, with Datasette's startup before the first request."""

    def __init__(self, config: uvicorn.Config, site: Datasette, stop_with: BinaryIO | None) -> None:
        super().__init__(config)
        self._site = site
        self._stop_with = stop_with

    def serve_on(self, listener: socket.socket, page: str | None) -> None:
        """Serve until stopped, and open `page` in a browser once there is an answer."""
        if self._stop_with is not None:
            Thread(target=self._watch, daemon=True).start()
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(self._begin(listener, page))

    async def _begin(self, listener: socket.socket, page: str | None) -> None:
        await self._site.invoke_startup()
        if page:
            asyncio.get_running_loop().call_later(0.5, webbrowser.open, page)
        await self.serve(sockets=[listener])

    def _watch(self) -> None:
        assert self._stop_with is not None
        self._stop_with.read()
        self.should_exit = True
