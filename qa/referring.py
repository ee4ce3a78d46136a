"""Words that point to amounts given before: 前者, 第二个, 三个加起来, 其余的, 再加上."""

from __future__ import annotations

import re
from dataclasses import replace

from qa.follow import Follow
from qa.inquiry import NotHeld
from qa.numerals import small_number
from qa.operands import CONTENT, Open, readings
from qa.placing import by_place, listing
from qa.plan import Operand, Plan, Scope, Singled, Subject
from qa.turns import chain, one_amount, one_each, running, scope_of
from qa.understand import default_whole
from qa.vocabulary import NUMBER
from qa.wholes import inside, whole_of

_YEAR_BEFORE = re.compile(r"[去上]年|上一?年度|前一年|同比")
_WHO = re.compile(r"(?:哪|谁)(?:一)?(?:个|家|边|项|年|笔|者|份)?(?:的|更|比较)?(?:多|高|大|少|低|小|贵)|(?<!最)(?<!至)(?:多|少|高|低|大|小|贵)(?:出|了)?(?:多少|几)|相差|差多少|差额|差距|which (?:is|one)|difference|how much (?:more|less)")
_SUM = re.compile(r"加起来|加一起|加一块|合一块|凑一块|凑一起|加到一起|加总起来|并在一起|合并|合起来|合计|一共|总共|共计|合在一起|相加|加总|总和|之和|together|in total|altogether|\bsum\b")
_THESE = re.compile(rf"(?:这|那|上面|以上|上述|前面|前|后)*(?:{NUMBER}|几)(?:个|项|笔|样|家|者|条|份)|(?:这|那|它|他)(?:俩|们|些)|两者|二者|三者")
_PLURAL = re.compile(r"^合计[?？]?$|加一块|合一块|凑一块|凑一起|加到一起|并在一起|加起来|加一起|合起来|合在一起|相加|加总|之和|together|altogether")
_OTHERS = re.compile(r"^(?:那|那么)?(?:其余|其他|其它|剩下|剩余|余下|另外)(?:的)?(?!.{0,2}收入|.{0,6}(?:商品|交通|工资|社会|补助|科))")
_HOW_MANY = re.compile(r"(?<![这那前后上述])(?:几|多少)(?:个|项|笔|家|种|类|条|份|款)(?!钱)")
_ALL = {"俩": 2, "两者": 2, "二者": 2, "仨": 3, "三者": 3}
_PLUS = re.compile(r"^(?:那|那么|再|还|要是|如果|若)*(?:加上|加进|加入|算上|连同|连上|并上|加(?=.{2})|plus\b|and add\b|add\b)")
_MINUS = re.compile(r"^(?:那|那么|再|还|要是|如果|若)*(?:减去|减掉|减|扣掉|扣除|扣去|除去|除掉|去掉|刨去|刨掉|刨除|剔除|不算|不含|minus\b|less\b|without\b)")
_REST = re.compile(
    r"^(?:那|那么|还有)?(?:其余|其他|其它|剩下|剩余|余下|剩|其它剩下)(?:的|部分|那些|那部分|所有)*(?:呢|还有多少|有多少|还?有?几多|是?多少钱?|合计|一共|总共|加起来|多少)*[?？]?$"
    r"|^(?:and )?(?:the )?(?:rest|remainder|others?)[?？]?$"
)  # fmt: skip


def joined(plan: Plan, operation: str, operands: tuple[Operand, ...], f: Follow) -> Plan:
    """The Plan over amounts of earlier turns: each in its own budget where they stand in several, else in the one that is spoken of."""
    scopes = {operand.scope for operand in operands}
    current = scope_of(f.last.groups[0]) if len(f.last.groups) == 1 else None
    if f.named != Scope() or (len(scopes) == 1 and (scopes == {Scope()} or scopes == {current})):
        operands = tuple(dict.fromkeys(replace(operand, scope=Scope()) for operand in operands))
    return replace(plan, operation=operation, operands=operands, readings=tuple((o,) for o in operands), conditions=(), words="", dimension=None, limit=None, first=1)


