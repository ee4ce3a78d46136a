"""Which row has this amount, or which name has this code."""

from __future__ import annotations

from qa.draft import Item
from qa.facts import Cell, cells
from qa.holdings import Group
from qa.inquiry import Inquiry, NotHeld
from qa.normalise import name_key
from qa.plan import Subject
from qa.sql import marks

MOST_FOUND = 8


def reverse(inquiry: Inquiry) -> None:
    """The name under a code, or the rows that print an amount."""
    for group in inquiry.groups:
        found = _by_amount(inquiry, group) if inquiry.plan.value else _by_code(inquiry, group)
        if not found:
            what = "这个金额" if inquiry.plan.value else f"“{inquiry.plan.words}”"
            raise NotHeld(f"{group.spoken()}中没有{what}。")
        inquiry.draft.say(f"{inquiry.prefix(group)}：{'；'.join(found)}。")


def _by_amount(inquiry: Inquiry, group: Group) -> list[str]:
    scales = (100,) if inquiry.plan.value.unit == "元" else (100, 1_000_000)
    sums = tuple(int(inquiry.plan.value.low * scale) for scale in scales)
    held = cells(inquiry.database, f"f.document_id IN ({marks(group.ids)}) AND f.amount IN ({marks(sums)})", (*group.ids, *sums))
    dimension = inquiry.plan.dimension
    if dimension in ("project", "procurement", "service"):
        held = [cell for cell in held if cell.member(dimension)] or held
    elif dimension in ("function", "department", "government"):
        held = [cell for cell in held if cell.member(dimension)]
    said, seen = [], set()
    for cell in held:
        name = _row_name(cell, dimension)
        if name in seen:
            inquiry.draft.cite(cell) if len(inquiry.draft.citations) < 12 else None
            continue
        seen.add(name)
        if len(said) < MOST_FOUND:
            text = inquiry.draft.money(name, cell.amount, cell.unit, (inquiry.draft.cite(cell),))
            said.append(f"{cell.table_name}的“{name}”（{cell.column_label.split(' / ')[-1]}）是 {text}")
    return said


def _row_name(cell: Cell, dimension: str | None) -> str:
    found = cell.member(dimension) if dimension else None
    if found:
        return found[1]
    for axis in ("project", "service", "procurement", "department", "function"):
        if cell.member(axis):
            return cell.member(axis)[1]
    return cell.label or "（无名称的行）"


def _by_code(inquiry: Inquiry, group: Group) -> list[str]:
    wanted = [(s.axis, s.code) for reading in inquiry.plan.readings for operand in reading for s in operand.subjects if s.code]
    if not wanted:
        return []
    axis, code = wanted[0]
    sql = f"""f.document_id IN ({marks(group.ids)}) AND f.id IN (SELECT m.fact_id FROM fact_member m WHERE m.document_id IN ({marks(group.ids)}) AND m.dimension=? AND m.code=?)"""
    held = cells(inquiry.database, sql, (*group.ids, *group.ids, axis, code))
    if not held:
        return []
    kind = {"function": "支出功能分类科目", "government": "政府支出经济分类科目", "department": "部门支出经济分类科目", "procurement": "采购类别"}.get(axis, "代码")
    names = dict.fromkeys(name for cell in held for a, c, name in cell.members if a == axis and c == code)
    markers = "".join(dict.fromkeys(f"[{inquiry.draft.cite(cell)}]" for cell in held[:3]))
    inquiry.draft.items.append(_item(held[0], axis))
    return [f"{code.upper()} 是{kind}“{'”“'.join(names)}”{markers}"]


def _item(cell: Cell, axis: str) -> Item:
    code, name = cell.member(axis)
    return Item(name, (Subject(axis, name_key(name), name, name, code),), cell.amount, cell.unit, (cell,))
