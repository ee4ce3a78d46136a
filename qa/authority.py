"""Which of the cells that fit an operand answers it: one column's amount, the most authoritative column, and what the others say against it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from qa.facts import Cell
from qa.holdings import Group
from qa.plan import Operand
from qa.summed import addends

FUNDS = ("all", None, "fiscal", "general")
"""Whose money a question means that does not say: the widest there is."""


MAIN_MEASURES = ("expenditure", "expenditure_total", "procurement", "purchased_service", "project_amount", "basic", "agency_running", "project", "public", "personnel", "income", "income_total", None)
"""Which column of a row is meant where only the row is named, first one held."""


SPLIT = ("personnel", "public")
"""Columns that sort economic items: a blank says that the item is not of this kind, not that nothing is arranged."""


CLASSES = {"personnel": ("301", "303"), "public": ("302", "307", "309", "310", "311", "312", "313", "399")}
"""Classes of 部门预算支出经济分类 (财政部, 2018) that basic expenditure sorts into 人员经费 and 公用经费."""


CLOSED = {"three_public": ("abroad", "reception", "vehicles", "vehicle_purchase", "vehicle_running"), "vehicles": ("vehicle_purchase", "vehicle_running")}
"""Measures whose parts are fixed by rule: 会议费 is no part of 三公经费."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure found, with the cells that make it."""

    label: str
    group: Group
    value: int | None
    """Fen; `None` where every cell is blank."""
    unit: str
    cells: tuple[Cell, ...]
    summed: bool = False
    measure: str | None = None
    fund: str | None = None
    others: tuple[tuple[int | None, tuple[Cell, ...]], ...] = field(default=())
    """What other tables say of the same thing with another figure."""
    guess: str = ""

    @property
    def fen(self) -> int:
        return self.value or 0


def choose(candidates: list[Cell], operand: Operand, group: Group) -> Amount | None:
    """The most authoritative amount among candidate cells."""
    groups = [made for key, found in _by_column(candidates).items() if (made := _amount(found, operand, group)) is not None]
    groups = [amount for amount in groups if _allowed(amount, operand, group)]
    if not groups:
        return None
    groups.sort(key=lambda amount: _authority(amount, operand, group))
    best = groups[0]
    others = []
    for other in groups[1:]:
        same_kind = (other.measure, other.fund, other.cells[0].stage, other.group) == (best.measure, best.fund, best.cells[0].stage, best.group)
        if same_kind and other.value is not None and best.value is not None and abs(other.value - best.value) > _slack(other, best):
            others.append((other.value, other.cells))
    printed = next((a for a in groups if best.summed and not a.summed and a.value == best.value and a.unit == best.unit and a.cells[0].stage == best.cells[0].stage), None)
    if printed is not None:  # one table prints what the rows of another add up to: both prove it
        return Amount(printed.label, group, best.value, best.unit, (*printed.cells, *best.cells), False, printed.measure, printed.fund, tuple(others))
    return Amount(best.label, group, best.value, best.unit, best.cells, best.summed, best.measure, best.fund, tuple(others))


def _slack(left: Amount, right: Amount) -> int:
    """Rounding that two tables may differ by: one unit of the last printed digit of the coarser."""
    return max(_last_digit(left.cells[0]), _last_digit(right.cells[0]))


