"""A scripted server on loopback that speaks the OpenAI protocol over real HTTP: chat, streaming, tools, errors, half-streams, hangs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

Script = Callable[[dict[str, Any]], "Said"]
"""From the request's body to what is said."""


@dataclass(frozen=True)
class Said:
    """One scripted answer."""

    text: str = ""
    status: int = 200
    reasoning: str = ""
    """Sent as `reasoning_content` before the text."""
    body: bytes | None = None
    """Sent instead of a proper answer."""
    half: bool = False
    """The stream ends without its end."""
    cut: bool = False
    """The connection is dropped in the middle of a chunk."""
    finish: str = "stop"
    hang: float = 0.0
    """Seconds of silence before the answer."""
    drip: float = 0.0
    """Seconds between characters, inside a line."""
    redirect: str = ""
    tool: str = ""
    """A tool call that nobody asked for."""
    size: int = 1
    """Times that the text is repeated, chunk by chunk."""
    steps: tuple[str | Event, ...] = ()
    """Sent in place of the text: pieces, and events that are waited for before the next."""


@dataclass
class Server:
    """A running server with what it was asked."""

    url: str
    requests: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    """Authorization headers as they came."""
    ended: Event = field(default_factory=Event)

    def prompts(self) -> list[str]:
        """The last message of every request."""
        return [request["messages"][-1]["content"] for request in self.requests]


@contextmanager
def serve(script: Script) -> Iterator[Server]:
    """Serve on a free port of loopback until the block ends."""
    server = Server("")

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            pass

        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            server.requests.append(asked)
            server.keys.append(self.headers.get("Authorization", ""))
            with suppress(BrokenPipeError, ConnectionResetError):  # the client stops listening where it likes
                answer(self, asked, script(asked), server.ended)

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    server.url = f"http://127.0.0.1:{http.server_port}/v1"
    thread = Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.ended.set()
        http.shutdown()
        http.server_close()


def answer(handler: BaseHTTPRequestHandler, asked: dict[str, Any], said: Said, ended: Event) -> None:
    """Send one answer."""
    ended.wait(said.hang)
    if said.redirect:
        handler.send_response(307)
        handler.send_header("Location", said.redirect)
        handler.send_header("Content-Length", "0")
        handler.end_headers()
        return
    if said.status != 200:
        send(handler, said.status, said.body or json.dumps({"error": {"message": "scripted"}}).encode())
    elif not asked.get("stream"):
        send(handler, 200, said.body if said.body is not None else whole(said))
    else:
        stream(handler, said, ended)


def send(handler: BaseHTTPRequestHandler, status: int, body: bytes) -> None:
    handler.send_response(status)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def whole(said: Said) -> bytes:
    message = {"role": "assistant", "content": said.text * said.size}
    return json.dumps({"id": "x", "object": "chat.completion", "created": 0, "model": "scripted", "usage": USAGE, "choices": [{"index": 0, "message": message, "finish_reason": said.finish}]}).encode()


USAGE = {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}


def chunk(delta: dict[str, Any], finish: str | None = None, usage: bool = False) -> bytes:
    value = {"id": "x", "object": "chat.completion.chunk", "created": 0, "model": "scripted", "choices": [] if usage else [{"index": 0, "delta": delta, "finish_reason": finish}]}
    return b"data: " + json.dumps({**value, **({"usage": USAGE} if usage else {})}, ensure_ascii=False).encode() + b"\n\n"


def stream(handler: BaseHTTPRequestHandler, said: Said, ended: Event) -> None:
    """Server-sent events, a few characters each."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/event-stream")
    handler.end_headers()
    out = handler.wfile
    if said.body is not None:
        out.write(said.body)
        return
    if said.reasoning:
        out.write(chunk({"reasoning_content": said.reasoning}))
    if said.tool:
        out.write(chunk({"tool_calls": [{"index": 0, "id": "t", "type": "function", "function": {"name": said.tool, "arguments": "{}"}}]}))
    for step in said.steps:
        if isinstance(step, Event):
            out.flush()
            while not (step.wait(0.02) or ended.is_set()):
                continue
        else:
            out.write(chunk({"content": step}))
    pieces = [said.text[start : start + 7] for start in range(0, len(said.text), 7)] * said.size
    for number, piece in enumerate(pieces):
        if said.cut and number == len(pieces) // 2:
            out.write(b"data: {\"choi")
            return
        if said.half and number == (len(pieces) + 1) // 2:
            return
        if said.drip:
            for byte in chunk({"content": piece}):
                out.write(bytes([byte]))
                out.flush()
                if ended.wait(said.drip):
                    return
        else:
            out.write(chunk({"content": piece}))
    out.write(chunk({}, said.finish) + chunk({}, usage=True) + b"data: [DONE]\n\n")

