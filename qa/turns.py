"""What a conversation remembers: the questions that were answered, the amounts that they gave, and the one still open."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from qa.draft import Item
from qa.holdings import Group
from qa.numerals import small_number
from qa.plan import Operand, Plan, Scope
from qa.records import Choice
from qa.scan import Scanned

_LISTS = ("lookup", "list", "rank", "difference", "compare", "ratio", "reverse", "count", "share")
"""Operations whose rows a later 前者, 第二个, 加起来 may mean."""
_NUMBER = re.compile(r"^(?:我?选)?(?:择)?第?(?P<n>\d|[一二两三四五六七八九])(?:个|项|份|条|家)?[.。、]?$")


@dataclass(frozen=True, slots=True)
class Turn:
    """A question that was answered: its Plan and what later questions may refer to."""

    plan: Plan
    scope: Scope
    items: tuple[Item, ...]
    groups: tuple[Group, ...] = ()
    several: bool = False
    """The turn spoke of several budgets, and so does what follows it."""
    fragment: bool = False
    """The turn leant on the one before it: 电费呢."""
    wholes: tuple[Operand, ...] = ()
    """What the turn's amount was asked for as a part of: 其中货物."""
    text: str = ""
    """The clause as it was read."""

    def amounts(self) -> tuple[Operand, ...]:
        """The amounts that the answer gave, each in its own budget."""
        if self.plan.operation not in _LISTS:
            return self.subjects() if self.plan.operation == "sum" else ()
        only = self.groups[0] if len(self.groups) == 1 else None
        found = []
        for item in self.items:
            operand = item.operand or (Operand(item.subjects) if item.subjects else None)
            if operand is not None and operand.subjects:
                found.append(replace(operand, scope=scope_of(item.group or only)))
        return tuple(dict.fromkeys(found))

    def subjects(self) -> tuple[Operand, ...]:
        """What 它 means: the row that a ranking named, the parts of a sum, the part of a share, else the amount asked for."""
        if self.plan.operation in ("rank", "reverse", "list") and self.items and self.items[0].subjects:
            return (self.items[0].operand or Operand(self.items[0].subjects),)
        return self.plan.operands


def one_amount(turn: Turn) -> tuple[Operand, ...]:
    """The one amount that a turn was about, the part of a share; empty where it gave several or none."""
    given = turn.amounts()
    if turn.plan.operation == "share" and len(turn.plan.operands) == 2:
        return given[:1]
    return given if turn.plan.operation in ("lookup", "rank") and len(given) == 1 else ()


@dataclass(frozen=True, slots=True)
class Open:
    """A question that was read and not answered: a bare year or department completes it."""

    plan: Plan
    scope: Scope
    scanned: Scanned
    foreign: tuple[str, ...] = ()
    """Bodies that it named and that are not held: what leans on it is about them."""


@dataclass(slots=True)
class Conversation:
    """The turns so far; `scope` is the budget last spoken of."""

    turns: list[Turn] = field(default_factory=list)
    spoken: Scope | None = None
    """The budget that the last question named, where it was not answered."""
    open: Open | None = None
    """The last question, where it was not answered."""
    choices: tuple[Choice, ...] = ()
    """What the last reply offered to choose from."""

    @property
    def last(self) -> Turn | None:
        return self.turns[-1] if self.turns else None

    @property
    def scope(self) -> Scope:
        return self.spoken or (self.last.scope if self.last else Scope())

    def add(self, turn: Turn) -> None:
        self.turns.append(turn)
        self.spoken = self.open = None
        del self.turns[:-40]

    def chosen(self, text: str) -> str:
        """The question of the choice that the text picks by its number or its label, else the text."""
        offered, self.choices = self.choices, ()
        if not offered:
            return text
        number = _NUMBER.match(text.strip())
        index = (small_number(number["n"]) or 0) - 1 if number else -1
        if 0 <= index < len(offered):
            return offered[index].question
        return next((choice.question for choice in offered if choice.label == text.strip()), text)


def unanswered(left: Open, last: Turn | None) -> Turn:
    """The question that was not answered, as what the next one leans on: 一年多少钱 after 付给谁."""
    return Turn(left.plan, left.scope, (), last.groups if last else ())


def scope_of(group: Group | None) -> Scope:
    """The scope that names one budget and no other."""
    return Scope((group.department,), (group.year,) if group.year else (), group.phase, group.scope) if group else Scope()


def chain(turns: tuple[Turn, ...]) -> tuple[Turn, ...]:
    """The last turns that gave one amount each, from the question that was asked in full to its last follow-up."""
    found: list[Turn] = []
    for turn in reversed(turns):
        if not one_amount(turn):
            break
        found.append(turn)
        if not turn.fragment:
            break
    return tuple(reversed(found))


def one_each(turns: tuple[Turn, ...], most: int) -> tuple[Operand, ...]:
    """The amounts of the last turns that gave one each, as many as are wanted, in the order in which they were asked for."""
    found: list[Operand] = []
    for turn in reversed(turns):
        given = one_amount(turn)
        found += [amount for amount in given if amount not in found]
        if not given and turn.plan.operation in ("lookup", "list") and len(turn.amounts()) > 1:
            break
        if len(found) == most:
            break
    return tuple(reversed(found))


def running(turns: tuple[Turn, ...]) -> tuple[Operand, ...]:
    """水费多少, 电费呢, 取暖费呢: the amounts of one run of questions, without the whole that others of them are part of."""
    run = chain(turns)
    wholes = {operand.subjects for turn in run for operand in turn.wholes}
    found = tuple(dict.fromkeys(operand for turn in run for operand in one_amount(turn) if operand.subjects not in wholes))
    return found if len(found) > 1 else one_each(turns, 2)
