"""A passage read from left to right: every quantity with its subject, role, base and ties."""

import re
from dataclasses import dataclass, field
from itertools import pairwise

from index.amounts import FEN
from index.prose import subjects
from index.prose.layers import HIDDEN, Layer, layers
from index.prose.lists import Lists
from index.prose.naming import MARK, Clause, Item, Named, named
from index.prose.places import Printed
from index.prose.quantities import Quantity, quantities
from index.prose.roles import Reading, base_in, read_role
from index.prose.said import Said
from index.records import Identity, Passage, Statement
from index.sentences import sentences

_DELIMITER = re.compile("[，；：。]|[,;:](?!\\d{3})")
_NOUN_LIKE = re.compile("(?:提升|增长|提高|上升)$")
"""Words of change that also end the name of a thing: 支持外贸稳增长30万元."""
_TIED = ("change", "percent_change", "share")


def read_passage(passage: Passage, identity: Identity, printed: Printed, carried: Item | None = None) -> tuple[Said, ...]:
    """The quantities of a passage; `carried` is the functional item that the passage before it ended with."""
    reader = _Reader(passage, identity, printed, carried)
    for layer in layers(passage.text, quantities(passage.text)):
        reader.read(layer)
    return tuple(sorted(reader.said, key=lambda said: said.statement.id))


@dataclass
class _Reader:
    """One passage under way."""

    passage: Passage
    identity: Identity
    printed: Printed
    carried: Item | None
    said: list[Said] = field(default_factory=list)

    def read(self, layer: Layer) -> None:
        """The quantities of a layer, each in the light of those before it."""
        lists, previous, start, base = Lists(), layer.start, layer.start, None
        outer = self._whole(layer.parent) if layer.parent else None
        amount: Said | None = None
        for number, quantity in enumerate(layer.quantities):
            gap = layer.text[previous : quantity.start]
            if lists.pass_over(gap, amount.statement.id if amount else outer) or "。" in gap:
                base = None
                if amount and amount.part_of and not lists.frames:
                    amount = self._by_id(amount.part_of)
            start = _clause_start(gap, previous, start, number)
            words = layer.text[start : quantity.start]
            role = read_role(quantity, words)
            base = role.base or _base_before(layer.text[previous:start]) or base
            if role.role == "change" and base is None and _NOUN_LIKE.search(words):
                role = Reading("amount", None, None, (0, len(words)))
            if amount and amount.part_of and layer.text[previous:start].endswith("，") and self._closes(role, quantity, words, amount):
                amount = self._by_id(amount.part_of)
            parent, list_id = lists.parent() if lists.frames or not outer else (outer, 0)
            said = self._say(Clause(quantity, role, start, base, amount, parent, list_id))
            previous = quantity.end
            if said is not None:
                self.said.append(said)
                amount = said if said.statement.role in ("amount", "count") and said.of is None else amount

    def _closes(self, role: Reading, quantity: Quantity, words: str, last: Said) -> bool:
        """Whether a change behind a list is the whole's: it names nothing, and the parts are joined by 、 or are smaller than their increase."""
        if role.role not in ("change", "percent_change") or subjects.named(words[slice(*role.subject)]):
            return False
        parts = [said for said in self.said if said.part_of == last.part_of and said.list_id == last.list_id and said.list_id]
        joined = len(parts) > 1 and all(self.passage.text[_offset(said) : _offset(after)].count("、") for said, after in pairwise(parts))
        fen = int(quantity.number * FEN[quantity.unit]) if quantity.kind == "money" else 0
        grown = role.role == "change" and role.direction == "增加" and last.statement.amount is not None and fen > last.statement.amount
        return joined or grown

    def _whole(self, quantity: Quantity) -> str:
        """Id of what brackets behind a quantity list the parts of: the amount, where a share or change of it stands between."""
        id = self._id(quantity)
        said = next((said for said in self.said if said.statement.id == id), None)
        return said.of if said is not None and said.of and said.statement.role in _TIED else id

    def _say(self, clause: Clause) -> Said | None:
        name = named(clause, self.passage.text, self.identity, self.said, self.carried)
        if name is None:
            return None
        path = name.path
        if path and "（类" not in name.subject.replace("(", "（"):
            path = (*self._heading_path(path), *path)
        core = "-".join(path) if path else subjects.named(name.core)
        part_of = clause.parent if clause.role.role in ("amount", "count") and self._like(clause.parent, clause.quantity) else None
        measure = _measure(clause.role, name, path, core) or self._income(part_of, path, core)
        return Said(
            statement=self._statement(clause, name, path, measure),
            core=core,
            measure=measure.id if measure else None,
            fund=measure.fund if measure else None,
            both=measure.both if measure else None,
            path=path,
            part_of=part_of,
            of=name.of.statement.id if name.of else None,
            stage_words=name.stage_words,
            list_id=clause.list_id if part_of else 0,
            threshold=clause.quantity.threshold,
        )

    def _statement(self, clause: Clause, name: Named, path: tuple[str, ...], measure: subjects.Measured | None) -> Statement:
        quantity, role, year = clause.quantity, clause.role.role, name.year
        unit = name.of.statement.unit if quantity.kind == "level" and name.of else quantity.unit
        stage = subjects.stage_id(name.stage_words) or ("final" if self.identity.phase == "决算" else "budget")
        if stage == "budget" and year is not None and self.identity.year is not None and year < self.identity.year:
            stage = "prior"
        subject, code = _fit(name.subject), subjects.code_of(name.subject)
        return Statement(
            id=self._id(quantity),
            passage_id=self.passage.id,
            subject=subject,
            measure=measure.id if measure and measure.fund is None else None,
            member="-".join(path) if path else code[0] if code else None,
            role=role,
            direction=clause.role.direction,
            base=self._base(clause, name),
            year=year,
            stage=stage,
            printed=quantity.printed,
            number=format(quantity.number, "f"),
            unit=unit,
            amount=int(quantity.number * FEN[quantity.unit]) if quantity.kind == "money" else 0 if quantity.kind == "level" and unit in FEN else None,
            sentence=self._sentence(quantity),
            place=self.passage.place if self.passage.row_id else self.printed.place(self.passage, clause.start, quantity.end),
        )

    def _income(self, part_of: str | None, path: tuple[str, ...], core: str) -> subjects.Measured | None:
        """The income that a fund names among the parts of an income: 收入预算…，其中：一般公共预算…."""
        whole = self._by_id(part_of) if part_of and not path else None
        if whole is None or whole.both or not (whole.measure or "").startswith("income"):
            return None
        found = subjects.measured(f"{core}收入")
        return found if found is not None and found.id.startswith("income_") and found.both is None else None

    def _base(self, clause: Clause, name: Named) -> str | None:
        """What a change is compared with, what a share is a share of; a share in a list is one of the list's whole."""
        if clause.role.role not in _TIED:
            return None
        if clause.base is None and clause.role.role == "share" and name.of is not None and name.of.part_of:
            return self._by_id(name.of.part_of).statement.subject
        return re.sub("[（(][^）)]*[）)]", "", clause.base) if clause.base else None

    def _heading_path(self, path: tuple[str, ...]) -> tuple[str, ...]:
        """The 类 that the heading gives to 款 and 项 in the text."""
        above = subjects.path_of(self.passage.heading.rpartition(" / ")[2])
        return above if len(path) < 3 and above and above[0] != path[0] else ()

    def _id(self, quantity: Quantity) -> str:
        return f"{self.passage.id}-s{quantity.start:04d}"

    def _by_id(self, statement_id: str) -> Said:
        return next(said for said in self.said if said.statement.id == statement_id)

    def _like(self, parent: str | None, quantity: Quantity) -> bool:
        """Parts count the same thing as their whole: both are money, or both have the same unit."""
        whole = next((said.statement for said in self.said if said.statement.id == parent), None)
        return whole is not None and (whole.unit == quantity.unit or (whole.unit in FEN and quantity.unit in FEN))

    def _sentence(self, quantity: Quantity) -> str:
        text = self.passage.text
        return next((text[a:b].strip() for a, b in sentences(text) if a <= quantity.start < b), text)


