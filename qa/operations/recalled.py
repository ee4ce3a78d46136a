"""Whether two amounts that were just answered agree: 两边平不平, 两年一样吗."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from qa.draft import Item
from qa.equations import Equation
from qa.inquiry import Inquiry
from qa.numerals import SCALES
from qa.operations.compared_places import weigh
from qa.operations.equated import headline
from qa.operations.sightings import Sighting, of_cell
from qa.operations.terms import CONTENTS
from qa.scan import Scanned
from qa.turns import Turn


def bare(equation: Equation, scanned: Scanned) -> bool:
    """The question names no amount of its own and no budget."""
    named = any(m.kind not in ("stop", "pronoun", "join", "counted") and not _masked(equation, m.start, m.end) for m in scanned.mentions)
    return not named and not scanned.unexplained and not equation.of(*CONTENTS)


def last_two(turns: list[Turn]) -> tuple[Item, Item] | None:
    """The two amounts last given: of one answer, or of the last two; `None` where they are no two amounts of money."""
    if not turns:
        return None
    given = [item for item in turns[-1].items if item.fen is not None and item.cells and item.unit in SCALES]
    before = [item for item in turns[-2].items if item.fen is not None and item.cells and item.unit in SCALES] if len(turns) > 1 else []
    if len(given) == 2 == len(turns[-1].items):
        return given[0], given[1]
    if len(given) == 1 == len(turns[-1].items) and len(before) == 1 == len(turns[-2].items) and given[0].cells[0].id != before[0].cells[0].id:
        return before[0], given[0]
    return None


def recalled(inquiry: Inquiry, equation: Equation, items: tuple[Item, Item]) -> None:
    """Both amounts with their rows, the difference, and whether they agree."""
    weigh(inquiry, inquiry.groups[-1], [_sighting(inquiry, item) for item in items])
    headline(inquiry, equation)
    for item in items:
        inquiry.draft.items.append(item)


def _sighting(inquiry: Inquiry, item: Item) -> Sighting:
    years = {group.year for group in inquiry.groups}
    group = item.group
    label = f"{group.year}年{item.label}" if group is not None and len(years) > 1 and str(group.year) not in item.label else item.label
    return replace(of_cell(item.cells[0]), label=label, value=Decimal(item.fen or 0) / 100, unit=item.unit, cells=item.cells)


def _masked(equation: Equation, start: int, end: int) -> bool:
    return any(mark.start <= start and end <= mark.end for mark in equation.marks)
