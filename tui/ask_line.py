"""The line where questions are written: history with up and down, and single-key commands while it is empty."""

from __future__ import annotations

from collections.abc import Iterable
from time import monotonic
from typing import ClassVar

from textual import events
from textual.binding import Binding
from textual.widgets import Input

from index.text import clean
from tui.messages import QuestionAsked, ShortcutPressed

LONGEST = 2000
"""Characters of a question; a longer paste is cut and the line says so by its end."""
TYPING = 1.5
"""Seconds within which a digit and the next key belong to the same word: 2 of 2026 is text, 2 alone is a citation."""
ALONE = 0.4
"""Seconds after which `o` or `y` in the empty line is a command."""


class AskLine(Input):
    """An `Input` for questions.

    A digit in the empty line jumps to a citation, and still becomes the beginning of a question where writing goes on at once.
    """

    BINDINGS: ClassVar = [
        Binding("up", "older", "上一个问题", show=False),
        Binding("down", "newer", "下一个问题", show=False),
    ]

    def __init__(self, **options: str) -> None:
        super().__init__(placeholder="请输入问题，回车提问", max_length=LONGEST, select_on_focus=False, **options)
        self._asked: list[str] = []
        self._at = 0
        self._unsent = ""
        self._held = ""
        self._held_since = 0.0
        self.jumps: frozenset[str] = frozenset()
        """Digits of the citations on show: alone in the line they jump there."""

    def remember(self, questions: Iterable[str]) -> None:
        """Take earlier questions into the history, oldest first."""
        for question in questions:
            if not self._asked or self._asked[-1] != question:
                self._asked.append(question)
        self._at = len(self._asked)

    def action_older(self) -> None:
        """Show the question before this one."""
        if self._at > 0:
            if self._at == len(self._asked):
                self._unsent = self.value
            self._show(self._at - 1)

    def action_newer(self) -> None:
        """Show the question after this one, at the end what was being written."""
        if self._at < len(self._asked):
            self._show(self._at + 1)

    def _show(self, at: int) -> None:
        self._at = at
        self.value = self._asked[at] if at < len(self._asked) else self._unsent
        self.cursor_position = len(self.value)

    def take(self, key: events.Key) -> bool:
        """Write a character that was typed while another widget had the focus; a digit that was just used as a jump comes first."""
        if not key.is_printable or key.character is None:
            return False
        held = self._held if monotonic() - self._held_since < TYPING else ""
        self._held = ""
        self.focus()
        self.insert_text_at_cursor(held + key.character)
        return True

    def hold(self, digit: str) -> None:
        """Remember a digit that was used as a jump, in case it turns out to begin a question."""
        recent = monotonic() - self._held_since < TYPING
        self._held = (self._held if recent else "") + digit
        self._held_since = monotonic()

    async def _on_key(self, event: events.Key) -> None:
        if self.value or not self.jumps or not event.character:
            return
        if event.character in self.jumps:
            event.stop()
            event.prevent_default()
            self.hold(event.character)
            self.post_message(ShortcutPressed(event.character))
        elif event.character in "oy":
            self.set_timer(ALONE, lambda: self._act_if_alone(event.character or ""))
        elif event.is_printable and monotonic() - self._held_since < TYPING:
            self.insert_text_at_cursor(self._held)  # fast typing comes before the jump has moved the focus
            self._held = ""

    def _act_if_alone(self, letter: str) -> None:
        """A letter that nothing followed is a command; with more behind it, it was the beginning of a word."""
        if self.value == letter:
            self.value = ""
            self.post_message(ShortcutPressed(letter))

    def _on_paste(self, event: events.Paste) -> None:
        # Input keeps the first line of a paste only; a question copied out of a PDF often has several.
        event.stop()
        event.prevent_default()
        self.insert_text_at_cursor(clean(" ".join(event.text.split()))[: LONGEST - len(self.value)])

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Ask, remember, and empty the line."""
        event.stop()
        question = clean(event.value).strip()
        if question:
            self.remember([question])
            self._unsent = ""
            self.value = ""
            self.post_message(QuestionAsked(question))
