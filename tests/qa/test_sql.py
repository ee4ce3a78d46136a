"""The guarded connection reads, and does nothing else: no writing, no other file, no query without an end."""

import sqlite3

import pytest

from index.errors import StoreError
from qa.errors import QuestionError
from qa.sql import Database, inline, marks

WRITES = (
    "INSERT INTO build VALUES ('x', 'y')", "UPDATE fact SET amount = 0", "DELETE FROM document", "DROP TABLE fact", "CREATE TABLE x (a)", "CREATE TEMP TABLE x (a)",
    "CREATE VIEW v AS SELECT 1", "ALTER TABLE fact RENAME TO f", "REPLACE INTO build VALUES ('schema_version', '9')", "REINDEX", "ANALYZE", "VACUUM",
    "CREATE TRIGGER t AFTER INSERT ON fact BEGIN SELECT 1; END", "CREATE VIRTUAL TABLE v USING fts5(a)", "BEGIN IMMEDIATE", "SAVEPOINT s", "DROP INDEX fact_by_row",
    "WITH x AS (SELECT 1) INSERT INTO build SELECT 'a', 'b' FROM x", "EXPLAIN DELETE FROM fact",
)  # fmt: skip
OUTSIDE = (
    "ATTACH '/etc/passwd' AS p", "ATTACH ':memory:' AS m", "ATTACH '' AS t", "DETACH main", "VACUUM INTO '{folder}/stolen.db'", "SELECT load_extension('x')",
    "SELECT readfile('/etc/passwd')", "SELECT writefile('{folder}/x', 'y')", "SELECT edit('x')", "SELECT fts5(1)", "SELECT sqlite_version()", "SELECT randomblob(10)",
    "SELECT zeroblob(10)", "SELECT * FROM pragma_database_list", "SELECT * FROM pragma_table_info('fact')", "SELECT load_extension(char(120))",
)  # fmt: skip
PRAGMAS = (
    "PRAGMA query_only = 0", "PRAGMA writable_schema = 1", "PRAGMA journal_mode = WAL", "PRAGMA temp_store_directory = '/tmp'", "PRAGMA trusted_schema = 1",
    "PRAGMA database_list", "PRAGMA table_info(fact)", "PRAGMA wal_checkpoint", "PRAGMA mmap_size = 1", "PRAGMA locking_mode = EXCLUSIVE",
)  # fmt: skip
BOMBS = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
    "WITH RECURSIVE s(t) AS (SELECT 'aaaaaaaa' UNION ALL SELECT t || t FROM s) SELECT length(t) FROM s",
    "SELECT replace(hex(zeroblob(100000000)), '0', 'aaaaaaaaaa')",
    "SELECT replace(replace(replace(printf('%.*c', 100000, 'a'), 'a', printf('%.*c', 1000, 'b')), 'b', printf('%.*c', 1000, 'c')), 'c', 'dd')",
    "SELECT group_concat(a.id || b.id || c.id) FROM fact a, fact b, fact c",
    "SELECT length(replace(printf('%.*c', 4000000, 'a'), printf('%.*c', 2000000, 'a') || 'b', 'x'))",
    "SELECT instr(printf('%.*c', 4000000, 'a'), printf('%.*c', 2000000, 'a') || 'b')",
    "SELECT printf('%.*c', 2147483647, 'a')",
    "SELECT count(*) FROM (SELECT printf('%.*c', 4900000, a.rowid) x FROM fact a, fact b ORDER BY x)",
    "SELECT a.id, printf('%.*c', 4900000, 'a') FROM fact a, fact b",
    "WITH RECURSIVE s(t, n) AS (SELECT 'aaaaaaaa', 0 UNION ALL SELECT t || t, n + 1 FROM s WHERE n < 18) SELECT instr(t, substr(t, 1, 1000000) || 'b') FROM s",
    "SELECT a.id, (SELECT group_concat(x.id || y.id) FROM fact x, (SELECT id FROM fact LIMIT 60) y) FROM fact a, fact b",
)  # fmt: skip


@pytest.fixture
def database(papers):
    held = Database(papers)
    yield held
    held.close()


