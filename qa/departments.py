"""Which department a question names: in full, in part, by abbreviation, by pinyin; and names of departments that are not held.

A name is a region and a body (上海市普陀区 + 财政局). A mention must name the body, and may name the region; a region that is
not the department's own, or of a higher level (上海市财政局 for a district's bureau), names another department.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property

from index.knowledge import read_csv
from qa.holdings import Holdings
from qa.normalise import normalise
from qa.slips import sounds_alike
from qa.vocabulary import synonyms

_OFFICES = tuple("局委厅办部院署社会")
"""What short names of bodies end with; a short name without it (城管) stands for the body only behind its region."""
_NOT_AFTER_STEM = frozenset("局委厅办部支费经拨专补资收投性服采事活购管监票存")
_BODY_AFTER = re.compile(
    r"(?:[\u4e00-\u9fff]{2,4}(?:省|市|区|县|州|旗))+[\u4e00-\u9fff]{1,8}?(?:厅|局|委员会|法院|检察院|大学|学院|医院|中学|小学|幼儿园|公司|集团|管委会|党校|总队|支队|大队|街道|镇|乡)"
)
_TOWN = re.compile(r"[\u4e00-\u9fff]{2,4}?(?:镇|乡|街道)(?:人民政府|政府|办事处|办)?(?=[\d的年])")
_CJK = re.compile(r"[\u4e00-\u9fff]")
_WIDER = ("全国", "国家", "中央", "全市", "全省", "全区", "整个")
"""Words that make a body that of the whole country, province or city."""
LEVELS = ("省", "自治区", "市", "州", "盟", "区", "县", "旗")
_REGION = re.compile(r"^(?:中国共产党|中共)?(?P<region>(?:[\u4e00-\u9fff]{1,8}?(?:省|自治区))?(?:[\u4e00-\u9fff]{1,8}?(?:市|自治州|州|盟|地区))?(?:[\u4e00-\u9fff]{1,7}?(?:自治县|新区|区|县|旗|市))?)")
_REGION_PIECE = re.compile(r"[\u4e00-\u9fff]{1,8}?(?:省|自治区|市|自治州|州|盟|地区|自治县|新区|区|县|旗)")
_PLACE_BEFORE = re.compile(r"(?:[\u4e00-\u9fff]{2,4}?(?:省|自治区|市|州|区|县|旗))+$")
_TRIMMED = (("人民政府", ""), ("办事处", ""), ("办公厅", ""), ("办公室", ""), ("委员会", "委"), ("管理委员会", "管委会"), ("常务委员会", "常委会"), ("机关", ""), ("本级", ""), ("(", ""), (")", ""))


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


def split_name(full: str, region: str | None) -> tuple[tuple[str, ...], str]:
    """Region pieces and body of a department's name."""
    plain = re.sub(r"^(中国共产党|中共)", "", normalise(full))
    known = normalise(region or "")
    if known and plain.startswith(known):
        return tuple(_REGION_PIECE.findall(known)), plain[len(known) :]
    match = _REGION.match(plain)
    printed = match["region"] if match else ""
    body = plain[len(printed) :]
    if len(body) < 2 or (not known and body[:1] in "园"):
        return tuple(_REGION_PIECE.findall(known)), plain
    pieces = tuple(_REGION_PIECE.findall(printed))
    wider = tuple(piece for piece in _REGION_PIECE.findall(known) if piece not in pieces)
    return wider + pieces, body


def body_forms(body: str, plain: str) -> tuple[str, ...]:
    """Ways to name a body: 商务委员会, 商务委; 人民政府万里街道办事处, 万里街道办, 万里街道."""
    forms, frontier = {body}, {body}
    rules = [*_TRIMMED, *((row["full"], row["text"]) for row in _abbreviations() if row["kind"] == "department"), *((joint, "") for joint in "和与及")]
    for _ in range(3):
        frontier = {form.replace(old, new) for form in frontier for old, new in rules if old in form and (form != old or new[-1:] in _OFFICES)} - forms
        forms |= frontier
    forms |= {form[1:] for form in forms if form.startswith("委") and len(form) > 3}
    forms |= {form[3:] for form in forms if re.match(r"[\u4e00-\u9fff]{2}[区园]", form) and len(form) > 5}
    parks = re.search(r"([\u4e00-\u9fff]{2,3}园)(?=区?(?:管理委员会|管委会))", body)
    if parks:
        forms |= {parks[1] + "管委会", parks[1], "园区管委会"}
    forms |= {plain}
    return tuple(sorted((form for form in forms if len(form) >= 2), key=lambda form: (-len(form), form)))


