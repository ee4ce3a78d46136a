"""Part and whole of a share where one stretch names both: 项目支出中行政运行的占比, 一般公共服务支出里公用经费占多少."""

from __future__ import annotations

import re

from qa.operands import Open, is_column, is_row
from qa.scan import Scanned


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
