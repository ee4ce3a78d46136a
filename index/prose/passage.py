"""A passage read from left to right: every quantity with its subject, role, base and ties."""

import re
from dataclasses import dataclass, field

from index.amounts import FEN
from index.prose import subjects
from index.prose.layers import Layer, layers
from index.prose.lists import Lists
from index.prose.places import Printed
from index.prose.quantities import Quantity, quantities
from index.prose.roles import Reading, base_in, read_role
from index.prose.said import Said
from index.records import Identity, Passage, Statement
from index.sentences import sentences

_DELIMITER = re.compile("[，；：。,;:](?!\\d{3})|[，；：。]")
_NOUN_LIKE = re.compile("(?:提升|增长|提高|上升)$")
"""Words of change that also end the name of a thing: 支持外贸稳增长30万元."""
_PATHS = re.compile(r"(?:[^“”（()）:：，；。、\s\x00]{2,40}?\s*[（(]\s*(?:\d{3,7}[-—]?)?[类款项]级?\s*[）)](?:支出)?)+")
_MARK = re.compile(r"[（(][一二三四五六七八九十\d]{1,3}[）)]|(?<![\d.])\d{1,2}[.．、](?!\d)|[①-⑳]")


@dataclass
class Reader:
    """One passage under way."""

    passage: Passage
    identity: Identity
    printed: Printed
    carried: tuple[str, tuple[str, ...]] | None
    """Functional item that the passage before this one ended with."""
    said: list[Said] = field(default_factory=list)

    def read(self) -> tuple[Said, ...]:
        """Every quantity of the passage."""
        found = quantities(self.passage.text)
        by_start: dict[int, str] = {}
        for layer in layers(self.passage.text, found):
            self._read_layer(layer, by_start)
        return tuple(sorted(self.said, key=lambda said: said.statement.id))

    def _read_layer(self, layer: Layer, by_start: dict[int, str]) -> None:
        lists, previous, clause_start, base = Lists(), layer.start, layer.start, None
        outer = by_start.get(layer.parent.start) if layer.parent else None
        amount: Said | None = None
        for number, quantity in enumerate(layer.quantities):
            gap = layer.text[previous : quantity.start]
            fresh = lists.pass_over(gap, amount.statement.id if amount else outer)
            if "。" in gap or fresh:
                base = None
                if amount and amount.part_of and not lists.frames:
                    amount = next((said for said in self.said if said.statement.id == amount.part_of), amount)
            clause_start = _clause_start(gap, previous, clause_start, number)
            clause = layer.text[clause_start : quantity.start]
            role = read_role(quantity, clause)
            earlier = base_in(re.sub("[，：]$", "", layer.text[previous:clause_start].rpartition("。")[2]).rpartition("，")[2])
            base = role.base or (earlier[2] if earlier else None) or base
            if role.role == "change" and base is None and _NOUN_LIKE.search(clause):
                role = Reading("amount", None, None, (0, len(clause)))
            parent, list_id = lists.parent() if lists.frames or not outer else (outer, 0)
            said = self._one(quantity, role, clause_start, base, amount, parent, list_id)
            previous = quantity.end
            if said is None:
                continue
            self.said.append(said)
            by_start[quantity.start] = said.statement.id
            if said.statement.role in ("amount", "count") and said.of is None:
                amount = said

    def _one(
        self, quantity: Quantity, role: Reading, clause_start: int, base: str | None, amount: Said | None, parent: str | None, list_id: int
    ) -> Said | None:
        """The statement of one quantity; `None` for a 持平 that is said of nothing."""
        text = self.passage.text
        phrase = text[clause_start + role.subject[0] : clause_start + role.subject[1]]
        start, end = subjects.trimmed(phrase)
        subject, path = phrase[start:end], subjects.whole_path(phrase[start:end])
        own_core = subjects.core(subject, self.identity)
        noun, stage_words = subjects.stage_of(own_core)
        year = subjects.year_of(subject, self.identity) if role.role in ("amount", "count", "share") else None
        of = None
        if role.role == "amount" and role.base is not None:
            of = amount
            subject, path, own_core = (subjects.yearless(amount.statement.subject), amount.path, amount.core) if amount else ("", (), "")
            year, stage_words = subjects.year_of(role.base, self.identity), subjects.stage_of(subjects.core(role.base, self.identity))[1]
        elif role.role in ("change", "percent_change", "share") and not path:
            of = self._of(amount, own_core)
            if quantity.kind == "level" and of is None:
                return None
            if of is None and not own_core and self.said and self.said[-1].statement.role == "change":
                last = self.said[-1]
                subject, path, own_core, of = last.statement.subject, last.path, last.core, None
            elif of is not None and len(noun) < 2 or (of is not None and not own_core):
                subject, path, own_core = of.statement.subject, of.path, of.core
        elif role.role == "amount" and not path and (not noun or (stage_words in ("支出决算", "收入决算") and not noun)):
            carried = self._carried(clause_start, amount)
            subject, path, own_core = carried if carried else (subject if own_core else "", (), own_core)
        elif role.role == "count":
            subject = _counted(subject, text[quantity.end :])
        elif role.role == "other":
            subject = ""
        if path and "（类" not in subject.replace("(", "（"):
            path = (*self._heading_path(path), *path)
        if role.role == "share" and base is None and of is not None and of.part_of:
            base = next((said.statement.subject for said in self.said if said.statement.id == of.part_of), None)
        return self._said(quantity, role, _fit(subject), path, own_core, stage_words, year, base, parent, list_id, of, clause_start)

    def _of(self, amount: Said | None, own_core: str) -> Said | None:
        """The amount that a change or share is about: the last one, or the one whose subject the clause repeats."""
        if not own_core or own_core in ("各", "支出", "收入", "决算", "预算"):
            return amount
        plain = _plain(own_core)
        for said in reversed(self.said):
            other = _plain(said.core)
            if said.statement.role in ("amount", "count") and plain and other and (other.endswith(plain) or plain.endswith(other)):
                return said
        return None

    def _carried(self, start: int, amount: Said | None) -> tuple[str, tuple[str, ...], str] | None:
        """The functional item last named in the passage, or the noun of the last amount of the same item."""
        text = self.passage.text[:start]
        found = next((match for match in reversed(list(_PATHS.finditer(text))) if not _MARK.search(text[match.end() :])), None)
        if found is not None:
            first, last = subjects.trimmed(found[0])
            return found[0][first:last], subjects.path_of(found[0]), ""
        if amount is not None and amount.statement.subject and not _MARK.search(text[text.rfind(amount.statement.printed) :]):
            return subjects.named(amount.statement.subject), amount.path, amount.core
        if self.carried is not None and not _MARK.match(text):
            return self.carried[0], self.carried[1], ""
        return None

    def _heading_path(self, path: tuple[str, ...]) -> tuple[str, ...]:
        """The 类 that the heading gives to 款 and 项 in the text."""
        above = subjects.path_of(self.passage.heading.rpartition(" / ")[2])
        return above if len(path) < 3 and above and above[0] != path[0] else ()

    def _said(
        self, quantity: Quantity, role: Reading, subject: str, path: tuple[str, ...], own_core: str, stage_words: str, year: int | None,
        base: str | None, parent: str | None, list_id: int, of: Said | None, clause_start: int,
    ) -> Said:  # fmt: skip
        money = quantity.kind == "money"
        unit = of.statement.unit if quantity.kind == "level" and of else quantity.unit
        core = "-".join(path) if path else subjects.named(own_core)
        measure = None if path or role.role == "other" else subjects.measured(re.sub("[数]$|(?<=预算)(?:数|安排|总额)$", "", core))
        if measure is None and of is not None and role.role in ("change", "percent_change", "share") and not path:
            measure = subjects.Measured(of.measure, of.fund, of.both) if of.measure and core == of.core else None
        code = subjects.code_of(subject)
        stage = subjects.stage_id(stage_words) or ("final" if self.identity.phase == "决算" else "budget")
        prior = year is not None and self.identity.year is not None and year < self.identity.year and stage == "budget"
        statement = Statement(
            id=f"{self.passage.id}-s{quantity.start:04d}",
            passage_id=self.passage.id,
            subject=subject,
            measure=measure.id if measure and measure.fund is None else None,
            member="-".join(path) if path else code[0] if code else None,
            role=role.role,
            direction=role.direction,
            base=re.sub("[（(][^）)]*[）)]", "", base) if base and role.role in ("change", "percent_change", "share") else None,
            year=year,
            stage="prior" if prior else stage,
            printed=quantity.printed,
            number=format(quantity.number, "f"),
            unit=unit,
            amount=int(quantity.number * FEN[quantity.unit]) if money else 0 if quantity.kind == "level" and unit in FEN else None,
            sentence=self._sentence(quantity),
            place=self.passage.place if self.passage.row_id else self.printed.place(self.passage, clause_start, quantity.end),
        )
        part_of = parent if role.role in ("amount", "count") and self._like(parent, quantity) else None
        return Said(
            statement, core, measure.id if measure else None, measure.fund if measure else None, measure.both if measure else None, path,
            part_of, of.statement.id if of else None, stage_words, list_id if part_of else 0, quantity.threshold,
        )  # fmt: skip

    def _like(self, parent: str | None, quantity: Quantity) -> bool:
        """Parts count the same thing as their whole: both are money, or both have the same unit."""
        whole = next((said.statement for said in self.said if said.statement.id == parent), None)
        return whole is not None and (whole.unit == quantity.unit or (whole.unit in FEN and quantity.unit in FEN))

    def _sentence(self, quantity: Quantity) -> str:
        text = self.passage.text
        return next((text[a:b].strip() for a, b in sentences(text) if a <= quantity.start < b), text)


