"""SQL of a model's own: whatever it is, it only finds rows, and what is shown is printed in them."""

import hashlib

import pytest
from openai_server import Said, serve

from index.settings import Settings
from qa.errors import QuestionError
from qa.evidence_check import Held, unborne
from qa.llm import LlamaTalker
from qa.llm_records import Endpoint, ModelFailed
from qa.session import Session

HOSTILE = (
    "DROP TABLE fact", "DELETE FROM fact", "UPDATE fact SET amount = 1", "INSERT INTO build VALUES ('a', 'b')", "CREATE TABLE x (a)", "ALTER TABLE fact ADD COLUMN x", "REPLACE INTO build VALUES ('a', 'b')",
    "ATTACH DATABASE '/etc/passwd' AS x", "ATTACH DATABASE '{folder}/new.db' AS x", "VACUUM INTO '{folder}/copy.db'", "PRAGMA writable_schema=1", "PRAGMA query_only=0",
    "SELECT 1 AS row_id; DROP TABLE fact", "SELECT load_extension('x')", "SELECT readfile('/etc/passwd') AS row_id", "SELECT writefile('{folder}/x', 'y') AS row_id", "SELECT fts3_tokenizer('x')",
    "WITH x AS (SELECT 1) DELETE FROM fact", "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM t) SELECT n AS row_id FROM t WHERE n < 0",
    "WITH RECURSIVE t(s) AS (SELECT 'aaaaaaaa' UNION ALL SELECT s||s FROM t) SELECT s AS row_id FROM t", "SELECT replace(hex(zeroblob(100000000)), '0', 'aaaaaaaaaa') AS row_id",
    "SELECT hex(randomblob(100)) AS row_id", "SELECT count(*) AS row_id FROM fact a, fact b, fact c, fact d", "SELECT amount FROM fact", "SELECT 5000 AS amount", "SELECT 'x' AS row_id, 5000 AS amount",
    "EXPLAIN SELECT 1", "SELECT sql AS row_id FROM sqlite_master", "SELECT printed AS row_id FROM fact", "SELECT row_id FROM fact WHERE 1=0", "SELECT", "", "公务接待费是五千万元", "SELECT row_id\x00 FROM fact",
    "SELECT * FROM pragma_database_list", "SELECT name AS row_id FROM pragma_table_info('fact')", "SELECT row_id FROM other.fact", "SELECT edit('x') AS row_id", "BEGIN", "COMMIT", "SAVEPOINT x", "DETACH main", "REINDEX", "ANALYZE",
)  # fmt: skip


def asked(path, sql):
    with serve(lambda request: Said(sql)) as server:
        session = Session(path, Settings(llm_model="m"), LlamaTalker(Endpoint("m", server.url)))
        return session.run_sql(session.write_sql("公务接待费"))


@pytest.mark.parametrize("sql", HOSTILE)
def test_hostile_sql_shows_nothing_and_writes_nothing(shipped, tmp_path, sql):
    before, folder = hashlib.sha256(shipped.read_bytes()).hexdigest(), sorted(shipped.parent.iterdir())
    try:
        reply = asked(shipped, sql.replace("{folder}", str(tmp_path)))
    except (QuestionError, ModelFailed) as problem:
        assert str(problem).endswith("。")
    else:
        assert (reply.status, reply.figures, reply.citations) == ("not_found", (), ())
    assert hashlib.sha256(shipped.read_bytes()).hexdigest() == before
    assert sorted(shipped.parent.iterdir()) == folder and list(tmp_path.iterdir()) == []


def test_the_rows_that_a_query_finds_are_cited_as_printed(shipped):
    reply = asked(shipped, "```sql\nSELECT row_id, printed FROM fact WHERE measure = 'reception' AND amount > 0;\n```")
    assert reply.status == "answered" and "0.976202" in reply.answer
    assert {citation.kind for citation in reply.citations} == {"row"}
    session = Session(shipped)
    assert list(unborne(reply, Held(session._database.connection))) == []


def test_what_a_query_computes_is_not_shown(shipped):
    reply = asked(shipped, "SELECT row_id, amount * 7 AS total, 123456789 AS lie FROM fact WHERE measure = 'reception' AND amount > 0")
    assert "123456789" not in reply.answer and "6833414" not in reply.answer and "SQL 算出的值没有出处，没有显示。" in reply.warnings


def test_a_query_is_shown_before_it_runs(shipped):
    with serve(lambda request: Said("SELECT row_id FROM fact WHERE measure = 'reception'")) as server:
        session = Session(shipped, Settings(llm_model="m"), LlamaTalker(Endpoint("m", server.url)))
        query = session.write_sql("公务接待费")
    assert query.sql == "SELECT row_id FROM fact WHERE measure = 'reception'"
    assert "fact(id, document_id, table_id" in server.requests[0]["messages"][0]["content"]


def test_without_a_model_no_sql_is_written(shipped):
    with pytest.raises(QuestionError, match="llm_model"):
        Session(shipped).write_sql("公务接待费")
