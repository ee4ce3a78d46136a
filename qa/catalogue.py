"""What is held, as a model is told it: departments, years, measures, the members that share words with the question, tables."""

from __future__ import annotations

from collections.abc import Iterable

from qa.holdings import Group
from qa.members import Members, Name
from qa.normalise import name_key
from qa.planned import Engine
from qa.prompts import quoted
from qa.sql import marks
from qa.vocabulary import measures

MOST_BUDGETS, MOST_MEMBERS, MOST_TABLES = 40, 80, 30


def catalogue(engine: Engine, groups: tuple[Group, ...], question: str) -> str:
    """The catalogue, one entry a line."""
    documents = tuple(id for group in groups for id in group.ids)
    lines = ["收录的预算："]
    lines += [f"- {quoted(group.department)}｜{group.year}｜{group.phase}" for group in groups[:MOST_BUDGETS]]
    lines += ["度量（axis=measure）：", *(f"- {id}：{row['name']}" for id, row in measures().items())]
    lines += ["成员（axis：key）：", *(f"- {name.axis}：{quoted(name.name)}" for name in nearest(engine.catalog.of(documents), question))]
    lines += ["表：", *(f"- {quoted(text)}" for text in tables(engine, documents))]
    return "\n".join(lines)


def nearest(members: Members, question: str) -> list[Name]:
    """Members that share most pairs of characters with the question, then the shortest names."""
    asked = pairs(name_key(question))
    seen: dict[tuple[str, str], Name] = {}
    for name in members.names:
        if name.axis not in ("unit", "statement"):
            seen.setdefault((name.axis, name.key), name)
    scored = sorted(seen.values(), key=lambda n: (-len(pairs(n.key) & asked) / (len(n.key) ** 0.5), len(n.key), n.axis, n.key))
    return scored[:MOST_MEMBERS]


def pairs(text: str) -> set[str]:
    """Neighbouring characters."""
    return {text[i : i + 2] for i in range(len(text) - 1)}


def tables(engine: Engine, documents: tuple[str, ...]) -> Iterable[str]:
    """Printed numbers and titles."""
    rows = engine.database.select(
        f"SELECT DISTINCT coalesce(number, ''), title FROM source_table WHERE document_id IN ({marks(documents)}) ORDER BY ordinal LIMIT {MOST_TABLES}", documents, log=False
    )
    return [f"{number} {title}".strip() for number, title in rows]
