"""The projects that performance management covers, as the text states them: how many, for how much, which ones.

The tables of goals hold a choice of the projects, so that counting their rows would count another set than the one that is asked for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from qa.authority import Amount
from qa.draft import Item, money_in
from qa.facts import Cell
from qa.holdings import Group
from qa.inquiry import Inquiry, NotHeld
from qa.numerals import small_number
from qa.operations import listing
from qa.operations.figures import rounded
from qa.plan import Operand, Subject
from qa.rows import entries
from qa.scan import Scanned
from qa.sql import marks
from qa.statements import statement_cell

_DOES = r"(?:编报|编制|编|填报|填写|填|申报|上报|报|设置|设定|设立|设|制定|制订|定|实行|实施|推行|纳入|列入|开展|进行|做|有|搞|完成)[了过的]?"
_KINDS = (("self", re.compile(r"自评|自我评价")), ("tracking", re.compile(r"跟踪|监控")), ("target", re.compile(r"绩效目标|目标管理|绩效管理|绩效项目")))
_ASKED = re.compile(rf"{_DOES}(?:全面|全部|都|均)?(?:预算|项目|部门)*绩效[^,，。项]{{0,10}}|绩效(?:目标|自评|评价|跟踪)?(?:管理)?(?:范围)?(?:内)?的?(?:预算)?项目|绩效(?:自评|跟踪)")
_NONE = re.compile(r"(?:没有?|未|无|不)[^,，。]{0,3}绩效|绩效[^,，。]{0,6}(?:没有|未)")
_OTHER = re.compile(r"指标|满意|目标值|多少分|得分|评级|等级|结果|为什么|怎么|如何|依据|是什么意思")
_MONEY = re.compile(r"钱|金额|资金|经费|预算|总额|拨款|how much")
_COUNT = re.compile(r"几|多少(?:个|项)|数量|个数|how many")
_WHICH = re.compile(r"哪些|哪几|哪[两二三四五六七八九十]|分别|各是|都是什么|是什么|名单")
_COVERED = re.compile(r"资金|金额|拨款|预算|结转|项目")
_SUM = re.compile(r"加起来|相加|加总|合起来|之和")


@dataclass(frozen=True, slots=True)
class Stated:
    """What one sentence states of the projects."""

    count: Cell | None
    amounts: tuple[Cell, ...]
    parts: tuple[Cell, ...]
    """The projects themselves, where the text goes on to name all of them."""


def asked(inquiry: Inquiry, scanned: Scanned) -> str:
    """The kind of projects that are asked of; empty where the question asks of something else."""
    text = inquiry.draft.question
    named = any(s.axis in ("project", "narrated", "indicator") and "绩效" not in s.key and s.key != "目标" for o in inquiry.plan.operands for s in o.subjects) or any(m.kind == "part" and m.value[0].axis == "project" for m in scanned.mentions)
    if not re.search("项目|专项", text) or not _ASKED.search(text) or _NONE.search(text) or _OTHER.search(text) or named or inquiry.plan.conditions or inquiry.plan.excluded:
        return ""
    return next((kind for kind, form in _KINDS if form.search(text)), "")


def answered(inquiry: Inquiry, scanned: Scanned) -> bool:
    """Says what the text states of them; `False` where the question is another, or the text states nothing of the kind."""
    kind = asked(inquiry, scanned)
    text = inquiry.draft.question
    if not kind or not (_MONEY.search(text) or _COUNT.search(text) or _WHICH.search(text)) or inquiry.plan.operation not in ("count", "list", "lookup", "sum", "describe", "indicator", "share"):
        return False
    if _SUM.search(text):
        return _summed(inquiry, scanned)
    found = [(group, stated) for group in inquiry.groups if (stated := _stated(inquiry, group, kind)) is not None]
    if len(found) != len(inquiry.groups) or not found:
        return False
    if inquiry.plan.operation == "share":
        return all(_share(inquiry, group, stated) for group, stated in found)
    if any((_WHICH.search(text) and not s.parts) or (_MONEY.search(text) and not s.amounts) or (_COUNT.search(text) and s.count is None) for _, s in found):
        return False
    for group, stated in found:
        _say(inquiry, group, stated, which=bool(_WHICH.search(text)))
    return True


def _summed(inquiry: Inquiry, scanned: Scanned) -> bool:
    """五个绩效项目总额加起来: the rows of the tables of goals, where they are as many as the question says."""
    number = next((small_number(m.value["n"]) for m in scanned.all("counted") if m.value.get("n")), None)
    rows = inquiry.with_plan(replace(inquiry.plan, operation="sum", dimension="project", operands=(), readings=()))
    if number is None or any(len(entries(rows, group)) != number for group in inquiry.groups):
        return False
    listing.sum_rows(rows)
    return True


def _say(inquiry: Inquiry, group: Group, stated: Stated, *, which: bool) -> None:
    draft = inquiry.draft
    lead = f"{inquiry.prefix(group)}（据正文）：绩效管理的项目"
    if any(sentence.startswith(lead) for sentence in draft.sentences):
        return  # 有几个项目编了绩效目标，涉及多少钱: one sentence gives both
    said: list[str] = []

    def say_count() -> None:
        if stated.count is not None:
            said.append(f"共 {draft.number('项目个数', Decimal(stated.count.number or '0'), '个', (draft.cite(stated.count),))}")

    counts_first = bool(_COUNT.search(draft.question)) or not _MONEY.search(draft.question)
    if counts_first:
        say_count()
    for cell in stated.amounts:
        said.append(f"{cell.label if len(stated.amounts) > 1 else '涉及资金'} {draft.money(cell.label, cell.amount or 0, cell.unit, (draft.cite(cell),))}")
        draft.items.append(Item(cell.label, (), cell.amount, cell.unit, (cell,), group=group))
    if not counts_first:
        say_count()
    if which:
        said.append("分别是 " + "、".join(f"{c.label} {draft.money(c.label, c.amount or 0, c.unit, (draft.cite(c),))}" for c in stated.parts))
    draft.say(f"{lead}{'，'.join(said)}。")


def _share(inquiry: Inquiry, group: Group, stated: Stated) -> bool:
    """做绩效自评的项目金额占项目支出多少."""
    plan = inquiry.plan
    whole = next((o for o in reversed(plan.operands) if any(s.key in ("project", "expenditure", "expenditure_total") for s in o.of("measure"))), None)
    whole = replace(whole, table=None) if whole else None
    amount: Amount | None = inquiry.of(whole or Operand((Subject("measure", "project", "", "项目支出"),)), group)
    if amount is None or not amount.fen or len(stated.amounts) != 1:
        return False
    part, name = stated.amounts[0], inquiry.name(amount)
    markers = (inquiry.draft.cite(part), *(inquiry.draft.cite(cell) for cell in amount.cells))
    formula = f"{part.label} {part.printed} ÷ {name} {money_in(amount.fen, amount.unit)} {amount.unit}"
    figure = inquiry.draft.number(f"绩效管理的项目占{name}的比例", rounded(Decimal(part.amount or 0) * 100 / Decimal(amount.fen)), "%", markers, formula)
    said = inquiry.draft.money(part.label, part.amount or 0, part.unit, markers[:1])
    inquiry.draft.say(f"{inquiry.prefix(group)}：绩效管理的项目占{name}的 {figure}（绩效管理的项目 {said}，{name} {inquiry.spoken(amount, name)}）。")
    return True


def _stated(inquiry: Inquiry, group: Group, kind: str) -> Stated | None:
    """The sentence that counts the projects or gives their money; `None` where none does, or where two say it differently."""
    rows = inquiry.database.select(
        f"SELECT s.* FROM statement s WHERE s.document_id IN ({marks(group.ids)}) AND s.sentence LIKE '%绩效%' AND s.role IN ('count', 'amount') ORDER BY s.document_id, s.id", group.ids
    )
    form = dict(_KINDS)[kind]
    about = [row for row in rows if _about(row, form)]
    counts = [row for row in about if row["role"] == "count" and row["unit"] in ("个", "项") and re.search("项目$", row["subject"].split("纳入")[0]) and not re.search("重点|占", row["subject"])]
    if len({row["number"] for row in counts}) > 1:
        return None
    if counts:
        first = counts[0]
        own = [row for row in about if row["role"] == "amount" and row["subject"] == first["subject"]] or _behind(first, rows)
        own = own or [row for row in about if row["role"] == "amount" and "项目" in row["subject"] and form.search(row["subject"])]
        return Stated(statement_cell(first), tuple(map(statement_cell, own)), _parts(inquiry, first, own))
    sentences = {row["sentence"] for row in about if row["role"] == "amount" and re.search("项目", row["sentence"].split(row["printed"])[0]) and "整体" not in row["sentence"]}
    own = [row for row in about if row["role"] == "amount" and row["sentence"] in sentences]
    return Stated(None, tuple(map(statement_cell, own)), ()) if len(sentences) == 1 else None


def _about(row, form: re.Pattern[str]) -> bool:
    """The statement is of projects of the kind: by its own subject where that speaks of performance, else by its sentence."""
    return bool(form.search(row["subject"] if "绩效" in row["subject"] else row["sentence"]))


def _behind(count, rows) -> list:
    """The money that the sentence gives behind the count, up to the next full stop of the list."""
    place = count["sentence"].find(count["printed"], max(0, count["sentence"].find(count["subject"]) - len(count["printed"]) - 1))
    amounts = [r for r in rows if r["role"] == "amount" and r["sentence"] == count["sentence"] and _COVERED.search(r["subject"]) and r["sentence"].find(r["printed"], place) > place >= 0]
    nearest = sorted(amounts, key=lambda r: r["sentence"].find(r["printed"], place))
    between = count["sentence"][place : count["sentence"].find(nearest[0]["printed"], place)] if nearest else ""
    return [] if not nearest or re.search("[;；。]", between) else nearest if len(nearest) == 1 else [r for r in nearest if not re.search("[;；]", count["sentence"][place : count["sentence"].find(r["printed"], place)])]


def _parts(inquiry: Inquiry, count, own: list) -> tuple[Cell, ...]:
    """The projects that the passage names behind the count; empty unless they are as many and make up the money."""
    if len(own) != 1:
        return ()
    rows = inquiry.database.select("SELECT * FROM statement WHERE passage_id = ? AND role = 'amount' AND amount IS NOT NULL AND sentence <> ? ORDER BY id", (count["passage_id"], count["sentence"]))
    fits = str(len(rows)) == count["number"] and sum(row["amount"] for row in rows) == own[0]["amount"]
    return tuple(map(statement_cell, rows)) if fits else ()


def refuse_uncounted(inquiry: Inquiry, scanned: Scanned) -> None:
    """Raises NotHeld where the projects under performance management are counted, and the text does not say how many they are."""
    if asked(inquiry, scanned) and inquiry.plan.operation == "count":
        raise NotHeld(f"{inquiry.where()}的正文没有说绩效管理的项目有多少个，表里列的只是其中的一部分。")