def _abridges(form: str, body: str) -> bool:
    """The form leaves characters out of the body, and keeps its office."""
    office = re.sub(r"(?:委员会|委)$", "委", body)
    rest = iter(office)
    return len(form) >= 3 and form[-1] == office[-1] and all(char in rest for char in form)


def _abbreviations():
    try:
        return read_csv("abbreviations.csv")
    except FileNotFoundError:
        return ()


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
    def _foreign_bodies(self) -> tuple[str, ...]:
        """Bodies that exist elsewhere: a question that names one of them, and none held, asks for another department."""
        words = {word for row in _abbreviations() if row["kind"] == "department" for word in (row["text"], row["full"])}
        return tuple(sorted((word for word in words if len(word) >= 2 and not re.search(r"[a-z]", word)), key=lambda word: (-len(word), word)))

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

    def _at(self, text: str, start: int) -> DepartmentMention | None:
        stemmed = self._by_stem(text, start)
        if stemmed:
            return stemmed
        shortened = self._shortened(text, start)
        if shortened:
            return shortened
        for length in self._lengths:
            form = text[start : start + length]
            names = self._forms.get(form)
            if names is None or len(form) < length:
                continue
            begin, fitting = self._with_region(text, start, names)
            end = start + length
            return DepartmentMention(begin, end, text[begin:end], tuple(name.full for name in fitting))
        return None

    def _shortened(self, text: str, start: int) -> DepartmentMention | None:
        """交通局 for 交通运输局: the first character, the office at the end, and characters in order between."""
        for end in range(start + 6, start + 2, -1):
            form = text[start:end]
            if len(form) != end - start or form[-1] not in _OFFICES or form in self._forms or any(text.startswith(longer, start) for longer in self._forms if len(longer) > len(form)):
                continue
            names = tuple(name for name in self.names if form[0] == name.body[0] and _abridges(form, name.body))
            if not names:
                continue
            begin, fitting = self._with_region(text, start, names)
            if fitting and (begin < start or len({name.full for name in self.names if name.body[0] == form[0]}) == 1):
                return DepartmentMention(begin, end, text[begin:end], tuple(name.full for name in fitting))
        return None

    def slip(self, text: str) -> tuple[DepartmentMention, ...]:
        """A name with one wrong character: 社会工做部; only where exactly one department is meant."""
        from rapidfuzz.distance import Hamming  # 10 ms, only for questions that name no department

        found: dict[tuple[int, int], set[str]] = {}
        for form, names in (*self._forms.items(), *self._placed.items()):
            if not 3 <= len(form) <= 12 or form.isascii():
                continue
            for start in range(len(text) - len(form) + 1):
                piece = text[start : start + len(form)]
                if Hamming.distance(piece, form) == 1 and ((len(form) > 3 and form in self._forms) or sounds_alike(piece, form)):
                    found.setdefault((start, start + len(form)), set()).update(name.full for name in names)
        if not found:
            return ()
        start, end = max(found, key=lambda span: (span[1] - span[0], -span[0]))
        names = found[start, end]
        begins = [region_before(text, start, name.regions)[0] for name in self.names if name.full in names]
        start = min([start, *begins])
        return (DepartmentMention(start, end, text[start:end], tuple(names)),) if len(names) == 1 else ()

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
        for stem, names in self._stems.items():
            end = start + len(stem)
            if not text.startswith(stem, start) or text[end : end + 1] in _NOT_AFTER_STEM or any(text.startswith(form, start) for form in self._forms if len(form) > len(stem)):
                continue
            begin, fitting = self._with_region(text, start, names)
            if begin < start and fitting:
                return DepartmentMention(begin, end, text[begin:end], tuple(name.full for name in fitting))
        return None

    @cached_property
    def _stems(self) -> dict[str, tuple[Name, ...]]:
        found: dict[str, list[Name]] = {}
        for name in self.names:
            for form in name.bodies:
                stem = re.sub(r"(局|委|厅|办|部)$", "", form)
                if stem != form and 2 <= len(stem) <= 4:
                    found.setdefault(stem, []).append(name)
        return {stem: tuple(names) for stem, names in found.items()}

    def _with_region(self, text: str, start: int, names: tuple[Name, ...]) -> tuple[int, tuple[Name, ...]]:
        """Where the mention begins with its region, and the names whose region it is."""
        best_begin, fitting, bare = start, [], []
        for name in names:
            begin, own = region_before(text, start, name.regions)
            if begin == start:
                bare.append(name)
            elif begin < best_begin:
                best_begin, fitting = begin, [name] if own else []
            elif begin == best_begin and own:
                fitting.append(name)
        if best_begin < start:
            return best_begin, tuple(fitting)
        level = next((word for word in _WIDER if text[:start].endswith(word)), None)
        if level:
            return start - len(level), ()
        foreign = _PLACE_BEFORE.search(text[:start])
        if foreign and len(foreign[0]) >= 3:
            return foreign.start(), ()
        known = next((place for place in _places() if text[:start].endswith(place)), None)
        if known:
            return start - len(known), ()
        return start, tuple(bare)

    def _unknown_at(self, text: str, start: int) -> DepartmentMention | None:
        """A region and a body that no list knows and no document names: 江苏省财政厅."""
        match = _BODY_AFTER.match(text, start) or (_TOWN.match(text, start) if start == 0 or not _CJK.match(text[start - 1]) else None)
        if match is None or any(self._at(text, place) for place in range(start, match.end())):
            return None
        return DepartmentMention(start, match.end(), match[0], ())

    def _foreign_at(self, text: str, start: int) -> DepartmentMention | None:
        body = next((word for word in self._foreign_bodies if text.startswith(word, start)), None)
        if body is None or any(text[start : start + size] in synonyms() for size in range(len(body) + 1, len(body) + 8)):
            return None
        end = start + len(body)
        place = _PLACE_BEFORE.search(text[:start])
        begin = place.start() if place else start
        return DepartmentMention(begin, end, text[begin:end], ())


