"""How well questions in everyday words find their passage: models × recall, precision where nothing answers, and the worst misses.

    python benchmarks/retrieval.py [EMBEDDING MODEL …]

Over the shipped documents and, where they lie beside the checkout, the shared ones; the questions are tests/questions/retrieval.jsonl.
Each question is asked within its own document. Full text and LSA see the question as it is; `widened` adds the words that mean the same.
"""

from __future__ import annotations

import json
import math
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from pathlib import Path

import numpy as np

CHECKOUT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(CHECKOUT))

from index.fulltext import build_fulltext, segment  # noqa: E402
from index.passages import split  # noqa: E402
from index.readers.guard import read_guarded  # noqa: E402
from index.store import write  # noqa: E402
from index.tables import recognise  # noqa: E402
from index.vectors import embedding_step  # noqa: E402
from qa.legs import Scope, full_text, nearest  # noqa: E402
from qa.retrieve import embedder_for, search, speaks_of  # noqa: E402
from qa.terms import Term, terms  # noqa: E402

DEEP = 200


@dataclass(frozen=True, slots=True)
class Question:
    """One line of the file; `contains` is empty where nothing answers."""

    id: str
    question: str
    document: str | None
    """The file that it is asked within; `None` for all."""
    place: tuple[int, ...]
    contains: tuple[str, ...]
    part: str


def questions() -> list[Question]:
    """All of them."""
    lines = (CHECKOUT / "tests/questions/retrieval.jsonl").read_text(encoding="utf-8").splitlines()
    asked = [json.loads(line) for line in lines]
    one = lambda value: tuple(v for v in ([value] if isinstance(value, str) else value) if v)  # noqa: E731
    return [Question(a["id"], a["question"], a["document"], tuple(a["place"]), one(a["contains"]), a["part"]) for a in asked]


@cache
def documents(shared: bool) -> tuple:
    """The shipped budgets and, if wanted, the shared ones, read and split."""
    files = sorted((CHECKOUT / "data/documents").glob("*")) + (sorted((CHECKOUT.parent / "shared/documents").glob("*.pdf")) if shared else [])
    made = [recognise(read_guarded(file)) for file in files if file.suffix in (".txt", ".pdf")]
    return tuple(sorted((replace(document, passages=split(document)) for document in made), key=lambda document: document.id))


def build(folder: Path, model: str | None, shared: bool = True) -> sqlite3.Connection:
    """A database of these documents with the vectors of a model."""
    target = folder / "budget.db"
    write(documents(shared), target, steps=(build_fulltext, embedding_step(model)))
    return sqlite3.connect(target)


class Judge:
    """Which rows of the database are right for a question."""

    def __init__(self, connection: sqlite3.Connection):
        self.connection = connection
        self.ids = dict(connection.execute("SELECT file, id FROM document"))
        rows = connection.execute("SELECT rowid, id, document_id, text, location, also FROM passage ORDER BY rowid").fetchall()
        self.number = {row[1]: row[0] for row in rows}
        self.passages = {row[0]: (row[2], squeeze(row[3]), places(row[4], row[5])) for row in rows}

    def right(self, question: Question) -> set[int]:
        """Rows of the question's document that hold one of its fragments at one of its places."""
        own = self.ids.get(question.document)
        return {
            number
            for number, (document, text, where) in self.passages.items()
            if document == own and where & set(question.place) and any(squeeze(fragment) in text for fragment in question.contains)
        }

    def ranks(self, asked: list[Question], find: Callable[[Question], list[int]]) -> dict[str, int]:
        """Rank of the first right row, 10,000 where none is found."""
        found = {}
        for question in asked:
            right = self.right(question)
            found[question.id] = next((rank for rank, number in enumerate(find(question), start=1) if number in right), 10_000)
        return found


def squeeze(text: str) -> str:
    return "".join(text.split())


def places(location: str, also: str) -> set[int]:
    """Lines or pages of all places."""
    found: set[int] = set()
    for place in (json.loads(location), *json.loads(also)):
        value = place.get("line") or place.get("page") or []
        found.update(value if isinstance(value, list) else [value])
    return found


def told(name: str, ranks: dict[str, int], asked: list[Question]) -> None:
    """One line: recall@1, recall@5, MRR over all and over each part."""
    line = f"{name:34}"
    for part in ("", *dict.fromkeys(question.part for question in asked)):
        own = np.array([ranks[q.id] for q in asked if not part or q.part == part])
        line += f"| {part or 'all':>7} {len(own):4} {np.mean(own == 1):7.3f}{np.mean(own <= 5):7.3f}{np.mean(1 / own):7.3f} "
    print(line, flush=True)


