"""Regions: the province, city and county that a name begins with or that a document speaks of most."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from index.knowledge import read_csv

_PREFIX = re.compile("(?:关于|中共|中国共产党|中国国民党革命委员会|中国|国家|共青团)?")
_LAST = re.compile("[省市区县州盟旗]")
_SHORTEST_IN_PROSE = 3
"""横县 or 东区 are found inside other words too often to be counted in running text."""
_CLEAR_MAJORITY = 2


@cache
def _codes() -> dict[str, tuple[str, ...]]:
    """Name of a region -> its codes; 朝阳区 has several."""
    table: dict[str, list[str]] = {}
    for row in read_csv("regions.csv"):
        table.setdefault(row["name"], []).append(row["code"])
    return {name: tuple(codes) for name, codes in table.items()}


@cache
def _leading() -> dict[str, tuple[str, ...]]:
    """The names, and the short ones that stand only at the head of a body's name: 广西, 阿坝州."""
    return {**{row["name"]: (row["code"],) for row in read_csv("regions_short.csv")}, **_codes()}


@cache
def _longest() -> int:
    return max(map(len, _codes()))


def region_of(texts: tuple[str, ...], name: str | None, cover: tuple[str, ...]) -> str | None:
    """省 / 市 / 区 as far as printed: in the body's own name, else on the cover, else the county or city most spoken of."""
    for text in (name, *cover):
        if text and (chain := leading_regions(text)):
            return "".join(chain)
    return _most_spoken_of(texts)


def leading_regions(text: str) -> tuple[str, ...]:
    """The regions that a name begins with, outermost first; 中共 or 国家 may stand before them."""
    chain: list[str] = []
    start, outer = _PREFIX.match(text).end(), ""
    while True:
        lengths = range(min(_longest(), len(text) - start), 1, -1)
        name = next((text[start : start + n] for n in lengths if any(_within(c, outer) for c in _leading().get(text[start : start + n], ()))), None)
        if name is None:
            return tuple(chain)
        outer = next(code for code in _leading()[name] if _within(code, outer))
        chain.append(name)
        start += len(name)


def _within(code: str, outer: str) -> bool:
    """The region lies inside the outer one; every region lies inside none at all."""
    return code != outer and code.startswith(outer[:2] if outer.endswith("0000") else outer[:4] if outer.endswith("00") else outer)


def _most_spoken_of(texts: tuple[str, ...]) -> str | None:
    """The county or city named most often by a clear majority, with those around it that are printed too; else the province."""
    counts = Counter(name for text in texts for name in _named(text))
    provinces = {name for name in counts if any(code.endswith("0000") for code in _codes()[name])}
    inner = [(name, count) for name, count in counts.most_common() if name not in provinces]
    if inner and inner[0][1] >= _CLEAR_MAJORITY * max(1, inner[1][1] if len(inner) > 1 else 1):
        name = inner[0][0]
        around = [outer for outer in counts if any(_within(c, o) for c in _codes()[name] for o in _codes()[outer])]
        return "".join([*sorted(around, key=lambda outer: outer not in provinces)[:2], name])
    top = counts.most_common(1)
    return top[0][0] if top and top[0][0] in provinces and top[0][1] >= _CLEAR_MAJORITY else None


def _named(text: str) -> Iterator[str]:
    """Every region named in running text, the longest name where several end at the same character."""
    for match in _LAST.finditer(text):
        end = match.end()
        found = next((text[end - n : end] for n in range(min(_longest(), end), _SHORTEST_IN_PROSE - 1, -1) if text[end - n : end] in _codes()), None)
        if found:
            yield found
