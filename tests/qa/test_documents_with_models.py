"""Questions about real budgets, asked with an honest, a lying and a dead model beside the rules: status, figures and citations are the rules'.

The budgets and questions lie beside the project and are not part of it; without them this is skipped. All three models together take 20 s of one core.
"""

import json
from pathlib import Path

import pytest
from openai_server import Said, serve
from test_assist import honest

from index.build import build
from index.settings import Settings
from qa.evidence import gather
from qa.llm import LlamaTalker
from qa.llm_records import Endpoint
from qa.session import Session
from qa.writing import KEPT

SHARED = Path(__file__).parents[3] / "shared"
QUESTIONS = SHARED / "questions" / "dev_documents.jsonl"

pytestmark = pytest.mark.skipif(not QUESTIONS.is_file(), reason="the development documents are not beside the checkout")


@pytest.fixture(scope="module")
def documents(tmp_path_factory):
    folder = tmp_path_factory.mktemp("documents")
    build(folder, [*sorted((SHARED / "documents").glob("*.pdf")), Path(__file__).parents[2] / "data" / "documents"])
    return folder / "build" / "budget.db"


@pytest.fixture(scope="module")
def conversations():
    return [json.loads(line)["turns"] for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]


def replies(session, conversations):
    for turns in conversations:
        session.forget()
        yield [session.reply(turn) for turn in turns][-1]


@pytest.fixture(scope="module")
def rules(documents, conversations):
    return list(replies(Session(documents), conversations))


def lying(request):
    """A Plan for another thing, and prose with a figure of its own."""
    plan = {"operation": "lookup", "operands": [{"subjects": [{"axis": "measure", "key": "income_total"}]}]}
    return Said(json.dumps(plan) if "输出 JSON" in request["messages"][-1]["content"] else "该预算为五千万元，比上年增加三成。")


@pytest.mark.parametrize("model", ["honest", "lying", "dead"])
def test_a_model_changes_no_status_no_figure_and_no_citation(documents, conversations, rules, model):
    with serve({"honest": honest, "lying": lying}.get(model, honest)) as server:
        url = "http://127.0.0.1:9/v1" if model == "dead" else server.url
        told = list(replies(Session(documents, Settings(llm_model="m"), LlamaTalker(Endpoint("m", url))), conversations))
    assert [(r.status, r.figures, r.citations) for r in told] == [(r.status, r.figures, r.citations) for r in rules]
    if model != "honest":
        assert [r.answer for r in told] == [r.answer for r in rules]
    written = sum(gather(reply) is not None for reply in rules)
    kept = sum(KEPT in reply.warnings for reply in told)
    assert written >= 20 and kept == {"honest": kept, "lying": written, "dead": 0}[model] and (model == "lying" or kept <= written // 10)
