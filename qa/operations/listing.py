"""Operations on rows: rank, list, count, average; and ranking of whole budgets."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from qa.draft import money_in
from qa.facts import Cell, of_table
from qa.holdings import Group
from qa.inquiry import Inquiry, NotHeld, Unclear
from qa.operations import yearly
from qa.operations.figures import rounded, share
from qa.plan import Operand, Plan, Subject
from qa.rows import Entry, entries, passes, singled
from qa.sql import marks
from qa.understand import default_whole
from qa.vocabulary import measures

MOST_LISTED = 60
_EACH_ROW = re.compile(r"[几哪各每逐多]笔|哪几行|几行|逐行|逐条|分几笔|每一笔|哪些行")
_SHARE = re.compile(r"占比|比重|比例|所占|占[\u4e00-\u9fff]{0,12}(?:百分|几成|多少)")
_MOVED_MOST = re.compile(r"(?:增|涨|升|降|减|跌|缩|变化|变动|[多少](?=得))(?:加|长|少|低|幅|支)?(?:得|了|幅度|额)?[\u4e00-\u9fff]{0,1}最")
_ALL_MONEY = re.compile(r"预算|决算|支出|花钱|花的钱|开支|盘子")
"""Words by which all that is spent is meant, where no amount is named."""
_WHICH = re.compile(r"哪些|哪几|分别|各(?:是|多少|自)|都是|which")
NOUNS = {"project": "项目", "unit": "单位", "function": "功能分类科目", "department": "经济分类科目", "government": "政府经济分类科目", "procurement": "采购", "service": "购买服务", "income": "收入来源", "three_public": "“三公”经费", "document": "部门", "government_fund": "政府性基金", "indicator": "绩效指标", "year": "年度", "table": "表", "any": "行"}


def rank(inquiry: Inquiry) -> None:
    """The first, second, … or last few rows by amount."""
    plan = inquiry.plan
    if plan.dimension in ("document", "year") or (len(inquiry.groups) > 1 and plan.operands and plan.dimension is None):
        return rank_budgets(inquiry)
    for group in inquiry.groups:
        found = [entry for entry in entries(inquiry, group) if entry.fen and passes(entry, plan.conditions)]
        if not found:
            raise NotHeld(f"{group.spoken()}中没有可以排序的{NOUNS.get(plan.dimension or '', '行')}。")
        found.sort(key=lambda entry: (-entry.fen if plan.order == "most" else entry.fen, entry.label))
        if plan.beside:
            _next_to(inquiry, group, found)
            continue
        chosen = found[plan.first - 1 :][: plan.limit or (20 if "ranking" in plan.wants else 1)]
        if not chosen:
            raise NotHeld(f"{group.spoken()}中只有 {len(found)} 个{NOUNS.get(plan.dimension or '', '行')}，没有第 {plan.first} 个。")
        inquiry.draft.say(f"{inquiry.prefix(group)}：{left_out(plan)}{_lead(inquiry, len(chosen))}{_listed(inquiry, chosen, numbered=len(chosen) > 1)}。")
        if "share" in plan.wants:
            _share_of(inquiry, group, chosen[0])
    return None


def _next_to(inquiry: Inquiry, group: Group, found: list[Entry]) -> None:
    """仅次于清扫保洁的是哪个: the row that stands next to a named one in order of amount."""
    plan = inquiry.plan
    named = singled(found, plan.beside[0])
    place = found.index(named[0]) + plan.step if len(named) == 1 else -1
    tied = [entry for entry in found if named and entry.fen == named[0].fen]
    if not 0 <= place < len(found) or len(tied) > 1 or (plan.first > 1 and place + 1 != plan.first):
        raise NotHeld(f"{group.spoken()}中没有可以排在“{plan.beside[0].said}”旁边的行，或者说的名次不合，所以不作答。")
    before = found[: place + 1] if plan.step > 0 else found[place:]
    shown = before[-2:] if plan.step > 0 else before[:2]
    chosen = found[place]
    text = _listed(inquiry, [chosen])
    other = next(entry for entry in shown if entry is not chosen)
    marks = "".join(f"[{inquiry.draft.cite(cell)}]" for cell in other.cells[:1])
    inquiry.draft.say(f"{inquiry.prefix(group)}：按金额排在{other.label}{marks}{'后' if plan.step > 0 else '前'}面的{NOUNS.get(plan.dimension or '', '行')}是 {text}。")


def _share_of(inquiry: Inquiry, group: Group, entry: Entry) -> None:
    """最大项目占项目支出的比例: the first row's share of what stands behind 占, or of all expenditure."""
    whole = inquiry.amount(len(inquiry.plan.operands) - 1, group) if inquiry.plan.operands else inquiry.of(default_whole(Operand(())), group)
    if whole is None or not whole.fen or not entry.fen:
        raise NotHeld(f"{group.spoken()}中没有可以作分母的数，算不出占比。")
    ratio = rounded(Decimal(entry.fen) * 100 / Decimal(whole.fen))
    markers = tuple(inquiry.draft.cite(cell) for cell in (*entry.cells, *whole.cells))
    name = inquiry.name(whole)
    formula = f"{entry.label} {money_in(entry.fen, entry.unit)} {entry.unit} ÷ {name} {money_in(whole.fen, whole.unit)} {whole.unit}"
    figure = inquiry.draft.number(f"{entry.label}占{name}的比例", ratio, "%", markers, formula)
    inquiry.draft.figures.insert(0, inquiry.draft.figures.pop())
    inquiry.draft.say(f"占{name}的 {figure}（{name} {inquiry.spoken(whole, name)}）。")


