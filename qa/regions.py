"""Regions before the name of a body: which department's own they are, and which are another's."""

from __future__ import annotations

import re
from functools import cache
from typing import Generic, Protocol, TypeVar

from index.knowledge import read_csv
from qa.normalise import normalise

PLACE_BEFORE = re.compile(r"(?:[\u4e00-\u9fff]{2,4}?(?:省|自治区|市|州|区|县|旗))+$")
_WIDER = ("全国", "国家", "中央", "全市", "全省", "全区", "整个")
"""Words that make a body that of the whole country, province or city."""
_SPOKEN_LEVELS = "省市区县"
_PEOPLES = "汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺 各"
_AUTONOMOUS = re.compile(rf"(?P<name>[\u4e00-\u9fff]{{2,6}}?)(?:(?:{'|'.join(sorted(_PEOPLES.split(), key=len, reverse=True))})族?)*自治(?P<level>[州县旗区])")
"""楚雄彝族自治州 is called 楚雄 and 楚雄州. Source of the names: 国家民族事务委员会, 56 个民族."""
_CJK = re.compile(r"[\u4e00-\u9fff]")


class Regional(Protocol):
    """What stands in regions, from the widest to its own."""

    @property
    def regions(self) -> tuple[str, ...]: ...


T = TypeVar("T", bound=Regional)


def region_before(text: str, end: int, regions: tuple[str, ...]) -> tuple[int, bool]:
    """Where a region of these pieces begins before `end`, and whether it is the department's own (its last piece is named)."""
    begin, own = end, False
    for index, piece in reversed(list(enumerate(regions))):
        last = index == len(regions) - 1
        form = next((form for form in _forms(piece, last=last) if text[:begin].endswith(form)), None)
        if form is None:
            continue
        if form == piece[-1] and len(piece) > 1 and _foreign_region(text, begin - 1, regions):
            return begin - 1, False
        begin -= len(form)
        own = own or last
    if begin == end and regions and _other_level(text, end, regions[-1][-1]):
        return end - 1, False
    return begin, own


def _forms(piece: str, *, last: bool) -> tuple[str, ...]:
    """Ways to write a region; a department's own may be only its level: 区财政局."""
    short = piece if len(piece) <= 2 else re.sub(r"(省|自治区|市|州|盟|区|县|旗)$", "", piece)
    autonomous = _AUTONOMOUS.fullmatch(piece)
    called = (autonomous["name"] + autonomous["level"], autonomous["name"]) if autonomous else ()
    forms = (piece, short, *called, *((piece[-1],) if last else ()), *_short_forms().get(piece, ()), *((piece[:3],) if len(piece) > 4 else ()))
    return tuple(form for form in forms if form)


def called(piece: str) -> tuple[str, ...]:
    """Ways to say a region by itself: 楚雄彝族自治州, 楚雄州, 楚雄."""
    cut = piece[:3] if len(piece) > 4 and not is_region(piece[:3], 0) else ""
    return tuple(form for form in _forms(piece, last=False) if len(form) >= 2 and form != cut)


def _other_level(text: str, end: int, own_level: str) -> bool:
    """A level that stands alone before the body, and is not its own: 市财政局 for a district's bureau."""
    level = text[end - 1 : end]
    return bool(level) and level in _SPOKEN_LEVELS and level != own_level and (end < 2 or not _CJK.match(text[end - 2 : end - 1]))


def _foreign_region(text: str, end: int, regions: tuple[str, ...] = ()) -> bool:
    """The name before a bare 区 or 市 is another region's: 闵行区委 for a department of 普陀区."""
    level = text[end : end + 1]
    names = [text[end - size : end] for size in (2, 3) if end >= size]
    return any(name + level in all_regions() and name + level not in regions for name in names)


class Bearers(Generic[T]):
    """The departments that share a form of their body, found by the region before it without asking each."""

    def __init__(self, names: tuple[T, ...]):
        self.names = names
        self._ending: dict[str, set[int]] = {}
        self._level: dict[str, set[int]] = {}
        for index, name in enumerate(names):
            for piece in name.regions:
                for form in _forms(piece, last=False):
                    self._ending.setdefault(form, set()).add(index)
            if name.regions:
                self._level.setdefault(name.regions[-1][-1], set()).add(index)
        self._sizes = tuple(sorted({len(form) for form in self._ending}))

    def before(self, text: str, start: int) -> tuple[int, tuple[T, ...]]:
        """Where a mention whose body begins at `start` begins with its region, and the names whose region it is."""
        begins = self._begins(text, start)
        best = min((begin for begin, _ in begins.values()), default=start)
        if best < start:
            return best, tuple(self.names[index] for index in sorted(index for index, (begin, own) in begins.items() if begin == best and own and index >= 0))
        wider = next((word for word in _WIDER if text.endswith(word, 0, start)), None)
        if wider:
            return start - len(wider), ()
        foreign = PLACE_BEFORE.search(text[:start])
        if foreign and len(foreign[0]) >= 3:
            return foreign.start(), ()
        known = next((size for size in _place_sizes() if size <= start and text[start - size : start] in _places()), 0)
        return (start - known, ()) if known else (start, self.names)

    def _begins(self, text: str, start: int) -> dict[int, tuple[int, bool]]:
        """By number of the name, where its region begins; -1 stands for all of those whose region is another's, or of another level."""
        ends = {text[start - size : start] for size in self._sizes if size <= start}
        touched = set().union(*(self._ending.get(end, ()) for end in ends))
        level = self._level.get(text[start - 1 : start], set()) - touched
        found: dict[int, tuple[int, bool]] = {}
        if level and _foreign_region(text, start - 1):
            found[-1] = (start - 1, False)  # a name that has the region is touched by it
        else:
            touched |= level
        found |= {index: region_before(text, start, self.names[index].regions) for index in touched}
        if any(_other_level(text, start, own) and indexes - touched for own, indexes in self._level.items()):
            found[-1] = (start - 1, False)
        return found


@cache
def all_regions() -> frozenset[str]:
    """Names of provinces, cities, districts and counties."""
    return frozenset(row["name"] for row in read_csv("regions.csv"))


def is_region(text: str, place: int) -> bool:
    """A stretch about the character at this place names a region that exists, in full or without its level: 黄埔区 is no slip of 黄浦区."""
    stretches = (text[start:end] for start in range(place + 1) for end in range(max(place + 1, start + 2), min(len(text), start + 8) + 1))
    return any(stretch in all_regions() or any(stretch + level in all_regions() for level in "市区县州") for stretch in stretches)


@cache
def _abbreviated() -> tuple[tuple[str, str], ...]:
    """(short or Latin name, full name) of regions."""
    try:
        return tuple((row["text"], row["full"]) for row in read_csv("abbreviations.csv") if row["kind"].startswith("reg"))
    except FileNotFoundError:
        return ()


@cache
def _short_forms() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for text, full in _abbreviated():
        found.setdefault(full, []).append(text)
    return {full: tuple(texts) for full, texts in found.items()}


@cache
def _places() -> frozenset[str]:
    """Names of provinces and cities, without their level, that may stand before a body."""
    return frozenset(normalise(text) for text, _ in _abbreviated() if not text.isascii() and len(text) >= 2)


@cache
def _place_sizes() -> tuple[int, ...]:
    return tuple(sorted({len(place) for place in _places()}, reverse=True))
