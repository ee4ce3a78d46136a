"""Prose against itself: 占 x %, 完成预算的 x %, recomputed."""

import re
from collections.abc import Iterator
from decimal import Decimal

from index.amounts import FEN
from index.checks.prose import Prose, slack
from index.checks.verdicts import Spec, percent_tolerance, said
from index.prose import Said
from index.records import CheckResult

_QUOTES = re.compile('[“”"数的]')
_BUDGETS = ("年初预算", "全年预算", "调整预算", "预算", "调整后预算")


def prose_share(prose: Prose, spec: Spec) -> Iterator[CheckResult]:
    """占 x %, 完成预算的 x %, recomputed from the two amounts that the passage prints."""
    for item in prose.all:
        statement = item.statement
        part = prose.by_id.get(item.of or "")
        if statement.role != "share" or part is None or part.statement.unit not in FEN or part.statement.amount is None:
            continue
        whole = _base_amount(prose, item, part)
        if whole is None or (whole.statement.amount == 0 and part.statement.amount == 0):
            continue
        if whole.statement.amount and not _is_share(part, whole, item):
            whole = next((other for other in prose.amounts(item) if other.statement.amount and _is_share(part, other, item)), whole)
        left, right = prose.figure(item, f"{part.statement.subject}占比"), prose.figure(whole)
        if not whole.statement.amount:
            message = f"{left.place}“{_clip(item)}”：{statement.base} {whole.statement.printed}，不可能完成 {statement.printed}。"
            yield said(spec, "", False, left, right, message)
            continue
        exact = Decimal(part.statement.amount) / whole.statement.amount * 100
        holds = _is_share(part, whole, item)
        message = (
            f"{left.place}{part.statement.subject} {part.statement.printed}，{right.label} {right.shown}，正文写 {statement.printed}，"
            f"按两数计算为 {exact:.2f}%，{'相符' if holds else '不符'}。"
        )
        yield said(spec, "", holds, left, right, message)


def _is_share(part: Said, whole: Said, item: Said) -> bool:
    """The printed percentage is the share of the part in the whole, within the rounding of the figures."""
    exact = Decimal(part.statement.amount) / whole.statement.amount * 100
    spread = slack(part) * FEN[part.statement.unit] / whole.statement.amount * 100 * 2
    return abs(exact - Decimal(item.statement.number)) <= percent_tolerance() + slack(item) + spread


def _base_amount(prose: Prose, item: Said, part: Said) -> Said | None:
    """The amount that the share is of: the whole of the list, or the amount of the passage whose subject or stage is the base."""
    base = _QUOTES.sub("", item.statement.base or "")
    whole = prose.by_id.get(part.part_of or "")
    if not base or (whole is not None and base in _QUOTES.sub("", whole.statement.subject)):
        return whole
    before = [other for other in prose.amounts(item) if other is not part and other.statement.id < item.statement.id]
    return next((other for other in reversed(before) if _is_base(base, other, part)), None)


def _is_base(base: str, other: Said, part: Said) -> bool:
    """The amount is the budget of the same thing, or its subject ends with the words of the base."""
    if base not in _BUDGETS:
        return _QUOTES.sub("", other.statement.subject).endswith(base)
    same = other.core == part.core or (other.path and other.path == part.path)
    return bool(same) and (other.stage_words == base or (base == "预算" and other.statement.stage in ("budget", "adjusted")))


def _clip(item: Said) -> str:
    sentence = item.statement.sentence
    return sentence if len(sentence) <= 60 else f"{sentence[:58]}……"
