"""Questions in one form: the form is stable, and what it drops is only dress."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.normalise import name_key, normalise, simplify

CHINESE = st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=30)
MIXED = st.text(alphabet=st.one_of(st.characters(min_codepoint=0x20, max_codepoint=0x7E), st.sampled_from("公务接待费預算2026０１，。？（）【】“”　\u200b\u202e")), max_size=40)


@given(MIXED)
def test_the_form_is_stable(text):
    assert normalise(normalise(text)) == normalise(text)


@given(CHINESE)
def test_simplifying_is_stable_and_keeps_every_character(text):
    assert simplify(simplify(text)) == simplify(text)
    assert len(simplify(text)) == len(text)


@given(MIXED)
def test_a_name_key_is_stable_and_is_that_of_the_normal_form(text):
    assert name_key(name_key(text)) == name_key(text) == name_key(normalise(text))


@given(MIXED)
def test_no_control_bidi_or_invisible_character_is_left(text):
    assert not any(ord(c) < 0x20 or 0x7F <= ord(c) <= 0x9F or c in "\u200b\u202e\ufeff" for c in normalise(text))


@given(st.text(max_size=60))
def test_any_text_has_a_form(text):
    assert isinstance(normalise(text), str)


@given(st.text(alphabet="公务接待费水电差旅", min_size=1, max_size=20), st.lists(st.integers(0, 20), max_size=5))
def test_blanks_between_characters_say_nothing(text, cuts):
    spaced = text
    for cut in cuts:
        spaced = spaced[:cut] + " \u3000" + spaced[cut:]
    assert normalise(spaced) == text


@given(st.text(alphabet="0123456789abcXYZ%.-", max_size=20))
def test_full_width_is_half_width(text):
    wide = "".join(chr(ord(c) + 0xFEE0) for c in text)
    assert normalise(wide) == normalise(text)


@pytest.mark.parametrize(
    ("typed", "form"),
    [
        ("公務接待費", "公务接待费"), ("２０２６年", "2026年"), ("维修（护）费", "维修(护)费"), ("“三公”经费", '"三公"经费'), ("Total  Budget", "total budget"),
        ("公务 接待 费", "公务接待费"), ("Q\u200bA", "qa"), ("①", "1"), ("㎡", "m2"),
    ],
)  # fmt: skip
def test_forms_of_what_people_type(typed, form):
    assert normalise(typed) == form
