"""Text from outside is made safe without changing what a reader sees."""

from hypothesis import given
from hypothesis import strategies as st

from index.text import clean


def test_terminal_codes_bidi_controls_and_zero_widths_are_dropped():
    assert clean("三\u200b公\ufeff\x1b]52;c;eA==\x07 \u202e1.00\u202c\x9b31m\x7f") == "三公]52;c;eA== 1.0031m"


def test_separators_never_join_two_numbers():
    assert clean("1\x0b2\x0c3\u20284\x855\r6") == "1 2 3 4 5 6"


def test_radicals_of_pdf_fonts_become_characters():
    assert clean("⼀般公共预算⽀出，⺠⽣，⻓，⾏政") == "一般公共预算支出，民生，长，行政"


@given(st.text())
def test_lines_keep_their_numbers(text: str):
    assert clean(text).count("\n") == text.count("\n")


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str):
    assert clean(clean(text)) == clean(text)


@given(st.text(alphabet=st.characters(min_codepoint=0x20, max_codepoint=0x7E)))
def test_plain_text_stays_as_it_is(text: str):
    assert clean(text) == text
