"""A text that spans several lines or pages, as pieces that each stand in one place, so that every quotation can be read back where it is cited."""

from __future__ import annotations

import json

from qa.sql import Database


def squeezed(text: str) -> str:
    return "".join(text.split())


def pieces(database: Database, document_id: str, text: str, location: dict) -> list[tuple[str, dict]]:
    """(piece, location) in order; the whole text at its first place where the printed lines do not show how it is divided."""
    key = "page" if "page" in location else "line"
    numbers = location.get(key)
    if not isinstance(numbers, list):
        return [(text, location)]
    printed = _printed(database, document_id, key, numbers)
    found: list[tuple[str, dict]] = []
    rest = text
    for number in numbers:
        size = _longest_prefix(rest, printed.get(number, ""))
        if size:
            found.append((rest[:size].strip(), {**location, key: number}))
            rest = rest[size:]
        if not rest.strip():
            break
    if not found or rest.strip():
        return [(text, {**location, key: numbers[0]})]
    return found


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
