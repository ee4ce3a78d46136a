"""A whole less what is left out of it: every part must stand inside the whole, and none inside another."""

from __future__ import annotations

import itertools

from qa.authority import CLASSES, Amount
from qa.inquiry import Inquiry, NotHeld
from qa.normalise import name_key
from qa.plan import Operand
from qa.statements import parts_of_narrated
from qa.wholes import inside

_CODED = ("function", "government", "department")
Found = tuple[Amount, str, Operand]


def refuse_apart(inquiry: Inquiry, found: list[Found]) -> None:
    """Raises NotHeld where a part is no part of the whole, or of another part: then no subtraction is what the question means."""
    whole, *parts = found
    for part in parts:
        if not _inside(inquiry, part, whole):
            raise NotHeld(f"“{part[1]}”不是“{whole[1]}”中单列的一部分，不从中扣除。")
    for left, right in itertools.permutations(parts, 2):
        if {c.id for c in left[0].cells} & {c.id for c in right[0].cells} or _under(left, right):
            raise NotHeld(f"“{left[1]}”与“{right[1]}”有重叠，不能都扣除。")


def refuse_nested(found: list[Found]) -> None:
    """Raises NotHeld where one addend is a row of another: a whole is never summed with its part."""
    for left, right in itertools.permutations(found, 2):
        outer, inner = {(s.axis, s.key) for s in left[2].subjects}, {(s.axis, s.key) for s in right[2].subjects}
        if outer < inner and left[2].of("measure") == right[2].of("measure") and left[0].group == right[0].group:
            raise NotHeld(f"“{right[1]}”已经包含在“{left[1]}”之中，不能相加。")


def _inside(inquiry: Inquiry, part: Found, whole: Found) -> bool:
    measure = next((s.key for s in whole[2].of("measure")), None)
    codes = [code for code, _ in _items(part)]
    if _under(part, whole) or inside(part[2], whole[2]):
        return True
    if measure in (*CLASSES, "basic") and not whole[2].of("department") and not part[2].of("measure"):
        return bool(codes) and all(measure == "basic" or code[:3] in CLASSES[measure] for code in codes)
    narrated = next(iter(whole[2].of("narrated")), None)
    if narrated is not None:
        own = {cell.id for cell in parts_of_narrated(inquiry.database, part[0].group.ids, narrated.key)}
        return {cell.id for cell in part[0].cells} <= own
    return False


def _under(part: Found, whole: Found) -> bool:
    """By codes of one classification."""
    above = _items(whole)
    return bool(above) and bool(_items(part)) and all(any(axis == other and code != own and code.startswith(own) for own, other in above) for code, axis in _items(part))


def _items(found: Found) -> list[tuple[str, str]]:
    """Codes of the members that were asked for, with their axes."""
    named = {(s.axis, s.key) for s in found[2].subjects}
    coded = {(s.axis, s.code) for s in found[2].subjects if s.code}
    return sorted({(code, axis) for cell in found[0].cells for axis, code, name in cell.members if code and axis in _CODED and ((axis, name_key(name)) in named or (axis, code) in coded)})
