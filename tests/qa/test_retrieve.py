"""Everyday questions find the printed sentence; filters come first, order is fixed, and what is not said is not found to be said."""

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from index.errors import StoreError
from index.fulltext import build_fulltext
from index.passages import split
from index.readers.guard import read_guarded
from index.records import Document
from index.store import write
from index.tables import recognise
from index.vectors import embedding_step
from qa.retrieve import search, search_rows, speaks_of
from qa.terms import terms

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "data/documents/2026-chaoyang-park-committee.txt"
QUESTIONS = ROOT / "tests/questions/retrieval.jsonl"


def shipped() -> Document:
    from dataclasses import replace

    document = recognise(read_guarded(SHIPPED))
    return replace(document, passages=split(document))


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    target = tmp_path_factory.mktemp("retrieve") / "budget.db"
    write([shipped()], target, steps=(build_fulltext, embedding_step(None)))
    return target


@pytest.fixture(scope="module")
def connection(path):
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    yield connection
    connection.close()


@pytest.mark.parametrize(
    ("query", "line"),
    [("谁盯着评审公不公正？", 309), ("房租付给哪家公司", 322), ("公众号一年要发多少文章", 334)],
)
def test_everyday_words_find_the_printed_sentence(connection, query, line):
    hits = search(connection, query)
    assert line in [hit.location["line"] for hit in hits]


def test_a_hit_says_why_and_marks_the_words_in_its_text(connection):
    hit = search(connection, "纪检监察组 监督", kinds={"indicator"}, limit=1)[0]
    assert "监督" in " ".join(hit.why)
    assert {hit.text[a:b] for a, b in hit.spans} >= {"纪检监察"}
    assert set(hit.legs) == {"fulltext", "vector"}


def test_filters_are_applied_before_ranking(connection):
    everywhere = search(connection, "满意度", limit=50)
    project = next(hit.project_id for hit in everywhere if hit.project_id)
    own = search(connection, "满意度", project_id=project, limit=50)
    assert own and {hit.project_id for hit in own} == {project}
    assert {hit.kind for hit in search(connection, "满意度", kinds=["goal"], limit=50)} == {"goal"}
    assert search(connection, "满意度", documents=["no-such"]) == ()


def test_the_same_question_has_the_same_answer_in_the_same_order(connection):
    assert search(connection, "企业培训", limit=20) == search(connection, "企业培训", limit=20)


def test_nothing_is_found_for_nothing(connection):
    assert search(connection, "？！") == ()


@pytest.mark.parametrize("query", ["'; DROP TABLE passage --", '"三公" OR (', "NEAR(三公 5)", "三公*", "\x00", "𠮷" * 50])
def test_no_query_breaks_the_search(connection, query):
    assert isinstance(search(connection, query), tuple)


def test_codes_and_amounts_find_their_rows(connection):
    assert {47, 150} <= {hit.location["line"] for hit in search_rows(connection, "2050803")}
    assert 225 in [hit.location["line"] for hit in search_rows(connection, "0.976202")]


def test_a_code_broken_over_two_lines_finds_its_project(connection):
    assert [hit.location["line"] for hit in search_rows(connection, "11010522T000000418710")] == [266]


def test_a_row_that_prints_one_word_of_many_is_not_shown(connection):
    assert search_rows(connection, "天文台 望远镜 公务接待费 射电 观测站") == ()


def test_rows_are_found_by_everyday_words(connection):
    assert any("公务接待费" in hit.text for hit in search_rows(connection, "请客吃饭"))


def test_words_without_content_are_no_terms():
    assert [term.text for term in terms("请问谁盯着评审")] == ["盯着", "评审"]


def test_english_words_and_phrases_mean_the_printed_ones():
    found = terms("Who supervises small businesses?")
    assert [(term.text, "监督" in term.words, "中小企业" in term.words) for term in found if term.known] == [
        ("supervises", True, False), ("small businesses", False, True),
    ]  # fmt: skip


def test_a_not_a_asks_about_a():
    assert [term.text for term in terms("评审公不公正")] == ["评审", "公正"]


def test_words_of_the_caller_widen_the_question(connection):
    assert any(why.startswith("规划师") for hit in search(connection, "那个", expand=("规划师",)) for why in hit.why)


def test_a_database_of_another_model_is_refused(path, tmp_path):
    other = tmp_path / "other.db"
    other.write_bytes(path.read_bytes())
    connection = sqlite3.connect(other)
    connection.execute("UPDATE build SET value = 'older' WHERE key = 'embedding_revision'")
    with pytest.raises(StoreError, match="版本 older"):
        search(connection, "三公")
    connection.close()


def test_nine_of_ten_paraphrases_find_their_passage_among_the_first_five(connection):
    asked = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    own = [question for question in asked if question["document"] == SHIPPED.name and question["contains"]]
    found = [
        any(
            set(question["place"]) & {hit.location["line"], *(place["line"] for place in hit.also)}
            for hit in search(connection, question["question"])
        )
        for question in own
    ]
    assert sum(found) >= 0.9 * len(own)


def test_questions_that_nothing_answers_are_declined_and_answered_ones_mostly_kept(connection):
    asked = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    own = [question for question in asked if question["document"] == SHIPPED.name]
    spoken = {q["id"]: any(speaks_of(q["question"], hit) for hit in search(connection, q["question"], limit=1)) for q in own}
    unanswerable = [q["id"] for q in own if q["part"] == "unanswerable"]
    answerable = [q["id"] for q in own if q["part"] != "unanswerable"]
    assert sum(spoken[id] for id in unanswerable) <= 0.02 * len(unanswerable)
    assert sum(spoken[id] for id in answerable) >= 0.5 * len(answerable)


def test_importing_retrieval_is_light():
    code = "import sys, qa.retrieve; print(sorted({'numpy', 'torch', 'llama_index', 'sentence_transformers'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT).stdout == "[]\n"
