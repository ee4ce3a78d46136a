"""The table of `yusuan eval --model` for models that are scripted: one that tells the truth, one that lies, one that is not there. No key is needed.

python benchmarks/models.py [FILE.jsonl]     over the documents that ship; without a file, the questions in tests/questions/shipped.jsonl
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / "tests" / "qa")]

from openai_server import serve  # noqa: E402  the tests' server is found by the line above
from test_assist import honest, lying  # noqa: E402

from index.build import build  # noqa: E402
from index.settings import Settings  # noqa: E402
from qa.evaluate import cases  # noqa: E402
from tui.commands.evaluate_model import answered, markdown  # noqa: E402

MODELS = {"如实的模型": honest, "说谎的模型": lying, "连不上的模型": None}


@contextmanager
def address(script) -> Iterator[str]:
    """Of the scripted model; nobody listens at the discard port."""
    if script is None:
        yield "http://127.0.0.1:9/v1"
    else:
        with serve(script) as server:
            yield server.url


def main() -> None:
    """Print the table."""
    questions = cases(Path(sys.argv[1]) if len(sys.argv) > 1 else CHECKOUT / "tests" / "questions" / "shipped.jsonl")
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder), [CHECKOUT / "data" / "documents"])
        database = Path(folder) / "build" / "budget.db"
        rows = [answered(database, questions, "规则", Settings()).row()]
        for name, script in MODELS.items():
            with address(script) as url:
                rows.append(answered(database, questions, name, Settings(llm_model=name, llm_base_url=url)).row())
    print("\n".join(markdown(rows)))


if __name__ == "__main__":
    main()
