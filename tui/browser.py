"""Where a page can be seen: a browser on this screen, or an address to open elsewhere."""

import subprocess
import sys
from collections.abc import Mapping
from urllib.parse import urlsplit


def can_show(environment: Mapping[str, str]) -> bool:
    """A graphical browser stands on the same screen; a text browser would draw over the app."""
    if environment.get("SSH_CONNECTION") or environment.get("SSH_TTY"):
        return False
    return sys.platform in {"darwin", "win32"} or bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def show(url: str) -> None:
    """Open the browser from a process of its own: what browsers print must not land on the app's screen."""
    silent = subprocess.DEVNULL
    subprocess.Popen([sys.executable, "-m", "webbrowser", url], stdin=silent, stdout=silent, stderr=silent, start_new_session=True)


def page_sentence(url: str, environment: Mapping[str, str]) -> str:
    """The address, and over ssh how to reach it."""
    if environment.get("SSH_CONNECTION") or environment.get("SSH_TTY"):
        port = urlsplit(url).port
        return f"网页：{url}\n（在自己的电脑上先转发端口：ssh -L {port}:127.0.0.1:{port} 本机）"
    return f"网页：{url}"
