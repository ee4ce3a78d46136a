"""Names that the documents themselves print: members of dimensions, projects, indicators; found in full or in part."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass

from qa.normalise import name_key
from qa.plan import Subject
from qa.sql import Database, marks

MOST_NAMES = 40_000
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
    """The names of some documents, indexed by what may be said of them."""

    def __init__(self, names: tuple[Name, ...]):
        self.names = names
        self.exact: dict[str, list[Name]] = {}
        self.codes: dict[str, list[Name]] = {}
        self._pairs: dict[str, set[int]] = {}
        for index, name in enumerate(names):
            for key in self_forms(name):
                self.exact.setdefault(key, []).append(name)
            if name.code:
                self.codes.setdefault(name.code.lower(), []).append(name)
            for i in range(len(name.key) - 1) if name.axis != "unit" else ():
                self._pairs.setdefault(name.key[i : i + 2], set()).add(index)
        self.lengths = tuple(sorted({len(key) for key in self.exact}, reverse=True))

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
        start = 0
        reach = 0
        for start in range(len(text) - 1):
            found = self._pairs.get(text[start : start + 2])
            if not found:
                continue
            end, indexes = start + 2, set(found)
            while end < len(text):
                piece = text[start : end + 1]
                further = {i for i in indexes & self._pairs.get(text[end - 1 : end + 1], set()) if piece in self.names[i].key}
                if not further:
                    break
                end, indexes = end + 1, further
            if end - start >= LEAST_PART and end > reach and not _LOOSE.search(text[start:end]):
                reach = end
                yield start, end, [self.names[i] for i in sorted(indexes)]


def self_forms(name: Name) -> set[str]:
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
    return {form for form in forms if len(form) >= 2}


def subject(name: Name, text: str, *, guess: bool = False) -> Subject:
    """The subject that a name is."""
    return Subject(axis=name.axis, key=name.key, text=text, name=name.name, code=name.code, guess=guess)


class MemberCatalog:
    """Members by set of documents, the latest sets kept."""

    def __init__(self, database: Database, keep: int = 24):
        self._database = database
        self._kept: OrderedDict[tuple[str, ...], Members] = OrderedDict()
        self._keep = keep

    def of(self, documents: tuple[str, ...]) -> Members:
        """The names that some documents print."""
        documents = tuple(sorted(documents))
        if documents not in self._kept:
            self._kept[documents] = Members(tuple(self._read(documents)))
            while len(self._kept) > self._keep:
                self._kept.popitem(last=False)
        self._kept.move_to_end(documents)
        return self._kept[documents]

    def _read(self, documents: tuple[str, ...]) -> Iterator[Name]:
        seen: set[tuple] = set()
        sources = (
            "SELECT DISTINCT dimension, code, name FROM fact_member WHERE document_id IN ({}) ORDER BY dimension, code, name",
            "SELECT DISTINCT 'project', code, name FROM project WHERE document_id IN ({}) ORDER BY code, name",
            "SELECT DISTINCT 'label', NULL, label FROM fact WHERE document_id IN ({}) AND level<>'total' AND measure IS NULL AND label<>'' ORDER BY label",
        )
        for source in sources:
            for axis, code, name in self._database.select(source.format(marks(documents)), documents, most=MOST_NAMES, log=False):
                key = name_key(name)
                if key and (axis, code, key) not in seen:
                    seen.add((axis, code, key))
                    yield Name(axis, name, code, key)
        from qa.statements import names  # it names what prose counts in the words of this module

        yield from names(self._database, documents)


