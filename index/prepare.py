"""One file to one document: the pipeline that every worker runs; a pure function of the file's bytes and its corrections."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from index.cache import load_report, save
from index.checks import check
from index.corrections import correct
from index.errors import YusuanError
from index.passages import split
from index.prose import state
from index.readers.guard import read_guarded
from index.records import Document, Reading
from index.report import DocumentReport, Skipped, report_on
from index.tables import recognise


@dataclass(frozen=True, slots=True)
class Task:
    """A file to be made a document."""

    path: Path
    size: int
    """Bytes."""
    key: str
    """Of the cache entry."""
    cache: Path
    also: tuple[str, ...] = ()
    """Names of further copies."""
    corrections: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document that lies in the cache."""

    task: Task
    report: DocumentReport


def prepare(task: Task) -> Prepared | Skipped:
    """Read, recognise, split and check one file and keep it in the cache; a file that cannot be read is skipped with the reason."""
    try:
        reading = read_guarded(task.path)
        document = understand(reading, task)
        report = report_on(reading, document)
        save(task.cache, task.key, document, report)
    except YusuanError as error:
        return Skipped(task.path.name, str(error))
    except Exception as error:  # noqa: BLE001  a fault in one file, or in our reading of it, must not stop the other files
        return Skipped(task.path.name, f"{task.path.name} 没有读成：{type(error).__name__}: {error}")
    return Prepared(task, report)


def understand(reading: Reading, task: Task) -> Document:
    """Blocks to tables, facts, passages, statements and checks."""
    document = correct(recognise(reading), task.corrections)
    if task.also:
        document = replace(document, notes=(*document.notes, f"同一内容还有：{'、'.join(task.also)}。"))
    document = replace(document, passages=split(document))
    document = replace(document, statements=state(document))
    return replace(document, checks=check(document))


def held(task: Task) -> Prepared | None:
    """The document from the cache, where it lies there."""
    report = load_report(task.cache, task.key)
    return Prepared(task, report) if report else None
