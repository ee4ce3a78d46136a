"""Rows that are ranked, listed and counted: the members of one dimension in the table that speaks for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from index.knowledge import read_csv
from qa import attributes
from qa.authority import CLASSES, FUNDS, MAIN_MEASURES, WHOLES, table_is
from qa.draft import Item
from qa.excluding import meant
from qa.facts import Cell, dimension_cells, measured
from qa.holdings import Group
from qa.inquiry import Inquiry, NotHeld
from qa.normalise import name_key
from qa.plan import Condition, Operand, Plan, Singled, Subject
from qa.sources import by_source
from qa.statements import of_narrated, parts_of_narrated, spoken_forms
from qa.summed import addends

DEFAULT_MEASURES = {
    "project": ("project_amount", "project_annual", "project"),
    "procurement": ("procurement",),
    "service": ("purchased_service",),
}
"""What is counted of a dimension's rows where the question names no measure."""
PARTS = {"three_public": ("abroad", "reception", "vehicles"), "vehicles": ("vehicle_purchase", "vehicle_running")}
LEVELLED = ("service", "procurement", "project")
"""Dimensions whose rows carry all their levels: a row is listed under its own name too."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a ranking: a member with its amount."""

    label: str
    fen: int | None
    unit: str
    cells: tuple[Cell, ...]
    axis: str
    code: str | None = None

    def item(self) -> Item:
        if self.axis == "statement" and (forms := spoken_forms(self.label)):
            return Item(self.label, (Subject("statement", forms[0], self.label, self.label),), self.fen, self.unit, self.cells)
        subject = Subject(self.axis, name_key(self.label), self.label, self.label, self.code) if self.axis in ("function", "government", "department", "project", "narrated", "procurement", "service") else None
        return Item(self.label, (subject,) if subject else (), self.fen, self.unit, self.cells, self.cells[0].project_id if self.cells else None, self._operand(subject))

    def _operand(self, subject: Subject | None) -> Operand | None:
        """The row itself, where others may print the same name."""
        if subject is None or self.axis not in ("service", "procurement"):
            return None
        return Operand((subject,), rows=tuple(dict.fromkeys(cell.row_id for cell in self.cells)))


def entries(inquiry: Inquiry, group: Group) -> list[Entry]:
    """The rows of the Plan's dimension in a group, in printed order."""
    plan = inquiry.plan
    dimension = plan.dimension or "project"
    if plan.dimension in (None, "any") and _of_purchases(plan):
        dimension = "procurement"
    if dimension == "project" and (paid := by_source(inquiry, group)) is not None:
        return [Entry(name, cell.amount, cell.unit, (cell,), "project") for name, cell in paid]
    for operand in inquiry.readings(0) if plan.operands else (Operand(()),):
        found = _of_dimension(inquiry, group, dimension, plan.depth, operand)
        if found:
            return _without(found, plan.excluded)
    return []


def _of_purchases(plan: Plan) -> bool:
    """采购表中竞争性磋商的有几条: the rows of that table which a column of it tells apart."""
    return bool(plan.operands) and all(o.table == "procurement" and any(s.axis == "attribute" for s in o.subjects) for o in plan.operands)


def _without(found: list[Entry], left_out: tuple[Singled, ...]) -> list[Entry]:
    """The rows without those that the question leaves out; raises NotHeld where one of them is none of the rows."""
    for one in left_out:
        out = singled(found, one)
        if not out and one.said:
            raise NotHeld(f"没有认出“{one.said}”是其中的哪一行，所以不作答。")
        found = [entry for entry in found if entry not in out]
    return found


def singled(found: list[Entry], one: Singled) -> list[Entry]:
    """The rows that the words single out."""
    ids = meant(one, [(str(number), entry.code, name_key(entry.label)) for number, entry in enumerate(found)])
    return [entry for number, entry in enumerate(found) if str(number) in ids]


