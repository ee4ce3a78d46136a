"""Operations answered from words: indicators, descriptions, statements in prose."""

from __future__ import annotations

import re
from decimal import Decimal

from index.errors import StoreError
from qa.draft import Item
from qa.holdings import Group
from qa.inquiry import Inquiry, NotHeld
from qa.normalise import name_key, normalise
from qa.numerals import SCALES, plain
from qa.plan import Subject
from qa.sql import marks, parsed
from qa.statements import counts, of_narrated
from qa.texts import Match, Target, coverage, matching, pairs, projects_named, targets

_REASON = re.compile(r"原因|由于|因为|因[^公]")
MOST_SHOWN = 12
LEAST_SPOKEN = 0.62
"""Share of a question's content that a passage must speak of to be quoted; measured on unanswerable questions."""


def indicator(inquiry: Inquiry) -> None:
    """The targets that the words speak of, within a project where one is named."""
    if not find_indicator(inquiry):
        raise NotHeld(f"{inquiry.where()}的绩效表中没有“{inquiry.plan.words}”这样的指标。")


def find_indicator(inquiry: Inquiry, *, least: float = 0.75, said: bool = True) -> bool:
    """Answers from indicators where some fit; `False` where none does."""
    plan = inquiry.plan
    answered = False
    for group in inquiry.groups:
        every = [t for t in targets(inquiry.database, group.ids) if not plan.unit or plan.unit == "%" or t.unit in SCALES]
        if not every:
            continue
        owned, words, whole_project = _within(inquiry, group, every)
        words = words or " ".join(s.text for o in plan.operands for s in o.subjects if s.axis == "indicator")
        if not words and whole_project and "count" in plan.wants and plan.dimension == "project":
            words = "项目数量"
        if whole_project and not words and plan.dimension == "indicator":
            _say_all(inquiry, group, owned)
            answered = True
            continue
        if not words:
            continue
        for subject in {s for o in plan.operands for s in o.subjects if s.axis == "indicator"}:
            words = words.replace(subject.text, subject.name)
        found = [m for m in matching(owned, words, least=least, whole=normalise(inquiry.draft.question)) if _all_said(inquiry.plan.unexplained, m.target)]
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


def _all_said(unexplained: tuple[str, ...], target: Target) -> bool:
    """Nothing that no mention explains is missing from the indicator."""
    text = f"{target.name}{target.level2}{target.owner}{target.unit}"
    return all(coverage(piece, text) >= 0.99 for piece in unexplained if pairs(piece))


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
        twins = [t for t in every if t.id != target.id and t.name == target.name and _same_owner(t, target)]
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


def _same_owner(left: Target, right: Target) -> bool:
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
    """Every indicator of one project."""
    listed = []
    for target in [t for t in owned if not t.department_table] or owned:
        listed.append(f"{target.level2 or target.level1}“{target.name}” {target_text(inquiry, target, (cite_target(inquiry, target),))}")
    inquiry.draft.say(f"{inquiry.prefix(group)}：{owned[0].owner}有 {len(listed)} 项指标：{'；'.join(listed)}。")


def count_said(inquiry: Inquiry) -> bool:
    """Answers from a count that prose states of the subject; `False` where none does."""
    keys = [s.key for reading in inquiry.plan.readings for operand in reading for s in operand.subjects if s.axis == "statement"]
    said = False
    for group in inquiry.groups:
        for key in dict.fromkeys(keys):
            for cell in counts(inquiry.database, group.ids, key, group.department)[:2]:
                marker = inquiry.draft.cite(cell)
                inquiry.draft.say(f"{inquiry.prefix(group)}（据正文）：{cell.label}为 {inquiry.draft.number(cell.label, Decimal(cell.number or '0'), cell.unit, (marker,))}。")
                said = True
    return said


def statement(inquiry: Inquiry) -> bool:
    """Answers an operand from a quantity said in prose; `False` where no sentence says it."""
    answered = False
    for group in inquiry.groups:
        for operand in [o for reading in inquiry.plan.readings for o in reading] or list(inquiry.plan.operands):
            rows = _statements(inquiry, group, operand)
            if rows:
                _say_statement(inquiry, group, rows[0])
                answered = True
                break
    return answered


