"""Words that a question doubts: the note under a table, what an item is said to be for, a list that names what its table leaves empty."""

from __future__ import annotations

import re

from index.knowledge import read_toml
from qa.doubts import Doubt
from qa.draft import marks_text
from qa.holdings import Group
from qa.inquiry import Inquiry
from qa.normalise import name_key, normalise
from qa.operations.findings import cite_check, cite_ref, printed_figure
from qa.operations.sightings import amount_of, fits, of_cell, project_of, statements, strong
from qa.scan import Scanned
from qa.sql import marks, parsed
from qa.texts import coverage, pairs

_LEVELS = {"国家级": "国", "中央级": "国", "省级": "省", "市级": "市", "区级": "区", "县级": "县", "乡级": "乡", "镇级": "镇"}
_QUOTED = re.compile(r'"([^"]{2,20})"')
_PURPOSE = re.compile(r"主要用于([^。；]{2,120})")
_LISTING = re.compile(r"包括|包含|列有|含有|其中|有")


def note(inquiry: Inquiry, doubt: Doubt, scanned: Scanned, group: Group) -> bool:
    """The note under an empty table against the table's own title."""
    if not doubt.says("note"):
        return False
    rows = inquiry.database.select(f"SELECT * FROM source_table WHERE document_id IN ({marks(group.ids)}) AND note <> '' ORDER BY ordinal", group.ids)
    kinds = next(entry["kinds"] for entry in read_toml("checks.toml")["check"] if entry["kind"] == "empty_note")
    said = [kind for kind in kinds if kind in doubt.text]
    own = [row for row in rows if any(kind in row["title"] for kind in said)]
    if len(own) == 1 and not own[0]["is_empty"]:
        failed = inquiry.database.select(f"SELECT * FROM check_result WHERE document_id IN ({marks(group.ids)}) AND [check] = 'empty_note' AND verdict = 'fails' ORDER BY id", group.ids)
        failed = [row for row in failed if own[0]["title"] in row["description"]]
        for row in failed[:1]:
            cite_check(inquiry, row)
        return bool(failed)
    if len(own) != 1 or not own[0]["is_empty"]:
        return False
    table = own[0]
    markers = inquiry.draft.cite_text(table["id"], table["document_id"], table["note"], parsed(table["note_location"]) or parsed(table["location"]), table["title"], f"/budget/source_table/{table['id']}")
    other = [kind for kind in kinds if kind in table["note"] and kind not in table["title"]]
    verdict = f"不一致，表与注不符：表是{'、'.join(k for k in kinds if k in table['title'])}，注写的却是{'、'.join(other)}，疑为笔误" if other else "一致：注所说的与表相符，表中没有数"
    inquiry.draft.say(f"{inquiry.prefix(group)}《{table['title']}》下的注是“{table['note']}”{marks_text(markers)}。{verdict}。")
    return True


def purpose(inquiry: Inquiry, doubt: Doubt, scanned: Scanned, group: Group) -> bool:
    """What the text says that an item is used for, against the item's own name."""
    named = strong(scanned.mentions)
    if not doubt.says("purpose") or not named:
        return False
    rows = inquiry.database.select(f"SELECT * FROM passage WHERE document_id IN ({marks(group.ids)}) AND kind = 'narrative' ORDER BY id", group.ids)
    names = {(s.axis, s.name) for s in named[0].value if s.axis in ("function", "department", "government")}
    found = []
    for index, row in enumerate(rows):
        head = row["text"][:120].split("主要用于")[0]
        if not any(re.search(rf"{re.escape(name_key(name))}[（(]?项", name_key(head)) for _, name in names):
            continue
        follows = rows[index + 1] if index + 1 < len(rows) and "主要用于" not in row["text"] and not re.match(r"\s*\d+[、.．]", rows[index + 1]["text"]) else None
        for piece in (row, follows):
            match = _PURPOSE.search(piece["text"]) if piece is not None else None
            if match:
                found.append((row, piece, match))
                break
    if len(found) != 1:
        return False
    row, piece, match = found[0]
    markers = [m for part in dict.fromkeys((row["id"], piece["id"])) if (m := cite_ref(inquiry, part)) is not None]
    name = next(name for _, name in sorted(names) if name_key(name) in name_key(row["text"]))
    others = [n.name for n in inquiry.catalog.of(group.ids).names if n.axis in ("function", "department") and len(n.key) >= 4 and n.key in name_key(match[1]) and name_key(name) not in n.key]
    own = coverage(name, match[1]) > 0 or any(pair in match[1] for pair in pairs(name))
    if own == bool(others) and not (not own and others):
        return False
    use = match[1].strip("：: ")
    verdict = f"一致：用途与“{name}”相符" if own else f"不一致：科目是“{name}”，所写的用途却是“{use}”，疑为笔误"
    inquiry.draft.say(f"{inquiry.prefix(group)}正文写“{name}”{match[0].strip()}{marks_text(tuple(markers))}。{verdict}。")
    return True


