"""勾稽: what must add up in a published budget, and what does not. The checks are data (`checks.toml`); a kind of check is one function.

A check that cannot be tried on a document (a column, a table, a figure is missing) gives no result: silence is not agreement.
"""

from collections.abc import Callable, Iterator, Sequence

from index.checks import across, changes, equals, lists, prose_lists, prose_tables, rows, shares, sums
from index.checks.book import Book
from index.checks.prose import Prose
from index.checks.verdicts import Spec, numbered
from index.knowledge import read_toml
from index.records import CheckResult, Document

TABLE_KINDS: dict[str, Callable[[Book, Spec], Iterator[CheckResult]]] = {
    "row": rows.row,
    "row_funds": rows.row_funds,
    "project_parts": rows.project_parts,
    "sum_leaves": sums.sum_leaves,
    "sum_levels": sums.sum_levels,
    "sum_year": sums.sum_year,
    "equal": equals.equal,
    "total_of_parts": equals.total_of_parts,
    "codes": equals.codes,
    "project_sum": lists.project_sum,
    "indicator": lists.indicator,
    "empty_note": lists.empty_note,
}
PROSE_KINDS: dict[str, Callable[[Prose, Spec], Iterator[CheckResult]]] = {
    "prose_change": changes.prose_change,
    "prose_share": shares.prose_share,
    "prose_parts": prose_lists.prose_parts,
    "prose_repeat": prose_lists.prose_repeat,
    "prose_projects": prose_lists.prose_projects,
    "prose_table": prose_tables.prose_table,
    "prose_item": prose_tables.prose_item,
}
PAIR_KINDS: dict[str, Callable[[Document, Document, Spec], Iterator[CheckResult]]] = {
    "narrative_tables": across.narrative_tables,
    "year_prose": across.year_prose,
    "year_tables": across.year_tables,
}

__all__ = ["check", "check_across"]


def check(document: Document) -> tuple[CheckResult, ...]:
    """Every check of one document, in the order of `checks.toml`."""
    return tuple(numbered(document.id, _tried(document)))


def _tried(document: Document) -> Iterator[CheckResult]:
    book = Book(document)
    said = Prose(book)
    for spec in _specs():
        if spec["kind"] in TABLE_KINDS:
            yield from TABLE_KINDS[spec["kind"]](book, spec)
        elif spec["kind"] in PROSE_KINDS:
            yield from PROSE_KINDS[spec["kind"]](said, spec)


def check_across(documents: Sequence[Document]) -> tuple[CheckResult, ...]:
    """Checks between documents of the same body; each result belongs to the document whose figure is on the left."""
    bodies: dict[tuple, list[Document]] = {}
    for document in sorted(documents, key=lambda d: d.id):
        bodies.setdefault(across.body(document.identity), []).append(document)
    found: list[CheckResult] = []
    for one in (document for group in bodies.values() for document in group):
        pairs = [(one, other) for other in bodies[across.body(one.identity)] if other is not one]
        found.extend(
            numbered(one.id, (r for spec in _specs() if spec["kind"] in PAIR_KINDS for a, b in pairs for r in PAIR_KINDS[spec["kind"]](a, b, spec)))
        )
    return tuple(found)


def _specs() -> list[Spec]:
    return [dict(entry) for entry in read_toml("checks.toml")["check"]]
