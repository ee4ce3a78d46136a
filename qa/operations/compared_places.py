"""One subject in several places, two claimed figures, a project against its own target: each place said, and whether they agree."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from qa.doubts import Doubt, section_of
from qa.draft import money_in
from qa.facts import Cell, cells
from qa.holdings import Group
from qa.inquiry import Inquiry
from qa.mentions import Mention
from qa.normalise import name_key
from qa.numerals import SCALES, plain
from qa.operations.sightings import (
    Sighting,
    amount_of,
    fits,
    main_cells,
    near,
    of_cell,
    of_target,
    place,
    project_of,
    statements,
    strong,
    tables_named,
)
from qa.plan import Operand, Subject
from qa.scan import Scanned
from qa.sql import marks
from qa.texts import coverage, targets

MOST_SAID = 6


def weigh(inquiry: Inquiry, group: Group, sides: list[Sighting], note: str = "") -> None:
    """Each place with its figure, the verdict, and the difference with its formula where two amounts differ."""
    sides = sides[:MOST_SAID]
    money = all(side.unit in SCALES for side in sides)
    blank = any(side.blank for side in sides)
    values = [side.value for side in sides]
    same = max(values) - min(values) <= _slack(sides) and not (blank and any(not s.blank for s in sides))
    said = "；".join(f"{side.place}的“{side.label}”{_base(side)}{side.said(inquiry)}" for side in sides)
    where = inquiry.prefix(group) if len(inquiry.groups) < 2 else "、".join(inquiry.prefix(g) for g in inquiry.groups)
    inquiry.draft.say(f"{'一致' if same and not note else '不一致'}（{where}）：{said}")
    pair = list({side.value: side for side in sides}.values())
    if not same and not blank and len(pair) == 2 and pair[0].unit != "%" and (money or pair[0].unit == pair[1].unit):
        left, right = sorted(pair, key=lambda side: -side.value)
        markers = (*left.cite(inquiry), *right.cite(inquiry))
        gap = left.value - right.value
        if money:
            unit = left.unit
            formula = f"{left.label} {money_in(left.fen, unit)} {unit} - {right.label} {money_in(right.fen, unit)} {unit}"
            inquiry.draft.say(f"，相差 {inquiry.draft.money('相差', int(gap * 100), unit, markers, formula)}")
        else:
            inquiry.draft.say(f"，相差 {inquiry.draft.number('相差', gap, left.unit, markers, f'{plain(left.value)} - {plain(right.value)}')}")
    elif blank and not same:
        inquiry.draft.say("，一处为空（未填列），一处有数")
    inquiry.draft.say(f"{'；' + note if note else ''}。")


def _base(side: Sighting) -> str:
    base = f"比{side.base}" if side.base else ""
    return f"{base}{side.direction} " if side.direction else " "


def _slack(sides: list[Sighting]) -> Decimal:
    """Rounding of the coarsest place: half of its last printed digit, none where all are printed alike."""
    if len({side.unit for side in sides}) == 1 and len({_places(side) for side in sides}) == 1:
        return Decimal(0)
    return max((SCALES[side.unit] / 10 ** _places(side) * Decimal("0.51") for side in sides if side.unit in SCALES), default=Decimal(0))


def _places(side: Sighting) -> int:
    printed = side.cell.printed if side.cell is not None else side.target.value if side.target is not None else ""
    return len(printed.rsplit(".", 1)[1].rstrip("万元亿 %")) if "." in printed else 0


def two_claims(inquiry: Inquiry, doubt: Doubt, scanned: Scanned, group: Group) -> bool:
    """Two figures that the question says the document has: where each stands, and what sets them apart."""
    claims = [c for c in doubt.claims if c.value]
    if len(claims) < 2 or any(c.unit == "%" for c in claims):
        return False
    found = [place(inquiry, group, claim, doubt, scanned) for claim in claims[:3]]
    if any(found):
        found = [options or place(inquiry, group, claim, doubt, scanned, free=True) for options, claim in zip(found, claims, strict=False)]
    if not all(found) or len({claim.value for claim in claims}) == 1:
        return False
    sides = [_like(options, found) for options in found]
    table = [s for s in found[0] + found[1] if s.cell is not None and s.cell.sentence is None]
    if re.search(r"表", doubt.text) and table and not any(s in table for s in sides):
        sides.append(table[0])
    note = ""
    changes = [s for s in sides if s.direction]
    if len(changes) > 1 and len({s.base for s in changes}) > 1 and all(s.base for s in changes):
        note = f"两个数比较的基数不同：一个比{changes[0].base}，一个比{next(s.base for s in changes if s.base != changes[0].base)}"
    elif len({s.label for s in sides}) > 1 and not any(name_key(a.label) in name_key(b.label) for a in sides for b in sides if a is not b):
        note = f"说的不是同一项：{'、'.join(dict.fromkeys(f'“{s.label}”' for s in sides))}"
    weigh(inquiry, group, sides, note)
    return True


def _like(options: list[Sighting], every: list[list[Sighting]]) -> Sighting:
    """The option that is said of the same subject as the other figure's; else the first."""
    others = {s.label for found in every if found is not options for s in found}
    return next((s for s in options if s.label in others), options[0])


