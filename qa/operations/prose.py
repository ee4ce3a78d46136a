"""Quantities that only prose states: counts and amounts, with their sentence."""

from __future__ import annotations

from decimal import Decimal

from qa.draft import Item
from qa.holdings import Group
from qa.inquiry import Inquiry
from qa.numerals import SCALES
from qa.plan import Subject
from qa.sql import marks, parsed
from qa.statements import counts
from qa.texts import coverage, pairs


def count_said(inquiry: Inquiry) -> bool:
    """Answers from a count that prose states of the subject; `False` where none does."""
    keys = [s.key for reading in inquiry.plan.readings for operand in reading for s in operand.subjects if s.axis == "statement"]
    said = False
    for group in inquiry.groups:
        for key in dict.fromkeys(keys):
            for cell in counts(inquiry.database, group.ids, key, group.department)[:2]:
                if any(coverage(piece, cell.sentence or "") < 0.99 for piece in inquiry.plan.unexplained if pairs(piece)):
                    continue
                marker = inquiry.draft.cite(cell)
                inquiry.draft.say(f"{inquiry.prefix(group)}（据正文）：{cell.label}为 {inquiry.draft.number(cell.label, Decimal(cell.number or '0'), cell.unit, (marker,))}。")
                inquiry.draft.items.append(Item(cell.label, (Subject("statement", key, cell.label, cell.label),), None, cell.unit))
                said = True
    return said


def money_beside(inquiry: Inquiry) -> bool:
    """The one amount of the sentence that counts the subject: 编报绩效目标的项目共4个，涉及资金598.46万元."""
    keys = [s.key for operand in inquiry.plan.operands for s in operand.subjects if s.axis == "statement"]
    answered = False
    for group in inquiry.groups:
        for cell in (cell for key in keys for cell in counts(inquiry.database, group.ids, key, group.department)[:1]):
            rows = inquiry.database.select("SELECT * FROM statement WHERE passage_id = ? AND sentence = ? AND role = 'amount' AND amount IS NOT NULL ORDER BY id", (cell.row_id, cell.sentence))
            if len(rows) == 1:
                _say_statement(inquiry, group, rows[0])
                answered = True
    return answered


def statement(inquiry: Inquiry) -> bool:
    """Answers an operand from a quantity said in prose; `False` where no sentence says it."""
    answered = False
    for group in inquiry.groups:
        for operand in [o for reading in inquiry.plan.readings for o in reading] or list(inquiry.plan.operands):
            rows = _statements(inquiry, group, operand)
            if rows:
                _say_statement(inquiry, group, rows[0])
                answered = True
                break
    return answered


def _statements(inquiry: Inquiry, group: Group, operand) -> list:
    """Amounts of prose with the operand's measure or with its names as their subject."""
    measure = next((s.key for s in operand.of("measure")), None)
    names = [s.name for s in operand.subjects if s.axis != "measure" and s.name]
    lines = [s.name for s in operand.subjects if s.axis in ("department", "government", "function") and s.name]
    where, parameters = ["role = 'amount'", f"document_id IN ({marks(group.ids)})", "(year IS NULL OR year = ?)"], [*group.ids, group.year]
    if operand.fund not in (None, "all", "fiscal", "general"):
        return []
    if measure and not names:
        where.append("measure = ? AND member IS NULL")
        parameters.append(measure)
    elif names and not measure:
        where.append("(" + " OR ".join("member LIKE '%' || ? OR subject LIKE '%' || ?" for _ in names) + ")")
        parameters += [name for name in names for _ in range(2)]
    else:
        return []
    def speaks(row, name: str) -> bool:
        heading = inquiry.database.select("SELECT heading FROM passage WHERE id = ?", (row["passage_id"],), log=False)
        chapter = heading[0][0] or "" if heading else ""
        narrated = name not in lines and "项目" in chapter.split("/")[0]
        return narrated or coverage(name, f"{row['sentence']}{row['subject']}{row['member'] or ''}{chapter}") >= 0.6

    stage = "final" if group.phase == "决算" else "budget"
    rows = inquiry.database.select(
        f"SELECT * FROM statement WHERE {' AND '.join(where)} AND stage = ? ORDER BY document_id, passage_id, id LIMIT 20", (*parameters, operand.stage or stage)
    )
    rows = [row for row in rows if all(speaks(row, name) for name in (names if len(names) > 1 else lines))]
    exact = [row for row in rows if names and any(row["subject"].endswith(name) for name in names)] or list(rows)
    return exact


def _say_statement(inquiry: Inquiry, group: Group, row) -> None:
    (marker, *_) = inquiry.draft.cite_text(row["passage_id"], row["document_id"], row["sentence"], parsed(row["location"]), "正文")
    label = row["subject"] or inquiry.plan.words
    if row["amount"] is not None and row["unit"] in SCALES:
        text = inquiry.draft.money(label, row["amount"], row["unit"], (marker,))
    else:
        text = inquiry.draft.number(label, Decimal(row["number"]), row["unit"], (marker,))
    inquiry.draft.say(f"{inquiry.prefix(group)}（据正文）：{label}为 {text}。")
    inquiry.draft.items.append(Item(label, inquiry.plan.operands[0].subjects if inquiry.plan.operands else (), row["amount"], row["unit"]))
