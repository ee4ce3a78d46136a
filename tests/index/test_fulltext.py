"""The full-text index finds Chinese words of any length, codes and numbers whole, and is the same for the same rows."""

import sqlite3

import pytest

from index.fulltext import build_fulltext, match_expression, segment

PASSAGES = [
    ("d-p0001", "三公经费说明", "公务接待费1,280.50万元，与上年持平。"),
    ("d-p0002", "项目支出", "由区纪检监察组对项目评审全过程进行全程监督。"),
    ("d-p0003", "Budget", "Hello World 2060101-行政运行 维修(护)费"),
]


@pytest.fixture
def connection():
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE passage (id TEXT PRIMARY KEY, heading TEXT, text TEXT)")
    connection.execute("CREATE TABLE source_row (id TEXT PRIMARY KEY, text TEXT)")
    connection.executemany("INSERT INTO passage VALUES (?, ?, ?)", PASSAGES)
    build_fulltext(connection)
    yield connection
    connection.close()


def found(connection, expression):
    rows = connection.execute(
        "SELECT p.id FROM passage_fts f JOIN passage p ON p.rowid = f.rowid WHERE passage_fts MATCH ? ORDER BY p.id", (expression,)
    )
    return [row[0] for row in rows]


def test_a_text_becomes_pairs_with_the_last_character_of_each_run():
    assert segment("三公经费") == "三公 公经 经费 费"


def test_a_number_is_kept_as_printed_without_marks_and_without_closing_zeros():
    assert segment("28,500.500000万元") == "28,500.500000 28500.500000 28500.5 万元 元"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("三公", ["d-p0001"]),
        ("公务接待费", ["d-p0001"]),
        ("监督", ["d-p0002"]),
        ("纪检监察组 评审", ["d-p0002"]),
        ("行政运行", ["d-p0003"]),
        ("2060101", ["d-p0003"]),
        ("1280.5", ["d-p0001"]),
        ("1,280.50", ["d-p0001"]),
        ("hello WORLD", ["d-p0003"]),
        ("维修(护)费", ["d-p0003"]),
        ("费", ["d-p0001", "d-p0003"]),
        ("教育", []),
    ],
)
def test_every_term_of_a_query_is_found_whole(connection, query, expected):
    assert found(connection, match_expression(query)) == expected


@pytest.mark.parametrize("query", ["三公", "监督", "2060101", "1280.50", "hello"])
def test_a_front_end_that_only_quotes_terms_finds_short_words_codes_and_numbers(connection, query):
    assert found(connection, f'"{query}"') != []


@pytest.mark.parametrize("query", ["", " ", "（）", '"', "*", "AND", "NEAR(", 'a"b OR c', "三公) OR (", "^三公", "text:三公", "-三公"])
def test_no_query_is_a_syntax_error(connection, query):
    expression = match_expression(query)
    assert expression == "" or isinstance(found(connection, expression), list)


def test_row_numbers_survive_compacting(connection, tmp_path):
    connection.commit()
    connection.execute("VACUUM INTO ?", (str(tmp_path / "compact.db"),))
    compact = sqlite3.connect(tmp_path / "compact.db")
    assert found(compact, match_expression("纪检监察组")) == ["d-p0002"]
    compact.close()
