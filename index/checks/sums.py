"""Within a table: every total is the sum of its leaves, every subtotal of the level below it."""

import re
from collections.abc import Iterator

from index.checks.book import Book, column_of_table, digits, table_name
from index.checks.rows import FORMS, counted
from index.checks.verdicts import Spec, compared, is_rounding, tolerance
from index.records import CheckResult, Fact, SourceTable

_YEAR_TOTAL = re.compile("^(?:本年|当年)(?:收入|支出)?(?:合计|小计|总计)?$|^(?:本年|当年)(?:收入|支出)")
_CARRIED = frozenset({"carryover_in", "carryover_used", "carryover_out", "surplus_distribution"})
_NEAR = 0.01
"""Share of the total up to which a difference is believed without a second column that adds up."""
_LISTS = ("project_performance", "overall_performance", "self_evaluation", "three_public")

_AMOUNT = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?$|-?\d+\.\d{2,6}$")

Column = list[Fact]


def columns(book: Book, table: SourceTable) -> list[Column]:
    """The facts of each amount column in printed order."""
    found: dict[tuple, Column] = {}
    for fact in book.facts[table.id]:
        found.setdefault((fact.block, fact.column_label, fact.measure if fact.side is None else None, fact.stage), []).append(fact)
    return list(found.values())


def sum_leaves(book: Book, spec: Spec) -> Iterator[CheckResult]:
    """The total row of a column against the sum of its leaves."""
    for table in _plain_tables(book):
        tried = [found for column in columns(book, table) if (found := _leaves(column)) is not None]
        gaps = [whole.amount - sum(fact.amount or 0 for fact in leaves) for whole, leaves in tried]
        adding = {whole.block for gap, (whole, _) in zip(gaps, tried, strict=True) if gap == 0 and whole.amount}
        for gap, (whole, leaves) in zip(gaps, tried, strict=True):
            total = whole.amount - gap
            lost = gaps.count(gap) > 1 and not _rounded(whole, leaves, gap) and not _same_rows_elsewhere(book, table)
            if gap and (lost or not intact(book, table)):
                continue
            if whole.block in adding or abs(gap) <= _NEAR * abs(whole.amount) or _confirmed(book, whole, leaves, total):
                shown = [fact for fact in leaves if fact.amount] or leaves[:1]
                yield compared(
                    spec, column_of_table(table, whole), book.figure(whole), map(book.figure, shown), total, tolerance("table"), len(shown)
                )


def _rounded(whole: Fact, parts: Column, gap: int) -> bool:
    return is_rounding(gap, whole.unit, digits(whole.printed), len(parts))


def _confirmed(book: Book, whole: Fact, leaves: Column, total: int) -> bool:
    """Another total prints what the leaves add up to, or prints the same total and the gap is no row counted twice."""
    elsewhere = {fact.amount for fact in book.document.facts if fact.level == "total" and fact.row_id != whole.row_id and fact.amount}
    if total in elsewhere:
        return True
    runs, amounts = set(), [fact.amount or 0 for fact in leaves]
    for start in range(len(amounts)):
        running = 0
        for amount in amounts[start : start + 12]:
            running += amount
            runs.add(running)
    return whole.amount in elsewhere and total - whole.amount not in runs


def intact(book: Book, table: SourceTable) -> bool:
    """Every row that prints an amount has given a fact: no row was read as something else."""
    known = {fact.row_id for fact in book.facts[table.id]}
    rows = (row for row in table.rows if row.role in ("data", "note", "blank") and row.id not in known)
    return not any(_AMOUNT.match(cell.strip()) for row in rows for cell in row.cells if cell)


def _same_rows_elsewhere(book: Book, table: SourceTable) -> bool:
    """Another table prints the same codes, so that no row of this one is lost; a lost row leaves the same gap in several columns."""
    codes = {_code(fact) for fact in book.facts[table.id]} - {None}
    others = ({_code(fact) for fact in book.facts[other.id]} - {None} for other in book.document.tables if other.id != table.id)
    return bool(codes) and any(codes == found for found in others)


def _leaves(column: Column) -> tuple[Fact, Column] | None:
    """The one total of a column and its leaves; `None` where the column has no total, several that differ, or nothing below it."""
    totals = [fact for fact in column if fact.level == "total" and fact.amount is not None]
    leaves = [fact for fact in column if fact.level == "leaf"]
    if not totals or not any(fact.amount for fact in leaves) or len({fact.amount for fact in totals}) > 1:
        return None
    total = sum(fact.amount or 0 for fact in leaves)
    if total != totals[-1].amount:
        for cut in _cuts(column):
            if sum(fact.amount or 0 for fact in cut) == totals[-1].amount:
                return totals[-1], cut
    return totals[-1], leaves


def _cuts(column: Column) -> Iterator[Column]:
    """Other ways to take a column apart: the rows of one depth, or of one length of code."""
    rest = [fact for fact in column if fact.level != "total"]
    for depth in sorted({fact.depth for fact in rest}):
        yield [fact for fact in rest if fact.depth == depth]
    for length in (3, 5, 7):
        yield [fact for fact in rest if len(_code(fact) or "") == length]


