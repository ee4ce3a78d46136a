"""Filters in a question: 超过500万, 100万到300万之间, 不到1万元; and bare amounts: 143.32万元."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from index.knowledge import read_toml
from qa.mentions import Mention
from qa.normalise import normalise
from qa.numerals import QUANTITY, Quantity, quantity
from qa.plan import Condition
from qa.vocabulary import PATTERNS, at_border


@cache
def _words(side: str) -> tuple[tuple[str, str], ...]:
    """(word, comparator), longest first."""
    table = read_toml(PATTERNS)["comparator"][side]
    pairs = [(normalise(word), comparator) for comparator, words in table.items() for word in words]
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair[0])))


@cache
def _between(key: str) -> tuple[str, ...]:
    return tuple(sorted(map(normalise, read_toml(PATTERNS)["comparator"][key]), key=lambda word: (-len(word), word)))


def quantities(text: str) -> list[tuple[int, int, Quantity]]:
    """Numbers that count something: money, percent, or digits alone."""
    found = []
    for match in QUANTITY.finditer(text):
        if not (match["scale"] or match["unit"]) and not match["number"][0].isdigit() and match["number"][-1] not in "万亿":
            continue
        said = quantity(match)
        if said is None or not at_border(text, match.start(), match.end()):
            continue
        if match[0].strip().endswith("块") and match.start() and text[match.start() - 1] in "哪这那每其另":
            continue  # 哪一块 is a part, and no money
        if match[0].strip().endswith("块") and re.match(r"[里中内加合之各共分的是都哪]|$", text[match.end() :]) and not match["scale"] and not match[0].strip()[0].isdigit():
            continue  # 五块里哪块最多
        if said.unit == "" and not match[0].strip()[0].isdigit():
            continue
        found.append((match.start(), match.start() + len(match[0].rstrip()), said))
    return found


def condition_mentions(text: str) -> Iterator[Mention]:
    """Conditions and bare quantities."""
    found = quantities(text)
    for index, (start, end, said) in enumerate(found):
        yield Mention(start, end, "quantity", said, text[start:end])
        yield from _one_sided(text, start, end, said)
        if index + 1 < len(found):
            yield from _range(text, (start, end, said), found[index + 1])


def _one_sided(text: str, start: int, end: int, said: Quantity) -> Iterator[Mention]:
    lead = re.sub(r"[了过在的于为是]?$", "", text[:start].rstrip())
    before = next(((word, op) for word, op in _words("before") if text[:start].rstrip().endswith(word) or lead.endswith(word)), None)
    after = next(((word, op) for word, op in _words("after") if text[end:].startswith(word)), None)
    if not before and not after:
        return
    begin = text[:start].rfind(before[0]) if before else start
    finish = end + len(after[0]) if after else end
    comparator = after[1] if after and (not before or before[1] in ("gt", "ge") or before[1] == after[1]) else before[1]
    if before and after and before[1] == "gt" and after[1] == "ge":
        comparator = "ge"
    yield Mention(begin, finish, "condition", Condition(comparator, said.value, None, said.unit), text[begin:finish])


def _range(text: str, first: tuple[int, int, Quantity], second: tuple[int, int, Quantity]) -> Iterator[Mention]:
    between = text[first[1] : second[0]].strip()
    if between not in _between("between"):
        return
    end = second[1]
    tail = next((word for word in _between("between_end") if text[end:].startswith(word)), None)
    begin = first[0]
    head = next((word for word in _between("between_start") if text[:begin].rstrip().endswith(word)), None)
    if not tail and not head and between in ("和", "与", "and"):
        return
    end += len(tail) if tail else 0
    begin = len(text[:begin].rstrip()) - len(head) if head else begin
    low, high = first[2], second[2]
    if not low.unit and not high.unit and all(1990 <= q.value <= 2099 for q in (low, high)):
        return  # from one year to another
    if low.unit == "" and high.unit == "元" and (scale := re.search(r"(百万|千万|万|亿)", high.text)):
        low = quantity(QUANTITY.match(low.text.strip() + scale[1])) or low
    if low.value <= high.value:
        yield Mention(begin, end, "condition", Condition("between", low.value, high.value, high.unit), text[begin:end])
