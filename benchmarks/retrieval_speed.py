"""What a search costs as the database grows, against its floors in the same run; nothing here asserts a time.

    python benchmarks/retrieval_speed.py [--million] [--llama N]

For 1 k, 100 k (and 1 M) passages of 40 to 200 characters made from the knowledge: the whole search over everything and within one document, its two
legs, recall@10 of the stored vectors against exact float32, and what a fresh process that only searches takes: seconds to its first answer, its peak of
memory. Floors: numpy brute force over float32 (one product, then argpartition) and, up to N nodes (100,000 unless told: at a million its lists of Python
numbers alone would take 6 GB), llama-index's SimpleVectorStore, which is also written and loaded again as a folder of JSON.
"""

from __future__ import annotations

import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np

CHECKOUT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(CHECKOUT))

from index.concepts import concepts  # noqa: E402
from index.embedder import open_embedder  # noqa: E402
from index.fulltext import build_fulltext  # noqa: E402
from index.schema import INDEXES, TABLES  # noqa: E402
from index.vectors import embedding_step  # noqa: E402
from qa.legs import Scope, full_text, nearest, whole  # noqa: E402
from qa.retrieve import search  # noqa: E402
from qa.terms import terms  # noqa: E402

ASKED = (
    "谁盯着评审公不公正？",
    "小公司一个项目最多能拿多少钱",
    "退休老人有什么补贴",
    "修路的钱为什么少了",
    "电脑系统谁来维护",
    "扫大街的活包给谁",
    "图书馆怎么运营",
)
PER_DOCUMENT = 60


def main() -> None:
    """One block a size."""
    sizes = (1_000, 100_000, *((1_000_000,) if "--million" in sys.argv else ()))
    most = int(sys.argv[sys.argv.index("--llama") + 1]) if "--llama" in sys.argv else 100_000
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            started = perf_counter()
            connection = made(Path(folder) / "budget.db", size)
            print(f"\n{size:,} passages, written in {perf_counter() - started:.0f} s, {(Path(folder) / 'budget.db').stat().st_size / 1e6:.0f} MB")
            fresh(Path(folder) / "budget.db")
            measure(connection, size, most)
            connection.close()


FRESH = """
import resource, sqlite3, sys
from time import perf_counter
started = perf_counter()
from qa.retrieve import search
connection = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
search(connection, sys.argv[2])
first = perf_counter() - started
for question in sys.argv[3:]:
    search(connection, question)
print(f"  a fresh process: first answer in {first:.2f} s, peak of memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6:.0f} MB")
"""


def fresh(path: Path) -> None:
    """What a new process that only searches takes, from importing to its last answer."""
    subprocess.run([sys.executable, "-c", FRESH, str(path), *ASKED], cwd=CHECKOUT, check=True)


