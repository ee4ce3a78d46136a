"""Columns of one amount in a conversation: what it was budgeted, spent or the year before carries over to its sibling, and 项目里的呢 is a column of its row."""

from __future__ import annotations

import re
from dataclasses import replace

from qa.follow import Follow
from qa.plan import Operand, Plan, Subject
from qa.vocabulary import measures

_AGAINST = re.compile(
    r"^(?:那|那么)?(?:它|这)?(?:比|跟|和|与|同|较|相比|对比)(?P<stage>(?:年初|全年|调整后?的?)?预算|决算)数?(?:相比|比|来说|看)?(?:是|要|,)?(?:还)?"
    r"(?:多|少|超|省|节约|节省|结余|差|高|低|增|减|降|压)"
)
"""比预算少多少 after what was spent."""
_INSIDE = re.compile(
    r"^(?:那|那么)?(?:其中)?(?P<column>基本支出|基本|项目支出|项目|人员经费|人员|公用经费|公用)(?:支出)?(?:里头?|里面|中|内|部分|那块|那部分|这块|这部分)(?:的|占|有|是|安排)*(?:多少钱?|几多)?(?:呢)?[?？]?$"
)
_COLUMNS = {"基本": "basic", "项目": "project", "人员": "personnel", "公用": "public"}
_ROWS = ("function", "government", "department", "unit", "project")


def staged(f: Follow) -> Plan | None:
    """The Plan of a clause that leans on the column or the pair of columns that was last spoken of."""
    return _column_of_row(f) or _against_stage(f) or _between_stages(f) or _sibling_of_pair(f) or _sibling(f)


def _column_of_row(f: Follow) -> Plan | None:
    """项目里的呢 after 差旅费多少: the column of the row that was given."""
    said = _INSIDE.match(f.scanned.text)
    one = f.last.subjects()
    if len(one) != 1 or f.last.plan.operation != "lookup" or f.scanned.unexplained:
        return None
    rows = tuple(s for s in one[0].subjects if s.axis in _ROWS)
    if not rows or any(s.axis == "project" for s in rows):
        return None
    other = next((s.key for o in _one_named(f) or () for s in o.subjects if s.key in _COLUMNS.values()), None)
    if said is None and (other is None or not any(s.key in _COLUMNS.values() for s in one[0].of("measure"))):
        return None  # 项目支出呢 after 其中基本支出呢 stays in the row
    key = _COLUMNS[said["column"][:2]] if said else other
    operand = replace(one[0], subjects=(*rows, Subject("measure", key, measures()[key]["name"], measures()[key]["name"])), table=None)
    return replace(f.plan, operation="lookup", operands=(operand,), readings=((operand,),), dimension=None, depth=None, words="", refusals=())


def _final(f: Follow) -> bool:
    return bool(f.last.groups) and all(group.phase == "决算" for group in f.last.groups)


def _against_stage(f: Follow) -> Plan | None:
    """比预算少多少: the amount that was last given of a final account, at its other stage."""
    said = _AGAINST.match(f.scanned.text)
    one = f.last.subjects()
    if (
        said is None
        or not one
        or not _final(f)
        or f.plan.operands
        or f.plan.unexplained
        or len({o.subjects for o in one}) != 1
        or f.last.plan.operation == "change"
    ):
        return None
    spoken = said["stage"]
    now = next((o.stage for o in one if o.stage), None) or "final"
    others = ("final",) if spoken == "决算" else ("adjusted", "budget") if re.match("全年|调整", spoken) else ("budget", "adjusted")
    if now in others[:1]:
        now = "final" if others[0] != "final" else "budget"
    first, second = (replace(one[0], stage=now),), tuple(replace(one[0], stage=stage) for stage in others)
    return _paired(f.plan, "difference", first, second)


def _between_stages(f: Follow) -> Plan | None:
    """差多少 after 年初预算多少 and 实际呢: the two stages that were given of one amount."""
    if (
        f.plan.operands
        or f.plan.unexplained
        or f.plan.operation not in ("difference", "compare")
        or not _final(f)
        or f.named.years
        or len(f.turns) < 2
    ):
        return None
    one, other = f.last.subjects(), f.turns[-2].subjects()
    stages = tuple((o[0].stage or "final") for o in (other, one) if len(o) == 1)
    same = len(stages) == 2 and one[0].subjects == other[0].subjects and f.turns[-2].groups == f.last.groups
    if not same or stages[0] == stages[1]:
        return None
    return _paired(f.plan, "difference", (replace(other[0], stage=stages[0]),), (replace(one[0], stage=stages[1]),))


