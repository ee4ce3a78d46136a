"""Questions for a target, read by what they count: the one indicator of the budgets in scope that explains every word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from index.knowledge import read_toml
from qa.aims import KNOWLEDGE, Aim, aim
from qa.departments import DepartmentMention
from qa.draft import Item
from qa.holdings import Group
from qa.inquiry import Inquiry, Unclear
from qa.normalise import name_key
from qa.operations.indicators import cite_target, same_owner, target_text
from qa.plan import Subject
from qa.sql import Database, marks, parsed
from qa.targeting import Around, Fit, fit
from qa.texts import Target, pairs, targets

MOST_NAMED = 4
LONGEST = 80
LEAST_OWN = 16
"""Weight of a name that changes the subject of a conversation by itself: four characters said together."""
MARGIN = 0.2
_ASKS = re.compile(
    r"多少|几|多大|多高|多长|多久|什么(?=标准|时|比例|水平|程度)|何时|哪天|目标|指标|标准|上限|下限|限额|要求|规定|控制|不超|不低|至少|最高|最多|比例|率$|度$|呢$"
)
_PAST = re.compile(
    r"去年|前年|上年|上一年|往年|历年|近[几两三四五]年|明年|后年|下一年|过去|以前|曾经|[^定设](?<!完成)(?<!达到)(?<!做到)(?<!实现)了(?:多少|几)"
)
"""What was done, or a year that the budget is not of: no target answers it."""
_VALUE = re.compile(r"(?P<sign>[≥≤><=]?)\s*(?P<number>-?\d[\d,]*(?:\.\d+)?)\s*(?P<unit>\D*)")
_YEAR = re.compile(r"(?:20)?\d\d(?:年度?)")


@dataclass(frozen=True, slots=True)
class Found:
    """An indicator that fits, in its budget."""

    group: Group
    fit: Fit


def found(
    database: Database, clause: str, groups: Sequence[Group], mentioned: Sequence[DepartmentMention], about: Target | None = None
) -> tuple[Aim, tuple[Found, ...]]:
    """The indicators that a clause fits best, one budget's or several'; `about`: an indicator of the project that was spoken of before."""
    scoped = [m for m in mentioned if m.departments]
    text = _unscoped(clause, scoped)
    asked = aim(text)
    if not _ASKS.search(text) or _PAST.search(text) or len(text) > LONGEST:
        return asked, ()
    fits: list[Found] = []
    for group in groups:
        every = targets(database, group.ids)
        wanted = {pair for pair in pairs(asked.text) if len(pair) > 1}
        near = [t for t in every if any(pair in name_key(t.name) or pair in name_key(t.owner) for pair in wanted)]
        beside = _beside(database, group, every) if near else {}
        scope = (name_key(group.department), *(name_key(held.region) for held in group.documents if held.region))
        for target in near:
            one = fit(asked, target, Around(scope, beside.get(target.project_id or target.owner, ""), _of_one(target, about)))
            if one is not None:
                fits.append(Found(group, one))
    fits = _of_project(fits, about)
    if not fits:
        return asked, ()
    best = max(_score(f.fit, asked) for f in fits)
    kept = [f for f in fits if _score(f.fit, asked) >= best - MARGIN]
    own = max(f.fit.own for f in kept)
    return asked, tuple(f for f in kept if f.fit.own == own)


def _of_project(fits: list[Found], about: Target | None) -> list[Found]:
    """Those that a question may mean after one project was spoken of: its own, those whose project it names, or a name said whole."""
    if about is None:
        return fits
    named = [f for f in fits if f.fit.owner]
    own = [f for f in fits if not f.fit.owner and _of_one(f.fit.target, about)]
    return [*own, *named] if own or named else [f for f in fits if f.fit.told > 1 and f.fit.own >= LEAST_OWN]


def _of_one(target: Target, about: Target | None) -> bool:
    """Whether two indicators are of one project."""
    return about is not None and (target.project_id == about.project_id if about.project_id else target.owner == about.owner)


def _score(one: Fit, asked: Aim) -> float:
    """How well it fits; a ceiling is likelier where a ceiling is asked for."""
    directed = (asked.most and one.target.comparator in ("≤", "<")) or (asked.least and one.target.comparator in ("≥", ">"))
    return one.told - 0.1 * one.guesses + (0.15 if directed else 0.0)


def _unscoped(clause: str, scoped: Sequence[DepartmentMention]) -> str:
    for mention in sorted(scoped, key=lambda m: -m.start):
        clause = f"{clause[: mention.start]},{clause[mention.end :]}"
    return _YEAR.sub(",", clause)


def _beside(database: Database, group: Group, every: Sequence[Target]) -> dict[str, str]:
    """What else is printed of each project: its goal and its other indicators."""
    told: dict[str, str] = {}
    for row in database.select(f"SELECT id, goal FROM project WHERE document_id IN ({marks(group.ids)}) ORDER BY id", group.ids, log=False):
        told[row["id"]] = name_key(row["goal"] or "")
    for target in every:
        key = target.project_id or target.owner
        told[key] = f"{told.get(key, '')}。{name_key(target.name)}"
    return told


def one_answer(kept: Sequence[Found]) -> tuple[Found, ...]:
    """What may be said: one indicator with its twins, or one name of several projects; raises Unclear where the question leaves several open."""
    groups = {(f.group.department, f.group.year, f.group.phase) for f in kept}
    names = {name_key(f.fit.target.name) for f in kept}
    if len(groups) > 1:
        raise Unclear(
            "收录了几份可能的预算，请说明是哪个部门、哪一年。",
            tuple((f.group.named(), f"{f.group.named()}“{f.fit.target.owner}”的{f.fit.target.name}是多少") for f in _each_group(kept)),
        )
    owners: list[Target] = []
    for one in kept:
        if not any(name_key(one.fit.target.name) == name_key(t.name) and same_owner(one.fit.target, t) for t in owners):
            owners.append(one.fit.target)
    if len(owners) == 1 or (len(names) == 1 and len(owners) <= MOST_NAMED):
        return tuple(kept)
    choices = tuple((f"{t.owner}：{t.name}", f"{t.owner}的{t.name}目标是多少") for t in owners[:MOST_NAMED])
    raise Unclear("有几个可能的指标，请说明是哪一个。", choices)


def _each_group(kept: Sequence[Found]) -> list[Found]:
    seen: dict[tuple, Found] = {}
    for one in kept:
        seen.setdefault((one.group.department, one.group.year, one.group.phase), one)
    return list(seen.values())[:MOST_NAMED]


def say(inquiry: Inquiry, asked: Aim, kept: Sequence[Found]) -> bool:
    """States each indicator's target, and what was reached where that is asked for; `False` where nothing prints it."""
    every = targets(inquiry.database, kept[0].group.ids)
    said: list[str] = []
    shown: set[str] = set()
    for one in kept:
        target = one.fit.target
        if target.id in shown:
            continue
        reached = _reached(inquiry, target)
        if asked.actual and reached is None:
            return False
        twins = [t for t in every if t.id != target.id and name_key(t.name) == name_key(target.name) and same_owner(t, target)]
        shown.update([target.id, *(t.id for t in twins)])
        marker = cite_target(inquiry, target)
        same = [t for t in twins if (t.comparator, t.value) == (target.comparator, target.value)]
        owner = f"“{target.owner}”的" if target.owner else ""
        parts = []
        if asked.target:
            parts.append(f"目标值为 {target_text(inquiry, target, (marker, *(cite_target(inquiry, t) for t in same[:2])))}")
        if asked.actual and reached is not None:
            parts.append(f"{reached[0]}为 {_as_figure(inquiry, target, reached, marker)}")
        said.append(f"{owner}“{target.name}”{f'（{target.level2 or target.level1}）' if target.level2 or target.level1 else ''}的{'，'.join(parts)}")
        for twin in twins if asked.target else ():
            if (twin.comparator, twin.value) != (target.comparator, target.value):
                said.append(f"但 {twin.table} 中同一指标为 {target_text(inquiry, twin, (cite_target(inquiry, twin),))}，两处不一致")
                inquiry.draft.warn(f"“{target.name}”在两张表中不一致：{target.said()} 与 {twin.said()}")
        inquiry.draft.items.append(
            Item(target.name, (Subject("indicator", target.name, target.name, target.name),), None, target.unit, (), target.project_id)
        )
    inquiry.draft.say(f"{kept[0].group.named()}：{'；'.join(said)}。")
    return True


def _reached(inquiry: Inquiry, target: Target) -> tuple[str, str] | None:
    """The column and the text of what was reached, where the table prints one."""
    rows = inquiry.database.select("SELECT [values] FROM source_row WHERE id=?", (target.id,), log=False)
    columns = read_toml(KNOWLEDGE)["actual"]["columns"]
    printed = parsed(rows[0][0]) if rows else {}
    return next(
        ((key, text) for key, text in printed.items() if re.search(columns, key) and not re.search("原因|说明|分", key) and text and text.strip()),
        None,
    )


def _as_figure(inquiry: Inquiry, target: Target, reached: tuple[str, str], marker: int) -> str:
    printed = _VALUE.fullmatch(reached[1].strip())
    if printed is None:
        return f"{reached[1]}[{marker}]"
    number = Decimal(printed["number"].replace(",", ""))
    return printed["sign"] + inquiry.draft.number(f"{target.name}（{reached[0]}）", number, printed["unit"] or target.unit, (marker,))
