"""Performance indicators: the targets that the words speak of, within a project where one is named."""

from __future__ import annotations

import re
from decimal import Decimal

from qa.aims import aim
from qa.draft import Item
from qa.holdings import Group
from qa.inquiry import Inquiry, NotHeld
from qa.normalise import normalise
from qa.numerals import SCALES
from qa.plan import Plan, Subject
from qa.sql import parsed
from qa.targeting import contradicts
from qa.texts import Match, Target, coverage, matching, pairs, projects_named, targets

_GENERIC = re.compile(r"(?:绩效)?(?:考核)?(?:指标|目标|目标值|指标值)?")
"""Words that name indicators as such, and none of them."""
_LIGHT = re.compile(r"^(?:要|得|需|该|应|办|搞|弄|做|干|设|定|有|拟|打算|计划|准备|预计|一共|总共|一年|全年)+(?=.{2}|$)|(?:办|搞|弄|做|干|设|定|要|得|数)$")
"""Verbs around what is counted: 要办几场活动."""
_MEASURE_WORD = re.compile(r"(?:多少|几)(?P<unit>人次|批次|场次|平方米|公里|万吨|小时|个月|[个家名位人辆台套件期次场批份支种篇层座户条项幢块公顷亩吨])(?![点])")
_COUNTING = set("个家项名位人所户件")
"""Measure words that stand for each other."""
_COMPARES = re.compile(r"比.{1,20}(?:多|少|高|低|贵|便宜)(?:了|出)?多少|相差|几倍")
_COLUMN = re.compile(r"(?:预算|决算|执行|支出|拨付|调整|下达|到位)(?:金额|资金)?数(?=[是为有呢的?？。,，]|多少|几|$)|拨款(?:金额|数)")
"""Names of columns of money: 全年预算数."""
_SCORED = re.compile(r"自评(?:得分|总分|分)|得分")
"""The score of a project is no target of it."""
MOST_SHOWN = 12


def indicator(inquiry: Inquiry) -> None:
    """The targets that the words speak of, within a project where one is named."""
    if not find_indicator(inquiry):
        raise NotHeld(f"{inquiry.where()}的绩效表中没有“{inquiry.plan.words}”这样的指标。")


def find_indicator(inquiry: Inquiry, *, least: float = 0.75, said: bool = True) -> bool:
    """Answers from indicators where some fit; `False` where none does."""
    plan = inquiry.plan
    answered = False
    if _COMPARES.search(inquiry.draft.asked):
        return False  # a target compares nothing
    asked = aim(inquiry.draft.asked)
    for group in inquiry.groups:
        every = [t for t in targets(inquiry.database, group.ids) if not plan.unit or plan.unit == "%" or t.unit in SCALES]
        if not every:
            continue
        owned, words, whole_project = _within(inquiry, group, every)
        words = " ".join(_LIGHT.sub("", word) or "" for word in words.split()).strip()
        words = words or " ".join(s.text for o in plan.operands for s in o.subjects if s.axis == "indicator")
        words = " ".join(word for word in words.split() if len(word) > 1 or not whole_project)
        if whole_project and _GENERIC.fullmatch(words.replace(" ", "")):
            words = ""
        if not words and whole_project and (noun := re.search(r"(?:多少|几)[个项家名次]?([\u4e00-\u9fff]{2,4})", inquiry.draft.asked)) and not _GENERIC.fullmatch(noun[1]):
            words = noun[1]
        if whole_project and not words and (plan.dimension == "indicator" or "indicator" in {s.axis for o in plan.operands for s in o.subjects}):
            _say_all(inquiry, group, owned)
            answered = True
            continue
        if not words and not (whole_project or plan.about):
            continue
        found: list[Match] = []
        for form in _forms(words, plan) if words else ():
            found = found or [m for m in matching(owned, form, least=least, whole=normalise(inquiry.draft.asked)) if _all_said(plan.unexplained, m.target)]
        unit = re.search(r"(?:多少|几)(?:个)?([\u4e00-\u9fff]{1,2})", inquiry.draft.asked)
        if not found and unit and (whole_project or plan.about):
            counted = [t for t in owned if t.unit and unit[1].startswith(t.unit) and t.number]
            if len({t.name for t in counted}) == 1 and all(coverage(piece, counted[0].name) for piece in plan.unexplained if pairs(piece)):
                found = [Match(counted[0], 1.0, 1.0, 1.0)]
        found = [m for m in _of_unit(found, inquiry.draft.asked) if not contradicts(asked, m.target)]
        if "number" in plan.wants and any(m.target.number for m in found):
            found = [m for m in found if m.target.number]
        if len(pairs(words)) < 2 and not whole_project and not plan.about and "number" in plan.wants:
            continue  # 居民 alone is no indicator
        if re.search(r"多少(?:钱|元|万元)|几(?:元|万)", inquiry.draft.asked):
            found = [m for m in found if m.target.unit in SCALES or "元" in m.target.unit]
        if _COLUMN.search(inquiry.draft.asked):
            found = [m for m in found if m.target.unit in SCALES]  # a column of money holds no target of another kind
        if _SCORED.search(inquiry.draft.asked):
            found = [m for m in found if "分" in m.target.name]
        if not found:
            continue
        best = found[0]
        chosen = [m for m in found if (round(m.covered, 2), round(m.own, 2)) == (round(best.covered, 2), round(best.own, 2))]
        chosen = _closest(chosen)
        if len(chosen) > MOST_SHOWN:
            continue
        _say(inquiry, group, chosen, every)
        answered = True
    return answered


