"""Which documents a question speaks of: departments, years, phase and level, from its mentions."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.holdings import Holdings
from qa.mentions import Mention
from qa.numerals import small_number
from qa.plan import Scope
from qa.scan import Scanned

_RELATIVE = {
    "大前年": -3, "前年": -2, "去年": -1, "上年": -1, "前一年": -1, "前一年度": -1, "上一年": -1, "上年度": -1, "上一年度": -1, "last year": -1, "previous year": -1, "今年": 0, "本年": 0, "本年度": 0, "当年": 0,
    "this year": 0, "明年": 1, "下年": 1, "下一年": 1, "下年度": 1, "下一年度": 1, "next year": 1, "后年": 2,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spoken:
    """The scope that a question speaks of."""

    scope: Scope
    foreign: tuple[str, ...] = ()
    """Departments named that are not held."""
    every: bool = False
    """All departments are meant."""
    many_departments: bool = False
    """Several departments are named, each by itself."""
    ambiguous: tuple[str, ...] = ()
    """Departments that one name fits, where it fits several."""
    relative: int | None = None
    """去年 is -1: relative to the document spoken of."""
    all_years: bool = False
    last_years: int | None = None
    levels: tuple[str, ...] = ()
    """部门 and 单位, where both are named."""
    base_year: int | None = None
    """比2023年: the only year named, and what the budget spoken of is compared with."""
    pairs: tuple[Scope, ...] = ()
    """Department and year by pairs: 朝阳园2026年和商务委2025年."""


def spoken_scope(scanned: Scanned, holdings: Holdings) -> Spoken:
    """The scope that the mentions say; open where they say nothing."""
    departments, foreign, ambiguous, named = [], [], (), 0
    for mention in scanned.all("department"):
        if not mention.value:
            foreign.append(mention.text)
            continue
        named += 1
        if len(mention.value) > 1:
            ambiguous = mention.value
        departments += [d for d in mention.value if d not in departments]
    if named > 1 and len(departments) > 1 and ambiguous:
        departments, ambiguous = _narrowed(scanned, departments), ()
    years, relative, everything, last = _years(scanned)
    base_year = _base_year(scanned) if len(years) == 1 else None
    years = () if base_year else years
    levels = tuple(dict.fromkeys(mention.value for mention in scanned.all("level")))
    if levels == ("部门",) and all(m.text in ("部门预算", "部门决算") for m in scanned.all("level")):
        levels = ()  # the common name of any of these documents
    phases = tuple(dict.fromkeys([*(m.value for m in scanned.all("phase")), *("决算" for m in scanned.all("level") if "决算" in m.text)]))
    scope = Scope(tuple(departments), years, phases[0] if len(phases) == 1 else None, levels[0] if len(levels) == 1 else None)
    return Spoken(
        scope, tuple(foreign), bool(scanned.all("every")), named > 1 and len(departments) > 1, ambiguous if named == 1 else (), relative, everything, last,
        levels if len(levels) > 1 else (), base_year, _pairs(scanned),
    )  # fmt: skip


def _base_year(scanned: Scanned) -> int | None:
    """The year after 比 or 较, where no other is named."""
    named = [m for m in scanned.all("year") if m.value.get("year")]
    if len(named) != 1 or len(scanned.all("year")) != 1:
        return None
    return full_year(named[0].value["year"]) if is_base(scanned.text, named[0].start, named[0].end) else None


def is_base(text: str, start: int, end: int) -> bool:
    """The year is what another is held against: 比2024年, 与2024年相比."""
    if text[:start].endswith(("比", "较", "相比", "对比")):
        return True
    return text[:start].endswith(("与", "跟", "和", "同")) and bool(re.match(r"度?的?[^,，。]{0,6}(?:相比|比较|对比|比|相较)", text[end:]))


def _pairs(scanned: Scanned) -> tuple[Scope, ...]:
    """Each department with the year that stands beside it, where the question names several such pairs."""
    marks = [m for m in scanned.mentions if (m.kind == "department" and m.value) or (m.kind == "year" and m.value.get("year"))]
    kinds = [m.kind for m in marks]
    size = len(marks) // 2
    if size < 2 or len(marks) % 2 or kinds not in (["department", "year"] * size, ["year", "department"] * size):
        return ()
    found = []
    for left, right in zip(marks[::2], marks[1::2], strict=True):
        department, year = (left, right) if left.kind == "department" else (right, left)
        found.append(Scope((department.value[0],), (full_year(year.value["year"]),)))
    return tuple(found) if len({s.departments for s in found}) > 1 else ()


def _narrowed(scanned: Scanned, departments: list[str]) -> list[str]:
    """A second mention of the same body narrows the first: 普陀的财政局，区财政局."""
    surest = [m.value[0] for m in scanned.all("department") if len(m.value) == 1]
    return list(dict.fromkeys(surest)) or departments


def full_year(text: str) -> int:
    """24 → 2024, 2024 → 2024."""
    number = int(text)
    return number if number > 99 else 2000 + number


def _years(scanned: Scanned) -> tuple[tuple[int, ...], int | None, bool, int | None]:
    years: list[int] = []
    relative, everything, last = None, False, None
    for mention in _named_years(scanned):
        said = mention.value
        if said.get("from"):
            first, final = full_year(said["from"]), full_year(said["to"])
            years += range(first, final + 1) if 0 < final - first <= 12 else (first, final)
        elif said.get("list"):
            years += [full_year(part) for part in re.findall(r"\d{4}|\d{2}", said["list"])]
        elif said.get("count"):
            last = small_number(said["count"])
        elif said.get("all"):
            everything = True
        elif said.get("relative"):
            relative = _RELATIVE.get(said["relative"].replace("一", "", 1) if said["relative"] not in _RELATIVE else said["relative"], 0)
        elif said.get("year"):
            years.append(full_year(said["year"]))
    return tuple(dict.fromkeys(years)), relative, everything, last


def _named_years(scanned: Scanned) -> list[Mention]:
    """The mentions of years, without one that only says another again: 去年…（2024年度）, 2024年（去年）."""
    mentions = scanned.all("year")
    if len(mentions) != 2 or {bool(m.value.get("year")) for m in mentions} != {True, False} or not any(m.value.get("relative") for m in mentions):
        return mentions
    restated = any(scanned.text[: m.start].rstrip().endswith(("(", "（", "(即", "(也就是", "即", "也就是")) for m in mentions[1:])
    return [m for m in mentions if m.value.get("year")] if restated else mentions


def settle_years(spoken: Spoken, holdings: Holdings, base: Scope) -> Scope:
    """The scope with relative years made absolute: against the conversation's year, else the latest held."""
    scope = spoken.scope
    departments = scope.departments or base.departments
    held = holdings.years(departments)
    anchor = scope.years[-1] if scope.years else (base.years[-1] if base.years else (held[-1] if held else None))
    if spoken.base_year:
        later = [year for year in held if year > spoken.base_year]
        own = base.years[-1:] or tuple(later[:1] if spoken.base_year in held else held[-1:])
        return Scope(scope.departments, tuple(dict.fromkeys((*own, spoken.base_year))), scope.phase, scope.level)
    if (spoken.all_years or spoken.last_years) and not scope.years:
        years = held[-spoken.last_years :] if spoken.last_years else held
        return Scope(scope.departments, years, scope.phase, scope.level)
    if spoken.relative is not None and anchor is not None and (spoken.relative != 0 or not scope.years):
        other = anchor + spoken.relative
        years = (*scope.years, other) if scope.years else (other,)
        return Scope(scope.departments, tuple(dict.fromkeys(years)), scope.phase, scope.level)
    return scope
