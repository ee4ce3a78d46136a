"""Rows held against themselves: which items fell since the year before, are new, or were spent to less than 95 % of their budget."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from qa.before import BASE, fits_base
from qa.draft import Item, money_in
from qa.facts import Cell, dimension_cells
from qa.holdings import Group
from qa.inquiry import Inquiry, NotHeld
from qa.normalise import name_key
from qa.operations.figures import rounded
from qa.plan import Condition, Subject
from qa.rows import depth_of, listed_codes
from qa.sql import marks
from qa.statements import statement_cell

MOST = 60
_FINAL = re.compile(r"完成|执行率|决算[^,，。]{0,8}预算|预算[^,，。]{0,8}决算|超预算|超支|花完|用完|结余")
_NEW = re.compile(r"新增|新出现|新设|新冒|多了(?:哪|一?个|几)|多出(?:了)?(?:哪|来)|才有|没有而|上年没有|去年没有")
_GONE = re.compile(r"取消|少了(?:哪|一?个|几)|不见|没有了|不再")
_LESS = re.compile(r"减少|下降|降低|下跌|压减|缩减|[少低降减]|小于|低于|少于|不到|没(?:有)?(?:花|用|完成|执行)|未(?:花|用|完成|执行)|结余|节约|不足")
_MORE = re.compile(r"增加|增长|上升|上涨|提高|[多高涨增]|大于|高于|多于|超")
_SAME = re.compile(r"一样|相同|相等|持平|一致|分文不差|不变|没变|没有变|不差|没有差|正好|恰好|刚好|分毫不差|等于")
_COUNTED = re.compile(r"几个|多少个|几项|多少项|几款|几类")
_MEASURES = ("expenditure", "expenditure_total", "income_general", "fiscal_expenditure", "income_fiscal")


@dataclass(frozen=True, slots=True)
class Row:
    """One item with the two amounts that are held against each other, and the rate that the text states of them."""

    label: str
    now: Cell | None
    then: Cell | None
    rate: Cell | None = None

    @property
    def gap(self) -> int:
        return (self.now.amount or 0 if self.now else 0) - (self.then.amount or 0 if self.then else 0)

    def percent(self, *, of: bool) -> Decimal | None:
        """What is left of the earlier amount, in percent: the amount itself, or its change."""
        if self.rate is not None and of:
            return Decimal(self.rate.number or "0")
        if self.now is None or self.then is None or not self.then.amount:
            return None
        share = Decimal(self.now.amount or 0) * 100 / Decimal(self.then.amount)
        return share if of else share - 100


def contrast(inquiry: Inquiry) -> None:
    """The rows that satisfy what is said of their two amounts, each with both."""
    text, plan = inquiry.draft.asked, inquiry.plan
    named = [s for o in plan.operands for s in o.subjects if s.axis != "label"]
    if len(plan.operands) > 1 or plan.excluded or any(s.axis == "measure" and s.key not in _MEASURES for s in named) or any(s.axis not in ("measure", "function") for s in named):
        raise NotHeld("没有读懂要拿哪些行的哪两个数相比，所以不作答。")
    parent = next((s for s in named if s.axis == "function"), None)
    spent = all(group.phase == "决算" for group in inquiry.groups) and bool(_FINAL.search(text))
    if spent:
        if len(inquiry.groups) != 1:
            raise NotHeld("请说明是哪一份决算。")
        rows = _spent(inquiry, inquiry.groups[0], plan.depth or 3)
    else:
        rows = _years(inquiry, general=any(s.key == "income_general" for s in named))
    if parent is not None:
        rows = [row for row in rows if (cell := row.now or row.then) and _inside(cell, parent)]
    found = _chosen(rows, text, plan.conditions, spent=spent)
    if plan.operation == "rank":
        by_rate = bool(re.search("幅|率|速|百分", text))
        found = [row for row in found if row.percent(of=spent) is not None] if by_rate else found
        found.sort(key=lambda row: -abs(row.percent(of=spent) or 0) if by_rate else -abs(row.gap))
        found = found[plan.first - 1 :][: plan.limit or 1]
    _say(inquiry, rows, found, spent=spent)


def unread(text: str, unexplained: tuple[str, ...]) -> tuple[str, ...]:
    """What nothing explains, without the words that say how the two amounts differ: 分文不差, 新增."""
    said = [match[0] for form in (_NEW, _GONE, _LESS, _MORE, _SAME, _FINAL) for match in form.finditer(text)]
    return tuple(piece for piece in unexplained if not any(piece in word for word in said))


def _chosen(rows: list[Row], text: str, conditions: tuple[Condition, ...], *, spent: bool) -> list[Row]:
    """The rows that fit what is said; raises NotHeld where the words say nothing that two amounts can show."""
    rated = [c for c in conditions if c.unit == "%"]
    if rated:
        falls = not spent and bool(_LESS.search(re.sub(r"不少于|不低于|不到|少于|低于", "", text)))
        values = [(row, row.percent(of=spent)) for row in rows]
        fits = [(row, -value if falls else value) for row, value in values if value is not None]
        return [row for row, value in fits if all(_holds(value, c) for c in rated)]
    if conditions:
        raise NotHeld("没有读懂这个条件说的是哪一个数，所以不作答。")
    if _NEW.search(text) and not spent:
        return [row for row in rows if row.now is not None and row.now.amount and (row.then is None or not row.then.amount)]
    if _GONE.search(text) and not spent:
        return [row for row in rows if row.then is not None and row.then.amount and (row.now is None or not row.now.amount)]
    both = [row for row in rows if row.now is not None and row.then is not None and (row.now.amount or row.then.amount)]
    if _SAME.search(text):
        return [row for row in both if row.gap == 0]
    less, more = bool(_LESS.search(text)), bool(_MORE.search(text))
    if less == more:
        raise NotHeld("没有读懂是要变多的还是变少的，所以不作答。")
    stated = [row for row in rows if row not in both and row.rate is not None]
    by_rate = [row for row in stated if (Decimal(row.rate.number) < 100 if less else Decimal(row.rate.number) > 100)]
    return [row for row in both if (row.gap < 0 if less else row.gap > 0)] + by_rate


def _holds(value: Decimal, condition: Condition) -> bool:
    low, high = condition.low, condition.high
    tests = {"gt": value > low, "ge": value >= low, "lt": value < low, "le": value <= low, "eq": value == low, "between": high is not None and low <= value <= high}
    return tests[condition.comparator]


def _say(inquiry: Inquiry, rows: list[Row], found: list[Row], *, spent: bool) -> None:
    draft, group = inquiry.draft, inquiry.groups[-1]
    compared = [row for row in rows if (row.now is not None and row.then is not None) or row.rate is not None]
    if not compared:
        raise NotHeld(f"{group.spoken()}没有按科目印出可以相比的两个数。")
    marks_of = tuple(dict.fromkeys(draft.cite(cell) for row in (found or compared[:5]) for cell in (row.now, row.then, row.rate) if cell is not None))
    if _COUNTED.search(draft.asked):
        draft.number("个数", Decimal(len(found)), "个", marks_of)
    if not found:
        draft.say(f"{inquiry.prefix(group)}：{len(compared)} 个科目中没有一个符合条件{''.join(f'[{m}]' for m in marks_of[:6])}。")
        return
    draft.say(f"{inquiry.prefix(group)}：符合条件的科目有 {len(found)} 个：{'；'.join(_row(inquiry, row, spent=spent) for row in found[:MOST])}。")
    if not _COUNTED.search(draft.asked):
        draft.number("个数", Decimal(len(found)), "个", marks_of)


def _row(inquiry: Inquiry, row: Row, *, spent: bool) -> str:
    draft = inquiry.draft
    before = f"{inquiry.groups[0].year}年" if len(inquiry.groups) > 1 else "上年"
    said = []
    for cell, name in ((row.now, "决算" if spent else ""), (row.then, "预算" if spent else before)):
        if cell is not None:
            said.append(f"{name} {draft.money(f'{row.label}{name}', cell.amount or 0, cell.unit, (draft.cite(cell),))}".strip())
    if row.rate is not None:
        said.append(f"完成预算 {draft.number(f'{row.label}完成预算的比例', Decimal(row.rate.number or '0'), '%', (draft.cite(row.rate),))}")
    elif row.now is not None and row.then is not None:
        markers = (draft.cite(row.now), draft.cite(row.then))
        both = f"{money_in(row.now.amount or 0, row.now.unit)} {row.now.unit}", f"{money_in(row.then.amount or 0, row.then.unit)} {row.then.unit}"
        share = row.percent(of=spent)
        if share is not None and spent:
            said.append(f"为预算的 {draft.number(f'{row.label}完成预算的比例', rounded(share), '%', markers, f'{both[0]} ÷ {both[1]}')}")
        elif row.gap:
            said.append(f"{'增加' if row.gap > 0 else '减少'} {draft.money(f'{row.label}变化', abs(row.gap), row.now.unit, markers, f'{both[0]} - {both[1]}')}")
    own = row.now or row.then
    if own is not None:
        subject = Subject("function", name_key(row.label), row.label, row.label, (own.member("function") or (None,))[0])
        draft.items.append(Item(row.label, (subject,), own.amount, own.unit, (own,)))
    return f"{row.label} {'，'.join(said)}"


# rows ------------------------------------------------------------------------------------------------------------------
def _years(inquiry: Inquiry, *, general: bool) -> list[Row]:
    """The functional items of two years: of two budgets, or of the two columns of one table."""
    depth = inquiry.plan.depth or 3
    ordered = sorted(inquiry.groups, key=lambda group: group.year or 0)
    if len(ordered) > 2 or len({group.department for group in ordered}) != 1:
        raise NotHeld("一次只能拿一个部门的两年相比，请说明是哪两年。")
    new, old = ordered[-1], ordered[0]
    asked = BASE.search(inquiry.draft.asked)
    ordered = ordered[-1:] if asked and asked["spent"] else ordered  # 比上年执行数: what the later budget prints of the year before
    for table in _tables(inquiry, new, general=general):
        if len(ordered) == 1:
            then = [cell for cell in table if cell.stage == "prior" and fits_base(inquiry.draft.asked, f"{cell.column_label}{''.join(cell.keys)}")]
            if not then:
                continue
        else:
            kind = (table[0].table_type, table[0].fund, table[0].measure)
            then = next((t for t in _tables(inquiry, old, general=general) if (t[0].table_type, t[0].fund, t[0].measure) == kind), [])
            then = [cell for cell in then if cell.stage == _own_stage(old)]
        now = [cell for cell in table if cell.stage == _own_stage(new)]
        rows = _paired(now, then, depth)
        if any(row.now and row.then for row in rows):
            return rows
    raise NotHeld(f"{new.spoken()}没有按科目印出可以与上年相比的数。")


def _own_stage(group: Group) -> str:
    return "final" if group.phase == "决算" else "budget"


def _tables(inquiry: Inquiry, group: Group, *, general: bool) -> list[list[Cell]]:
    """Cells of functional items by table, the widest money first; of 一般公共预算 where that is what is said."""
    found: dict[tuple, list[Cell]] = {}
    for cell in dimension_cells(inquiry.database, group.ids, "function", ("expenditure", "expenditure_total")):
        if cell.level != "total" and cell.side != "income" and (not general or cell.fund == "general") and cell.fund not in ("government_fund", "state_capital", "own"):
            found.setdefault((cell.document_id, cell.table_id, cell.measure, cell.fund), []).append(cell)
    wide = {"all": 0, None: 0, "fiscal": 1, "general": 2}
    return sorted(found.values(), key=lambda cells: (wide.get(cells[0].fund, 3), cells[0].table_type == "revenue_expenditure", cells[0].table_ordinal))


def _paired(now: list[Cell], then: list[Cell], depth: int) -> list[Row]:
    left, right = _by_item(now, depth), _by_item(then, depth)
    return [Row((left.get(key) or right[key]).member("function")[1], left.get(key), right.get(key)) for key in dict.fromkeys((*left, *right))]


def _by_item(cells: list[Cell], depth: int, *, several: bool = False) -> dict[str, Cell]:
    """The row of each item; of an item with several rows none, as no one of them is its amount, unless only names are wanted."""
    found: dict[str, list[Cell]] = {}
    for cell in cells:
        code, name = cell.member("function") or (None, cell.label)
        if depth_of(cell) == depth:
            found.setdefault(code or name_key(name), []).append(cell)
    return {key: own[0] for key, own in found.items() if several or len(own) == 1}


def _spent(inquiry: Inquiry, group: Group, depth: int) -> list[Row]:
    """What the text states of each item: what was budgeted, what was spent, to what part the budget was carried out."""
    tables = _tables(inquiry, group, general=True)
    classes = {name_key(label_of(cell)) for table in tables for cell in _by_item(table, 1, several=True).values()} if depth == 1 else set()
    rows = inquiry.database.select(
        f"SELECT s.* FROM statement s WHERE s.document_id IN ({marks(group.ids)}) AND s.subject <> '' AND s.role IN ('amount', 'share') ORDER BY s.document_id, s.id", group.ids
    )
    found: dict[str, dict[str, Cell]] = {}
    for row in rows:
        item = _class_said(row, classes) if depth == 1 else row["member"] if depth == 3 and "-" in (row["member"] or "") else None
        if item is None:
            continue
        own = found.setdefault(item, {})
        if row["role"] == "share" and re.search(r"完成[^,，;；。%]{0,14}$", row["sentence"].split(row["printed"])[0]):
            own.setdefault("rate", statement_cell(row))
        elif row["role"] == "amount" and row["amount"] is not None:
            own.setdefault(row["stage"], statement_cell(row))
    made = []
    for member, own in found.items():
        planned = own.get("adjusted") or own.get("budget")
        if own.get("final") and (planned or own.get("rate")):
            made.append(Row(member.rsplit("-", 1)[-1], own["final"], planned, own.get("rate")))
    told = {name_key(row.label) for row in made}
    for table in tables:
        items = {key: cell for key, cell in _by_item([c for c in table if c.stage == "final"], depth).items() if cell.amount}
        silent = [cell.label for cell in items.values() if name_key(label_of(cell)) not in told]
        if silent:
            raise NotHeld(f"{group.spoken()}没有逐个科目说明预算完成情况（如{silent[0]}），所以不作答。")
    return made


_STAGED = re.compile(r"(?:年初|全年|调整)?(?:预算|决算)数?$")


def _class_said(row, classes: set[str]) -> str | None:
    """住房保障支出年初预算数 → 住房保障支出, where the statement speaks of a class of items and of nothing under it."""
    name = _STAGED.sub("", row["subject"])
    return name if row["member"] is None and name_key(name) in classes else None


def label_of(cell: Cell) -> str:
    """The functional item of a cell as it is printed."""
    return (cell.member("function") or (None, cell.label))[1]


def _inside(cell: Cell, parent: Subject) -> bool:
    code = (cell.member("function") or (None,))[0]
    codes = (parent.code,) if parent.code else listed_codes("function").get(parent.key, ())
    return bool(code) and any(code.startswith(own) and code != own for own in codes)
