"""Operations answered from words: indicators, descriptions, statements in prose."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from index.errors import StoreError
from qa.draft import Item
from qa.inquiry import Inquiry, NotHeld
from qa.normalise import name_key
from qa.numerals import SCALES, plain
from qa.plan import Plan, Subject
from qa.sought import expected, names_of, names_somebody, proper_name
from qa.sql import marks, parsed
from qa.statements import of_narrated
from qa.texts import counts, coverage, pairs, projects_named

if TYPE_CHECKING:
    from qa.retrieve import Hit

_REASON = re.compile(r"原因|由于|因为|因[^公]")
_COUNTED = re.compile(r"(?:多少|几)(?P<unit>[个家名位人次辆台套件期场项篇份处层米亩座条所栋类种])")
SENTENCE = 25
"""Characters from which an indicator is a sentence that can be quoted."""


def describe(inquiry: Inquiry) -> None:
    """Whole sentences of the passages that speak of what is asked, quoted with their place; indicators of the same subject first where they are it."""
    if not quote(inquiry):
        raise NotHeld(f"{inquiry.where()}中没有说到“{inquiry.plan.words}”的文字。")


def define(inquiry: Inquiry) -> bool:
    """Quotes the entry of 名词解释 that explains the term; `False` where none does."""
    asked = [name_key(text) for operand in inquiry.plan.operands for s in operand.subjects for text in (s.text, s.name) if text]
    asked += [name_key(word) for word in inquiry.plan.words.split() if len(word) >= 3]
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
                figures_of(inquiry, cell.row_id, markers)
                said = True
    return said


def goal(inquiry: Inquiry) -> bool:
    """The goal of the project that is named, where the question asks for its goal; `False` where it does not, or none is printed."""
    project = _project(inquiry)
    if not re.search(r"目标|goal|objective", inquiry.draft.question):
        return False
    if project is None and "整体" not in inquiry.draft.question:
        return False
    if project is not None and _names_indicator(inquiry):
        return True
    if project is None:
        ids = [id for group in inquiry.groups for id in group.ids]
        rows = inquiry.database.select(f"SELECT * FROM passage WHERE document_id IN ({marks(ids)}) AND kind = 'goal' AND project_id IS NULL ORDER BY id", tuple(ids))
    else:
        rows = inquiry.database.select("SELECT * FROM passage WHERE project_id = ? AND kind = 'goal' ORDER BY id", (project,))
    if "number" in inquiry.plan.wants and re.search(r"金额|多少|上限|下限|几", inquiry.draft.asked):
        rows = [row for row in rows if re.search(r"\d", row["text"])]  # words are no amount
    for row in rows[:2]:
        held = inquiry.holdings.by_id[row["document_id"]]
        markers = inquiry.draft.cite_text(row["id"], row["document_id"], row["text"], parsed(row["location"]), row["heading"] or None)
        inquiry.draft.say(f"{held.department}{held.year or ''}{'年' if held.year else ''}{held.phase or '预算'}（{row['heading']}）：“{row['text']}”{''.join(f'[{m}]' for m in markers)}")
        if project is not None:
            inquiry.draft.items.append(item_of(row["heading"], project))
    return bool(rows)


def _names_indicator(inquiry: Inquiry) -> bool:
    """拟支持企业数的目标: more is said than the project and the word 目标, and an indicator is called so."""
    from qa.operations.indicators import find_indicator

    words = inquiry.plan.words
    for operand in (o for reading in inquiry.plan.readings for o in reading):
        for item in operand.subjects:
            words = words.replace(item.text, " ")
    words = re.sub(r"绩效|总体|年度|整体|目标|指标|项目", " ", words)
    return len(pairs(words)) >= 2 and find_indicator(inquiry, least=0.75)


def item_of(heading: str, project_id: str) -> Item:
    """The project that a passage belongs to: its heading begins with the project's name."""
    name = heading.split(" / ")[0]
    return Item(name, (Subject("project", name_key(name), name, name),), None, "", (), project_id)


