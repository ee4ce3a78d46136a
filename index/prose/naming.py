"""What a quantity is of, where its own clause says it and where an earlier one does."""

import re
from dataclasses import dataclass

from index.prose import subjects
from index.prose.quantities import Quantity
from index.prose.roles import Reading
from index.prose.said import Said
from index.records import Identity

PATHS = re.compile(r"(?:[^“”（()）:：，；。、\s\x00]{2,40}?\s*[（(]\s*(?:\d{3,7}[-—]?)?[类款项]级?\s*[）)](?:支出)?)+")
MARK = re.compile(r"[（(][一二三四五六七八九十\d]{1,3}[）)]|(?<![\d.])\d{1,2}[.．、](?!\d)|[①-⑳]")
_LABEL = re.compile(f"(?:^|(?<=[。；]))\\s*(?:{MARK.pattern})\\s*(?P<label>[\u4e00-\u9fff“”]{{2,20}})[：:]$")
_BARE = ("各", "支出", "收入", "决算", "预算")
"""Words before a change that name nothing of their own."""
_VERBS = ("接待", "确定", "举办", "组织", "开展", "召开", "完成", "编印", "出版", "安排", "计划", "含")

Item = tuple[str, tuple[str, ...]]
"""A functional item: its words as printed, and its path."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A quantity in its clause, with what the clauses before it leave open."""

    quantity: Quantity
    role: Reading
    start: int
    """Offset of the clause in the passage."""
    base: str | None
    amount: Said | None
    """The last amount of the same layer."""
    parent: str | None
    list_id: int


@dataclass(frozen=True, slots=True)
class Named:
    """The subject of a quantity."""

    subject: str
    path: tuple[str, ...]
    core: str
    stage_words: str = ""
    year: int | None = None
    of: Said | None = None


def named(clause: Clause, text: str, identity: Identity, before: list[Said], carried: Item | None) -> Named | None:
    """The subject of a quantity; `None` for a 持平 that is said of nothing."""
    role = clause.role.role
    own = _own(clause, text, identity)
    if role == "amount" and clause.role.base is not None:
        return _compared_with(clause, identity)
    if role in ("change", "percent_change", "share"):
        return own if own.path else _about_an_amount(clause, own, before)
    if role == "count":
        return Named(_counted(own.subject, text[clause.quantity.end :]), own.path, own.core, own.stage_words, own.year)
    if role == "other":
        return Named("", own.path, own.core, own.stage_words, own.year)
    noun, _ = subjects.stage_of(own.core)
    if own.path or noun:
        return own
    label = _label(text[: clause.start])
    if label:
        return Named(label, (), subjects.core(label, identity), own.stage_words, own.year)
    subject, path, core = _carried(clause, text, carried) or (own.subject if own.core else "", (), own.core)
    return Named(subject, path, core, own.stage_words, own.year)


def left_open(text: str) -> Item | None:
    """The functional item that a passage ends with, its figures still to come."""
    match = next(iter(re.finditer(f"(?:{PATHS.pattern})。?$", text)), None)
    return _item(match[0].rstrip("。")) if match else None


def _item(words: str) -> Item:
    first, last = subjects.trimmed(words)
    return words[first:last], subjects.path_of(words)


def _label(head: str) -> str:
    """What an item of a list announces before a figure that has no other name: （一）收入预算：2026年年初预算数…."""
    match = _LABEL.search(head)
    return match["label"] if match else ""


def _own(clause: Clause, text: str, identity: Identity) -> Named:
    """The subject as the clause itself has it."""
    first, last = clause.role.subject
    phrase = text[clause.start + first : clause.start + last]
    start, end = subjects.trimmed(phrase)
    subject = phrase[start:end]
    core = subjects.core(subject, identity)
    year = subjects.year_of(subject, identity) if clause.role.role in ("amount", "count", "share") else None
    return Named(subject, subjects.whole_path(subject), core, subjects.stage_of(core)[1], year)


def _compared_with(clause: Clause, identity: Identity) -> Named:
    """较2023年的2190万元: the same thing as the amount before, in the year of the base."""
    base, amount = clause.role.base or "", clause.amount
    year, stage_words = subjects.year_of(base, identity), subjects.stage_of(subjects.core(base, identity))[1]
    if amount is None:
        return Named("", (), "", stage_words, year)
    return Named(subjects.yearless(amount.statement.subject), amount.path, amount.core, stage_words, year, amount)


def _about_an_amount(clause: Clause, own: Named, before: list[Said]) -> Named | None:
    """A change or share is about the last amount, or about the one whose subject its clause repeats."""
    last = before[-1] if before else None
    if _follows(clause, own, last):
        whole = next((said for said in before if said.statement.id == last.of), None)
        return Named(last.statement.subject, last.path, last.core, own.stage_words, own.year, whole)
    of = clause.amount if not own.core or own.core in _BARE else _repeated(own.core, before)
    if of is None:
        if clause.quantity.kind == "level":
            return None
        if not own.core and before and before[-1].statement.role == "change":
            last = before[-1]
            return Named(last.statement.subject, last.path, last.core, own.stage_words, own.year)
        return own
    if len(subjects.stage_of(own.core)[0]) < 2:
        return Named(of.statement.subject, of.path, of.core, own.stage_words, own.year, of)
    return Named(own.subject, own.path, own.core, own.stage_words, own.year, of)


def _follows(clause: Clause, own: Named, last: Said | None) -> bool:
    """Whether a percentage without a name stands behind a change of another thing than the last amount: 基本支出比上年增加20万元，增长1%."""
    if clause.role.role != "percent_change" or own.core or last is None or last.statement.role != "change":
        return False
    return clause.amount is None or last.of != clause.amount.statement.id


def _repeated(core: str, before: list[Said]) -> Said | None:
    plain = _plain(core)
    for said in reversed(before):
        other = _plain(said.core)
        if said.statement.role in ("amount", "count") and plain and other and (other.endswith(plain) or plain.endswith(other)):
            return said
    return None


def _plain(core: str) -> str:
    return re.sub("(?:预算|决算|总计|合计|总额|金额|数|安排|、|的)", "", core.replace("收、支", "收入、支出"))


def _carried(clause: Clause, text: str, carried: Item | None) -> tuple[str, tuple[str, ...], str] | None:
    """For 全年预算为… and the like: the functional item last named, the noun of the last amount, or what the passage before left open."""
    head, amount = text[: clause.start], clause.amount
    found = next((match for match in reversed(list(PATHS.finditer(head))) if not MARK.search(head[match.end() :])), None)
    if found is not None:
        return (*_item(found[0]), "")
    if amount is not None and amount.statement.subject and not MARK.search(head[head.rfind(amount.statement.printed) :]):
        return subjects.named(amount.statement.subject), amount.path, amount.core
    if carried is not None and not MARK.match(head):
        return (*carried, "")
    return None


def _counted(subject: str, after: str) -> str:
    """What is counted stands before the number (车辆7辆) or behind it (下属5家预算单位)."""
    after = re.sub("^(?:左右|余|以上)", "", after)
    if re.match("[，。；、：）（,;\\s\\d]|$|[和及与等的]", after):
        subject = re.sub("^.*?(?:共有|现有|拥有)(?=.)", "", subject)
        return "" if subject in _VERBS else subject
    match = re.match("(?P<noun>[\u4e00-\u9fff《》“”]{2,14}?)(?=[，。；（和及]|以及|$|实行|开展|编报|进行|等)", after)
    return match["noun"] if match else ""
