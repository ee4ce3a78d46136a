"""What the mentions of a clause say twice, and what they do not say: verbs that are no subject, owners of amounts, compounds that nothing explains."""

from __future__ import annotations

import itertools
import re

from qa.mentions import Mention
from qa.operands import CONTENT
from qa.plan import Operand
from qa.scan import Scanned

_SPENDING = re.compile(r"(?:一共|总共|合计|共|全部|要|得)*(?:花|用|支出|安排|开支|花费|拿|投入?|出)(?:了|掉|费|去|出)*(?:多少)?(?:钱)?")


def refusals(scanned: Scanned) -> tuple[str, ...]:
    """What tables do not hold; words that a subject's own name has are none: 四个季度的用款计划."""
    names = [s.name for m in scanned.mentions if m.kind in CONTENT for s in m.value]
    taken = any(m.value in ("difference", "exclude") for m in scanned.all("operator"))  # 减去取暖费还剩多少: what is left of an amount, not of a year
    return tuple(dict.fromkeys(m.value for m in scanned.all("refuse") if not any(m.text in name for name in names) and not (taken and "剩" in m.text)))


def compounds(mentions: tuple[Mention, ...]) -> tuple[str, ...]:
    """劳务外包费: two everyday words that touch, one of them not held, are one thing that nothing explains."""
    found = []
    for left, right in itertools.pairwise(mentions):
        spoken = all(m.kind in ("subject", "unheld") and all(s.guess for s in m.value) for m in (left, right))
        if spoken and left.end == right.start and "unheld" in (left.kind, right.kind):
            found.append(left.text + right.text)
    return tuple(found)


def unlisted(mentions: tuple[Mention, ...], text: str) -> tuple[str, ...]:
    """公务接待费里酒水多少: a part of a subject that is named beside it is not listed by itself."""
    content = [m for m in mentions if m.kind in CONTENT]
    return tuple(
        part.text
        for whole, part in itertools.pairwise(content)
        if re.fullmatch(r"(?:里|里面|中|之中|内|当中|其中)的?", text[whole.end : part.start])
        and whole.kind == "name"
        and part.kind == "subject"
        and all(s.guess for s in part.value)
        and {s.name for s in whole.value} & {s.name for s in part.value}
    )


def without_owner(alternatives: list[list[Operand]]) -> list[list[Operand]]:
    """X项目四个季度用款计划合计: the project says whose amounts they are, and is none of them."""
    told = [found for found in alternatives if found[0].subjects and all(s.axis == "statement" for s in found[0].subjects)]
    owners = [found for found in alternatives if any(s.axis in ("project", "narrated") for s in found[0].subjects) and all(s.axis in ("project", "narrated") or s.guess for s in found[0].subjects)]
    return told if len(told) > 1 and len(owners) == 1 and alternatives[0] is owners[0] and len(told) + 1 == len(alternatives) else alternatives


_SPENT = re.compile(r"支出|开支|花费|收入|安排|投入|费用")
_WHOLE = re.compile(r"总盘子|总数|总额|总量|总的|盘子")


def without_total(alternatives: list[list[Operand]], operations: tuple[str, ...]) -> list[list[Operand]]:
    """吃喝、出国、用车加一块儿的总盘子: a word for the sum that is asked for is no addend."""
    parts = [found for found in alternatives if not found[0].subjects or not all(_WHOLE.fullmatch(s.text) for s in found[0].subjects)]
    if len(parts) > 2 and parts[-1][0].subjects and all(s.weak and _SPENT.fullmatch(s.text) for s in parts[-1][0].subjects):
        parts = parts[:-1]  # 三项合计支出多少: the verb of the sum
    return parts if "sum" in operations and len(parts) > 1 else alternatives


def without_echo(alternatives: list[list[Operand]]) -> list[list[Operand]]:
    """公众号运营加上全媒体宣传，宣传这块总共多少: what only says again a word of the projects named."""
    projects = [s.name for found in alternatives for s in found[0].subjects if s.axis in ("project", "narrated")]

    def echoes(found: list[Operand]) -> bool:
        subjects = found[0].subjects
        return len(projects) > 1 and bool(subjects) and all(s.axis not in ("project", "narrated") and len(s.text) >= 2 and any(s.text in name for name in projects) for s in subjects)

    return [found for found in alternatives if not echoes(found)]


def without_verbs(mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """花了多少 beside a named subject is a verb, and no second subject."""
    verbs = [m for m in mentions if m.kind == "subject" and _SPENDING.fullmatch(m.text) and m.text not in ("支出", "开支") and all(s.axis == "measure" for s in m.value)]
    others = [m for m in mentions if m.kind in CONTENT and m not in verbs]
    return tuple(m for m in mentions if m not in verbs) if others else mentions


def distinct(alternatives: list[list[Operand]]) -> list[list[Operand]]:
    """Each operand once: 朝阳园2026年三公和省政协2019年三公 is one amount in two budgets."""
    kept: list[list[Operand]] = []
    for found in alternatives:
        if found and not any(same(found[0], other[0]) for other in kept):
            kept.append(found)
    return kept


def same(left: Operand, right: Operand) -> bool:
    def said(operand: Operand) -> tuple:
        return ({(s.axis, s.key, s.part) for s in operand.subjects}, operand.fund, operand.stage, operand.table, operand.within)

    return said(left) == said(right) and bool(left.subjects)
