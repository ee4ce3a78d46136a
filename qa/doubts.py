"""Questions that doubt: does this agree with that, does it add up, which of two figures holds. What they claim, and where they say it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from index.knowledge import read_toml
from qa.numerals import SCALES, small_number

WORDS = "doubt_words.toml"
_NUMBER = re.compile(
    r"(?<![\d.a-z表第])(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>亿元|百万元|千万元|万元|千元|元|亿|万|%|平方米|公里|台|套|辆|家|人次|场次|场|次|件|期|人|个百分点|million yuan|yuan)?(?![\d年月日号季a-z])"
)
_COUNTED = re.compile(r"(?P<n>\d{1,2}|[两二三四五六七八九十]+)(?:大类|项|个(?!数|不|增|比)|笔|类|块|行|条|款|部分|张)")
_COUNTING = re.compile(r"(?:项|个|张|笔|行|类|表|款|块|倍|条|部分|号)")
_UP = re.compile(r"(?:增加|增长|上升|提高|上涨|涨了?|增|多了|提升|增长了|增加了|increase[ds]?|rise|rose|up)\s*(?:了|到|至|约|为|数|by)*\s*$")
_DOWN = re.compile(r"(?:减少|下降|降低|压减|降了?|减|少了|缩减|压缩|下滑|decrease[ds]?|fell|down)\s*(?:了|到|至|约|为|数|by)*\s*$")
_BASE = re.compile(r"(?:比|较|相比|相较于?|对比|同)(?:(?:19|20)?\d{2}年|上年|去年|上一?年|前一年)(?:度)?(?:当年)?(?:的)?(?:预算执行数|执行数|执行|预算数|预算|决算数|决算|年初预算)?(?:数)?(?:相比)?(?:的)?")
_BREAK = re.compile(r"[,，。;；?？!、:：]+|却|但是?|可是|而|跟|和|与|同(?=[^时比])|又")


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure that the question says the document has."""

    value: Decimal
    """As said."""
    unit: str
    """万元, 元, %, 平方米 …; empty for a bare number."""
    places: int
    """Digits behind the point."""
    direction: str
    """增加, 减少 or nothing."""
    start: int
    end: int

    @property
    def money(self) -> bool:
        return self.unit in SCALES or self.unit == ""

    def fen(self) -> tuple[int, ...]:
        """What it may be in fen: a bare number is 万元 or 元."""
        units = (self.unit,) if self.unit else ("万元", "元")
        return tuple(int(self.value * SCALES[unit] * 100) for unit in units if unit in SCALES)

    def slack(self, fen: int) -> int:
        """Half of the last digit said, in fen: 350.35 万元 is 3,503,499 元."""
        unit = self.unit or ("万元" if fen == int(self.value * 1_000_000) else "元")
        return int(SCALES[unit] * 100 / 10**self.places / 2) if unit in SCALES else 0


@dataclass(frozen=True, slots=True)
class Doubt:
    """A doubting question."""

    text: str
    """Normalised."""
    masked: str
    """The text with the words that only hold it together as commas, of the same length."""
    claims: tuple[Claim, ...]
    pieces: tuple[tuple[int, int], ...]
    """Stretches between commas, 却, 和 …: each says one side."""
    prose: bool
    """The text of the document is spoken of, as against its tables."""

    def says(self, section: str) -> bool:
        return bool(re.search(section_of(section), self.text))

    @property
    def counted(self) -> tuple[int, ...]:
        """How many parts the question says there are: 三项, 11条."""
        found = (small_number(match["n"]) for match in _COUNTED.finditer(self.text))
        return tuple(number for number in found if number and number > 1)

    def piece(self, position: int) -> tuple[int, int]:
        """The stretch that a position stands in."""
        return next(((a, b) for a, b in self.pieces if a <= position < b), (0, len(self.text)))


@cache
def section_of(name: str) -> str:
    return read_toml(WORDS)["section"][name]


@cache
def _asking() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    table = read_toml(WORDS)["asks"]
    texts = ([*table["sure"], *table["around"]], table["loose"], table["contrast"])
    return tuple(re.compile("|".join(f"(?:{text})" for text in found)) for found in texts)


@cache
def _glue() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{text})" for text in (*read_toml(WORDS)["prose"]["patterns"], *read_toml(WORDS)["glue"]["patterns"], *read_toml(WORDS)["asks"]["sure"])))


def asks(text: str) -> bool:
    """The question doubts something that a budget says."""
    sure, loose, contrast = _asking()
    return bool(sure.search(text) or (loose.search(text) and contrast.search(text)))


def read_doubt(text: str) -> Doubt | None:
    """A normalised question as a doubt; `None` where it is none."""
    if not asks(text):
        return None
    claims = tuple(_claims(text))
    masked = _BASE.sub(_commas, text)
    kept = [(claim.start, claim.end) for claim in claims]
    masked = _glue().sub(lambda m: m[0] if any(a < m.end() and m.start() < b for a, b in kept) else _commas(m), masked)
    prose = any(re.search(pattern, text) for pattern in read_toml(WORDS)["prose"]["patterns"])
    return Doubt(text, masked, claims, tuple(_pieces(text)), prose)


def _commas(match: re.Match) -> str:
    return "," * len(match[0])


def _pieces(text: str):
    start = 0
    for match in _BREAK.finditer(re.sub(r"(?<=\d),(?=\d{3})", "0", text)):
        if match.start() > start:
            yield start, match.start()
        start = match.end()
    if start < len(text):
        yield start, len(text)


def _claims(text: str):
    for match in _NUMBER.finditer(text):
        unit = {"亿": "亿元", "万": "万元", "个百分点": "%", "yuan": "元", "million yuan": "百万元"}.get(match["unit"] or "", match["unit"] or "")
        number = match["number"].replace(",", "")
        if not unit and (_COUNTING.match(text, match.end()) or ("." not in number and (len(number) < 4 or re.fullmatch(r"(?:19|20)\d\d|\d{7}", number)))):
            continue
        before = text[: match.start()]
        direction = "增加" if _UP.search(before) else "减少" if _DOWN.search(before) else ""
        yield Claim(Decimal(number), unit, len(number.split(".")[1]) if "." in number else 0, direction, match.start(), match.end())
