"""What every place of a document says about its identity, with the weight of the place."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from index.identity import labels
from index.identity.lines import Line, lines_of, squeezed
from index.identity.organisation import headquarters, is_organisation, plain_name
from index.identity.region import leading_regions
from index.identity.titles import title_of
from index.identity.year import years_said
from index.knowledge import read_toml
from index.records import Grid, Reading, SourceTable

COVER, TITLE, PAIR, LABEL_ON_COVER, LABEL, CELL, HEADING, COLUMN, SAID = 100, 60, 60, 100, 40, 40, 20, 15, 3
"""Weights: of a title on the cover, of one elsewhere, of one over two lines, of a labelled name, of a heading, of a column, of a sentence."""
REPEATED = 3
"""What every further occurrence of the same kind adds; the first gives the whole weight."""
_SHORT = 40
_SUBJECT = re.compile(
    "^(?:[（(]?[一二三四五六七八九十\\d]+[）)、.．])?(?:20\\d\\d年，)?(?P<org>[\u3400-\u9fff（）]{3,40}?)(?:20\\d\\d年|是|为|系|由|共|只|内设|下设|现有|包括|部门|预算|决算|主要|位于|成立|负责|本级|没有|无)"
)
_CONTINUES = re.compile("^(?:信息)?(?:公开|编制|情况)*(?:说明|公开|报告|书|信息|及附表|表)+$")
_BEFORE_BODY = re.compile("(?:中国共产党|中共|共青团|中国|国家)?(?:[\u3400-\u9fff]{1,10}(?:省|市|区|县|州|盟|旗|镇|乡|街道))*(?:人民政府)?")
_TABLE_PHASE = re.compile("(预算|决算)[^，。]{0,8}表(?:（[^）]*）)?$")
_BUDGET_TABLE = re.compile("(?:收支|收入|支出)(?:总表|总体情况表)$")
"""Tables of final accounts always carry 决算 in their titles; these do not."""
_COLUMN_PHASE = re.compile("^(?:本年|当年|20\\d\\d年)?(预算|决算)数$")
_TABLE_SCOPE = re.compile("^[^，。]{0,12}(部门|单位)(?:收支|收入|支出|财务|整体支出|预算收支|综合)[^，。]{0,16}表$")


@dataclass
class Tally:
    """Votes for the values of one field."""

    weights: dict[object, int] = field(default_factory=dict)
    seen: Counter = field(default_factory=Counter)

    def add(self, value: object, weight: int, kind: str) -> None:
        """The first vote of a kind for a value counts whole, the later ones a little."""
        if value is None:
            return
        self.seen[value, kind] += 1
        self.weights[value] = self.weights.get(value, 0) + (weight if self.seen[value, kind] == 1 else min(weight, REPEATED))

    def best(self):
        """The value with the most weight, the one that was seen first among equals; `None` where nobody voted."""
        return max(self.weights, key=lambda value: self.weights[value], default=None)


@dataclass
class Votes:
    """The tallies of all fields."""

    name: Tally = field(default_factory=Tally)
    superior: Tally = field(default_factory=Tally)
    publisher: Tally = field(default_factory=Tally)
    scope: Tally = field(default_factory=Tally)
    year: Tally = field(default_factory=Tally)
    phase: Tally = field(default_factory=Tally)
    title: str = ""
    cover: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()


def collect(reading: Reading, tables: tuple[SourceTable, ...]) -> Votes:
    """Every vote of a document."""
    lines = lines_of(reading, tables)
    votes = Votes(cover=tuple(line.text for line in lines if line.zone == "cover"), texts=_texts(reading, lines))
    _titles(votes, lines)
    _labels(votes, lines, reading)
    for line in lines:
        _said(votes, line.text)
    for text in votes.texts:
        if match := _COLUMN_PHASE.match(text):
            votes.phase.add(match[1], 1, "column")
    _merge_names(votes.name)
    return votes


def _texts(reading: Reading, lines: Iterable[Line]) -> tuple[str, ...]:
    cells = (squeezed(c) for b in reading.blocks if isinstance(b, Grid) for row in b.rows for c in row.cells if c and len(c) > 2)
    return (*(line.text for line in lines), *cells)


def _titles(votes: Votes, lines: tuple[Line, ...]) -> None:
    """Titles of one line, of adjacent short lines, and of the whole cover."""
    cover = [line for line in lines if line.zone == "cover" and not re.search("[：:]|^\\d+$|^20\\d\\d年\\d+月", line.text)]
    if (text := _cover_title(tuple(line.text for line in cover))) is not None:
        _vote_title(votes, text, COVER, "cover")
        votes.title = text
    for line, following in zip(lines, (*lines[1:], None), strict=True):
        _vote_title(votes, line.text, TITLE, "title")
        if following and len(line.text) <= _SHORT and is_organisation(plain_name(line.text)):
            _vote_title(votes, line.text + following.text, PAIR, "pair")


def _cover_title(cover: tuple[str, ...]) -> str | None:
    """The title on the cover, joined over its lines: the first that names a body, else the first that is a title at all."""
    spans = [(start, end) for start in range(len(cover)) for end in range(start + 1, len(cover) + 1)]
    found = [(span, title) for span in spans if (title := title_of("".join(cover[slice(*span)]))) and title.year and title.phase]
    chosen = next((span for span, title in found if title.org), found[0][0] if found else None)
    if chosen is None:
        return None
    start, end = chosen
    while end < len(cover) and _CONTINUES.match(cover[end]):
        end += 1
    return "".join(cover[start:end])


def _vote_title(votes: Votes, text: str, weight: int, kind: str) -> None:
    if match := _TABLE_PHASE.search(text):
        votes.phase.add(match[1], REPEATED, "table")
    elif _BUDGET_TABLE.search(text):
        votes.phase.add("预算", 1, "table")
    if (title := title_of(text)) is None:
        if match := _TABLE_SCOPE.search(text):
            votes.scope.add(match[1], REPEATED, "table")
        return
    votes.name.add(title.org, weight, kind)
    votes.year.add(title.year, weight, kind)
    votes.scope.add(title.scope, weight, kind)
    votes.phase.add(title.phase, weight, kind)


def _labels(votes: Votes, lines: tuple[Line, ...], reading: Reading) -> None:
    for line in lines:
        on_cover = line.zone == "cover"
        for kinds, name in labels.labelled(line.printed):
            _vote_label(votes, kinds, name, LABEL_ON_COVER if on_cover else LABEL, f"label {line.zone}")
    for kinds, name in labels.in_cells(reading):
        _vote_label(votes, kinds - {"publisher"}, name, CELL, "cell")
    if (name := labels.in_columns(reading)) is not None:
        votes.name.add(headquarters(name), COLUMN, "column")


def _vote_label(votes: Votes, kinds: frozenset[str], name: str, weight: int, kind: str) -> None:
    if "superior" in kinds:
        votes.superior.add(name, weight, kind)
    if "publisher" in kinds:
        votes.publisher.add(name, weight, kind)
    if kinds & {"department", "unit"}:
        votes.name.add(name, weight, kind)
        votes.scope.add("单位" if "unit" in kinds else "部门", weight // 4, kind)
    elif "superior" in kinds:
        votes.name.add(name, SAID, kind)


@cache
def _heading() -> re.Pattern[str]:
    words = "|".join(sorted(read_toml("identity.toml")["organisation"]["headings"], key=len, reverse=True))
    return re.compile(f"^(?:第[一二三四五六七八九十]+部分|[一二三四五六七八九十]+、)?(?P<org>[\u3400-\u9fff（）]{{3,40}}?)(?:{words})$")


def _said(votes: Votes, text: str) -> None:
    """What headings and sentences say."""
    if (match := _heading().match(text)) and is_organisation(name := plain_name(match["org"])):
        votes.name.add(name, HEADING, "heading")
    elif (match := _SUBJECT.match(text)) and is_organisation(name := plain_name(match["org"])):
        votes.name.add(name, SAID, "said")
    for year in years_said(text):
        votes.year.add(year, SAID, "said")


def _placed(name: str, short: str) -> bool:
    """The name is the short one behind its region: 只有某县人民法院 is a sentence's beginning."""
    before = name.removesuffix(short)
    return before != name and (bool(_BEFORE_BODY.fullmatch(before)) or "".join(leading_regions(before)) == before)


def _merge_names(names: Tally) -> None:
    """A name without its region, and a town without 人民政府, gives its votes to the one full name."""
    for short in sorted(names.weights, key=len):
        longer = [name for name in names.weights if name != short and (_placed(name, short) or name in (short + "人民政府", short + "办事处"))]
        if len(longer) == 1:
            names.weights[longer[0]] += names.weights.pop(short)
