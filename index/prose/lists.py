"""Enumerations: which quantity a 其中 opens, and where its list ends."""

import re
from dataclasses import dataclass, field

_OPENS = re.compile("其中|(?:包括|包含)[：:]?(?=[^，。；]*$)|(?<=。)包括[：:]")
_MARKS = (
    ("（一）", re.compile("[（(][一二三四五六七八九十]{1,3}[）)]")),
    ("（1）", re.compile(r"[（(]\d{1,2}[）)]")),
    ("1.", re.compile(r"(?<![\d.])\d{1,2}[.．、](?!\d)")),
    ("一、", re.compile("(?<![\u4e00-\u9fff])[一二三四五六七八九十]{1,3}、")),
    ("①", re.compile("[①-⑳]")),
)


@dataclass
class Frame:
    """An open 其中: the quantity whose parts are listed, and how the list is numbered."""

    parent: str | None
    number: int
    style: str | None = None
    sentence: int = 0


@dataclass
class Lists:
    """The open enumerations while a layer is read from left to right."""

    frames: list[Frame] = field(default_factory=list)
    opened: int = 0
    sentence: int = 0

    def pass_over(self, gap: str, last_amount: str | None) -> bool:
        """Reads the text between two quantities; true where a new item of a list begins that no 其中 opened."""
        style, at = _last_mark(gap)
        opens = [match.start() for match in _OPENS.finditer(gap)]
        fresh = self._close(gap, style)
        numbered = fresh and bool(self.frames) and self.frames[-1].style == style
        if opens and numbered and at < opens[0]:
            last_amount = self.frames[-1].parent  # 2.按支出用途分类，包括…: the item that opens a list is no quantity
        if opens:
            if style and opens[0] < at < opens[-1]:
                self._open(last_amount, style)
            self._open(last_amount, style if at > opens[-1] else None)
        return fresh

    def _open(self, parent: str | None, style: str | None) -> None:
        self.opened += 1
        self.frames.append(Frame(parent, self.opened, style, self.sentence))

    def _close(self, gap: str, style: str | None) -> bool:
        if "。" in gap:
            self.sentence += 1
            self.frames = [frame for frame in self.frames if frame.style]
        elif re.search("[；;]", gap) and len(self.frames) > 1 and self.frames[-2].style is None and self.frames[-2].sentence == self.sentence:
            self.frames.pop()
        if style is None:
            return False
        if any(frame.style == style for frame in self.frames):
            while self.frames[-1].style != style:
                self.frames.pop()
            return True
        if not self.frames or "。" in gap:
            self.frames = [frame for frame in self.frames if frame.style and frame.style != style] if self.frames else []
            return True
        return False

    def parent(self) -> tuple[str | None, int]:
        """The quantity that the next one is a part of, and the number of its list."""
        return (self.frames[-1].parent, self.frames[-1].number) if self.frames else (None, 0)


def _last_mark(gap: str) -> tuple[str | None, int]:
    """The numbering that begins last in a gap, and where."""
    found = [(match.start(), style) for style, mark in _MARKS for match in mark.finditer(gap)]
    return (max(found)[1], max(found)[0]) if found else (None, -1)
