"""Rows and amounts that a follow-up means by their place: 第二个, 最后一个, 最大的那个, 哪个最多."""

from __future__ import annotations

import re
from dataclasses import replace

from index.knowledge import read_toml
from qa.draft import Item
from qa.follow import Follow
from qa.inquiry import NotHeld
from qa.numerals import small_number
from qa.plan import Operand, Scope
from qa.turns import chain, running, scope_of
from qa.vocabulary import NUMBER, PATTERNS

_WORDS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}


def ordinals(text: str) -> list[re.Match[str]]:
    """Every place that the text names, in the order in which they are said."""
    found: list[re.Match[str]] = []
    for form in read_toml(PATTERNS)["pronoun"]["ordinal"]:
        found += [m for m in re.finditer(form.replace("N", NUMBER), text) if not any(o.start() < m.end() and m.start() < o.end() for o in found)]
    return sorted(found, key=lambda match: match.start())


def by_place(f: Follow) -> tuple[Operand, ...]:
    """最后一个比第一个: the amounts that are pointed to by their places, as they are said."""
    given = f.last.amounts() if len(f.last.amounts()) > 1 else running(f.turns)
    places = [_place(match, len(given)) for match in ordinals(f.scanned.text)]
    return tuple(given[index] for index in places if 0 <= index < len(given)) if len(set(places)) > 1 else ()


def _place(match: re.Match[str], size: int) -> int:
    """The index that an ordinal means among so many."""
    said = match.groupdict()
    number = _WORDS.get(said.get("word") or "", small_number(said["n"]) if said.get("n") else 1) or 0
    return size - number if said.get("back") or said.get("last") or said.get("word") == "last" else number - 1


def listing(f: Follow) -> tuple[Item, ...]:
    """The rows that an ordinal counts: those last listed, though one of them was asked about since."""
    told = next((turn for turn in reversed(f.turns[-4:]) if turn.plan.operation in ("rank", "list", "lookup", "count") and len(turn.items) > 1), f.last)
    between = f.turns[f.turns.index(told) + 1 :]
    keys = {s.key for item in told.items for s in item.subjects}
    return told.items if all(any(s.key in keys for o in turn.subjects()[:1] for s in o.subjects) for turn in between) else f.last.items


def placed(item: Item, f: Follow) -> tuple[Operand, ...]:
    """The amount of an answered row, in its own budget where that is not the one spoken of; empty for a row that is no amount."""
    if not item.subjects:
        return ()
    elsewhere = item.group is not None and f.last.groups != (item.group,) and f.named == Scope()
    return (replace(item.operand or Operand(item.subjects), scope=scope_of(item.group) if elsewhere else Scope()),)


def _ranked(f: Follow) -> Item | None:
    """最大的那个, 哪个最多: of the rows that were answered, by their amounts."""
    ranks = [m for m in f.scanned.all("rank") if not m.value.get("limit") and "前" not in m.text]
    listed = f.last.items
    if f.scanned.all("dimension") and len({turn.scope.years for turn in chain(f.turns)}) < 2:
        return None
    if len(listed) < 2 and re.search(r"哪|谁", f.scanned.text) and not f.plan.operands:
        listed = tuple(turn.items[0] for turn in chain(f.turns) if turn.items)  # 水费多少, 电费呢, 哪个最多
    items = [item for item in listed if item.fen is not None]
    among = re.search(r"(?:的|中|里)?(?:那|这)(?:个|一个|项|一项|笔|家|块|样|种|年)", f.scanned.text)
    asked = f.last.plan.operation in ("lookup", "list") and not f.last.several and not f.plan.operands
    if not ranks or len(items) < 2 or len(items) != len(listed) or f.scanned.unexplained or not (among or asked):
        return None
    items.sort(key=lambda item: -(item.fen or 0) if f.plan.order == "most" else item.fen or 0)
    level = [item for item in items if item.fen == items[f.plan.first - 1].fen] if f.plan.first <= len(items) else []
    return level[0] if len(level) == 1 else None


def indexed(f: Follow) -> Item | None:
    """第二个 of the rows that were answered, or of the amounts that the conversation went through."""
    said = ordinals(f.scanned.text)
    spans = [match.span() for match in said]
    if any(m.value != "year" and not any(a <= m.start and m.end <= b for a, b in spans) for m in f.scanned.all("dimension")) or "former" in f.said("pronoun") or "latter" in f.said("pronoun"):
        return None
    ranked = _ranked(f)
    if ranked is not None:
        return ranked
    back = bool({"back", "first_topic"} & set(f.said("pronoun")))
    topics = tuple(turn.items[0] for turn in f.turns if turn.items) if back else ()
    if "first_topic" in f.said("pronoun"):
        return topics[0] if topics else None
    if not said:
        return None
    items = listing(f) if len(listing(f)) > 1 or not topics else topics
    index = _place(said[0], len(items))
    if len(items) > 1 and not 0 <= index < len(items):
        raise NotHeld("上面列出的没有这么多，请说出要问的是哪一项。")
    return items[index] if len(items) > 1 else None
