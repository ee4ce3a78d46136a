"""What a follow-up leaves out, taken from what was asked and answered before."""

from __future__ import annotations

import re
from dataclasses import replace

from qa.authority import CLOSED
from qa.carrying import RATE, SECOND, of_both_years
from qa.follow import Follow
from qa.fragments import sibling
from qa.inquiry import NotHeld
from qa.placing import indexed, ordinals, placed
from qa.plan import Operand, Plan, Scope
from qa.referring import compared, listed, merged, others, points_behind, rest, together
from qa.replacing import replacing
from qa.scan import Scanned
from qa.staged import of_one_year, staged, unstaged
from qa.turns import Conversation, Turn
from qa.vocabulary import pattern, words
from qa.wholes import bare_total, kept_wholes, whole_of

__all__ = ["Conversation", "Follow", "Turn", "corrected", "followed", "pointed_at", "refers", "strip_correction", "wholes_after"]

_COMPARED = re.compile(r"(?:相比|对比|比较|比)(?:呢|如何|怎么样|一下|起来|的话)*[?？]?$")
_STILL_ASKS = re.compile(r"呢|多少|几|什么|哪|吗|[?？]|how|what|which")
_MONEY = re.compile(r"多少钱|预算|金额|资金|经费|花多少|多少$|how much")


def strip_correction(text: str) -> str:
    """不是项目支出，是基本支出 → 基本支出."""
    return corrected(text)[0]


def corrected(text: str) -> tuple[str, str | None]:
    """The text without its correction, and what that takes back; `None` where it corrects nothing."""
    for compiled in pattern("correction"):
        match = compiled.search(text)
        if match and match.end() < len(text):
            return text[: match.start()] + text[match.end() :], match.groupdict().get("wrong") or ""
    return text, None


def _rated(f: Follow) -> Plan | None:
    """完成率呢, 执行了百分之几 in a final account: what was spent of what was planned, of the last amount."""
    named = any(s.axis != "indicator" for o in f.plan.operands for s in o.subjects)
    operand = f.about()
    if named or operand is None or not f.last.groups or any(g.phase != "决算" for g in f.last.groups) or not RATE.search(f.scanned.text):
        return None
    operand = replace(operand, stage=None)
    return replace(f.plan, operation="lookup", operands=(operand,), readings=((operand,),), words="", unexplained=(), refusals=())


def _counting(f: Follow) -> Plan | None:
    """支持几家, 发布多少篇: a count of the project last spoken of."""
    plan = f.plan
    if "count" not in plan.wants or not f.said("asked") or plan.operands or plan.refusals or f.named != Scope():
        return None
    counted = f.about("project", "narrated") or (None if plan.words else f.about())
    return replace(plan, operation="lookup", operands=(counted,), readings=((counted,),)) if counted else None


def _beside(f: Follow) -> Plan | None:
    """跟公用经费比, 是水费的几倍: the last amount against the one that is named."""
    against = next((name for name in ("ratio", "share", "difference", "compare") if name in f.said("operator")), None)
    against = against or ("difference" if _COMPARED.search(f.scanned.text) else None)
    first = f.last.subjects() if f.last.plan.operation == "sum" else f.last.subjects()[:1]
    if not against or len(f.plan.operands) != 1 or not SECOND.match(f.scanned.text) or not first:
        return None
    operation = "difference" if against == "compare" else against
    return replace(f.plan, operation=operation, operands=(*first, *f.plan.operands), readings=(*((o,) for o in first), *f.plan.readings))


def _in_table(f: Follow) -> Plan | None:
    """10表呢: the last subject in another table."""
    plan = f.plan
    if not plan.operands or any(o.subjects for o in plan.operands) or not any(o.table for o in plan.operands) or not f.last.plan.operands:
        return None
    subjects = f.last.subjects()[0].subjects
    operands = tuple(replace(o, subjects=subjects) for o in plan.operands)
    return replace(plan, operands=operands, readings=tuple((o,) for o in operands))


