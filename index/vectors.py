"""Passage vectors in the database: int16 with one scale a row, half the size of float32.

int8 would halve that again and change one in a hundred of the ten nearest; int16 changes none (benchmarks/retrieval_speed.py).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from index.embedder import Embedder, open_embedder
from index.errors import StoreError
from index.schema import SCHEMA_VERSION

if TYPE_CHECKING:
    import numpy as np

Step = Callable[[sqlite3.Connection], Mapping[str, str]]
KEYS = ("embedding_model", "embedding_revision", "embedding_dimension")
PORTION = 1024
"""Passages embedded at a time, so that memory stays flat."""


def embedding_step(model: str | None, previous: Path | None = None) -> Step:
    """What fills the `vector` table with the model of the setting; vectors of the database `previous` serve again where text and model are the same."""

    def step(connection: sqlite3.Connection) -> Mapping[str, str]:
        embedder = open_embedder(model)
        facts = dict(zip(KEYS, (embedder.name, embedder.revision, str(embedder.dimension)), strict=True))
        held = _held(previous, facts)
        passages = connection.execute("SELECT id, content_hash, kind, heading, text FROM passage ORDER BY rowid").fetchall()
        for start in range(0, len(passages), PORTION):
            portion = passages[start : start + PORTION]
            new = [row for row in portion if row[1] not in held]
            rows = embedder.encode([embedded_text(*row[2:]) for row in new])
            made = {row[1]: quantise(vector) for row, vector in zip(new, rows, strict=True)}
            connection.executemany("INSERT INTO vector VALUES (?, ?, ?)", ((row[0], *(held.get(row[1]) or made[row[1]])) for row in portion))
        return facts

    return step


def embedded_text(kind: str, heading: str, text: str) -> str:
    """What of a passage is embedded: its text after its nearest headings; an indicator after its project, levels and target."""
    return f"{embedded_heading(kind, heading)} {text}"


def embedded_heading(kind: str, heading: str) -> str:
    """The part of a passage's heading that is embedded."""
    return heading if kind == "indicator" else " ".join(heading.split(" / ")[-2:])


def quantise(vector: np.ndarray) -> tuple[float, bytes]:
    """Scale and little-endian int16 values; a row of zeros has scale 0."""
    import numpy as np

    scale = float(np.abs(vector).max()) / 32767
    values = np.rint(vector / scale) if scale else vector
    return scale, values.astype("<i2").tobytes()


def _held(previous: Path | None, facts: Mapping[str, str]) -> dict[str, tuple[float, bytes]]:
    """Content hash -> vector, from a database that was built with the same model; empty where there is none."""
    if previous is None or not previous.exists():
        return {}
    try:
        old = sqlite3.connect(f"file:{previous}?mode=ro", uri=True)
        try:
            version = old.execute("SELECT value FROM build WHERE key = 'schema_version'").fetchone()
            if version is None or int(version[0]) != SCHEMA_VERSION or stored_model(old) != tuple(facts[key] for key in KEYS):
                return {}
            rows = old.execute("SELECT p.content_hash, v.scale, v.data FROM vector v JOIN passage p ON p.id = v.passage_id")
            return {content: (scale, data) for content, scale, data in rows}
        finally:
            old.close()
    except sqlite3.Error:
        return {}


def stored_model(connection: sqlite3.Connection) -> tuple[str, ...] | None:
    """Name, revision and dimension of the model of the stored vectors; `None` where there are none."""
    found = dict(connection.execute("SELECT key, value FROM build WHERE key LIKE 'embedding_%'"))
    return tuple(found[key] for key in KEYS) if all(key in found for key in KEYS) else None


def require_same_model(connection: sqlite3.Connection, embedder: Embedder) -> None:
    """Raise StoreError where the vectors were made by another model or revision than the query would be."""
    stored = stored_model(connection)
    asked = (embedder.name, embedder.revision, str(embedder.dimension))
    if stored is None:
        raise StoreError("数据库里没有向量，请重新运行 yusuan index。")
    if stored != asked:
        raise StoreError(
            f"数据库里的向量由模型 {stored[0]}（版本 {stored[1]}）生成，现在设置的是 {asked[0]}（版本 {asked[1]}）；请改回设置，或重新运行 yusuan index。"
        )
