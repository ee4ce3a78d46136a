"""Projects against 项目支出, indicators that stand in two tables, notes that call a table empty."""

import re
from collections.abc import Iterator

from index.checks.book import Book, Figure, place_words, table_name
from index.checks.verdicts import Spec, compared, said, tolerance
from index.records import CheckResult, Fact, Indicator


def project_sum(book: Book, spec: Spec) -> Iterator[CheckResult]:
    """The projects of each list against the project expenditure of the body; a list that is far from complete is a selection and says nothing."""
    whole = next(iter(_project_totals(book)), None)
    if whole is None or not whole.amount:
        return
    for table in book.of_types(("project_performance",)):
        first: dict[str, Fact] = {}
        for fact in book.facts[table.id]:
            if fact.measure == "project_amount" and fact.amount is not None and fact.level == "leaf":
                first.setdefault(fact.project_id or fact.id, fact)
        parts = list(first.values())
        total = sum(fact.amount for fact in parts)
        if len(parts) > 1 and total >= spec["complete"] * whole.amount:
            note = "" if total == whole.amount else f"（{table_name(table)}所列 {len(parts)} 个项目）"
            yield compared(spec, table_name(table), book.figure(whole), map(book.figure, parts), total, tolerance("table"), len(parts), note)


def _project_totals(book: Book) -> list[Fact]:
    return [
        fact
        for table in book.of_types(("expenditure", "function_expenditure", "overall_performance", "revenue_expenditure"))
        for fact in book.facts[table.id]
        if fact.measure == "project" and fact.level == "total" and fact.amount is not None
    ]


def indicator(book: Book, spec: Spec) -> Iterator[CheckResult]:
    """An indicator of a project against the same one of the activity of that name."""
    names = {project.id: project.name for project in book.document.projects}
    of_project: dict[tuple, list[Indicator]] = {}
    for item in book.document.indicators:
        if item.project_id in names:
            of_project.setdefault((_key(names[item.project_id]), _key(item.name), item.unit), []).append(item)
    agreeing: list[CheckResult] = []
    for item in book.document.indicators:
        others = of_project.get((_key(item.activity or ""), _key(item.name), item.unit), [])
        if item.activity is None or not others:
            continue
        other = next((o for o in others if (o.comparator, o.value) == (item.comparator, item.value)), others[0])
        left, right = _value(book, other), _value(book, item)
        same = (other.comparator, other.value) == (item.comparator, item.value)
        where = f"项目“{item.activity}”的指标“{item.name}”"
        verdict = "相符" if same else "不一致"
        message = f"{where}：{left.place}为 {left.shown}，{right.place}为 {right.shown}，{verdict}。"
        result = said(spec, where, same, left, right, message)
        if same:
            agreeing.append(result)
        else:
            yield result
    yield from agreeing


def _value(book: Book, item: Indicator) -> Figure:
    table, row = book.rows[item.id]
    comparator = item.comparator if item.comparator and item.comparator != "定性" else ""
    return Figure(item.name, f"{comparator}{item.value}{item.unit}", None, item.id, f"{table_name(table)}{place_words(row.place)}")


def _key(text: str) -> str:
    return re.sub(r"[\s。，,.；;、]", "", text)


def empty_note(book: Book, spec: Spec) -> Iterator[CheckResult]:
    """A note that calls its table empty, against the amounts in the table."""
    for table in book.document.tables:
        note = next((line for line in table.notes if re.search(spec["note"], line.text) and not re.search(spec["conditional"], line.text)), None)
        if note is None or not _speaks_of(note.text, table.title, spec["kinds"]):
            continue
        filled = next((fact for fact in book.facts[table.id] if fact.amount), None)
        ref = filled or next(iter(book.facts[table.id]), None)
        left = Figure("注", note.text.strip(), None, ref.row_id if ref else table.id, f"{table_name(table)}{place_words(note.place)}")
        right = book.figure(filled) if filled else Figure("表中数", "无", None, ref.row_id if ref else table.id, table_name(table))
        verdict = f"表中有数：{right.place}{right.label} {right.shown}" if filled else "表中无数，相符"
        message = f"{left.place}“{left.shown}”，{verdict}。"
        yield said(spec, table_name(table), filled is None, left, right, message)


def _speaks_of(note: str, title: str, kinds: list[str]) -> bool:
    """The note names no other kind of money than the table's title: under an empty table without a grid it would stand below the table before."""
    named = [kind for kind in kinds if kind in note]
    return not named or any(kind in title for kind in named) or not any(kind in title for kind in kinds)
