"""Which department a question names: in full, in part, by abbreviation, by pinyin; and names of departments that are not held.

A name is a region and a body (上海市普陀区 + 财政局). A mention must name the body, and may name the region; a region that is
not the department's own, or of a higher level (上海市财政局 for a district's bureau), names another department.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from qa.bodies import OFFICES, abridges, body_forms, foreign_bodies, foreign_sizes, split_name
from qa.holdings import Holdings
from qa.normalise import normalise
from qa.regions import PLACE_BEFORE, Bearers, called, is_region, region_before
from qa.slips import sounds_alike
from qa.vocabulary import synonyms

_NOT_AFTER_STEM = frozenset("局委厅办部支费经拨专补资收投性服采事活购管监票存")
_BODY_AFTER = re.compile(
    r"(?!请问|请|想问|问|查|看|帮|麻烦|劳驾|想|我|把|将|算|和|与|跟|同|对|在|从|给)(?:[\u4e00-\u9fff]{2,4}(?:省|市|区|县|州|旗))+[\u4e00-\u9fff]{1,8}?(?:厅|局|委员会|法院|检察院|大学|学院|医院|中学|小学|幼儿园|公司|集团|管委会|党校|总队|支队|大队|街道|镇|乡)"
)
_TOWN = re.compile(r"[\u4e00-\u9fff]{2,4}?(?:镇|乡|街道)(?:人民政府|政府|办事处|办)?(?=[\d的年])")
_ZONE = re.compile(r"[\u4e00-\u9fff]{2,10}?(?:开发区|高新区|新区|园区|示范区|保税区|合作区|试验区)(?:管委会|管理委员会)")
_CJK = re.compile(r"[\u4e00-\u9fff]")
_LEAD = re.compile(r"(?:请问|想问|问下|问一下|帮我|帮忙|麻烦|请|查一下|查下|查查|查|看看|看一下|算一下|算算|我想知道|想知道|知道|(?:19|20)?\d\d年度?|今年|去年|[,，:：、])*")
"""What may stand before the region that a question begins with."""
STEM = (2, 3, 4)
"""Characters of a body without its 局 that stand for it behind its region."""
MOST_SHARED = 1_000
"""Forms for which the departments that share them are kept by region."""


@dataclass(frozen=True, slots=True)
class DepartmentMention:
    """A stretch of the question that names departments; none of them held where `departments` is empty."""

    start: int
    end: int
    text: str
    departments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Name:
    """A department's name taken apart."""

    full: str
    regions: tuple[str, ...]
    """上海市, 普陀区: from the widest to its own."""
    body: str
    bodies: tuple[str, ...]
    """Forms in which the body may be named, longest first."""


