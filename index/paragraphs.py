"""Printed lines to paragraphs with their headings: hard line breaks mended, contents lists and page furniture left out."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from index.knowledge import read_toml
from index.records import Place, TextLine
from index.sentences import ends_sentence, mend_blanks

_AMOUNT = re.compile(r"^-?\d[\d,]*(?:\.\d+)?\s*(?:[万亿]?元|%|％)")
_WORD = re.compile(r"[\w.,%]*", re.ASCII)
_STOPPED = re.compile("[。，；]")
HARD_WRAPPED = frozenset({"pdf", "txt", "md"})
"""Formats whose lines may break inside a sentence; in the others a line is a paragraph."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph under its headings."""

    text: str
    starts: tuple[tuple[int, Place], ...]
    """Offset in `text` at which each printed line begins, and where that line stands."""
    headings: tuple[str, ...]
    depth: int | None
    """Index of its numbering style; `None` where it is not numbered."""

    def place(self, start: int = 0, end: int | None = None) -> Place:
        """Where a span of the text is printed."""
        end = len(self.text) if end is None else end
        edges = [offset for offset, _ in self.starts[1:]] + [len(self.text)]
        return merge(place for (offset, place), edge in zip(self.starts, edges, strict=True) if offset < end and edge > start)


def merge(places: Iterable[Place]) -> Place:
    """One place that covers several."""
    parts = tuple(places)
    first = parts[0] if parts else Place()
    lines = tuple(sorted({line for part in parts for line in part.lines}))
    pages = tuple(sorted({page for part in parts for page in part.pages}))
    return replace(first, lines=lines, pages=pages, box=first.box if len(parts) == 1 else None, row=first.row if len(parts) == 1 else None)


@cache
def _layout() -> dict:
    """The layout knowledge with its expressions compiled."""
    known = read_toml("narrative.toml")
    return {key: re.compile(value) if isinstance(value, str) else value for key, value in known.items()} | {
        "numbering": tuple(map(re.compile, known["numbering"])),
        "skip": tuple(map(re.compile, known["skip"])),
    }


def numbering_depth(text: str) -> int | None:
    """Index of the numbering style that the text begins with: 第一部分 0 … 一、2 （一）3 1. 4 （1）5."""
    return next((depth for depth, style in enumerate(_layout()["numbering"]) if style.match(text)), None)


def paragraphs(texts: Sequence[TextLine], file_format: str) -> Iterator[Paragraph]:
    """Paragraphs in printed order, each with the headings above it; a heading that heads nothing is a paragraph itself."""
    stack: list[tuple[int, str]] = []
    pending: Paragraph | None = None
    for text, starts, styled in _join(_body(texts), file_format in HARD_WRAPPED):
        depth, level = numbering_depth(text), _heading_level(text, styled)
        if level is None:
            pending = None
            yield Paragraph(text, starts, tuple(heading for _, heading in stack), depth)
            continue
        if pending is not None and level <= (stack[-1][0] if stack else 0) and depth is not None:
            yield pending
        stack = [entry for entry in stack if entry[0] < level]
        pending = Paragraph(text, starts, tuple(heading for _, heading in stack), depth) if depth is not None and depth > 1 else None
        stack.append((level, text))
    if pending is not None:
        yield pending


def _heading_level(text: str, styled: bool) -> int | None:
    """0 for a part, 1 for an unnumbered heading, 2 and more for numbered ones; `None` for running text."""
    known, depth = _layout(), numbering_depth(text)
    if len(text) > known["heading_length"] or text[-1] in "。；，、：:;,！？!?" or known["note"].match(text):
        return None
    if depth is not None:
        return depth if depth <= known["deepest_heading"] or styled else None
    return 1 if styled or known["heading_ending"].search(text) else None


def _body(texts: Sequence[TextLine]) -> list[TextLine]:
    """The lines that are neither furniture nor contents list nor a running head."""
    known = _layout()
    lines = [replace(line, text=line.text.strip()) for line in texts if line.style != "furniture" and line.text.strip()]
    lines = [line for line in lines if not known["contents_line"].search(line.text) and not any(rule.match(line.text) for rule in known["skip"])]
    running = _running_heads(lines)
    return _without_contents([line for line in lines if line.text not in running])


