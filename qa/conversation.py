"""What a follow-up leaves out, taken from what was asked and answered before."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from qa.authority import CLOSED
from qa.draft import Item
from qa.holdings import Group
from qa.inquiry import NotHeld
from qa.numerals import small_number
from qa.operands import CONTENT
from qa.plan import Operand, Plan, Scope, Subject
from qa.scan import Scanned
from qa.vocabulary import pattern, words

_MONEY = re.compile(r"多少钱|预算|金额|资金|经费|花多少|多少$|how much")
BARE_TOTALS = ("总额", "总数", "总计", "合计", "总量", "全部", "总的")
"""Words for a whole that the conversation has named: 它占总额多少."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A question that was answered: its Plan and what later questions may refer to."""

    plan: Plan
    scope: Scope
    items: tuple[Item, ...]
    groups: tuple[Group, ...] = ()
    several: bool = False
    """The turn spoke of several budgets, and so does what follows it."""


@dataclass(slots=True)
class Conversation:
    """The turns so far; `scope` is the budget last spoken of."""

    turns: list[Turn] = field(default_factory=list)
    spoken: Scope | None = None
    """The budget that the last question named, where it was not answered."""

    @property
    def last(self) -> Turn | None:
        return self.turns[-1] if self.turns else None

    @property
    def scope(self) -> Scope:
        return self.spoken or (self.last.scope if self.last else Scope())

    def add(self, turn: Turn) -> None:
        self.turns.append(turn)
        self.spoken = None
        del self.turns[:-40]


def strip_correction(text: str) -> str:
    """不是项目支出，是基本支出 → 基本支出."""
    for compiled in pattern("correction"):
        match = compiled.search(text)
        if match and match.end() < len(text):
            return text[: match.start()] + text[match.end() :]
    return text


def complete(plan: Plan, scanned: Scanned, last: Turn | None, turns: tuple[Turn, ...] = ()) -> Plan:
    """The Plan with what it refers to or leaves out filled in from the last turn, or from the last two where it speaks of both."""
    if last is None:
        return plan
    both = _both(plan, scanned, turns)
    if both:
        said = {m.value for m in scanned.all("operator")}
        operation = next((name for name in ("sum", "ratio", "share") if name in said), "difference")
        return replace(plan, operation=operation, operands=both, readings=tuple((o,) for o in both), conditions=(), words="")
    against = {m.value for m in scanned.all("operator")} & {"difference", "compare", "ratio"}
    if against and len(plan.operands) == 1 and re.match(r"(跟|和|与|比|同|较)", scanned.text):
        first = _first_operands(last)[:1]
        return replace(plan, operation="ratio" if "ratio" in against else "difference", operands=(*first, *plan.operands), readings=(*((o,) for o in first), *plan.readings))
    if last.items and last.items[0].project_id and last.plan.operation in ("rank", "lookup", "reverse", "indicator", "describe"):
        plan = replace(plan, about=last.items[0].project_id)
    if plan.operands and not any(o.subjects for o in plan.operands) and any(o.table for o in plan.operands) and last.plan.operands:
        subjects = _first_operands(last)[0].subjects
        operands = tuple(replace(o, subjects=subjects) for o in plan.operands)
        return replace(plan, operands=operands, readings=tuple((o,) for o in operands))
    pronouns = [m.value for m in scanned.all("pronoun")]
    content = [m for m in scanned.mentions if m.kind in CONTENT]
    ordinal = _ordinal(scanned.text, last)
    if ordinal is not None and not plan.operands:
        return _about(plan, (ordinal,))
    if ordinal is not None:
        return replace(plan, about=ordinal.project_id or plan.about)
    if plan.operation in ("share", "ratio", "difference") and len(plan.operands) == 1 and _leads(plan.operation, scanned, content):
        whole = _first_operands(last)[:1]
        return replace(plan, operands=(*whole, *plan.operands), readings=(*((o,) for o in whole), *plan.readings))
    bare = plan.words
    for mention in scanned.all("rank"):
        bare = bare.replace(mention.text, "")
    follows = bool(pronouns) or (not plan.operands and not bare.strip()) or _short(scanned, content)
    if not follows:
        return plan
    if not plan.operands:
        return _same_subject(plan, last, scanned)
    if "parent" in pronouns and plan.operation in ("lookup", "describe", "indicator", "share"):
        return _part_of(plan, last)
    if "last" in pronouns or "all_last" in pronouns:
        return _joined(plan, last, all_last="all_last" in pronouns)
    return _replacing(plan, last, scanned)


_BOTH = re.compile(r"两个|两者|二者|两项|两样|俩|前者|后者|加起来|合计|一共|总共|相加|哪个(多|高|大)|谁(多|高|大)|差多少|相差|多多少")


