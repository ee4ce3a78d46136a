"""Within a row: 合计 = 基本支出 + 项目支出, 基本支出 = 人员经费 + 公用经费, funds, the parts of a project's money."""

from collections.abc import Iterator
from dataclasses import replace

from index.checks.book import Book, table_name
from index.checks.verdicts import Spec, compared, tolerance
from index.records import CheckResult, Fact, SourceTable

FORMS = ("project_form",)


def row(book: Book, spec: Spec) -> Iterator[CheckResult]:
    """Rows that have a column for the whole and for every part."""
    wanted = [spec["whole"], *spec["parts"], *spec.get("optional", [])]
    for table in book.document.tables:
        if table.type in FORMS:
            continue
        tried = [result for facts in _groups(book, table) if (result := _row(book, table, spec, facts, wanted)) is not None]
        yield from _told(spec, table, tried)


def _row(book: Book, table: SourceTable, spec: Spec, facts: list[Fact], wanted: list[str]) -> CheckResult | None:
    by_measure: dict[str, Fact] = {}
    for fact in facts:
        if fact.measure in wanted:
            if fact.measure in by_measure:
                return None
            by_measure[fact.measure] = fact
    whole = by_measure.get(spec["whole"])
    parts = [by_measure[m] for m in spec["parts"] if m in by_measure]
    if whole is None or whole.amount is None or len(parts) < len(spec["parts"]) or all(part.amount is None for part in parts):
        return None
    more = [by_measure[m] for m in spec.get("optional", []) if m in by_measure and by_measure[m].amount]
    plain, full = _total(parts), _total([*parts, *more])
    others = [f for f in facts if f.amount and f.measure is None]
    if whole.amount in (plain, full) or (not more and not others):
        used = parts if whole.amount == plain else [*parts, *more]
        shown = [part for part in used if part.amount] or used
        return compared(spec, table_name(table), book.figure(whole), map(book.figure, shown), _total(used), tolerance("table"), len(used))
    if others and whole.amount not in (plain, full):
        return None
    return compared(spec, table_name(table), book.figure(whole), map(book.figure, [*parts, *more]), full, tolerance("table"), len(parts) + len(more))


def row_funds(book: Book, spec: Spec) -> Iterator[CheckResult]:
    """Rows of one measure whose columns are the funds."""
    for table in book.document.tables:
        tried = []
        for facts in _groups(book, table):
            for measure in dict.fromkeys(fact.measure for fact in facts if fact.side == "expenditure"):
                of_fund = {fact.fund: fact for fact in facts if fact.measure == measure}
                whole, parts = of_fund.get(spec["whole"]), [of_fund[f] for f in spec["parts"] if f in of_fund]
                if whole is None or whole.amount is None or len(parts) < 2 or not any(part.amount for part in parts):
                    continue
                if sum(fact.measure == measure for fact in facts) != len(parts) + 1:
                    continue
                shown = [part for part in parts if part.amount]
                tried.append(
                    compared(spec, table_name(table), book.figure(whole), map(book.figure, shown), _total(parts), tolerance("table"), len(parts))
                )
        yield from _told(spec, table, tried)


def project_parts(book: Book, spec: Spec) -> Iterator[CheckResult]:
    """The money of each project: parts never exceed the whole, and make it up where all of them are printed."""
    by_project: dict[str, dict[str, Fact]] = {}
    unknown = {fact.project_id for fact in book.document.facts if fact.project_id and fact.amount and fact.measure is None}
    for fact in book.document.facts:
        if fact.project_id and fact.measure in (spec["whole"], *spec["parts"]):
            by_project.setdefault(fact.project_id, {}).setdefault(fact.measure, fact)
    for project, facts in by_project.items():
        whole, parts = facts.get(spec["whole"]), [facts[m] for m in spec["parts"] if m in facts]
        if whole is None or whole.amount is None or not any(part.amount is not None for part in parts):
            continue
        total, complete = _total(parts), len(parts) == len(spec["parts"]) and all(part.amount is not None for part in parts)
        if total < whole.amount and (not complete or project in unknown):
            continue
        table, _ = book.rows[whole.row_id]
        shown = [part for part in parts if part.amount] or parts[:1]
        figures = [book.figure(part, part.column_label.rpartition(" / ")[2].removeprefix("其中：")) for part in shown]
        whole_figure = book.figure(whole, f"项目“{whole.label}”{whole.column_label}")
        yield compared(
            spec,
            f"{table_name(table)}项目“{whole.label}”",
            whole_figure,
            figures,
            total,
            tolerance("table"),
            len(shown),
            "" if total <= whole.amount else "，部分大于总额",
        )


def _groups(book: Book, table: SourceTable) -> list[list[Fact]]:
    """Facts of one row, block and stage; of one fund where the row does not compare funds."""
    found: dict[tuple, list[Fact]] = {}
    for fact in book.facts[table.id]:
        found.setdefault((fact.row_id, fact.block, fact.stage), []).append(fact)
    return list(found.values())


def _told(spec: Spec, table: SourceTable, tried: list[CheckResult]) -> Iterator[CheckResult]:
    """Every failure; of what holds, the total row, or one row for all."""
    holding = [result for result in tried if result.verdict == "holds"]
    yield from (result for result in tried if result.verdict == "fails")
    if holding:
        last = holding[-1] if holding[-1].left_label.startswith("合计") or len(holding) == 1 else holding[0]
        yield last if len(holding) == 1 else counted(last, len(holding))


def counted(result: CheckResult, count: int) -> CheckResult:
    """One result for many rows that hold."""
    return replace(result, message=f"{count} 行都相符，如{result.message}")


def _total(facts: list[Fact]) -> int:
    return sum(fact.amount or 0 for fact in facts)
