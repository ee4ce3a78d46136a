"""The documents under the given paths: found, hashed, the same content under two names kept once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from index.errors import NothingToIndex
from index.readers import formats


@dataclass(frozen=True, slots=True)
class Input:
    """A file to index."""

    path: Path
    sha256: str
    size: int
    """Bytes."""
    also: tuple[str, ...] = ()
    """File names of further copies with the same content."""


def find(roots: Iterable[Path]) -> tuple[Input, ...]:
    """Readable files under `roots`, folders searched to the bottom, sorted by name; raises NothingToIndex where there is none."""
    roots = tuple(roots)
    missing = [str(root) for root in roots if not root.exists()]
    if missing:
        raise NothingToIndex(f"没有这个文件或文件夹：{'、'.join(missing)}。")
    paths = sorted({path.absolute() for root in roots for path in files_under(root)}, key=lambda path: (path.name, str(path)))
    if not paths:
        raise NothingToIndex(f"{'、'.join(map(str, roots))} 里没有可读的文件。可读格式：{'、'.join(formats())}。")
    return fold(hashed(path) for path in paths)


def files_under(root: Path) -> Iterator[Path]:
    """The file itself, or every file of a known format in the folder; hidden files, lock files of office programs and a folder's README are none."""
    if root.is_file():
        yield root
        return
    endings = formats()
    for path in root.rglob("*"):
        hidden = any(part.startswith((".", "~$")) for part in path.relative_to(root).parts)
        if path.suffix.lower() in endings and not hidden and path.stem.lower() != "readme" and path.is_file():
            yield path


def hashed(path: Path) -> Input:
    """The file with its hash; a file that cannot be opened gets a hash of its own and is refused by its reader."""
    try:
        with path.open("rb") as file:
            return Input(path, hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size)
    except OSError as error:
        return Input(path, hashlib.sha256(f"{path}{error.errno}".encode()).hexdigest(), 0)


def fold(inputs: Iterable[Input]) -> tuple[Input, ...]:
    """Copies of the same content become one input, named after the first."""
    groups: dict[str, list[Input]] = {}
    for found in inputs:
        groups.setdefault(found.sha256, []).append(found)
    return tuple(
        Input(first.path, first.sha256, first.size, tuple(sorted({copy.path.name for copy in copies} - {first.path.name})))
        for first, *copies in groups.values()
    )
