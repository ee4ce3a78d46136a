"""Chinese text set in lines: breaks between characters, never inside a number or a word, never before closing punctuation or a mark `[1]`.

Textual breaks lines at blanks only, so a Chinese sentence after a blank would begin a new line and leave the last one half empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.cells import cell_len
from textual.content import Content
from textual.css.styles import RulesMap
from textual.selection import Selection
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual
from textual.widgets import Static

CLOSING = frozenset("，。、；：？！）》」』”’％%…】〉]})")
OPENING = frozenset("（《「『“‘【〈([{")
UNITS = frozenset("万亿元%％")
MARK = re.compile(r"\[\d{1,3}\]")


def may_break(text: str, at: int) -> bool:
    """Whether a line may end before `text[at]`."""
    before, after = text[at - 1], text[at]
    if after.isspace() or after in CLOSING or before in OPENING or (after == "[" and MARK.match(text, at) and not before.isspace()):
        return False
    if before.isspace():
        return not (after in UNITS and text[at - 2 : at - 1].isdigit())
    if (before.isdigit() and after in UNITS) or (before in "万亿" and after == "元"):
        return False
    return cell_len(before) == 2 or cell_len(after) == 2


def line_ends(text: str, width: int) -> Iterator[int]:
    """Offsets at which a text without line breaks is cut so that no line is wider than `width`; a longer word is cut where it must be."""
    used = start = last = 0
    for at, character in enumerate(text):
        cells = cell_len(character)
        if at > start and may_break(text, at):
            last = at
        while used + cells > width and at > start and not character.isspace():
            cut = last if last > start else at
            yield cut
            start = cut
            used = cell_len(text[cut:at])
        used += cells


def folded(content: Content, width: int) -> Content:
    """The content with its lines broken."""
    lines = [
        piece.rstrip() for line in content.split(allow_blank=True) for piece in (line.divide(list(line_ends(line.plain, width))) if line else [line])
    ]
    return Content("\n").join(lines)


class Folded(Visual):
    """A content that breaks its lines by the rules of Chinese typesetting at whatever width it is given."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self._at: tuple[int, Content] | None = None

    def at(self, width: int) -> Content:
        """The broken lines, kept for the last width."""
        if self._at is None or self._at[0] != width:
            self._at = width, folded(self.content, width)
        return self._at[1]

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """Render the broken lines."""
        return self.at(width).render_strips(width, height, style, options) if width else []

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """As wide as the longest line."""
        return self.content.get_optimal_width(rules, container_width)

    def get_height(self, rules: RulesMap, width: int) -> int:
        """Lines at this width."""
        return self.at(width).plain.count("\n") + 1 if width else 0


class Prose(Static):
    """A `Static` of Chinese text; what the mouse selects can be copied."""

    def __init__(self, content: Content, classes: str | None = None) -> None:
        super().__init__(Folded(content), classes=classes)

    def say(self, content: Content) -> None:
        """Show another text."""
        self.update(Folded(content))

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The selected text, as broken on screen."""
        shown = self.content
        return (selection.extract(shown.at(self.content_size.width).plain), "\n") if isinstance(shown, Folded) else None
