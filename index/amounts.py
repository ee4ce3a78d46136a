"""Printed text <-> exact amount and unit. Decimal inside, fen (分) as int outside, never float."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

FEN = {"元": 100, "百元": 10**4, "千元": 10**5, "万元": 10**6, "百万元": 10**8, "亿元": 10**10}
"""Fen in one unit."""

_WIDE = str.maketrans("０１２３４５６７８９，．－（）＋％　,", "0123456789,.-()+% ,")
_BLANKS = frozenset({"", "—", "——", "–", "-", "--", "/", "\\", "―", "─", "无", "／", "…", "#"})
_NUMBER = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+")
_SHAPE = re.compile(r"(?P<sign>[-−–△▲]?)[¥￥]?(?P<minus>-?)(?P<number>[\d,.]+)(?P<suffix>亿元|亿|百万元|万元|万|千元|百元|元)?")
_SPLIT = re.compile(r"(?:[.,]\s+\d|\d\s+[.,]|\.\d\s+\d$)")


@dataclass(frozen=True, slots=True)
class Amount:
    """What a cell of an amount column says."""

    fen: int | None
    """`None` where the cell is blank or prints a blank mark (— / -): no amount, which is not zero."""
    printed: str
    unit: str
    """What `printed` counts: the unit given, or the one printed behind the number."""
    exact: bool = True
    """False where the printed number has parts smaller than a fen; `fen` is then the nearest one."""


def parse(text: str | None, unit: str) -> Amount | None:
    """The amount that `text` prints, counted in `unit` unless it names its own; `None` where it is no amount at all.

    Takes `15,897.44`, `3，518.85万元`, full-width digits, `-1.5`, `(1.5)`, `△1.5`, blank marks. Percentages and words are no amounts,
    and neither are digits whose grouping leaves a doubt (`1,2345`, two numbers in one cell).
    """
    printed = text or ""
    plain = printed.translate(_WIDE).strip()
    if re.sub(r"\s", "", plain) in _BLANKS:
        return Amount(None, printed, unit)
    if re.search(r"\d\s+\d", plain) and not _wrapped(plain):
        return None
    plain = re.sub(r"\s", "", plain)
    negative = len(plain) > 2 and plain[0] == "(" and plain[-1] == ")"
    found = _SHAPE.fullmatch(plain[1:-1] if negative else plain)
    if not found or not _NUMBER.fullmatch(found["number"]):
        return None
    negative = negative or bool(found["sign"] or found["minus"])
    return _counted(Decimal(found["number"].replace(",", "")), negative, found["suffix"], printed, unit)


def _wrapped(plain: str) -> bool:
    """Whether white space inside the digits can only be a line wrap of one number: `164,978,\\n640`, `371,514,655.0\\n0`."""
    return bool(_SPLIT.search(plain)) or ("," in plain and bool(_NUMBER.fullmatch(re.sub(r"\s", "", plain))) and plain.count(".") <= 1)


def _counted(number: Decimal, negative: bool, suffix: str | None, printed: str, unit: str) -> Amount:
    own = {"亿": "亿元", "万": "万元"}.get(suffix or "", suffix) or unit
    exact = number * FEN[own]
    fen = int(exact.to_integral_value())
    return Amount(-fen if negative else fen, printed, own, exact == fen)


def render(fen: int, unit: str) -> str:
    """`fen` as a plain decimal string in `unit`, without grouping and without trailing zeros: `0.976202`."""
    digits = format(Decimal(fen) / FEN[unit], "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits
