"""What the last build was made from, beside the database and never in it: paths and times differ between machines, the database must not."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from index.errors import StoreError
from index.published import DATABASE, read_build
from index.report import BuildReport, DocumentReport, Skipped
from index.schema import SCHEMA_VERSION

STATE, REPORT = "state.json", "report.json"


@dataclass(frozen=True, slots=True)
class State:
    """The last build."""

    roots: tuple[str, ...] = ()
    """Absolute paths that were indexed."""
    signature: str = ""
    """Over files, corrections, program, knowledge and embedding model."""
    documents: Mapping[str, str] = field(default_factory=dict)
    """Document id -> file name."""


def read_state(folder: Path) -> State:
    """The last build's state; an empty one where there is none or it is damaged."""
    try:
        found = json.loads((folder / STATE).read_text(encoding="utf-8"))
        return State(tuple(found["roots"]), found["signature"], found["documents"])
    except (OSError, ValueError, KeyError, TypeError):
        return State()


def read_report(folder: Path) -> BuildReport:
    """The last build's report; raises OSError or ValueError where there is none."""
    found = json.loads((folder / REPORT).read_text(encoding="utf-8"))
    documents = tuple(
        DocumentReport(**{key: tuple(value) if isinstance(value, list) else value for key, value in one.items()}) for one in found["documents"]
    )
    return BuildReport(**{**found, "documents": documents, "skipped": tuple(Skipped(**one) for one in found["skipped"])})


def unchanged_since(folder: Path, state: State) -> BuildReport | None:
    """The last report where the database still is what `state` would make again."""
    before = read_state(folder)
    if before.signature != state.signature:
        return None
    try:
        report = read_report(folder)
        held = read_build(folder / DATABASE)
    except (OSError, ValueError, TypeError, StoreError):
        return None
    if held.get("schema_version") != str(SCHEMA_VERSION) or held.get("content_hash") != report.content_hash:
        return None
    return replace(report, fresh=False, changed=0, removed=0)


def write_state(folder: Path, state: State, report: BuildReport) -> None:
    """Remember a build after its database is in place; killed in between, the next run builds the same again."""
    put(folder / REPORT, report.to_json())
    put(folder / STATE, {"roots": state.roots, "signature": state.signature, "documents": dict(state.documents)})


def put(path: Path, content: Any) -> None:
    """Replace a JSON file whole."""
    draft = path.with_name(f".{path.name}.new")
    draft.write_text(json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True), encoding="utf-8")
    os.replace(draft, path)
