"""A Plan as a question in plain words, such as the rules read."""

from __future__ import annotations

from qa.holdings import Group
from qa.plan import Plan
from qa.vocabulary import measures

_NOUNS = {
    "project": "项目", "function": "功能分类科目", "government": "政府经济分类科目", "department": "经济分类科目", "procurement": "采购品目", "service": "购买服务", "indicator": "指标",
    "item": "收入来源", "income": "收入来源", "three_public": "三公经费构成", "document": "部门", "year": "年度",
}  # fmt: skip


def asked(plan: Plan, groups: tuple[Group, ...]) -> str | None:
    """上海市普陀区财政局2025年预算：公务接待费是多少？ `None` for a Plan that has no plain question."""
    where = "、".join(group.named() for group in groups[:3])
    names = [_named(plan, index) for index in range(len(plan.operands))]
    noun = _NOUNS.get(plan.dimension or "", "项")
    first, second = [*names, "", ""][:2]
    forms = {
        "lookup": f"{'、'.join(names)}是多少？" if names else None,
        "sum": f"{'、'.join(names)}合计是多少？" if names else None,
        "share": f"{first}占{second or '支出总计'}的比例是多少？" if first else None,
        "ratio": f"{first}是{second}的几倍？" if second else None,
        "difference": f"{first}和{second}相差多少？" if second else None,
        "compare": f"{first}和{second}哪个多？" if second else None,
        "change": f"{first}比上年变化多少？" if first else None,
        "rank": f"{first and first + '中'}金额{'最大' if plan.order == 'most' else '最小'}的{plan.limit or 1}个{noun}是哪些？",
        "list": f"列出{first and first + '的'}{noun}",
        "count": f"有多少个{noun}？",
        "average": f"{noun}平均多少？",
        "indicator": f"{plan.words or '、'.join(names)}的目标值是多少？",
    }
    form = forms.get(plan.operation)
    return f"{where}：{form}" if form and not plan.conditions else None


def _named(plan: Plan, index: int) -> str:
    subjects = plan.operands[index].subjects
    rows = [subject.name for subject in subjects if subject.axis != "measure"]
    measure = next((measures()[s.key]["name"] for s in subjects if s.axis == "measure"), "")
    return "的".join(part for part in ("".join(rows), measure) if part)
