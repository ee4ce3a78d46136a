"""The sessions in the README are real."""

import readme


def test_every_session_in_the_readme_prints_what_stands_there():
    text = readme.README.read_text(encoding="utf-8")
    assert readme.refreshed(text) == text
