"""Equations in words, answered: both sides with their rows, the difference, and whether they agree."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from itertools import islice, product

from qa.authority import CLOSED, Amount
from qa.equations import Equation
from qa.facts import cells
from qa.holdings import Group
from qa.inquiry import Inquiry
from qa.numerals import small_number
from qa.operations.claimed_sums import say_sum
from qa.operations.compared_places import weigh
from qa.operations.findings import cite_check
from qa.operations.sightings import Sighting, fits, of_cell, statements, strong
from qa.operations.terms import Term, operands, places, tables_of, terms
from qa.plan import Operand, Subject
from qa.scan import Scanned
from qa.sql import marks
from qa.vocabulary import measures

MOST_WAYS = 256
"""Combinations of places that are tried for one equation."""
_BOTH = ("revenue_expenditure", "fiscal_revenue_expenditure")


def equated(inquiry: Inquiry, equation: Equation, scanned: Scanned) -> bool:
    """Answers into the draft; `False` where a side is not found, or a word of the question is no part of it."""
    if len(inquiry.groups) != 1:
        return False
    group = inquiry.groups[0]
    named = terms(equation, scanned, group)
    if named is None:
        return False
    if not [term for term in named if term.mentions or term.change or (term.total and not equation.of("both", "balance"))]:
        answered = _balance(inquiry, equation, named, group)
    elif equation.of("sum") and len(named) == 1 and named[0].joint in ("sum", "equals") and counted(equation):
        answered = _items(inquiry, equation, named[0], group)
    else:
        split = sides(named, equation)
        answered = split is not None and _answer(inquiry, equation, *split, group)
    if answered:
        _contradicted(inquiry, scanned, group)
        headline(inquiry, equation)
    return answered


def sides(named: list[Term], equation: Equation) -> tuple[list[Term], list[Term]] | None:
    """The addends and what they are held against; `None` where the words leave it open."""
    joints = [term.joint for term in named]
    for kind in ("equals", "sum"):
        cuts = [i for i in range(1, len(named)) if joints[i] == kind]
        if len(cuts) == 1:
            left, right = named[: cuts[0]], named[cuts[0] :]
            return (right, left) if len(right) > 1 and len(left) == 1 else (left, right) if len(right) == 1 else None
        if cuts:
            return None
    adds = bool(equation.of("sum"))
    if adds and len(named) > 2 and joints[1] in ("and", "comma") and equation.of("sum")[-1].start >= named[-1].mentions[-1].end:
        return named[1:], named[:1]
    if adds and len(named) == 1 and named[0].parts:
        return named, []
    apart = [i for i in range(1, len(named)) if joints[i] != "plus"]
    if "plus" in joints and len(apart) == 1:
        left, right = named[: apart[0]], named[apart[0] :]
        return (right, left) if len(right) > 1 and len(left) == 1 else (left, right) if len(right) == 1 else None
    return (named[:1], named[1:]) if len(named) == 2 and not adds else None


def _answer(inquiry: Inquiry, equation: Equation, left: list[Term], right: list[Term], group: Group) -> bool:
    whole = right[0] if right else None
    if equation.of("sum") and len(left) == 1 and not left[0].rows:
        left[0].parts = True  # 采购三类相加: what is added up is not named one by one
    if len(left) == 1 and left[0].parts:
        return _own_parts(inquiry, left[0], whole, equation.text, group)
    if whole is None:
        return False
    if len(left) > 1 and (said := counted(equation)) and said != len(left):
        return False  # 三块 of which two were read
    options = [places(inquiry, term, equation.text, group) for term in left]
    if not all(options):
        return False
    against = places(inquiry, whole, equation.text, group) if not (whole.total and not whole.mentions and whole.table is None) else _common(inquiry, left, options, equation.text, group)
    if not against:
        return False
    way = _together(left, options, whole, against)
    if way is None:
        return False
    *addends, total = way
    rows = re.search(r"([两二三四五六七八九十]|\d{1,2})(?:行|条|笔)", equation.text)
    if left[0].rows and (len(addends) != 1 or rows is None or small_number(rows[1]) != len(addends[0].cells)):
        return False  # 两行: as many rows as the question says
    if len(addends) == 1:
        one, other = (_spread(inquiry, amount, term, equation.text, found) for amount, term, found in ((addends[0], left[0], options[0]), (total, whole, against)))
        weigh(inquiry, group, [*one, *other])
    else:
        parts = tuple(_side(inquiry, amount, term, equation.text) for amount, term in zip(addends, left, strict=True))
        say_sum(inquiry, group, _side(inquiry, total, whole, equation.text), parts)
    for amount, term in zip(way, (*left, whole), strict=True):
        found = operands(term, equation.text) if term.mentions else []
        inquiry.keep(amount, inquiry.name(amount), found[0] if found else None)
    return True


def _items(inquiry: Inquiry, equation: Equation, whole: Term, group: Group) -> bool:
    """The items that the text goes through one by one, as many as the question counts, against a total: 说明里21条逐条相加."""
    if not equation.of("section", "prose"):
        return False
    stage = "final" if group.phase == "决算" else "budget"
    told = [s for s in statements(inquiry, group, "s.role = 'amount' AND s.amount IS NOT NULL AND s.member LIKE '%-%-%' AND s.stage = ?", (stage,)) if not s.earlier(group)]
    items = {said.label: said for said in told}
    against = places(inquiry, replace(whole, section="", prose=False), equation.text, group)
    if len(items) != counted(equation) or not against:
        return False
    say_sum(inquiry, group, _side(inquiry, against[0], whole, equation.text), tuple(items.values()))
    inquiry.keep(against[0], inquiry.name(against[0]), None)
    return True


def _contradicted(inquiry: Inquiry, scanned: Scanned, group: Group) -> None:
    """What a stored check found against the very amounts that were compared, where it was not said: the text may add up otherwise than the table."""
    named = strong(scanned.mentions)
    rows = inquiry.database.select(f"SELECT * FROM check_result WHERE document_id IN ({marks(group.ids)}) AND verdict = 'fails' AND [check] LIKE 'prose_parts%' ORDER BY id", group.ids)
    for row in rows:
        text = f"{row['left_label']}{row['right_label']}"
        said = {figure.value for figure in inquiry.draft.figures}
        gap = re.search(r"相差 ([\d,.]+)", row["message"])
        if len(named) > 2 and all(fits(text, m) for m in named) and not (gap and any(Decimal(value) == Decimal(gap[1].replace(",", "")) for value in said)):
            cite_check(inquiry, row)
            return


def counted(equation: Equation) -> int | None:
    """How many addends the question says there are: 三项加起来."""
    said = "".join(equation.text[mark.start : mark.end] for mark in equation.of("sum", "parts"))
    found = re.search(r"([两二三四五六七八九十]|\d{1,2})(?:小|分)?(?:个|项|类|块|部分|笔|者|条|款|行|样|种)", said)
    return small_number(found[1]) if found else None


def _together(left: list[Term], options: list[list[Amount]], whole: Term, against: list[Amount]) -> tuple[Amount, ...] | None:
    """One place for each term: those of one table where all stand in one, since its amounts are of one scope; else where each is looked up."""
    first = (*(found[0] for found in options), against[0])
    distinct = lambda way: len({cell.id for amount in way for cell in amount.cells[:1]}) == len(way)  # noqa: E731
    fixed = len(left) == 1
    if fixed:
        if distinct(first):
            return first
        others = [(a, b) for a, b in product(options[0], against) if a.cells[0].id != b.cells[0].id and (a.measure == b.measure or left[0].mentions != whole.mentions)]
        return others[0] if others else None
    ways = [way for way in islice(product(*options, against), MOST_WAYS) if distinct(way)]
    if not ways:
        return None
    one_table = [way for way in ways if len({amount.cells[0].table_id or amount.cells[0].row_id for amount in way}) == 1]
    holding = [way for way in one_table if sum(a.fen for a in way[:-1]) == way[-1].fen]
    if distinct(first) and sum(a.fen for a in first[:-1]) == first[-1].fen:
        return first
    return next(iter((*holding, *one_table, *([first] if distinct(first) else []))), None)


def _common(inquiry: Inquiry, left: list[Term], options: list[list[Amount]], text: str, group: Group) -> list[Amount]:
    """A bare 合计, 小计, 总额: the amount that all addends are parts of, else the total of the table that they stand in."""
    parents = {measures().get(found[0].measure or "", {}).get("parent") for found in options}
    members = inquiry.catalog.of(group.ids)
    if len(parents) == 1 and (parent := next(iter(parents))):
        found = inquiry.finder.everywhere(Operand((Subject("measure", parent, "", measures()[parent]["name"]),)), group, members)
        table = left[0].table
        ids = tables_of(inquiry, table, group) if table else ()
        return [amount for amount in found if not ids or amount.cells[0].table_id in ids]
    return _beside(inquiry, options, group)


def _beside(inquiry: Inquiry, options: list[list[Amount]], group: Group) -> list[Amount]:
    """The total that stands in one row with all the addends and is none of them: 合计 beside 三公经费, 会议费, 培训费."""
    for first in options[0]:
        row, stage = first.cells[0].row_id, first.cells[0].stage
        used = [next((a for a in found if a.cells[0].row_id == row and a.cells[0].stage == stage), None) for found in options]
        if all(used):
            keys = {amount.measure for amount in used if amount}
            held = [c for c in cells(inquiry.database, "f.row_id = ?", (row,)) if c.stage == stage and c.measure not in keys and re.search("合计|总计|总额", c.column_label.split(" / ")[-1])]
            return [Amount("合计", group, c.amount, c.unit, (c,), False, c.measure, c.fund) for c in held[:1]]
    return []


def _own_parts(inquiry: Inquiry, term: Term, whole: Term | None, text: str, group: Group) -> bool:
    """各项加起来和总数: the parts that a rule gives an amount, in the row or table that prints it."""
    keys = {s.key for operand in operands(term, text) for s in operand.of("measure")}
    if len(keys) != 1 or (whole is not None and not (whole.total and not whole.mentions)):
        return False
    key = next(iter(keys))
    wanted = CLOSED.get(key) or tuple(id for id, row in measures().items() if row.get("parent") == key)
    for amount in places(inquiry, term, text, group):
        cell = amount.cells[0]
        if cell.sentence is not None and (term.prose or term.section):
            told = [s for s in statements(inquiry, group, f"s.role = 'amount' AND s.amount IS NOT NULL AND s.member IS NULL AND s.measure IN ({marks(wanted)})", wanted) if not s.earlier(group)]
            held = {(s.cell.measure, s.fen): s for s in reversed(told) if not (s.cell.measure in CLOSED["vehicles"] and any(t.cell.measure == "vehicles" for t in told))}
            if len(held) < 2 or len({measure for measure, _ in held}) != len(held):
                return False  # one part is said to be two amounts
            say_sum(inquiry, group, _side(inquiry, amount, term, text), tuple(reversed(held.values())))
            inquiry.keep(amount, inquiry.name(amount), None)
            return True
        if cell.sentence is not None or cell.table_type is None:
            continue
        column = [c for c in cells(inquiry.database, "f.table_id = ?", (cell.table_id,)) if c.stage == cell.stage]
        if any(c.measure in ("meeting", "training") and c.column == cell.column and c.amount for c in column):
            continue  # the total of a table that lists 会议费 and 培训费 too is no 三公经费
        rows = [c for c in column if c.measure in wanted]
        held = [c for c in rows if c.row_id == cell.row_id or (c.fund == cell.fund and (key in CLOSED or c.level != "leaf"))]
        found = {c.measure: c for c in reversed(held)}
        if "vehicles" in found:
            found = {m: c for m, c in found.items() if m not in CLOSED["vehicles"]}
        if len(found) > 1:
            parts = tuple(replace(of_cell(c), label=measures()[c.measure]["name"]) for c in sorted(found.values(), key=lambda c: (c.row_ordinal, c.column)))
            say_sum(inquiry, group, _side(inquiry, amount, term, text), parts)
            inquiry.keep(amount, inquiry.name(amount), None)
            return True
    return False


def _balance(inquiry: Inquiry, equation: Equation, named: list[Term], group: Group) -> bool:
    """收支总表两边平不平: the totals of both sides of one table."""
    tables = [term.table for term in named if term.table]
    if len(tables) > 1 or not (equation.of("balance") or (tables and tables[0].value.get("type") in _BOTH)):
        return False
    ids = tables_of(inquiry, tables[0], group) if tables else ()
    if not tables:
        rows = inquiry.database.select(f"SELECT id, type FROM source_table WHERE document_id IN ({marks(group.ids)}) ORDER BY document_id, ordinal", group.ids, log=False)
        ids = tuple(row["id"] for kind in _BOTH for row in rows if row["type"] == kind)
    stage = "final" if group.phase == "决算" else "budget"
    for table in ids:
        held = [c for c in cells(inquiry.database, "f.table_id = ? AND f.level = 'total'", (table,)) if c.stage == stage and c.amount is not None]
        income = next((c for c in held if c.side == "income" and c.measure in ("income_total", "income_fiscal", "income")), None)
        spending = next((c for c in held if c.side == "expenditure" and c.measure in ("expenditure_total", "expenditure")), None)
        if income is not None and spending is not None:
            weigh(inquiry, group, [replace(of_cell(income), label="收入总计"), replace(of_cell(spending), label="支出总计")])
            return True
    return False


def _side(inquiry: Inquiry, amount: Amount, term: Term, text: str) -> Sighting:
    """An amount as one side: by the words of its row, else by the name of what it measures."""
    label = amount.cells[0].label if term.change else inquiry.name(amount)
    found = of_cell(amount.cells[0])
    if amount.cells[0].sentence is not None:
        found = replace(found, place="正文")
    return replace(found, label=label if amount.label != "合计" else f"{label}合计" if not label.endswith("合计") else label, value=Decimal(amount.fen) / 100, unit=amount.unit, cells=amount.cells, blank=amount.value is None)


def _spread(inquiry: Inquiry, amount: Amount, term: Term, text: str, found: list[Amount]) -> list[Sighting]:
    """One side; every figure of it where the text gives one item several: 预算数为 350.35 …352.67 万元."""
    told = [a for a in found if a.cells[0].sentence is not None and a.cells[0].label == amount.cells[0].label] if term.prose else []
    distinct = list({a.fen: a for a in (amount, *told)}.values())
    return [_side(inquiry, a, term, text) for a in distinct]


def headline(inquiry: Inquiry, equation: Equation) -> None:
    """The figure that is asked for stands first: the difference, else the sum."""
    wanted = "相差" if equation.gap else "各项之和"
    figures = inquiry.draft.figures
    chosen = [figure for figure in figures if figure.label == wanted]
    inquiry.draft.figures = [*chosen, *(figure for figure in figures if figure not in chosen)]
