"""Parts that a question adds up against their whole: by the 勾稽 checks that compare them, or by the list that the text gives."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice, product

from qa.doubts import Claim, Doubt
from qa.draft import money_in
from qa.facts import Cell, cells
from qa.holdings import Group
from qa.inquiry import Inquiry
from qa.numerals import SCALES, plain, small_number
from qa.operations.sightings import Sighting, amount_of, fits, main_cells, of_cell, place, statements, strong, tables_named
from qa.plan import Operand
from qa.scan import Scanned
from qa.sql import marks, parsed

_SUMS = ("sum_leaves", "sum_levels", "sum_year", "row_", "project_sum", "project_parts", "project_annual", "prose_parts", "prose_projects", "basic_parts", "fiscal_funds")
_ROWS = re.compile(r"(?P<n>\d{1,2}|[两二三四五六七八九十])(?:行|项|条|笔|个)(?P<what>[\u4e00-\u9fff]{2,8}?)(?:的)?(?:之和|加起来|相加|的和)")
MOST_SHOWN = 6
"""Parts that are named one by one in the sentence; all of them are cited."""


@dataclass(frozen=True, slots=True)
class Sum:
    """A whole and its parts, as a check compares them."""

    id: str
    check: str
    about: str
    whole: Sighting
    parts: tuple[Sighting, ...]

    @property
    def filled(self) -> tuple[Sighting, ...]:
        return tuple(part for part in self.parts if part.value)


def claimed_sum(inquiry: Inquiry, doubt: Doubt, scanned: Scanned, group: Group) -> bool:
    """Do these add up to that: the whole, every part and the difference; `False` where nothing held is such a sum."""
    if doubt.claims and doubt.counted and _listed(inquiry, doubt, scanned, group):
        return True
    if not (doubt.says("sum") or re.search(r"等于|\+|(?<!增)加", doubt.text)):
        return False
    if _listed(inquiry, doubt, scanned, group) or _rows_of_table(inquiry, doubt, scanned, group) or _items_in_text(inquiry, doubt, scanned, group):
        return True
    if not (doubt.claims or doubt.counted or doubt.says("details")):
        return False
    found = [(score, entry) for entry in sums(inquiry, group) if (score := _score(entry, doubt, scanned)) is not None]
    if not found:
        return _named_parts(inquiry, doubt, scanned, group)
    found.sort(key=lambda pair: (-pair[0], (pair[1].whole.place == "正文") != doubt.prose, pair[1].id))
    say_sum(inquiry, group, found[0][1].whole, found[0][1].filled or found[0][1].parts, _claim(found[0][1], doubt))
    return True


def sums(inquiry: Inquiry, group: Group) -> list[Sum]:
    """Every sum that the stored checks tried, those that hold too."""
    tests = " OR ".join("[check] LIKE ? || '%'" for _ in _SUMS)
    rows = inquiry.database.select(f"SELECT * FROM check_result WHERE document_id IN ({marks(group.ids)}) AND ({tests}) ORDER BY id", (*group.ids, *_SUMS))
    held = _sightings(inquiry, {ref for row in rows for ref in (row["left_ref"], *parsed(row["right_refs"]))})
    told: dict[str, list[Sighting]] = {}
    for said in statements(inquiry, group, "s.role IN ('amount', 'count')"):
        told.setdefault(said.cell.row_id, []).append(said)
    found = []
    for row in rows:
        refs = parsed(row["right_refs"])
        labels = row["right_label"].split(" + ") if len(refs) == row["right_label"].count(" + ") + 1 else [""] * len(refs)
        whole = held.get(row["left_ref"]) or _told(told.get(row["left_ref"], []), row["left_label"], row["left"])
        parts = [held.get(ref) or _told(told.get(ref, []), label, "") for ref, label in zip(refs, labels, strict=True)]
        if whole is not None and len(parts) > 1 and all(part is not None for part in parts):
            found.append(Sum(row["id"], row["check"], f"{row['description']}{row['left_label']}{row['right_label']}", whole, tuple(parts)))
    return found


def _told(said: list[Sighting], label: str, printed: str) -> Sighting | None:
    """The statement of a passage that a check names by its subject, or by its printed number."""
    own = [s for s in said if s.label == label]
    number = re.search(r"\d[\d,]*(?:\.\d+)?", printed)
    same = [s for s in (own or said) if number and s.cell.printed.startswith(number[0])]
    return same[0] if same else own[0] if len({s.value for s in own}) == 1 else None


def _sightings(inquiry: Inquiry, wanted: set[str]) -> dict[str, Sighting]:
    """Facts by their ids."""
    ids = sorted(wanted)
    found: dict[str, Sighting] = {}
    for start in range(0, len(ids), 400):
        some = tuple(ids[start : start + 400])
        found |= {cell.id: of_cell(cell) for cell in cells(inquiry.database, f"f.id IN ({marks(some)})", some)}
    return found


def _claim(entry: Sum, doubt: Doubt) -> Claim | None:
    """The claim that is the whole or the sum."""
    total = sum(int(part.value * 100) for part in entry.parts)
    for claim in doubt.claims:
        same = claim.unit == entry.whole.unit or (claim.money and entry.whole.unit in SCALES)
        wanted = claim.fen() if claim.money and entry.whole.unit in SCALES else (int(claim.value * 100),)
        if same and any(abs(value - fen) <= (claim.slack(fen) if claim.money else 0) for fen in wanted for value in (int(entry.whole.value * 100), total)):
            return claim
    return None


def _score(entry: Sum, doubt: Doubt, scanned: Scanned) -> float | None:
    """How well the question's words speak of a sum; `None` where they speak of another."""
    claimed = _claim(entry, doubt) is not None
    if doubt.claims and not (claimed and all(_says(entry, claim) for claim in doubt.claims)):
        return None
    tables = [small_number(m.value["number"]) for m in scanned.all("table") if m.value.get("number")]
    places = {_number(side.place) for side in (entry.whole, *entry.parts)}
    if not set(tables) <= places:
        return None
    named = strong(scanned.mentions)
    whole = [m for m in named if fits(f"{entry.about}{entry.whole.label}{entry.whole.context}", m)]
    parts = [m for m in named if m not in whole and any(fits(part.label, m) for part in entry.parts)]
    if 2 * len(parts) < len(entry.filled) and len(entry.filled) > 1:
        parts = []  # one of many parts is not what the sum is about
    missing = len(named) - len(whole) - len(parts)
    count = len(entry.parts) in doubt.counted or len(entry.filled) in doubt.counted
    if doubt.counted and not count:
        return None
    if missing > (1 if claimed and (count or doubt.says("details")) else 0) or not (named or tables or claimed):
        return None
    rows = doubt.says("details") and entry.check.startswith(("sum_", "project_sum", "prose_projects"))
    return 2.0 * claimed + count + len(whole) + 0.5 * len(parts) - missing + 0.5 * rows + 0.75 * (doubt.prose and entry.whole.place == "正文") + 0.5 * (_number(entry.whole.place) in tables)