_TWO = re.compile(r"两个|两者|二者|俩|前者|后者|两家|两份")


def _both(plan: Plan, scanned: Scanned, turns: tuple[Turn, ...]) -> tuple[Operand, ...]:
    """The amounts of the last two turns, where the question names none and speaks of two; empty otherwise."""
    if _TWO.search(scanned.text) and not plan.operands and len(turns) >= 2 and len(turns[-1].items) < 2 and turns[-1].groups != turns[-2].groups:
        raise NotHeld("没有认出要相比的是哪两个数，请把两个都说出来。")
    if plan.operands or not _BOTH.search(scanned.text) or len(turns) < 2 or len(turns[-1].items) >= 2 or plan.operation not in ("sum", "difference", "compare", "ratio", "share", "lookup", "describe"):
        return ()
    found: list[Operand] = []
    for turn in reversed(turns):
        subjects = turn.items[0].subjects if turn.items else ()
        if turn.plan.operation in ("lookup", "rank") and subjects and Operand(subjects) not in found:
            found.append(Operand(subjects))
        if len(found) == 2:
            break
    return tuple(reversed(found)) if len(found) == 2 else ()


def _leads(operation: str, scanned: Scanned, content: list) -> bool:
    """占总支出多少: the operator stands before every subject, so what it speaks of stands in the last turn."""
    operators = [m for m in scanned.all("operator") if m.value == operation]
    return bool(operators and content) and operators[0].start < content[0].start


def _short(scanned: Scanned, content: list) -> bool:
    """货物呢, 那基本支出呢: a clause that names something and asks nothing of its own."""
    return len(content) <= 2 and bool(re.search(r"呢[?？]?$|^(那|那么|换成|改成)", scanned.text)) and not scanned.all("rank")


def _ordinal(text: str, last: Turn) -> Item | None:
    """第二个 of the rows that were answered."""
    from index.knowledge import read_toml
    from qa.vocabulary import NUMBER, PATTERNS

    for form in read_toml(PATTERNS)["pronoun"]["ordinal"]:
        match = re.search(form.replace("N", NUMBER), text)
        if not match:
            continue
        index = (small_number(match["n"]) or 0) - 1 if "n" in match.groupdict() else 0 if "前" in match[0] else len(last.items) - 1
        if 0 <= index < len(last.items):
            return last.items[index]
    return None


def item_operand(item: Item, template: Operand | None) -> Operand:
    """The operand that an answered row is."""
    if item.subjects:
        return Operand(item.subjects, template.scope if template else Scope())
    return template or Operand(())


def _about(plan: Plan, items: tuple[Item, ...]) -> Plan:
    operands = tuple(item_operand(item, None) for item in items if item.subjects)
    operation = "lookup" if plan.operation == "describe" and not plan.words else plan.operation
    return replace(plan, operation=operation, operands=operands, readings=tuple((operand,) for operand in operands))


def _first_operands(last: Turn) -> tuple[Operand, ...]:
    """The operands that the last answer was about: the row that a ranking named, else the Plan's own."""
    if last.plan.operation in ("rank", "reverse", "list") and last.items and last.items[0].subjects:
        return (Operand(last.items[0].subjects),)
    return last.plan.operands


def _same_subject(plan: Plan, last: Turn, scanned: Scanned) -> Plan:
    """占比呢, 2018年呢, 换算成亿元, 增长了百分之几: the last subject under another operation, year or unit."""
    operands = _first_operands(last)
    operation = plan.operation
    asks_money = operation in ("lookup", "describe") and not plan.words and bool(_MONEY.search(scanned.text))
    if asks_money and last.plan.operation in ("indicator", "describe", "reverse"):
        named = tuple(s for o in (*last.plan.operands, *(r for reading in last.plan.readings for r in reading)) for s in o.subjects if s.axis in ("project", "narrated"))[:1]
        named = named or tuple(s for item in last.items[:1] for s in item.subjects)
        if named:
            return replace(plan, operation="lookup", operands=(Operand(named),), readings=((Operand(named),),))
    if "sum" in {m.value for m in scanned.all("operator")} and len(last.items) > 1:
        operands = tuple(dict.fromkeys(Operand(item.subjects) for item in last.items if item.subjects))
        return replace(plan, operation="sum", operands=operands, readings=tuple((operand,) for operand in operands))
    stage = next((m.value for m in scanned.all("stage")), None)
    if stage and operation in ("lookup", "describe") and operands:
        staged = tuple(replace(o, stage=stage) for o in operands)
        return replace(plan, operation="lookup", operands=staged, readings=tuple((o,) for o in staged), words="")
    if "trend" in plan.wants and last.several:
        return replace(plan, operation="change", operands=operands, readings=last.plan.readings)
    if operation == "lookup" and not plan.words:
        carried = replace(last.plan, scope=plan.scope, unit=plan.unit or last.plan.unit, guesses=(), unexplained=plan.unexplained, refusals=plan.refusals, wants=plan.wants or last.plan.wants)
        return carried
    if operation in ("describe",) and not plan.words:
        return replace(plan, words=" ".join([*(o.named() for o in operands), *(("原因",) if "reason" in plan.wants else ())]), operands=operands)
    if operation == "difference" and len(operands) == 1 and len(last.items) >= 2 and not last.several:
        operands = tuple(Operand(item.subjects) for item in last.items[:2] if item.subjects)
    readings = tuple(last.plan.readings) if operands == last.plan.operands else tuple((operand,) for operand in operands)
    return replace(plan, operation=operation, operands=operands, readings=readings, dimension=plan.dimension or (last.plan.dimension if operation in ("rank", "list", "count", "average") else None))


