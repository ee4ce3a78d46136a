"""Answers that only prose gives: the sentences that print what a question in words expects, of the subject that it names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.holdings import Group
from qa.inquiry import Inquiry
from qa.normalise import name_key
from qa.operations.numbered import Found, counts_given
from qa.operations.quotes import figure, figures_of, item_of
from qa.printed import Passage, passages_of, printed, sentences, weighed
from qa.sought import Kind, Run, Sought, kinds, moved, names_of, names_somebody
from qa.sql import parsed

MOST_QUOTED = 14
"""Passages of one chapter that are quoted where the chapter is the answer."""
MOST_GROUPS = 3
CHAPTERS = ("actor", "way", "period", "duties", "units", "allocation")
"""Kinds of answers that only a chapter of their own gives."""
LISTS = ("list", "units", "name")
"""Kinds of answers that name several things."""
_LISTED = re.compile(r"、.{2,}、|、.{2,}|2[.、].{2,}")
_DIRECTIONS = {"up": "增加|增长|上升|上涨|[涨增]|变多|提高|多了", "down": "减少|下降|下跌|降低|压减|缩减|[降减砍]|变少|少了"}


def tell(inquiry: Inquiry, sought: Sought, *, first: bool = False) -> bool:
    """Answers from sentences; `False` where none of a budget in scope gives what is sought."""
    told: list[tuple[Group, list[Found]]] = []
    for group in inquiry.groups:
        found = _answers(inquiry, group, sought, first)
        if found:
            told.append((group, found))
    departments = {group.department for group, _ in told}
    if not told or len(departments) > 1 or (sought.money and not sought.has("reason", "allocation")):
        return False
    said: set[str] = set()
    for group, found in sorted(told, key=lambda pair: -(pair[0].year or 0))[:MOST_GROUPS]:
        key = "".join(name_key(one.text) for one in found)
        if key in said:
            continue
        said.add(key)
        _say(inquiry, group, found)
    return True


def _say(inquiry: Inquiry, group: Group, found: list[Found]) -> None:
    draft = inquiry.draft
    quoted = []
    for one in found:
        row = one.passage.row
        markers = draft.cite_text(row["id"], row["document_id"], one.text, parsed(row["location"]), row["heading"] or None)
        quoted.append(f"“{one.text}”{''.join(f'[{m}]' for m in markers)}")
        for label, number, unit in one.figures:
            draft.figures.append(figure(label, number, unit, markers))
        if not one.figures:
            figures_of(inquiry, row["id"], markers, within=one.text)
        if row["project_id"]:
            draft.items.append(item_of(row["heading"], row["project_id"]))
    heading = found[0].passage.row["heading"]
    draft.say(f"{group.named()}{f'（{heading}）' if heading else ''}：{''.join(quoted)}")
    if found[-1].text.rstrip().endswith((":", "：")):
        _rows_below(inquiry, found[-1])


def _rows_below(inquiry: Inquiry, found: Found) -> None:
    """A sentence that ends with a colon is completed by the rows of the list that the document prints as a table."""
    document = found.passage.row["document_id"]
    rows = inquiry.database.select(
        """SELECT r.id, r.cells, r.location, t.number, t.title FROM source_row r JOIN source_table t ON t.id = r.table_id WHERE t.document_id = ?
        AND t.id IN (SELECT table_id FROM source_row WHERE cells LIKE '%单位名称%') ORDER BY t.ordinal, r.ordinal LIMIT 60""",
        (document,),
    )
    heads: list[str] = []
    names = []
    for row in rows:
        cells = [cell or "" for cell in parsed(row["cells"])]
        if "单位名称" in [name_key(cell) for cell in cells]:
            heads = cells
        elif heads and len(cells) == len(heads):
            name = cells[[name_key(head) for head in heads].index("单位名称")]
            kept = {head: cell for head, cell in zip(heads, cells, strict=True) if head and cell}
            marker = inquiry.draft.cite_row(row["id"], document, row["title"] or None, parsed(row["location"]), kept)
            names.append(f"{name}[{marker}]")
    if names:
        inquiry.draft.say(f"：{'、'.join(names)}。")


def _answers(inquiry: Inquiry, group: Group, sought: Sought, first: bool) -> list[Found]:
    passages = passages_of(inquiry.database, group.ids)
    if first and not sought.sure:  # a goal's number is better said by the indicator's row
        passages = [passage for passage in passages if passage.row["kind"] == "narrative"]
    if not passages:
        return []
    chapter = _chapter(passages, sought)
    if chapter:
        return chapter
    if sought.counts:
        return _counted(passages, sought)
    best: list[Found] = []
    for kind in sought.kinds:
        if kind.name in CHAPTERS:
            return []
        found = max(_candidates(passages, sought, kind), key=lambda one: one.score, default=None)
        if found is None:
            return []
        if not any(found.text in other.text for other in best):
            best.append(found)
    return best


def _counted(passages: list[Passage], sought: Sought) -> list[Found]:
    """The counts that are asked, with the list or the reason that is asked beside them; nothing where one is missing."""
    best = counts_given(passages, sought)
    if best and any(kind.name in LISTS for kind in sought.kinds) and not any(_LISTED.search(name_key(one.text)) for one in best):
        best = [Found(one.passage, one.passage.row["text"].strip(), one.score, one.figures) for one in best]
        if not any(_LISTED.search(name_key(one.text)) for one in best):
            return []
    for kind in sought.kinds if best else ():
        if kind.name in (*LISTS, *CHAPTERS) or any(_gives(kind, name_key(one.text), sought) for one in best):
            continue
        found = max(_candidates(passages, sought, kind), key=lambda one: one.score, default=None)
        if found is None:
            return []
        best.append(found)
    return best


def _chapter(passages: list[Passage], sought: Sought) -> list[Found]:
    """The passages of the chapter whose heading is what is asked: 主要职能, 立项依据, 实施周期."""
    for kind in sought.kinds:
        if kind.heading is None or (kind.name == "units" and sought.counts):
            continue
        own = [p for p in passages if p.row["kind"] == "narrative" and kind.heading.search(p.heading.rsplit("/", 1)[-1])]
        own = [p for p in own if all(printed(run, p.heading) or printed(run, p.chapter) or printed(run, p.key) for run in sought.content)]
        headings = list(dict.fromkeys(p.row["heading"] for p in own))
        if len(headings) > 1 and sought.content:
            named = [h for h in headings if all(printed(run, name_key(h)) for run in sought.content)]
            headings = named or headings
        if len(headings) != 1 and not (kind.name == "purpose" and headings and sought.content):
            continue
        if kind.name == "purpose" and not all(printed(run, name_key(headings[0])) for run in sought.content):
            continue
        whole = [p for p in passages if p.row["heading"] == headings[0]]
        if kind.name == "units" and not any(kind.gives.search(p.key) for p in whole):
            continue
        return [Found(p, p.row["text"], 1.0) for p in whole[:MOST_QUOTED]]
    return []


def _candidates(passages: list[Passage], sought: Sought, kind: Kind) -> Iterator[Found]:
    """Sentences that give what the kind of answer must print."""
    content = sought.content if kind.name != "name" else tuple(run for run in sought.content if run.text != sought.role)
    for order, passage in enumerate(passages):
        for text, key in sentences(passage):
            if not _gives(kind, key, sought):
                continue
            weight = weighed(passage, key, content, sought.focus)
            if weight is not None:
                yield Found(passage, text, round(weight - order / 100_000 - len(text) / 50_000, 6))


def _gives(kind: Kind, sentence: str, sought: Sought) -> bool:
    if kind.name == "name":
        return names_of(sought.role, sentence)
    if kind.name == "who":
        return names_somebody(sentence, sought.proper)
    if kind.name == "list":
        return bool(re.search(r"、|;.|《|以及|1\.", sentence))
    if kind.name == "reason" and _contrary(sought, sentence):
        return False
    return kind.gives is None or kind.gives.search(sentence) is not None


def _contrary(sought: Sought, sentence: str) -> bool:
    """A rise is explained where a fall is asked for, or the other way about."""
    asked = {direction for direction, words in _DIRECTIONS.items() if any(re.search(words, text) for text in sought.directions)}
    said = {direction for direction, words in _DIRECTIONS.items() if re.search(words, sentence)}
    return len(asked) == 1 and bool(said) and not asked & said


def reasoned(inquiry: Inquiry) -> bool:
    """Why the amounts of the Plan changed or are what they are: the sentence that speaks of them and gives a reason."""
    runs = {name_key(s.name or s.text): Run(name_key(s.name or s.text), (name_key(s.text),)) for o in inquiry.plan.operands for s in o.subjects if s.name or s.text}
    kind = next(kind for kind in kinds() if kind.name == "reason")
    content = tuple(run for run in runs.values() if len(run.text) > 1)
    if not content:
        return False
    return tell(inquiry, Sought((kind,), (), content, content[0], directions=moved(inquiry.draft.question)))