def level(inquiry: Inquiry, doubt: Doubt, scanned: Scanned, group: Group) -> bool:
    """A level of government that the text names against the one that the department belongs to."""
    said = [word for word in _LEVELS if word in doubt.text]
    own = next((mark for mark in ("镇", "乡", "县", "区", "市", "省") if re.search(rf"{mark}(?!域|块|间)", _place(group.department))), None)
    quoted = [word for word in said if _LEVELS[word] != own]
    if len(quoted) != 1 or own is None:
        return False
    rows = inquiry.database.select(f"SELECT * FROM passage WHERE document_id IN ({marks(group.ids)}) AND text LIKE '%' || ? || '%' ORDER BY kind <> 'term', id", (*group.ids, quoted[0]))
    if not rows:
        return False
    markers = tuple(m for row in rows[:3] if (m := cite_ref(inquiry, row["id"])) is not None)
    where = rows[0]["heading"].split(" / ")[-1]
    inquiry.draft.say(f"不一致：{where}里写的是“{quoted[0]}”{marks_text(markers)}，而“{group.department}”属于{own}级。")
    return True


def _place(department: str) -> str:
    """The part of a body's name that says where it is."""
    found = re.match(r"(?:中共|中国共产党)?((?:[^省市区县镇乡]{2,4}[省市区县镇乡])+)", department)
    return found[1] if found else ""


def listed_in_text(inquiry: Inquiry, doubt: Doubt, scanned: Scanned, group: Group) -> bool:
    """A list of the text that names a subject, and the amount that the table has for it."""
    named = strong(scanned.mentions)
    if not doubt.prose or doubt.claims or not _LISTING.search(doubt.text) or not re.search("表|两[处边头]|实际|花了|有没有数|有数", doubt.text):
        return False
    if len(named) < 2 or not any(s.axis in ("department", "function", "government") for s in named[-1].value):
        return False
    amount = amount_of(inquiry, group, named[-1])
    if amount is None or len(amount.cells) != 1 or amount.cells[0].sentence is not None:
        return False
    name = inquiry.name(amount)
    rows = inquiry.database.select(f"SELECT * FROM passage WHERE document_id IN ({marks(group.ids)}) AND kind = 'narrative' AND text LIKE '%' || ? || '%' ORDER BY id", (*group.ids, name))
    rows = [row for row in rows if re.search(r"包括|包含", row["text"]) and any(fits(row["text"], m) for m in named[:-1])]
    if len(rows) != 1:
        return False
    marker = cite_ref(inquiry, rows[0]["id"])
    side = of_cell(amount.cells[0])
    same = bool(side.value)
    inquiry.draft.say(f"{'一致' if same else '不一致'}（{inquiry.prefix(group)}）：正文的列举里有“{name}”[{marker}]，{side.place}中“{name}”为 {side.said(inquiry)}{'' if same else '，即没有安排，与正文不符'}。")
    inquiry.keep(amount, name, None)
    return True


