"""Sentences: where one ends, and how a long paragraph is cut into pieces of whole sentences."""

import itertools
import re

_END = re.compile(r"[。！？!?；;]+[”’」』）)》]*")
_FULL_STOP = re.compile(r"[。！？!?][”’」』）)》]*$")
_OPENERS, _CLOSERS = "（(《“「『〔[", "）)》”」』〕]"
# A blank between Chinese characters, or between one and a digit, comes from justified lines or from the line break, never from the writer.
_BLANK = re.compile(r"(?<=[^\x00-\x7f])[ \t\u3000]+(?=\S)|(?<=\S)[ \t\u3000]+(?=[^\x00-\x7f])")


def mend_blanks(text: str) -> str:
    """The text without blanks beside Chinese characters; blanks between Latin words stay, runs of them become one."""
    return re.sub(r"\s+", " ", _BLANK.sub("", text)).strip()


def ends_sentence(text: str) -> bool:
    """The text ends with a full stop, closing quotes and brackets allowed."""
    return bool(_FULL_STOP.search(text.rstrip()))


def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Half-open spans of the sentences, which together are the whole text; a stop inside brackets or quotes ends nothing."""
    spans, start = [], 0
    for match in _END.finditer(text):
        depth = sum(text.count(c, start, match.end()) for c in _OPENERS) - sum(text.count(c, start, match.end()) for c in _CLOSERS)
        if depth <= 0 and match[0][0] not in "；;":
            spans.append((start, match.end()))
            start = match.end()
    if text[start:].strip():
        spans.append((start, len(text)))
    return tuple(spans)


def pieces(text: str, target: int, whole: int) -> tuple[tuple[int, int], ...]:
    """Spans of whole sentences, each about `target` characters; a text of at most `whole` stays in one piece.

    A single sentence longer than `whole` is cut at its semicolons.
    """
    if len(text) <= whole:
        return ((0, len(text)),)
    units = [unit for span in sentences(text) for unit in _clauses(text, span, whole)]
    result: list[tuple[int, int]] = []
    for start, end in units:
        if result and end - result[-1][0] <= target:
            result[-1] = (result[-1][0], end)
        else:
            result.append((start, end))
    return tuple(result)


def _clauses(text: str, span: tuple[int, int], whole: int) -> list[tuple[int, int]]:
    """The sentence itself, or its parts at semicolons where it is longer than `whole`."""
    start, end = span
    if end - start <= whole:
        return [span]
    cuts = [match.end() for match in re.finditer("[；;]", text[start:end])]
    edges = [start, *(start + cut for cut in cuts if start + cut < end), end]
    return list(itertools.pairwise(edges))
