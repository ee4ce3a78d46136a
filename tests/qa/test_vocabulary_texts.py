"""Texts of the vocabulary are stored as questions are compared, so that loading them costs no conversion."""

import pytest

from index.knowledge import read_csv
from qa.normalise import normalise


@pytest.mark.parametrize("file", ["synonyms.csv", "operators.csv", "stopwords.csv", "refusal_words.csv"])
def test_a_text_is_stored_as_questions_are_compared(file):
    assert [row["text"] for row in read_csv(file) if normalise(row["text"]) != row["text"]] == []
