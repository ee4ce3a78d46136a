"""Lines of Chinese text."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.content import Content

from tui.prose import folded, line_ends


def lines(text: str, width: int) -> list[str]:
    """The text as it is set."""
    return folded(Content(text), width).plain.split("\n")


def test_a_sentence_fills_its_lines() -> None:
    assert lines("公务接待费预算为 0.976202 万元[1]，占三公经费的比例为一成三。", 20) == ["公务接待费预算为", "0.976202 万元[1]，占", "三公经费的比例为一成", "三。"]


def test_a_number_is_never_broken() -> None:
    assert lines("共计52,279.015742万元", 18) == ["共计", "52,279.015742万元"]
    assert lines("一共是 473.829269 万元", 16) == ["一共是", "473.829269 万元"]


def test_a_line_never_begins_with_closing_punctuation_or_a_mark() -> None:
    for width in range(16, 40):
        for line in lines("三公经费为0.95万元[12]，其中（公务接待费）占比：一成。", width)[1:]:
            assert line[0] not in "，。：）]" and not line.startswith("[12]")


def test_words_and_line_breaks_of_a_text_stay() -> None:
    assert lines("SELECT printed FROM fact\n\n第二行", 16) == ["SELECT printed", "FROM fact", "", "第二行"]


def test_spans_survive() -> None:
    content = Content("一二三四五六").stylize("bold", 2, 5)
    assert [(span.start, span.end) for span in folded(content, 6).spans] == [(2, 3), (4, 6)]


@given(st.text(alphabet="一二（，。）[1]23.a bc", max_size=60), st.integers(2, 20))
def test_no_line_is_wider_than_its_room_and_no_character_is_lost(text: str, width: int) -> None:
    set_lines = lines(text, width)
    assert all(cell_len(line) <= width for line in set_lines)
    assert "".join("".join(set_lines).split()) == "".join(text.split())
    assert list(line_ends(text, width)) == sorted(set(line_ends(text, width)))
