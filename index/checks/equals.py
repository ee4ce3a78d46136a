"""Table against table: totals, the sums of totals, the same code in two tables."""

from collections.abc import Iterator
from typing import Any

from index.checks.book import Book, column_name, table_name
from index.checks.rows import counted
from index.checks.verdicts import Spec, compared, tolerance
from index.records import CheckResult, Fact, SourceTable

Selector = dict[str, Any]
_MOST = 0.8
"""Share of equal codes from which the others are believed to be slips of the document and not of the reading."""


def selected(book: Book, selector: Selector) -> list[Fact]:
    """The totals that a selector names, in the order of its measures."""
    tables = {table.id for table in book.of_types(selector["types"])}
    levels = ("total", "subtotal", "leaf") if selector.get("leaves") else ("total", "subtotal")
    return [
        fact
        for measure in selector["measures"]
        for table in book.document.tables
        if table.id in tables
        for fact in book.facts[table.id]
        if total_measure(fact) == measure
        and fact.level in levels
        and ("funds" not in selector or fact.fund in selector["funds"])
        and (fact.level == "total" or (fact.level == "subtotal" and not fact.members) or _is_item(fact))
    ]


def total_measure(fact: Fact) -> str | None:
    """The measure of a figure; a total row such as 人员经费合计 names its own."""
    if fact.level == "total" and fact.measure == "basic":
        return "personnel" if "人员经费" in fact.label else "public" if "公用经费" in fact.label else fact.measure
    return fact.measure


def _is_item(fact: Fact) -> bool:
    """A leaf that names the measure itself: the row 基本支出 of a 收支总表."""
    return bool(fact.members) and fact.members[-1].dimension == "item"


def allowed(*facts: Fact) -> int:
    """Fen: figures in different units are compared less exactly."""
    return tolerance("table") if len({fact.unit for fact in facts}) == 1 else tolerance("units")


def equal(book: Book, spec: Spec) -> Iterator[CheckResult]:
    """Any figure of the left selector against any of the right one, stage by stage."""
    left_all, right_all = selected(book, spec["left"]), selected(book, spec["right"])
    for stage in dict.fromkeys(fact.stage for fact in left_all):
        left = [fact for fact in left_all if fact.stage == stage and fact.amount is not None]
        right = [fact for fact in right_all if fact.stage == stage and fact.amount is not None]
        pairs = [(a, b) for a in left for b in right if a.id != b.id]
        if pairs:
            a, b = next(((a, b) for a, b in pairs if abs(a.amount - b.amount) <= allowed(a, b)), pairs[0])
            if abs(a.amount - b.amount) > allowed(a, b) and (not _believable(book, spec, a, b) or abs(a.amount - b.amount) in carried(book, a, b)):
                continue
            yield compared(spec, "", book.figure(a), (book.figure(b),), b.amount, allowed(a, b))


def carried(book: Book, *facts: Fact) -> frozenset[int]:
    """Fen carried from or into another year in the figures' tables: what one table counts with it and another without."""
    tables = {book.rows[fact.row_id][0].id for fact in facts}
    stages = {fact.stage for fact in facts}
    money = (other for table in tables for other in book.facts[table] if other.measure in ("carryover_in", "carryover_out") and other.stage in stages)
    return frozenset(fact.amount for fact in money if fact.amount)


def _believable(book: Book, spec: Spec, one: Fact, other: Fact) -> bool:
    """Both figures are the totals of their own tables, and where the two tables may cover different money (`near`), they nearly agree."""
    near = abs(one.amount - other.amount) <= spec.get("near", 1) * max(abs(one.amount), abs(other.amount))
    return near and book.trusted(one) and book.trusted(other)


def total_of_parts(book: Book, spec: Spec) -> Iterator[CheckResult]:
    """A total against the totals of other tables; every part's table must be there, a blank total counts nothing."""
    wholes = [fact for fact in selected(book, spec["whole"]) if fact.amount is not None]
    stage = wholes[0].stage if wholes else None
    parts = [next((fact for fact in selected(book, part) if fact.stage == stage), None) for part in spec["parts"]]
    if not wholes or any(part is None for part in parts) or not any(part.amount for part in parts):
        return
    total = sum(part.amount or 0 for part in parts)
    whole = next((fact for fact in wholes if fact.amount == total), wholes[0])
    if abs(whole.amount - total) > allowed(whole, *parts) and abs(whole.amount - total) in carried(book, whole, *parts):
        return
    shown = [part for part in parts if part.amount]
    if abs(whole.amount - total) > allowed(whole, *shown) and abs(whole.amount - total) > spec.get("near", 1) * abs(whole.amount):
        return
    yield compared(spec, "", book.figure(whole), map(book.figure, shown), total, allowed(whole, *shown), len(parts))


def codes(book: Book, spec: Spec) -> Iterator[CheckResult]:
    """The sum of a code's leaves in one table against that in another, for tables whose totals of the measure agree."""
    tables = list(book.of_types(spec["types"]))
    for number, first in enumerate(tables):
        for second in tables[number + 1 :]:
            for measure in spec["measures"]:
                yield from _codes(book, spec, first, second, measure)


def _codes(book: Book, spec: Spec, first: SourceTable, second: SourceTable, measure: str) -> Iterator[CheckResult]:
    one, other = (_by_code(book, table, measure, spec["dimension"]) for table in (first, second))
    if not one or not other or _whole(book, first, measure, one) != _whole(book, second, measure, other):
        return
    tried = []
    for code in [*one, *(code for code in other if code not in one)]:
        left, right = one.get(code, []), other.get(code, [])
        if not left or not right or not any(f.amount for f in [*left, *right]):
            continue
        total_left, total_right = sum(f.amount or 0 for f in left), sum(f.amount or 0 for f in right)
        if len(left) > 1:
            left, right, total_left, total_right = right, left, total_right, total_left
        if len(left) > 1:
            continue
        shown = [f for f in right if f.amount] or right[:1]
        about = f"{table_name(first)}与{table_name(second)} {column_name(left[0])}"
        tried.append(compared(spec, about, book.figure(left[0]), map(book.figure, shown), total_right, allowed(left[0], *right), len(right)))
    holding = [result for result in tried if result.verdict == "holds"]
    if len(holding) >= _MOST * len(tried):
        yield from (result for result in tried if result.verdict == "fails")
    if holding:
        yield counted(holding[0], len(holding))


def _by_code(book: Book, table: SourceTable, measure: str, dimension: str) -> dict[str, list[Fact]]:
    """Leaves of a measure by the code of a dimension."""
    found: dict[str, list[Fact]] = {}
    for fact in book.facts[table.id]:
        if fact.measure == measure and fact.level == "leaf":
            code = next((member.code for member in fact.members if member.dimension == dimension and member.code), None)
            if code:
                found.setdefault(code, []).append(fact)
    return found


def _whole(book: Book, table: SourceTable, measure: str, by_code: dict[str, list[Fact]]) -> int:
    """The printed total of a measure, or the sum of its leaves where none is printed."""
    printed = next((f.amount for f in book.facts[table.id] if f.measure == measure and f.level == "total" and f.amount is not None), None)
    return printed if printed is not None else sum(fact.amount or 0 for facts in by_code.values() for fact in facts)
