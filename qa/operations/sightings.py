"""Where a document says a figure or speaks of a subject: cells, sentences and indicators, each with the words around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from qa.authority import Amount, table_number
from qa.doubts import Claim, Doubt
from qa.draft import marks_text
from qa.facts import Cell, cells
from qa.holdings import Group
from qa.inquiry import Inquiry
from qa.mentions import Mention
from qa.normalise import name_key
from qa.numerals import SCALES, small_number
from qa.operands import CONTENT
from qa.operations.indicators import cite_target
from qa.plan import Operand
from qa.scan import Scanned
from qa.sql import marks
from qa.statements import statement_cell
from qa.texts import Target, coverage, targets

LONG = 5
"""Digits of a number that stands for itself."""
LEAST_SHARED = 4
"""Characters of a project's name by which it is known."""
_PLAIN = ("金额", "预算数", "决算数", "合计", "小计", "总计", "预算金额")
"""Headers of columns that tell nothing beside the row's own label."""
_IDLE = re.compile(r"(?:的|了|那块|那个|这个|那|这|经费|预算数|预算|决算数|决算|支出|金额|资金|总额|总数|数|费)+$")


@dataclass(frozen=True, slots=True)
class Sighting:
    """One place that prints a figure."""

    label: str
    value: Decimal
    """In 元 for money, else as printed."""
    unit: str
    place: str
    context: str
    """All words that say what the figure is."""
    cells: tuple[Cell, ...] = ()
    """Several where the figure is their sum."""
    target: Target | None = None
    role: str = "amount"
    direction: str = ""
    base: str = ""
    year: int | None = None
    blank: bool = False

    @property
    def fen(self) -> int:
        return int(self.value * 100)

    @property
    def cell(self) -> Cell | None:
        return self.cells[0] if self.cells else None

    def cite(self, inquiry: Inquiry) -> tuple[int, ...]:
        """The markers of every row that makes the figure."""
        if self.target is not None:
            return (cite_target(inquiry, self.target),)
        return tuple(dict.fromkeys(inquiry.draft.cite(cell) for cell in self.cells))

    def earlier(self, group: Group) -> bool:
        """The figure is of a year before the budget's own."""
        return self.cell is not None and (self.cell.stage in ("executed", "prior") or bool(self.year and group.year and self.year < group.year))

    def said(self, inquiry: Inquiry) -> str:
        """The figure with its mark, recorded."""
        markers = self.cite(inquiry)
        if self.blank:
            if self.unit in SCALES:
                inquiry.draft.money(self.label, 0, self.unit, markers)
            return f"为空（未安排）{marks_text(markers)}"
        if self.unit in SCALES:
            formula = " + ".join(cell.printed for cell in self.cells) if len(self.cells) > 1 else None
            return inquiry.draft.money(self.label, self.fen, self.unit, markers, formula)
        return inquiry.draft.number(self.label, self.value, self.unit, markers)


def of_statement(row) -> Sighting:
    """A row of `statement` (with its passage's heading) as a sighting."""
    cell = statement_cell(row)
    value = Decimal(row["amount"]) / 100 if row["amount"] is not None and cell.unit in SCALES else Decimal(row["number"])
    unit = cell.unit if row["amount"] is not None or cell.unit not in SCALES else row["unit"]
    context = f"{row['heading']}{row['subject']}{row['member'] or ''}{row['sentence']}"
    return Sighting(row["subject"] or "该数", value, unit, "正文", context, (cell,), None, row["role"], row["direction"] or "", row["base"] or "", row["year"])


def of_cell(cell: Cell) -> Sighting:
    """A cell as a sighting."""
    name = cell.label or ("合计" if cell.level == "total" else "") or next((member[2] for member in cell.members if member[0] not in ("unit", "item")), "") or cell.column_label.split(" / ")[-1]
    column = cell.column_label.split(" / ")[-1]
    if cell.level == "total" and cell.label and column not in (cell.label, *_PLAIN):
        name = f"{cell.label}（{column}）"
    context = f"{cell.table_name}{cell.label}{''.join(member[2] for member in cell.members)}{cell.column_label}{''.join(cell.keys.values())}"
    return Sighting(name, Decimal(cell.amount or 0) / 100, cell.unit, cell.table_number or f"《{cell.table_title}》", context, (cell,), blank=cell.amount is None)


def of_target(target: Target) -> Sighting:
    """A quantitative indicator as a sighting."""
    number = Decimal(target.number or "0")
    money = target.unit in SCALES
    context = f"{target.owner}{target.level1}{target.level2}{target.name}{target.table}指标目标"
    return Sighting(target.name, number * SCALES[target.unit] if money else number, target.unit, target.table.split(" ")[0], context, (), target)


def statements(inquiry: Inquiry, group: Group, where: str, parameters: tuple = ()) -> list[Sighting]:
    """Quantities of prose that satisfy a condition, in printed order."""
    sql = f"SELECT s.*, p.heading FROM statement s JOIN passage p ON p.id = s.passage_id WHERE s.document_id IN ({marks(group.ids)}) AND {where} ORDER BY s.document_id, s.id"
    return [of_statement(row) for row in inquiry.database.select(sql, (*group.ids, *parameters))]