def same_targets(inquiry: Inquiry, doubt: Doubt, scanned: Scanned, group: Group) -> bool:
    """Indicators that two tables print: which have one target and which two."""
    if not doubt.says("target") or not re.search(r"两(?:张|个)?表|整体", doubt.text):
        return False
    rows = inquiry.database.select(f"SELECT * FROM check_result WHERE document_id IN ({marks(group.ids)}) AND [check] = 'indicator' ORDER BY id", group.ids)
    asked = [normalise(text) for text in _QUOTED.findall(doubt.text)]
    found = []
    for row in rows:
        name = re.search(r"的指标“(.+?)”", row["description"])
        owner = re.search(r"项目“(.+?)”", row["description"])
        spoken = any(coverage(text, name[1]) >= 0.75 for text in asked) if asked and name else name and coverage(name[1], doubt.text) >= 0.7
        if spoken and (not owner or any(fits(owner[1], m) for m in strong(scanned.mentions)) or not strong(scanned.mentions)):
            found.append((name[1], row))
    if not found:
        return False
    told = []
    for name, row in sorted(found, key=lambda pair: pair[1]["verdict"] == "holds"):
        markers = tuple(m for ref in (row["left_ref"], *parsed(row["right_refs"])) if (m := cite_ref(inquiry, ref)) is not None)
        for printed in (row["left"], row["right"]):
            printed_figure(inquiry, name, printed, markers)
        told.append(f"“{name}”{'两处相同' if row['verdict'] == 'holds' else '两处不一致'}，{row['left']} 与 {row['right']}{marks_text(markers)}")
    inquiry.draft.say(f"{'不一致' if any(row['verdict'] != 'holds' for _, row in found) else '一致'}：{'；'.join(told)}。")
    return True


def across(inquiry: Inquiry, doubt: Doubt, scanned: Scanned) -> bool:
    """What two budgets say in words of one subject and its parts: vehicles and their kinds."""
    told, lists = [], []
    for group in sorted(inquiry.groups, key=lambda g: g.year or 0):
        longer = [m.text for m in strong(scanned.mentions)]  # 机关运行经费 counts no 机关
        counts = [s for s in statements(inquiry, group, "s.role = 'count' AND s.subject <> ''") if len(s.label) > 1 and s.label in doubt.text and not any(s.label != name and s.label in name for name in longer)]
        if not counts:
            return False
        whole = counts[0]
        parts = [s for s in statements(inquiry, group, "s.role = 'count' AND s.passage_id = ?", (whole.cell.row_id,)) if s.cell.sentence == whole.cell.sentence and s.unit == whole.unit and s.label != whole.label and s.value]
        lists.append(({s.label: s.value for s in parts}, whole.value))
        told.append(f"{inquiry.prefix(group)}{whole.label} {whole.said(inquiry)}" + (f"（{'、'.join(f'{s.label} {s.said(inquiry)}' for s in parts)}）" if parts else ""))
    same = lists[0] == lists[1]
    tail = "" if same else "，总数相同、构成不同" if lists[0][1] == lists[1][1] else ""
    inquiry.draft.say(f"{'一致' if same else '不一致'}：{'；'.join(told)}{tail}。")
    return True


def finding(inquiry: Inquiry, doubt: Doubt, scanned: Scanned, group: Group) -> bool:
    """What a stored check found of the very figures that the question claims."""
    numbers = [claim for claim in doubt.claims if len(re.sub(r"\D", "", str(claim.value)).strip("0")) >= 3]
    if not numbers:
        return False
    rows = inquiry.database.select(f"SELECT * FROM check_result WHERE document_id IN ({marks(group.ids)}) AND verdict = 'fails' ORDER BY id", group.ids)
    rows = [row for row in rows if all(re.search(rf"(?<![\d.]){re.escape(str(c.value))}(?![\d])", row["message"].replace(",", "")) for c in numbers)]
    rows = [row for row in rows if all(fits(f"{row['description']}{row['message']}{row['left_label']}{row['right_label']}", m) for m in strong(scanned.mentions))]
    for row in rows[:2]:
        cite_check(inquiry, row)
    return bool(rows)


def own_parts(inquiry: Inquiry, doubt: Doubt, scanned: Scanned, group: Group) -> bool:
    """A project's total against the sources of its own money, by the checks of its form."""
    project = project_of(inquiry, group, doubt, scanned)
    if project is None or doubt.claims or not re.search(r"总额|总金额|资金", doubt.text) or not re.search(r"拨款|其他资金|结转|财政资金", doubt.text):
        return False
    rows = inquiry.database.select(f"SELECT * FROM check_result WHERE document_id IN ({marks(group.ids)}) AND [check] LIKE 'project%parts' ORDER BY verdict, id", group.ids)
    rows = [row for row in rows if f"“{project[1]}”" in f"{row['description']}{row['message']}" or project[1] in row["left_label"]]
    for row in rows[:1]:
        cite_check(inquiry, row)
    return bool(rows)
