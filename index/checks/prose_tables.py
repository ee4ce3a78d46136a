"""Prose against the tables, of the same document or of another one of the same body."""

import re
from collections.abc import Iterable, Iterator

from index.amounts import FEN
from index.checks.book import Book
from index.checks.equals import total_measure
from index.checks.prose import Prose, slack
from index.checks.verdicts import Spec, compared, tolerance
from index.prose import Said
from index.records import CheckResult, Fact

_ORDER = (
    "revenue_expenditure", "revenue", "expenditure", "fiscal_revenue_expenditure", "function_expenditure", "fiscal_expenditure", "basic_expenditure",
    "three_public", "agency_running", "procurement", "purchased_service",
)  # fmt: skip


def prose_table(prose: Prose, spec: Spec, tables: Book | None = None) -> Iterator[CheckResult]:
    """Amounts whose subject is a measure, against the totals of that measure."""
    book = tables or prose.book
    agreed: set[tuple] = set()
    differing: list[tuple[Said, CheckResult]] = []
    for item in prose.all:
        if not item.measure or item.path or not _own(prose, item) or not _of_the_body(prose, item, spec["elsewhere"]):
            continue
        whole = prose.by_id.get(item.part_of or "")
        narrow = list(measured_facts(book, spec, item, whole.fund)) if whole and whole.fund and item.fund is None else []
        facts = [*narrow, *measured_facts(book, spec, item)]
        if not facts:
            continue
        result = _verdict(prose, book, spec, item, facts)
        if result.verdict == "holds":
            agreed.add((item.measure, item.fund))
            yield result
        elif any(book.trusted(fact) for fact in facts):
            differing.append((item, result))
    yield from (result for item, result in differing if (item.measure, item.fund) not in agreed)


def prose_item(prose: Prose, spec: Spec, tables: Book | None = None) -> Iterator[CheckResult]:
    """Amounts of functional items, against the rows of those items."""
    book = tables or prose.book
    for item in prose.all:
        if item.path and _own(prose, item):
            facts = list(item_facts(book, spec["types"], item.path, item.statement.stage))
            if facts:
                yield _verdict(prose, book, spec, item, facts)


def _of_the_body(prose: Prose, item: Said, elsewhere: str) -> bool:
    """The amount is of the whole body's money: not of a project, of a functional item, or of a part that nothing names."""
    passage = prose.passages[item.statement.passage_id]
    if re.search(elsewhere, passage.heading.rpartition(" / ")[0] or passage.heading) or re.search(elsewhere, passage.heading.rpartition(" / ")[2]):
        return False
    whole = prose.by_id.get(item.part_of or "")
    if whole is not None and (whole.path or whole.measure is None):
        return False
    return not any(other.path for other in prose.within(item) if other.statement.id < item.statement.id)


def _own(prose: Prose, item: Said) -> bool:
    """An amount of the document's own year and stage."""
    statement, identity = item.statement, prose.book.document.identity
    if statement.role != "amount" or statement.amount is None or item.threshold or statement.year not in (None, identity.year):
        return False
    return statement.stage == ("final" if identity.phase == "决算" else "budget")


def _verdict(prose: Prose, book: Book, spec: Spec, item: Said, facts: list[Fact]) -> CheckResult:
    amount = item.statement.amount
    room = max(tolerance("prose"), int(slack(item) * FEN[item.statement.unit]))
    fact = next((fact for fact in facts if abs((fact.amount or 0) - amount) <= room), facts[0])
    note = "" if book is prose.book else f"（表在 {book.document.source.file}）"
    return compared(spec, "", prose.figure(item), (book.figure(fact),), fact.amount or 0, room, 1, note)


def measured_facts(book: Book, spec: Spec, item: Said, fund: str | None = None) -> Iterator[Fact]:
    """The totals that a measured statement may speak of, the most authoritative table first; `fund` serves where the statement names none."""
    kinds = [(item.measure, item.fund or fund), *([item.both] if item.both else [])]
    for measure, fund in kinds:
        alike = next((group for group in spec.get("alike", []) if measure in group), [measure])
        for name in alike:
            yield from totals(book, name, fund, item.statement.stage)


def totals(book: Book, measure: str, fund: str | None, stage: str) -> Iterator[Fact]:
    """Printed totals of a measure; with a fund only those of that fund; blank ones only where the measure is an expense of its own."""
    found = []
    for table in book.document.tables:
        for fact in book.facts[table.id]:
            if total_measure(fact) != measure or fact.stage != stage or (fact.level == "leaf" and not _names_itself(fact)):
                continue
            if (fact.members and fact.members[-1].dimension == "function") or fact.project_id:
                continue
            if (fund is None or fact.fund == fund) and fact.amount is not None:
                found.append((_ORDER.index(table.type) if table.type in _ORDER else len(_ORDER), fact))
    yield from (fact for _, fact in sorted(found, key=lambda pair: pair[0]))


def _names_itself(fact: Fact) -> bool:
    return bool(fact.members) and fact.members[-1].dimension == "item"


def item_facts(book: Book, types: Iterable[str], path: tuple[str, ...], stage: str) -> Iterator[Fact]:
    """The expenditure rows of a functional item: its own name, and the names above it where they are printed."""
    for table in (table for kind in types for table in book.of_types((kind,))):
        names = {
            member.code: _plain(member.name)
            for fact in book.facts[table.id]
            for member in fact.members
            if member.dimension == "function" and member.code
        }
        for fact in book.facts[table.id]:
            if fact.measure != ("income" if table.type == "revenue" else "expenditure") or fact.stage != stage or fact.amount is None:
                continue
            member = next((m for m in fact.members if m.dimension == "function"), None)
            if member and len(fact.members) == 1 and _plain(member.name) == _plain(path[-1]) and _under(member.code, names, path):
                yield fact


def _under(code: str | None, names: dict[str, str], path: tuple[str, ...]) -> bool:
    """The code is of the depth of the path, and what is printed above it bears the path's names; a 类 may stand without a code."""
    if code is None:
        return len(path) == 1
    if len(code) != 1 + 2 * len(path):
        return False
    above = [names.get(code[: 1 + 2 * depth]) for depth in range(1, len(path))]
    return all(name is None or name == _plain(given) for name, given in zip(above, path, strict=False)) and (len(path) == 1 or any(above))


def _plain(name: str) -> str:
    return re.sub(r"[\s“”]", "", name).replace("其它", "其他").replace("(", "（").replace(")", "）")
