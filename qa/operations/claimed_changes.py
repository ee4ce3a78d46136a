"""Increases and decreases that a text states, worked out again from the amounts that it states; and the reason beside them."""

from __future__ import annotations

import re
from decimal import Decimal

from qa.doubts import Claim, Doubt
from qa.draft import money_in
from qa.holdings import Group
from qa.inquiry import Inquiry
from qa.mentions import Mention
from qa.numerals import SCALES, plain
from qa.operations.figures import rounded
from qa.operations.sightings import Sighting, amount_of, fits, statements, strong
from qa.plan import Scope
from qa.scan import Scanned

SLACK = 10_000
"""Fen that rounding to 0.01 万元 explains."""
TOLERANCE = Decimal("0.1")
"""Percentage points that rounding of the amounts explains."""
RATE_SLACK = Decimal("0.011")
"""Percentage points that two printed decimals explain."""
_EITHER = re.compile(r"[增涨升].{0,6}还?是?.{0,3}[减降跌]|[减降跌].{0,6}还?是?.{0,3}[增涨升]")
_RATE = re.compile(r"[增减升降涨].{0,8}(?:百分比|比例|幅度|率)|[增降涨]幅")
_WRITTEN = re.compile(r"(?:怎么|为什么|为何|为啥|咋|却|又|还)[^,，。]{0,4}(?:写|说|讲|称|会)[^,，。]{0,12}(?:增加|减少|增长|下降|上升)")
"""明明是0,怎么写增加: the text's own change is doubted."""
_REASON = re.compile(r"(?:主要)?(?:原因|系|由于|因为)[^。]{2,120}")


def claimed_change(inquiry: Inquiry, doubt: Doubt, scanned: Scanned, group: Group) -> bool:
    """A stated change against the amounts beside it; `False` where the question claims none, or the text states none."""
    claims = [c for c in doubt.claims if c.direction or c.unit == "%"]
    percent = next((c for c in claims if c.unit == "%"), None)
    nothing = next((c for c in doubt.claims if c.value == 0), None)
    money = next((c for c in claims if c.money), None)
    if percent is None and nothing is None and money is None and not (_WRITTEN.search(doubt.text) or _EITHER.search(doubt.text) or doubt.says("reason") or _RATE.search(doubt.text)):
        return False
    if len(claims) > 1 and percent is None and nothing is None:
        return False
    named = strong(scanned.mentions)
    held = statements(inquiry, group, "s.role IN ('change', 'percent_change') AND s.direction IS NOT NULL")
    about = [s for s in held if named and all(fits(f"{s.label}{s.context}", m) for m in named)]
    claim = percent or next((c for c in claims if c.money), None)
    exact = [s for s in about if claim and _says(s, claim)]
    rows = exact or ([s for s in about if s.role == "percent_change"] if percent or not claims else [])
    if not rows and not claims and _WRITTEN.search(doubt.text):
        rows = [s for s in about if s.role == "change" and s.value]
    rows = _narrowest(rows, named)
    if len({(s.cell.row_id, s.label) for s in rows}) != 1:
        return False
    return _told(inquiry, group, rows[0], percent, named)


def _says(sighting: Sighting, claim: Claim) -> bool:
    if claim.direction and sighting.direction and claim.direction[0] != sighting.direction[0]:
        return False
    return sighting.value == claim.value if claim.unit == "%" else sighting.fen in claim.fen()


def _narrowest(rows: list[Sighting], named) -> list[Sighting]:
    """Rows whose own subject is named, where other rows only stand in the same sentence."""
    own = [s for s in rows if any(fits(s.label, m) for m in named)]
    return own or rows


def _told(inquiry: Inquiry, group: Group, change: Sighting, percent: Claim | None, named: tuple[Mention, ...]) -> bool:
    text = inquiry.database.select("SELECT text FROM passage WHERE id = ?", (change.cell.row_id,), log=False)[0][0]
    beside = [s for s in statements(inquiry, group, "s.passage_id = ? AND s.role = 'amount' AND s.amount IS NOT NULL", (change.cell.row_id,)) if s.label == change.label]
    now = list({s.fen: s for s in reversed(beside) if not s.earlier(group)}.values())[::-1]
    before = [s for s in beside if s.earlier(group)]
    way = "增加" if change.direction.startswith(("增", "上", "提")) else "减少" if change.direction.startswith(("减", "下", "降")) else change.direction
    base = f"比{change.base}" if change.base else ""
    said = f"正文写“{change.label}”{base}{way} {change.said(inquiry)}"
    faults, worked = [], []
    if percent is not None and not _says(change, percent):
        faults.append(f"与所说的 {plain(percent.value)}% 不同")
    for current in now:
        for earlier in before[:1] if change.unit == "%" else ():
            if earlier.fen:
                worked.append(_worked(inquiry, current, earlier, change, way, faults))
    if change.unit in SCALES:
        for current in now:
            if way == "增加" and current.fen < change.fen:
                faults.append("增加数大于总数，不合理")
                worked.append(f"而本年只有 {current.said(inquiry)}，增加数大于总数")
        if not worked:
            _against_rate(inquiry, group, change, now, way, named, worked, faults)
        if not worked:
            _against_last_year(inquiry, group, change, way, named, worked, faults)
    if len(now) > 1:
        faults.append("同一段写了不同的数")
    reason = _REASON.search(text)
    if reason and way in ("增加", "减少"):
        other = re.compile(r"减少|下降|降低|压减|缩减" if way == "增加" else r"增加|增长|上升|提高|新增")
        same = re.compile(r"增加|增长|上升|提高|新增" if way == "增加" else r"减少|下降|降低|压减|缩减")
        if other.search(reason[0]) and not same.search(reason[0]):
            faults.append("原因与增减方向相反")
            worked.append(f"但所写的原因是“{reason[0].strip()}”，与“{way}”矛盾")
    if not worked and not faults:
        return False
    verdict = f"{'不一致' if faults else '一致'}（{inquiry.prefix(group)}）：{said}"
    tail = f"（{'；'.join(dict.fromkeys(faults))}）" if faults else ""
    inquiry.draft.say(f"{verdict}，{'；'.join(worked)}{tail}。")
    return True