def _sibling_of_pair(f: Follow) -> Plan | None:
    """公车运行费呢 after what reception was spent less than budgeted, or to what part its budget was carried out: both stages of the other."""
    named = _one_named(f)
    pair = f.last.plan.readings
    if named is None or f.last.plan.operation not in ("difference", "share") or len(pair) != 2 or not all(pair):
        return None
    (first, second) = pair
    if first[0].subjects != second[0].subjects or first[0].stage == second[0].stage:
        return None
    readings = tuple(
        tuple(dict.fromkeys(replace(o, stage=old.stage, fund=o.fund or old.fund) for old in side for o in named)) for side in (first, second)
    )
    return _paired(replace(f.plan, wants=tuple(dict.fromkeys((*f.plan.wants, *f.last.plan.wants)))), f.last.plan.operation, *readings)


def _sibling(f: Follow) -> Plan | None:
    """公务接待费呢 after 三公经费去年多少, 职业教育呢 after 高中教育一般公共预算多少: the same column of the other row."""
    named = _one_named(f)
    one = f.last.subjects()
    if named is None or f.last.plan.operation != "lookup" or len(one) != 1 or not (one[0].stage or one[0].fund):
        return None
    if {s.axis for s in one[0].subjects} != {s.axis for s in named[0].subjects}:
        return None
    kept = tuple(o for o in named if {s.axis for s in o.subjects} == {s.axis for s in one[0].subjects})
    readings = (tuple(replace(o, stage=one[0].stage, fund=one[0].fund) for o in kept),)
    return replace(f.plan, operands=(readings[0][0],), readings=readings)


_ASKS_ONE = re.compile(r"(?:是|为|有|安排(?:了)?)?多少(?:钱|万?元)?(?:呢)?[?？]?$")


def of_one_year(plan: Plan, f: Follow) -> Plan:
    """那2023年是多少 after how much it changed: the amount of that year itself."""
    one_year = len(f.scanned.all("year")) == 1 and not f.scanned.all("operator")
    asked = plan.operation == "change" and one_year and _ASKS_ONE.search(f.scanned.text)
    return replace(plan, operation="lookup", wants=()) if asked else plan


def unstaged(plan: Plan, f: Follow) -> Plan:
    """The Plan of the last turn for 今年呢 after 上年呢, 决算呢 after what was budgeted: without the column that another year or stage takes the place of."""
    gone = (*(("prior",) if f.scanned.all("year") else ()), *(("budget", "adjusted", "final") if f.scanned.all("phase") else ()))

    def plain(reading: tuple[Operand, ...]) -> tuple[Operand, ...]:
        return tuple(replace(o, stage=None) if o.stage in gone else o for o in reading)

    return replace(plan, operands=plain(plan.operands), readings=tuple(plain(reading) for reading in plan.readings)) if gone else plan


def _one_named(f: Follow) -> tuple[Operand, ...] | None:
    """Readings of the one amount that a short clause names, without a stage, fund, table or year of its own."""
    own = [kind for kind in ("stage", "fund", "table", "phase", "year", "department") if f.scanned.all(kind)]
    if (
        own
        or not f.short
        or f.wrong is not None
        or f.plan.operation != "lookup"
        or len(f.plan.readings) != 1
        or f.plan.unexplained
        or f.scanned.all("operator")
    ):
        return None
    named = f.plan.readings[0]
    return named if named and not any(o.stage or o.fund or o.table for o in named) else None


def _paired(plan: Plan, operation: str, first: tuple[Operand, ...], second: tuple[Operand, ...]) -> Plan:
    return replace(
        plan,
        operation=operation,
        operands=(first[0], second[0]),
        readings=(first, second),
        words="",
        dimension=None,
        refusals=tuple(r for r in plan.refusals if r != "execution"),
    )
