"""The process that reads files for `read_guarded`: a request a line in, a length and a pickle out."""

import json
import os
import pickle
import struct
import sys
from pathlib import Path
from typing import BinaryIO

from index.errors import UnreadableFile
from index.readers import read


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answers `{"path", "megabytes"}` lines until the input ends: first the page count where there is one, then a Reading or a sentence."""
    for line in requests:
        request = json.loads(line)
        path = Path(request["path"])
        send(answers, _page_count(path))
        limit_memory(request["megabytes"])
        try:
            send(answers, read(path))
        except UnreadableFile as error:
            send(answers, str(error))


def send(stream: BinaryIO, answer: object) -> None:
    """Writes one answer."""
    packed = pickle.dumps(answer)
    stream.write(struct.pack(">Q", len(packed)) + packed)
    stream.flush()


def limit_memory(megabytes: int) -> None:
    """Lets the process take so much more address space than it has; nothing happens where the platform knows no such limit."""
    try:
        import resource

        taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (taken + megabytes * 1024**2, resource.getrlimit(resource.RLIMIT_AS)[1]))
    except (ImportError, OSError, ValueError):
        return


def _page_count(path: Path) -> int:
    if path.suffix.lower() != ".pdf":
        return 0
    import pypdfium2  # finds the page tree in a few milliseconds, whatever the size

    try:
        with pypdfium2.PdfDocument(path) as document:
            return len(document)
    except (pypdfium2.PdfiumError, OSError):
        return 0


def main() -> None:
    """Serves over the standard streams; what libraries print goes nowhere."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    send(answers, 0)
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