def _count(f: Follow) -> int | None:
    """How many amounts the clause speaks of: 三个加起来, 这俩."""
    for word, number in _ALL.items():
        if word in f.scanned.text:
            return number
    counted = [small_number(m.value["n"]) for m in f.scanned.all("counted") if m.value.get("n")]
    found = re.search(rf"(?:这|那|上面|以上|上述|前面|前|后)(?P<n>{NUMBER})(?:个|项|笔|样|家|者|条|份)", f.scanned.text)
    return counted[0] if counted else small_number(found["n"]) if found else None


def _given(f: Follow, count: int | None) -> tuple[Operand, ...]:
    """The amounts that are meant: those of the last answer where it gave several, else of the questions before it."""
    given = f.last.amounts()
    if len(given) > 1 and f.last.plan.operation != "share" and not (f.last.plan.operation == "sum" and count and count > len(given)):
        leading = next((m.value for m in f.scanned.all("rank") if m.value.get("limit") and not m.value.get("least") and "前" in m.text), None)
        size = small_number(leading["limit"]) if leading else count
        if size is not None and size > len(given):
            return ()
        if re.search(r"后[两二三四五六]", f.scanned.text) and size:
            return given[-size:]
        return given[:size] if leading and size else given if size in (None, len(given)) else ()
    if re.search(r"它们|这些|那些|这几|那几", f.scanned.text) and len(listing(f)) > 1:
        given = next(turn for turn in reversed(f.turns) if turn.items == listing(f)).amounts()
        return given if count in (None, len(given)) else ()
    if count and re.search(r"前[两二三四五六]", f.scanned.text):
        return running(f.turns)[:count]
    return one_each(f.turns, count) if count else running(f.turns)


def together(f: Follow) -> Plan | None:
    """三个加起来, 这两项合计占公用经费多少: amounts of earlier turns added up."""
    plan = f.plan
    dividing = [m for m in f.scanned.all("operator") if m.value == "share"]
    said = _SUM.search(f.scanned.text) or (_THESE.match(f.scanned.text) if dividing else None)
    named = [m for m in f.scanned.mentions if m.kind in CONTENT and not (dividing and m.start > dividing[0].start)]
    if said and dividing and re.search(r"分别|各", f.scanned.text) and not named:
        raise NotHeld("一次只能算一个占比，请分开问。")
    if not said or named or f.scanned.unexplained or plan.conditions or f.scanned.all("year") or f.scanned.all("every") or (f.scanned.all("dimension") and not _count(f)):
        return None
    if {"former", "latter"} & set(f.said("pronoun")):
        return None
    if dividing and (said.start() > dividing[0].start or len(plan.operands) > 1):
        return None
    if not dividing and (plan.operands or "difference" in f.said("operator") or "ratio" in f.said("operator")):
        return None
    if (_OTHERS.match(f.scanned.text) and plan.dimension) or _HOW_MANY.search(f.scanned.text):
        return None
    count = _count(f)
    if len(f.last.amounts()) == 1 and len(f.last.items) > 1 and f.last.plan.operation == "list" and not dividing:
        return joined(plan, "sum", f.last.amounts(), f)  # rows of one name: 评审服务 twice
    parts = _given(f, count)
    if len(parts) < 2 or (count and len(parts) < count):
        if count or _PLURAL.search(f.scanned.text):
            raise NotHeld("前面没有给出这么多个数，请把要相加的都说出来。")
        return None
    if not dividing:
        return joined(plan, "sum", parts, f)
    whole = plan.operands[0] if plan.operands else whole_of(parts[0], f.turns) or default_whole(replace(parts[0], scope=Scope()))
    found = joined(plan, "share", parts, f)
    return replace(found, operands=(*found.operands, whole), readings=(*found.readings, plan.readings[0] if plan.operands else (whole,)))


