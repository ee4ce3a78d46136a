"""The command line: stdout is data, stderr narration, the exit status an interface."""

import json
import os
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from tui.cli import run

CHECKOUT = Path(__file__).parents[2]

HEAVY = ("torch", "sentence_transformers", "llama_index", "textual", "datasette", "sqlite_utils", "pydantic", "pdfplumber", "numpy", "rich")

BUDGET = """某市某局2025年部门预算

预算01表 支出总表

金额单位：万元

科目编码	科目名称	合计	基本支出	项目支出
2010101	行政运行	10.00	10.00
2010102	一般行政管理事务	20.00		20.00
合计		30.00	10.00	20.00
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """A data folder with one small budget, indexed."""
    folder = tmp_path_factory.mktemp("data")
    (folder / "documents").mkdir()
    (folder / "documents" / "某局.txt").write_text(BUDGET, encoding="utf-8")
    assert run(["--data", str(folder), "index"]) == 0
    return folder


@pytest.fixture(scope="module")
def shipped(tmp_path_factory):
    """A data folder without documents of its own: those that travel with the program serve."""
    return tmp_path_factory.mktemp("shipped")


def yusuan(*arguments: str, **options) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-m", "tui.cli", *arguments], cwd=CHECKOUT, capture_output=True, text=True, **options)


def loaded_by(code: str) -> set[str]:
    script = f"import sys\n{code}\nprint('\\n'.join(sys.modules), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", script], cwd=CHECKOUT, capture_output=True, text=True)
    return {name.partition(".")[0] for name in done.stderr.split()}


def test_help_loads_nothing_heavy():
    assert loaded_by("from tui.cli import run; run(['--help'])") & set(HEAVY) == set()


def test_a_question_loads_no_framework(data):
    loaded = loaded_by(f"from tui.cli import run; run(['--data', {str(data)!r}, 'ask', '基本支出多少'])")
    assert loaded & (set(HEAVY) - {"numpy"}) == set()


def test_the_version_is_printed(capsys):
    assert run(["--version"]) == 0
    assert capsys.readouterr().out.startswith("yusuan 0.")


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask"],
        ["ask", "  "],
        ["ask", "--colour"],
        ["dance"],
        ["ask", "三公", "--batch", "-"],
        ["index", "/nowhere/at/all"],
        ["eval", "/nowhere.jsonl"],
    ],
)
def test_asking_wrongly_is_status_2_and_one_sentence(data, arguments, capsys):
    assert run(["--data", str(data), *arguments]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "Traceback" not in shown.err
    assert shown.err.strip()


def test_no_database_is_made_first_and_said_on_stderr(shipped, capsys):
    assert run(["--data", str(shipped), "ask", "三公经费多少？", "--json"]) == 0
    shown = capsys.readouterr()
    assert "还没有数据库，先收录" in shown.err
    reply = json.loads(shown.out)
    assert (reply["status"], reply["figures"][0]["value"], reply["figures"][0]["unit"]) == ("answered", "4.126002", "万元")


def test_what_is_not_held_is_status_1(shipped, capsys):
    assert run(["--data", str(shipped), "ask", "2031年三公经费多少？", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["status"] == "not_found"


def test_plain_text_shows_the_answer_and_where_it_stands(shipped, capsys):
    assert run(["--data", str(shipped), "ask", "三公经费多少？"]) == 0
    answer, _, evidence = capsys.readouterr().out.partition("\n\n")
    assert "4.126002 万元[1]" in answer
    assert evidence.startswith("依据：\n[1] ")
    assert "第 225 行" in evidence


def test_a_batch_answers_in_order_and_a_malformed_line_spoils_no_other(shipped, tmp_path, capsys):
    asked = tmp_path / "asked.jsonl"
    lines = [
        '{"id": "a", "turns": ["三公经费多少？"]}',
        "no json",
        '{"id": "c", "turns": []}',
        "",
        '{"id": 4, "turns": ["三公经费多少？", "其中公务接待费呢？"]}',
    ]
    asked.write_text("\n".join(lines), encoding="utf-8")
    assert run(["--data", str(shipped), "ask", "--batch", str(asked)]) == 2
    replies = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(reply["id"], reply["status"]) for reply in replies] == [("a", "answered"), (None, "error"), ("c", "error"), (4, "answered")]
    assert [reply.get("line") for reply in replies] == [None, 2, 3, None]
    assert replies[3]["figures"][0]["value"] == "0.976202"


def test_a_batch_begins_every_line_anew(shipped, tmp_path, capsys):
    asked = tmp_path / "asked.jsonl"
    asked.write_text('{"id": 1, "turns": ["公务接待费多少？"]}\n{"id": 2, "turns": ["占比呢？"]}\n', encoding="utf-8")
    run(["--data", str(shipped), "ask", "--batch", str(asked)])
    assert [json.loads(line)["status"] == "answered" for line in capsys.readouterr().out.splitlines()] == [True, False]


def test_a_batch_comes_from_stdin_too(shipped):
    done = yusuan("--data", str(shipped), "ask", "--batch", "-", input='{"id": "x", "turns": ["三公经费多少？"]}\n')
    assert (done.returncode, json.loads(done.stdout)["id"]) == (0, "x")


def test_the_index_report_is_data_and_a_second_run_says_that_nothing_changed(data, capsys):
    assert run(["--data", str(data), "index"]) == 0
    assert capsys.readouterr().out.startswith("没有变化：1 份文件")
    assert run(["--data", str(data), "index", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["documents"][0]["file"], report["documents"][0]["rows"], report["skipped"]) == ("某局.txt", {"expenditure": 3}, [])


def test_documents_tell_their_identity_and_what_was_corrected(tmp_path, capsys):
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "a.txt").write_text(BUDGET, encoding="utf-8")
    (tmp_path / "corrections.toml").write_text('["a.txt"]\nregion = "某省某市"\n', encoding="utf-8")
    assert run(["--data", str(tmp_path), "documents", "--json"]) == 0
    held = json.loads(capsys.readouterr().out)[0]
    assert (held["file"], held["year"], held["phase"], held["region"], held["corrected"]) == ("a.txt", 2025, "预算", "某省某市", ["region"])
    assert run(["--data", str(tmp_path), "documents"]) == 0
    assert "按 corrections.toml 更正：region。" in capsys.readouterr().out


def test_checks_of_an_unknown_document_name_those_that_are_held(data, capsys):
    assert run(["--data", str(data), "check", "别的局"]) == 2
    assert capsys.readouterr().err == "没有收录“别的局”。已收录：某局.txt。\n"


def test_a_database_of_another_version_is_made_again(tmp_path, capsys):
    import sqlite3

    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "a.txt").write_text(BUDGET, encoding="utf-8")
    run(["--data", str(tmp_path), "index"])
    with sqlite3.connect(tmp_path / "build" / "budget.db") as connection:
        connection.execute("UPDATE build SET value = '0' WHERE key = 'schema_version'")
    connection.close()
    capsys.readouterr()
    assert run(["--data", str(tmp_path), "documents", "--json"]) == 0
    shown = capsys.readouterr()
    assert (json.loads(shown.out)[0]["file"], "现在重新建立" in shown.err) == ("a.txt", True)


def test_a_foreign_file_in_the_place_of_the_database_is_one_sentence(tmp_path, capsys):
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / "budget.db").write_bytes(b"not a database at all" * 100)
    assert run(["--data", str(tmp_path), "documents"]) == 2
    assert "不是预算数据库" in capsys.readouterr().err


def test_codes_for_the_terminal_are_stripped(tmp_path, capsys):
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "a\x1b]52;c;aGFjaw==\x07.txt").write_text(BUDGET, encoding="utf-8")
    assert run(["--data", str(tmp_path), "index"]) == 0
    assert run(["--data", str(tmp_path), "documents"]) == 0
    assert not set(capsys.readouterr().out) & {"\x1b", "\x07"}


def test_a_reader_that_goes_away_ends_it_quietly(shipped):
    command = f"{sys.executable} -m tui.cli --data {shipped} documents --json | head -c 1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], cwd=CHECKOUT, capture_output=True, text=True)
    assert "Traceback" not in done.stderr
    assert done.returncode in (0, 141)


def test_settings_come_from_flag_environment_file_default(tmp_path, capsys):
    file = tmp_path / "yusuan.toml"
    file.write_text('[embedding]\nmodel = "from-file"\n', encoding="utf-8")
    environment = {**os.environ, "YUSUAN_CONFIG": str(file)}

    def model(*flags: str, **more: str) -> dict:
        done = yusuan(*flags, "config", "--json", env={**environment, **more})
        return json.loads(done.stdout)["settings"]["embedding_model"]

    assert model() == {"value": "from-file", "origin": "file"}
    assert model(YUSUAN_EMBEDDING_MODEL="from-env") == {"value": "from-env", "origin": "environment"}
    assert model("--embedding-model", "from-flag", YUSUAN_EMBEDDING_MODEL="from-env") == {"value": "from-flag", "origin": "flag"}
    assert model(YUSUAN_CONFIG="/nowhere") == {"value": None, "origin": "default"}


def test_a_wrong_settings_file_is_one_sentence(tmp_path):
    file = tmp_path / "yusuan.toml"
    file.write_text("[embedding\n", encoding="utf-8")
    done = yusuan("config", env={**os.environ, "YUSUAN_CONFIG": str(file)})
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)


def test_what_travels_with_the_program_is_reachable_as_package_data():
    names = {entry.name for entry in (files("data") / "documents").iterdir()}
    assert names
    assert (files("data") / "knowledge" / "measures.csv").is_file()
