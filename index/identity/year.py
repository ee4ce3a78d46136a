"""Fiscal years as printed: 2024, ２０２４, 二〇二四, and the difference between the year of a budget and a year that it is compared with."""

import re

_DIGITS = dict(zip("〇○零一二三四五六七八九Oo", "00012345678900", strict=True))
_CHINESE = re.compile("二[〇○零Oo][一二三四五六七八九〇○零Oo]{2}(?=年)")
_COMPARED = re.compile("[比较与同于如]$|(?:上年|上一年|以前|截至|截止|时间|日期)$")
_SAID = re.compile(r"(?<!\d)(20\d\d)年(?:度)?，?(?!\d{1,2}月)[^，。；：、）]{0,24}?(?:预算|决算)(?!执行)(?!数?为?上年)")
_NAME_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
YEARS = range(2000, 2100)


def digits(text: str) -> str:
    """The text with years in Chinese numerals (二〇二四年) written in digits."""
    return _CHINESE.sub(lambda match: "".join("2" if c == "二" else _DIGITS[c] for c in match[0]), text)


def years_said(sentence: str) -> tuple[int, ...]:
    """Years that a sentence speaks of as the budget's own; years that something is compared with are left out."""
    return tuple(
        int(m[1]) for m in _SAID.finditer(sentence) if not _COMPARED.search(sentence[max(0, m.start() - 3) : m.start()]) and "执行数" not in m[0]
    )


def year_in_name(file: str) -> int | None:
    """The year in a file's name; `None` where it holds none or several."""
    found = {int(year) for year in _NAME_YEAR.findall(digits(file))}
    return found.pop() if len(found) == 1 else None
