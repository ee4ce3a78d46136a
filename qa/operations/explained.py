"""Terms: what an entry of 名词解释 includes, and two entries whose difference is asked."""

from __future__ import annotations

import re

from qa.holdings import Group
from qa.inquiry import Inquiry
from qa.normalise import name_key
from qa.sought import Sought
from qa.sql import marks, parsed

_DIFFERENCE = re.compile(r"(?:有|的)?(?:什么|啥|何)?(?:本质)?(?:区别|差别|差异|不同|不一样)(?:在哪里?|是什么|在什么地方|有哪些|吗)?|怎么区分|如何区分|怎么分的?$")


def explained(inquiry: Inquiry, sought: Sought) -> bool:
    """What a term of 名词解释 includes: its entry, where the question is about the term alone."""
    if len(sought.content) != 1 or sought.counts:
        return False
    said, asked = False, name_key(inquiry.draft.question)
    for group in inquiry.groups:
        rows = inquiry.database.select(f"SELECT * FROM passage WHERE document_id IN ({marks(group.ids)}) AND kind = 'term' ORDER BY rowid", group.ids)
        row = next((row for row in rows if sought.content[0].text in (head := _head(row)) and len(head) > 2 and head in asked), None)
        if row is not None and not said:
            _quote(inquiry, group, row)
            said = True
    return said


def tell_apart(inquiry: Inquiry) -> bool:
    """The entries of two terms whose difference is asked; `False` where not both are explained."""
    text = name_key(inquiry.draft.question)
    asked = _DIFFERENCE.search(text)
    if not asked:
        return False
    parts = re.split(r"和(?!结余)|与|跟|同|、", text[: asked.start()])
    if len(parts) != 2:
        return False
    for group in inquiry.groups:
        rows = inquiry.database.select(f"SELECT * FROM passage WHERE document_id IN ({marks(group.ids)}) AND kind = 'term' ORDER BY rowid", group.ids)
        heads = [(_head(row), row) for row in rows]
        pair = [_entry(heads, parts[0], last=True), _entry(heads, parts[1], last=False)]
        if None in pair or pair[0]["id"] == pair[1]["id"]:
            continue
        for row in pair:
            _quote(inquiry, group, row)
        return True
    return False


def _quote(inquiry: Inquiry, group: Group, row) -> None:
    markers = inquiry.draft.cite_text(row["id"], row["document_id"], row["text"], parsed(row["location"]), row["heading"] or None)
    inquiry.draft.say(f"{inquiry.prefix(group)}（{row['heading']}）：“{row['text']}”{''.join(f'[{m}]' for m in markers)}")


def _head(row) -> str:
    """The term that an entry explains."""
    head = name_key(re.split(r"[:：]|是指|指|是", row["text"], maxsplit=1)[0])
    return re.sub(r"^[(（]?[一二三四五六七八九十\d]+[)）]?[、.．]*", "", head)


def _entry(heads: list[tuple[str, object]], said: str, *, last: bool):
    """The entry whose head the words end with (or begin with), the nearest head first."""
    found = []
    for head, row in heads:
        for form in {head, re.sub(r"(?:预算|支出|收入)$", "", head), re.sub(r"^事业单位", "", head), re.sub(r"预算$", "", head)}:
            if len(form) >= 3 and (said.endswith(form) if last else said.startswith(form)):
                found.append((-len(form), len(head), row))
    return min(found, key=lambda item: item[:2])[2] if found else None
