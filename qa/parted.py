"""Shares of several parts: one Plan for each part and the whole."""

from __future__ import annotations

import re
from dataclasses import replace

from qa.inquiry import NotHeld
from qa.plan import Operand, Plan, Subject
from qa.vocabulary import measures

_ENDS = r"(?:了|的|得)?(?:比例|比重|份额|百分比)?(?:各|分别)?(?:是|为|有|大概|大约)?(?:多少|几成?|百分之[几多]|多大|什么|呢|%|[和与跟及、,，。?？]|$)"
_NO_WHOLE = re.compile(rf"(?:各自?|分别|各个|依次)所?占{_ENDS}|占比{_ENDS}")
"""Shares of which nothing behind the word says what they are of: 货物和服务各占多少."""
_NAMED_APART = re.compile(r"[和与跟及、]|各|分别|依次")
_PARTS_IN_ONE = re.compile(r"各(?:个)?(?:项|类|部分|块|分项|子项|小项)[^,，。]{0,4}占|[和与及、][^,，。]{2,12}(?:各自?|分别)所?占")
_SHARE_ALONE = re.compile(rf"[,，]?(?:它们|他们|两者)?的?占比{_ENDS}")
_INSIDE = re.compile("中|里|内|当中")


def apart(plan: Plan, asked: str) -> tuple[Plan, ...]:
    """会议费和培训费各多少,占比: a Plan for each part, where no whole is named with them; empty where the words say what is a share of what.

    Raises NotHeld where the whole is not known, or the parts are not.
    """
    if len(plan.operands) == 1 and len(plan.scope.departments) < 2 and _PARTS_IN_ONE.search(asked):
        raise NotHeld("没有认出分开来算的是哪几项，请一项一项地说出来。")  # 各项占比 is not the share of their whole
    said = [bool(o.subjects) and o.subjects[0].text in asked for o in plan.operands]
    inside = len(said) > 1 and all(said) and len(plan.operands[0].subjects) == 2 and len(plan.operands[0].of("measure")) == 1
    if (
        len(said) < 2
        or not (inside or not all(said))
        or len(_NO_WHOLE.findall(asked)) != asked.count("占")
        or "占" not in asked
        or "在" in asked
        or _parent_among(plan)
    ):
        return ()
    return _of_their_whole(plan, asked) if _NAMED_APART.search(asked) or _SHARE_ALONE.fullmatch(asked) else ()


def _parent_among(plan: Plan) -> bool:
    """Of two amounts one is what the other is a part of by rule, whether or not a question before named it."""
    keys = {s.key for o in plan.operands for s in o.subjects if s.axis == "measure"}
    whole = any(key.startswith(("expenditure", "income")) for key in keys)
    return len(plan.operands) == 2 and (whole or any(measures().get(key, {}).get("parent") in keys for key in keys))


def _of_their_whole(plan: Plan, asked: str) -> tuple[Plan, ...]:
    """Each part and what all of them are parts of: what the question names before them (基本支出里…), else the one thing that they all divide."""
    first, *rest = plan.operands
    said = first.subjects[0].text if first.subjects else ""
    inside = _INSIDE.search(asked, max(asked.find(said), 0) + len(said))  # behind the name, and not within a department's
    if inside and len(rest) == 1 and len(first.subjects) == 1 and not asked[: inside.start()].count("和"):
        return ()  # 三公经费里公务接待费占比: one part, and its whole
    parts, whole = list(plan.operands), None
    if inside and len(first.subjects) == 1 and len(rest) > 1:
        parts, whole = rest, first
    elif inside and len(first.subjects) == 2 and len(first.of("measure")) == 1:  # 政府采购里货物和服务
        whole = replace(first, subjects=first.of("measure"))
        parts = [o if o.of("measure") else replace(o, subjects=(*whole.subjects, *o.subjects)) for o in plan.operands]
    else:
        wholes = {
            parent
            for o in parts
            for parent in [measures().get(s.key, {}).get("parent") if len(o.subjects) == 1 else None for s in o.of("measure")] or [None]
        }
        if all(o.of("project") for o in parts):
            wholes = {"project"}
        if len(wholes) == 1 and (key := next(iter(wholes))):
            whole = Operand((Subject("measure", key, "", measures()[key]["name"]),), first.scope, first.fund, first.stage)
    if whole is None:
        raise NotHeld("没有说明是占哪一项的比例，请把整体也说出来，例如“各占支出总计多少”。")
    return tuple(replace(plan, operands=(part, whole), readings=((part,), (whole,))) for part in parts)
