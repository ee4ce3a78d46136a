"""Documents that are read already, one file each under `build/cache/`, keyed by content, name, corrections and program."""

from __future__ import annotations

import hashlib
import json
import os
import pickle
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from index import records
from index.errors import StoreError
from index.records import Document
from index.report import DocumentReport

TEXTS = (".py", ".csv", ".toml", ".tsv", ".txt", ".md")
"""Endings of sources and knowledge."""

ALLOWED = {(records.__name__, name) for name, value in vars(records).items() if isinstance(value, type)} | {
    (DocumentReport.__module__, "DocumentReport")
}


class RecordsOnly(pickle.Unpickler):
    """Loads the records of this project and nothing else, so that a foreign cache file can run no code."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in ALLOWED:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name}")


def key_of(sha256: str, file: str, corrections: Mapping[str, Any]) -> str:
    """Name of the cache entry of a file."""
    parts = [program_hash(), sha256, file, json.dumps(corrections, sort_keys=True, ensure_ascii=False)]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]


def save(folder: Path, key: str, document: Document, report: DocumentReport) -> None:
    """Keep a document, its report before it; whole or not at all."""
    draft = folder / f".{key}.{os.getpid()}"
    draft.write_bytes(pickle.dumps(report, protocol=5) + pickle.dumps(document, protocol=5))
    os.replace(draft, folder / f"{key}.pickle")


def load_report(folder: Path, key: str) -> DocumentReport | None:
    """The report that was kept under the key; `None` where nothing was, or where it is damaged."""
    try:
        with (folder / f"{key}.pickle").open("rb") as file:
            return RecordsOnly(file).load()
    except Exception:  # noqa: BLE001  a damaged pickle raises almost anything; the file is then read again
        return None


def load_document(folder: Path, key: str) -> Document:
    """The document that was kept under the key; raises StoreError, and forgets the entry, where it is damaged."""
    entry = folder / f"{key}.pickle"
    try:
        with entry.open("rb") as file:
            RecordsOnly(file).load()
            return RecordsOnly(file).load()
    except Exception as error:
        entry.unlink(missing_ok=True)
        raise StoreError("缓存中有一份文件损坏，已清除；请再运行一次 yusuan index。") from error


def prune(folder: Path, keys: Iterable[str]) -> None:
    """Remove what is no longer used."""
    kept = {f"{key}.pickle" for key in keys}
    for entry in folder.iterdir():
        if entry.name not in kept:
            entry.unlink(missing_ok=True)


class Held:
    """The documents of a build, loaded one at a time from the cache in the order of their ids, as often as asked."""

    def __init__(self, folder: Path, keys: Mapping[str, str]) -> None:
        """`keys` maps document ids to cache keys."""
        self.folder = folder
        self.keys = dict(sorted(keys.items()))

    def __iter__(self) -> Iterator[Document]:
        for key in self.keys.values():
            yield load_document(self.folder, key)

    def __len__(self) -> int:
        return len(self.keys)


@cache
def program_hash() -> str:
    """Over the code that reads documents and the knowledge that it uses; another one makes every document new."""
    return hash_of(*sources(files("index")), *sources(files("data").joinpath("knowledge")))


@cache
def knowledge_hash() -> str:
    """Over `data/knowledge/` alone."""
    return hash_of(*sources(files("data").joinpath("knowledge")))


@cache
def models_hash() -> str:
    """Over the embedding models that ship: other weights make other vectors, though no document is read anew."""
    return hash_of(*sources(files("data").joinpath("models"), endings=(".json", ".safetensors")))


def sources(folder: Traversable, prefix: str = "", endings: tuple[str, ...] = TEXTS) -> Iterator[tuple[str, bytes]]:
    """Name and content of every file with one of the endings, sorted."""
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir() and not entry.name.startswith(("__", ".")):
            yield from sources(entry, f"{prefix}{entry.name}/", endings)
        elif entry.name.endswith(endings):
            yield f"{prefix}{entry.name}", entry.read_bytes()


def hash_of(*contents: tuple[str, bytes]) -> str:
    """SHA-256 over names and contents."""
    digest = hashlib.sha256()
    for name, content in contents:
        digest.update(f"{name}\x1f{len(content)}\x1f".encode() + content)
    return digest.hexdigest()
