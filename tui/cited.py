"""How a citation reads: where it stands, and what stands there. Plain strings; nothing here knows the terminal."""

from collections.abc import Mapping, Sequence
from typing import Any

from qa.records import Citation


def place(location: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> str:
    """`第 225 行`, `第 3 页表内第 12 行`, `工作表“支出”第 5 行`; several places joined by ，."""
    if not isinstance(location, Mapping):
        return "，".join(map(place, location))
    parts = []
    if "sheet" in location:
        parts.append(f"工作表“{location['sheet']}”")
    if "page" in location:
        parts.append(f"第 {counted(location['page'])} 页")
    if "line" in location:
        parts.append(f"第 {counted(location['line'])} 行")
    elif "row" in location:
        parts.append(f"{'表内' if 'page' in location else ''}第 {counted(location['row'])} 行")
    return "".join(parts)


def counted(number: int | list[int]) -> str:
    """One number, a run `3-5`, or a list `3、7`."""
    if not isinstance(number, list):
        return str(number)
    if len(number) > 2 and number == list(range(number[0], number[-1] + 1)):
        return f"{number[0]}-{number[-1]}"
    return "、".join(map(str, number))


def source(citation: Citation) -> str:
    """File, table and place: `2026-x.txt，预算10表 …，第 225 行`."""
    return "，".join(part for part in (citation.document.file, citation.table, place(citation.location)) if part)


def shared_source(citation: Citation) -> str:
    """File and table, without the place."""
    return "，".join(part for part in (citation.document.file, citation.table) if part)


def cells(citation: Citation) -> str:
    """The cited cells as printed, or the passage."""
    if citation.kind == "passage":
        return citation.text or ""
    named = citation.cells or tuple(citation.row)
    identity = [f"{header} {printed}" for header, printed in citation.row.items() if header not in named and printed]
    return "；".join(identity + [f"{header} {citation.row.get(header, '') or '（空白）'}" for header in named])
