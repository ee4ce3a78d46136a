"""The door from data to the screen."""

from hypothesis import given
from hypothesis import strategies as st

from tui.text import cell, is_number, shared_pieces, shown, with_marks, with_matches

HOSTILE = "备注[/教育]支出\x1b]52;c;aGFja2Vk\x07[@click=app.quit]点我[/]\u202e倒\u200b\x9b31m"
SAFE = "备注[/教育]支出]52;c;aGFja2Vk[@click=app.quit]点我[/]倒31m"


def test_markup_and_terminal_codes_are_plain_text() -> None:
    assert shown(HOSTILE).plain == SAFE
    assert shown(HOSTILE).spans == []
    assert cell(HOSTILE).plain == SAFE
    assert with_marks(HOSTILE, "bold").plain == SAFE
    assert with_matches(HOSTILE, HOSTILE, "bold").plain == SAFE


@given(st.text())
def test_no_control_character_passes(text: str) -> None:
    assert not {character for character in shown(text).plain if character != "\n" and (ord(character) < 32 or 127 <= ord(character) < 160)}
    assert cell(text).plain.isprintable() or not {c for c in cell(text).plain if ord(c) < 32 or 127 <= ord(c) < 160}


def test_a_cell_is_one_line_and_keeps_a_number_whole() -> None:
    assert cell("52,279.015742\n万元").plain == "52,279.015742 万元"
    assert cell("很长的名称很长的名称", room=10).plain == "很长的名.."


def test_marks_are_found_in_an_answer() -> None:
    assert [(span.start, span.end) for span in with_marks("甲 1 元[1]，乙[12][x]", "bold").spans] == [(5, 8), (10, 14)]


def test_words_shared_with_the_question_are_marked_and_particles_are_not() -> None:
    passage = "评审过程由纪检监察组全程监督，确保评审公正。"
    assert [passage[start:end] for start, end in shared_pieces(passage, "谁监督评审的公正？")] == ["评审", "监督", "评审", "公正"]
    assert shared_pieces("多少是的", "是的多少") == ()


def test_numbers_are_told_from_text() -> None:
    assert all(map(is_number, ("0", "15,897.44", "-3.5", "3，518.85", "22%", " 1 ")))
    assert not any(map(is_number, ("", "—", "/", "800家", "2026年", "1-2")))