def _offset(said: Said) -> int:
    """Where a quantity begins in its passage."""
    return int(said.statement.id.rpartition("-s")[2])


def _measure(role: Reading, name: Named, path: tuple[str, ...], core: str) -> subjects.Measured | None:
    """The measure that the subject names; a change or share has that of the amount it is about."""
    if path or role.role == "other":
        return None
    measure = subjects.measured(re.sub("数$|安排$|(?<=预算)总额$", "", core))
    of = name.of
    if measure is None and of is not None and of.measure and role.role in _TIED and core == of.core:
        return subjects.Measured(of.measure, of.fund, of.both)
    return measure


def _base_before(passed: str) -> str | None:
    """The base in the clause just before: 与上年相比，… ."""
    found = base_in(re.sub("[，：]$", "", passed.rpartition("。")[2]).rpartition("，")[2])
    return found[2] if found else None


def _clause_start(gap: str, previous: int, start: int, number: int) -> int:
    """Where the clause of a quantity begins: after the last punctuation; an embedded count (下属2家机关…) stays inside its clause."""
    cut = max((match.end() for pattern in (_DELIMITER, MARK) for match in pattern.finditer(gap)), default=-1)
    if cut >= 0:
        return previous + cut
    return previous if number == 0 or gap.startswith("、") or not gap.strip(f"{HIDDEN} ") or HIDDEN in gap else start


def _fit(subject: str) -> str:
    """A subject that is no noun phrase any more is left out."""
    return subject if 2 <= len(subject) <= subjects.LONGEST and not re.search(f"[。；{HIDDEN}]", subject) else ""