def _of_unit(found: list[Match], question: str) -> list[Match]:
    """The indicators whose unit is the measure word that is asked for; a percentage counts nothing."""
    asked = _MEASURE_WORD.search(question)
    if not asked or re.search(r"率|比例|占比|百分|满意度|%", question):
        return found
    own = [m for m in found if m.target.unit and (m.target.unit in asked["unit"] or asked["unit"] in m.target.unit or {m.target.unit, asked["unit"]} <= _COUNTING)]
    return own or [m for m in found if m.target.unit != "%"]


def _forms(words: str, plan: Plan) -> tuple[str, ...]:
    """The words as said, without their closing 指标 or 目标, and with the standard names of indicators in place of everyday ones."""
    said = re.sub(r"(指标值|目标值|指标|目标)$", "", words.strip()) or words
    named = words
    for subject in {s for o in plan.operands for s in o.subjects if s.axis == "indicator"}:
        named = named.replace(subject.text, subject.name)
    return tuple(dict.fromkeys((said, words, named)))


def _all_said(unexplained: tuple[str, ...], target: Target) -> bool:
    """Nothing that no mention explains is missing from the indicator."""
    text = f"{target.name}{target.level2}{target.owner}{target.unit}"
    unexplained = tuple(piece for piece in unexplained if not _LIGHT.fullmatch(piece))
    return all(coverage(piece, text) >= 0.99 or (len(piece) >= 3 and coverage(piece, text) >= 0.5 and set(piece) <= set(text)) for piece in unexplained if pairs(piece))


def _closest(chosen: list[Match]) -> list[Match]:
    """Where one name is the words and others only contain them, the one."""
    exact = [m for m in chosen if m.close >= 0.99]
    return exact or chosen


def _within(inquiry: Inquiry, group: Group, every: list[Target]) -> tuple[list[Target], str, bool]:
    """Indicators of the project or activity that is named, and the words that are left."""
    named = [s for operand in inquiry.plan.operands for s in operand.subjects if s.axis == "project"]
    alternatives = {s.key for reading in inquiry.plan.readings for operand in reading for s in operand.subjects if s.axis == "project"} | {s.key for s in named}
    words = inquiry.plan.words
    if not alternatives and inquiry.plan.about:
        owned = [t for t in every if t.project_id == inquiry.plan.about]
        names = {t.owner for t in owned}
        owned += [t for t in every if t.department_table and t.owner in names]
        if owned and matching(owned, words):
            return owned, words, False
    if not alternatives:
        return every, words, False
    ids = projects_named(inquiry.database, group, tuple(alternatives))
    names = {t.owner for t in every if t.project_id in ids}
    owned = [t for t in every if t.project_id in ids or (t.department_table and t.owner in names)]
    for subject in named:
        words = words.replace(subject.text, " ")
    words = " ".join(words.split())
    return owned or every, words, bool(owned)


