"""An answer with its citations as Markdown, for a briefing: plain figures, numbered sources, nothing that a document could inject."""

import re
from collections.abc import Iterable

from index.text import clean
from qa.records import Citation, Figure, Reply
from tui import cited

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!])")
_LINE_START = re.compile(r"^(\s*)([-+]|\d+[.)])(?=\s)", re.MULTILINE)
_MARK = re.compile(r"\\\[(\d{1,3})\\\]")


def escaped(text: str) -> str:
    """Text that Markdown shows as it is; citation marks `[1]` stay marks."""
    safe = _SPECIAL.sub(r"\\\1", clean(text))
    safe = _LINE_START.sub(lambda start: f"{start[1]}{start[2][:-1]}\\{start[2][-1]}", safe)
    return _MARK.sub(r"[\1]", safe)


def answer(reply: Reply) -> str:
    """Question, answer, formulas, warnings and sources."""
    parts = [f"**问：**{escaped(one_line(reply.question))}", escaped(reply.answer)]
    formulas = [f"- {formula(figure)}" for figure in reply.figures if figure.formula]
    if formulas:
        parts.append("\n".join(["算式：", "", *formulas]))
    if reply.warnings:
        parts.append("\n".join(f"> 注意：{escaped(one_line(warning))}" for warning in reply.warnings))
    if reply.citations:
        parts.append("\n".join(["依据：", "", *(f"- {reference(citation)}" for citation in reply.citations)]))
    return "\n\n".join(parts) + "\n"


def conversation(title: str, replies: Iterable[Reply]) -> str:
    """A whole conversation."""
    return "\n".join([f"# {escaped(one_line(title))}", "", "\n---\n\n".join(answer(reply) for reply in replies)])


def formula(figure: Figure) -> str:
    """`占比 = 公务接待费 0.97 ÷ 三公 1.5 = 64.7 %`."""
    return escaped(one_line(f"{figure.label}：{figure.formula} = {figure.value} {figure.unit}"))


def reference(citation: Citation) -> str:
    """`[1] file，table，第 225 行：cells`."""
    return f"[{citation.marker}] {escaped(one_line(cited.source(citation)))}：{escaped(one_line(cited.cells(citation)))}"


def one_line(text: str) -> str:
    """The text with its line breaks as spaces."""
    return " ".join(text.split())
