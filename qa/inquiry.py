"""One question on its way to an answer: the Plan, the documents in scope, the finder, the draft."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from qa.amounts import Finder
from qa.authority import Amount
from qa.draft import Draft, Item
from qa.facts import Cell
from qa.holdings import Group, Holdings
from qa.members import MemberCatalog
from qa.plan import Operand, Plan
from qa.sql import Database, parsed
from qa.turns import scope_of


class NotHeld(Exception):
    """Nothing held answers the Plan; the message says what was sought and what there is instead."""

    def __init__(self, message: str, suggestions: tuple[str, ...] = ()):
        super().__init__(message)
        self.suggestions = suggestions


class Unclear(Exception):
    """Several readings fit and their answers differ; each choice is a label and the question that it asks."""

    def __init__(self, message: str, choices: tuple[tuple[str, str], ...]):
        super().__init__(message)
        self.choices = choices


_STAGES = {"budget": "预算数", "adjusted": "全年预算数", "final": "决算数"}
"""What a final account calls its figures beside what was spent."""


@dataclass(slots=True)
class Inquiry:
    """What an operation works with."""

    database: Database
    holdings: Holdings
    catalog: MemberCatalog
    finder: Finder
    plan: Plan
    groups: tuple[Group, ...]
    """Budgets in scope, one each for department, year, phase; the Plan speaks of all of them."""
    draft: Draft
    several: bool = False
    """The question names several budgets: each is answered."""
    alike: dict[tuple, list[Group]] | None = field(default=None, init=False)
    """The budgets by department, year and phase, once one is named."""

    def pairs(self) -> tuple[tuple[int, Group], ...]:
        """Each operand with each budget, or with its own where it names one: 前者是后者的几倍 after two budgets."""
        every = tuple((index, group) for group in self.groups for index in range(len(self.plan.operands)))
        if not self.apart:
            return every
        return tuple((index, group) for index, operand in enumerate(self.plan.operands) for group in self.groups if scope_of(group) == operand.scope)

    @property
    def apart(self) -> bool:
        """The operands name budgets of their own, and not the same."""
        return all(operand.scope.departments for operand in self.plan.operands) and len({operand.scope for operand in self.plan.operands}) > 1

    def amount(self, index: int, group: Group) -> Amount | None:
        """The amount of the Plan's operand in a group, by the first of its readings that is held."""
        for operand in self.readings(index):
            found = self.finder.find(operand, group, self.catalog.of(group.ids))
            if found is not None:
                return found
        return None

    def readings(self, index: int) -> tuple[Operand, ...]:
        if index < len(self.plan.readings) and self.plan.readings[index]:
            return self.plan.readings[index]
        return (self.plan.operands[index],)

    def of(self, operand: Operand, group: Group) -> Amount | None:
        """The amount of another operand, such as the whole of a share."""
        return self.finder.find(operand, group, self.catalog.of(group.ids))

    def name(self, amount: Amount, index: int | None = None) -> str:
        """What the amount is called: as the document prints it."""
        cell = amount.cells[0]
        operand = self.used(index, amount) if index is not None else None
        name = amount_name(amount, cell, operand)
        if operand is not None and operand.stage == "prior" and amount.group.year:
            return f"{amount.group.year - 1}年{name}"
        stage = _STAGES.get(operand.stage or "", "") if operand is not None and amount.group.phase == "决算" else ""
        return name if not stage or stage[:-1] in name else name + stage

    def used(self, index: int, amount: Amount) -> Operand:
        """The reading that an amount came from."""
        for operand in self.readings(index):
            found = self.finder.find(operand, amount.group, self.catalog.of(amount.group.ids))
            if found is not None:
                return operand
        return self.plan.operands[index]

    def where(self) -> str:
        """Whose budgets were looked at, without years."""
        return "、".join(list(dict.fromkeys(group.spoken() for group in self.groups))[:3])

    def prefix(self, group: Group) -> str:
        """Whose budget the sentence is about, where it is not plain."""
        if self.alike is None:
            self.alike = {}
            for g in self.groups:
                self.alike.setdefault((g.department, g.year, g.phase), []).append(g)
        return group.named(with_scope=any(g is not group for g in self.alike.get((group.department, group.year, group.phase), ())))

    def spoken(self, amount: Amount, label: str) -> str:
        """Value and marks of an amount, recorded as a figure; blank cells say so."""
        markers = tuple(self.draft.cite(cell) for cell in amount.cells)
        formula = " + ".join(cell.printed for cell in amount.cells) if amount.summed and len(amount.cells) <= 12 else None
        text = self.draft.money(label, amount.fen, amount.unit, markers, formula)
        if amount.value is None:
            return f"{text}（未安排，表中为空{self._note(amount)}）"
        if amount.value == 0:
            return f"{text}（文件中印为 0，即没有安排）"
        return text + (f"（{len(amount.cells)} 行相加）" if amount.summed else "")

    def _note(self, amount: Amount) -> str:
        """What the note under an empty table says of it, quoted; empty where none stands there."""
        cell = amount.cells[0]
        rows = self.database.select("SELECT * FROM passage WHERE document_id = ? AND kind = 'note' AND heading = ? ORDER BY id", (cell.document_id, cell.table_name))
        note = next((row for row in rows if _EMPTY.search(row["text"])), None)
        if note is None:
            return ""
        marks = "".join(f"[{m}]" for m in self.draft.cite_text(note["id"], note["document_id"], note["text"], parsed(note["location"]), note["heading"]))
        return f"；表下注明“{note['text']}”{marks}"

    def keep(self, amount: Amount, label: str, operand: Operand | None) -> None:
        """Remembers an amount for later questions, and states what other tables say against it."""
        subjects = operand.subjects if operand else ()
        self.draft.items.append(Item(label, subjects, amount.value, amount.unit, amount.cells, amount.cells[0].project_id, operand, amount.group))
        for _value, cells in amount.others[:2]:
            markers = "".join(f"[{self.draft.cite(cell)}]" for cell in cells[:3])
            printed = "、".join(cell.printed for cell in cells[:3])
            self.draft.warn(f"{cells[0].table_name}的同名数字不一致：{printed} {cells[0].unit}{markers}")

    def with_plan(self, plan: Plan) -> Inquiry:
        return replace(self, plan=plan)


