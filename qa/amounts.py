"""From an operand to the amount that answers it: the most authoritative table, one row or the sum of its leaves, and what the other tables say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from index.knowledge import read_csv
from index.tables.items import fund_in
from qa.authority import CLASSES, CLOSED, SPLIT, WHOLES, Amount, choose, table_number
from qa.facts import Cell, cells, labelled, measured, of_members, of_table
from qa.holdings import Group
from qa.members import Members
from qa.normalise import name_key
from qa.operands import FUND_OF
from qa.plan import Operand, Subject
from qa.sql import Database, marks
from qa.statements import of_measure, of_member, of_narrated, of_subject, said
from qa.texts import coverage
from qa.vocabulary import measures

FALLBACK = {
    "expenditure_total": ("expenditure",),
    "expenditure": ("expenditure_total",),
    "income_total": ("income",),
    "income": ("income_total",),
    "three_public": (),
    "project": (),
    "income_fiscal": ("income_general",),
}
"""Measures that stand in where a layout prints only one of a pair; the answer then names what it took."""


@cache
def equivalents() -> dict[tuple[str, str], tuple[tuple[str, str], ...]]:
    """(axis, key) → further (axis, key) of the same money."""
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for row in read_csv("equivalents.csv"):
        found.setdefault(("measure", row["measure"]), []).append((row["target_kind"], name_key(row["target"])))
        found.setdefault((row["target_kind"], name_key(row["target"])), []).append(("measure", row["measure"]))
    return {key: tuple(values) for key, values in found.items()}


class Finder:
    """Finds the amounts of operands in one database."""

    def __init__(self, database: Database):
        self._database = database

    def find(self, operand: Operand, group: Group, members: Members) -> Amount | None:
        """The amount of an operand in a group of documents; `None` where nothing held is it."""
        operand = _of_fund(operand)
        if operand.within:
            return self._within(operand, group, members)
        for candidates in self._readings(operand, group, members):
            amount = choose([cell for cell in candidates if not operand.rows or cell.row_id in operand.rows], operand, group)
            if amount is not None:
                return amount
        return None

    def everywhere(self, operand: Operand, group: Group, members: Members) -> list[Amount]:
        """The amount of an operand in each place that gives it, a table or the text, the most authoritative first."""
        operand = _of_fund(operand)
        first = self.find(operand, group, members)
        found = [first] if first is not None else []
        for candidates in () if operand.within else self._readings(operand, group, members):
            places: dict[tuple, list[Cell]] = {}
            for cell in candidates:
                places.setdefault((cell.table_id, cell.amount if cell.sentence is not None else None), []).append(cell)
            for together in places.values():
                amount = choose(together, operand, group)
                if amount is not None and not any(amount.cells[0].id == old.cells[0].id for old in found):
                    found.append(amount)
        return found

    def _within(self, operand: Operand, group: Group, members: Members) -> Amount | None:
        """An amount that must be part of another: a part fixed by rule, a cell of the whole's column, or a row under it."""
        whole, plain = operand.within[0], replace(operand, within=())
        if any(s.part or (s.axis, s.key) == (whole.axis, whole.key) for s in operand.subjects):
            return None  # 公务接待费里的酒水: the document does not list it by itself
        if whole.axis == "measure" and whole.key in CLOSED:
            fits = any(s.key in CLOSED[whole.key] for s in operand.of("measure"))
            return self.find(plain, group, members) if fits else None
        if whole.axis == "measure" and not operand.of("measure"):
            inside = self.find(replace(plain, subjects=(*plain.subjects, whole)), group, members)
            return inside if inside or whole.key in SPLIT else self.find(plain, group, members)
        if whole.axis == "measure" and whole.key in SPLIT:
            others = (Subject(axis, key, "") for s in operand.of("measure") for axis, key in equivalents().get(("measure", s.key), ()))
            found = (self.find(replace(plain, subjects=(other, whole)), group, members) for other in others if resolve((other,), members))
            return next((amount for amount in found if amount), None)
        if (
            whole.axis == "measure"
            and whole.key.startswith("carryover")
            and (fund := next((FUND_OF[s.key] for s in operand.of("measure") if s.key in FUND_OF), None))
        ):
            return self.find(replace(plain, subjects=(whole,), fund=fund), group, members)
        if whole.axis == "measure" and not all(whole.key in _wholes(s.key) for s in operand.of("measure")):
            return None
        return self.find(plain, group, members)

    def _readings(self, operand: Operand, group: Group, members: Members) -> Iterable[list[Cell]]:
        """Cells by reading, the most literal first."""
        measure = next((s.key for s in operand.of("measure")), None)
        rows = tuple(s for s in operand.subjects if s.axis not in ("measure", "label"))
        prose = [s for s in rows if s.axis in ("statement", "narrated")]
        if prose:
            told = [s for s in prose if s.axis == "statement"]
            if len(rows) == 1 or (len(told) == 1 and len(rows) == len(prose)):  # a part of a project that the text goes through
                cells_said = self._prose((told or prose)[0], group)
                yield [cell for cell in cells_said if all(self._of_narrated(cell, s) for s in operand.subjects if told and s.axis in ("narrated", "label"))]
            return
        labels = operand.of("label")
        if labels:
            names = tuple(n.name for s in labels for n in members.names if n.axis == "label" and n.key == s.key)
            counted = (None, measure, *FALLBACK.get(measure or "", ()))
            found = [cell for cell in labelled(self._database, group.ids, names or tuple(s.name for s in labels)) if not measure or cell.measure in counted]
            yield [cell for cell in found if all(_has(cell, row) for row in rows)]
        if not rows and not labels and measure in ("expenditure", "expenditure_total") and operand.fund in ("government_fund", "state_capital"):
            both = measured(self._database, group.ids, ("expenditure", "expenditure_total"))
            yield [cell for cell in both if cell.table_type == f"{operand.fund}_expenditure"]  # the table that exists to publish it
        if not rows and measure and not labels:
            yield measured(self._database, group.ids, (measure,))
            for axis, key in equivalents().get(("measure", measure), ()):
                wanted = resolve((Subject(axis, key, ""),), members)
                if wanted:
                    yield of_members(self._database, group.ids, wanted, None)
            for other in FALLBACK.get(measure, ()):
                yield measured(self._database, group.ids, (other,))
            if measure in CLASSES:
                yield self._classes(measure, group)
            if operand.stage in ("adjusted", "budget") and measure in ("expenditure_total", "expenditure", "income_fiscal", "fiscal_expenditure"):
                yield said(self._database, group.ids, "s.subject LIKE '%财政拨款支出%' AND s.stage = ?", (operand.stage,), group.year)
            for key in (measure, *FALLBACK.get(measure, ())):
                yield of_measure(self._database, group.ids, key, group.year)
        elif not rows and operand.table and not labels:
            yield [cell for cell in of_table(self._database, self._tables(operand.table, group)) if cell.level == "total"]
        elif rows:
            wanted = resolve(rows, members)
            if wanted:
                yield of_members(self._database, group.ids, wanted, measure)
                if measure in WHOLES[:2] and all(s.axis == "unit" for s in rows) and not any("支" in s.text for s in operand.of("measure")):
                    for whole in WHOLES:  # a unit's budget, where only its income is printed
                        yield of_members(self._database, group.ids, wanted, whole)
                if measure == "basic" and all(s.axis in ("department", "government") for s in rows):
                    for part in SPLIT:  # a table of two blocks counts each economic item as 人员经费 or as 公用经费
                        yield of_members(self._database, group.ids, wanted, part)
            if not wanted and len(rows) == 1 and rows[0].axis == "procurement" and measure in (None, "procurement"):
                yield of_subject(self._database, group.ids, f"政府采购{rows[0].key}", group.year, group.department)
            if len(rows) == 1 and not measure and rows[0].axis == "function" and rows[0].name:
                yield of_member(self._database, group.ids, rows[0].name, group.year)
            if len(rows) == 1 and not measure:
                for axis, key in equivalents().get((rows[0].axis, rows[0].key), ()):
                    if axis == "measure":
                        yield measured(self._database, group.ids, (key,))

    def _tables(self, table: str, group: Group) -> tuple[str, ...]:
        """Ids of the tables that a number or a type names."""
        rows = self._database.select(
            f"SELECT id, number, type FROM source_table WHERE document_id IN ({marks(group.ids)}) ORDER BY document_id, ordinal", group.ids
        )
        return tuple(r["id"] for r in rows if r["type"] == table or (table.isdigit() and table_number(r["number"]) == int(table)))

    def _prose(self, subject: Subject, group: Group) -> list[Cell]:
        if subject.axis == "narrated":
            return of_narrated(self._database, group.ids, subject.key, group.year)
        return of_subject(self._database, group.ids, subject.key, group.year, group.department)

    def _of_narrated(self, cell: Cell, subject: Subject) -> bool:
        """The sentence, or the chapter that it stands in, speaks of the project that is named."""
        rows = self._database.select("SELECT heading FROM passage WHERE id = ?", (cell.row_id,), log=False)
        heading = rows[0][0] or "" if rows else ""
        return "项目" in heading.split("/")[0] or coverage(subject.name or subject.text, f"{heading}{cell.label}{cell.sentence or ''}") >= 0.6

    def _classes(self, measure: str, group: Group) -> list[Cell]:
        """The classes of economic items that make up 人员经费 or 公用经费, where no column or row adds them up."""
        where = f"f.document_id IN ({marks(group.ids)}) AND f.measure = 'basic' AND f.id IN (SELECT fact_id FROM fact_member WHERE dimension = 'department' AND code IN ({marks(CLASSES[measure])}))"
        return cells(self._database, where, (*group.ids, *CLASSES[measure]))


