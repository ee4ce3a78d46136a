"""The terms of an equation: which stretch of the question is one amount, and every place of the budget that gives it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise

from qa.authority import Amount, is_own_table, table_number
from qa.equations import Equation, Mark
from qa.facts import cells
from qa.holdings import Group
from qa.inquiry import Inquiry
from qa.mentions import Mention
from qa.normalise import name_key
from qa.numerals import small_number
from qa.operands import CONTENT, gather, readings
from qa.operations.said_amounts import in_section, of_fund, speaks_of, told
from qa.plan import Operand
from qa.scan import Scanned
from qa.sql import marks
from qa.statements import statement_cell
from qa.vocabulary import synonyms

_SILENT = ("stop", "department", "year", "level", "self", "unit", "pronoun", "phase", "counted")
CONTENTS = ("sum", "change", "total", "parts", "prose", "tabular", "section", "right")
"""Marks that say something of amounts which the question must name."""
_TOTALS = ("小计", "合计", "总计", "总额", "总数")
"""Words that change no amount behind its own name: 公车小计."""
_PLUS = ("加", "加上", "+", "再加", "再加上", "plus")
_SPENT, _PLANNED = ("决算数", "决算", "执行数", "实际支出", "支出决算"), ("预算数", "年初预算", "年初预算数")


@dataclass(slots=True)
class Term:
    """One amount as the question names it."""

    mentions: list[Mention] = field(default_factory=list)
    table: Mention | None = None
    stage: str | None = None
    total: bool = False
    """合计: the total of the table that is named, or of what is added up."""
    borrowed: bool = False
    """The table is that of the term before, and may not be meant here."""
    rows: bool = False
    """两行…: several rows of one name."""
    parts: bool = False
    """各项: the parts of what is named."""
    prose: bool = False
    tabular: bool = False
    change: bool = False
    joint: str = ""
    """What stands before it: plus, and, equals, sum, or a comma."""
    year: int | None = None
    section: str = ""
    """The part of the text that is named: 第三部分."""
    end: int = 0

    @property
    def empty(self) -> bool:
        return not (self.mentions or self.table or self.stage or self.total or self.prose or self.tabular or self.change)


def terms(equation: Equation, scanned: Scanned, group: Group) -> list[Term] | None:
    """The terms in order, each with what joins it to the one before; `None` where a word of the question is no part of an equation."""
    found, current, joint, section, torn = [], Term(), "", "", False

    def close(kind: str) -> None:
        nonlocal current, joint, torn
        if current.empty:
            torn = torn or (joint in ("and", "plus") and kind in ("and", "plus", "sum", "equals", ""))  # A、B、?: what stands there was not read
            joint = kind if _RANK.index(kind) > _RANK.index(joint) else joint
            return
        current.joint = joint
        found.append(current)
        current, joint = Term(), kind

    for part in sorted((*scanned.mentions, *equation.marks), key=lambda p: (p.start, p.end)):
        if isinstance(part, Mark):
            if part.kind in ("equals", "loose_equals", "sum"):
                if part.kind == "sum" and any(word in equation.text[part.start : part.end] for word in ("各", "每", "几", "所有", "下面")):
                    current.parts = True
                close("equals" if part.kind == "loose_equals" else part.kind)
            elif part.kind in ("total", "parts", "prose", "tabular", "change"):
                setattr(current, part.kind, True)
            elif part.kind == "section":
                section = equation.text[part.start : part.end]
            current.end = part.end
            continue
        if any(mark.start <= part.start and part.end <= mark.end for mark in equation.marks):
            continue
        if part.kind == "join" or (part.kind == "operator" and part.text in _PLUS):
            close("plus" if part.text in _PLUS else "and")
        elif part.kind == "stop" and part.text in ",，?？。;；":
            close("comma")
        elif part.kind in CONTENT and all(s.together for s in part.value):
            for one in part.value:  # 会议费、培训费 in one breath
                if not current.empty:
                    close("and")
                current.mentions.append(replace(part, value=(one,)))
        elif part.kind in CONTENT or part.kind == "fund":
            current.mentions.append(part)
        elif part.kind == "table" and current.table is None:
            current.table = _whole_name(part, current)
        elif part.kind == "stage":
            current.stage = part.value
        elif part.kind == "year" and str(part.value.get("year") or "").isdigit():
            current.year = int(part.value["year"])
        elif part.kind == "phase" and group.phase == "决算" and part.text in (*_SPENT, *_PLANNED):
            current.stage = "final" if part.text in _SPENT else "budget"
        elif part.kind == "dimension" and part.value in ("any", "document") and part.text in ("行", "条", "笔", "项", "个"):
            current.rows = True
        elif part.kind not in _SILENT:
            return None
        current.end = part.end
    close("")
    if torn or any(piece not in _TOTALS for piece in scanned.unexplained):
        return None
    for term in found:
        term.section = section
        term.mentions = _as_fund(term.mentions, equation.text)
        if term.year and group.year and term.year == group.year - 1:
            term.stage = "prior"
    return _inheriting(found)


def _whole_name(table: Mention, term: Term) -> Mention:
    """财政拨款基本支出表: what stands right before the name of a table is part of it."""
    if term.mentions and term.mentions[-1].end == table.start and "number" not in table.value:
        before = term.mentions.pop()
        return replace(table, start=before.start, text=before.text + table.text, value={**table.value, "whole": True})
    return table


def _as_fund(mentions: list[Mention], text: str) -> list[Mention]:
    """一般公共预算拨款支出 is what a fund pays for, and no income."""
    if len(mentions) < 2:
        return mentions
    whole = text[mentions[0].start : mentions[-1].end]
    fund = next((target.target for target in synonyms().get(whole, ()) if target.kind == "fund"), None)
    return [Mention(mentions[0].start, mentions[-1].end, "fund", fund, whole)] if fund else mentions


_RANK = ("", "comma", "and", "plus", "sum", "equals")


def _inheriting(found: list[Term]) -> list[Term]:
    """What a term leaves unsaid it takes from the one before: the table of a listed item, the subject of 决算数 after 三公经费预算数."""
    for left, right in pairwise(found):
        bare = left.mentions and not (left.table or left.stage or left.prose or left.tabular or left.change or left.parts)
        if right.joint == "comma" and bare and not right.mentions and not right.change and (right.prose or right.tabular or right.table):
            right.mentions, right.joint, left.mentions = left.mentions, left.joint, []  # 项目支出,说明里的数和表二: said once, before both
            continue
        if right.joint in ("and", "plus") and right.table is None and left.table is not None and right.mentions and not right.prose:
            right.table, right.borrowed = left.table, True
        if right.total and (right.tabular or right.prose) and not right.table and not right.mentions and left.mentions:
            right.total = False  # 说明里的采购总额和表里的合计数
        if (right.stage or right.prose or right.tabular or right.table) and not right.mentions and not right.total and left.mentions:
            right.mentions = list(left.mentions)
    found = [term for term in found if not term.empty]
    if len(found) > 2 and found[-1].change and not found[-1].mentions and not any(term.change for term in found[:-1]):
        found.pop()  # 收入和支出,比上年增加的数: said once, of both
        for term in found:
            term.change = True
    return found


def operands(term: Term, text: str) -> list[Operand]:
    """Every reading of what the term names; empty where it names more than one amount."""
    opened = gather(tuple(term.mentions), set(), text, contained=False)
    if len(opened) != 1:
        return []
    opened[0].stage = term.stage or opened[0].stage
    return readings(opened[0])


def places(inquiry: Inquiry, term: Term, text: str, group: Group) -> list[Amount]:
    """The amount of a term in each place that gives it, within the table, text or stage that the question names."""
    found = _places(inquiry, term, text, group)
    return found if found or not term.borrowed else _places(inquiry, replace(term, table=None), text, group)


def _places(inquiry: Inquiry, term: Term, text: str, group: Group) -> list[Amount]:
    tables = tables_of(inquiry, term.table, group) if term.table else ()
    if term.table and not tables:
        return []
    if term.change:
        return changes(inquiry, term, text, group)
    found: list[Amount] = []
    if term.total and not term.mentions:
        found = [amount for table in tables for amount in totals(inquiry, table, group)]
    members = inquiry.catalog.of(group.ids)
    if printed := _printed(inquiry, term, tables, group):
        return printed
    for operand in operands(term, text) if term.mentions else ():
        held = inquiry.finder.everywhere(operand, group, members)
        if operand.fund and (term.prose or term.section):
            held += told(inquiry, operand, group)
            held += [a for a in inquiry.finder.everywhere(replace(operand, fund=None), group, members) if of_fund(inquiry, a, operand.fund)]
        found += [a for a in held if not any(a.cells[0].id == old.cells[0].id for old in found)]
    if tables:
        found = [amount for amount in found if amount.cells[0].table_id in tables]
    if term.section:
        found = [amount for amount in found if amount.cells[0].sentence is not None and in_section(inquiry, amount, term.section)]
    if term.prose:
        found = [amount for amount in found if amount.cells[0].sentence is not None]
    elif term.tabular:
        found = [amount for amount in found if amount.cells[0].sentence is None]
    if not tables:  # a blank beside another table's words is no figure of the body
        found = [amount for amount in found if amount.value is not None or is_own_table(amount.cells[0])]
    side = _side(term)
    return [amount for amount in found if side is None or amount.cells[0].side in (None, side) or amount.cells[0].sentence is not None]


def _printed(inquiry: Inquiry, term: Term, tables: tuple[str, ...], group: Group) -> list[Amount]:
    """The one amount of the row that prints the very words, a blank one too: 05表中本年收入合计."""
    key = name_key("".join(m.text for m in term.mentions))
    stage = "final" if group.phase == "决算" else "budget"
    held = [cell for table in tables if key for cell in cells(inquiry.database, "f.table_id = ? AND f.label <> ''", (table,)) if name_key(cell.label) == key and cell.stage == stage]
    return [Amount(held[0].label, group, held[0].amount, held[0].unit, (held[0],), False, held[0].measure, held[0].fund)] if len(held) == 1 else []


def _side(term: Term) -> str | None:
    """收入 and 支出 of one fund are two amounts, whatever the row is called."""
    said = "".join(m.text for m in term.mentions)
    return "income" if "收入" in said and "支出" not in said else "expenditure" if "支出" in said and "收入" not in said else None


def tables_of(inquiry: Inquiry, mention: Mention, group: Group) -> tuple[str, ...]:
    """Ids of the tables that the words mean: by number, by kind (those whose title says the words first), else by title."""
    rows = inquiry.database.select(f"SELECT id, number, title, type FROM source_table WHERE document_id IN ({marks(group.ids)}) ORDER BY document_id, ordinal", group.ids, log=False)
    number = small_number(mention.value["number"]) if mention.value.get("number") else None
    if number is not None:
        return tuple(row["id"] for row in rows if table_number(row["number"]) == number)
    stem = mention.text.rstrip("里中上内的").removesuffix("表").replace("预算", "").replace("决算", "")
    titled = sorted((row for row in rows if len(stem) > 1 and _in_order(stem, row["title"].replace("预算", "").replace("决算", ""))), key=lambda row: len(row["title"]))
    kind = [row for row in rows if row["type"] == mention.value.get("type")]
    both = [row for row in kind if row in titled]
    return tuple(row["id"] for row in both or (titled if mention.value.get("whole") else ()) or kind or titled)


def _in_order(stem: str, title: str) -> bool:
    """The characters of the words stand in the title in their order: 基本支出经济分类 in 基本支出部门经济分类表."""
    rest = iter(title)
    return all(char in rest for char in stem)


def totals(inquiry: Inquiry, table: str, group: Group) -> list[Amount]:
    """The totals that a table prints: its own column first, the side of income only where it has no other."""
    stage = "final" if group.phase == "决算" else "budget"
    held = [cell for cell in cells(inquiry.database, "f.table_id = ? AND f.level = 'total'", (table,)) if cell.stage == stage and cell.measure]
    held.sort(key=lambda cell: (cell.side == "income", cell.amount is None))
    return [Amount("合计", group, cell.amount, cell.unit, (cell,), False, cell.measure, cell.fund) for cell in held]


def changes(inquiry: Inquiry, term: Term, text: str, group: Group) -> list[Amount]:
    """By how much the text says that an amount grew or fell, the widest of its scopes first."""
    rows = inquiry.database.select(f"SELECT * FROM statement WHERE document_id IN ({marks(group.ids)}) AND role = 'change' AND amount IS NOT NULL ORDER BY document_id, id", group.ids)
    found: list[tuple[int, Amount]] = []
    for operand in operands(term, text):
        measure = next((s.key for s in operand.of("measure")), None)
        names = [name_key(s.name or s.key) for s in operand.subjects if s.axis != "measure"]
        for row in rows:
            rank = speaks_of(row, measure, operand.fund) if measure else -1 + any(name in name_key(row["member"] or row["subject"]) for name in names)
            if rank < 0 or (measure and names):
                continue
            base = f"比{row['base']}" if row["base"] else ""
            cell = replace(statement_cell(row), label=f"{row['subject']}{base}{row['direction']}")
            if not any(cell.id == amount.cells[0].id for _, amount in found):
                found.append((rank, Amount(cell.label, group, row["amount"], cell.unit, (cell,), False, measure)))
    return [amount for _, amount in sorted(found, key=lambda pair: pair[0])]
