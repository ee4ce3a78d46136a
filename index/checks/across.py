"""Documents of one body: a narrative against tables printed elsewhere, and the figures of a year against what the next year says of it."""

import re
from collections.abc import Iterator
from dataclasses import replace

from index.amounts import FEN
from index.checks.book import Book, Figure
from index.checks.prose import Prose, slack
from index.checks.prose_tables import item_facts, measured_facts, prose_item, prose_table
from index.checks.verdicts import Spec, compared, tolerance
from index.knowledge import read_toml
from index.prose import Said
from index.records import CheckResult, Document, Fact, Identity


def body(identity: Identity) -> tuple:
    """What two documents of the same body have in common."""
    return identity.department, identity.unit, identity.scope


def narrative_tables(one: Document, other: Document, spec: Spec) -> Iterator[CheckResult]:
    """The prose of a document without tables against the tables of the same body's document of the same year and phase."""
    same = body(one.identity) == body(other.identity) and (one.identity.year, one.identity.phase) == (other.identity.year, other.identity.phase)
    if not same or one.facts or not other.facts or one.identity.department is None or one.identity.year is None:
        return
    prose, tables = Prose(Book(one)), Book(other)
    for kind, name in ((prose_table, "prose_table"), (prose_item, "prose_item")):
        yield from kind(prose, {**_spec(name), "id": spec["id"], "name": spec["name"]}, tables)


def year_prose(one: Document, other: Document, spec: Spec) -> Iterator[CheckResult]:
    """`one` says how much its figure grew; `other` is the budget of the year before and prints the figure it grew from."""
    if not _following(one, other) or not other.facts:
        return
    prose, tables = Prose(Book(one)), Book(other)
    for item in prose.all:
        statement, now = item.statement, prose.by_id.get(item.of or "")
        if (
            statement.role != "change"
            or statement.amount is None
            or now is None
            or now.statement.amount is None
            or not _same_stage(statement.base or "", one, other)
        ):
            continue
        stage = "final" if other.identity.phase == "决算" else "budget"
        facts = list(_prior_facts(tables, now, stage)) if now.statement.role == "amount" and now.statement.year in (None, one.identity.year) else []
        if not facts:
            continue
        sign = {"增加": 1, "减少": -1, "持平": 0}[statement.direction or "持平"]
        implied = now.statement.amount - sign * statement.amount
        room = tolerance("prose") + int(slack(now) * FEN[now.statement.unit]) + (int(slack(item) * FEN[statement.unit]) if sign else 0)
        fact = next((fact for fact in facts if abs(fact.amount - implied) <= room), facts[0])
        if abs(fact.amount - implied) > room and not re.search("预算(?!执行)|决算", statement.base or ""):
            continue
        label = f"{now.statement.subject} {now.statement.printed}、比{statement.base}{statement.direction}{'' if sign == 0 else ' ' + statement.printed}，上年"
        left = prose.figure(now, label)
        shown = f"{implied / FEN[now.statement.unit]:,.2f} {now.statement.unit}"
        left = replace(left, shown=shown, amount=implied, place=f"{one.source.file} {left.place}", digits=2)
        right = _in_file(other, tables.figure(fact))
        yield compared(spec, f"{one.identity.year} 年对 {other.identity.year} 年", left, (right,), fact.amount, room)


def _in_file(document: Document, figure: Figure) -> Figure:
    """The figure with its file named, where two documents meet in one sentence."""
    return replace(figure, place=f"{document.source.file} {figure.place}")


def _prior_facts(tables: Book, now: Said, stage: str) -> Iterator[Fact]:
    """What the tables print for the thing that a statement speaks of."""
    then = replace(now, statement=replace(now.statement, stage=stage))
    if now.path:
        yield from item_facts(tables, _spec("prose_item")["types"], now.path, stage)
    elif now.measure:
        yield from measured_facts(tables, _spec("prose_table"), then)


def year_tables(one: Document, other: Document, spec: Spec) -> Iterator[CheckResult]:
    """Columns of `one` that print the year before (上年预算数) against the same row of the other document."""
    if not _following(one, other):
        return
    book, tables = Book(one), Book(other)
    for table in one.tables:
        for fact in book.facts[table.id]:
            if fact.stage != "prior" or fact.amount is None or fact.measure is None or not re.search("预算|决算", fact.column_label):
                continue
            if ("决算" in fact.column_label) != (other.identity.phase == "决算") or "执行" in fact.column_label:
                continue
            then = _same_row(tables, table.type, fact)
            if then is not None:
                left, right = _in_file(one, book.figure(fact)), _in_file(other, tables.figure(then))
                room = tolerance("table") if fact.unit == then.unit else tolerance("units")
                yield compared(spec, f"{one.identity.year} 年对 {other.identity.year} 年", left, (right,), then.amount or 0, room)


def _same_row(tables: Book, kind: str | None, fact: Fact) -> Fact | None:
    key = (fact.label, tuple((m.dimension, m.code, m.name) for m in fact.members), fact.measure, fact.fund)
    found = [
        then
        for table in tables.of_types((kind,) if kind else ())
        for then in tables.facts[table.id]
        if then.stage != "prior"
        and then.amount is not None
        and (then.label, tuple((m.dimension, m.code, m.name) for m in then.members), then.measure, then.fund) == key
    ]
    return found[0] if len(found) == 1 else None


def _following(one: Document, other: Document) -> bool:
    return (
        body(one.identity) == body(other.identity)
        and one.identity.department is not None
        and one.identity.year is not None
        and other.identity.year == one.identity.year - 1
    )


def _same_stage(base: str, one: Document, other: Document) -> bool:
    """The base is the budget where the other document is a budget, the final account where it is one; 上年 means the document's own phase."""
    if "执行" in base or not base:
        return False
    if "决算" in base:
        return other.identity.phase == "决算"
    if "预算" in base:
        return other.identity.phase == "预算"
    return one.identity.phase == other.identity.phase


def _spec(name: str) -> Spec:
    return next(dict(entry) for entry in read_toml("checks.toml")["check"] if entry["id"] == name)
