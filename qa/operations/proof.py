"""Operations that ask back: which row has this amount or code, and whether figures agree."""

from __future__ import annotations

import re
from decimal import Decimal

from qa.authority import Amount
from qa.draft import money_in
from qa.facts import Cell, cells
from qa.holdings import Group
from qa.inquiry import Inquiry, NotHeld
from qa.numerals import SCALES
from qa.operations.indicators import cite_target, target_text
from qa.operations.listing import table_cells
from qa.plan import Operand, Subject
from qa.sql import marks, parsed
from qa.texts import coverage, targets

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


def _item(cell: Cell, axis: str):
    from qa.draft import Item
    from qa.normalise import name_key
    from qa.plan import Subject

    code, name = cell.member(axis)
    return Item(name, (Subject(axis, name_key(name), name, name, code),), cell.amount, cell.unit, (cell,))


def check(inquiry: Inquiry) -> None:
    """Two figures compared; one figure in all the tables that print it; or what the checks found about the subject."""
    compared = _sides(inquiry)
    whole = re.search(r"等于(?:合计|总额|总计|总数|总和|小计|总的)|(?:跟|和|与)(?:合计|总额|总计|小计).{0,6}(?:一致|对得上|相等|一样|吻合)", inquiry.draft.question)
    if whole and len(compared) >= 2:
        added = _whole_of(inquiry, compared)
        if added:
            return _compare(inquiry, [*compared, added])
    if whole and len(compared) <= 1 and _held_by_checks(inquiry):
        return None
    if len(compared) >= 2:
        return _compare(inquiry, compared)
    if found_by_checks(inquiry):
        return None
    if compared and any(s.axis == "indicator" for o in inquiry.plan.operands for s in o.subjects):
        return _against_target(inquiry, compared[0])
    said = " ".join(f"{s.text} {s.name}" for o in inquiry.plan.operands for s in o.subjects)
    if compared and coverage(inquiry.plan.words, said) < 0.7:
        raise NotHeld(f"没有完全读懂要核对的内容：{inquiry.plan.words}。")
    if compared and inquiry.plan.value is not None:
        return _against_claim(inquiry, compared[0])
    if len(compared) == 1:
        return _everywhere(inquiry, compared[0])
    raise NotHeld(f"不知道要核对什么：{inquiry.where()}中没有认出两个可比的数。")


def _sides(inquiry: Inquiry) -> list[tuple[str, Amount]]:
    """What is compared: each operand in each budget, a table's total where only the table is named."""
    found = []
    for group in inquiry.groups:
        for index, operand in enumerate(inquiry.plan.operands):
            amount = inquiry.amount(index, group) if operand.subjects else _table_total(inquiry, group, operand)
            if amount is not None:
                name = inquiry.name(amount, index) if operand.subjects else amount.label
                prefix = f"{group.named(with_scope=True)}" if len(inquiry.groups) > 1 else ""
                table = f"{amount.cells[0].table_number or amount.cells[0].table_title}" if operand.table else ""
                found.append((f"{prefix}{table}{name}", amount))
    return found


def _whole_of(inquiry: Inquiry, compared: list[tuple[str, Amount]]) -> tuple[str, Amount] | None:
    """What the named amounts should add up to: the total of their own table."""
    first = compared[0][1]
    measure = first.measure if first.measure in ("procurement", "purchased_service", "project_amount") else "expenditure"
    table = next((o.table for o in inquiry.plan.operands if o.table), None)
    for key in (measure, "expenditure_total"):
        amount = inquiry.of(Operand((Subject("measure", key, "", "合计"),), table=table), first.group)
        if amount is not None:
            return "合计", amount
    return None


def _held_by_checks(inquiry: Inquiry) -> bool:
    """The checks of the table that is named: its total against its rows."""
    numbers = [o.table for o in inquiry.plan.operands if o.table and o.table.isdigit()]
    for group in inquiry.groups:
        rows = inquiry.database.select(f"SELECT * FROM check_result WHERE document_id IN ({marks(group.ids)}) AND description LIKE '%明细%' ORDER BY id", group.ids)
        own = [row for row in rows if any(re.search(rf"0?{int(number)}表|表0?{int(number)}(?!\d)", row["description"]) for number in numbers)]
        for row in own[:1]:
            marker = tuple(m for ref in [row["left_ref"], *(parsed(row["right_refs"]) or [])][:40] if (m := cite_ref(inquiry, ref)) is not None)
            for label, printed in ((row["left_label"], row["left"]), (row["right_label"], row["right"])):
                _printed_figure(inquiry, label, printed, marker)
            text = "".join(f"[{m}]" for m in dict.fromkeys(marker))
            inquiry.draft.say(f"{'一致' if row['verdict'] == 'holds' else '不一致'}：{row['description']}，{row['left_label']} {row['left']}，{row['right_label']} {row['right']}{text}。")
            return True
    return False