def printing(inquiry: Inquiry, group: Group, claim: Claim) -> list[Sighting]:
    """Every place that prints the figure that the question claims; where it is said in fewer digits, what rounds to it."""
    if not claim.money:
        unit = "s.unit LIKE ? || '%'" if claim.unit != "%" else "s.unit = ?"
        found = [s for s in statements(inquiry, group, unit, (claim.unit,)) if s.value == claim.value]
        return found + [of_target(t) for t in targets(inquiry.database, group.ids) if t.number and Decimal(t.number) == claim.value and t.unit.startswith(claim.unit)]
    found = []
    for fen in claim.fen():
        low, high = fen - claim.slack(fen), fen + claim.slack(fen)
        found += statements(inquiry, group, "s.amount BETWEEN ? AND ?", (low, high))
        found += [of_cell(cell) for cell in cells(inquiry.database, f"f.document_id IN ({marks(group.ids)}) AND f.amount BETWEEN ? AND ?", (*group.ids, low, high))]
        found += [of_target(t) for t in targets(inquiry.database, group.ids) if t.number and t.unit in SCALES and low <= int(Decimal(t.number) * SCALES[t.unit] * 100) <= high]
    exact = [s for s in found if any(s.fen == fen for fen in claim.fen())]
    return [*exact, *(s for s in found if s not in exact)]


def words_of(mention: Mention) -> tuple[str, ...]:
    """The names that a mention may mean, and its own words without what any name may end with."""
    names = [text for s in mention.value for text in (s.name, s.key) if text and s.axis != "measure"] + [s.name for s in mention.value if s.axis == "measure" and s.name]
    return tuple(dict.fromkeys([_IDLE.sub("", mention.text) or mention.text, *names]))


def fits(context: str, mention: Mention) -> bool:
    """The context speaks of what the mention names."""
    held = name_key(context)
    return any(name_key(word) in held or (len(word) > 3 and coverage(word, context) >= 0.8) for word in words_of(mention))


def strong(mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Mentions that name something by themselves."""
    return tuple(m for m in mentions if m.kind in CONTENT and not all(s.weak for s in m.value))


def near(claim: Claim, doubt: Doubt, scanned: Scanned) -> tuple[Mention, ...]:
    """What the words on the claim's own side name; else what stands before it."""
    named = strong(scanned.mentions)
    start, end = doubt.piece(claim.start)
    own = tuple(m for m in named if start <= m.start < end)
    return own or tuple(m for m in named if m.start < claim.start)


def place(inquiry: Inquiry, group: Group, claim: Claim, doubt: Doubt, scanned: Scanned, *, free: bool = False) -> list[Sighting]:
    """The places that a claim may mean, those that fit its words best; empty where the words say another thing.

    `free`: a long number stands for itself, whatever its words say.
    """
    named = near(claim, doubt, scanned)
    found = printing(inquiry, group, claim)
    found = [s for s in found if s.direction == claim.direction] or found
    if not found:
        return []
    scores = [sum(fits(s.context, m) for m in named) for s in found]
    best = max(scores)
    if named and best == 0 and not (free and len(re.sub(r"\D", "", str(claim.value))) >= LONG):
        return []
    return [s for s, score in zip(found, scores, strict=True) if score == best]


def project_of(inquiry: Inquiry, group: Group, doubt: Doubt, scanned: Scanned) -> tuple[str, str] | None:
    """Id and name of the one project that the question names, in whole or by a piece that no other has."""
    keys = {s.key for m in strong(scanned.mentions) for s in m.value if s.axis == "project"}
    rows = inquiry.database.select(f"SELECT id, name FROM project WHERE document_id IN ({marks(group.ids)}) ORDER BY id", group.ids, log=False)
    found = [(row["id"], row["name"]) for row in rows if name_key(row["name"]) in keys]
    if not found:
        sizes = {row["id"]: _shared(name_key(row["name"]), name_key(doubt.text)) for row in rows}
        best = max(sizes.values(), default=0)
        found = [(row["id"], row["name"]) for row in rows if sizes[row["id"]] == best] if best >= LEAST_SHARED else []
    return found[0] if len({name for _, name in found}) == 1 else None


def _shared(name: str, text: str) -> int:
    """Characters of the longest piece of the name that the text has."""
    return max((j - i for i in range(len(name)) for j in range(i + 1, len(name) + 1) if name[i:j] in text), default=0)


def amount_of(inquiry: Inquiry, group: Group, mention: Mention, table: str | None = None) -> Amount | None:
    """The amount of what one mention names, by the first of its meanings that is held."""
    for subject in mention.value:
        found = inquiry.of(Operand((subject,), table=table), group)
        if found is not None:
            return found
    return None


def tables_named(inquiry: Inquiry, scanned: Scanned, group: Group) -> list[str]:
    """Ids of the tables that the question names by number or kind, in its order."""
    rows = inquiry.database.select(f"SELECT id, number, title, type FROM source_table WHERE document_id IN ({marks(group.ids)}) ORDER BY ordinal", group.ids, log=False)
    found = []
    for mention in scanned.all("table"):
        number = small_number(mention.value["number"]) if mention.value.get("number") else None
        fitting = [row["id"] for row in rows if (number is not None and table_number(row["number"]) == number) or (mention.value.get("type") and row["type"] == mention.value["type"])]
        found += fitting[:1]
    return list(dict.fromkeys(found))


def main_cells(inquiry: Inquiry, table: str) -> list[Cell]:
    """The cells of a table's own whole amounts, one a row."""
    order = ("expenditure", "expenditure_total", "purchased_service", "procurement", "project_amount", "basic", "fiscal")
    held = [cell for cell in cells(inquiry.database, "f.table_id = ?", (table,)) if cell.side != "income" and cell.stage in ("budget", "final")]
    wanted = next((m for m in order if any(cell.measure == m for cell in held)), None)
    column = next((cell.column for cell in held if cell.measure == wanted), None)
    return [cell for cell in held if cell.column == column]
