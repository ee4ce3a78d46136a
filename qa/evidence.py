"""What a model is given to write about: the figures of an answer, numbered, each with the text that code will put in its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from index.knowledge import read_toml
from qa.draft import grouped, marks_text
from qa.numerals import SCALES
from qa.records import Figure, Reply

MOST_FIGURES = 12
"""Longer answers are lists, which read best as they are."""
_NOTE = re.compile(r"（(?:未安排，表中为空|文件中印为 0，即没有安排|\d+ 行相加)）")
_YEAR = re.compile(r"(?:19|20)\d{2}年")
_CHANGED, _APART = {"up": "增加", "down": "减少"}, {"up": "多", "down": "少"}
_BUILT = re.compile(r"(?:变化率|变化)$")


@dataclass(frozen=True, slots=True)
class Item:
    """A figure of the answer."""

    number: int
    """n of {fn}."""
    label: str
    text: str
    """Amount, unit, marks and what the rules note about it, as it will stand in the prose."""
    unit: str
    value: Decimal
    """In 元 for money."""
    markers: tuple[int, ...]
    budgets: frozenset[int]
    """n of {dn}."""
    direction: str | None
    """up, down or flat as the figures say; `None` where the figure is no difference."""
    parts: frozenset[str] | None
    """Labels of the figures that it is derived from; `None` for a figure that stands in a cell."""

    @property
    def names(self) -> tuple[str, ...]:
        """What it may be called: for a change also what changes."""
        return tuple(dict.fromkeys((self.label, _BUILT.sub("", self.label) or self.label))) if self.parts is not None else (self.label,)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that the prose of one answer may speak of."""

    items: tuple[Item, ...]
    budgets: tuple[str, ...]
    """Department, year and phase of each budget cited."""
    phases: frozenset[str]
    quotes: tuple[int, ...]
    """Markers of passages that may be quoted."""
    reply: Reply

    def item(self, number: int) -> Item | None:
        return self.items[number - 1] if 0 < number <= len(self.items) else None

    def labelled(self, label: str) -> tuple[Item, ...]:
        """Figures of a cell with this label."""
        return tuple(item for item in self.items if item.label == label and item.parts is None)

    def clause(self, item: Item) -> str | None:
        """The plainest words around a figure: {n1}为{f1}, {n2}比{n3}多{f1}, 公务接待费增加{f1}; `None` for a difference that cannot be told by names."""
        if item.direction in ("up", "down"):
            word = _CHANGED[item.direction] if len(item.names) > 1 else _APART[item.direction]
            compared = [other for other in self.items if other.parts is None and other.label in (item.parts or ())]
            if len(compared) == 2 and compared[0].label != compared[1].label:
                less, more = sorted(compared, key=lambda other: other.value)
                left, right = (more, less) if item.direction == "up" else (less, more)
                return f"{{n{left.number}}}比{{n{right.number}}}{word}{{f{item.number}}}"
            return f"{item.names[-1]}{word}{{f{item.number}}}" if len(item.names) > 1 else None
        [*one] = item.budgets
        apart = len(self.budgets) > 1 and len(one) == 1 and not item.label.startswith(self.budgets[one[0] - 1])
        whose = f"{{d{one[0]}}}" if apart else ""
        return f"{whose}{{n{item.number}}}为{{f{item.number}}}"

    def labels(self) -> tuple[str, ...]:
        """Every name that may be written out."""
        return tuple(dict.fromkeys(name for item in self.items for name in item.names))


@cache
def words(section: str, key: str = "") -> tuple[str, ...]:
    """Words of prose_words.toml."""
    found = read_toml("prose_words.toml")[section]
    return tuple(found[key]) if key else tuple(found)


def gather(reply: Reply) -> Evidence | None:
    """The evidence of an answer; `None` where it is better left as the rules wrote it."""
    if reply.status != "answered" or not 1 <= len(reply.figures) <= MOST_FIGURES:
        return None
    budgets: dict[str, int] = {}
    cited = {citation.marker: citation for citation in reply.citations}
    for citation in reply.citations:
        budgets.setdefault(_budget(citation.document), len(budgets) + 1)
    items, taken = [], dict[int, str]()
    for number, figure in enumerate(reply.figures, start=1):
        placed = _placed(figure, reply.answer, taken)
        if placed is None or not figure.citations or not all(marker in cited for marker in figure.citations):
            return None
        text, before = placed
        own = frozenset(budgets[_budget(cited[marker].document)] for marker in figure.citations)
        items.append(
            Item(number, figure.label, text, figure.unit, Decimal(figure.value) * SCALES.get(figure.unit, 1), figure.citations, own, _direction(before, figure), _parts(figure, reply.figures))
        )
    if not _told_by_figures(reply, taken):
        return None
    phases = frozenset(citation.document.phase or "预算" for citation in reply.citations)
    evidence = Evidence(tuple(items), tuple(budgets), phases, tuple(c.marker for c in reply.citations if c.kind == "passage" and c.text), reply)
    return evidence if all(evidence.clause(item) for item in items) else None


def _told_by_figures(reply: Reply, taken: dict[int, str]) -> bool:
    """Nothing is left of the answer without its figures, the names of what and whose they are, and the words that link them."""
    text = reply.answer
    for start in sorted(taken, reverse=True):
        text = text[:start] + " " + text[start + len(taken[start]) :]
    names = {name for figure in reply.figures for name in (figure.label, _BUILT.sub("", figure.label), _YEAR.sub("", _BUILT.sub("", figure.label)), figure.label.removesuffix("的比例"))}
    names |= {name for citation in reply.citations for name in (_budget(citation.document), citation.document.department or "")}
    links = [*words("opening"), *words("linking"), *words("carried", "words"), *words("phase", "预算"), *(w for way in ("up", "down", "flat") for w in words("direction", way)), *words("against", "pair")]
    for known in sorted({*names, *links} - {""}, key=len, reverse=True):
        text = text.replace(known, " ")
    return not re.sub(r"[\s，、；：。（）()\[\]\n]", "", _YEAR.sub("", text))


def _budget(document) -> str:
    year = f"{document.year}年" if document.year else ""
    return f"{document.department or document.title or document.file}{year}{document.phase or '预算'}"


def _placed(figure: Figure, answer: str, taken: dict[int, str]) -> tuple[str, str] | None:
    """The figure's text in the rules' answer with its note, and the words before it."""
    marks = marks_text(figure.citations)
    for form in (f"{grouped(figure.value)} {figure.unit}{marks}", f"{figure.value}{figure.unit}{marks}", f"{figure.value} {figure.unit}{marks}"):
        for match in re.finditer(r"(?<![\d.,])" + re.escape(form), answer):
            if match.start() not in taken:
                note = _NOTE.match(answer, match.end())
                taken[match.start()] = form + (note[0] if note else "")
                return taken[match.start()], answer[: match.start()].rstrip()
    return None


def _direction(before: str, figure: Figure) -> str | None:
    if figure.formula and not Decimal(figure.value):
        return "flat"  # 增加 0 is no increase
    if before.endswith(("持平，变化", "相差")):
        return "flat"
    return next((way for way in ("up", "down") for word in words("direction", way) if before.endswith(word)), None)


def _parts(figure: Figure, figures: tuple[Figure, ...]) -> frozenset[str] | None:
    """A sum over the rows of one cell's label is a cell's figure; a formula that names other figures is derived."""
    if figure.formula is None or not re.search(r"[^\d\s.,+\-]", figure.formula):
        return None
    return frozenset(other.label for other in figures if other is not figure and other.formula is None)