def left_out(plan: Plan) -> str:
    """不含物业管理费，: what a set was asked for without."""
    named = "、".join(one.said for one in plan.excluded if one.said)
    return f"不含{named}，" if named else ""


def _lead(inquiry: Inquiry, count: int) -> str:
    plan = inquiry.plan
    noun = NOUNS.get(plan.dimension or "", "项")
    word = "最大" if plan.order == "most" else "最小"
    if count > 1:
        return f"按金额{'从大到小' if plan.order == 'most' else '从小到大'}，排在前面的{noun}是 " if plan.first == 1 else ""
    if plan.first > 1:
        return f"第 {plan.first} {'大' if plan.order == 'most' else '小'}的{noun}是 "
    return f"金额{word}的{noun}是 "


def _listed(inquiry: Inquiry, chosen: list[Entry], *, numbered: bool = False) -> str:
    pieces = []
    for entry in chosen:
        markers = tuple(inquiry.draft.cite(cell) for cell in entry.cells)
        formula = " + ".join(cell.printed for cell in entry.cells) if len(entry.cells) > 1 else None
        bought = entry.cells[0].member("project") if entry.axis == "procurement" and entry.cells else None
        beside = f"（{bought[1]}）" if bought and bought[1] != entry.label and not any(o.of("project") for o in inquiry.plan.operands) else ""
        pieces.append(f"{entry.label}{beside} {inquiry.draft.money(entry.label, entry.fen or 0, entry.unit, markers, formula)}")
        inquiry.draft.items.append(entry.item())
    return "；".join(pieces) if numbered else "、".join(pieces)


def rank_budgets(inquiry: Inquiry) -> None:
    """Budgets in order of one amount, with how many of them have it; of what it makes of another, the share of each."""
    plan = inquiry.plan
    if moved := _MOVED_MOST.search(inquiry.draft.asked):
        raise NotHeld(f"各预算之间不按变动排序（“{moved[0]}”），请先问其中一个部门的变化。")
    if "share" in plan.wants or _SHARE.search(inquiry.draft.asked):
        if plan.first > 1 or (plan.limit or 1) > 1 or not plan.operands:
            raise NotHeld("占比只能说出最高或最低的一个，或者请直接问各部门的占比。")
        return share(inquiry)
    if not plan.operands and _ALL_MONEY.search(inquiry.draft.asked):
        whole = Operand((Subject("measure", "expenditure_total", "", measures()["expenditure_total"]["name"]),))
        inquiry = inquiry.with_plan(replace(plan, operands=(whole,), readings=((whole,),)))
    found, missing = [], []
    for group in inquiry.groups:
        amount = inquiry.amount(0, group) if inquiry.plan.operands else None
        if amount is None or amount.value is None:
            missing.append(group)
        else:
            found.append((group, amount))
    if not found:
        raise NotHeld(f"收录的预算中没有“{inquiry.plan.operands[0].sought() if inquiry.plan.operands else inquiry.plan.words}”。")
    found.sort(key=lambda pair: (-pair[1].fen if inquiry.plan.order == "most" else pair[1].fen, pair[0].named()))
    ranked = inquiry.plan.operation == "rank"
    chosen = found[inquiry.plan.first - 1 :][: inquiry.plan.limit or (20 if "ranking" in inquiry.plan.wants else 1)] if ranked else found
    if not chosen:
        raise NotHeld(f"{inquiry.where()}没有这么多，排不到这个名次。")
    name = inquiry.name(chosen[0][1], 0)
    pieces = [f"{group.named()} {inquiry.spoken(amount, group.named() + inquiry.name(amount, 0))}" for group, amount in chosen]
    place = f"第 {plan.first} " if plan.first > 1 else "最"
    inquiry.draft.say(f"{name}{place}{'高' if inquiry.plan.order == 'most' else '低'}的是 {'；'.join(pieces)}。" if len(chosen) == 1 else f"{name}从高到低：{'；'.join(pieces)}。")
    total = len(found) + len(missing)
    inquiry.draft.say(f"（{total} 份预算中的 {len(found)} 份" + (f"；缺 {'、'.join(group.named() for group in missing[:5])}" if missing else "") + "。）")
    for group, amount in chosen:
        inquiry.keep(amount, group.named(), inquiry.plan.operands[0])
    return None


