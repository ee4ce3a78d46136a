"""Names that the documents themselves print: members of dimensions, projects, indicators; found in full or in part."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate

from qa import attributes
from qa.normalise import name_key
from qa.plan import Subject
from qa.regions import all_regions
from qa.sql import Database, marks

MOST_NAMES = 40_000
MOST_KEPT = 50_000
"""Names that are kept in memory: their forms, and the sets of documents asked of lately."""
LEAST_PART = 3
"""Characters of a name that must be said for it to be recognised by a part."""


_LOOSE = re.compile(r"^[的了和与及等在为](?:.{0,2})$|^.{0,2}[的了和与及等在为]$")
"""Three characters of which one only joins: 的预算."""


@dataclass(frozen=True, slots=True)
class Name:
    """A printed name with what it names."""

    axis: str
    name: str
    code: str | None
    key: str


class Members:
    """The names of some documents, read and indexed when they are first asked for: many answers never do."""

    def __init__(self, names: Iterable[Name]):
        self._given: Iterable[Name] | None = names

    @cached_property
    def names(self) -> tuple[Name, ...]:
        given, self._given = self._given, None
        return tuple(given or ())

    @property
    def size(self) -> int:
        """Names in memory; none before they are first asked for."""
        return 0 if self._given is not None else len(self.names)

    @cached_property
    def exact(self) -> dict[str, list[Name]]:
        """What may be said for a name -> the names."""
        found: dict[str, list[Name]] = {}
        for name in self.names:
            for key in self_forms(name):
                found.setdefault(key, []).append(name)
        return found

    @cached_property
    def codes(self) -> dict[str, list[Name]]:
        found: dict[str, list[Name]] = {}
        for name in self.names:
            if name.code:
                found.setdefault(name.code.lower(), []).append(name)
        return found

    @cached_property
    def lengths(self) -> tuple[int, ...]:
        return tuple(sorted({len(key) for key in self.exact}, reverse=True))

    @cached_property
    def _within(self) -> tuple[str, list[int], list[Name]]:
        """The keys of names that may be said in part as one text, a line each, with where each begins; a stretch of a question crosses no line."""
        names = [name for name in self.names if name.axis != "unit"]
        begins = list(accumulate((len(name.key) + 1 for name in names), initial=0))
        return "\n".join(name.key for name in names), begins, names

    def exact_mentions(self, text: str) -> Iterator[tuple[int, int, list[Name]]]:
        """Stretches that are a whole name."""
        for start in range(len(text)):
            for size in self.lengths:
                piece = text[start : start + size]
                if len(piece) == size and (names := self.exact.get(piece)):
                    yield start, start + size, names

    def held(self, axis: str, key: str) -> bool:
        """Some document prints the name on that axis."""
        return any(name.axis == axis for name in self.exact.get(key, ()))

    def part_mentions(self, text: str) -> Iterator[tuple[int, int, list[Name]]]:
        """Longest stretches from each place that stand inside some name."""
        keys, reach = self._within[0], 0
        for start in range(len(text) - 1):
            end = start + 2
            if text[start:end] not in keys:
                continue
            while end < len(text) and text[start : end + 1] in keys:
                end += 1
            if end - start >= LEAST_PART and end > reach and not _LOOSE.search(text[start:end]):
                reach = end
                yield start, end, self._having(text[start:end])

    def _having(self, piece: str) -> list[Name]:
        """The names in whose keys the piece stands."""
        keys, begins, names = self._within
        found, at = [], keys.find(piece)
        while at >= 0:
            index = bisect_right(begins, at) - 1
            found.append(names[index])
            at = keys.find(piece, begins[index + 1])
        return found


@lru_cache(maxsize=MOST_KEPT)
def self_forms(name: Name) -> frozenset[str]:
    """A name, and the forms in which it is commonly said: without its 支出, its brackets, its quotation marks."""
    forms = {name.key}
    bare = re.sub(r"\(.*?\)", "", name.key)
    forms.add(bare)
    forms.add(re.sub(r"[()]", "", name.key))
    if name.axis in ("function", "item"):
        for end in ("支出", "事务"):
            if name.key.endswith(end) and len(name.key) - len(end) >= 3:
                forms.add(name.key[: -len(end)])
    if name.axis == "function" and name.key[-1:] not in ("费", "金", "出") and len(name.key) >= 4:
        forms.add(name.key + "经费")
    if name.axis in ("project", "narrated"):
        for end in ("项目", "经费", "专项经费", "服务项目", "资金", "服务"):
            if name.key.endswith(end) and len(name.key) - len(end) >= 4:
                forms.add(name.key[: -len(end)])
    if name.axis == "attribute" and name.key.endswith("类"):
        forms.add(name.key[:-1])
    if name.axis == "unit":
        forms |= set(_without_region(name.key))
    return frozenset(form for form in forms if len(form) >= 2)


def _without_region(key: str) -> Iterator[str]:
    """金华市公路与运输管理中心 → 公路与运输管理中心: a unit as its own department calls it."""
    while size := next((size for size in range(min(9, len(key) - 3), 1, -1) if key[:size] in all_regions()), 0):
        key = key[size:]
        yield key


def subject(name: Name, text: str, *, guess: bool = False) -> Subject:
    """The subject that a name is."""
    return Subject(axis=name.axis, key=name.key, text=text, name=name.name, code=name.code, guess=guess)


class MemberCatalog:
    """Members by set of documents, the latest sets kept: `keep` of them, and no more names than `MOST_KEPT`."""

    def __init__(self, database: Database, keep: int = 256):
        self._database = database
        self._kept: OrderedDict[tuple[str, ...], Members] = OrderedDict()
        self._keep = keep

    def of(self, documents: tuple[str, ...]) -> Members:
        """The names that some documents print."""
        documents = tuple(sorted(documents))
        if documents not in self._kept:
            self._kept[documents] = Members(self._read(documents))
            held = sum(members.size for members in self._kept.values())
            while len(self._kept) > self._keep or (held > MOST_KEPT and len(self._kept) > 1):
                held -= self._kept.popitem(last=False)[1].size
        self._kept.move_to_end(documents)
        return self._kept[documents]

    def _read(self, documents: tuple[str, ...]) -> Iterator[Name]:
        seen: set[tuple] = set()
        sources = (
            "SELECT DISTINCT dimension, code, name FROM fact_member m WHERE document_id IN ({}) AND (dimension<>'item' OR EXISTS "
            "(SELECT 1 FROM fact f WHERE f.id = m.fact_id AND COALESCE(f.measure, '') NOT LIKE 'carryover%')) ORDER BY dimension, code, name",
            "SELECT DISTINCT 'project', code, name FROM project WHERE document_id IN ({}) ORDER BY code, name",
            "SELECT DISTINCT 'label', NULL, label FROM fact WHERE document_id IN ({}) AND level<>'total' AND measure IS NULL AND label<>'' ORDER BY label",
        )
        for source in sources:
            for axis, code, name in self._database.select(source.format(marks(documents)), documents, most=MOST_NAMES, log=False):
                key = name_key(name)
                if key and (axis, code, key) not in seen:
                    seen.add((axis, code, key))
                    yield Name(axis, name, code, key)
        held = {key for _, _, key in seen}
        for value in attributes.values(self._database, documents):
            if (key := name_key(value)) not in held:
                held.add(key)
                yield Name("attribute", value, None, key)
        from qa.statements import names  # it names what prose counts in the words of this module

        yield from names(self._database, documents)