def claim_and_amount(inquiry: Inquiry, doubt: Doubt, scanned: Scanned, group: Group) -> bool:
    """A figure that the question quotes from one place against an amount that it names: 编报…5634.81万元，跟项目支出总额一样吗."""
    claims = [c for c in doubt.claims if c.money and c.value]
    if len(claims) != 1 or doubt.says("sum"):
        return False
    claim, own = claims[0], near(claims[0], doubt, scanned)
    others = [m for m in strong(scanned.mentions) if m not in own] or ([own[-1]] if own and re.search(r"表", doubt.text) else [])
    found = place(inquiry, group, claim, doubt, scanned)
    if len(others) != 1 or not found:
        return False
    amount = amount_of(inquiry, group, others[0])
    if amount is None or len(amount.cells) != 1:
        return False
    side = of_cell(amount.cells[0])
    told = [s for s in found if s.cell is None or s.cell.row_id != side.cell.row_id]
    if others[0] in own:
        told = [s for s in told if s.place == "正文"]
    if not told:
        return False
    weigh(inquiry, group, [told[0], side])
    inquiry.keep(amount, inquiry.name(amount), None)
    return True


def against_target(inquiry: Inquiry, doubt: Doubt, scanned: Scanned, group: Group) -> bool:
    """A project's amount, or what another table buys of it, against the money that one of its indicators names."""
    project = project_of(inquiry, group, doubt, scanned)
    if project is None or not doubt.says("target"):
        return False
    owned = [t for t in targets(inquiry.database, group.ids) if t.project_id == project[0] and t.unit in SCALES and t.number]
    said = re.sub(re.escape(project[1]), "", doubt.text)
    named = [t for t in owned if any(c.money and Decimal(t.number) * SCALES[t.unit] * 100 in c.fen() for c in doubt.claims)]
    fitting = named or [t for t in owned if coverage(t.name, said) >= 0.5] or owned
    if len(fitting) != 1:
        return False
    others = [m for m in strong(scanned.mentions) if any(s.axis in ("service", "procurement") for s in m.value)]
    rows = [of_cell(amount.cells[0]) for m in others if (amount := amount_of(inquiry, group, m)) is not None and len(amount.cells) == 1]
    if others and len(rows) != 1:
        return False
    if not others:
        held = cells(inquiry.database, f"f.row_id IN ({marks((project[0],))}) AND f.measure = 'project_amount'", (project[0],))
        rows = [of_cell(cell) for cell in held[:1]]
    if not rows:
        return False
    weigh(inquiry, group, [rows[0], of_target(fitting[0])])
    return True


def in_tables(inquiry: Inquiry, doubt: Doubt, scanned: Scanned, group: Group) -> bool:
    """One subject in two named tables: rows of the one, rows of the other, blank rows too."""
    tables = tables_named(inquiry, scanned, group)
    named = [m for m in strong(scanned.mentions) if not _names_table(m, tables)]
    if len(tables) != 2 or not named or doubt.claims:
        return False
    own = _beside(doubt, scanned, named) if len(named) == 2 else {}
    sides: list[Sighting] = []
    for index, id in enumerate(tables):
        found = _rows(inquiry, id, own.get(index, named))
        if not found:
            return False
        sides.append(found)
    if not own and len({s.label for s in sides}) > 1 and not any(s.blank for s in sides) and not all(fits(s.context, m) for s in sides for m in named[:1]):
        return False
    weigh(inquiry, group, sides)
    return True


def _beside(doubt: Doubt, scanned: Scanned, named: list[Mention]) -> dict[int, list[Mention]]:
    """The subject on each table's own side, where each side names one: 01表教育支出和03表培训支出."""
    pieces = [doubt.piece(m.start) for m in scanned.all("table")[:2]]
    found = {i: [m for m in named if a <= m.start < b] for i, (a, b) in enumerate(pieces)}
    return found if len(found) == 2 and all(len(mentions) == 1 for mentions in found.values()) else {}


def _names_table(mention: Mention, tables: list[str]) -> bool:
    return bool(re.search(r"表$", mention.text)) or not tables


def _rows(inquiry: Inquiry, table: str, named: list[Mention]) -> Sighting | None:
    """The rows of a table that print a name, added up; the blank row where none is filled."""
    found = [cell for cell in main_cells(inquiry, table) if cell.level != "total" and any(_prints(cell, m) for m in named)]
    filled = [cell for cell in found if cell.amount]
    if not found:
        return None
    if len(filled) <= 1:
        return replace(of_cell((filled or found)[0]), label=_spoken((filled or found)[0], named))
    return _together(filled, named)


def _spoken(cell: Cell, named: list[Mention]) -> str:
    """The name of the row that the question says: its function, where its label is the economic item."""
    keys = {s.key for m in named for s in m.value} | {name_key(s.name) for m in named for s in m.value}
    return next((name for _, _, name in cell.members if name_key(name) in keys), cell.label)


