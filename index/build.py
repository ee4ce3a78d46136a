"""From files to one published database; reads like a table of contents."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index.cache import Held, key_of, knowledge_hash, load_document, models_hash, program_hash, prune
from index.checks import check_across
from index.corrections import corrections_for
from index.errors import NothingToIndex
from index.fulltext import build_fulltext
from index.inputs import find
from index.lock import locked
from index.parallel import Pool, prepare_all, processes
from index.prepare import Prepared, Task, held
from index.published import DATABASE
from index.records import CheckResult
from index.report import BuildReport, Skipped
from index.state import State, read_state, unchanged_since, write_state
from index.store import write
from index.typed import typed_tables
from index.vectors import embedding_step


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build is."""

    files: int
    files_all: int
    size: int
    """Bytes of the files that are done; time left is best estimated by bytes."""
    size_all: int
    pages: int
    file: str
    """The file that was finished last."""


Told = Callable[[Progress], None]


def build(
    data: Path,
    paths: Sequence[Path],
    add: bool = False,
    embedding: str | None = None,
    told: Told = lambda _: None,
    pool: Pool = processes,
) -> BuildReport:
    """Make `data/build/budget.db` hold the documents under `paths`, or with `add` also those that it holds; nothing is written where nothing changed.

    Raises NothingToIndex where no document is found or readable, StoreError where the finished file fails its proof; the old database then stays.
    """
    started = time.monotonic()
    folder = data / "build"
    cache = folder / "cache"
    cache.mkdir(parents=True, exist_ok=True)
    with locked(folder):
        before = read_state(folder)
        roots = tuple(dict.fromkeys([*(before.roots if add else ()), *(str(path.absolute()) for path in paths)]))
        tasks = tasks_for(data, roots, cache)
        state = State(roots, signature(tasks, embedding), {})
        if report := unchanged_since(folder, state):
            if roots != before.roots:
                write_state(folder, replace(state, documents=before.documents), report)
            return report
        prepared, skipped, changed = gather(tasks, told, pool)
        documents = Held(cache, {one.report.id: one.task.key for one in prepared})
        across = checks_across(prepared)
        stored = write(
            documents,
            folder / DATABASE,
            across,
            derive=(typed_tables,),
            steps=(build_fulltext, embedding_step(embedding, folder / DATABASE)),
            build={"knowledge_hash": knowledge_hash()},
        )
        report = BuildReport(
            documents=tuple(sorted((one.report for one in prepared), key=lambda one: one.id)),
            skipped=skipped,
            content_hash=stored.content_hash,
            changed=changed,
            removed=len(before.documents.keys() - {one.report.id for one in prepared}),
            checks_across=sum(check.verdict == "fails" for _, check in across),
        )
        write_state(folder, replace(state, documents={one.id: one.file for one in report.documents}), report)
        prune(cache, [task.key for task in tasks])
    return replace(report, seconds=time.monotonic() - started)


def tasks_for(data: Path, roots: Sequence[str], cache: Path) -> tuple[Task, ...]:
    """One task a file under the roots; roots of earlier builds that are gone hold nothing."""
    tasks = []
    for found in find([Path(root) for root in roots]):
        corrections = corrections_for(found.path, data)
        key = key_of(found.sha256, found.path.name, {**corrections, "also": found.also})
        tasks.append(Task(found.path, found.size, key, cache, found.also, corrections))
    return tuple(tasks)


def signature(tasks: Sequence[Task], embedding: str | None) -> str:
    """What a build depends on: files, corrections, program, knowledge, embedding model."""
    parts = [program_hash(), models_hash(), embedding or "", *sorted(task.key for task in tasks)]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def gather(tasks: Sequence[Task], told: Told, pool: Pool) -> tuple[list[Prepared], tuple[Skipped, ...], int]:
    """Documents from the cache or read anew, files that gave none, and how many were read anew; raises NothingToIndex where all were skipped."""
    prepared = [one for task in tasks if (one := held(task))]
    ready = {one.task.key for one in prepared}
    todo = [task for task in tasks if task.key not in ready]
    skipped: list[Skipped] = []
    size, pages, whole = 0, 0, sum(task.size for task in todo)
    for done, (task, outcome) in enumerate(prepare_all(todo, pool), start=1):
        size += task.size
        if isinstance(outcome, Skipped):
            skipped.append(outcome)
        else:
            prepared.append(outcome)
            pages += outcome.report.pages or 1
        told(Progress(done, len(todo), size, whole, pages, task.path.name))
    if not prepared:
        raise NothingToIndex(f"没有一份文件可以收录：{' '.join(one.why for one in skipped)}")
    return prepared, tuple(sorted(skipped, key=lambda one: (one.file, one.why))), len(todo) - len(skipped)


def checks_across(prepared: Sequence[Prepared]) -> tuple[tuple[str, CheckResult], ...]:
    """Checks between documents, each with its owner's id; only the documents of one body are held in memory together."""
    bodies: dict[tuple, list[Prepared]] = {}
    for one in sorted(prepared, key=lambda one: one.report.id):
        bodies.setdefault(one.report.body, []).append(one)
    found: list[tuple[str, CheckResult]] = []
    for (department, _, _), group in bodies.items():
        if department is not None and len(group) > 1:
            documents = [load_document(one.task.cache, one.task.key) for one in group]
            for check in check_across(documents):
                owner = max((document.id for document in documents if check.id.startswith(f"{document.id}-")), key=len)
                found.append((owner, check))
    return tuple(found)