def quote(inquiry: Inquiry, *, most: int = 2, literal: bool = False) -> bool:
    """Quotes the passages that speak of the question; `False` where none does. `literal`: only one that says every word."""
    from qa.retrieve import search, speaks_of

    plan = inquiry.plan
    ids = {id for group in inquiry.groups for id in group.ids}
    words = plan.words or plan.text_sought()
    project = _project(inquiry)
    if not words.strip():
        return "整体" in inquiry.draft.question and goal(inquiry)
    if "term" in plan.wants and define(inquiry):
        return True
    if "allocation" in plan.wants and allocation(inquiry):
        return True
    if goal(inquiry):
        return True
    if len(pairs(words)) < 2 and not any(o.subjects for o in plan.operands):
        return False  # one pair of characters is too little to know a passage by
    try:
        found = search(inquiry.database.connection, words, documents=ids, project_id=project or plan.about, limit=30 if "reason" in plan.wants else 12)
    except (StoreError, ValueError) as problem:  # vectors of another model or size
        raise NotHeld("现在查不了说明文字。", (str(problem),)) from None
    hits = [hit for hit in found if hit.kind != "indicator" or len(hit.text) >= SENTENCE] or list(found)
    if "reason" in plan.wants:
        hits = [hit for hit in hits if _REASON.search(hit.text)] or hits
        names = [name_key(s.name or s.text) for o in plan.operands for s in o.subjects]
        named = [hit for hit in hits if any(name and _explains(name, name_key(hit.text)) for name in names)]
        hits = named or ([] if names and not any(s.axis == "measure" for o in plan.operands for s in o.subjects if s.key.endswith("total")) else hits)
    pure = not any(operand.subjects for operand in plan.operands)
    literal = literal or "name" in plan.wants
    given = _given(plan, inquiry.draft.asked) if literal else None
    hits = [hit for hit in hits if (given is None or given.search(hit.text)) and _names_it(hit.text, inquiry.draft.asked)]
    if literal and "number" in plan.wants:
        hits = [hit for hit in hits if counts(hit.text, words)]
    spoken = [
        hit for hit in hits if speaks_of(words, hit) and (not literal or says_all(plan, hit.heading + hit.text) or (pure and says_everything(hit)))
    ]
    if not spoken and plan.about and not project:  # the question left the project that was spoken of
        return quote(inquiry.with_plan(replace(plan, about=None)), most=most, literal=literal)
    if not spoken:
        return False
    chosen = spoken[:1] if plan.operation != "describe" else spoken[:most]
    for hit in chosen:
        held = inquiry.holdings.by_id[hit.document_id]
        markers = inquiry.draft.cite_text(hit.passage_id, hit.document_id, hit.text, hit.location, hit.heading or None)
        head = f"{held.department}{held.year or ''}{'年' if held.year else ''}{held.phase or '预算'}" + (f"（{hit.heading}）" if hit.heading else "")
        inquiry.draft.say(f"{head}：“{hit.text}”{''.join(f'[{m}]' for m in markers)}")
        figures_of(inquiry, hit.passage_id, markers)
        if hit.project_id:
            inquiry.draft.items.append(item_of(hit.heading, hit.project_id))
    return True


def _explains(name: str, text: str) -> bool:
    """The text names it, and not only as a reason: 主要原因是社保补贴人数增加 explains something else."""
    named = [sentence for sentence in re.split("[。；;]", text) if name in sentence]
    return any(not (reason := _REASON.search(sentence)) or name in sentence[: reason.start()] for sentence in named)


def _names_it(text: str, question: str) -> bool:
    """A passage that is to name a place, a body or a person prints one."""
    asked, role = expected(name_key(question))
    printed = name_key(text)
    for kind in asked:
        if kind.name == "place" and not kind.gives.search(printed):
            return False
        if kind.name == "name" and not names_of(role, printed):
            return False
        if kind.name == "who" and not names_somebody(printed, proper_name(question)):
            return False
    return True


def _given(plan: Plan, question: str) -> re.Pattern[str] | None:
    """What a passage must print to give what is asked: a number with its unit, an amount of money; `None` where words will do."""
    counted = _COUNTED.search(question)
    if counted:
        return re.compile(rf"[\d一二三四五六七八九十百千万两]\s*(?:余|多)?{counted['unit']}")
    if "number" in plan.wants and re.search(r"钱|经费|支出|收入|预算|决算|金额|总额|费|资金|拨款|budget|spen[dt]|cost", question):
        return re.compile(r"\d\s*(?:亿元|万元|元|亿|万|%)")
    return None


def says_everything(hit: Hit) -> bool:
    """Every term of a question about words alone is printed in the passage, or a word that means the same."""
    return not hit.unsaid and hit.covered >= 0.85


def says_all(plan, text: str) -> bool:
    """The text has every word that no mention explains, and nearly all the rest."""
    if "count" in plan.wants and not re.search(r"\d", text):
        return False
    return coverage(plan.words, text) >= 0.85 and all(coverage(piece, text) >= 0.99 for piece in plan.unexplained if pairs(piece))


def _project(inquiry: Inquiry) -> str | None:
    named = {s.key for reading in inquiry.plan.readings for operand in reading for s in operand.subjects if s.axis == "project"}
    for group in inquiry.groups:
        ids = projects_named(inquiry.database, group, tuple(named)) if named else ()
        if len(ids) == 1:
            return ids[0]
    return None


def figures_of(inquiry: Inquiry, passage_id: str, markers: tuple[int, ...], *, within: str | None = None) -> None:
    """Quantities said in a quoted passage, or in the sentences of it that are quoted, as figures."""
    for row in inquiry.database.select("SELECT * FROM statement WHERE passage_id = ? ORDER BY id LIMIT 24", (passage_id,)):
        if within is not None and row["printed"] not in within:
            continue
        label = row["subject"] or "文中数字"
        if row["amount"] is not None and row["unit"] in SCALES:
            value = Decimal(row["number"])
            inquiry.draft.figures.append(figure(label, plain(value), row["unit"], markers))
        else:
            inquiry.draft.figures.append(figure(label, plain(Decimal(row["number"])), row["unit"], markers))


def figure(label: str, value: str, unit: str, markers: tuple[int, ...]):
    from qa.records import Figure

    return Figure(label, value, unit, markers)


