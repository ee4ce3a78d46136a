"""Which kind of row a question asks for: the dimension that its words name, or that they imply where they name none."""

from __future__ import annotations

from qa.mentions import Mention
from qa.operands import CONTENT
from qa.plan import Plan
from qa.scan import Scanned


def dimension_asked(plan: Plan, scanned: Scanned) -> str | None:
    """The dimension, with its depth behind a low line (function_3); `None` where nothing says one."""
    groups = tuple(m for m in scanned.all("operator") if m.value in ("group", "list"))
    return _dimension_name(_asked_for(scanned), groups) or _rows_counted(scanned) or _implied_dimension(plan, scanned)


def _implied_dimension(plan: Plan, scanned: Scanned) -> str | None:
    """各单位 of one department: its units."""
    return "unit" if len(plan.scope.departments) == 1 and any(m.text.endswith("单位") for m in scanned.all("every")) else None


def _rows_counted(scanned: Scanned) -> str | None:
    """一共列了几个项目: the word that counts says what; of one project it asks for a goal, and counts no rows."""
    if any(s.axis in ("project", "narrated") for m in scanned.mentions if m.kind in CONTENT for s in m.value):
        return None
    said = [m.text for m in scanned.all("operator") if m.value == "count"]
    return next((depth for word, depth in (("项目", "project"), ("科目", "function_3")) if any(word in text for text in said)), None)


def _asked_for(scanned: Scanned) -> list[Mention]:
    """Dimensions without those that only say what a name beside them is: 用安全监管科目安排的项目."""
    dimensions = scanned.all("dimension")
    named = {m.end: {s.axis for s in m.value} for m in scanned.mentions if m.kind in CONTENT}
    kept = [m for m in dimensions if m.value.partition("_")[0] not in named.get(m.start, ()) or m.text in ("项目", "专项")]
    return kept or list(dimensions)


def _dimension_name(dimensions: list[Mention], groups: tuple[Mention, ...]) -> str | None:
    grouped = next(
        (depth for word, depth in (("款", "function_2"), ("大类", "function_1"), ("各类", "function_1")) for m in groups if word in m.text), None
    )
    if grouped:
        return grouped
    specific = [m.value for m in dimensions if m.value not in ("any", "document")]
    if specific:
        return specific[-1]
    return dimensions[-1].value if dimensions else None
