"""Part and whole of a share where one stretch names both: 项目支出中行政运行的占比, 一般公共服务支出里公用经费占多少."""

from __future__ import annotations

import re
from dataclasses import replace

from qa.operands import Open, is_column, is_row
from qa.plan import Plan
from qa.scan import Scanned

_EACH = re.compile(
    r"(?:各自?|分别|各个|依次)(?:所?占|在)|占[^,，。]{0,16}?(?:比例|比重|份额|百分比)?(?:各自?是|各自?为|各多少|各百分之几|分别是|分别为|分别有|分别多少)|\brespectively\b|\beach\b"
)
"""Words that ask for the share of every part, and not for that of their sum."""


def split_share(opened: list[Open], operations: tuple[str, ...], scanned: Scanned) -> list[Open]:
    """B中A的占比, A在B中的比重: one operand of two mentions is part and whole."""
    if "share" in operations and len(opened) == 2 and opened[0].mentions and opened[1].mentions:
        between = scanned.text[opened[0].mentions[-1].end : opened[1].mentions[0].start]
        of_first = re.search(r"\b(?:share|percentage|percent|proportion|much) of (?:the |all |total )*$", scanned.text[: opened[0].mentions[0].start])
        if of_first and re.search(r"\b(?:goes|go|went|is|are|was|were|spent|for|on|to)\b", between) and not re.search(r"\bin\b", between):
            return [opened[1], opened[0]]
        return [opened[1], opened[0]] if re.search(r"中|里|内|其中|当中", between) and not re.search("占", between) else opened
    if "ratio" in operations and len(opened) == 1 and len(opened[0].mentions) == 2:
        left, right = opened[0].mentions
        if re.search("是|为|相当于", scanned.text[left.end : right.start]):
            return [Open([left], fund=opened[0].fund, stage=opened[0].stage), Open([right], fund=opened[0].fund, stage=opened[0].stage)]
    if "share" not in operations or len(opened) != 1 or len(opened[0].mentions) < 2:
        return opened
    first, second = opened[0].mentions[0], opened[0].mentions[-1]
    between = scanned.text[first.end : second.start]
    left = Open(opened[0].mentions[:-1], fund=opened[0].fund, stage=opened[0].stage)
    right = Open([second], fund=opened[0].fund, stage=opened[0].stage)
    if re.search(r"在|占|of|in", between):
        return [left, right]
    if re.search(r"中|里|内|其中|当中", between) and is_column(second) and is_row(opened[0].mentions[:-1]):
        return [opened[0], left]  # 一般公共服务支出里公用经费: the column of that row, and no other
    if re.search(r"中|里|内|其中|当中|的", between):
        return [right, left]
    return opened


def of_each(plan: Plan, asked: str) -> tuple[Plan, ...]:
    """人员经费和公用经费各占基本支出多少: a Plan for each part and the whole; empty where one share is asked for."""
    if len(plan.operands) < 3 or not _EACH.search(asked):
        return ()
    readings = plan.readings if len(plan.readings) == len(plan.operands) else tuple((o,) for o in plan.operands)
    last = len(plan.operands) - 1
    return tuple(replace(plan, operands=(plan.operands[i], plan.operands[last]), readings=(readings[i], readings[last])) for i in range(last))