def region_before(text: str, end: int, regions: tuple[str, ...]) -> tuple[int, bool]:
    """Where a region of these pieces begins before `end`, and whether it is the department's own (its last piece is named)."""
    begin, own = end, False
    for index, piece in reversed(list(enumerate(regions))):
        last = index == len(regions) - 1
        short = piece if len(piece) <= 2 else re.sub(r"(省|自治区|市|州|盟|区|县|旗)$", "", piece)
        forms = [piece, short, *([piece[-1]] if last else []), *_short_forms(piece), *([piece[:3]] if len(piece) > 4 else [])]
        form = next((form for form in forms if form and text[:begin].endswith(form)), None)
        if form is None:
            continue
        if form == piece[-1] and len(piece) > 1 and _foreign_region(text, begin - 1, regions):
            return begin - 1, False
        begin -= len(form)
        own = own or last
    if begin == end and end > 0 and regions:
        level = text[end - 1 : end]
        own_level = regions[-1][-1]
        if level in "省市区县" and level != own_level and (end < 2 or not re.match(r"[\u4e00-\u9fff]", text[end - 2 : end - 1])):
            return end - 1, False
    return begin, own


def _foreign_region(text: str, end: int, regions: tuple[str, ...]) -> bool:
    """The name before a bare 区 or 市 is another region's: 闵行区委 for a department of 普陀区."""
    level = text[end : end + 1]
    names = [text[end - size : end] for size in (2, 3) if end >= size]
    return any(name + level in all_regions() and name + level not in regions for name in names)


@cache
def all_regions() -> frozenset[str]:
    """Names of provinces, cities, districts and counties."""
    return frozenset(row["name"] for row in read_csv("regions.csv"))


@cache
def _short_forms(piece: str) -> tuple[str, ...]:
    return tuple(row["text"] for row in _abbreviations() if row["kind"].startswith("reg") and row["full"] == piece)


@cache
def _places() -> tuple[str, ...]:
    """Names of provinces and cities, without their level, that may stand before a body."""
    return tuple(sorted({normalise(row["text"]) for row in _abbreviations() if row["kind"].startswith("reg") and not row["text"].isascii() and len(row["text"]) >= 2}, key=lambda p: (-len(p), p)))
