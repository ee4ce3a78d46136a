"""`yusuan serve`: Datasette over the published database on this machine, in this process or beside the app."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO

from index.errors import InputError, YusuanError
from index.published import database_of, is_current

HOST = "127.0.0.1"
PORT = 8001
STATE = "serve.json"
"""Under `DIR/build`: where the running site answers, and by which token it is known."""
PATIENCE = 20.0
"""Seconds that a site may take to come up."""


class ServeError(YusuanError):
    """The site does not come up."""


@dataclass(frozen=True, slots=True)
class Server:
    """A site that was started beside this process."""

    process: subprocess.Popen
    url: str

    def stop(self) -> None:
        """End it; it also ends by itself when this process does."""
        self.process.stdin.close()
        try:
            self.process.wait(3)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def serve(data_dir: Path, host: str = HOST, port: int = PORT, open_browser: bool = False) -> None:
    """Serve until interrupted; raises StoreError where there is no database, InputError where the port is taken. Port 0 takes any free one."""
    is_current(database_of(data_dir))
    with bound(host, port) as listener:
        url = f"http://{host}:{listener.getsockname()[1]}"
        print(f"{url}/budget （Ctrl+C 结束）", file=sys.stderr)
        run(data_dir, listener, url, token_hex(16), open_browser)


def run(data_dir: Path, listener: socket.socket, url: str, token: str, open_browser: bool = False, stop_with: BinaryIO | None = None) -> None:
    """Serve on an open socket; `token` is what the site is known by, `stop_with` a stream whose end stops it."""
    import uvicorn  # 0.1 s

    from tui.site.factory import build_site  # 0.4 s: Datasette
    from tui.site.running import Site

    site = build_site(database_of(data_dir), token)
    server = Site(uvicorn.Config(site.app(), log_level="warning", access_log=False), site, stop_with)
    with announced(data_dir, url, token):
        server.serve_on(listener, f"{url}/budget" if open_browser else None)


@contextmanager
def bound(host: str, port: int) -> Iterator[socket.socket]:
    """A listening socket; raises InputError where the port is taken."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as listener:
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((host, port))
            listener.listen(128)
        except OSError as error:
            raise InputError(f"不能在 {host}:{port} 提供服务（{error.strerror}）。请用 --port 换一个端口，0 为任意空闲端口。") from error
        yield listener


@contextmanager
def announced(data_dir: Path, url: str, token: str) -> Iterator[None]:
    """Leave word of where the site answers while it does; a folder that cannot be written costs only that."""
    state = state_file(data_dir)
    with suppress(OSError):
        state.write_text(json.dumps({"url": url, "token": token}), encoding="utf-8")
    try:
        yield
    finally:
        if read_state(data_dir) == (url, token):
            state.unlink(missing_ok=True)


def state_file(data_dir: Path) -> Path:
    """Where a running site leaves word."""
    return database_of(data_dir).with_name(STATE)


def read_state(data_dir: Path) -> tuple[str, str] | None:
    """Address and token as left by a site that may be gone."""
    try:
        left = json.loads(state_file(data_dir).read_text(encoding="utf-8"))
        return left["url"], left["token"]
    except (OSError, ValueError, KeyError, TypeError):
        return None


def running_url(data_dir: Path) -> str | None:
    """Address of the site that runs over this data folder now, `None` where there is none."""
    left = read_state(data_dir)
    if left is None:
        return None
    url, token = left
    # http.client knows no proxies: a proxy of the environment must not stand between this machine and itself.
    connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=1)
    try:
        connection.request("GET", "/-/yusuan.json")
        answer = connection.getresponse()
        return url if answer.status == 200 and json.loads(answer.read(1000)).get("token") == token else None
    except (OSError, ValueError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def start_beside(data_dir: Path, port: int = PORT) -> Server:
    """Start a site in a process of its own and wait until it answers; takes another port where `port` is busy; raises YusuanError."""
    is_current(database_of(data_dir))
    token = token_hex(16)
    command = [sys.executable, "-m", "tui.site.beside", str(data_dir), str(port), token]
    # `python -m` looks in the working folder; a checkout that is not installed is found by its own place.
    found_at = os.pathsep.join(filter(None, [str(Path(__file__).parent.parent), os.environ.get("PYTHONPATH")]))
    environment = {**os.environ, "PYTHONPATH": found_at}
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        left = read_state(data_dir)
        if left is not None and left[1] == token and (url := running_url(data_dir)):
            return Server(process, url)
        time.sleep(0.05)
    process.kill()
    process.wait()
    raise ServeError("网页服务没有启动成功；请在另一个终端运行 yusuan serve 看原因。")