def _say(inquiry: Inquiry, group: Group, chosen: list[Match], every: list[Target]) -> None:
    """Each indicator with its target; the same indicator printed elsewhere with another target is stated."""
    said: list[str] = []
    shown: set[str] = set()
    for match in chosen:
        target = match.target
        if target.id in shown:
            continue
        twins = [t for t in every if t.id != target.id and t.name == target.name and same_owner(t, target)]
        shown.update([target.id, *(t.id for t in twins)])
        marker = cite_target(inquiry, target)
        owner = f"“{target.owner}”的" if target.owner else ""
        same = [t for t in twins if (t.comparator, t.value) == (target.comparator, target.value)]
        other = [t for t in twins if (t.comparator, t.value) != (target.comparator, target.value)]
        markers = (marker, *(cite_target(inquiry, t) for t in same[:2]))
        said.append(f"{owner}“{target.name}”（{target.level2 or target.level1}）的目标值为 {target_text(inquiry, target, markers)}")
        for twin in other:
            twin_marker = cite_target(inquiry, twin)
            said.append(f"但 {twin.table} 中同一指标为 {target_text(inquiry, twin, (twin_marker,))}，两处不一致")
            inquiry.draft.warn(f"“{target.name}”在两张表中不一致：{target.said()} 与 {twin.said()}")
        inquiry.draft.items.append(Item(target.name, (Subject("indicator", target.name, target.name, target.name),), None, target.unit, (), target.project_id))
    inquiry.draft.say(f"{inquiry.prefix(group)}：{'；'.join(said)}。")


def same_owner(left: Target, right: Target) -> bool:
    """The same indicator of the same project; names of activity and project differ in words, so a table of activities matches by the indicator alone."""
    if left.department_table != right.department_table:
        return left.owner == right.owner or coverage(left.owner, right.owner) > 0.6 or coverage(right.owner, left.owner) > 0.6 or len(left.name) >= 8
    return left.owner == right.owner


def cite_target(inquiry: Inquiry, target: Target) -> int:
    """The marker of an indicator's row, with its cells as printed."""
    cells = inquiry.database.select("SELECT [values] FROM source_row WHERE id=?", (target.id,), log=False)
    printed = parsed(cells[0][0]) if cells else {}
    kept = {key: text for key, text in (printed or target.row()).items() if text and text.strip()}
    table = "department_indicator" if target.department_table else "indicator"
    return inquiry.draft.cite_row(target.id, target.document_id, target.table, target.location, kept, (), f"/budget/{table}/{target.id}")


def target_text(inquiry: Inquiry, target: Target, markers: tuple[int, ...]) -> str:
    """The target's value with its mark; a figure where it is a number."""
    if target.number is None:
        return f"{target.value}{''.join(f'[{m}]' for m in markers)}"
    comparator = "" if target.comparator in (None, "定性") else target.comparator
    return comparator + inquiry.draft.number(target.name, Decimal(target.number), target.unit, markers)


def _say_all(inquiry: Inquiry, group: Group, owned: list[Target]) -> None:
    """How many indicators one project has, and every one of them."""
    own = [t for t in owned if not t.department_table] or owned
    markers = [cite_target(inquiry, target) for target in own]
    count = inquiry.draft.number("绩效指标数", Decimal(len(own)), "项", tuple(markers))
    listed = [f"{t.level2 or t.level1}“{t.name}” {target_text(inquiry, t, (marker,))}" for t, marker in zip(own, markers, strict=True)]
    inquiry.draft.say(f"{inquiry.prefix(group)}：{owned[0].owner}有 {count} 指标：{'；'.join(listed)}。")