def _worked(inquiry: Inquiry, current: Sighting, earlier: Sighting, change: Sighting, way: str, faults: list[str]) -> str:
    gap = current.fen - earlier.fen
    rate = rounded(Decimal(abs(gap)) * 100 / Decimal(abs(earlier.fen)))
    own = "增加" if gap > 0 else "减少" if gap < 0 else "持平"
    if abs(rate - change.value) > TOLERANCE or (gap and own != way):
        faults.append("按两数计算不等于所写的比例")
    markers = (*current.cite(inquiry), *earlier.cite(inquiry))
    formula = f"({current.label} {money_in(current.fen, current.unit)} {current.unit} - 上年 {money_in(earlier.fen, earlier.unit)} {earlier.unit}) ÷ 上年 {money_in(earlier.fen, earlier.unit)} {earlier.unit}"
    figure = inquiry.draft.number(f"{current.label}{own}", rate, "%", markers, formula)
    return f"按本年 {current.said(inquiry)}、上年 {earlier.said(inquiry)} 计算为{own} {figure}"


def _against_rate(inquiry: Inquiry, group: Group, change: Sighting, now: list[Sighting], way: str, named: tuple[Mention, ...], worked: list[str], faults: list[str]) -> None:
    """The stated change against the stated rate: what was before is what is now without the change; and what the table has instead."""
    rates = [s for s in statements(inquiry, group, "s.passage_id = ? AND s.role = 'percent_change'", (change.cell.row_id,)) if s.label == change.label and s.cell.sentence == change.cell.sentence]
    if len(now) != 1 or len({s.value for s in rates}) != 1 or way not in ("增加", "减少"):
        return
    own = next((m for m in named if fits(change.label, m)), None)
    table = amount_of(inquiry, group, own) if own is not None else None
    for fen, side in ((now[0].fen, "正文"), *([(table.fen, "表")] if table is not None and table.value is not None and abs(table.fen - now[0].fen) > SLACK else [])):
        before = fen - change.fen if way == "增加" else fen + change.fen
        if before <= 0:
            return
        rate = rounded(Decimal(change.fen) * 100 / Decimal(before))
        said = now[0].said(inquiry) if side == "正文" else inquiry.spoken(table, inquiry.name(table))
        same = abs(rate - rates[0].value) <= RATE_SLACK
        markers = (*change.cite(inquiry), *(now[0].cite(inquiry) if side == "正文" else (inquiry.draft.cite(c) for c in table.cells)))
        shown, part = money_in(fen, change.unit), money_in(change.fen, change.unit)
        formula = f"{part} ÷ ({shown} {'-' if way == '增加' else '+'} {part})"
        figure = inquiry.draft.number(f"按{side}中的数", rate, "%", markers, formula)
        worked.append(f"按{side}的 {said} 计算{way} {figure}，与所写的 {rates[0].said(inquiry)} {'相符' if same else '不符'}")
        if side == "正文" and not same:
            faults.append("增加额与预算数配不上" if way == "增加" else "减少额与预算数配不上")
        elif side == "表" and same:
            faults.append("正文的预算数与表不同，写的增减与表中的数相符")


def _against_last_year(inquiry: Inquiry, group: Group, change: Sighting, way: str, named: tuple[Mention, ...], worked: list[str], faults: list[str]) -> None:
    """The stated change against the two budgets' own figures, where the earlier one is held too."""
    last = [g for g in inquiry.holdings.matching(Scope((group.department,), ((group.year or 0) - 1,), group.phase)) if group.year]
    own = next((m for m in named if fits(change.label, m)), None)
    now, before = (amount_of(inquiry, g, own) if g is not None and own is not None else None for g in (group, last[0] if last else None))
    if now is None or before is None or now.value is None or before.value is None:
        return
    gap = now.fen - before.fen
    markers = tuple(inquiry.draft.cite(cell) for amount in (now, before) for cell in amount.cells)
    formula = f"{group.year}年 {money_in(now.fen, now.unit)} {now.unit} - {last[0].year}年 {money_in(before.fen, before.unit)} {before.unit}"
    figure = inquiry.draft.money("两年之差", abs(gap), now.unit, markers, formula)
    word = "增加" if gap > 0 else "减少" if gap < 0 else "持平"
    name = inquiry.name(now)
    worked.append(f"按两年预算计算（{group.year}年{name} {inquiry.spoken(now, name)}，{last[0].year}年 {inquiry.spoken(before, name)}）为{word} {figure}")
    if abs(abs(gap) - change.fen) > SLACK or word != way:
        faults.append("按两年的数计算不等于所写的数")