class Latent:
    """Latent semantic analysis: TF-IDF over the same tokens, 128 singular vectors."""

    def __init__(self, judge: Judge, rank: int = 128):
        self.judge = judge
        rows = judge.connection.execute("SELECT rowid, heading || ' ' || text FROM passage ORDER BY rowid").fetchall()
        counts = [Counter(segment(text).split()) for _, text in rows]
        self.numbers = [number for number, _ in rows]
        self.spread = Counter(token for count in counts for token in count)
        self.column = {token: i for i, token in enumerate(sorted(self.spread))}
        self.size = len(rows)
        matrix = np.array([self._row(count) for count in counts])
        self.axes = np.linalg.svd(matrix, full_matrices=False)[2][:rank]
        self.rows = _unit(matrix @ self.axes.T)

    def _row(self, count: Counter) -> np.ndarray:
        row = np.zeros(len(self.column), dtype=np.float32)
        for token, times in count.items():
            if token in self.column:
                row[self.column[token]] = (1 + math.log(times)) * math.log((1 + self.size) / (1 + self.spread[token]))
        return row

    def find(self, question: Question) -> list[int]:
        scores = self.rows @ _unit((self.axes @ self._row(Counter(segment(question.question).split())))[None])[0]
        own = self.judge.ids[question.document]
        order = np.argsort(-scores.round(6), kind="stable")
        return [self.numbers[i] for i in order if self.judge.passages[self.numbers[i]][0] == own]


def _unit(rows: np.ndarray) -> np.ndarray:
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def plain(text: str) -> tuple[Term, ...]:
    """Every token of the question as it is."""
    return tuple(Term(token, (token,), False) for token in dict.fromkeys(segment(text).split()))


def main() -> None:
    """The table, one block a model."""
    compare((None, *sys.argv[1:]))


def compare(models: Iterable[str | None], shared: bool = True) -> None:
    """One block a model; `None` is the one that ships, and is preceded by the baselines."""
    for model in models:
        with tempfile.TemporaryDirectory() as folder:
            connection = build(Path(folder), model, shared)
            measure(connection, with_baselines=model is None)
            connection.close()


def measure(connection: sqlite3.Connection, with_baselines: bool) -> None:
    """The lines of one model; then precision and the ten worst misses of the fusion."""
    judge = Judge(connection)
    asked = [q for q in questions() if q.contains and q.document in judge.ids]
    lost = [q.id for q in asked if not judge.right(q)]
    print(f"{len(judge.passages)} passages; questions without a passage: {lost or 'none'}; columns: questions, recall@1, recall@5, MRR")

    def scope(q: Question) -> Scope:
        return Scope.of([judge.ids[q.document]], None, None)

    def fused(q: Question, documents: list[str] | None) -> list[int]:
        return [judge.number[hit.passage_id] for hit in search(connection, q.question, documents=documents, limit=DEEP)]

    if with_baselines:
        told("full text", judge.ranks(asked, lambda q: [n for n, _ in full_text(connection, plain(q.question), scope(q), DEEP)]), asked)
        told("full text, widened", judge.ranks(asked, lambda q: [n for n, _ in full_text(connection, terms(q.question), scope(q), DEEP)]), asked)
        told("LSA", judge.ranks(asked, Latent(judge).find), asked)
    embedder = embedder_for(connection)
    near = judge.ranks(asked, lambda q: [n for n, _ in nearest(connection, embedder.encode([q.question])[0], scope(q), DEEP)])
    told(embedder.name, near, asked)
    ranks = judge.ranks(asked, lambda q: fused(q, [judge.ids[q.document]]))
    told(f"fusion with {embedder.name}", ranks, asked)
    told("  the same over all documents", judge.ranks(asked, lambda q: fused(q, None)), asked)
    precision(connection, judge)
    for q in sorted(asked, key=lambda q: (-ranks[q.id], q.id))[:10]:
        print(f"  rank {ranks[q.id]:5}  {q.question}  →  {q.contains[0]}")


def precision(connection: sqlite3.Connection, judge: Judge) -> None:
    """How often a best passage is said to answer, by part: questions that it answers, and questions that nothing answers."""
    for part, asked in groupby(sorted((q for q in questions() if q.document in {None, *judge.ids}), key=lambda q: q.part), key=lambda q: q.part):
        own = list(asked)
        best = [(q, next(iter(search(connection, q.question, documents=q.document and [judge.ids[q.document]], limit=1)), None)) for q in own]
        said = [(q, hit) for q, hit in best if hit is not None and speaks_of(q.question, hit)]
        right = sum(judge.number[hit.passage_id] in judge.right(q) for q, hit in said)
        print(f"  said to be answered, {part:14} {len(said):3} of {len(own):3}" + (f", {right} by the right passage" if own[0].contains else ""))
        for q, hit in said:
            if not q.contains:
                print(f"    wrongly: {q.question}  →  {hit.text[:40]}  {hit.why}")


if __name__ == "__main__":
    main()