def _statements(inquiry: Inquiry, group: Group, operand) -> list:
    """Amounts of prose with the operand's measure or with its names as their subject."""
    measure = next((s.key for s in operand.of("measure")), None)
    names = [s.name for s in operand.subjects if s.axis != "measure" and s.name]
    where, parameters = ["role = 'amount'", f"document_id IN ({marks(group.ids)})", "(year IS NULL OR year = ?)"], [*group.ids, group.year]
    if operand.fund not in (None, "all", "fiscal", "general"):
        return []
    if measure and not names:
        where.append("measure = ? AND member IS NULL")
        parameters.append(measure)
    elif names and not measure:
        where.append("(" + " OR ".join("member LIKE '%' || ? OR subject LIKE '%' || ?" for _ in names) + ")")
        parameters += [name for name in names for _ in range(2)]
    else:
        return []
    stage = "final" if group.phase == "决算" else "budget"
    rows = inquiry.database.select(
        f"SELECT * FROM statement WHERE {' AND '.join(where)} AND stage = ? ORDER BY document_id, passage_id, id LIMIT 20", (*parameters, operand.stage or stage)
    )
    exact = [row for row in rows if names and any(row["subject"].endswith(name) for name in names)] or list(rows)
    return exact


def _say_statement(inquiry: Inquiry, group: Group, row) -> None:
    (marker, *_) = inquiry.draft.cite_text(row["passage_id"], row["document_id"], row["sentence"], parsed(row["location"]), "正文")
    label = row["subject"] or inquiry.plan.words
    if row["amount"] is not None and row["unit"] in SCALES:
        text = inquiry.draft.money(label, row["amount"], row["unit"], (marker,))
    else:
        text = inquiry.draft.number(label, Decimal(row["number"]), row["unit"], (marker,))
    inquiry.draft.say(f"{inquiry.prefix(group)}（据正文）：{label}为 {text}。")
    inquiry.draft.items.append(Item(label, inquiry.plan.operands[0].subjects if inquiry.plan.operands else (), row["amount"], row["unit"]))


def describe(inquiry: Inquiry) -> None:
    """Whole sentences of the passages that speak of what is asked, quoted with their place; indicators of the same subject first where they are it."""
    if not quote(inquiry):
        raise NotHeld(f"{inquiry.where()}中没有说到“{inquiry.plan.words}”的文字。")


def define(inquiry: Inquiry) -> bool:
    """Quotes the entry of 名词解释 that explains the term; `False` where none does."""
    asked = [name_key(text) for operand in inquiry.plan.operands for s in operand.subjects for text in (s.text, s.name) if text]
    for group in inquiry.groups:
        rows = inquiry.database.select(f"SELECT * FROM passage WHERE document_id IN ({marks(group.ids)}) AND kind = 'term' ORDER BY id", group.ids)
        heads = [(re.sub(r"^[(（]?[一二三四五六七八九十\d]+[)）、.．]*", "", name_key(re.split(r"[:：]|是指|指|是", row["text"], maxsplit=1)[0])), row) for row in rows]
        fitting = sorted(((len(head), row["id"], row) for head, row in heads if any(key and key in head for key in asked)), key=lambda item: item[:2])
        if fitting:
            row = fitting[0][2]
            markers = inquiry.draft.cite_text(row["id"], row["document_id"], row["text"], parsed(row["location"]), row["heading"] or None)
            inquiry.draft.say(f"{inquiry.prefix(group)}（{row['heading']}）：“{row['text']}”{''.join(f'[{m}]' for m in markers)}")
            return True
    return False


def allocation(inquiry: Inquiry) -> bool:
    """How the money of a narrated project is divided: the sentence that says it, with its figures."""
    said = False
    for group in inquiry.groups:
        for key in dict.fromkeys(s.key for reading in inquiry.plan.readings for operand in reading for s in operand.subjects if s.axis == "narrated"):
            for cell in of_narrated(inquiry.database, group.ids, key, group.year):
                markers = inquiry.draft.cite_text(cell.row_id, cell.document_id, cell.sentence or "", cell.location, "正文")
                inquiry.draft.say(f"{inquiry.prefix(group)}：“{cell.sentence}”{''.join(f'[{m}]' for m in markers)}")
                _figures_of(inquiry, cell.row_id, markers)
                said = True
    return said