def _running_heads(lines: list[TextLine]) -> frozenset[str]:
    """Lines that open or close more than half of the pages."""
    pages: dict[tuple[int, ...], list[str]] = {}
    for line in lines:
        if line.place.pages:
            pages.setdefault(line.place.pages, []).append(line.text)
    edges = Counter(text for page in pages.values() for text in {page[0], page[-1]})
    return frozenset(text for text, count in edges.items() if count >= 3 and count > len(pages) / 2)


def _without_contents(lines: list[TextLine]) -> list[TextLine]:
    """The lines without the list under 目录: it ends where its first entry comes again, at a sentence, or at a page that is no list."""
    heading = _layout()["contents_heading"]
    start = next((i for i, line in enumerate(lines) if heading.match(line.text)), None)
    if start is None:
        return lines
    end = start + 1
    while end < len(lines) and not ends_sentence(lines[end].text):
        if end > start + 1 and mend_blanks(lines[end].text) == mend_blanks(lines[start + 1].text):
            break
        if lines[end].place.pages != lines[end - 1].place.pages and not _is_list_page(lines, end):
            break
        end += 1
    return lines[:start] + lines[end:]


def _is_list_page(lines: list[TextLine], first: int) -> bool:
    """Nearly every line of the page that begins at `first` is numbered and none ends a sentence."""
    page = [line.text for line in lines[first : first + 80] if line.place.pages == lines[first].place.pages]
    return not any(map(ends_sentence, page)) and sum(numbering_depth(text) is not None for text in page) >= 0.7 * len(page)


Joined = tuple[str, tuple[tuple[int, Place], ...], bool]


def _join(lines: list[TextLine], wrapped: bool) -> Iterator[Joined]:
    """Lines put together where the break is the printer's and not the writer's."""
    width = _line_widths(lines)
    held: list[TextLine] = []
    for line in lines:
        if held and not (wrapped and _continues(held, line, width)):
            yield _assemble(held)
            held = []
        held.append(line)
    if held:
        yield _assemble(held)


def _assemble(lines: list[TextLine]) -> Joined:
    text, starts = "", []
    for line in lines:
        part = mend_blanks(line.text)
        glue = " " if text and text[-1].isascii() and part[:1].isascii() and text[-1].isalpha() and part[0].isalpha() else ""
        starts.append((len(text), line.place))
        text += glue + part
    return text, tuple(starts), all(line.style == "heading" for line in lines)


def _display_width(text: str) -> int:
    """Half-width columns that the text takes."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def _line_widths(lines: list[TextLine]) -> dict[tuple[int, ...], float]:
    """Width of a full line on each page; the key `()` also serves files without pages."""
    widths = sorted(_display_width(line.text) for line in lines)
    usual = widths[int(len(widths) * 0.9)] if widths else 0
    pages: dict[tuple[int, ...], float] = {(): usual}
    for line in lines:
        if line.place.pages:
            pages[line.place.pages] = max(pages.get(line.place.pages, 0.75 * usual), _display_width(line.text))
    return pages


def _continues(held: list[TextLine], line: TextLine, width: dict[tuple[int, ...], float]) -> bool:
    """The line goes on with the paragraph: the one before it is full, or ends or begins with a mark that cannot stand there."""
    before, text = held[-1], line.text
    if (before.style == "heading") != (line.style == "heading"):
        return False
    if text[0] in "，。；、）：”》,;)":
        return True
    if numbering_depth(text) is not None or _layout()["note"].match(text):
        return False
    full = width.get(before.place.pages, width[()])
    filled = _display_width(before.text) / full
    if ends_sentence(before.text):  # the writer goes on in this line only where its first word, or number, did not fit into the one before
        return filled + len(_WORD.match(text)[0]) / full >= 0.96 and _heading_level(text, False) is None and not _apart(before, line)
    if before.text[-1] in "，、（《“," or _AMOUNT.match(text):
        return True
    if before.text[-1] in "；;：:":
        return _heading_level(text, False) is None
    return filled >= 0.8 or (filled >= 0.6 and bool(_STOPPED.search("".join(part.text for part in held))))


def _apart(before: TextLine, line: TextLine) -> bool:
    """Blank lines or a table stand between the two."""
    return bool(before.place.lines and line.place.lines) and line.place.lines[0] - before.place.lines[-1] > 1