def _prints(cell: Cell, mention: Mention) -> bool:
    """A name of the row is the name that the mention means."""
    keys = {s.key for s in mention.value} | {name_key(s.name) for s in mention.value}
    return any(name_key(name) in keys for _, _, name in cell.members) or name_key(cell.label) in keys or name_key(re.sub(r"^[一二三四五六七八九十]+、", "", cell.label)) in keys


def _together(filled: list[Cell], named: list[Mention]) -> Sighting:
    first = of_cell(filled[0])
    return replace(first, label=named[0].text, value=Decimal(sum(cell.amount for cell in filled)) / 100, cells=tuple(filled))


def labels(inquiry: Inquiry, doubt: Doubt, scanned: Scanned, group: Group) -> bool:
    """Two rows of one table by their printed labels: 05表中本年收入合计和收入总计."""
    tables = tables_named(inquiry, scanned, group)
    if len(tables) != 1 or doubt.claims:
        return False
    held: dict[str, Cell] = {}
    for cell in cells(inquiry.database, "f.table_id = ?", (tables[0],)):
        if cell.label and cell.stage in ("budget", "final"):
            held.setdefault(name_key(cell.label), cell)
    first = scanned.all("table")[0].end
    spoken = sorted((doubt.text.find(key, first), key) for key in held if len(key) >= 3 and doubt.text.find(key, first) >= 0)
    spoken = [(start, key) for start, key in spoken if not any(key != other and key in other for _, other in spoken if abs(doubt.text.find(other, first) - start) <= len(other))]
    if len(spoken) != 2:
        return False
    sides = [of_cell(held[key]) for _, key in spoken]
    if sides[0].cell.row_id == sides[1].cell.row_id or not any(side.blank for side in sides):
        return False
    weigh(inquiry, group, sides)
    return True


def totals(inquiry: Inquiry, doubt: Doubt, scanned: Scanned, group: Group) -> bool:
    """The whole of income and expenditure in the text and in the tables, where no subject is named."""
    if strong(scanned.mentions) or doubt.claims or not doubt.prose or not re.search(r"表", doubt.text) or not re.search(r"总(?:额|数|计|收支|支出|收入|预算)|收支总|合计", doubt.text):
        return False
    keys = ("income_total", "income") if "收入" in doubt.text else ("expenditure_total", "expenditure")
    amount = inquiry.of(Operand((Subject("measure", keys[0], "", "支出总计"),)), group)
    told = [s for s in statements(inquiry, group, f"s.role = 'amount' AND s.member IS NULL AND s.measure IN ({marks((*keys, 'income_total'))})", (*keys, "income_total")) if not s.earlier(group)]
    if amount is None or len(amount.cells) != 1 or amount.cells[0].sentence is not None or not told:
        return False
    weigh(inquiry, group, [of_cell(amount.cells[0]), told[0]])
    inquiry.keep(amount, inquiry.name(amount), None)
    return True


def where_listed(inquiry: Inquiry, doubt: Doubt, scanned: Scanned, group: Group) -> bool:
    """Which rows list an amount: the subject named last, with the names that its row has beside it."""
    named = strong(scanned.mentions)
    asked = re.search(section_of("where"), doubt.text)
    before = [m for m in named if asked and m.end <= asked.start()]
    if not before:
        return False
    amount = amount_of(inquiry, group, before[-1])
    if amount is None or amount.value is None:
        return False
    rows = list({c.row_id: c for c in amount.cells}.values())
    names = "；".join(f"{c.table_name}：{'、'.join(dict.fromkeys(filter(None, c.keys.values())))}" for c in rows[:MOST_SAID])
    label = inquiry.name(amount)
    inquiry.draft.say(f"{inquiry.prefix(group)}：{label}为 {inquiry.spoken(amount, label)}，列在{names}。")
    inquiry.keep(amount, label, None)
    return True


def everywhere(inquiry: Inquiry, doubt: Doubt, scanned: Scanned, group: Group) -> bool:
    """One subject in the tables and in the text: every place that gives this year's amount."""
    named = strong(scanned.mentions)
    if doubt.says("sum") or len(named) != 1 or (scanned.all("table") and not doubt.prose) or not (doubt.prose or re.search(r"前后|两个数|一会儿|上下", doubt.text)):
        return False
    keys = {s.axis: s for s in named[0].value}
    told = [s for s in statements(inquiry, group, "s.role = 'amount' AND s.amount IS NOT NULL") if not s.earlier(group) and fits(s.label, named[0])]
    passages = {s.cell.row_id for s in told}
    amount = inquiry.amount(0, group) if inquiry.plan.operands else None
    sides = [of_cell(amount.cells[0])] if amount is not None and len(amount.cells) == 1 and amount.cells[0].sentence is None else []
    if not told or len(passages) > 1 or not keys:
        return False
    sides += {s.fen: s for s in reversed(told)}.values()
    if len(sides) < 2:
        return False
    weigh(inquiry, group, sides)
    return True