def compared(f: Follow) -> Plan | None:
    """前者是后者的几倍, 哪家多，多多少: two amounts of earlier turns, against each other."""
    plan = f.plan
    if "ranking" in plan.wants and not plan.operands and not plan.unexplained and not f.scanned.all("dimension") and len(chain(f.turns)) > 1:
        return joined(plan, "difference", running(f.turns), f)  # 从高到低排一下
    pointed = [m.value for m in f.scanned.all("pronoun") if m.value in ("former", "latter")]
    said = (plan.operation, *(("ratio",) if "ratio" in f.said("operator") else ()))
    operation = next((name for name in said if name in ("share", "ratio", "difference", "compare")), "difference" if _WHO.search(f.scanned.text) else None)
    if operation == "share" and len(pointed) < 2 and "all_last" not in f.said("pronoun"):
        operation = None if not pointed else operation
    both = "all_last" in f.said("pronoun") or _count(f) == 2
    if pointed and (f.scanned.all("rank") or re.search(r"[前后][两二三四五六七八九几]", f.scanned.text)):
        raise NotHeld("没有读懂说的是前面的哪几个数，请把它们说出来。")
    if plan.operands or plan.unexplained or plan.conditions or not (pointed or operation) or f.scanned.all("dimension"):
        return _pointed_among_named(f, pointed) if pointed else None
    if not pointed and (operation is None or _YEAR_BEFORE.search(f.scanned.text)):
        return None
    chosen = by_place(f)
    if len(chosen) == 2:
        return joined(plan, "difference" if operation in (None, "compare") else operation, chosen, f)
    if not pointed and (operation == "share" or not _WHO.search(f.scanned.text)) and not both and operation != "ratio":
        return None
    two = _two(f)
    if len(two) != 2:
        if pointed or both:
            raise NotHeld("没有认出要相比的是哪两个数，请把两个都说出来。")
        return joined(plan, "difference", two, f) if len(two) > 2 and operation != "ratio" else None
    if not pointed and not both and {o.subjects for o in two} == {two[0].subjects} and len({o.scope.departments for o in two}) == 1:
        return None  # 2019年 … 2018年呢, 差多少: a change from year to year
    order = {"former": two[0], "latter": two[1]}
    chosen = tuple(order[value] for value in pointed) if pointed else two
    if len(set(chosen)) == 1:
        return _alone(plan, chosen[0], operation, f)
    return joined(plan, "difference" if operation in (None, "compare") else operation, chosen[:2], f)


def _two(f: Follow) -> tuple[Operand, ...]:
    given = f.last.amounts()
    if len(given) > 1 and f.last.plan.operation != "share":
        return given
    two = one_each(f.turns, 2)
    return two if len(two) == 2 else given


def _alone(plan: Plan, operand: Operand, operation: str | None, f: Follow) -> Plan:
    """后者呢, 前者占多少: one of the two by itself."""
    alone = joined(plan, "lookup" if operation in (None, "difference", "compare", "ratio") else operation, (operand,), f)
    if alone.operation != "share":
        return alone
    whole = whole_of(operand, f.turns)
    return alone if whole is None else replace(alone, operands=(*alone.operands, whole), readings=(*alone.readings, (whole,)))


def _pointed_among_named(f: Follow, pointed: list[str]) -> Plan | None:
    """前者占三公经费多少: one of two earlier amounts against what is named."""
    plan = f.plan
    if len(pointed) != 1 or len(plan.operands) != 1 or plan.operation not in ("share", "ratio", "difference", "compare") or plan.unexplained:
        return None
    two = _two(f)
    if len(two) != 2:
        raise NotHeld("没有认出说的是哪一个数，请把它说出来。")
    one = two[0] if pointed[0] == "former" else two[1]
    lead = joined(plan, plan.operation, (one,), f)
    return replace(lead, operands=(*lead.operands, *plan.operands), readings=(*lead.readings, *plan.readings))


