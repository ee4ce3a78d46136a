"""Counts and sizes that prose states: numbers with the measure word that is asked for, beside the noun that is counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from qa.normalise import name_key
from qa.numerals import small_number
from qa.printed import Passage, printed, sentences, shortened, weighed
from qa.sought import Counted, Run, Sought, same

_NUMBER = re.compile(r"(?<!第)(?P<number>\d[\d,]*(?:\.\d+)?|[一二两三四五六七八九十百]+)(?:-\d+)?(?P<about>多|余|左右)?(?P<unit>人次|批次|场次|平方米|平方公里|公里|万吨|个月|小时|分钟|[^\W\d_])")
_ALIKE = (frozenset("个家所项名位户支处"), frozenset(("批", "批次")), frozenset(("场", "场次")), frozenset("辆台"))
_GENERIC = "个家名位人件项次种份类所户支处年"
"""Measure words that only count together with their noun."""
_APPROXIMATE = re.compile(r"(?:约|为|是|共|计|达|有|设)+$")


@dataclass(frozen=True, slots=True)
class Found:
    """Sentences that give an answer."""

    passage: Passage
    text: str
    score: float
    figures: tuple[tuple[str, str, str], ...] = ()
    """(label, number, unit) of what was counted."""


def counts_given(passages: list[Passage], sought: Sought) -> list[Found]:
    """For every count that is asked the sentence with the number that stands beside its noun; nothing where one of them is missing."""
    best: list[Found] = []
    for counted in sought.counts:
        asked = [other for other in sought.counts if other != counted]
        found = _best_count(passages, counted, sought, asked, best)
        for size in (4, 2) if not counted.after else ():  # 服务中心地下几层: the noun ends what is said before
            if found is None and len(counted.before) > size + 1:
                found = _best_count(passages, Counted(counted.unit, "", counted.before[-size:]), sought, asked, best, rest=counted.before[:-size])
        if found is None and not counted.after and counted.before and counted.unit not in _GENERIC:
            found = _best_count(passages, Counted(counted.unit, "", ""), sought, asked, best)
        if found is None:
            return []
        place = next((i for i, other in enumerate(best) if found.text == other.text), None)
        if place is None:
            best.append(found)
        else:
            best[place] = Found(found.passage, found.text, found.score, tuple(dict.fromkeys((*best[place].figures, *found.figures))))
    return best


def _best_count(passages: list[Passage], counted: Counted, sought: Sought, asked: list[Counted], before: list[Found], rest: str = "") -> Found | None:
    """The sentence that states the count best; one that states another of the question's counts is preferred.

    `asked`: the other counts; `rest`: what stands before the noun.
    """
    others = tuple(run for run in sought.content if not (counted.noun and _overlap(run, counted)) and not any(_overlap(run, other) for other in asked))
    others += tuple(Run(run) for run in (rest,) if run)
    texts = {one.text for one in before}
    return max(_numbers(passages, counted, others, touching=bool(rest)), key=lambda one: (round(one.score + 0.3 * (one.text in texts), 6)), default=None)


def _overlap(run: Run, counted: Counted) -> bool:
    """The run is part of the noun that is counted, or the noun part of the run."""
    return bool(counted.noun) and (run.text in counted.noun or counted.noun in run.text)


def _numbers(passages: list[Passage], counted: Counted, others: tuple[Run, ...], *, touching: bool) -> Iterator[Found]:
    for order, passage in enumerate(passages):
        for text, key in sentences(passage):
            bound = _bound(key, counted, touching=touching)
            if not bound:
                continue
            weight = weighed(passage, key, others, least=0.0 if counted.noun else 0.5)
            if weight is None:
                continue
            strength = max(score for score, *_ in bound)
            figures = tuple(dict.fromkeys((label, number, unit) for score, label, number, unit in bound if score == strength))
            yield Found(passage, text, round(weight + strength - order / 100_000 - len(text) / 50_000, 6), figures)


def _bound(sentence: str, counted: Counted, *, touching: bool = False) -> list[tuple[float, str, str, str]]:
    """(strength, noun, number, unit) of each number of the unit that stands beside the noun."""
    found = []
    for match in _NUMBER.finditer(sentence):
        unit = _unit(match, counted.unit, sentence)
        number = _value(match["number"])
        if unit is None or number is None:
            continue
        before = re.split(r"[,。;:、(]|\d", re.sub(r"\([^()]*\)$", "", sentence[: match.start()]))[-1][-16:]
        after = re.split(r"[,。;:、()\d]", sentence[match.start() + len(match["number"]) + len(match["about"] or "") + len(unit) :])[0][:16]
        strength = 0.0
        for noun in filter(None, (counted.noun,)):
            for window, gain in ((after, 1.0), (before, 1.0)):
                if any(word in window for word in same(name_key(noun))):
                    strength = max(strength, gain)
                elif printed(noun, window) or (len(noun) <= 4 and shortened(noun, window)):
                    strength = max(strength, gain - 0.2)
        if counted.noun and (not strength or (touching and not _APPROXIMATE.sub("", before).endswith(counted.noun))):
            continue
        if re.search(r"共有?$|共计$|合计$", before) or re.search(r"共有?[^\d]{0,6}$", before):
            strength += 0.1
        found.append((strength, counted.noun or f"{before}{after}" or unit, number, unit))
    return found


def _unit(match: re.Match[str], asked: str, sentence: str) -> str | None:
    """The unit as printed, where it answers the one that is asked."""
    printed_unit = match["unit"]
    if not asked:
        return printed_unit if printed_unit in "个家所项名位辆台套件期次场批份支种篇层座栋间户条棵株盏艘" else None
    if printed_unit == asked or sentence.startswith(asked, match.start("unit")):
        return asked
    return printed_unit if any(printed_unit in group and asked in group for group in _ALIKE) else None


def _value(text: str) -> str | None:
    if text[0].isdigit():
        return format(Decimal(text.replace(",", "")).normalize(), "f")
    number = small_number(text)
    return str(number) if number is not None else None
