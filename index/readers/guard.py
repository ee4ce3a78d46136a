"""Reads files from outside in a process of its own, so that none can hang, crash or swallow the program."""

import json
import os
import pickle
import queue
import struct
import subprocess
import sys
import threading
import time
import weakref
from pathlib import Path
from typing import BinaryIO

from index.errors import UnreadableFile
from index.records import Reading

PAGE_SECONDS = 0.5
"""Added to the time limit for every page of a PDF; pages take a tenth of it, on a machine that does nothing else."""
START_SECONDS = 60.0
"""For the worker to start, on a busy machine."""
MOST_PAGES = 3_000
"""Pages that the time limit counts; a page tree can claim any number."""

_local = threading.local()


def read_guarded(path: Path, seconds: float = 5.0, megabytes: int = 1024) -> Reading:
    """The file's blocks; raises UnreadableFile where it is unreadable, or takes longer, or more memory, than allowed.

    A PDF is given `PAGE_SECONDS` more for every page. The worker process of a thread is kept for its next file.
    """
    worker = getattr(_local, "worker", None)
    if worker is None or not worker.is_usable():
        worker = _local.worker = _Worker()
    return worker.read(path, seconds, megabytes)


class _Worker:
    """A process of `index.readers.worker`, and the thread that takes its answers."""

    def __init__(self):
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONUTF8": "1"}
        command = [sys.executable, "-m", "index.readers.worker"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment)
        self.answers: queue.SimpleQueue = queue.SimpleQueue()
        self.owner = os.getpid()
        self.stop = weakref.finalize(self, _stop, self.process, self.owner)
        threading.Thread(target=_take, args=(self.process.stdout, self.answers), daemon=True).start()
        self._ready = False

    def is_usable(self) -> bool:
        """Alive, and started by this very process: a forked one must not share its pipes."""
        return self.owner == os.getpid() and self.process.poll() is None

    def read(self, path: Path, seconds: float, megabytes: int) -> Reading:
        started = time.monotonic()
        request = json.dumps({"path": str(path), "megabytes": megabytes}) + "\n"
        try:
            self._await_start()
            started = time.monotonic()
            self.process.stdin.write(request.encode())
            self.process.stdin.flush()
            pages = self._answer(started + seconds)
            allowed = seconds + PAGE_SECONDS * min(pages or 0, MOST_PAGES)
            answer = self._answer(started + allowed)
        except OSError as error:
            self.stop()
            raise UnreadableFile(f"{path.name} 未能读取：读取进程已退出。") from error
        except queue.Empty as error:
            self.stop()
            raise UnreadableFile(f"{path.name} 读取超时（{time.monotonic() - started:.0f} 秒），已跳过。") from error
        if isinstance(answer, Reading):
            return answer
        if answer is None:
            self.stop()
            raise UnreadableFile(f"{path.name} 读取时进程意外终止（内存超过 {megabytes} MB 或文件损坏），已跳过。")
        raise UnreadableFile(answer)

    def _await_start(self) -> None:
        if not self._ready and self._answer(time.monotonic() + START_SECONDS) is None:
            raise ChildProcessError
        self._ready = True

    def _answer(self, deadline: float) -> object:
        """The next answer, `None` where the process has ended; raises queue.Empty after the deadline."""
        return self.answers.get(timeout=max(deadline - time.monotonic(), 0.01))


def _take(stream: BinaryIO, answers: queue.SimpleQueue) -> None:
    """Puts every answer of the stream into the queue, `None` twice at its end: for a page count and for an answer."""
    while len(head := stream.read(8)) == 8:
        packed = stream.read(struct.unpack(">Q", head)[0])
        try:
            answers.put(pickle.loads(packed))
        except (pickle.UnpicklingError, EOFError):
            break
    answers.put(None)
    answers.put(None)


def _stop(process: subprocess.Popen, owner: int) -> None:
    if owner == os.getpid():
        process.kill()
        process.stdin.close()
        process.wait()
