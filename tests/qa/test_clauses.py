"""A question is taken apart at its breaks, and nothing that it says is lost."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.clauses import clauses

WORDS = st.lists(st.sampled_from(["公务接待费", "多少", "2026年", "1,234.5万元", "和", "基本支出", "请问", "预算里", "占比", ",", "。", "？", "?", ";", "对吗", "total", "\n"]), max_size=12).map("".join)
LINKS = re.compile(r"[\s,，;；?？。!！]|然后|另外|还有|以及|并且|顺便|同时|其次|再|那么|那")


@given(WORDS)
def test_no_word_is_lost_or_moved(text):
    assert LINKS.sub("", "".join(clauses(text))) == LINKS.sub("", text)


@given(st.text(max_size=80))
def test_any_text_keeps_its_letters_and_digits(text):
    kept = [c for c in LINKS.sub("", "".join(clauses(text))) if c.isalnum()]
    assert kept == [c for c in LINKS.sub("", text) if c.isalnum()]


@given(WORDS)
def test_a_clause_is_never_empty(text):
    assert all(clause.strip() for clause in clauses(text))


@given(st.integers(min_value=1000, max_value=10**12))
def test_a_numbers_own_commas_break_nothing(number):
    assert clauses(f"超过{number:,}元的项目") == (f"超过{number}元的项目",)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("三公经费多少?其中公务接待费占比呢?", ("三公经费多少", "其中公务接待费占比呢")),
        ("公务接待费多少,另外水费多少", ("公务接待费多少", "水费多少")),
        ("2026年预算里,公务接待费多少", ("2026年预算里公务接待费多少",)),
        ("三公经费等于各项之和,对吗?", ("三公经费等于各项之和对吗",)),
        ("", ()),
        ("???", ()),
    ],
)
def test_parts_of_questions(text, parts):
    assert clauses(text) == parts
