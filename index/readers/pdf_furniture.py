"""Which lines of a PDF are furniture: page numbers, running heads, tables of contents."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from index.records import Grid, TextLine

_PAGE_NUMBER = re.compile(r"[-—–－·\s]*(第\s*)?[0-9０-９]{1,4}(\s*[/／]\s*[0-9]{1,4})?(\s*页)?([,，\s]*共\s*[0-9]{1,4}\s*页)?[-—–－·\s]*")
_LEADER = re.compile(r"[.．·•…_]{6,}|…{3,}|(\s[.．·…]){4,}")
_CONTENTS = re.compile(r"目\s*[录錄次]")
_NUMBERING = re.compile(r"第[一二三四五六七八九十]+[部章节]|[一二三四五六七八九十]+[、.．]|[(（][一二三四五六七八九十]+[)）]|\d{1,2}[、.．]|附[件表]")
_SENTENCE_END = ("。", "；", "：", "，")

Block = Grid | TextLine


def is_leader(text: str) -> bool:
    """Whether the line leads with dots from a heading to a page number."""
    return bool(_LEADER.search(text))


def mark_furniture(pages: Sequence[list[Block]], heights: Sequence[float]) -> list[list[Block]]:
    """The blocks of every page, furniture lines marked."""
    repeated = _repeated(pages)
    marked, contents = [], False
    for blocks, height in zip(pages, heights, strict=True):
        blocks = [_as_furniture(block) if _is_furniture(blocks, n, height, repeated) else block for n, block in enumerate(blocks)]
        blocks, contents = _mark_contents(blocks, contents)
        marked.append(blocks)
    return marked


def _is_furniture(blocks: list[Block], n: int, height: float, repeated: frozenset[tuple[str, bool]]) -> bool:
    block = blocks[n]
    if not isinstance(block, TextLine):
        return False
    if is_leader(block.text):
        return True
    outermost, last = n in (0, len(blocks) - 1), n > 0
    in_margin = block.place.box[3] < height * 0.1 or block.place.box[1] > height * 0.88
    if outermost and in_margin and _PAGE_NUMBER.fullmatch(block.text):
        return True
    return outermost and in_margin and (_shape(block.text), last) in repeated


def _repeated(pages: Sequence[list[Block]]) -> frozenset[tuple[str, bool]]:
    """First and last lines that stand on more than half of the pages, and on four or more.

    Of the first lines only those that stand two lines above a table at least: the others are its title and its unit.
    """
    seen: Counter[tuple[str, bool]] = Counter()
    for blocks in pages:
        if len(blocks) > 1 and not any(isinstance(block, Grid) for block in blocks[:3]):
            seen[_shape(blocks[0].text), False] += 1
        if len(blocks) > 1 and isinstance(blocks[-1], TextLine):
            seen[_shape(blocks[-1].text), True] += 1
    return frozenset(key for key, count in seen.items() if count >= 4 and count * 2 > len(pages))


def _shape(text: str) -> str:
    return re.sub(r"\d+", "0", text)


def _mark_contents(blocks: list[Block], continued: bool) -> tuple[list[Block], bool]:
    """Lines after a heading 目录, and the numbered short lines that carry it on over the next page."""
    lines = [block for block in blocks if isinstance(block, TextLine) and block.style == "text"]
    if not lines:
        return blocks, continued and bool(blocks)
    headed = any(_CONTENTS.fullmatch(line.text.strip()) for line in lines[:2])
    numbered = sum(bool(_NUMBERING.match(line.text)) for line in lines)
    if any(isinstance(block, Grid) for block in blocks) or not (headed or continued) or numbered * 2 < len(lines) - headed:
        return blocks, False
    if any(line.text.endswith(_SENTENCE_END) for line in lines):
        return blocks, False
    return [_as_furniture(block) if block in lines else block for block in blocks], True


def _as_furniture(block: TextLine) -> TextLine:
    return replace(block, style="furniture")