def _numbered(f: Follow) -> Plan | None:
    """第二个的满意度, 第二个占项目支出多少: a row that was answered, by its place."""
    item = indexed(f)
    if item is None:
        return None
    said = "".join(match[0] for match in ordinals(f.scanned.text))
    plan = replace(f.plan, unexplained=tuple(piece for piece in f.plan.unexplained if piece not in said))
    if f.short and f.last.plan.operation == "share" and plan.operation in ("lookup", "describe") and item.subjects and not plan.operands and not plan.unexplained:
        rest_of = f.last.plan.operands[1:]  # 第三个呢, after what another is of the whole
        named = placed(item, f)
        return replace(f.last.plan, operands=(*named, *rest_of), readings=(*((o,) for o in named), *f.last.plan.readings[1:]), scope=plan.scope)
    dividing = next((name for name in ("share", "ratio") if plan.operation == "rank" and name in f.said("operator")), None)
    plan = replace(plan, operation=dividing, limit=None, first=1) if dividing else plan
    named = placed(item, f)
    if plan.operation in ("share", "ratio", "difference") and named and len(plan.operands) <= 1:
        return _of_whole(replace(plan, operands=(*named, *plan.operands), readings=(*((o,) for o in named), *plan.readings)), f)
    if plan.operands and item.subjects and not item.project_id:
        readings = tuple(tuple(merged(o, item.subjects) for o in reading) for reading in plan.readings)
        return replace(plan, operation="lookup" if plan.operation == "rank" else plan.operation, operands=tuple(r[0] for r in readings), readings=readings, limit=None, first=1)
    if plan.operands:
        return replace(plan, about=item.project_id or plan.about)
    operation = "lookup" if plan.operation == "rank" or (plan.operation in ("describe", "list") and not _asks_words(f)) else plan.operation
    return replace(plan, operation=operation, operands=named, readings=tuple((o,) for o in named), dimension=None, about=item.project_id or plan.about, limit=None, first=1)


def _asks_words(f: Follow) -> bool:
    """More is asked of the row than its amount."""
    return bool(f.scanned.unexplained) or any(m.value == "describe" for m in f.scanned.all("operator"))


def _leading(f: Follow) -> Plan | None:
    """占总支出多少: the operator stands before every subject, so what it speaks of stands in the last turn."""
    plan = f.plan
    operators = [m for m in f.scanned.all("operator") if m.value == plan.operation]
    if plan.operation not in ("share", "ratio", "difference") or len(plan.operands) != 1 or not operators or not f.content or operators[0].start > f.content[0].start:
        return None
    if f.wrong is not None and f.last.plan.operation == "share":
        part = f.last.plan.operands[:1]
        return replace(plan, operands=(*part, *plan.operands), readings=(*f.last.plan.readings[:1], *plan.readings))
    if "parent" in f.said("pronoun"):
        return None
    part = f.all_of_last()
    return _of_whole(replace(plan, operands=(*part, *plan.operands), readings=(*((o,) for o in part), *plan.readings)), f)


def _nothing_named(f: Follow) -> Plan | None:
    """占比呢, 2018年呢, 换算成亿元, 增长了百分之几: the last subject under another operation, year or unit."""
    if f.plan.operands or not f.follows:
        return None
    if all(m.kind == "stop" for m in f.scanned.mentions) and not _STILL_ASKS.search(f.scanned.text) and not f.plan.wants and f.named == Scope() and not f.plan.words:
        raise NotHeld("没有提出新的问题。")
    found = of_both_years(f.plan, f.last) or _same_subject(f)
    return found if f.named.departments and SECOND.match(f.scanned.text) else _of_whole(found, f)