def _says(entry: Sum, claim: Claim) -> bool:
    """The claim is the whole, the sum, or one of the parts."""
    values = (entry.whole.value, sum((part.value for part in entry.parts), Decimal(0)), *(part.value for part in entry.parts))
    if claim.money and entry.whole.unit in SCALES:
        return any(abs(int(value * 100) - fen) <= claim.slack(fen) for fen in claim.fen() for value in values)
    return claim.unit == entry.whole.unit and claim.value in values


def _number(text: str) -> int | None:
    found = re.search(r"\d+|[一二三四五六七八九十]+(?=表|$)", text)
    return small_number(found[0]) if found else None


def say_sum(inquiry: Inquiry, group: Group, whole: Sighting, parts: tuple[Sighting, ...], claim: Claim | None = None, missing: tuple[Sighting, ...] = ()) -> None:
    """The sum with its formula, the whole, and the verdict; every part is cited."""
    markers = tuple(dict.fromkeys(marker for part in parts for marker in part.cite(inquiry)))
    money = whole.unit in SCALES
    total = sum((part.value for part in parts), Decimal(0))
    unit = parts[0].unit if money else whole.unit
    printed = [f"{part.label} {money_in(part.fen, unit) if money else plain(part.value)}" for part in parts]
    formula = " + ".join(printed) + f" = {money_in(int(total * 100), unit) if money else plain(total)} {unit}"
    spoken = "、".join(f"{part.label} {part.said(inquiry)}" for part in parts) if len(parts) <= MOST_SHOWN else f"{len(parts)} 项"
    figure = inquiry.draft.money("各项之和", int(total * 100), unit, markers, formula) if money else inquiry.draft.number("各项之和", total, unit, markers, formula)
    gap = total - whole.value
    verdict = "不一致" if gap else "一致"
    inquiry.draft.say(f"{verdict}（{inquiry.prefix(group)}）：{spoken}，加起来为 {figure}；{whole.place}的“{whole.label}”为 {whole.said(inquiry)}")
    if gap:
        _say_gap(inquiry, abs(gap), ("各项之和", whole.label), (total, whole.value), unit, (*markers, *whole.cite(inquiry)), len(parts))
    else:
        inquiry.draft.say("，两者相等")
    if claim is not None and claim.money and money and not any(abs(whole.fen - fen) <= claim.slack(fen) for fen in claim.fen()):
        inquiry.draft.say(f"；所说的 {plain(claim.value)} 与“{whole.label}”不同")
    if missing:
        inquiry.draft.say(f"；没有列入的是 {'、'.join(f'{part.label} {part.said(inquiry)}' for part in missing)}")
    inquiry.draft.say("。")


