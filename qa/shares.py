"""Part and whole of a share where one stretch names both: 项目支出中行政运行的占比, 一般公共服务支出里公用经费占多少."""

from __future__ import annotations

import re
from dataclasses import replace

from qa.inquiry import NotHeld
from qa.operands import Open, is_column, is_row
from qa.parted import apart
from qa.plan import Operand, Plan, Subject
from qa.scan import Scanned
from qa.vocabulary import measures

_EACH = re.compile(
    r"(?:各自?|分别|各个|依次)(?:所?占|在)|占[^,，。]{0,16}?(?:比例|比重|份额|百分比)?(?:各自?是|各自?为|各多少|各百分之几|分别是|分别为|分别有|分别多少)|\brespectively\b|\beach\b"
)
"""Words that ask for the share of every part, and not for that of their sum."""
_SUMMED = re.compile(r"之和|合计|总和|总共|一共|共计|加起来|合起来|相加|一起|加在一起|和起来")
_TOGETHER = re.compile(rf"{_SUMMED.pattern}|加上|在|\bof\b|\bto\b|的比")


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
    """人员经费和公用经费各占基本支出多少: a Plan for each part and the whole, or for the part alone where no whole is named; empty where one share is asked for."""
    said = [asked.find(operand.subjects[0].text) if operand.subjects else -1 for operand in plan.operands]
    share = re.search(r"占|比重|份额|share|percent", asked)
    if len(said) < 2 or share is None or -1 in said:
        return () if len(said) < 3 or not _EACH.search(asked) else _paired(plan, range(len(said) - 1), len(said) - 1)
    last = len(said) - 1
    before = asked[: share.start()]
    repeated = len(re.findall("占比", asked)) == len(said)
    joined = len(said) == 2 and max(said) < share.start() and re.search(r"[和与及、跟]", asked[min(said) : max(said)]) and not _TOGETHER.search(before)
    if not (_EACH.search(asked) or joined or repeated):
        return ()
    if said[0] < said[1] and re.search(r"中|里|内|其中|当中", asked[said[0] : said[1]]):
        return _paired(plan, range(1, last + 1), 0) if last > 1 else ()
    if max(said) < share.start() or repeated:
        return _paired(plan, range(last + 1), None)
    return _paired(plan, range(last), last) if last > 1 else ()


def _paired(plan: Plan, parts: range, whole: int | None) -> tuple[Plan, ...]:
    readings = plan.readings if len(plan.readings) == len(plan.operands) else tuple((o,) for o in plan.operands)
    pairs = [(index,) if whole is None else (index, whole) for index in parts]
    return tuple(replace(plan, operands=tuple(plan.operands[i] for i in pair), readings=tuple(readings[i] for i in pair)) for pair in pairs)


def shares_asked(plan: Plan, asked: str) -> tuple[Plan, ...]:
    """The Plans of every share that is asked for: one, or one for each part; raises NotHeld where it is not clear what is a share of what."""
    said = [asked.find(operand.subjects[0].text) if operand.subjects else -1 for operand in plan.operands]
    share = asked.find("占", said[0]) if said and said[0] >= 0 else -1
    if len(said) > 2 and -1 not in said and said[0] < share < min(said[1:]):
        raise NotHeld("说了两个整体，不知道要算占哪一个的比例，请一次问一个。")
    if "children" in plan.wants and len(said) == 1:
        raise NotHeld("一次只算一个占比，请说出要看哪几项各占多少。")
    if len(said) == 2 and -1 not in said and max(said) < share and _SUMMED.search(asked[:share]):
        if not re.match(r"占(?:了|到|着|去)?(?:全部|部门|单位|年度|本年|所有|总|全年)*(?:支出|预算|开支|花费)", asked[share:]):
            raise NotHeld("没有读懂这几项之和占的是哪个数，请把整体说出来。")
        whole = Operand((Subject("measure", "expenditure_total", "", measures()["expenditure_total"]["name"]),))
        return (replace(plan, operands=(*plan.operands, whole), readings=(*plan.readings, (whole,))),)
    return apart(plan, asked) or of_each(plan, asked) or (plan,)
