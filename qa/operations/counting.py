"""How many rows print one item: 区域科技发展服务买了几笔."""

from __future__ import annotations

import re
from decimal import Decimal

from qa.inquiry import Inquiry

TIMES = re.compile(r"(?:多少|几)(?:笔|条|单|宗|行)")
"""Measure words of rows."""


def rows_of(inquiry: Inquiry) -> bool:
    """How many rows print one item, and what they come to; `False` where no budget has it, or one as a total only."""
    said = False
    for group in inquiry.groups:
        amount = inquiry.of(inquiry.plan.operands[0], group)
        if amount is None or amount.value is None or not any(s.axis != "measure" for s in inquiry.plan.operands[0].subjects):
            continue
        name = inquiry.name(amount, 0)
        money = inquiry.spoken(amount, name)
        count = inquiry.draft.number("行数", Decimal(len(amount.cells)), "笔", tuple(inquiry.draft.cite(cell) for cell in amount.cells))
        inquiry.draft.say(f"{inquiry.prefix(group)}：{name}共 {count}，合计 {money}。")
        inquiry.keep(amount, name, inquiry.plan.operands[0])
        said = True
    return said
