"""A cell's stored value as its workbook prints it, without losing a digit that is stored."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite

Value = None | str | bool | int | float | date | time | timedelta

_SECTIONS = re.compile(r';(?=(?:[^"]*"[^"]*")*[^"]*$)')
_LITERAL = re.compile(r'"([^"]*)"|\[\$([^-\]]*)[^\]]*\]|\\(.)|[_*].|\[[^\]]*\]')
_NOISE = Decimal("1e-12")
"""Relative; what sums of binary floats differ by from the decimal that was meant."""


def printed(value: Value, number_format: str = "General") -> str:
    """The text of a cell: grouping, least decimals, percent, scale, leading zeros and literals as the format asks.

    Where the format shows fewer decimals than are stored, the stored ones are given: a figure is never rounded.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number(value, number_format or "General")
    if isinstance(value, date):
        return _date(value, number_format)
    return str(value)


def _number(value: float, number_format: str) -> str:
    if not isfinite(value):
        return ""
    sections = _SECTIONS.split(number_format)
    if value == 0 and len(sections) > 2 and not re.search(r"[0#]", _bare(sections[2])):
        return _words(sections[2]).strip() or ("-" if "-" in sections[2] else "")
    section = sections[0]
    bare = _bare(section)
    digits = re.search(r"[0#?][0#?,.]*", bare)
    if digits is None:
        return _plain(Decimal(repr(value)), 0, False)
    amount = _scaled(Decimal(repr(value)), section, digits[0])
    if re.fullmatch("0{2,}", bare):
        return str(int(amount)).zfill(len(bare)) if amount == int(amount) else _plain(amount, 0, False)
    decimals = len(digits[0].rstrip(",").partition(".")[2].replace("#", "").replace("?", ""))
    text = _plain(amount, decimals, "," in digits[0].rstrip(","))
    before, after = section[: _start(section)], section[_start(section) :]
    return f"{_words(before).strip()}{text}{'%' if '%' in bare else ''}{_words(after).strip()}"


def _scaled(amount: Decimal, section: str, digits: str) -> Decimal:
    """`%` shows hundreds, a trailing comma thousandths, an escaped point (`0!.0000`, `0\\.0`) moves the point."""
    if "%" in _bare(section):
        amount *= 100
    amount = amount.scaleb(-3 * (len(digits) - len(digits.rstrip(","))))
    moved = re.search(r'0(?:!\.|\\\.|"\.")(0+)', section)
    return amount.scaleb(-len(moved[1])) if moved else amount


def _plain(amount: Decimal, decimals: int, grouped: bool) -> str:
    """The shortest decimal, with at least `decimals` places, that the amount is but for float noise."""
    tolerance = max(abs(amount), Decimal(1)) * _NOISE
    for places in range(decimals, 16):
        rounded = round(amount, places)
        if abs(rounded - amount) <= tolerance:
            return f"{rounded or abs(rounded):{',' if grouped else ''}.{places}f}"
    return f"{amount:f}"


def _bare(section: str) -> str:
    return _LITERAL.sub("", section).replace("!", "")


def _words(section: str) -> str:
    return "".join(match[1] or match[2] or "" for match in _LITERAL.finditer(section))


def _start(section: str) -> int:
    """Where the first digit placeholder stands, outside literals."""
    masked = _LITERAL.sub(lambda match: "\0" * len(match[0]), section)
    found = re.search(r"[0#?]", masked)
    return found.start() if found else len(section)


def _date(value: date, number_format: str) -> str:
    if "年" in number_format:
        shown = f"{value.year}年{value.month}月"
        return shown + (f"{value.day}日" if "d" in number_format.lower() else "")
    if isinstance(value, datetime) and (value.hour or value.minute or value.second):
        return value.isoformat(sep=" ", timespec="seconds")
    return f"{value.year:04}-{value.month:02}-{value.day:02}"