def read_passage(passage: Passage, identity: Identity, printed: Printed, carried: tuple[str, tuple[str, ...]] | None = None) -> tuple[Said, ...]:
    """The quantities of a passage; `carried` is the functional item that the passage before it ended with."""
    return Reader(passage, identity, printed, carried).read()


def left_open(passage: Passage) -> tuple[str, tuple[str, ...]] | None:
    """The functional item that a passage ends with, its figures still to come."""
    match = next(iter(re.finditer(f"(?:{_PATHS.pattern})。?$", passage.text)), None)
    if match is None:
        return None
    first, last = subjects.trimmed(match[0].rstrip("。"))
    return match[0][first:last], subjects.path_of(match[0])


def _clause_start(gap: str, previous: int, clause_start: int, number: int) -> int:
    """Where the clause of a quantity begins: after the last punctuation; an embedded count (下属2家机关…) stays inside its clause."""
    cut = max((match.end() for pattern in (_DELIMITER, _MARK) for match in pattern.finditer(gap)), default=-1)
    if cut >= 0:
        return previous + cut
    return previous if number == 0 or gap.startswith("、") or not gap.strip("\x00 ") or "\x00" in gap else clause_start


def _fit(subject: str) -> str:
    """A subject that is no noun phrase any more is left out."""
    return subject if 2 <= len(subject) <= subjects.LONGEST and not re.search("[。；\x00]", subject) else ""


def _counted(subject: str, after: str) -> str:
    """What is counted stands before the number (车辆7辆) or behind it (下属5家预算单位)."""
    after = re.sub("^(?:左右|余|以上)", "", after)
    if re.match("[，。；、：）（,;\\s\\d]|$|[和及与等]", after):
        subject = re.sub("^.*?(?:共有|现有|拥有)(?=.)", "", subject)
        return "" if subject in ("接待", "确定", "举办", "组织", "开展", "召开", "完成", "编印", "出版", "安排", "计划", "含") else subject
    match = re.match("(?P<noun>[\u4e00-\u9fff《》“”]{2,14}?)(?=[，。；（和及]|$|实行|开展|编报|进行|等)", after)
    return match["noun"] if match else ""


def _plain(core: str) -> str:
    return re.sub("(?:预算|决算|总计|合计|总额|金额|数|安排|、|的)", "", core.replace("收、支", "收入、支出"))