def _say_gap(inquiry: Inquiry, gap: Decimal, names: tuple[str, str], values: tuple[Decimal, Decimal], unit: str, markers: tuple[int, ...], addends: int = 1) -> None:
    """The difference with its formula; what rounding explains is called 尾差."""
    money = unit in SCALES
    shown = [money_in(int(value * 100), unit) if money else plain(value) for value in values]
    formula = f"{names[0]} {shown[0]} {unit} - {names[1]} {shown[1]} {unit}"
    figure = inquiry.draft.money("相差", int(gap * 100), unit, markers, formula) if money else inquiry.draft.number("相差", gap, unit, markers, formula)
    rounding = money and unit != "元" and gap <= Decimal("0.005") * SCALES[unit] * (addends + 1)
    inquiry.draft.say(f"，相差 {figure}{'（四舍五入的尾差）' if rounding else ''}")


def _listed(inquiry: Inquiry, doubt: Doubt, scanned: Scanned, group: Group) -> bool:
    """A stated whole against a list that another section of the text gives: 项目经费情况说明里三项."""
    for claim in doubt.claims:
        wholes = [s for s in place(inquiry, group, claim, doubt, scanned) if s.place == "正文"]
        if not claim.money or not wholes:
            continue
        counted = doubt.counted
        for passage, parts in _lists(inquiry, group, doubt).items():
            if passage == wholes[0].cell.row_id or (counted and len(parts) not in counted):
                continue
            known = {part.label for part in parts}
            own = statements(inquiry, group, "s.passage_id = ? AND s.role = 'amount' AND s.amount IS NOT NULL", (wholes[0].cell.row_id,))
            missing = tuple(s for s in own if s.fen != wholes[0].fen and s.label not in known) if any(s.label in known for s in own) else ()
            say_sum(inquiry, group, wholes[0], tuple(parts), claim, missing)
            return True
    return False


def _rows_of_table(inquiry: Inquiry, doubt: Doubt, scanned: Scanned, group: Group) -> bool:
    """A subject against some rows of another table: 07表的职工基本医疗保险是03表两行医疗之和吗."""
    said = _ROWS.search(doubt.text)
    before = [m for m in strong(scanned.mentions) if said and m.end <= said.start()]
    tables = tables_named(inquiry, scanned, group)
    if not said or not before or len(tables) not in (1, 2):
        return False
    amount = amount_of(inquiry, group, before[-1], _table_number(scanned) if len(tables) == 2 else None)
    rows = [c for c in main_cells(inquiry, tables[-1]) if c.level == "leaf" and c.amount and said["what"] in "".join((c.label, *(m[2] for m in c.members)))]
    if amount is None or len(rows) != small_number(said["n"]):
        return False
    say_sum(inquiry, group, replace(of_cell(amount.cells[0]), value=Decimal(amount.fen) / 100, cells=amount.cells), tuple(_by_function(c) for c in rows))
    inquiry.keep(amount, inquiry.name(amount), None)
    return True


def _table_number(scanned: Scanned) -> str | None:
    return next((str(small_number(m.value["number"])) for m in scanned.all("table") if m.value.get("number")), None)


