"""Half a name in a follow-up: 事业的呢 after 行政单位医疗, 中小企业那个呢 after another project."""

from __future__ import annotations

from dataclasses import replace

from qa.follow import Follow
from qa.inquiry import NotHeld
from qa.members import Name
from qa.normalise import name_key
from qa.plan import Operand, Plan, Scope, Subject
from qa.vocabulary import measures

_AXES = ("function", "department", "government", "procurement", "service", "project", "narrated")
_KINDS = ("货物", "工程", "服务")
"""The three kinds of 政府采购 by law."""


def sibling(f: Follow) -> Follow:
    """The clause with its half name read as a member beside the last one; raises NotHeld where it is none."""
    last = f.about()
    half = f.short or bool(f.plan.unexplained and not f.plan.operands and not f.plan.conditions)
    piece = f.piece if half and last is not None and len(f.plan.operands) < 2 else ""
    if not piece or last is None:
        return f
    f = _on_axis(f, last)
    exact = [s for o in f.plan.operands for s in o.subjects if s.text and not s.part and not s.guess]
    found = () if exact and not _other_kind(f, last) else _contrasted(piece, last, f)
    if found:
        return replace(f, plan=_meaning(f, found, piece, last))
    if not f.short:
        return f  # 运营费多少: half a name where a member beside the last one has it, else a question of its own
    known = f.topics()
    if len(known) == 1 and (f.plan.unexplained or not f.plan.operands):
        operand = replace(known[0].subjects()[0], scope=Scope())
        return replace(f, plan=replace(f.plan, operation="lookup", operands=(operand,), readings=((operand,),), unexplained=(), words=piece, dimension=None))
    same = [s for o in f.plan.operands for s in o.subjects if s.guess and any((s.axis, s.key) == (t.axis, t.key) and piece not in (t.text, t.name) for t in last.subjects)]
    if same and len(same) == len(f.plan.operands[0].subjects) and piece not in same[0].name:
        raise NotHeld(f"没有认出“{piece}”指的是什么，或者文件里没有，所以不作答。")  # 企业年金 after 职业年金 is no slip of it
    if f.plan.unexplained or (not f.plan.operands and f.plan.operation == "describe" and f.plan.words and not _asks(f)):
        worded = any(m.kind in ("refuse", "dimension") or m.value == "describe" for m in f.scanned.mentions if m.kind in ("refuse", "dimension", "operator") and len(m.text) > 1 and m.text in piece)
        if not (f.plan.about or f.last.plan.operation in ("describe", "indicator") or worded) or f.scanned.all("every"):
            raise NotHeld(f"没有认出“{piece}”指的是什么，或者文件里没有，所以不作答。")
        return replace(f, plan=replace(f.plan, wants=(*f.plan.wants, "fragment"))) if f.last.plan.operation != "describe" else f
    return f


def _on_axis(f: Follow, last: Operand) -> Follow:
    """退休的呢 after 离休费: of several readings those of the last amount's own kind."""
    axes = {s.axis for s in last.subjects} - {"measure"}
    if not f.plan.readings or not axes:
        return f
    same = tuple(o for o in f.plan.readings[0] if any(s.axis in axes for s in o.subjects))
    if not same or len(same) == len(f.plan.readings[0]):
        return f
    same = tuple(replace(o, subjects=tuple(replace(s, ambiguous=s.ambiguous and len(same) > 1) for s in o.subjects)) for o in same)
    return replace(f, plan=replace(f.plan, operands=same[:1], readings=(same,)))


def _asks(f: Follow) -> bool:
    return bool(f.scanned.all("operator") or f.plan.refusals or f.plan.wants)


def _other_kind(f: Follow, last: Operand) -> bool:
    """The name is read on another axis than the last amount's: 中小企业 as a functional item after a project."""
    axes = {s.axis for s in last.subjects}
    return not any(s.axis in axes or s.axis == "measure" for reading in f.plan.readings for o in reading for s in o.subjects)


def _contrasted(piece: str, last: Operand, f: Follow) -> tuple[Name, ...]:
    """Members on the axis of the last one that the piece tells from it; of 政府采购 one of its kinds."""
    key = name_key(piece)
    subject = next((s for s in last.subjects if s.axis in _AXES), None)
    kind = next((k for k in _KINDS if key in (k, f"{k}类", f"{k}采购", f"采购{k}", f"{k}类采购")), None)
    if kind and (any(s.key == "procurement" for s in last.of("measure")) or last.of("procurement")):
        return (Name("procurement", kind, None, kind),)
    if len(key) < 2:
        return ()
    if subject is None:
        total = next(iter(last.of("measure")), None)
        beside = [(_common(name_key(row["name"]), name_key(measures()[total.key]["name"]), key), id, row["name"]) for id, row in measures().items() if total and id != total.key]
        most = max((common for common, _, _ in beside), default=0)
        return _only([Name("measure", name, None, id) for common, id, name in beside if common == most >= 4])
    others = [n for n in f.members.names if n.axis == subject.axis and n.key != subject.key and key in n.key]
    if subject.axis in ("project", "narrated"):
        near = [(_shared(n.key, subject.key), n) for n in others]
        best = max((shared for shared, _ in near), default=0)
        return _only(others) or _only([n for shared, n in near if shared == best >= 2])
    beside = [(common, n) for n in others if (common := _common(n.key, subject.key, key)) >= 2]
    most = max((common for common, _ in beside), default=0)
    return _only([n for common, n in beside if common == most])


def _only(names: list[Name]) -> tuple[Name, ...]:
    return tuple(names) if len({n.key for n in names}) == 1 else ()


def _shared(other: str, known: str) -> int:
    """Characters that two names begin with together."""
    return next((i for i, (a, b) in enumerate(zip(other, known, strict=False)) if a != b), min(len(other), len(known)))


def _common(other: str, known: str, piece: str) -> int:
    """Characters that two names share at both ends, where what differs in the other lies in the piece."""
    head = 0
    while head < min(len(other), len(known)) and other[head] == known[head]:
        head += 1
    tail = 0
    while tail < min(len(other), len(known)) - head and other[-1 - tail] == known[-1 - tail]:
        tail += 1
    different, replaced = other[head : len(other) - tail], known[head : len(known) - tail]
    told = different in piece or (head + tail >= 4 and len(piece) >= 4 and different.startswith(piece))
    return head + tail if different and replaced and told else 0


def _meaning(f: Follow, names: tuple[Name, ...], piece: str, last: Operand) -> Plan:
    """The clause's Plan about the member found, said as a guess."""
    before = f.plan.operands[0] if f.plan.operands else Operand(())
    kept = tuple(s for s in last.subjects if s.axis == "measure" and s.key != "procurement" and names[0].axis != "measure")
    subjects = tuple((Subject(n.axis, n.key, piece, n.name, n.code, guess=True), *kept) for n in names)
    operands = tuple(replace(before, subjects=s, stage=before.stage or last.stage, fund=before.fund or last.fund) for s in subjects)
    note = f"按“{names[0].name}”理解“{piece}”"
    operation = "lookup" if f.plan.operation in ("describe", "indicator", "rank", "list") else f.plan.operation
    return replace(f.plan, operation=operation, operands=operands[:1], readings=(operands,), unexplained=(), dimension=None, words=piece, guesses=(*f.plan.guesses, note))
