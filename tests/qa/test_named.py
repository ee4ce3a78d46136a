"""A query's names of departments, regions and years choose documents and are no content; within one document they are left out."""

import sqlite3

import pytest

from index.schema import TABLES
from qa.named import unnamed

HELD = [
    ("a", "上海市普陀区财政局", "上海市普陀区", 2025),
    ("b", "上海市普陀区人民政府万里街道办事处", "上海市普陀区", 2023),
    ("c", "上海市普陀区人民政府万里街道办事处", "上海市普陀区", 2024),
    ("d", "江苏省政协办公厅", "江苏省", 2019),
]


@pytest.fixture(scope="module")
def connection():
    connection = sqlite3.connect(":memory:")
    connection.execute(TABLES["document"])
    connection.executemany(
        "INSERT INTO document(id, file, sha256, format, title, cells, department, region, year) VALUES (?, ?, '', 'txt', '', 0, ?, ?, ?)",
        ((row[0], row[0], *row[1:]) for row in HELD),
    )
    yield connection
    connection.close()


@pytest.mark.parametrize(
    ("query", "rest", "named"),
    [
        ("万里街道2024年怎么帮老人", "怎么帮老人", {"c"}),
        ("普陀财政局管什么", "管什么", {"a"}),
        ("普陀有几个菜场", "有几个菜场", {"a", "b", "c"}),
        ("江苏政协17年的会议", "17年的会议", {"d"}),
        ("江苏的政协委员", "的政协委员", {"d"}),
        ("怎么帮老人", "怎么帮老人", set()),
        ("万里街道", "万里街道", {"b", "c"}),
    ],
)
def test_names_choose_documents_and_are_no_content(connection, query, rest, named):
    content, documents = unnamed(connection, query, None)
    assert ("".join(content.split()), documents) == (rest, named)


def test_within_one_document_its_name_is_left_out_and_chooses_nothing(connection):
    content, documents = unnamed(connection, "万里街道2023年怎么帮老人", ["b"])
    assert (content.strip(), documents) == ("怎么帮老人", frozenset())