_EMPTY = re.compile(r"(?:无|没有|未安排).{0,60}空表|为空|(?:无|没有|未安排)[^，。]{2,40}(?:预算|支出|收入|经费)")
FUND_NAMES = {"government_fund": "政府性基金预算", "state_capital": "国有资本经营预算", "general": "一般公共预算", "fiscal": "财政拨款"}


def amount_name(amount: Amount, cell: Cell, operand: Operand | None) -> str:
    """行政运行的基本支出, 公务接待费, 教育支出."""
    from qa.vocabulary import measures

    rows = [subject for subject in (operand.subjects if operand else ()) if subject.axis not in ("measure",)]
    measure = measures().get(amount.measure or "", {}).get("name", "")
    fund = FUND_NAMES.get(operand.fund or "", "") if operand else ""
    if not rows and fund and operand and not any(s.text for s in operand.subjects):
        return f"{fund}支出"
    if not rows:
        asked = next((s for s in (operand.subjects if operand else ()) if s.axis == "measure"), None)
        if asked and asked.key != amount.measure and cell.dimensions:
            return next((cell.member(axis)[1] for axis in ("department", "government", "function") if cell.member(axis)), cell.label)
        if cell.level != "total" and cell.label and cell.label not in amount.group.department and not (asked and asked.key != amount.measure):
            return cell.label
        return (fund + measure if fund and fund not in measure else measure) or cell.column_label.split(" / ")[-1]
    named = "、".join(dict.fromkeys(printed_name(cell, subject.axis, subject.name) for subject in rows))
    if operand and operand.of("measure") and measure:
        return f"{named}的{measure}"
    return named


def printed_name(cell: Cell, axis: str, name: str) -> str:
    """The member's name as the cell's row prints it."""
    from qa.normalise import name_key

    for dimension, _, printed in cell.members:
        if dimension == axis and name_key(printed) == name_key(name):
            return printed
    found = cell.member(axis)
    return name or (found[1] if found else cell.label)