def _table_total(inquiry: Inquiry, group: Group, operand: Operand) -> Amount | None:
    if not operand.table:
        return None
    totals = [cell for cell in table_cells(inquiry, group, operand.table) if cell.level == "total" and cell.side != "income"]
    if not totals:
        return None
    cell = next((c for c in totals if c.amount is not None), totals[0])
    return Amount("合计", group, cell.amount, cell.unit, (cell,), False, cell.measure, cell.fund)


def _compare(inquiry: Inquiry, sides: list[tuple[str, Amount]]) -> None:
    """A = B, or A + B = C where three are named; the difference with both rows."""
    if len(sides) > 2 and re.search(r"等于.{0,20}(加|\+|之和|与.*之和)", inquiry.draft.question) and not re.search(r"(加|\+|和).{0,20}等于", inquiry.draft.question):
        sides = [*sides[1:], sides[0]]
    *addends, (whole_name, whole) = sides
    adds = len(sides) > 2 and re.search(r"加|\+|之和|总和|合起来|相加|等于", inquiry.draft.question)
    if len(sides) > 2 and not adds:
        values = {amount.fen for _, amount in sides}
        listed = "，".join(f"{name} {inquiry.spoken(amount, name)}" for name, amount in sides)
        inquiry.draft.say(f"{'一致' if len(values) == 1 else '不一致'}：{listed}。")
        return
    left = sum(amount.fen for _, amount in addends)
    gap = left - whole.fen
    spoken = " + ".join(f"{name} {inquiry.spoken(amount, name)}" for name, amount in addends)
    unit = whole.unit
    markers = tuple(inquiry.draft.cite(cell) for _, amount in sides for cell in amount.cells)
    if adds:
        total = inquiry.draft.money("之和", left, unit, markers, " + ".join(f"{name} {money_in(a.fen, unit)}" for name, a in addends))
        spoken = f"{spoken} = {total}"
    verdict = "一致" if gap == 0 else "不一致"
    inquiry.draft.say(f"{verdict}：{spoken}，{whole_name} {inquiry.spoken(whole, whole_name)}")
    if gap:
        tail = "，为四舍五入尾差" if abs(gap) <= len(sides) * 10_000 and unit == "万元" else ""
        inquiry.draft.say(f"，相差 {inquiry.draft.money('相差', abs(gap), unit, markers)}{tail}")
    inquiry.draft.say("。")
    for name, amount in sides:
        inquiry.keep(amount, name, None)


def _against_claim(inquiry: Inquiry, side: tuple[str, Amount]) -> None:
    """A figure against the amount that the question claims."""
    name, amount = side
    gap = amount.fen - int(inquiry.plan.value.low * 100)
    said = inquiry.spoken(amount, name)
    if gap == 0:
        inquiry.draft.say(f"一致：{name}为 {said}，与所说相同。")
    else:
        markers = tuple(inquiry.draft.cite(cell) for cell in amount.cells)
        inquiry.draft.say(f"不一致：{name}为 {said}，与所说相差 {inquiry.draft.money('相差', abs(gap), amount.unit, markers)}。")
    inquiry.keep(amount, name, None)


def _against_target(inquiry: Inquiry, side: tuple[str, Amount]) -> None:
    """A project's amount against the money that one of its indicators names."""
    name, amount = side
    kinds = [s.name for o in inquiry.plan.operands for s in o.subjects if s.axis == "indicator"]
    project = amount.cells[0].project_id
    owned = [t for t in targets(inquiry.database, amount.group.ids) if t.project_id == project and t.unit in SCALES and t.number]
    fitting = [t for t in owned if any(kind[:2] in t.level1 + t.level2 + t.name for kind in kinds)]
    if project is None or not fitting:
        raise NotHeld(f"{inquiry.where()}中没有可以与“{name}”核对的指标。")
    target = fitting[0]
    asked = int(Decimal(target.number or "0") * SCALES[target.unit] * 100)
    spoken = f"{name} {inquiry.spoken(amount, name)}，指标“{target.name}” {target_text(inquiry, target, (cite_target(inquiry, target),))}"
    holds = {"≤": amount.fen <= asked, "<": amount.fen < asked, "≥": amount.fen >= asked, ">": amount.fen > asked}.get(target.comparator or "=", amount.fen == asked)
    exact = "，两数相同" if amount.fen == asked else "，两数不相等"
    inquiry.draft.say(f"{'符合' if holds else '不一致，不符合'}：{spoken}{exact}。")
    inquiry.keep(amount, name, None)