def sum_levels(book: Book, spec: Spec) -> Iterator[CheckResult]:
    """Every subtotal against the rows one level below it."""
    for table in _plain_tables(book):
        tried = [pair for column in columns(book, table) for pair in _families(column)]
        adding = [pair for pair in tried if _adds(*pair)]
        failing = [pair for pair in tried if not _adds(*pair)]
        confirmed = len(adding) + sum(_tops_add(column) for column in columns(book, table))
        gaps = [(parent.row_id, parent.amount - sum(child.amount or 0 for child in children)) for parent, children in failing]
        for gap, (parent, children) in zip(gaps, failing, strict=True):
            lost = gaps.count(gap) > 1 and not _rounded(parent, children, gap[1]) and not _same_rows_elsewhere(book, table)
            if confirmed >= len(failing) and not lost and _believable(book, table, parent, gap[1]):
                yield _verdict(book, spec, table, parent, children)
        if adding:
            yield counted(_verdict(book, spec, table, *adding[0]), len(adding))


def _tops_add(column: Column) -> bool:
    """The rows of the highest level make up the total of the column."""
    totals = {fact.amount for fact in column if fact.level == "total" and fact.amount}
    rest = [fact for fact in column if fact.level != "total"]
    tops = [fact.amount or 0 for fact in rest if fact.depth == min(other.depth for other in rest)]
    return sum(tops) in totals


def _believable(book: Book, table: SourceTable, parent: Fact, gap: int) -> bool:
    """Rows without codes hang together by indentation alone, and 其中 need not name all of them: only a small gap is believed."""
    return intact(book, table) and (_code(parent) is not None or abs(gap) <= _NEAR * abs(parent.amount))


def _verdict(book: Book, spec: Spec, table: SourceTable, parent: Fact, children: Column) -> CheckResult:
    shown = [fact for fact in children if fact.amount] or children[:1]
    total = sum(fact.amount or 0 for fact in children)
    return compared(spec, table_name(table), book.figure(parent), map(book.figure, shown), total, tolerance("table"), len(shown))


def _adds(parent: Fact, children: Column) -> bool:
    return parent.amount == sum(fact.amount or 0 for fact in children)


def _families(column: Column) -> Iterator[tuple[Fact, Column]]:
    """Each subtotal with the rows directly below it: by code where codes are printed, else by depth."""
    for number, parent in enumerate(column):
        if parent.level != "subtotal" or parent.amount is None or _YEAR_TOTAL.match(parent.label):
            continue
        children = _coded_children(column, parent) if _code(parent) else _deeper(column[number + 1 :], parent)
        if any(child.amount for child in children):
            yield parent, children


def _coded_children(column: Column, parent: Fact) -> Column:
    code = _code(parent) or ""
    same = [fact for fact in column if parent.unit_name is None or fact.unit_name == parent.unit_name]  # each unit prints its own subjects
    below = [fact for fact in same if fact is not parent and (_code(fact) or "").startswith(code) and len(_code(fact) or "") > len(code)]
    shortest = min((len(_code(fact) or "") for fact in below), default=0)
    return [fact for fact in below if len(_code(fact) or "") == shortest]


def _deeper(following: Column, parent: Fact) -> Column:
    """Rows up to the next one that is not deeper; of these the ones of the depth that comes first."""
    below: Column = []
    for fact in following:
        if fact.depth <= parent.depth or fact.level == "total" or _YEAR_TOTAL.match(fact.label):
            break
        below.append(fact)
    return [fact for fact in below if fact.depth == below[0].depth] if below else []


def sum_year(book: Book, spec: Spec) -> Iterator[CheckResult]:
    """本年收入合计 against the year's own items, carried-over money left out."""
    for table in book.of_types(("revenue_expenditure", "fiscal_revenue_expenditure")):
        for column in columns(book, table):
            leaves = [fact for fact in column if fact.level == "leaf" and fact.measure not in _CARRIED]
            total = sum(fact.amount or 0 for fact in leaves)
            named = [f for f in column if f.level != "leaf" and f.amount is not None and _YEAR_TOTAL.match(f.label)]
            for fact in named if any(leaf.amount for leaf in leaves) else ():
                if abs(total - fact.amount) <= _NEAR * abs(fact.amount):
                    shown = [leaf for leaf in leaves if leaf.amount]
                    yield compared(
                        spec, column_of_table(table, fact), book.figure(fact), map(book.figure, shown), total, tolerance("table"), len(shown)
                    )


def _plain_tables(book: Book) -> list[SourceTable]:
    return [table for table in book.document.tables if table.type and table.type not in (*FORMS, *_LISTS)]


def _code(fact: Fact) -> str | None:
    """The code of the row itself: that of its last coded member; `None` for rows that stand under several classifications at once."""
    coded = [member for member in fact.members if member.dimension in ("function", "government", "department") and member.code]
    return coded[0].code if len(coded) == 1 else None