def made(path: Path, size: int) -> sqlite3.Connection:
    """A database of passages that mix the words of the knowledge; rows, full text and vectors as a build makes them."""
    chance = random.Random(size)
    words = [word for concept in concepts() for word in concept.formal]
    connection = sqlite3.connect(path)
    for name in ("document", "passage", "source_row", "source_table", "vector", "build"):
        connection.execute(TABLES[name])
    connection.executemany(
        "INSERT INTO document(id, file, sha256, format, title, cells, department, year) VALUES (?, '', '', 'txt', '', 0, ?, ?)",
        ((f"d{number:07d}", f"某市第{number // 5}局", 2020 + number % 5) for number in range(size // PER_DOCUMENT + 1)),
    )

    def passage(number: int) -> tuple:
        text = "，".join(chance.choice(words) for _ in range(chance.randint(6, 30))) + "。"
        return (
            f"d{number // PER_DOCUMENT:07d}-p{number:08d}",
            f"d{number // PER_DOCUMENT:07d}",
            "narrative",
            chance.choice(words),
            text,
            "{}",
            str(number),
        )

    connection.executemany(
        "INSERT INTO passage(id, document_id, kind, heading, text, location, content_hash) VALUES (?, ?, ?, ?, ?, ?, ?)", map(passage, range(size))
    )
    build_fulltext(connection)
    facts = embedding_step(None)(connection)
    connection.executemany("INSERT INTO build VALUES (?, ?)", [*facts.items(), ("content_hash", str(size))])
    connection.execute(next(statement for statement in INDEXES if "passage_by_document" in statement))
    connection.commit()
    return connection


def spent(times: int, work: Callable[[str], object]) -> float:
    """Milliseconds of one call: the median over the questions of the fastest run of each, which the machine disturbed least."""
    for question in ASKED:
        work(question)
    return median(min(timed(work, question) for _ in range(times)) for question in ASKED) * 1000


def timed(work: Callable[[str], object], question: str) -> float:
    """Seconds of one call."""
    started = perf_counter()
    work(question)
    return perf_counter() - started


def measure(connection: sqlite3.Connection, size: int, most: int) -> None:
    """Times of one size."""
    embedder, everything = open_embedder(), Scope.of(None, None, None)
    started = perf_counter()
    held = whole(connection)
    print(
        f"vectors read in {perf_counter() - started:.2f} s: {held.values.nbytes / 1e6:.0f} MB {held.values.dtype} of {held.values.shape[1]} dimensions"
    )
    vectors = {question: embedder.encode([question])[0] for question in ASKED}
    exact = exact_rows(connection, embedder)
    floor = spent(5, lambda q: best_of(exact @ vectors[q]))
    told("numpy brute force, float32", floor, floor)
    told("vector leg", spent(5, lambda q: nearest(connection, vectors[q], everything, 60)), floor)
    told("full-text leg, widened", spent(5, lambda q: full_text(connection, terms(q), everything, 60)), floor)
    told("search over everything", spent(7, lambda q: search(connection, q)), floor)
    told("search in one document", spent(7, lambda q: search(connection, q, documents=["d0000003"])), floor)
    print(f"  recall@10 of the stored vectors against exact ones: {recall(connection, exact, embedder):.4f}")
    if size <= most:
        simple(exact, vectors, floor)


def recall(connection: sqlite3.Connection, exact: np.ndarray, embedder, size: int = 200) -> float:
    """Share of the ten exactly nearest that the stored vectors put first, over made questions; equal cosines may stand for each other."""
    chance = random.Random(size)
    spoken = [word for concept in concepts() for word in concept.everyday]
    found = []
    for _ in range(size):
        vector = embedder.encode(["".join(chance.sample(spoken, 3))])[0]
        if not vector.any():
            continue
        scores = exact @ vector
        least = np.partition(scores, -10)[-10] - 1e-6
        own = [number for number, _ in nearest(connection, vector, Scope.of(None, None, None), 10)]
        found.append(sum(scores[number - 1] >= least for number in own) / 10)
    return float(np.mean(found))


def exact_rows(connection: sqlite3.Connection, embedder) -> np.ndarray:
    """All passages embedded again, float32, not quantised."""
    from index.vectors import embedded_text

    cursor = connection.execute("SELECT kind, heading, text FROM passage ORDER BY rowid")
    return np.vstack([embedder.encode([embedded_text(*row) for row in rows]) for rows in iter(lambda: cursor.fetchmany(10_000), [])])


def best_of(scores: np.ndarray) -> np.ndarray:
    """Positions of the ten best."""
    return np.argpartition(-scores, 10)[:10]


def resident() -> float:
    """Megabytes that the process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def simple(rows: np.ndarray, vectors: dict[str, np.ndarray], floor: float) -> None:
    """llama-index's own in-memory store with the same vectors."""
    from llama_index.core.schema import TextNode
    from llama_index.core.vector_stores import SimpleVectorStore, VectorStoreQuery

    started, before = perf_counter(), resident()
    store = SimpleVectorStore()
    store.add([TextNode(id_=str(number), text="", embedding=row.tolist()) for number, row in enumerate(rows)])
    print(f"  llama-index SimpleVectorStore: filled in {perf_counter() - started:.1f} s, {resident() - before:.0f} MB", flush=True)
    lists = {question: vector.tolist() for question, vector in vectors.items()}
    with tempfile.TemporaryDirectory() as folder:
        store.persist(f"{folder}/store.json")
        started = perf_counter()
        SimpleVectorStore.from_persist_path(f"{folder}/store.json")
        print(f"  llama-index SimpleVectorStore: loaded from {Path(folder, 'store.json').stat().st_size / 1e6:.0f} MB of JSON in {perf_counter() - started:.1f} s")
    told("llama-index SimpleVectorStore", spent(1, lambda q: store.query(VectorStoreQuery(query_embedding=lists[q], similarity_top_k=10))), floor)


def told(what: str, cost: float, floor: float) -> None:
    """One line."""
    print(f"  {what:32} {cost:9.1f} ms   x {cost / floor:.1f}", flush=True)


if __name__ == "__main__":
    main()