def _same_subject(f: Follow) -> Plan:
    plan, last, scanned = f.plan, f.last, f.scanned
    operation = plan.operation
    operands = f.all_of_last() if operation == "share" and last.plan.operation in ("list", "rank") and not f.said("pronoun") else last.subjects()
    asks_money = operation in ("lookup", "describe") and not plan.words and bool(_MONEY.search(scanned.text))
    if asks_money and last.plan.operation in ("indicator", "describe", "reverse"):
        named = tuple(s for o in (*last.plan.operands, *(r for reading in last.plan.readings for r in reading)) for s in o.subjects if s.axis in ("project", "narrated"))[:1]
        named = named or tuple(s for item in last.items[:1] for s in item.subjects)
        if named:
            return replace(plan, operation="lookup", operands=(Operand(named),), readings=((Operand(named),),))
    stage = next(iter(f.said("stage")), None)
    if stage is None and "execution" in plan.refusals and last.groups and all(group.phase == "决算" for group in last.groups):
        stage, plan = "final", replace(plan, refusals=tuple(r for r in plan.refusals if r != "execution"))
    if stage and operation in ("lookup", "describe") and operands:
        staged = tuple(replace(o, stage=stage) for o in operands)
        return replace(plan, operation="lookup", operands=staged, readings=tuple((o,) for o in staged), words="")
    if "trend" in plan.wants and last.several:
        return replace(plan, operation="change", operands=operands, readings=last.plan.readings)
    if operation == "lookup" and not plan.words:
        return replace(of_one_year(unstaged(last.plan, f), f), scope=plan.scope, unit=plan.unit or last.plan.unit, guesses=(), unexplained=plan.unexplained, refusals=plan.refusals, wants=plan.wants or last.plan.wants)
    if operation == "describe" and not plan.words:
        return replace(plan, words=" ".join([*(o.named() for o in operands), *(("原因",) if "reason" in plan.wants else ())]), operands=operands)
    rows = next((turn.plan for turn in reversed(f.turns[-3:]) if turn.plan.operation in ("rank", "list", "count")), None)
    if operation in ("rank", "list", "count") and rows and plan.dimension in (None, rows.dimension):
        last = replace(last, plan=rows)
        operands = rows.operands  # 第二大的呢: the same rows, and not those of the first
    readings = tuple(last.plan.readings) if operands == last.plan.operands else tuple((operand,) for operand in operands)
    return replace(plan, operation=operation, operands=operands, readings=readings, dimension=plan.dimension or (last.plan.dimension if operation in ("rank", "list", "count", "average") else None), depth=plan.depth or (last.plan.depth if operation in ("rank", "list", "count") else None))


def _part(f: Follow) -> Plan | None:
    """其中人员经费: the named measure within the last row; where that is no cell, the measure itself."""
    plan = f.plan
    whole = _as_found(f)
    if "parent" not in f.said("pronoun") or plan.operation not in ("lookup", "describe", "indicator", "share") or not whole:
        return None
    if plan.operation == "share":
        return replace(plan, operands=(*plan.operands[:1], *whole[:1]), readings=(*plan.readings[:1], *((o,) for o in whole[:1])))
    same = {(s.axis, s.key) for s in whole[0].subjects}
    if any(s.text != s.name and (s.axis, s.key) in same for o in plan.operands for s in o.subjects):
        raise NotHeld(f"文件没有单列“{plan.operands[0].subjects[0].text}”，它包含在“{whole[0].named()}”中。")
    rows = tuple(s for s in whole[0].subjects if s.axis != "measure")
    closed = next((CLOSED[s.key] for s in whole[0].of("measure") if s.key in CLOSED), None)
    if closed and not rows:
        fitting = tuple(tuple(o for o in reading if any(s.key in closed for s in o.of("measure"))) for reading in plan.readings)
        if not all(fitting):
            raise NotHeld(f"“{plan.operands[0].named()}”不在“{whole[0].named()}”之内。")
        return replace(plan, operands=tuple(reading[0] for reading in fitting), readings=fitting)
    readings = []
    for reading in plan.readings:
        others = tuple((operand, tuple(s for s in rows if s.axis not in {t.axis for t in operand.subjects})) for operand in reading)
        within = tuple(replace(operand, subjects=(*outer, *operand.subjects)) for operand, outer in others if outer)
        joined = tuple(replace(operand, subjects=(*operand.subjects, s)) for operand in reading for s in whole[0].of("measure") if not operand.of("measure"))
        owned = any(s.axis == "project" for _, outer in others for s in outer) and len(rows) > 1
        readings.append(within if owned else (*within, *joined, *reading))  # 其中住宿服务 of what one project buys
    return replace(plan, operands=tuple(reading[0] for reading in readings), readings=tuple(readings))


def _as_found(f: Follow) -> tuple[Operand, ...]:
    """The last amount, by the reading that it was found by."""
    found = f.last.amounts() if f.last.plan.operation == "lookup" and len(f.last.items) == 1 else ()
    return tuple(replace(o, scope=Scope()) for o in found) or f.last.subjects()


def _joined(f: Follow) -> Plan | None:
    """它占公用经费多少, 它的预算执行率: the last row first, then what is named."""
    plan, last = f.plan, f.last
    operands = last.subjects()
    pronouns = set(f.said("pronoun")) & {"last", "all_last"}
    if not pronouns or not operands or len(plan.operands) > 1:
        return None
    if plan.operation in ("share", "ratio", "difference"):
        if "all_last" in pronouns and len(last.items) >= 2:
            operands = tuple(Operand(item.subjects) for item in last.items[:2] if item.subjects)
        if points_behind(f):  # 人员经费占它多少
            return replace(plan, operands=(*plan.operands, *operands), readings=(*plan.readings, *((o,) for o in operands)))
        return _of_whole(replace(plan, operands=(*operands, *plan.operands), readings=(*((o,) for o in operands), *plan.readings)), f)
    subjects = operands[0].subjects
    readings = tuple(tuple(merged(operand, subjects) for operand in reading) for reading in plan.readings)
    return replace(plan, operands=tuple(reading[0] for reading in readings), readings=readings)


