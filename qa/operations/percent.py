"""Percentages: how they are rounded, and whether a question asks for nothing else."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from qa.inquiry import Inquiry

_RATE_ASKED = re.compile(
    r"百分[之比](?:几|多少)?|(?:几|多少)个?(?:百分)?[点比%]|多少百分|[增降涨跌][幅速率](?:度)?(?:[^,，。]{0,4}(?:多少|多大|几何|几))?|(?:增长|下降|上涨|减少|增加|变化)(?:率|幅度|比例)(?:[^,，。]{0,4}(?:多少|多大|几何|几))?|(?:幅度|比例)[^,，。]{0,4}(?:多少|多大|几)|几成"
)


def percent_only(inquiry: Inquiry) -> bool:
    """Only the percentage of a change is asked for, and not its amount."""
    return "percent" in inquiry.plan.wants and not re.search(r"多少|几", _RATE_ASKED.sub("", inquiry.draft.asked))


def percent_asked(inquiry: Inquiry) -> bool:
    """The question asks for a percentage, in this clause or in another."""
    return "percent" in inquiry.plan.wants or bool(_RATE_ASKED.search(inquiry.draft.question))


def rounded(value: Decimal, places: int = 2) -> Decimal:
    """Half up, two decimals."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
