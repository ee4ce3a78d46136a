"""What the stored 勾稽 checks found, told with every place that they compare."""

from __future__ import annotations

import re

from qa.facts import cells
from qa.inquiry import Inquiry
from qa.records import Figure
from qa.sql import marks, parsed
from qa.texts import coverage

MOST_CITED = 60
"""Rows of one sum that are cited."""


def found_by_checks(inquiry: Inquiry) -> bool:
    """What the stored checks found about the rows or words in question."""
    said = False
    for group in inquiry.groups:
        rows = inquiry.database.select(f"SELECT * FROM check_result WHERE document_id IN ({marks(group.ids)}) AND verdict='fails' ORDER BY id", group.ids)
        scored = []
        names = [s.name or s.text for o in inquiry.plan.operands for s in o.subjects]
        sought = " ".join([inquiry.plan.words, *names])
        numbers = [n.replace(",", "") for n in re.findall(r"\d[\d,]*(?:\.\d+)?", inquiry.draft.question) if len(n) >= 3 and not re.fullmatch(r"(19|20)\d\d", n)]
        for row in rows:
            text = f"{row['description']}{row['left_label']}{row['right_label']}{row['message']}"
            share = coverage(sought, text) if sought.strip() else 0.0
            share += sum(number in text.replace(",", "") for number in numbers)
            if share >= (1.0 if numbers else 0.6):
                scored.append((share, row))
        scored.sort(key=lambda pair: (-pair[0], pair[1]["id"]))
        for _, row in [pair for pair in scored if pair[0] >= scored[0][0] - 0.05][:3]:
            cite_check(inquiry, row)
            said = True
    return said


def cite_check(inquiry: Inquiry, row) -> None:
    """A check in one sentence, every place that it compares cited, the difference with its formula."""
    markers = tuple(marker for ref in [row["left_ref"], *(parsed(row["right_refs"]) or [])][:MOST_CITED] if (marker := cite_ref(inquiry, ref)) is not None)
    text = "".join(f"[{m}]" for m in dict.fromkeys(markers))
    for label, printed in ((row["left_label"], row["left"]), (row["right_label"], row["right"])):
        printed_figure(inquiry, label, printed, markers)
    for printed in re.findall(r"\d[\d,]*(?:\.\d+)?\s*(?:万元|亿元|千元|元|%|平方米|个|家|辆|项|次|场|人次|条|台)", row["message"]):
        if not any(f.value == re.sub(r"[^\d.]", "", printed) for f in inquiry.draft.figures):
            gap = row["difference"] is not None and f"相差 {printed}" in row["message"]
            formula = f"{row['left_label']} {row['left']} - {row['right_label']} {row['right']}" if gap else None
            printed_figure(inquiry, "相差" if gap else "核对", printed, markers, formula)
    inquiry.draft.say(f"核对结果{'一致' if row['verdict'] == 'holds' else '不一致'}：{row['message'].rstrip('。')}{text}。")


def printed_figure(inquiry: Inquiry, label: str, printed: str, markers: tuple[int, ...], formula: str | None = None) -> None:
    match = re.fullmatch(r"[^\d-]{0,3}(-?[\d,]+(?:\.\d+)?)\s*(万元|亿元|千元|元|%|[\u4e00-\u9fff]{0,4})", printed.strip())
    if match and markers:
        inquiry.draft.figures.append(Figure(label, match[1].replace(",", ""), match[2], tuple(dict.fromkeys(markers)), formula))


def cite_ref(inquiry: Inquiry, ref: str) -> int | None:
    """The marker of a fact, row or passage by its id."""
    held = cells(inquiry.database, "f.id = ?", (ref,)) or cells(inquiry.database, "f.row_id = ?", (ref,))[:1]
    if held:
        return inquiry.draft.cite(held[0])
    rows = inquiry.database.select("SELECT * FROM passage WHERE id=?", (ref,))
    if rows:
        return inquiry.draft.cite_text(rows[0]["id"], rows[0]["document_id"], rows[0]["text"], parsed(rows[0]["location"]), rows[0]["heading"] or None)[0]
    rows = inquiry.database.select(
        "SELECT r.id, r.document_id, r.[values], r.location, t.number, t.title FROM source_row r JOIN source_table t ON t.id=r.table_id WHERE r.id=?", (ref,)
    )
    if rows:
        row = rows[0]
        table = " ".join(part for part in (row["number"], row["title"]) if part)
        return inquiry.draft.cite_row(row["id"], row["document_id"], table, parsed(row["location"]), {k: v for k, v in (parsed(row["values"]) or {}).items() if v})
    return None
