"""A text that spans several lines or pages, as pieces that each stand in one place, so that every quotation can be read back where it is cited."""

from __future__ import annotations

import json

from qa.sql import Database


def squeezed(text: str) -> str:
    return "".join(text.split())


def pieces(database: Database, document_id: str, text: str, location: dict, passage_id: str = "") -> list[tuple[str, dict]]:
    """(piece, location) in order; the whole text at its first place where the printed lines do not show how it is divided."""
    key = "page" if "page" in location else "line"
    numbers = location.get(key)
    if isinstance(numbers, int) and key == "line" and passage_id and squeezed(text) not in _printed(database, document_id, key, [numbers])[numbers]:
        numbers = _lines_of(database, passage_id) or numbers  # a sentence that runs over the lines of its paragraph
    if not isinstance(numbers, list):
        return [(text, location)]
    printed = _printed(database, document_id, key, numbers)
    covers = (_cover(text, numbers[start:], printed) for start in range(len(numbers)))
    found = next((cover for cover in covers if cover), None)
    if not found:
        return [(text, {**location, key: numbers[0]})]
    return [(piece, {**location, key: number}) for piece, number in found]


def _cover(text: str, numbers: list[int], printed: dict[int, str]) -> list[tuple[str, int]]:
    """The text cut into what these lines or pages print one after the other; empty where they do not print it all."""
    found: list[tuple[str, int]] = []
    rest = text
    for number in numbers:
        size = _longest_prefix(rest, printed.get(number, ""))
        if size:
            found.append((rest[:size].strip(), number))
            rest = rest[size:]
        if not rest.strip():
            return found
    return []


def _lines_of(database: Database, passage_id: str) -> list[int] | None:
    """The lines of a passage that has several."""
    rows = database.select("SELECT location FROM passage WHERE id = ?", (passage_id,), log=False)
    lines = json.loads(rows[0]["location"]).get("line") if rows else None
    return lines if isinstance(lines, list) else None


def _printed(database: Database, document_id: str, key: str, numbers: list[int]) -> dict[int, str]:
    """The squeezed text of each of these pages or lines."""
    found: dict[int, str] = dict.fromkeys(numbers, "")
    rows = database.select("SELECT text, location FROM text_line WHERE document_id = ? ORDER BY ordinal", (document_id,), log=False)
    for row in rows:
        places = json.loads(row["location"])
        for place in places if isinstance(places, list) else [places]:
            where = place.get(key)
            for number in where if isinstance(where, list) else [where]:
                if number in found:
                    found[number] += squeezed(row["text"])
    return _with_rows(database, document_id, found) if key == "line" and not all(found.values()) else found


def _with_rows(database: Database, document_id: str, found: dict[int, str]) -> dict[int, str]:
    """The lines with what rows of tables print in them: a cell that goes on in the next line of its row has a break there."""
    for row in database.select("SELECT cells, location FROM source_row WHERE document_id = ? ORDER BY table_id, ordinal", (document_id,), log=False):
        lines = json.loads(row["location"]).get("line")
        if isinstance(lines, list) and found.keys() & set(lines):
            cells = [cell.split("\n") for cell in json.loads(row["cells"]) if cell]
            for n, number in enumerate(lines):
                if number in found:
                    found[number] += squeezed("".join(cell[n] for cell in cells if n < len(cell)))
    return found


def _longest_prefix(text: str, page: str) -> int:
    """Characters of the longest prefix of the text that the page prints, white space aside."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if squeezed(text[:middle]) in page:
            low = middle
        else:
            high = middle - 1
    return low if squeezed(text[:low]) else 0


def single(location: dict) -> dict:
    """A row's location with one page or line; all of them stay beside it as pages or lines."""
    for key in ("page", "line"):
        numbers = location.get(key)
        if isinstance(numbers, list) and numbers:
            return {**location, key: numbers[0], key + "s": numbers}
    return location


def on_one_line(database: Database, row_id: str, location: dict, row: dict[str, str]) -> tuple[dict, dict[str, str]]:
    """A row's location with one page or line, and of its cells those that stand there: of a row printed a cell a line, the last one that is quoted."""
    lines = location.get("line")
    found = database.select("SELECT cells FROM source_row WHERE id = ?", (row_id,), log=False) if isinstance(lines, list) else []
    printed = [squeezed(line) for cell in json.loads(found[0]["cells"]) if cell and cell.strip() for line in cell.split("\n")] if found else []
    quoted = [(key, text) for key, text in row.items() if text and squeezed(text) in printed]
    if not quoted or len(printed) != len(lines or ()):
        return single(location), row
    key, text = max(quoted, key=lambda pair: printed.index(squeezed(pair[1])))
    return {"line": (lines or [])[printed.index(squeezed(text))], "lines": lines}, {key: text}
