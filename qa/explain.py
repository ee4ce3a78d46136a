"""A Plan in one plain sentence."""

from __future__ import annotations

from qa.holdings import Group
from qa.inquiry import FUND_NAMES
from qa.operations.listing import NOUNS
from qa.plan import Operand, Plan

_NAMES = {
    "lookup": "查数", "sum": "求和", "count": "计数", "share": "占比", "ratio": "倍数", "difference": "相差", "change": "变化", "average": "平均", "rank": "排序", "list": "列出",
    "compare": "比较", "check": "核对", "reverse": "反查", "indicator": "绩效指标", "describe": "文字说明",
}  # fmt: skip
_COMPARATORS = {"gt": "大于", "ge": "不小于", "lt": "小于", "le": "不大于", "eq": "等于", "between": "介于"}


def _named(operand: Operand) -> str:
    """The operand with whose money it is: 国有资本经营预算支出总计."""
    name, fund = operand.sought() or (operand.table or ""), FUND_NAMES.get(operand.fund or "", "")
    return name if fund in name else fund + name


def explain(plan: Plan, groups: tuple[Group, ...]) -> str:
    """查数：某区财政局2025年部门预算，公务接待费."""
    parts = ["、".join(group.named(with_scope=True) for group in groups[:3]) + (" 等" if len(groups) > 3 else "")]
    if plan.operands:
        parts.append(" 与 ".join(_named(operand) for operand in plan.operands))
    elif plan.words:
        parts.append(f"“{plan.words}”")
    if plan.dimension:
        parts.append(f"按{NOUNS.get(plan.dimension, '行')}{'类款项'[plan.depth - 1] if plan.depth and plan.depth <= 3 else ''}")
    for condition in plan.conditions:
        high = f" 到 {condition.high}" if condition.high is not None else ""
        parts.append(f"{_COMPARATORS[condition.comparator]} {condition.low}{high} {condition.unit}")
    if plan.operation == "rank":
        parts.append(f"第 {plan.first} 位起 {plan.limit or 1} 个，{'从大到小' if plan.order == 'most' else '从小到大'}")
    if plan.unit:
        parts.append(f"以{plan.unit}计")
    return f"{_NAMES[plan.operation]}：{'，'.join(part for part in parts if part)}"