def list_rows(inquiry: Inquiry) -> None:
    """Every row that satisfies the conditions, each cited."""
    said = False
    for group in inquiry.groups:
        every = entries(inquiry, group)
        whole = sum(entry.fen or 0 for entry in every)
        found = [entry for entry in every if passes(entry, inquiry.plan.conditions, whole)] if inquiry.plan.conditions else [e for e in every if e.fen] or every
        if not every:
            continue
        said = True
        noun = NOUNS.get(inquiry.plan.dimension or "", "行")
        if not found:
            markers = tuple(inquiry.draft.cite(cell) for entry in every[:5] for cell in entry.cells[:1])
            inquiry.draft.say(f"{inquiry.prefix(group)}：{len(every)} 个{noun}中没有一个符合条件{''.join(f'[{m}]' for m in markers)}。")
            continue
        found = _singly(found) if _EACH_ROW.search(inquiry.draft.question) else found
        shown = found[:MOST_LISTED]
        count = len(found)
        inquiry.draft.say(f"{inquiry.prefix(group)}：{left_out(inquiry.plan)}符合条件的{noun}有 {count} 个：{_listed(inquiry, shown, numbered=True)}。")
        inquiry.draft.number("个数", Decimal(count), "个", tuple(inquiry.draft.cite(cell) for entry in shown for cell in entry.cells[:1]))
        if len(found) > MOST_LISTED:
            inquiry.draft.say(f"只列出前 {MOST_LISTED} 个。")
    if not said:
        raise NotHeld(f"{inquiry.where()}中没有{NOUNS.get(inquiry.plan.dimension or '', '这样的')}明细。")


def _singly(found: list[Entry]) -> list[Entry]:
    """维修费列了哪几笔: each row of a member by itself, by what else its row says."""
    if len(found) != 1 or len(found[0].cells) < 2:
        return found
    made = []
    for cell in found[0].cells:
        beside = next((name for axis, _, name in sorted(cell.members, key=lambda m: -len(m[1] or "")) if axis in ("function", "project", "unit") and name != found[0].label), "")
        made.append(replace(found[0], label=f"{found[0].label}（{beside}）" if beside else found[0].label, fen=cell.amount, cells=(cell,)))
    return made


_EITHER = re.compile(r"(?<!政府)(?<!部门)(?<!支出)(?<!预算)经济(?:分类)?科目")
"""Economic items of which it is not said whether they are the government's or the departments'."""


def count(inquiry: Inquiry) -> None:
    """How many rows, each cited; an empty table counts nought."""
    for group in inquiry.groups:
        table = next((operand.table for operand in inquiry.plan.operands if operand.table), None)
        if table and not inquiry.plan.conditions and inquiry.plan.dimension in (None, "any", "table", "document", "indicator") and not any(not s.weak for operand in inquiry.plan.operands for s in operand.subjects):
            _count_table(inquiry, group, table)
            continue
        every = entries(inquiry, group)
        if not every:
            raise NotHeld(f"{group.spoken()}中没有{NOUNS.get(inquiry.plan.dimension or '', '这样的行')}，数不出来。")
        named = any(o.of("measure") for o in inquiry.plan.operands) or bool(re.search("有金额|有数|不为零|不为0|不是零|非零|安排了|有安排", inquiry.draft.question))
        found = [entry for entry in every if passes(entry, inquiry.plan.conditions)] if inquiry.plan.conditions else [e for e in every if e.fen] if named else every
        markers = tuple(inquiry.draft.cite(cell) for entry in (found or every[:1])[:MOST_LISTED] for cell in entry.cells[:1])
        figure = inquiry.draft.number("个数", Decimal(len(found)), "个", markers)
        if 0 < len(found) <= MOST_LISTED and _WHICH.search(inquiry.draft.question):
            inquiry.draft.say(f"{inquiry.prefix(group)}：{NOUNS.get(inquiry.plan.dimension or '', '行')}有 {figure}：{_listed(inquiry, found)}。")
            continue
        names = "、".join(entry.label for entry in found[:12]) + (" 等" if len(found) > 12 else "")
        if inquiry.plan.dimension == "government" and _EITHER.search(inquiry.draft.question) and entries(inquiry.with_plan(replace(inquiry.plan, dimension="department")), group):
            raise Unclear("经济分类科目有政府、部门两种，请说明是哪一种。", tuple((f"{kind}经济分类", _EITHER.sub(f"{kind}经济分类科目", inquiry.draft.question, count=1)) for kind in ("政府", "部门")))
        inquiry.draft.say(f"{inquiry.prefix(group)}：{'符合条件的' if inquiry.plan.conditions else '共有'}{NOUNS.get(inquiry.plan.dimension or '', '行')} {figure}{'：' + names if names else ''}。")
        inquiry.draft.items.extend(entry.item() for entry in found[:MOST_LISTED])


