"""The one door from data to the screen: control codes are stripped, and nothing in the text is ever read as markup.

Every string that comes from a document, a question, a session file or an error passes through `shown` (widgets) or `cell` (tables).
"""

import re

from rich.cells import cell_len, chop_cells
from rich.text import Text
from textual.content import Content

from index.text import clean

_MARK = re.compile(r"\[(\d{1,3})\]")
_MEANINGLESS = frozenset("的了是在和与及或有为多少几个哪些什么怎样如何吗呢吧请问一下，。？！、：；（）()“”《》 ")


def shown(text: object, style: str = "") -> Content:
    """Text of a widget."""
    return Content.styled(clean(str(text)).expandtabs(4), style)


def cell(text: object, style: str = "", *, right: bool = False, room: int | None = None) -> Text:
    """Text of a table cell; never wraps, and is never cut but to `room` cells where that is given. A line break shows as a space."""
    line = clean(str(text)).replace("\n", " ").replace("\t", " ")
    if room is not None and cell_len(line) > room:
        line = f"{chop_cells(line, max(2, room - 2))[0]}.."
    return Text(line, style=style, no_wrap=True, overflow="ignore", justify="right" if right else "left", end="")


def with_marks(answer: str, style: str) -> Content:
    """An answer whose citation marks `[1]` carry `style`; the marks stay plain text."""
    content = shown(answer)
    for mark in _MARK.finditer(content.plain):
        content = content.stylize(style, *mark.span())
    return content


def with_matches(passage: str, question: str, style: str) -> Content:
    """A passage in which every piece of two or more characters that it shares with the question carries `style`."""
    content = shown(passage)
    for start, end in shared_pieces(content.plain, clean(question)):
        content = content.stylize(style, start, end)
    return content


def shared_pieces(passage: str, question: str) -> tuple[tuple[int, int], ...]:
    """Spans of `passage` that stand in `question` too: longest first from the left, two characters or more,
    beginning and ending with a content word."""
    found: list[tuple[int, int]] = []
    start = 0
    while start < len(passage) - 1:
        end = start
        while end < len(passage) and passage[start : end + 1] in question:
            end += 1
        while end > start and passage[end - 1] in _MEANINGLESS:
            end -= 1
        if end - start >= 2 and passage[start] not in _MEANINGLESS:
            found.append((start, end))
            start = end
        else:
            start += 1
    return tuple(found)


def is_number(text: str) -> bool:
    """A cell that is set flush right: digits with separators, a sign, a percent sign."""
    return re.fullmatch(r"[-+−]?[\d,，]*\.?\d+%?", text.strip()) is not None