def _of_dimension(inquiry: Inquiry, group: Group, dimension: str, depth: int | None, operand: Operand) -> list[Entry]:
    measure = next((s.key for s in operand.of("measure")), None)
    if dimension in PARTS or dimension == "income":
        if any(s.axis not in ("measure", "label", "item") for s in operand.subjects):
            return []  # 灌溉中心的收入: these rows are of the whole budget
        return _measures(inquiry, group, PARTS[dimension], "measure") if dimension in PARTS else _income(inquiry, group)
    parents = tuple(s for s in operand.subjects if s.axis not in ("measure", "label"))
    narrated = next((s for s in parents if s.axis == "narrated"), None)
    if narrated is not None:
        return [Entry(c.label, c.amount, c.unit, (c,), "statement") for c in parts_of_narrated(inquiry.database, group.ids, narrated.key)]
    if dimension == "project" and measure in (*CLASSES, "basic", "agency_running"):
        dimension = "department"
    if dimension == "unit":
        return _units(inquiry, group, measure, operand)
    if measure and measure.startswith("income_"):
        return []  # 用到政府性基金的项目: a source of money is no amount of theirs
    wanted = (measure,) if measure and measure != "expenditure_total" else ()
    if dimension in DEFAULT_MEASURES and not (measure or "").startswith(f"{dimension}_"):
        wanted = DEFAULT_MEASURES[dimension]
    cells = dimension_cells(inquiry.database, group.ids, dimension, wanted)
    if not cells and measure in CLASSES:
        cells = [c for c in dimension_cells(inquiry.database, group.ids, "department", ("basic",)) if (c.member("department")[0] or "")[:3] in CLASSES[measure]]
        dimension = "department"
    if not cells and dimension == "government":
        return _of_dimension(inquiry, group, "department", depth, operand)
    if not cells and dimension == "project":
        told = _narrated(inquiry, group)
        if told:
            return told
        cells, dimension, depth = dimension_cells(inquiry.database, group.ids, "function", ("project",)), "function", 3
    if not cells and measure in ("project_amount", "expenditure_total", "expenditure", "project", "procurement", "purchased_service", "basic"):
        cells = dimension_cells(inquiry.database, group.ids, dimension, DEFAULT_MEASURES.get(dimension, ()))
    tables = _tables(cells, operand, group)
    if dimension == "project":
        tables.sort(key=lambda pool: -len({cell.member("project") for cell in pool if cell.amount is not None}))  # forms tell of a few of those that a list prints
    parents = tuple(_coded(parent, inquiry, group) for parent in parents)
    for pool in tables:
        made = _members(pool, dimension, depth, parents)
        if made:
            return made
    return []


def _units(inquiry: Inquiry, group: Group, measure: str | None, operand: Operand) -> list[Entry]:
    """The units of a department with their own rows' amounts; a row above other units adds them up and is none of them."""
    pair = next((both for both in (WHOLES[:2], WHOLES[2:]) if measure in both), ())
    wanted = WHOLES if measure is None else (measure, *pair)
    pools = _tables(dimension_cells(inquiry.database, group.ids, "unit", wanted), operand, group)
    for pool in sorted(pools, key=lambda pool: measure is not None and pool[0].measure != measure):
        rows = {c.label: c for c in pool if c.level != "total" and not c.dimensions and (own := c.member("unit")) and own[1] == c.label}
        codes = [c.member("unit")[0] or "" for c in rows.values()]
        units = [c for c in rows.values() if not any((own := c.member("unit")[0]) and code != own and code.startswith(own) for code in codes)]
        whole = sum(c.amount or 0 for c in units)
        units = [c for c in units if len(units) < 3 or not c.amount or 2 * c.amount != whole]
        if len(units) > 1:
            return [Entry(c.label, c.amount, c.unit, (c,), "unit", c.member("unit")[0]) for c in units]
    return []


def _tables(cells: Iterable[Cell], operand: Operand, group: Group) -> list[list[Cell]]:
    """Cells by table and column, the most authoritative first."""
    found: dict[tuple, list[Cell]] = {}
    default_stage = "final" if group.phase == "决算" else "budget"
    for cell in cells:
        if cell.stage != (operand.stage or default_stage):
            continue
        if operand.fund and cell.fund != operand.fund:
            continue
        if operand.table and not table_is(cell, operand.table):
            continue
        if not operand.of("measure") and cell.side == "income" and not (cell.dimensions <= {"unit"} and cell.measure in WHOLES):
            continue
        found.setdefault((cell.document_id, cell.table_id if cell.table_type not in ("project_form",) else "", cell.measure, cell.fund), []).append(cell)

    def authority(pool: list[Cell]) -> tuple:
        first = pool[0]
        main = MAIN_MEASURES.index(first.measure) if first.measure in MAIN_MEASURES else len(MAIN_MEASURES)
        fund = FUNDS.index(first.fund) if first.fund in FUNDS else len(FUNDS)
        return (not any(cell.amount for cell in pool), main, fund, first.table_ordinal, first.column)

    return sorted(found.values(), key=authority)


