"""Tasks over all cores through the standard `concurrent.futures` interface; a worker that dies costs only the file that killed it."""

from __future__ import annotations

import multiprocessing
import multiprocessing.process
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from threading import Thread

from index.prepare import Prepared, Task, prepare
from index.report import Skipped

Pool = Callable[[int], Executor]
"""Makes an executor of so many workers; a cluster's client offers the same interface."""


def processes(workers: int) -> Executor:
    """Local processes, started anew and not forked: a forked copy of a process with threads can hang."""
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, mp_context=context, initializer=settle)


def settle() -> None:
    """A worker leaves Ctrl-C to its parent, and ends when the parent is gone, however that ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=end_with, args=(multiprocessing.parent_process(),), daemon=True).start()


def end_with(parent: multiprocessing.process.BaseProcess) -> None:
    """Wait for the parent and leave."""
    parent.join()
    os._exit(1)


def prepare_all(tasks: Sequence[Task], pool: Pool = processes) -> Iterator[tuple[Task, Prepared | Skipped]]:
    """Every task with its outcome, as they end; the largest files begin first so that none is left to run alone."""
    tasks = sorted(tasks, key=lambda task: -task.size)
    workers = min(len(tasks), os.cpu_count() or 1)
    if workers < 2:
        yield from ((task, prepare(task)) for task in tasks)
        return
    unfinished = dict.fromkeys(tasks_by_key(tasks))
    try:
        for task, outcome in run(tasks, pool(workers)):
            del unfinished[task.key]
            yield task, outcome
    except BrokenProcessPool:
        for task in tasks:
            if task.key in unfinished:
                yield task, prepare_alone(task, pool)


def run(tasks: Sequence[Task], executor: Executor) -> Iterator[tuple[Task, Prepared | Skipped]]:
    """Outcomes as they come; leaving early cancels what has not begun."""
    try:
        futures = {executor.submit(prepare, task): task for task in tasks}
        for future in as_completed(futures):
            yield futures[future], future.result()
    finally:
        executor.shutdown(wait=False, cancel_futures=True)


def prepare_alone(task: Task, pool: Pool) -> Prepared | Skipped:
    """One task in a process of its own."""
    try:
        return next(iter(run([task], pool(1))))[1]
    except BrokenProcessPool:
        return Skipped(task.path.name, f"{task.path.name} 使读取进程中止（文件损坏或内存不足）。")


def tasks_by_key(tasks: Sequence[Task]) -> dict[str, Task]:
    return {task.key: task for task in tasks}
