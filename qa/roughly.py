"""Amounts and shares that a question names, often roughly (一千七百多万, 25万, 三成), and whether a passage prints a number that can be meant."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from qa.numerals import DIGITS, chinese_number

_MONEY = re.compile(
    rf"(?P<number>\d[\d,]*(?:\.\d+)?|[{DIGITS[:-2]}]+(?:点[{DIGITS[:-2]}]+)?)(?P<more>[多余来几])?个?(?P<scale>[万亿])(?P<later>[多余来])?|"
    r"(?P<plain>\d[\d,]*(?:\.\d+)?)元"
)
_SHARE = re.compile(r"(?P<tenths>[一二三四五六七八九])(?P<more>多)?成|(?P<half>一大半|大半|一半|腰斩)|(?P<percent>\d+(?:\.\d+)?)\s*[%％]|(?P<double>翻倍|翻了?一番)")
_PRINTED = re.compile(r"(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>万|亿|元|[%％])")
_SCALES = {"万": Decimal(10_000), "亿": Decimal(100_000_000), "元": Decimal(1)}
_HALVES = {"一大半": (51, 90), "大半": (51, 90), "一半": (45, 55), "腰斩": (45, 55)}
Span = tuple[Decimal, Decimal]


@lru_cache(maxsize=64)
def named(query: str) -> tuple[tuple[str, Span], ...]:
    """(元 or %, lowest and highest value that can be meant) of each amount and share of the query."""
    found: list[tuple[str, Span]] = []
    for match in _MONEY.finditer(query):
        number = chinese_number(match["number"] or match["plain"])
        if number is not None and number > 0:
            scale = _SCALES[match["scale"] or "元"]
            found.append(("元", _span(number, scale, bool(match["more"]), bool(match["later"]))))
    for match in _SHARE.finditer(query):
        if match["tenths"]:
            tenths = chinese_number(match["tenths"]) or Decimal(0)
            low, high = (tenths * 10, tenths * 10 + 10) if match["more"] else (tenths * 10 - 4, tenths * 10 + 5)
        elif match["percent"]:
            low = high = Decimal(match["percent"])
        else:
            low, high = map(Decimal, _HALVES[match["half"]] if match["half"] else (90, 110))
        found.append(("%", (low, high)))
    return tuple(found)


def _span(number: Decimal, scale: Decimal, more: bool, later: bool) -> Span:
    """多 before the scale opens the last place that was said (一千七百多万: 1700 to 1800), after it the place below (两万多: 2 to 3); else 2 % either way."""
    if later:
        return number * scale, (number + 1) * scale
    if more:
        place = Decimal(10) ** (len(str(int(number))) - len(str(int(number)).rstrip("0")))
        return number * scale, (number + place) * scale
    return number * scale * Decimal("0.98"), number * scale * Decimal("1.02")


def printed(text: str) -> tuple[tuple[str, Decimal], ...]:
    """(元 or %, value) of the amounts and shares in a text."""
    found = []
    for match in _PRINTED.finditer(text):
        value = Decimal(match["number"].replace(",", ""))
        found.append(("%", value) if match["unit"] in "%％" else ("元", value * _SCALES[match["unit"]]))
    return tuple(found)


def agreement(query: str, text: str) -> float:
    """Share of the query's amounts of which the text prints one that can be meant; 0 where the query names none."""
    wanted = named(query)
    if not wanted:
        return 0.0
    held = printed(text)
    return sum(any(unit == own and low <= value <= high for own, value in held) for unit, (low, high) in wanted) / len(wanted)
