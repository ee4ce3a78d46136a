"""Which sentence of the text gives an amount that an equation names: of one fund, in one section, of one measure's change."""

from __future__ import annotations

import re

from index.prose.subjects import measured
from qa.amounts import FALLBACK
from qa.authority import Amount
from qa.holdings import Group
from qa.inquiry import FUND_NAMES, Inquiry
from qa.numerals import small_number
from qa.plan import Operand
from qa.statements import said, spoken_forms
from qa.vocabulary import measures


def of_fund(inquiry: Inquiry, amount: Amount, fund: str) -> bool:
    """The sentence speaks of the fund, or goes on from one that does: 一般公共预算支出…其中:项目支出."""
    cell = amount.cells[0]
    if cell.sentence is None:
        return False
    rows = inquiry.database.select("SELECT heading, text FROM passage WHERE id = ?", (cell.row_id,), log=False)
    before = "".join(f"{row['heading']}{row['text'][: max(row['text'].find(cell.sentence), 0) + len(cell.sentence)]}" for row in rows)
    named = {id: before.rfind(name.removesuffix("预算")) for id, name in FUND_NAMES.items() if id != "fiscal" or fund == "fiscal"}
    return named.get(fund, -1) == max(named.values()) >= 0


def told(inquiry: Inquiry, operand: Operand, group: Group) -> list[Amount]:
    """What the text says of a measure of one fund: 一般公共预算财政拨款支出."""
    keys = {s.key for s in operand.of("measure")}
    wanted = {*keys, *(other for key in keys for other in FALLBACK.get(key, ()))}
    found = []
    for cell in said(inquiry.database, group.ids, "s.subject <> '' AND s.member IS NULL", (), group.year):
        forms = (cell.label, *spoken_forms(cell.label, group.department))
        if any((m := measured(form)) and m.id in wanted and m.fund == operand.fund for form in forms):
            found.append(Amount(cell.label, group, cell.amount, cell.unit, (cell,), False, cell.measure))
    return found


def in_section(inquiry: Inquiry, amount: Amount, section: str) -> bool:
    """The sentence stands in the part of the text that is named by its number: 第三部分, 三、."""
    heads = inquiry.database.select("SELECT heading FROM passage WHERE id = ?", (amount.cells[0].row_id,), log=False)
    number = re.search(r"[一二三四五六七八九十]+|\d+", section)
    found = [re.match(r"(?:第)?([一二三四五六七八九十]+|\d+)(?:部分|章|[、.．])", head.strip()) for row in heads for head in row["heading"].split(" / ")]
    return bool(number) and any(match and small_number(match[1]) == small_number(number[0]) for match in found)


def speaks_of(row, measure: str, fund: str | None) -> int:
    """How widely a sentence speaks of a measure: 0 for all of it, more for one fund; below 0 where it speaks of another thing."""
    if row["measure"] == measure and not fund:
        return 0
    side = measures()[measure]["side"]
    if row["member"] is not None or not measure.startswith(("income", "expenditure")) or {"income": "收入", "expenditure": "支出"}[side] not in row["subject"]:
        return -1
    widest = ("", "财政拨款", "一般公共预算", *(FUND_NAMES[fund] for fund in ("government_fund", "state_capital")))
    held = max(i for i, name in enumerate(widest) if name.removesuffix("预算") in row["subject"])
    return held if not fund or FUND_NAMES.get(fund, "") == widest[held] else -1