def goal(inquiry: Inquiry) -> bool:
    """The goal of the project that is named, where the question asks for its goal; `False` where it does not, or none is printed."""
    project = _project(inquiry)
    if project is None or not re.search(r"目标|goal|objective", inquiry.draft.question):
        return False
    rows = inquiry.database.select("SELECT * FROM passage WHERE project_id = ? AND kind = 'goal' ORDER BY id", (project,))
    for row in rows[:2]:
        held = inquiry.holdings.by_id[row["document_id"]]
        markers = inquiry.draft.cite_text(row["id"], row["document_id"], row["text"], parsed(row["location"]), row["heading"] or None)
        inquiry.draft.say(f"{held.department}{held.year or ''}{'年' if held.year else ''}{held.phase or '预算'}（{row['heading']}）：“{row['text']}”{''.join(f'[{m}]' for m in markers)}")
        inquiry.draft.items.append(Item(row["heading"], (), None, "", (), project))
    return bool(rows)


def quote(inquiry: Inquiry, *, most: int = 2, literal: bool = False) -> bool:
    """Quotes the passages that speak of the question; `False` where none does. `literal`: only one that says every word."""
    from qa.retrieve import search, speaks_of

    plan = inquiry.plan
    ids = {id for group in inquiry.groups for id in group.ids}
    words = plan.words or plan.text_sought()
    if not words.strip():
        return False
    project = _project(inquiry)
    if "term" in plan.wants and define(inquiry):
        return True
    if "allocation" in plan.wants and allocation(inquiry):
        return True
    if goal(inquiry):
        return True
    try:
        found = search(inquiry.database.connection, words, documents=ids, project_id=project or plan.about, limit=30 if "reason" in plan.wants else 12)
    except StoreError as problem:
        raise NotHeld(str(problem)) from None
    hits = [hit for hit in found if hit.kind != "indicator"] or list(found)
    if "reason" in plan.wants:
        hits = [hit for hit in hits if _REASON.search(hit.text)] or hits
    spoken = [hit for hit in hits if speaks_of(words, hit) and (not literal or says_all(plan, hit.heading + hit.text))]
    if not spoken:
        return False
    chosen = spoken[:1] if plan.operation != "describe" else spoken[:most]
    for hit in chosen:
        held = inquiry.holdings.by_id[hit.document_id]
        markers = inquiry.draft.cite_text(hit.passage_id, hit.document_id, hit.text, hit.location, hit.heading or None)
        head = f"{held.department}{held.year or ''}{'年' if held.year else ''}{held.phase or '预算'}" + (f"（{hit.heading}）" if hit.heading else "")
        inquiry.draft.say(f"{head}：“{hit.text}”{''.join(f'[{m}]' for m in markers)}")
        _figures_of(inquiry, hit.passage_id, markers)
        if hit.project_id:
            inquiry.draft.items.append(Item(hit.heading, (), None, "", (), hit.project_id))
    return True


def says_all(plan, text: str) -> bool:
    """The text has every word that no mention explains, and nearly all the rest."""
    return coverage(plan.words, text) >= 0.85 and all(coverage(piece, text) >= 0.99 for piece in plan.unexplained if pairs(piece))


def _project(inquiry: Inquiry) -> str | None:
    named = {s.key for reading in inquiry.plan.readings for operand in reading for s in operand.subjects if s.axis == "project"}
    for group in inquiry.groups:
        ids = projects_named(inquiry.database, group, tuple(named)) if named else ()
        if len(ids) == 1:
            return ids[0]
    return None


def _figures_of(inquiry: Inquiry, passage_id: str, markers: tuple[int, ...]) -> None:
    """Quantities said in a quoted passage, as figures."""
    for row in inquiry.database.select("SELECT * FROM statement WHERE passage_id = ? ORDER BY id LIMIT 24", (passage_id,)):
        label = row["subject"] or "文中数字"
        if row["amount"] is not None and row["unit"] in SCALES:
            value = Decimal(row["number"])
            inquiry.draft.figures.append(_figure(label, plain(value), row["unit"], markers))
        else:
            inquiry.draft.figures.append(_figure(label, plain(Decimal(row["number"])), row["unit"], markers))


def _figure(label: str, value: str, unit: str, markers: tuple[int, ...]):
    from qa.records import Figure

    return Figure(label, value, unit, markers)


def sentences(text: str) -> list[str]:
    """A passage's sentences."""
    return [piece for piece in re.split(r"(?<=[。！？；])", text) if piece.strip()]
