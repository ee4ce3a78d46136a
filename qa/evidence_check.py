"""Whether an answer's citations and numbers are borne out by the rows and passages of the database, independently of what composed it."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import PurePath
from typing import Any

from qa.records import Citation, Reply

NUMBER = re.compile(r"\d[\d,，]*(?:\.\d+)?")

MARKS = re.compile(r"\[\d+(?:[,，、\s-]*\d+)*\]")

MONEY = {"元": Decimal(1), "万元": Decimal(10) ** 4, "亿元": Decimal(10) ** 8}


TEXTS = (
    "SELECT heading || ' ' || text, location, also FROM passage WHERE id = ?",
    "SELECT text, location, '[]' FROM text_line WHERE id = ?",
)


@dataclass(frozen=True, slots=True)
class Held:
    """The rows and passages of a database."""

    connection: sqlite3.Connection

    def text(self, id: str) -> tuple[str, list[Any]] | None:
        """Text and places of a row, passage or line as stored; `None` where there is none of this id."""
        row = self.connection.execute("SELECT cells, [values], location FROM source_row WHERE id = ?", (id,)).fetchone()
        if row:
            cells, values, location = map(json.loads, row)
            return " ".join([*(cell or "" for cell in cells), *values.values()]), [location]
        for query in TEXTS:
            if row := self.connection.execute(query, (id,)).fetchone():
                location = json.loads(row[1])
                return row[0], [*(location if isinstance(location, list) else [location]), *json.loads(row[2])]
        return None


def squeeze(text: str) -> str:
    """Without blanks and thousands marks, comparators in one form: what is compared when layout does not matter."""
    return re.sub(r"[\s,，]+", "", text).replace("\\geq", "≥").replace("\\leq", "≤")


def numbers(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def places(reply: Reply) -> set[str]:
    """Every cited place: line numbers, and `file-stem:page`."""
    found: set[str] = set()
    for citation in reply.citations:
        found.update(str(line) for line in numbers(citation.location.get("line")))
        stem = PurePath(citation.document.file).stem
        found.update(f"{stem}:{page}" for page in numbers(citation.location.get("page")))
    return found


def unborne(reply: Reply, held: Held) -> Iterator[str]:
    """One sentence for every citation that names no stored row or passage, quotes nothing, another place, or what does not stand there."""
    for citation in reply.citations:
        stored = held.text(citation.id)
        quoted = quotes(citation)
        if stored is None:
            yield f"[{citation.marker}] 没有这一行：{citation.id}"
        elif not any(quoted):
            yield f"[{citation.marker}] 什么也没有引"
        else:
            text, where = stored
            if not any(within(citation.location, place) for place in where):
                yield f"[{citation.marker}] 位置不符：{citation.location}，应为 {where}"
            yield from (f"[{citation.marker}] “{quote}”不在该行" for quote in quoted if squeeze(quote) not in squeeze(text))


def quotes(citation: Citation) -> list[str]:
    """What a citation quotes."""
    return [citation.text or ""] if citation.kind == "passage" else [cell for cell in citation.row.values() if cell]


def within(cited: dict[str, Any], stored: dict[str, Any]) -> bool:
    """The cited place is the stored one or a part of it: a row of the sheet, where a passage runs over several rows."""
    keys = [key for key in ("line", "page", "sheet", "row") if not (key == "row" and "sheet" in stored and "row" not in stored)]
    return all(set(map(str, numbers(cited.get(key)))) <= set(map(str, numbers(stored.get(key)))) for key in keys)


def unbacked(reply: Reply, turns: tuple[str, ...]) -> Iterator[str]:
    """Numbers of two or more characters in the prose that no figure (rounded, in any unit of money), citation or question holds."""
    known = squeeze(" ".join([*turns, *(words for citation in reply.citations for words in printed(citation))]))
    backed = list(values(reply))
    for token in NUMBER.findall(MARKS.sub(" ", reply.answer)):
        plain = token.replace(",", "").replace("，", "")
        if len(plain) < 2 or plain in known:
            continue
        half = Decimal(1).scaleb(-len(plain.partition(".")[2])) * Decimal("0.51")
        if not any(abs(abs(value) - Decimal(plain)) <= half for value in backed):
            yield token


def printed(citation: Citation) -> Iterator[str]:
    """Everything that a citation shows."""
    document = citation.document
    yield from map(str, (*quotes(citation), citation.table or "", document.title, document.file, document.department or "", document.year or ""))
    yield str(citation.location)


def values(reply: Reply) -> Iterator[Decimal]:
    """The figures' values, money in every unit."""
    for figure in reply.figures:
        try:
            value = Decimal(figure.value.replace(",", ""))
        except InvalidOperation:
            continue
        yield from (value * MONEY[figure.unit] / scale for scale in MONEY.values()) if figure.unit in MONEY else (value,)