def _by_function(cell: Cell) -> Sighting:
    """A row that several classifications name, under the functional one."""
    found = cell.member("function")
    return replace(of_cell(cell), label=found[1]) if found else of_cell(cell)


def _items_in_text(inquiry: Inquiry, doubt: Doubt, scanned: Scanned, group: Group) -> bool:
    """The items that the text goes through one by one, against the total that the question claims: 说明里列的11条支出加起来."""
    stage = next((m.value for m in scanned.all("stage") if m.value in ("adjusted", "budget", "final")), None)
    if not doubt.claims or not (doubt.counted or stage) or not (doubt.prose or stage):
        return False
    own = "final" if group.phase == "决算" else "budget"
    items: dict[str, Sighting] = {}
    for said in statements(inquiry, group, "s.role = 'amount' AND s.amount IS NOT NULL AND s.member LIKE '%-%-%' AND s.stage = ?", (stage or own,)):
        if not said.earlier(group):
            items[said.label] = said  # the last one is what is arranged
    wholes = [s for s in place(inquiry, group, doubt.claims[0], doubt, scanned, free=True) if s.label not in items]
    if len(items) < 2 or not wholes or (doubt.counted and len(items) not in doubt.counted):
        return False
    say_sum(inquiry, group, next((s for s in wholes if s.place == "正文"), wholes[0]), tuple(items.values()), doubt.claims[0])
    return True


def _named_parts(inquiry: Inquiry, doubt: Doubt, scanned: Scanned, group: Group) -> bool:
    """Amounts that the question names, added up, against the sum that it claims: A和B加起来等于48065万吗."""
    claims = [c for c in doubt.claims if c.money]
    named = [m for m in strong(scanned.mentions) if claims and m.end <= claims[-1].start]
    if len(claims) != 1 or len(named) < 2:
        return False
    options = [[a for s in m.value if (a := inquiry.of(Operand((s,)), group)) is not None and a.value is not None and len(a.cells) == 1] for m in named]
    ways = {tuple(a.cells[0].id for a in way): way for way in islice(product(*options), 64) if len({a.cells[0].row_id for a in way}) == len(way)}
    right = [way for way in ways.values() if any(abs(sum(a.fen for a in way) - fen) <= claims[0].slack(fen) for fen in claims[0].fen())]
    if len(ways) != 1 and len(right) != 1:
        return False
    amounts = (right or list(ways.values()))[0]
    claim = claims[0]
    parts = [of_cell(amount.cells[0]) for amount in amounts]
    unit = parts[0].unit
    total = sum(part.fen for part in parts)
    markers = tuple(dict.fromkeys(m for part in parts for m in part.cite(inquiry)))
    spoken = "、".join(f"{part.label} {part.said(inquiry)}" for part in parts)
    formula = " + ".join(f"{part.label} {money_in(part.fen, unit)}" for part in parts) + f" = {money_in(total, unit)} {unit}"
    figure = inquiry.draft.money("各项之和", total, unit, markers, formula)
    gap = min((abs(total - fen) - claim.slack(fen) for fen in claim.fen()), default=0)
    same = gap <= 0
    inquiry.draft.say(f"{'一致' if same else '不一致'}（{inquiry.prefix(group)}）：{spoken}，加起来为 {figure}，{'与所说相同' if same else f'所说的是 {plain(claim.value)} {claim.unit}，不同'}。")
    return True


def _lists(inquiry: Inquiry, group: Group, doubt: Doubt) -> dict[str, list[Sighting]]:
    """Amounts by passage, of sections whose heading the question says."""
    rows = inquiry.database.select(f"SELECT id, heading FROM passage WHERE document_id IN ({marks(group.ids)}) AND kind = 'narrative' ORDER BY id", group.ids, log=False)
    found: dict[str, list[Sighting]] = {}
    for row in rows:
        heads = [re.sub(r"^[（(]?[一二三四五六七八九十\d]+[)）]?[、.．]?", "", head).strip() for head in row["heading"].split(" / ")]
        if any(len(head) >= 5 and head in doubt.text for head in heads):
            parts = statements(inquiry, group, "s.passage_id = ? AND s.role = 'amount' AND s.amount IS NOT NULL", (row["id"],))
            if len(parts) > 1:
                found[row["id"]] = parts
    return found
