"""CSV that Excel opens as it was meant: UTF-8 with a byte-order mark, and no cell that acts as a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Awaitable, Callable
from typing import Any

from index.text import clean

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
NUMBER = re.compile(r"[-+]?[\d,]*\.?\d+(?:[eE][-+]?\d+)?%?")

Asgi = Callable[[dict, Callable, Callable[[dict], Awaitable[None]]], Awaitable[None]]


def harmless(cell: str) -> str:
    """A cell that a spreadsheet shows as text: one that would begin a formula gets an apostrophe; numbers and single signs stay."""
    cell = clean(cell)
    acts = cell[:1] in {"=", "+", "-", "@", "\t"} and len(cell) > 1 and not NUMBER.fullmatch(cell)
    return f"'{cell}" if acts else cell


def harmless_line(line: str) -> str:
    """A written CSV row, every cell made harmless."""
    written = io.StringIO()
    csv.writer(written).writerows([harmless(cell) for cell in row] for row in csv.reader(io.StringIO(line, newline="")))
    return written.getvalue()


def for_spreadsheets(app: Asgi) -> Asgi:
    """The site with every CSV answer rewritten as it streams; Datasette sends one row a message."""

    async def wrapped(scope: dict, receive: Callable, send: Callable[[dict], Awaitable[None]]) -> None:
        if scope["type"] != "http" or not scope["path"].endswith(".csv"):
            await app(scope, receive, send)
            return
        begun = False
        is_csv = False

        async def rewritten(message: dict[str, Any]) -> None:
            nonlocal begun, is_csv
            if message["type"] == "http.response.start":
                is_csv = message["status"] == 200
            elif is_csv and message.get("body"):
                body = harmless_line(message["body"].decode("utf-8")).encode("utf-8")
                message = {**message, "body": body if begun else BYTE_ORDER_MARK + body}
                begun = True
            await send(message)

        await app(scope, receive, rewritten)

    return wrapped
