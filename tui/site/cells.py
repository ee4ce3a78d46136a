"""How a stored value reads on a page. Everything that comes from a document is escaped here, once."""

from __future__ import annotations

import json
from collections.abc import Mapping

from markupsafe import Markup, escape

from index.text import clean
from tui.cited import place
from tui.site import labels
from tui.text import is_number

FEN = frozenset({"amount", "fiscal", "other", "difference"})
"""Columns of integer fen besides those that end in `_fen`."""
LINKS = {
    "document_id": "document",
    "table_id": "source_table",
    "row_id": "source_row",
    "project_id": "project",
    "passage_id": "passage",
}
"""Columns that hold the key of another table's row."""
REFERENCES = frozenset({"left_ref", "right_refs", "fact_id"})
"""Columns that hold ids whose table the id does not tell."""


def rendered(column: str, value: object) -> Markup | None:
    """The cell's HTML, or `None` where Datasette's own display serves."""
    if isinstance(value, int) and (column in FEN or column.endswith("_fen")):
        return Markup('<span class="amount">{} 元</span><br><span class="yuan">{:,} 分</span>').format(yuan(value), value)
    if not isinstance(value, str) or not value:
        return None
    if meaning := labels.members(column).get(value):
        return Markup('{} <span class="yuan">{}</span>').format(meaning, value)
    if column in LINKS:
        return link(f"/budget/{LINKS[column]}/{value}", value)
    if column in REFERENCES:
        return Markup("<br>").join(link(f"/-/ref/{reference}", reference) for reference in references(value))
    if column in {"location", "note_location", "also"}:
        return places(value)
    if value[0] in "[{":
        return structured(value)
    return None


def yuan(fen: int) -> str:
    """Exact 元 with thousands separators: `75,262.02`."""
    whole, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{whole:,}.{rest:02d}"


def link(path: str, text: str) -> Markup:
    """A link within the site; ids are ASCII, but what stands in a database is still escaped."""
    return Markup('<a href="{}">{}</a>').format(path, clean(text))


def references(value: str) -> list[str]:
    """One id, or a JSON list of them."""
    parsed = parse(value)
    return [str(one) for one in parsed] if isinstance(parsed, list) else [value]


def places(value: str) -> Markup | None:
    """A location in words."""
    parsed = parse(value)
    if parsed == []:
        return Markup("&nbsp;")
    return escape(place(parsed)) if isinstance(parsed, Mapping | list) else None


def structured(value: str) -> Markup | None:
    """JSON as a small table (an object) or a list."""
    parsed = parse(value)
    if isinstance(parsed, Mapping):
        rows = Markup("").join(map(inner_row, parsed, parsed.values()))
        return Markup('<table class="inner">{}</table>').format(rows) if parsed else Markup("&nbsp;")
    if isinstance(parsed, list):
        items = [shown(one) for one in parsed]
        return Markup(" | ").join(escape(item) for item in items) if any(items) else Markup("&nbsp;")
    return None


def inner_row(key: str, one: object) -> Markup:
    """A line of the small table; a number is never broken."""
    kind = ' class="num"' if isinstance(one, str) and is_number(one) else ""
    return Markup("<tr><th>{}</th><td{}>{}</td></tr>").format(clean(str(key)), Markup(kind), shown(one))


def shown(one: object) -> Markup:
    """A value inside JSON."""
    if isinstance(one, Mapping):
        return Markup("；").join(Markup("{} {}").format(clean(str(key)), clean(str(part))) for key, part in one.items())
    return escape("" if one is None else clean(str(one)))


def parse(value: str) -> object:
    """The JSON value; `None` where it is none."""
    try:
        return json.loads(value)
    except ValueError:
        return None
