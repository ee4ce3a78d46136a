"""What the program costs, each time against its floor in the same run: nothing here asserts a time.

    python benchmarks/run.py [DOCUMENTS]

cold --help, ask      a new process, against `python -c pass`
cold ask, SQL         the same, against a new process that runs the same SELECT through plain sqlite3
warm ask              an answer in a running session, against the same SELECT on an open connection
index                 files to database, cache empty, against inserting the same rows by sqlite-utils into an empty file
"""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

CHECKOUT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(CHECKOUT))

QUESTIONS = ("三公经费多少？", "其中公务接待费占比呢？", "基本支出合计", "项目支出占支出总计的百分之几？", "差旅费是多少元？")


def main() -> None:
    """Measure and print one line a figure."""
    documents = Path(sys.argv[1]) if len(sys.argv) > 1 else CHECKOUT / "data" / "documents"
    with tempfile.TemporaryDirectory() as folder:
        index(documents, Path(folder))
        cold(Path(folder))
        warm(Path(folder) / "build" / "budget.db")


def told(what: str, cost: float, floor: str, floor_cost: float) -> None:
    """One line."""
    print(f"{what:16} {cost * 1000:10.1f} ms   {floor:34} {floor_cost * 1000:10.1f} ms   x {cost / floor_cost:.1f}", flush=True)


def fastest(action: Callable[[], object], times: int = 7) -> float:
    """Seconds of the fastest of several runs: the one least disturbed by the machine."""
    return min(timed(action) for _ in range(times))


def timed(action: Callable[[], object]) -> float:
    """Seconds of one run."""
    started = perf_counter()
    action()
    return perf_counter() - started


def process(*command: str) -> Callable[[], object]:
    """Runs a command line in a new process."""
    return lambda: subprocess.run([sys.executable, *command], cwd=CHECKOUT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)


def index(documents: Path, data: Path) -> None:
    """A whole build against the bare insertion of what it stores."""
    from index.build import build

    report = None

    def whole() -> None:
        nonlocal report
        report = build(data, [documents])

    cost = timed(whole)
    rows = stored_rows(data / "build" / "budget.db")
    told("index", cost, "sqlite-utils insert of the same rows", timed(lambda: insert(rows, data / "floor.db")))
    pages = sum(one.pages or 0 for one in report.documents)
    if pages:
        print(f"{'':16} {pages / cost:10.1f} pages a second over all cores")
    again = process("-m", "tui.cli", "--data", str(data), "index", str(documents.resolve()))
    told("index, unchanged", fastest(again, 3), "python -c pass", fastest(process("-c", "pass")))


def stored_rows(database: Path) -> dict[str, list[dict]]:
    """Every row of the ordinary tables."""
    from index.schema import TABLES

    with sqlite3.connect(database) as connection:
        connection.row_factory = sqlite3.Row
        return {table: [dict(row) for row in connection.execute(f"SELECT * FROM [{table}]")] for table in TABLES}


def insert(rows: dict[str, list[dict]], target: Path) -> None:
    """What storing alone costs."""
    import sqlite_utils

    database = sqlite_utils.Database(target)
    for table, records in rows.items():
        database[table].insert_all(records)
    database.close()


def cold(data: Path) -> None:
    """New processes."""
    from qa.session import Session

    nothing = fastest(process("-c", "pass"))
    told("cold --help", fastest(process("-m", "tui.cli", "--help")), "python -c pass", nothing)
    database = data / "build" / "budget.db"
    ask = fastest(process("-m", "tui.cli", "--data", str(data), "ask", QUESTIONS[0]))
    told("cold ask", ask, "python -c pass", nothing)
    select = "; ".join(["import sqlite3, sys", "c = sqlite3.connect(sys.argv[1])", "[c.execute(q).fetchall() for q in sys.argv[2:]]"])
    told("cold ask", ask, "python, sqlite3, the same SELECT", fastest(process("-c", select, str(database), *Session(database).reply(QUESTIONS[0]).queries)))


def warm(database: Path) -> None:
    """A running session; the median over questions of the fastest run of each."""
    from qa.session import Session

    session = Session(database)
    connection = sqlite3.connect(database)
    costs, floors = [], []
    for question in QUESTIONS:
        queries = session.reply(question).queries
        costs.append(fastest(lambda question=question: session.reply(question), 20))
        floors.append(fastest(lambda queries=queries: [connection.execute(query).fetchall() for query in queries], 20))
    told("warm ask", median(costs), "sqlite3, the same SELECT", median(floors))


if __name__ == "__main__":
    main()