def _members(pool: list[Cell], dimension: str, depth: int | None, parents: tuple[Subject, ...]) -> list[Entry]:
    """One entry a member: the rows of one depth, a member's rows added up."""
    rows = [cell for cell in pool if cell.level != "total" and cell.member(dimension) and _under(cell, parents, dimension)]
    rows = [cell for cell in rows if depth_of(cell) == depth] if depth and dimension == "function" else [cell for cell in rows if cell.level == "leaf"]
    found: dict[tuple, list[Cell]] = {}
    for cell in rows:
        code, name = cell.member(dimension)
        found.setdefault((code or "", name_key(name)) if dimension not in ("service", "procurement") else (cell.row_id,), []).append(cell)
    made: list[Entry] = []
    for cells in found.values():
        code, name = cells[0].member(dimension)
        filled = [cell for cell in addends(cells) if cell.amount is not None]
        made.append(Entry(name, sum(c.amount for c in filled) if filled else None, cells[0].unit, tuple(filled or cells[:1]), dimension, code))
    return made


def _coded(parent: Subject, inquiry: Inquiry, group: Group) -> Subject:
    """The parent with its printed code, so that what stands under it is found."""
    if parent.code or parent.axis not in ("function", "government", "department"):
        return parent
    codes = sorted({n.code for n in inquiry.catalog.of(group.ids).exact.get(parent.key, ()) if n.axis == parent.axis and n.code}, key=len)
    codes = codes or list(listed_codes(parent.axis).get(parent.key, ()))
    return replace(parent, code=codes[0]) if codes else parent


@cache
def listed_codes(axis: str) -> dict[str, tuple[str, ...]]:
    """Codes of the national lists by name: to find what stands under a class that a document names without its code."""
    found: dict[str, set[str]] = {}
    for row in read_csv({"function": "functional_codes.csv", "government": "government_economic_codes.csv", "department": "department_economic_codes.csv"}[axis]):
        found.setdefault(name_key(row["name"]), set()).add(row["code"])
    return {name: tuple(sorted(codes, key=lambda code: (len(code), code))) for name, codes in found.items()}


def depth_of(cell: Cell) -> int:
    code = (cell.member("function") or (None, ""))[0]
    return {3: 1, 5: 2, 7: 3}.get(len(code), cell.depth) if code else max(cell.depth, 1)


def _under(cell: Cell, parents: tuple[Subject, ...], dimension: str) -> bool:
    """The row belongs to every parent named: by code, or by having the member."""
    for parent in parents:
        fits = attributes.has(cell, parent) if parent.axis == "attribute" else any(
            axis == parent.axis and ((name_key(name) == parent.key and (axis != dimension or dimension in LEVELLED)) or (parent.code and code and code.startswith(parent.code) and code != parent.code))
            for axis, code, name in cell.members
        )
        if not fits:
            return False
    return True


def _narrated(inquiry: Inquiry, group: Group) -> list[Entry]:
    """Projects that chapters narrate, where no table lists projects."""
    keys = dict.fromkeys(name.key for name in inquiry.catalog.of(group.ids).names if name.axis == "narrated")
    found = [(key, of_narrated(inquiry.database, group.ids, key, group.year)) for key in keys]
    names = {name.key: name.name for name in inquiry.catalog.of(group.ids).names if name.axis == "narrated"}
    return [Entry(names[key], cells[0].amount, cells[0].unit, tuple(cells), "narrated") for key, cells in found if cells]


def _measures(inquiry: Inquiry, group: Group, keys: tuple[str, ...], axis: str) -> list[Entry]:
    found = []
    for key in keys:
        amount = inquiry.of(Operand((Subject("measure", key, ""),)), group)
        if amount is not None:
            found.append(Entry(inquiry.name(amount), amount.value, amount.unit, amount.cells, axis))
    return found


def _income(inquiry: Inquiry, group: Group) -> list[Entry]:
    """Sources of income: each once, the finest that the overview prints."""
    keys = ("income_general", "income_government_fund", "income_state_capital", "income_special_account", "income_business", "income_superior", "income_subsidiary", "income_operating", "income_other")
    if measured(inquiry.database, group.ids, ("income_general",)) == []:
        keys = ("income_fiscal", *keys)
    return _measures(inquiry, group, keys, "measure")


def passes(entry: Entry, conditions: tuple[Condition, ...], whole: int | None = None) -> bool:
    """The entry's amount satisfies every condition; blank and zero rows satisfy none."""
    if not entry.fen:
        return False
    for condition in conditions:
        if condition.unit == "%":
            if not whole:
                return False
            value = Decimal(entry.fen) * 100 / whole
            low, high = condition.low, condition.high
        else:
            scale = {"元": Decimal(100)}.get(condition.unit) or {"元": Decimal(100), "千元": Decimal(100_000), "万元": Decimal(1_000_000), "亿元": Decimal(10) ** 10}[entry.unit]
            value, low = Decimal(entry.fen), condition.low * scale
            high = condition.high * scale if condition.high is not None else None
        tests = {"gt": value > low, "ge": value >= low, "lt": value < low, "le": value <= low, "eq": value == low, "between": high is not None and low <= value <= high}
        if not tests[condition.comparator]:
            return False
    return True
