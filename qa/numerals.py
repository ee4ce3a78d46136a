"""Numbers in questions: 100万, 1.5亿, 一百万, 三成, 60%, 第二, 前三, 2-3 times. Exact, through Decimal."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

SCALES = {"元": Decimal(1), "块": Decimal(1), "千元": Decimal(1000), "万元": Decimal(10_000), "百万元": Decimal(1_000_000), "千万元": Decimal(10_000_000), "亿元": Decimal(100_000_000)}
"""Money units in 元."""

DIGITS = "零〇一二两三四五六七八九十百千万亿"
QUANTITY = re.compile(
    rf"(?P<number>\d[\d,]*(?:\.\d+)?|[{DIGITS}]*[一二两三四五六七八九十百千][{DIGITS}点]*|半)\s*"
    r"(?:个)?(?P<scale>百万|千万|万|亿|million|billion|thousand)?\s*(?P<unit>元|块钱?|rmb|yuan|%|个百分点|成)?"
)
_LATIN_SCALES = {"million": Decimal(1_000_000), "billion": Decimal(1_000_000_000), "thousand": Decimal(1000)}
_ONES = {char: value for value, char in enumerate("零一二三四五六七八九十")} | {"两": 2, "〇": 0}
_CHINESE_SCALES = {"百万": Decimal(1_000_000), "千万": Decimal(10_000_000), "万": Decimal(10_000), "亿": Decimal(100_000_000)}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of the question with what it counts."""

    value: Decimal
    """In 元 where `unit` is money, in percent where it is %, else as said."""
    unit: str
    """元, % or "" for a bare number."""
    text: str
    exact: bool = True


def chinese_number(text: str) -> Decimal | None:
    """一百二十 → 120; 两百万 → 2000000; `None` where the text is no number."""
    if re.fullmatch(r"\d[\d,]*(\.\d+)?", text):
        return Decimal(text.replace(",", ""))
    if text == "半":
        return Decimal("0.5")
    if text in _ONES:
        return Decimal(_ONES[text])
    decimal = re.fullmatch(rf"([{DIGITS}]+点[{DIGITS}]+?)([百千]?[万亿])", text)
    if decimal:
        head = chinese_number(decimal[1])
        return None if head is None else head * {"万": 10**4, "亿": 10**8, "百万": 10**6, "千万": 10**7}[decimal[2]]
    import cn2an  # 30 ms, only for numbers in characters

    try:
        return Decimal(str(cn2an.cn2an(text.replace("两", "二").replace("〇", "零"), "smart")))
    except (ValueError, InvalidOperation, KeyError, IndexError):
        return None


def quantity(match: re.Match) -> Quantity | None:
    """The quantity that a `QUANTITY` match says."""
    number = chinese_number(match["number"])
    if number is None:
        return None
    scale, unit = match["scale"] or "", match["unit"] or ""
    value = number * (_CHINESE_SCALES.get(scale) or _LATIN_SCALES.get(scale) or 1)
    if unit == "成":
        return Quantity(value * 10, "%", match[0])
    if unit in ("%", "个百分点"):
        return Quantity(value, "%", match[0])
    money = bool(unit) or bool(scale) or match["number"][-1] in "万亿"
    return Quantity(value, "元" if money else "", match[0])


def small_number(text: str) -> int | None:
    """An ordinal or count up to a few hundred: 三, 十二, 5."""
    number = chinese_number(text)
    return int(number) if number is not None and number == int(number) and 0 <= number < 1000 else None


def plain(value: Decimal) -> str:
    """A Decimal as a plain string without trailing zeros or exponent."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
