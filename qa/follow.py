"""A clause of a conversation, with what it may lean on."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.members import Members
from qa.operands import CONTENT
from qa.plan import Operand, Plan, Scope
from qa.scan import Scanned
from qa.turns import Turn


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
    wrong: str | None = None
    """What a correction takes back; `None` where the clause corrects nothing."""

    def said(self, kind: str) -> tuple:
        """Values of the mentions of a kind; 那个 behind a name only ends it: 中小企业那个."""
        ends = {m.end for m in self.content}
        return tuple(m.value for m in self.scanned.all(kind) if not (kind == "pronoun" and m.value == "last" and m.text[0] in "那这" and m.start in ends))

    def about(self) -> Operand | None:
        """The amount last spoken of; that of an earlier turn where the last one named only an indicator or a text."""
        return next((o for turn in reversed(self.turns) for o in turn.subjects()[:1] if o.subjects), None)

    @property
    def content(self) -> list:
        return [m for m in self.scanned.mentions if m.kind in CONTENT]

    @property
    def short(self) -> bool:
        """货物呢, 那基本支出呢, 工程的？: a clause that names something and asks nothing of its own."""
        if self.wrong is not None:
            return True
        return len(self.content) <= 2 and bool(re.search(r"(?:呢|的|那个|那块|那部分)[?？]?$|^(?:那|那么|and\b|what about|how about)", self.scanned.text)) and not self.scanned.all("rank")

    @property
    def follows(self) -> bool:
        """The clause says too little to stand alone."""
        bare = self.plan.words
        for mention in self.scanned.all("rank"):
            bare = bare.replace(mention.text, "")
        return bool(set(self.said("pronoun")) - {"back"}) or (not self.plan.operands and not bare.strip()) or self.short
