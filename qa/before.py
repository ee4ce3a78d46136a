"""What a budget's own text says of the year before: by how much an amount rose or fell, and so what it was."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass
from decimal import Decimal

from qa.authority import Amount
from qa.holdings import Group
from qa.numerals import SCALES
from qa.plan import Operand, Plan
from qa.sql import Database, marks
from qa.statements import stated_changes

SIGNS = {"增加": 1, "减少": -1, "持平": 0}
SLACK = 10_000
"""Fen that rounding to 0.01 万元 explains."""
_IN_BASE = re.compile(r"(?P<number>\d[\d,，]*(?:\.\d+)?)\s*(?P<unit>亿元|万元|千元|元)")
BASE = re.compile(
    r"(?:比|较|与|跟|和|同|对比|相比)(?:上一?年度?|去年|前一年|(?:(?:19|20)?\d\d)年度?)的?(?:全年|当年)?"
    r"(?:(?P<spent>预算执行数?|执行数?|决算数?|实际(?:支出|执行|发生)?数?)|(?P<planned>年初预算数?|预算(?:安排)?数?(?!执行)))"
)
"""What an amount is held against, where the question says of what stage it is: 比2024年执行数, 较上年预算数."""
_ASKS_SPENT = re.compile(r"执行数|决算|实际(?:支出|花|用|发生|数)")
_ASKS_PLANNED = re.compile(r"(?<!公共)(?<!基金)(?<!经营)(?<!部门)预算")
_SPENT = re.compile(r"执行|决算|实际|实绩")


@dataclass(frozen=True, slots=True)
class Told:
    """A change that the text states, with what it starts from and leads to."""

    first: sqlite3.Row
    """The statement of the change itself."""
    rows: tuple[sqlite3.Row, ...]
    """All that the sentence states of this change: its amount, its percentage."""
    now: int | None
    """In fen; `None` where neither the text nor a table gives it."""
    now_row: sqlite3.Row | None
    """The statement that gives it; `None` where a table does."""
    before: int | None
    """In fen."""
    printed: bool = False
    """The sentence itself prints what the amount is held against."""

    def of(self, role: str) -> sqlite3.Row | None:
        return next((row for row in self.rows if row["role"] == role), None)


def told_change(database: Database, group: Group, operand: Operand, amount: Amount | None) -> Told | None:
    """The change that the text states of an operand; `None` where it states none."""
    rowed = any(s.axis not in ("measure", "label") for s in operand.subjects)
    measure = None if rowed else next((s.key for s in operand.of("measure")), None)
    name = next((s.name for s in operand.subjects if s.axis not in ("measure", "label") and s.name), None) or operand.named()
    found = stated_changes(database, group.ids, measure or "", name, operand.fund)
    if not found:
        return None
    first = _of_the_same(database, group, found, measure, amount)
    same = {r["role"]: r for r in reversed(found) if (r["sentence"], r["direction"]) == (first["sentence"], first["direction"]) and _one(r, first)}
    change = same.get("change")
    now_row = _now(database, group, first)
    now = now_row["amount"] if now_row is not None else None
    if now is None and amount is not None and (rowed or (first["measure"] and first["measure"] == amount.measure)):
        now = amount.value
    before = _printed(first["base"] or "")
    if before is not None:
        return Told(first, tuple(same[role] for role in sorted(same)), now, now_row, before, printed=True)
    if now is not None and change is not None:
        moved = change["amount"] if change["amount"] is not None else 0 if first["direction"] == "持平" else None
        before = now - SIGNS.get(first["direction"], 0) * moved if moved is not None and first["direction"] in SIGNS else None
    return Told(first, tuple(same[role] for role in sorted(same)), now, now_row, before if before is not None and before >= 0 else None)


def told_before(database: Database, group: Group, operand: Operand, amount: Amount | None) -> Told | None:
    """The change that the text states of an operand, where what it was before can be known from it."""
    told = told_change(database, group, operand, amount)
    return told if told is not None and told.before is not None else None


def _of_the_same(database: Database, group: Group, found: list[sqlite3.Row], measure: str | None, amount: Amount | None) -> sqlite3.Row:
    """The first statement whose own amount is the one that is asked about; of totals several are spoken of, 收支总计 and 支出合计 among them."""
    if not (measure or "").startswith(("expenditure", "income")) or amount is None or amount.value is None:
        return found[0]
    for row in found:
        now = _now(database, group, row)
        if now is not None and abs(now["amount"] - amount.value) <= SLACK:
            return row
    return next((row for row in found if row["measure"] == measure), found[0])


def _one(row: sqlite3.Row, other: sqlite3.Row) -> bool:
    """Two statements speak of the same amount."""
    return row["subject"] == other["subject"] or any(row[key] is not None and row[key] == other[key] for key in ("measure", "member"))


def _now(database: Database, group: Group, first: sqlite3.Row) -> sqlite3.Row | None:
    """The one amount that the sentence (else its paragraph) states of what changed."""
    rows = database.select(
        f"""SELECT * FROM statement WHERE document_id IN ({marks(group.ids)}) AND passage_id = ? AND role = 'amount' AND amount IS NOT NULL AND stage IS ?
        AND (year IS NULL OR year = ?) AND (subject = ? OR (member IS NOT NULL AND member = ?) OR (measure IS NOT NULL AND measure = ? AND member IS NULL)) ORDER BY id""",
        (*group.ids, first["passage_id"], first["stage"], group.year, first["subject"], first["member"], first["measure"]),
    )
    rows = [row for row in rows if row["unit"] in SCALES]
    own = [row for row in rows if row["sentence"] == first["sentence"]] or rows
    return own[0] if own and len({row["amount"] for row in own}) == 1 else None


def _printed(base: str) -> int | None:
    """2024年预算数9,560.75万元: the amount that stands in what the change is from."""
    found = _IN_BASE.search(base)
    if found is None:
        return None
    number = Decimal(re.sub("[,，]", "", found["number"]))
    return int(number * SCALES[found["unit"]] * 100)


def printed_base(first: sqlite3.Row) -> str:
    """What a change is from; that of an outturn is from the outturn of the year before."""
    return f"{first['base'] or ''}{'决算' if first['stage'] == 'final' else ''}"


def says_gap(told: Told, gap: int) -> bool | None:
    """The text states the same change as two amounts make; `None` where it states none in money, or of another kind."""
    change = told.of("change")
    if change is None or told.first["direction"] not in SIGNS:
        return None
    moved = change["amount"] if change["amount"] is not None else 0 if told.first["direction"] == "持平" else None
    return None if moved is None else abs(SIGNS[told.first["direction"]] * moved - gap) <= SLACK


def fits_stage(plan: Plan, text: str, printed: str) -> bool:
    """What the document prints of the year before is of the stage that is asked for: its 执行数 is no budget, and its budget is nothing that was spent."""
    spent = bool(_SPENT.search(printed))
    if "execution" in plan.refusals or _ASKS_SPENT.search(text):
        return spent
    return not (spent and _ASKS_PLANNED.search(text))


def fits_base(text: str, printed: str) -> bool:
    """What the document holds an amount against is of the stage that the question says: no budget where 执行数 is asked."""
    asked = BASE.search(text)
    if asked is None:
        return True
    return bool(_SPENT.search(printed)) if asked["spent"] else not _SPENT.search(printed)
