"""A text that spans several lines or pages is cited piece by piece, each where it is printed."""

import pytest

from qa.places import pieces, single
from qa.sql import Database


@pytest.fixture
def database(papers):
    held = Database(papers)
    yield held
    held.close()


@pytest.mark.parametrize(
    ("location", "told"),
    [
        ({"line": 3}, {"line": 3}),
        ({"line": [3, 4]}, {"line": 3, "lines": [3, 4]}),
        ({"page": [2, 3], "row": 1}, {"page": 2, "row": 1, "pages": [2, 3]}),
        ({"sheet": "表一", "row": 4}, {"sheet": "表一", "row": 4}),
        ({}, {}),
    ],
)
def test_a_row_is_told_at_its_first_place_and_keeps_the_others(location, told):
    assert single(location) == told


def test_a_text_in_one_place_is_one_piece(database):
    assert pieces(database, "any", "公务接待费。", {"page": 2}) == [("公务接待费。", {"page": 2})]


def test_a_text_that_no_line_prints_stands_whole_at_its_first_place(database):
    assert pieces(database, "none", "没有印过的话。", {"line": [8, 9]}) == [("没有印过的话。", {"line": 8})]


def test_the_pieces_of_a_text_are_the_text_and_each_is_printed_where_it_is_cited(database):
    lines = database.select("SELECT document_id, text, json_extract(location, '$.line') AS line FROM text_line WHERE document_id = (SELECT document_id FROM text_line WHERE text LIKE '一、部门概况') AND length(text) > 10 ORDER BY ordinal LIMIT 3")
    assert len(lines) == 3
    found = pieces(database, lines[0]["document_id"], "".join(row["text"] for row in lines), {"line": [row["line"] for row in lines]})
    assert found == [(row["text"], {"line": row["line"]}) for row in lines]


def test_a_quotation_begins_and_ends_inside_its_lines(ask_papers):
    reply = ask_papers("教育局2024年对教师队伍建设做什么")
    quoted = [(citation.text, citation.location) for citation in reply.citations if "教师" in (citation.text or "")]
    assert [location["line"] for _, location in quoted] == [53]
