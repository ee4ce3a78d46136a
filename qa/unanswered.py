"""What follows a question that was not answered: its missing budget, or more about a body that is not held."""

from __future__ import annotations

import re

from qa.inquiry import NotHeld
from qa.operands import CONTENT
from qa.plan import Scope
from qa.settling import Clause
from qa.turns import Open

_BODY = re.compile(r"(?:局|委|办|厅|部|院|所|校|园|区|市|县|省|镇|乡|街道|中心|站|馆|队|处|会|社|集团|公司)$")
_LEANING = re.compile(r"[呢的][?？]?$|^又?(?:占|是|为|比|跟|和|加上|减去)(?!不是|否)")


def leans_on_foreign(clause: Clause, left: Open, *, led: bool) -> bool:
    """其中法律顾问费多少, 水费呢 after a body that is not held or not known: it is about that body still."""
    if not (left.foreign or _unknown_owner(left)) or clause.spoken.scope.departments or clause.spoken.every:
        return False
    plan, scanned = clause.plan, clause.scanned
    bare = not plan.operands and not plan.dimension and not plan.words
    return led or bare or bool(scanned.all("pronoun")) or bool(_LEANING.search(scanned.text))


def _unknown_owner(left: Open) -> bool:
    """海淀园三公多少: what is not known stands before the amount, as its owner."""
    content = [m.start for m in left.scanned.mentions if m.kind in CONTENT]
    unknown = left.plan.unexplained[0] if left.plan.unexplained else ""
    return bool(_BODY.search(unknown) and left.plan.operands and content) and left.scanned.text.find(unknown) < min(content)


def not_known(left: Open) -> str:
    """One sentence: what the question that is leant on named, and that it is not held."""
    if left.foreign:
        return f"没有收录“{'、'.join(left.foreign)}”的预算。"
    return f"没有认出“{'”“'.join(left.plan.unexplained)}”指的是什么，或者文件里没有，所以不作答。"


def only_scope(clause: Clause, left: Open) -> bool:
    """2019年的, 财政局: nothing but the budget that the question before it left open."""
    plan = clause.plan
    asks = plan.operands or plan.words or plan.conditions or plan.refusals or clause.scanned.unexplained
    named = clause.spoken.scope != Scope() or clause.spoken.relative is not None
    return named and not asks and bool(left.plan.operands or left.plan.words) and not any(clause.scanned.all(kind) for kind in ("operator", "rank", "unit", "pronoun", "stage", "asked"))


def resumed(clause: Clause, left: Open) -> Clause:
    """The question before, of the budget that the clause names."""
    if left.plan.unexplained:
        raise NotHeld(not_known(left))
    return Clause(left.scanned, clause.spoken, left.plan, clause.scope.over(left.scope))