class Departments:
    """The names held, ready to be found in questions."""

    def __init__(self, holdings: Holdings):
        regions = {held.department: held.region for held in holdings.documents}
        names = []
        for full in holdings.departments:
            pieces, body = split_name(full, regions.get(full))
            names.append(Name(full, pieces, body, body_forms(body, normalise(full))))
        self.names = tuple(names)

    @cached_property
    def _forms(self) -> dict[str, tuple[Name, ...]]:
        found: dict[str, list[Name]] = {}
        for name in self.names:
            for form in name.bodies:
                found.setdefault(form, []).append(name)
        return {form: tuple(names) for form, names in found.items()}

    @cached_property
    def _lengths(self) -> tuple[int, ...]:
        return tuple(sorted({len(form) for form in self._forms}, reverse=True))

    @cached_property
    def _initials(self) -> dict[str, tuple[int, dict[str, tuple[Name, ...]]]]:
        """First character of a body -> how many departments begin so, and they by their bodies."""
        found: dict[str, dict[str, list[Name]]] = {}
        for name in self.names:
            found.setdefault(name.body[0], {}).setdefault(name.body, []).append(name)
        return {char: (sum(map(len, bodies.values())), {body: tuple(names) for body, names in bodies.items()}) for char, bodies in found.items()}

    @cached_property
    def _bearers(self) -> dict[tuple[Name, ...], Bearers]:
        """The departments that share a form, by their regions; filled as they are asked for."""
        return {}

    def mentioned(self, text: str) -> tuple[DepartmentMention, ...]:
        """What `find` finds, or a slip of a name: of the whole where nothing held is named, of the region where the body alone is (普托区财政局)."""
        found = self.find(text)
        if not any(m.departments for m in found):
            return self.slip(text) or found
        if len(found) == 1 and found[0].text[0] in "省市区县":
            return next(((m,) for m in self.slip(text) if set(m.departments) <= set(found[0].departments)), found)
        return found

    def find(self, text: str) -> tuple[DepartmentMention, ...]:
        """Mentions from left to right, none overlapping."""
        mentions, position = [], 0
        while position < len(text):
            mention = self._at(text, position) or self._unknown_at(text, position) or self._foreign_at(text, position)
            if mention:
                mentions.append(mention)
                position = mention.end
            else:
                position += 1
        return tuple(mentions)

    def by_region(self, text: str) -> DepartmentMention | None:
        """绍兴2025年三公经费: a region that stands alone for the departments held there; only at the head of the question or behind its year."""
        begin = _LEAD.match(text).end()
        for size in self._own_sizes:
            if names := self._owners.get(text[begin : begin + size]):
                return DepartmentMention(begin, begin + size, text[begin : begin + size], names)
        return None

    @cached_property
    def _owners(self) -> dict[str, tuple[str, ...]]:
        """The departments of each region, by the forms of its name."""
        found: dict[str, list[str]] = {}
        for name in self.names:
            for form in called(name.regions[-1]) if name.regions else ():
                found.setdefault(form, []).append(name.full)
        return {form: tuple(dict.fromkeys(full)) for form, full in found.items()}

    @cached_property
    def _own_sizes(self) -> tuple[int, ...]:
        return tuple(sorted({len(form) for form in self._owners}, reverse=True))

    def _at(self, text: str, start: int) -> DepartmentMention | None:
        stemmed = self._by_stem(text, start)
        if stemmed:
            return stemmed
        shortened = self._shortened(text, start)
        if shortened:
            return shortened
        form = self._longest(text, start)
        if not form:
            return None
        begin, fitting = self._with_region(text, start, self._forms[form], (form,))
        end = start + len(form)
        return DepartmentMention(begin, end, text[begin:end], tuple(name.full for name in fitting))

    def _longest(self, text: str, start: int) -> str:
        """The longest form that stands here; empty where none does."""
        return next((form for length in self._lengths if len(form := text[start : start + length]) == length and form in self._forms), "")

    def _shortened(self, text: str, start: int) -> DepartmentMention | None:
        """交通局 for 交通运输局: the first character, the office at the end, and characters in order between."""
        beginning, bodies = self._initials.get(text[start], (0, {}))
        if not bodies:
            return None
        longest = len(self._longest(text, start))
        for end in range(start + 6, start + 2, -1):
            form = text[start:end]
            if len(form) != end - start or form[-1] not in OFFICES or (len(form) <= longest and (form in self._forms or len(form) < longest)):
                continue
            abridged = tuple(body for body in bodies if abridges(form, body))
            if not abridged:
                continue
            names = tuple(sorted((name for body in abridged for name in bodies[body]), key=lambda name: name.full))
            begin, fitting = self._with_region(text, start, names, ("", *abridged))
            if fitting and (begin < start or beginning == 1):
                return DepartmentMention(begin, end, text[begin:end], tuple(name.full for name in fitting))
        return None

    def slip(self, text: str) -> tuple[DepartmentMention, ...]:
        """A name with one wrong character: 社会工做部; only where exactly one department is meant."""
        found: dict[tuple[int, int], set[Name]] = {}
        for size, halves in self._halves.items():
            for start in range(len(text) - size + 1):
                piece = text[start : start + size]
                for form in {*halves.get((0, piece[: size // 2]), ()), *halves.get((1, piece[size // 2 :]), ())}:
                    if names := self._meant(piece, form):
                        found.setdefault((start, start + size), set()).update(names)
        if not found:
            return ()
        start, end = max(found, key=lambda span: (span[1] - span[0], -span[0]))
        names = found[start, end]
        if len(names) != 1:
            return ()
        (name,) = names
        start = min(start, region_before(text, start, name.regions)[0])
        if any(not m.departments and m.start < start and m.end >= end for m in self.find(text)):
            return ()  # the end of another body's name
        return (DepartmentMention(start, end, text[start:end], (name.full,)),)

    def _meant(self, piece: str, form: str) -> tuple[Name, ...]:
        """The departments that a piece of the question may be a slip of, one character of it being wrong; one of a region must sound alike."""
        wrong = [place for place in range(len(form)) if piece[place] != form[place]]
        if len(wrong) != 1 or _another(piece, form):
            return ()
        alike = sounds_alike(piece, form)
        names = self._forms.get(form, ()) + self._placed.get(form, ())
        body = alike or (len(form) > 3 and form in self._forms)
        region = alike and not is_region(piece, wrong[0])
        return tuple(name for name in names if (region if _in_region(wrong[0], form, name) else body))

    @cached_property
    def _halves(self) -> dict[int, dict[tuple[int, str], list[str]]]:
        """Forms by their length and by either half: one wrong character leaves the other half as it is."""
        found: dict[int, dict[tuple[int, str], list[str]]] = {}
        for form in dict.fromkeys((*self._forms, *self._placed)):
            size = len(form)
            if 3 <= size <= 12 and not form.isascii():
                for half in ((0, form[: size // 2]), (1, form[size // 2 :])):
                    found.setdefault(size, {}).setdefault(half, []).append(form)
        return found

    @cached_property
    def _placed(self) -> dict[str, tuple[Name, ...]]:
        """Bodies behind their own region, in full and short: 普陀区财政局, 普陀财政局."""
        found: dict[str, list[Name]] = {}
        for name in self.names:
            own = name.regions[-1] if name.regions else ""
            for form in name.bodies:
                for place in {own, own[:-1]} if len(own) > 2 else {own}:
                    if place and not form.startswith(place):
                        found.setdefault(place + form, []).append(name)
        return {form: tuple(names) for form, names in found.items()}

    def _by_stem(self, text: str, start: int) -> DepartmentMention | None:
        """普陀财政: region and body without its 局, where no word of the budget follows."""
        here = [(self._stems[stem], stem) for size in STEM if len(stem := text[start : start + size]) == size and stem in self._stems]
        longest = len(self._longest(text, start)) if here else 0
        for (_, names), stem in sorted(here, key=lambda found: found[0][0]):
            end = start + len(stem)
            if text[end : end + 1] in _NOT_AFTER_STEM or longest > len(stem):
                continue
            begin, fitting = self._with_region(text, start, names, ("", stem))
            if begin < start and fitting:
                return DepartmentMention(begin, end, text[begin:end], tuple(name.full for name in fitting))
        return None

    @cached_property
    def _stems(self) -> dict[str, tuple[int, tuple[Name, ...]]]:
        """Stems with their place in the order in which they are tried."""
        found: dict[str, list[Name]] = {}
        for name in self.names:
            for form in name.bodies:
                stem = form.removesuffix("中心") if form.endswith("中心") else form[:-1]
                if (form[-1] in "局委厅办部" or form.endswith("中心")) and len(stem) in STEM:
                    found.setdefault(stem, []).append(name)
        return {stem: (place, tuple(names)) for place, (stem, names) in enumerate(found.items())}

    def _with_region(self, text: str, start: int, names: tuple[Name, ...], shared: tuple[str, ...]) -> tuple[int, tuple[Name, ...]]:
        """Where the mention begins with its region, and the names whose region it is; `shared` is what all the names have in common."""
        if shared not in self._bearers:
            if len(self._bearers) >= MOST_SHARED:
                self._bearers.clear()
            self._bearers[shared] = Bearers(names)
        return self._bearers[shared].before(text, start)

    def _unknown_at(self, text: str, start: int) -> DepartmentMention | None:
        """A region and a body that no list knows and no document names: 江苏省财政厅."""
        match = _BODY_AFTER.match(text, start) or _ZONE.match(text, start) or (_TOWN.match(text, start) if start == 0 or not _CJK.match(text[start - 1]) else None)
        if match is None or any(self._at(text, place) for place in range(start, match.end())):
            return None
        return DepartmentMention(start, match.end(), match[0], ())

    def _foreign_at(self, text: str, start: int) -> DepartmentMention | None:
        body = next((word for size in foreign_sizes() if (word := text[start : start + size]) in foreign_bodies() and len(word) == size), None)
        if body is None or any(text[start : start + size] in synonyms() for size in range(len(body) + 1, len(body) + 8)):
            return None
        end = start + len(body)
        place = PLACE_BEFORE.search(text[:start])
        begin = place.start() if place else start
        return DepartmentMention(begin, end, text[begin:end], ())


def _another(piece: str, form: str) -> bool:
    """The piece ends with a body of its own: 临海市财政局 is no slip of 临海市民政局, nor 生态环境部 of 生态环境厅."""
    if piece[-1] != form[-1] and piece[-1] in "局厅部委办署院":
        return True
    return any(size >= 3 and (body := piece[-size:]) in foreign_bodies() and not form.endswith(body) for size in foreign_sizes())


def _in_region(place: int, form: str, name: Name) -> bool:
    """The character belongs to the region that the form begins with: 苏州市教育局 and 杭州市教育局 are two departments, and no slip of one another."""
    own = name.regions[-1:] and (name.regions[-1], name.regions[-1][:-1])
    wider = ("".join(name.regions[index:]) for index in range(len(name.regions)))
    return any(place < len(region) and form.startswith(region) and len(form) > len(region) for region in (*wider, *own))