def _part_of(plan: Plan, last: Turn) -> Plan:
    """其中人员经费: the named measure within the last row; where that is no cell, the measure itself."""
    whole = _first_operands(last)
    if not whole:
        return plan
    if plan.operation == "share":
        return replace(plan, operands=(*plan.operands[:1], *whole[:1]), readings=(*plan.readings[:1], *((o,) for o in whole[:1])))
    rows = tuple(s for s in whole[0].subjects if s.axis != "measure")
    closed = next((CLOSED[s.key] for s in whole[0].of("measure") if s.key in CLOSED), None)
    if closed and not rows:
        inside = tuple(tuple(o for o in reading if any(s.key in closed for s in o.of("measure"))) for reading in plan.readings)
        if not all(inside):
            raise NotHeld(f"“{plan.operands[0].named()}”不在“{whole[0].named()}”之内。")
        return replace(plan, operands=tuple(reading[0] for reading in inside), readings=inside)
    readings = []
    for reading in plan.readings:
        within = tuple(replace(operand, subjects=(*rows, *operand.subjects)) for operand in reading if rows and not ({s.axis for s in rows} & {s.axis for s in operand.subjects}))
        inside = tuple(replace(operand, subjects=(*operand.subjects, s)) for operand in reading for s in whole[0].of("measure") if not operand.of("measure"))
        readings.append((*within, *inside, *reading))
    return replace(plan, readings=tuple(readings))


def _joined(plan: Plan, last: Turn, *, all_last: bool) -> Plan:
    """它占公用经费多少, 它的预算执行率: the last row first, then what is named."""
    operands = _first_operands(last)
    if not operands:
        return plan
    if plan.operation == "share" and plan.operands and plan.operands[-1].subjects and plan.operands[-1].subjects[0].text in BARE_TOTALS and last.plan.operands:
        return replace(plan, operands=(*operands[:1], last.plan.operands[0]), readings=(operands[:1], (last.plan.operands[0],)))
    if plan.operation in ("share", "ratio", "difference"):
        if all_last and len(last.items) >= 2:
            operands = tuple(Operand(item.subjects) for item in last.items[:2] if item.subjects)
        return replace(plan, operands=(*operands, *plan.operands), readings=(*((o,) for o in operands), *plan.readings))
    subjects = tuple(s for s in operands[0].subjects)
    readings = tuple(tuple(_merged(operand, subjects) for operand in reading) for reading in plan.readings)
    return replace(plan, operands=tuple(reading[0] for reading in readings), readings=readings)


def _merged(operand: Operand, subjects: tuple[Subject, ...]) -> Operand:
    axes = {s.axis for s in operand.subjects}
    return replace(operand, subjects=(*(s for s in subjects if s.axis not in axes), *operand.subjects))


def _replacing(plan: Plan, last: Turn, scanned: Scanned) -> Plan:
    """人员经费呢 after 公用经费占基本支出多少: the same operation with another subject."""
    if plan.operation != "lookup" or last.plan.operation not in ("share", "ratio", "change", "sum", "rank", "list", "indicator", "count", "average"):
        return plan
    if last.plan.operation in ("share", "ratio") and len(plan.operands) == 1:
        rest = last.plan.operands[1:]
        return replace(last.plan, operands=(*plan.operands, *rest), readings=(*plan.readings, *last.plan.readings[1:]), scope=plan.scope, unit=plan.unit, guesses=plan.guesses, words=plan.words)
    if last.plan.operation == "change":
        return replace(last.plan, operands=plan.operands, readings=plan.readings, scope=plan.scope, guesses=plan.guesses, words=plan.words)
    return plan


def refers(scanned: Scanned) -> bool:
    """The clause leans on what went before."""
    return bool(scanned.all("pronoun")) or any(word in scanned.text for word in words("pronoun", "parent"))