def _of_whole(plan: Plan, f: Follow) -> Plan:
    """占多少, 占总额多少: a share without its whole is of what the conversation named the part in."""
    if plan.operation != "share" or not plan.operands:
        return plan
    stated = len(plan.operands) > 1 and not bare_total(plan.operands[-1])
    if stated:
        return plan
    parts = plan.operands[:-1] if len(plan.operands) > 1 else plan.operands
    whole = whole_of(parts[0], f.turns, said=len(plan.operands) > 1 or "sum" in f.said("operator"))
    if whole is None or whole in parts:
        return plan
    return replace(plan, operands=(*parts, whole), readings=(*plan.readings[: len(parts)], (whole,)))


def _shared(f: Follow) -> Plan | None:
    """服务类占比 after 政府采购预算多少: the share of the whole last spoken of, though its part is named anew."""
    if f.plan.operation != "share" or not f.plan.operands:
        return None
    return _of_whole(f.plan, f)


def _about(f: Follow) -> Follow:
    """The project that the conversation is about."""
    if f.last.items and f.last.items[0].project_id and f.last.plan.operation in ("rank", "lookup", "reverse", "indicator", "describe"):
        return replace(f, plan=replace(f.plan, about=f.last.items[0].project_id))
    return f


STEPS = (_rated, staged, _counting, others, together, compared, listed, _beside, _in_table, _numbered, _leading, _nothing_named, _part, _joined, replacing, _shared)
"""Ways to lean on what went before, the surest first."""
POINTING = (together, compared, listed, _numbered)
"""Those that take 前两个, 倒数第一个 for amounts given before, and not for a rank."""


def followed(follow: Follow) -> Follow:
    """The clause with its Plan completed by the conversation, and without the words that only pointed back."""
    remainder = rest(follow)
    pointed = remainder or indexed(follow)
    follow = _about(follow) if pointed else sibling(_about(follow))
    plan = follow.plan
    if not pointed and not plan.operands and plan.operation == "describe" and plan.words and all(len(word) == 1 for word in plan.words.split()) and not plan.wants:
        raise NotHeld(f"没有认出“{plan.words}”指的是什么，或者文件里没有，所以不作答。")
    for step in STEPS:
        found = remainder or step(follow)
        if found is not None:
            kinds = ("rank", "counted") if step in POINTING else ()
            left = tuple(m for m in follow.scanned.mentions if m.kind not in kinds)
            return replace(follow, plan=found, scanned=replace(follow.scanned, mentions=left))
    return follow


def wholes_after(follow: Follow, plan: Plan) -> tuple[Operand, ...]:
    """What the amount of the completed Plan was asked for as a part of."""
    if plan.operation not in ("lookup", "rank", "sum"):
        return follow.last.wholes if not follow.plan.operands and follow.follows else ()
    if "parent" in follow.said("pronoun"):
        return tuple(replace(o, scope=Scope()) for o in follow.last.subjects()[:1])
    if not follow.follows:
        return ()
    return kept_wholes(plan.operands[0] if plan.operands and follow.plan.operands else None, follow.last)


def pointed_at(follow: Follow) -> Turn | None:
    """回到第一个, before a clause that asks: the turn that it leads back to, as if it were the last."""
    if follow.plan.operands or follow.scanned.all("operator") or not {"back", "first_topic"} & set(follow.said("pronoun")):
        return None
    known = follow.topics()
    item = known[0].items[0] if len(known) == 1 and known[0].items else None if follow.scanned.unexplained else indexed(follow)
    turn = next((t for t in follow.turns if item in t.items), None)
    if item is None or turn is None:
        return None
    named = (item.operand or Operand(item.subjects),)
    return replace(turn, items=(item,), plan=Plan("lookup", named, readings=(named,), scope=turn.scope), fragment=False, several=False)


def refers(scanned: Scanned) -> bool:
    """The clause leans on what went before."""
    return any(value != "back" for value in (m.value for m in scanned.all("pronoun"))) or any(word in scanned.text for word in words("pronoun", "parent"))
