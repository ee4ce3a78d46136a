"""`yusuan search`: ranked passages and table rows, with their places, scores and why they were found."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from index.errors import InputError
from index.published import HeldDocument, documents, reading
from qa.retrieve import Hit, RowHit, search, search_rows
from tui.commands.database import ready_database
from tui.commands.output import echo, echo_json, place
from tui.settings import load

if TYPE_CHECKING:
    from tui.cli import Call

KINDS = {"narrative": "正文", "goal": "目标", "indicator": "指标", "term": "名词解释", "note": "注"}


@dataclass(frozen=True, slots=True)
class Filters:
    """What is searched; applied before ranking."""

    department: str | None = None
    """Part of a department's or unit's name."""
    year: int | None = None
    phase: str | None = None
    kinds: tuple[str, ...] = ()
    """Of passages; empty for all, and for table rows too."""


def search_text(call: Call, text: str, as_json: bool, limit: int, filters: Filters) -> int:
    """Print what speaks of `text`; status 1 where nothing does."""
    if not text.strip():
        raise InputError("请写出要找的话。")
    settings = load(call.flags)
    database = ready_database(call.data, settings)
    held = {one.id: one for one in documents(database)}
    within = chosen(held, filters)
    with reading(database) as connection:
        hits = search(connection, text, documents=within, kinds=filters.kinds or None, limit=limit, model=settings.embedding_model)
        rows = () if filters.kinds else search_rows(connection, text, within, limit)
    if as_json:
        echo_json({"query": text, "passages": [told(hit, held) for hit in hits], "rows": [told(row, held) for row in rows]}, indent=1)
    else:
        show(hits, rows, held)
    return 0 if hits or rows else 1


def chosen(held: dict[str, HeldDocument], filters: Filters) -> tuple[str, ...] | None:
    """Ids of the documents that the filters leave; `None` for all; raises InputError where none is left."""
    if filters.department is None and filters.year is None and filters.phase is None:
        return None
    left = [
        one.id
        for one in held.values()
        if (filters.department is None or filters.department in f"{one.department or ''} {one.unit or ''}")
        and filters.year in (None, one.year)
        and filters.phase in (None, one.phase)
    ]
    if not left:
        names = "；".join(f"{one.department or one.file} {one.year or ''} {one.phase or ''}".rstrip() for one in held.values())
        raise InputError(f"没有这样的文件。已收录：{names}。")
    return tuple(left)


def told(hit: Hit | RowHit, held: dict[str, HeldDocument]) -> dict[str, Any]:
    """A hit as plain data, with its file."""
    return {"file": held[hit.document_id].file, **asdict(hit)}


def show(hits: tuple[Hit, ...], rows: tuple[RowHit, ...], held: dict[str, HeldDocument]) -> None:
    """Hits for a person."""
    for rank, hit in enumerate(hits, start=1):
        echo(f"{rank}. {held[hit.document_id].file}，{place(hit.location)}，{KINDS.get(hit.kind, hit.kind)}　{hit.heading}")
        echo(f"   {hit.text}")
        echo(f"   得分 {hit.score:.1f}，切题 {hit.covered:.0%}；{'、'.join(hit.why) or '整句相近'}")
    if rows:
        echo("表格行：" if not hits else "\n表格行：")
    for row in rows:
        echo(f"- {held[row.document_id].file}，{place(row.location)}：{row.text}")
    if not hits and not rows:
        echo("没有找到。")