def _everywhere(inquiry: Inquiry, side: tuple[str, Amount]) -> None:
    """One figure against every other table of the same budget that prints it."""
    name, amount = side
    others = amount.others
    if others:
        listed = "；".join(f"{cells_[0].table_name} {'、'.join(c.printed for c in cells_[:3])} {cells_[0].unit}[{inquiry.draft.cite(cells_[0])}]" for _, cells_ in others)
        inquiry.draft.say(f"不一致：{name} {inquiry.spoken(amount, name)}；{listed}。")
    else:
        inquiry.draft.say(f"{name}为 {inquiry.spoken(amount, name)}，各表中的同一数字一致。")
    inquiry.keep(amount, name, None)


def found_by_checks(inquiry: Inquiry) -> bool:
    """What the stored checks found about the rows or words in question."""
    said = False
    for group in inquiry.groups:
        rows = inquiry.database.select(f"SELECT * FROM check_result WHERE document_id IN ({marks(group.ids)}) AND verdict='fails' ORDER BY id", group.ids)
        scored = []
        names = [s.name or s.text for o in inquiry.plan.operands for s in o.subjects]
        sought = " ".join([inquiry.plan.words, *names])
        numbers = [n.replace(",", "") for n in re.findall(r"\d[\d,]*(?:\.\d+)?", inquiry.draft.question) if len(n) >= 3 and not re.fullmatch(r"(19|20)\d\d", n)]
        for row in rows:
            text = f"{row['description']}{row['left_label']}{row['right_label']}{row['message']}"
            share = coverage(sought, text) if sought.strip() else 0.0
            share += sum(number in text.replace(",", "") for number in numbers)
            if share >= (1.0 if numbers else 0.6):
                scored.append((share, row))
        scored.sort(key=lambda pair: (-pair[0], pair[1]["id"]))
        for _, row in [pair for pair in scored if pair[0] >= scored[0][0] - 0.05][:3]:
            cite_check(inquiry, row)
            said = True
    return said


def cite_check(inquiry: Inquiry, row) -> None:
    """A failing check in one sentence, both places cited."""
    markers = tuple(marker for ref in [row["left_ref"], *(parsed(row["right_refs"]) or [])][:6] if (marker := cite_ref(inquiry, ref)) is not None)
    text = "".join(f"[{m}]" for m in dict.fromkeys(markers))
    for label, printed in ((row["left_label"], row["left"]), (row["right_label"], row["right"])):
        _printed_figure(inquiry, label, printed, markers)
    for printed in re.findall(r"\d[\d,]*(?:\.\d+)?\s*(?:万元|亿元|千元|元|%|平方米|个|家|辆|项|次|场|人次|条|台)", row["message"]):
        if not any(f.value == re.sub(r"[^\d.]", "", printed) for f in inquiry.draft.figures):
            _printed_figure(inquiry, "核对", printed, markers)
    inquiry.draft.say(f"核对结果不一致：{row['message'].rstrip('。')}{text}。")


def _printed_figure(inquiry: Inquiry, label: str, printed: str, markers: tuple[int, ...]) -> None:
    from qa.records import Figure

    match = re.fullmatch(r"[^\d-]{0,3}(-?[\d,]+(?:\.\d+)?)\s*(万元|亿元|千元|元|%|[\u4e00-\u9fff]{0,4})", printed.strip())
    if match and markers:
        inquiry.draft.figures.append(Figure(label, match[1].replace(",", ""), match[2], markers))


def cite_ref(inquiry: Inquiry, ref: str) -> int | None:
    """The marker of a fact, row or passage by its id."""
    held = cells(inquiry.database, "f.id = ?", (ref,)) or cells(inquiry.database, "f.row_id = ?", (ref,))[:1]
    if held:
        return inquiry.draft.cite(held[0])
    rows = inquiry.database.select("SELECT * FROM passage WHERE id=?", (ref,))
    if rows:
        return inquiry.draft.cite_text(rows[0]["id"], rows[0]["document_id"], rows[0]["text"], parsed(rows[0]["location"]), rows[0]["heading"] or None)[0]
    rows = inquiry.database.select(
        "SELECT r.id, r.document_id, r.[values], r.location, t.number, t.title FROM source_row r JOIN source_table t ON t.id=r.table_id WHERE r.id=?", (ref,)
    )
    if rows:
        row = rows[0]
        table = " ".join(part for part in (row["number"], row["title"]) if part)
        return inquiry.draft.cite_row(row["id"], row["document_id"], table, parsed(row["location"]), {k: v for k, v in (parsed(row["values"]) or {}).items() if v})
    return None