def listed(f: Follow) -> Plan | None:
    """加上电费呢, 再减去水费: the last amount or sum, with what is named now."""
    plus, minus = _PLUS.match(f.scanned.text), _MINUS.match(f.scanned.text)
    if not plus and not minus:
        return None
    content = [m for m in f.scanned.mentions if m.kind in CONTENT]
    if f.scanned.unexplained or not content or {"share", "ratio"} & set(f.said("operator")):
        return None
    named = tuple(readings(Open([m]))[0] for m in content)
    base = f.last.subjects()
    if minus and f.scanned.text[minus.end() :].startswith("它") and len(named) == 1:
        base, named = named, base[:1]  # 去掉它三公还剩多少
    if f.last.plan.operation not in ("lookup", "rank", "sum") or not base or any(o.subjects == n.subjects for o in base for n in named):
        return None
    plan = replace(f.plan, refusals=tuple(r for r in f.plan.refusals if r != "execution"), excluded=(), words="")
    operands = (*base[:1], *named) if minus or f.last.plan.operation == "rank" else (*base, *named)
    if minus and len(base) > 1:
        raise NotHeld("前面给的不是一个数，请把要相减的都说出来。")
    wants = (*plan.wants, "remainder") if minus else plan.wants
    return replace(plan, operation="difference" if minus else "sum", operands=operands, readings=tuple((o,) for o in operands), wants=wants, dimension=None)


def rest(f: Follow) -> Plan | None:
    """其余的呢: the whole that was spoken of, less its parts that were given."""
    if not _REST.match(f.scanned.text):
        return None
    if f.last.plan.operation == "share" and len(f.last.plan.operands) > 1:
        *parts, whole = f.last.plan.operands
    else:
        run = [turn for turn in chain(f.turns) if turn.wholes]
        whole = run[-1].wholes[0] if run else None
        parts = [o for turn in run if turn.wholes[:1] == (whole,) for o in turn.plan.operands[:1]]
        said = [replace(o, scope=Scope()) for turn in chain(f.turns) for o in one_amount(turn)[:1]]
        if whole is None and len(said) > 1 and all(inside(part, said[0]) for part in said[1:]):
            whole, *parts = said  # 三公经费多少, 公务接待费呢, 其余的呢
    if whole is None or not parts:
        raise NotHeld("没有说明是从哪个总数里剩下的，请把总数和已经说过的部分都说出来。")
    operands = (whole, *dict.fromkeys(parts))
    return replace(f.plan, operation="difference", operands=operands, readings=tuple((o,) for o in operands), wants=(*f.plan.wants, "remainder"), words="", unexplained=(), dimension=None)


def others(f: Follow) -> Plan | None:
    """其余项目合计: the rows of a kind, without those that were spoken of."""
    if not _OTHERS.match(f.scanned.text) or f.plan.operation not in ("sum", "list", "count", "average", "rank") or not f.plan.dimension:
        return None
    spoken = {s.key: s for turn in (f.last, *f.turns[-2:]) for o in (*turn.plan.operands, *turn.amounts()) for s in o.subjects if s.axis == f.plan.dimension}
    return replace(f.plan, excluded=(*f.plan.excluded, *(Singled("", (s,)) for _, s in sorted(spoken.items())))) if spoken else None


def points_behind(f: Follow) -> bool:
    """What is named stands before the word that points back."""
    named = [m.start for m in f.scanned.mentions if m.kind in CONTENT]
    pointing = [m.start for m in f.scanned.all("pronoun")]
    return bool(named and pointing) and named[0] < pointing[0]


def merged(operand: Operand, subjects: tuple[Subject, ...]) -> Operand:
    """The operand with the subjects of an earlier one on the axes that it leaves open."""
    axes = {s.axis for s in operand.subjects}
    return replace(operand, subjects=(*(s for s in subjects if s.axis not in axes), *operand.subjects))
