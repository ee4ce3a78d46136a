"""Keeps the sessions in README.md real: every line `$ yusuan …` in a console block is run, and what it prints stands below it.

python tests/tui/readme.py          print what differs, status 1 where something does
python tests/tui/readme.py --write  put the real output in
"""

from __future__ import annotations

import difflib
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
README = CHECKOUT / "README.md"

BLOCK = re.compile(r"(?P<fence>```console\n)(?P<session>.*?)(?P<end>\n```)", re.DOTALL)


def refreshed(text: str) -> str:
    """The text with every session run anew, on the documents that ship."""
    return BLOCK.sub(lambda block: block["fence"] + session(block["session"]) + block["end"], text)


def session(printed: str) -> str:
    """A session with real output, in a data folder of its own; lines that begin with `$ make` or `#` only stand there to be read."""
    commands = [line for line in printed.splitlines() if line.startswith(("$ ", "# "))]
    with tempfile.TemporaryDirectory() as data:
        return "\n".join(part for command in commands for part in [command, *output(command, data)])


def output(command: str, data: str) -> list[str]:
    """What a `$ yusuan` command prints on stdout; ends the program where it prints nothing, which no command of the README does."""
    if not command.startswith("$ yusuan "):
        return []
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    environment = {**os.environ, "YUSUAN_DATA": data, "YUSUAN_CONFIG": os.devnull, "COLUMNS": "100", "PATH": path}
    done = subprocess.run(["bash", "-c", command[2:]], cwd=CHECKOUT, env=environment, capture_output=True, text=True)
    if not done.stdout:
        raise SystemExit(f"{command}\n{done.stderr}")
    return done.stdout.rstrip("\n").splitlines()


def main() -> int:
    """Compare, or write."""
    old = README.read_text(encoding="utf-8")
    new = refreshed(old)
    if "--write" in sys.argv:
        README.write_text(new, encoding="utf-8")
        return 0
    sys.stdout.writelines(difflib.unified_diff(old.splitlines(keepends=True), new.splitlines(keepends=True), "README.md", "real output"))
    return int(old != new)


if __name__ == "__main__":
    sys.exit(main())
