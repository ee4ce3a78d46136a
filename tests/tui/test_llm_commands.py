"""The commands that a model has a part in: ask, ask --sql, replay, eval --model."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from openai_server import Said, serve

from tui.cli import run

CHECKOUT = Path(__file__).parents[2]
SQL = "SELECT row_id FROM fact WHERE measure = 'reception' AND amount > 0"
QUESTION = "公务接待费多少"


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    assert run(["--data", str(folder), "index", str(CHECKOUT / "data" / "documents")]) == 0
    return folder


def script(request):
    return Said(SQL if "输出 SQL" in request["messages"][-1]["content"] else "公务接待费安排{f1}。")


def yusuan(data, *arguments, url="", **more):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("YUSUAN_", "OPENAI_"))}
    model = {"YUSUAN_LLM_MODEL": "m", "OPENAI_BASE_URL": url, "OPENAI_API_KEY": "sk-secret"} if url else {}
    command = [sys.executable, "-m", "tui.cli", "--data", str(data), *arguments]
    return subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, stdin=subprocess.DEVNULL, env={**kept, "YUSUAN_CONFIG": os.devnull, **model, **more})


def test_ask_writes_with_the_model_and_replay_gives_the_same_answer_without_it(data):
    with serve(script) as server:
        told = json.loads(yusuan(data, "ask", "--json", QUESTION, url=server.url).stdout)
    assert told["answer"] == "中关村科技园区朝阳园管理委员会2026年预算：公务接待费安排 0.976202 万元[1]。"
    done = yusuan(data, "replay", "--json")
    again = json.loads(done.stdout)
    assert (done.returncode, again["same"], again["reply"]) == (0, True, told)
    listed = yusuan(data, "replay", "--list").stdout
    assert QUESTION in listed and "18 个 token" in listed
    assert "sk-secret" not in (data / "audit.jsonl").read_text(encoding="utf-8") + listed


@pytest.mark.parametrize("arguments", [("ask", "--no-llm", "--json", QUESTION), ("--no-llm", "ask", "--json", QUESTION)])
def test_no_llm_asks_no_model(data, arguments):
    with serve(script) as server:
        told = json.loads(yusuan(data, *arguments, url=server.url).stdout)
    assert (server.requests, told["figures"][0]["value"], told["warnings"]) == ([], "0.976202", [])


def test_sql_is_shown_on_stderr_and_its_rows_are_cited(data):
    with serve(script) as server:
        done = yusuan(data, "ask", "--sql", "--json", "接待费在哪些行", url=server.url)
    told = json.loads(done.stdout)
    assert (done.returncode, done.stderr.strip(), told["status"], told["figures"]) == (0, SQL, "answered", [])
    assert all(citation["row"] for citation in told["citations"])
    assert json.loads(yusuan(data, "replay", "--json").stdout)["same"]


def test_sql_without_a_model_is_one_sentence(data):
    done = yusuan(data, "ask", "--sql", QUESTION)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)


def test_eval_with_a_model_prints_a_table_ready_for_the_readme(data, tmp_path):
    file = tmp_path / "questions.jsonl"
    file.write_text(
        '{"id": "a", "kind": "lookup", "turns": ["公务接待费多少"], "status": "answered", "figures": [{"value": "0.976202", "unit": "万元"}]}\n'
        '{"id": "b", "kind": "refuse", "turns": ["2031年公务接待费多少"], "status": "not_found"}\n',
        encoding="utf-8",
    )
    with serve(script) as server:
        done = yusuan(data, "eval", str(file), "--model", "m2", url=server.url)
    lines = [line.split(" | ") for line in done.stdout.splitlines()]
    assert done.returncode == 0 and lines[0][0] == "| " and len(lines) == 4
    assert [line[:8] for line in lines[2:]] == [["| 规则", "2/2", "2/2", "0", "0", "0", "0", "0"], ["| m2", "2/2", "2/2", "0", "0", "0", "0", "0"]]
    assert lines[3][8] == "9"


def test_replay_without_records_is_one_sentence(tmp_path):
    done = yusuan(tmp_path, "replay")
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