def _of_fund(operand: Operand) -> Operand:
    """政府性基金 of a project: the column of that fund in its row, and no income."""
    fund = next((FUND_OF[s.key] for s in operand.of("measure") if s.key in FUND_OF), None)
    items = {s: own for s in operand.of("item") if (own := fund_in(s.key)) in FUND_OF.values()}
    fund = fund or next(iter(items.values()), None)
    rows = tuple(s for s in operand.subjects if s.axis in ("project", "label") and s not in items)
    return (
        replace(operand, subjects=tuple(s for s in operand.subjects if s.axis != "measure" and s not in items), fund=fund)
        if fund and rows and not operand.fund
        else operand
    )


def _has(cell: Cell, subject: Subject) -> bool:
    """The cell's row has the member that a subject names."""
    return any(axis == subject.axis and subject.key in (name_key(name), code) for axis, code, name in cell.members)


def _wholes(measure: str) -> set[str]:
    """The measures that this one is a part of; every spending is part of all spending."""
    found = {"expenditure", "expenditure_total"} if measures().get(measure, {}).get("side") == "expenditure" else set()
    while measure := measures().get(measure, {}).get("parent", ""):
        found.add(measure)
    return found


def resolve(subjects: Iterable[Subject], members: Members) -> tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]:
    """(dimension, printed names, code prefixes) of each subject; empty where one of them is not held."""
    wanted = []
    for subject in subjects:
        names = [
            name for name in members.exact.get(subject.key, ()) if name.axis == subject.axis and (subject.code is None or name.code == subject.code)
        ]
        if not names:
            return ()
        exact = [name for name in names if name.key == subject.key] or names
        codes = tuple(sorted({name.code for name in exact if name.code and name.axis in ("function", "government", "department")}))
        wanted.append((subject.axis, tuple(sorted({name.name for name in exact})), codes))
    return tuple(wanted)