@pytest.mark.parametrize("sql", [*WRITES, *PRAGMAS])
def test_what_does_not_read_is_refused(database, papers, sql):
    before = papers.read_bytes()
    with pytest.raises(QuestionError, match="查询被拒绝"):
        database.select(sql)
    assert papers.read_bytes() == before


@pytest.mark.parametrize("sql", OUTSIDE)
def test_nothing_outside_the_database_is_reached(database, tmp_path, sql):
    with pytest.raises(QuestionError, match="查询被拒绝"):
        database.select(sql.format(folder=tmp_path))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.timeout(30)
@pytest.mark.parametrize("sql", BOMBS)
def test_a_query_without_end_is_stopped(database, sql):
    with pytest.raises(QuestionError, match=r"查询被拒绝|结果太大"):
        database.select(sql)


@pytest.mark.parametrize("sql", ["SELECT 1; SELECT 2", "SELECT 1; DROP TABLE fact", "SELECT 1; ATTACH 'x' AS y"])
def test_several_statements_are_refused(database, sql):
    with pytest.raises(QuestionError):
        database.select(sql)


@pytest.mark.parametrize("sql", ["", "SELEC 1", "SELECT * FROM nothing", "SELECT '" + "a" * 300_000 + "'", "SELECT " + "(" * 5000 + "1" + ")" * 5000, "SELECT '\x00'"])
def test_what_is_no_query_is_one_sentence_or_nothing(database, sql):
    try:
        assert [tuple(row) for row in database.select(sql)] in ([], [("\x00",)])
    except QuestionError as problem:
        assert len(str(problem).splitlines()) == 1


@pytest.mark.parametrize("parameters", [("a", "b"), (), (object(),), ("a" * 6_000_000,)])
def test_wrong_parameters_are_one_sentence(database, parameters):
    with pytest.raises(QuestionError):
        database.select("SELECT ?", parameters)


def test_a_temporary_name_cannot_be_hidden_behind_a_comment(database):
    with pytest.raises(QuestionError):
        database.select("/* SELECT */ DELETE FROM fact -- SELECT")


def test_rows_are_bounded(database):
    rows = database.select("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n", most=7)
    assert [row["i"] for row in rows] == [1, 2, 3, 4, 5, 6, 7]


def test_the_connection_serves_after_a_refusal(database):
    with pytest.raises(QuestionError):
        database.select("DELETE FROM fact")
    assert [tuple(row) for row in database.select("SELECT count(*) FROM document")] == [(3,)]


def test_the_log_holds_each_query_once_and_is_taken(database):
    for _ in range(2):
        database.select("SELECT file\n  FROM document WHERE year = ? AND department = ?", (2024, "临海市'教育局"))
    assert database.take_log() == ("SELECT file FROM document WHERE year = 2024 AND department = '临海市''教育局'",)
    assert database.take_log() == ()


def test_an_unlogged_query_leaves_no_trace(database):
    database.select("SELECT 1", log=False)
    assert database.take_log() == ()


@pytest.mark.parametrize("value", ["甲", "it's", "a\nb", None, 3, "?", "x ? y"])
def test_a_query_with_its_values_written_in_says_the_same(value):
    connection = sqlite3.connect(":memory:")
    assert connection.execute(inline("SELECT ?, 1", (value,))).fetchone()[0] == value


def test_marks_are_one_for_each_value():
    assert (marks(()), marks("a"), marks("abc")) == ("", "?", "?,?,?")


def test_a_missing_database_says_what_to_do(tmp_path):
    with pytest.raises(StoreError, match="先运行 yusuan index"):
        Database(tmp_path / "budget.db")


@pytest.mark.parametrize("content", [b"", b"no database at all" * 100, b"SQLite format 3\x00" + b"\x00" * 4096])
def test_a_foreign_file_says_what_to_do(tmp_path, content):
    path = tmp_path / "budget.db"
    path.write_bytes(content)
    with pytest.raises(StoreError, match="重新运行 yusuan index"):
        Database(path)


def test_a_database_of_another_version_says_what_to_do(tmp_path):
    path = tmp_path / "budget.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE build (key TEXT, value TEXT)")
        connection.execute("INSERT INTO build VALUES ('schema_version', '-1')")
    with pytest.raises(StoreError, match="另一版本"):
        Database(path)
