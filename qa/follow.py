"""A clause of a conversation, with what it may lean on."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from qa.members import Members
from qa.normalise import name_key
from qa.operands import CONTENT
from qa.plan import Operand, Plan, Scope
from qa.scan import Scanned
from qa.turns import Turn

_SILENT = ("stop", "pronoun", "department", "year", "phase", "level", "self", "join", "unit", "asked")
_TAIL = re.compile(r"(?:那?(?:个|项|块|部分|一块|方面|类)|类|方面|部分|的)+$")


@dataclass(frozen=True, slots=True)
class Follow:
    """A clause that may lean on what went before it."""

    plan: Plan
    scanned: Scanned
    last: Turn
    turns: tuple[Turn, ...]
    """Every turn, the last one too."""
    members: Members
    """The names of the budget last spoken of."""
    named: Scope
    """The budget that the clause itself names."""
    led: bool = False
    """The question begins with 那 or and, which only a follow-up does."""
    wrong: str | None = None
    """What a correction takes back; `None` where the clause corrects nothing."""

    def said(self, kind: str) -> tuple:
        """Values of the mentions of a kind; 那个 behind a name only ends it: 中小企业那个."""
        ends = {m.end for m in self.content}
        return tuple(m.value for m in self.scanned.all(kind) if not (kind == "pronoun" and m.value == "last" and m.text[0] in "那这" and m.start in ends))

    @property
    def leans(self) -> bool:
        """The clause belongs to the run of questions before it: 最大的项目呢, or a bare 电费."""
        named = self.plan.operation == "lookup" and bool(self.content) and not self.scanned.all("operator") and not re.search(r"多少|几|吗|how|what", self.scanned.text)
        return named or self.follows or self.led or bool(re.search(r"呢[?？]?$", self.scanned.text))

    def same_indicator(self) -> bool:
        """The clause asks the last indicator of another project, and does not say again what it counts."""
        return self.plan.operation == "indicator" == self.last.plan.operation and self.short and not re.search(r"多少|几", self.scanned.text)

    @property
    def piece(self) -> str:
        """The one stretch that the clause names, without scope and polite words; empty where it names several or none."""
        covered = [False] * len(self.scanned.text)
        for mention in self.scanned.mentions:
            if mention.kind in _SILENT:
                covered[mention.start : mention.end] = [True] * (mention.end - mention.start)
        text = "".join(" " if covered[i] or not (char.isalnum() or char in "()（）") else char for i, char in enumerate(self.scanned.text))
        pieces = text.split()
        return _TAIL.sub("", pieces[0]) if len(pieces) == 1 else ""

    def topics(self) -> tuple[Turn, ...]:
        """Earlier turns that gave the amount of something that the one stretch is a part of, the latest first."""
        key = name_key(self.piece)
        found: dict[tuple, Turn] = {}
        for turn in reversed(self.turns):
            for operand in turn.subjects()[:1]:
                if len(key) > 1 and any(key in s.key or key in name_key(s.name) for s in operand.subjects):
                    found.setdefault(operand.subjects, turn)
        return tuple(found.values())

    def all_of_last(self) -> tuple[Operand, ...]:
        """What a share speaks of that names no part: every row last listed, the parts of a sum, else the one amount."""
        given = self.last.amounts()
        if self.last.plan.operation in ("list", "rank") and len(given) > 1 and len(given) == len(self.last.items):
            return tuple(replace(operand, scope=Scope()) for operand in given) if len(self.last.groups) == 1 else given
        return self.last.subjects() if self.last.plan.operation == "sum" else self.last.subjects()[:1]

    def about(self, *axes: str) -> Operand | None:
        """The amount last spoken of (on one of some axes); that of an earlier turn where the last one named only an indicator or a text."""
        return next((o for turn in reversed(self.turns) for o in turn.subjects()[:1] if o.subjects and (not axes or any(o.of(axis) for axis in axes))), None)

    @property
    def content(self) -> list:
        return [m for m in self.scanned.mentions if m.kind in CONTENT]

    @property
    def short(self) -> bool:
        """货物呢, 那基本支出呢, 工程的？: a clause that names something and asks nothing of its own."""
        if self.wrong is not None:
            return True
        asks = self.led and not re.search(r"多少|几|哪|什么|吗|谁|how|what|which", self.scanned.text)
        return len(self.content) <= 2 and (asks or bool(re.search(r"(?:呢|的|那个|那块|那部分)[?？]?$", self.scanned.text))) and not self.scanned.all("rank")

    @property
    def follows(self) -> bool:
        """The clause says too little to stand alone."""
        bare = self.plan.words
        for mention in self.scanned.all("rank"):
            bare = bare.replace(mention.text, "")
        return bool(set(self.said("pronoun")) - {"back"}) or (not self.plan.operands and not bare.strip()) or self.short