def table_cells(inquiry: Inquiry, group: Group, table: str) -> list[Cell]:
    """Cells of the table that was named by number or type."""
    rows = inquiry.database.select(f"SELECT id, number, type FROM source_table WHERE document_id IN ({marks(group.ids)}) ORDER BY document_id, ordinal", group.ids)
    from qa.authority import table_number

    ids = tuple(r["id"] for r in rows if r["type"] == table or (table.isdigit() and table_number(r["number"]) == int(table)))
    return of_table(inquiry.database, ids) if ids else []


def _count_table(inquiry: Inquiry, group: Group, table: str) -> None:
    cells = table_cells(inquiry, group, table)
    if not cells:
        raise NotHeld(f"{group.spoken()}中没有这张表。")
    rows = {cell.row_id: cell for cell in cells if cell.level != "total"}
    rows = {row: cell for row, cell in rows.items() if any(c.row_id == row and (c.amount is not None or c.keys) for c in cells)}
    unit = "条"
    if not rows:
        total = cells[0]
        figure = inquiry.draft.number("明细条数", Decimal(0), unit, (inquiry.draft.cite(total),))
        inquiry.draft.say(f"{inquiry.prefix(group)}：{total.table_name}没有明细，共 {figure}，合计行为空。")
        return
    markers = tuple(inquiry.draft.cite(cell) for cell in list(rows.values())[:MOST_LISTED])
    figure = inquiry.draft.number("明细条数", Decimal(len(rows)), unit, markers)
    inquiry.draft.say(f"{inquiry.prefix(group)}：{cells[0].table_name}共有明细 {figure}（不含合计行）。")


def sum_rows(inquiry: Inquiry) -> None:
    """The sum of the rows of one dimension, under a parent where one is named."""
    for group in inquiry.groups:
        found = [entry for entry in entries(inquiry, group) if entry.fen and (not inquiry.plan.conditions or passes(entry, inquiry.plan.conditions))]
        if not found and inquiry.plan.dimension == "government" and inquiry.plan.operands:  # 50101 has no items of its own: those that it pays stand beside it
            return sum_rows(inquiry.with_plan(replace(inquiry.plan, dimension="department")))
        if not found:
            raise NotHeld(f"{group.spoken()}中没有可以相加的{NOUNS.get(inquiry.plan.dimension or '', '行')}。")
        if inquiry.plan.counted not in (None, len(found)):
            raise NotHeld(f"{group.spoken()}中合起来的{NOUNS.get(inquiry.plan.dimension or '', '行')}不是所问的那么多个，请把它们说出来。")
        unit = found[0].unit
        markers = tuple(inquiry.draft.cite(cell) for entry in found for cell in entry.cells)
        formula = " + ".join(f"{entry.label} {money_in(entry.fen or 0, unit)}" for entry in found[:20])
        figure = inquiry.draft.money("合计", sum(entry.fen or 0 for entry in found), unit, markers, formula)
        inquiry.draft.say(f"{inquiry.prefix(group)}：{left_out(inquiry.plan)}{len(found)} 个{NOUNS.get(inquiry.plan.dimension or '', '行')}合计 {figure}。其中：{_listed(inquiry, found[:MOST_LISTED])}。")


def average(inquiry: Inquiry) -> None:
    """Sum ÷ count of the rows that have an amount."""
    if "yearly" in inquiry.plan.wants:
        return yearly.mean(inquiry)
    for group in inquiry.groups:
        found = [entry for entry in entries(inquiry, group) if entry.fen and passes(entry, inquiry.plan.conditions)]
        if not found:
            raise NotHeld(f"{group.spoken()}中没有可以平均的{NOUNS.get(inquiry.plan.dimension or '', '行')}。")
        total = sum(entry.fen for entry in found)
        mean = rounded(Decimal(total) / len(found), 0)
        markers = tuple(inquiry.draft.cite(cell) for entry in found for cell in entry.cells)
        unit = found[0].unit
        figure = inquiry.draft.money("平均", int(mean), unit, markers, f"{money_in(total, unit)} {unit} ÷ {len(found)}")
        inquiry.draft.say(f"{inquiry.prefix(group)}：{len(found)} 个{NOUNS.get(inquiry.plan.dimension or '', '行')}平均 {figure}，合计 {inquiry.draft.money('合计', total, unit, markers)}。")
    return None