def _last_digit(cell: Cell) -> int:
    scale = {"元": 100, "千元": 100_000, "万元": 1_000_000, "亿元": 10_000_000_000}.get(cell.unit, 100)
    places = len(cell.printed.rsplit(".", 1)[1]) if "." in cell.printed else 0
    return max(1, scale // 10**places)


def _by_column(candidates: Iterable[Cell]) -> dict[tuple, list[Cell]]:
    found: dict[tuple, list[Cell]] = {}
    for cell in candidates:
        found.setdefault((cell.document_id, cell.table_id, cell.measure, cell.fund, cell.stage, cell.side, None if cell.measure else cell.column_label), []).append(cell)
    return found


def _amount(found: list[Cell], operand: Operand, group: Group) -> Amount | None:
    """One column's amount: its only row, its total, or the sum of its leaves."""
    asked = frozenset(s.axis for s in operand.subjects)
    exact = [cell for cell in found if cell.dimensions <= asked and _is_exactly(cell, operand)]
    totals = [cell for cell in found if cell.level == "total"]
    if found[0].sentence is not None:
        found = exact = totals[:1]
    rows_asked = asked - {"measure", "label"}
    if rows_asked:
        pool = [cell for cell in exact if cell.level != "leaf"] or exact or [cell for cell in found if cell.level == "leaf"] or found
        pool = _without_children(pool)
    elif all(cell.measure == "basic" for cell in found) and any(s.key in CLASSES for s in operand.of("measure")):
        pool = _without_children(found)
    else:
        pool = totals[:1] if totals else found[:1]
    if not pool:
        return None
    filled = [cell for cell in addends(pool) if cell.amount is not None]
    if not filled and pool[0].measure in SPLIT and rows_asked & {"department", "government"}:
        return None
    value = sum(cell.amount for cell in filled) if filled else None
    return Amount(pool[0].label, group, value, pool[0].unit, tuple(filled or pool[:1]), len(filled) > 1, pool[0].measure, pool[0].fund)


def _is_exactly(cell: Cell, operand: Operand) -> bool:
    """The row is the asked member itself and not something under it."""
    from qa.normalise import name_key

    for subject in operand.subjects:
        if subject.axis in ("measure", "label"):
            continue
        names = [(code, name_key(name)) for axis, code, name in cell.members if axis == subject.axis]
        if not any(subject.key == key or subject.key in key or (subject.code and code == subject.code) for code, key in names):
            return False
        if subject.code and not any(code == subject.code for code, _ in names):
            return False
    return True


def _without_children(pool: list[Cell]) -> list[Cell]:
    """Rows without those whose parent stands among them: a parent is never summed with its children."""
    codes = {(axis, code) for cell in pool for axis, code, _ in cell.members if code and axis in ("function", "government", "department")}

    def has_parent(cell: Cell) -> bool:
        return any(
            code and any(other != code and code.startswith(other) and other_axis == axis for other_axis, other in codes)
            for axis, code, _ in cell.members
            if axis in ("function", "government", "department")
        )

    kept = [cell for cell in pool if not has_parent(cell)]
    return kept or pool


WHOLES = ("expenditure", "expenditure_total", "income_total", "income")
"""What a unit's budget is where its row alone is named: its projects and what it buys are parts of that."""


def _allowed(amount: Amount, operand: Operand, group: Group) -> bool:
    cell = amount.cells[0]
    if not operand.of("measure") and not operand.table and not operand.fund and _is_unit(cell) and amount.measure not in WHOLES:
        return False
    if operand.stage:
        if cell.stage != operand.stage:
            return False
    elif cell.stage not in ("final" if group.phase == "决算" else "budget", "budget" if group.phase != "决算" else "final"):
        return False
    if operand.fund and amount.fund != operand.fund and not (operand.fund == "fiscal" and amount.fund == "general"):
        return False
    if not operand.fund and amount.fund not in FUNDS and not operand.of("measure") and not operand.table:
        return amount.value is not None
    return not (operand.table and not table_is(cell, operand.table))


def _is_unit(cell: Cell) -> bool:
    """The row is a unit's own, which no project, subject or item splits."""
    return cell.level != "total" and not cell.dimensions and any(axis == "unit" and name == cell.label for axis, _, name in cell.members)


def table_is(cell: Cell, table: str) -> bool:
    """The cell stands in the table that was named: by number (03 = 预算03表 = 表三) or by type id."""
    if cell.table_type == table:
        return True
    return table.isdigit() and table_number(cell.table_number) == int(table)


@cache
def table_number(printed: str | None) -> int | None:
    """预算03表 → 3, 表一 → 1."""
    import re

    from qa.numerals import small_number

    match = re.search(r"\d+|[一二三四五六七八九十]+", printed or "")
    return small_number(match[0]) if match else None


def _authority(amount: Amount, operand: Operand, group: Group) -> tuple:
    """Sort key: the first is answered from."""
    cell = amount.cells[0]
    wanted = operand.fund
    fund = FUNDS.index(amount.fund) if amount.fund in FUNDS else len(FUNDS)
    if wanted:
        fund = 0 if amount.fund == wanted else 1
    main = MAIN_MEASURES.index(amount.measure) if amount.measure in MAIN_MEASURES else len(MAIN_MEASURES)
    if operand.of("measure"):
        main = 0
    elif amount.measure == "procurement" and operand.of("project") and not operand.of("procurement"):
        main = len(MAIN_MEASURES)  # what a project buys is a part of what it costs
    stage = 0 if cell.stage == ("final" if group.phase == "决算" else "budget") else 1
    side = 0 if cell.side != "income" or any(s.key.startswith("income") or s.key == "carryover_in" for s in operand.subjects) else 1
    own_table = 0 if is_own_table(cell) or cell.table_type == f"{wanted}_expenditure" else 1
    blank = amount.value is None  # of all money it cannot be blank where a part of it is printed
    return (stage, side, own_table if operand.of("measure") else 0, main, blank and not wanted, fund, blank, amount.summed, cell.table_ordinal, cell.row_ordinal, cell.column)


def is_own_table(cell: Cell) -> bool:
    """The table that exists to publish this measure: the 三公 table for 公务接待费."""
    own = {"three_public": "three_public", "procurement": "procurement", "purchased_service": "purchased_service", "agency_running": "agency_running"}
    family = "three_public" if cell.measure in (*CLOSED["three_public"], "three_public", "meeting", "training") else cell.measure
    return bool(family in own and cell.table_type == own[family])
