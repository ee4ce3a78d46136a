"""Numbers with units in running text: amounts, percentages, counts. Years, dates, codes and ranges are none."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal

from index.knowledge import read_toml

_NUMBER = r"[-−]?(?:\d{1,3}(?:[,，]\d{3})+(?!\d)|\d+)(?:\.\d+)?"
_BEFORE = r"(?<![\dA-Za-z.〔【\[《第])(?<!\d[,，])"
_RANGE = re.compile(rf"{_NUMBER}\s*(?:[-－—~～至]|到)\s*(?=\d)")
_LIMIT_AFTER = re.compile("^(?:[（(]含[^）)]*[）)])?(?:及)?(?:以上|以下|以内|以外)|^(?:[（(]含[）)])")
_LIMIT_BEFORE = re.compile(
    "(?:不低于|不少于|不超过|不高于|至少|最高|最低|超过|大于|小于|高于|低于|限额|单价|单价在|上限|达到|力争|确保|[≥≤＞＜><=＝])(?:约)?$"
)
_LONGEST = 12
"""Digits before the decimal point; no budget is larger, and in fen it still fits a database's integer."""
_RATE = re.compile("[/／每][人月年天次场户亩吨平套台个学生]+(?:[/／][人月年天])?")
_WAN = {"万": "万元", "亿": "亿元"}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A printed number with its unit."""

    start: int
    end: int
    printed: str
    number: Decimal
    unit: str
    kind: Literal["money", "percent", "count", "level"]
    """`level` is no number but a word: 与上年持平."""
    threshold: bool
    digits: int
    """Digits printed behind the decimal point."""


@cache
def _pattern() -> re.Pattern[str]:
    units = read_toml("prose.toml")["units"]
    money = "|".join(f"{u}(?![{units['not_money_after']}])" if u in _WAN else u for u in units["money"])
    counts = "|".join(sorted(map(re.escape, units["counts"]), key=len, reverse=True))
    return re.compile(
        rf"{_BEFORE}(?P<number>{_NUMBER})\s*(?:(?P<counted>万平方米|万人次|万人|万户|万份|万册|万亩|个百分点|个月)|(?P<money>{money})|(?P<percent>[%％])|(?P<count>{counts}))"
    )


@cache
def _level() -> re.Pattern[str]:
    words = "|".join(sorted(read_toml("prose.toml")["change"]["level"], key=len, reverse=True))
    return re.compile(
        rf"(?:比|较|与|同)[^，。；、《》]{{0,30}}?(?:年|期|预算数)[^，。；、《》]{{0,12}}?[，,]?(?:基本|总体|保持)*(?P<word>{words})(?!\s*\d)"
    )


def quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities of a text in order, and the words that say that nothing changed; both ends of a range (2-3次) are left out."""
    levels = (Quantity(m.start("word"), m.end("word"), m["word"], Decimal(0), "", "level", False, 0) for m in _level().finditer(text))
    return tuple(sorted((*_numbers(text), *levels), key=lambda quantity: quantity.start))


def _numbers(text: str) -> Iterator[Quantity]:
    ranges = [(m.start(), m.end()) for m in _RANGE.finditer(text)]
    for match in _pattern().finditer(text):
        if any(start <= match.start() <= end for start, end in ranges) or _is_date(text, match):
            continue
        plain = match["number"].replace(",", "").replace("，", "").replace("−", "-")
        if len(plain.partition(".")[0]) > _LONGEST:
            continue
        kind = "money" if match["money"] else "percent" if match["percent"] else "count"
        unit, end = match["money"] or match["percent"] or match["counted"] or match["count"], match.end()
        if kind == "money" and (rate := _RATE.match(text, end)):
            unit, end, kind = _WAN.get(unit, unit) + rate[0], rate.end(), "count"
        limit = _LIMIT_AFTER.search(text[end:]) or _LIMIT_BEFORE.search(text[: match.start()])
        printed, digits = text[match.start() : end], len(plain.partition(".")[2])
        yield Quantity(match.start(), end, printed, Decimal(plain), _WAN.get(unit, unit).replace("％", "%"), kind, bool(limit), digits)


def _is_date(text: str, match: re.Match[str]) -> bool:
    """2024年… is no quantity, and neither is the 5个 of 第5个."""
    return text[match.start() - 1 : match.start()] == "第" or text[match.end() - 1 : match.end() + 1] in ("分之", "分钟")
