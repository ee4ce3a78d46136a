"""Which amounts of a pool may be added up: each row once, however many of its columns count the same money, and each form of a project once."""

from __future__ import annotations

from collections.abc import Sequence

from qa.facts import Cell

FORMS = ("project_form", "self_evaluation", "project_performance")
"""Tables of targets, which print a project's money beside its indicators and may print it more than once."""


def addends(pool: Sequence[Cell]) -> list[Cell]:
    """The cells of a pool that add up to what its rows cost, in printed order.

    预算金额 and 其中：货物 of one row are a whole and its part; 货物, 工程 and 服务 without a whole beside them are parts that make one.
    """
    rows: dict[tuple, list[Cell]] = {}
    for cell in pool:
        rows.setdefault((cell.row_id, cell.label, cell.level), []).append(cell)
    return _once([cell for found in rows.values() for cell in _of_row(found)])


def _of_row(cells: Sequence[Cell]) -> Sequence[Cell]:
    """The column of one row that counts all of it, else its parts, each once."""
    if len(cells) < 2:
        return cells
    common = frozenset.intersection(*(frozenset(cell.members) for cell in cells))
    kinds: dict[frozenset, list[Cell]] = {}
    for cell in cells:
        kinds.setdefault(frozenset(cell.members) - common, []).append(cell)
    firsts = {kind: next((cell for cell in found if cell.amount is not None), found[0]) for kind, found in kinds.items()}
    whole = firsts.pop(frozenset(), None)
    parts = list(firsts.values())
    if whole is not None and (whole.amount is not None or not any(part.amount is not None for part in parts)):
        return [whole]
    return parts


def _once(cells: Sequence[Cell]) -> list[Cell]:
    """The cells without what a form, or a second form of the same project, prints again."""
    seen: set[tuple] = set()
    found = []
    for cell in cells:
        if cell.table_type in FORMS and cell.project_id:
            project = cell.member("project")
            own = {
                (cell.project_id, cell.measure, cell.fund, cell.stage),
                (cell.document_id, project, cell.measure, cell.fund, cell.stage, cell.amount),
            }
            if own & seen:
                continue
            seen |= own
        found.append(cell)
    return found
