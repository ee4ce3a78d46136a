"""The process that `tui.serve.start_beside` starts: serves a data folder until its standard input ends."""

import sys
from pathlib import Path

from index.errors import InputError
from tui import serve


def main(data_dir: str, port: str, token: str) -> None:
    """Serve on `port`, or on any free one."""
    for wanted in (int(port), 0):
        try:
            with serve.bound(serve.HOST, wanted) as listener:
                url = f"http://{serve.HOST}:{listener.getsockname()[1]}"
                serve.run(Path(data_dir), listener, url, token, stop_with=sys.stdin.buffer)
                return
        except InputError:
            continue


if __name__ == "__main__":
    main(*sys.argv[1:4])
