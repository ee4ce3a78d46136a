"""Whether a reply is proved by the file that it cites: read from the file's own lines, with nothing of qa in between."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path

_UNITS = {"元": Decimal(1), "千元": Decimal(10) ** 3, "万元": Decimal(10) ** 4, "百万元": Decimal(10) ** 6, "亿元": Decimal(10) ** 8}
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_AMOUNT = re.compile(r"-?[\d,]+(?:\.\d+)?")
_MARKER = re.compile(r"\[(\d+)\]")
KEYS = {"question", "status", "answer", "figures", "citations", "queries", "warnings", "suggestions"}
FIGURE_KEYS = {"label", "value", "unit", "formula", "citations"}
CITATION_KEYS = {"marker", "kind", "id", "document", "table", "location", "url"}


def faults(reply: dict, turns: list[str], folder: Path) -> list[str]:
    """One sentence for everything in a reply, as JSON, that breaks the contract or that the files under the folder do not prove."""
    return [*_shape(reply), *_marks(reply), *_places(reply, folder), *_figures(reply), *_prose(reply, turns)]


def _shape(reply: dict) -> Iterator[str]:
    if missing := KEYS - set(reply):
        yield f"the reply lacks {sorted(missing)}"
    if reply["status"] not in ("answered", "not_found", "clarify"):
        yield f"status {reply['status']!r}"
    if not reply["answer"].strip():
        yield "nothing is said"
    if reply["status"] != "answered" and reply["figures"]:
        yield "a refusal holds figures"
    if reply["status"] == "answered" and not reply["citations"]:
        yield "answered without a citation"
    yield from (f"a figure's keys are {sorted(figure)}" for figure in reply["figures"] if set(figure) != FIGURE_KEYS)
    for citation in reply["citations"]:
        wanted = CITATION_KEYS | {"text" if citation["kind"] == "passage" else "row"}
        if set(citation) != wanted:
            yield f"a citation's keys are {sorted(citation)}"
        if not re.fullmatch(r"/budget/\w+/[\w.~-]+", citation["url"]):
            yield f"the address {citation['url']!r}"


def _marks(reply: dict) -> Iterator[str]:
    held = [citation["marker"] for citation in reply["citations"]]
    if held != list(range(1, len(held) + 1)):
        yield f"markers are {held}"
    said = {int(mark) for mark in _MARKER.findall(reply["answer"])}
    if said - set(held):
        yield f"the prose cites {sorted(said - set(held))}, which is not there"
    for figure in reply["figures"]:
        if not figure["citations"]:
            yield f"{figure['label']} {figure['value']} cites nothing"
        if set(figure["citations"]) - set(held):
            yield f"{figure['label']} cites {figure['citations']} of {held}"


def _places(reply: dict, folder: Path) -> Iterator[str]:
    """Every quoted cell stands in the cited lines of the cited file."""
    for citation in reply["citations"]:
        lines = (folder / citation["document"]["file"]).read_text(encoding="utf-8").split("\n")
        numbers = citation["location"].get("line")
        numbers = numbers if isinstance(numbers, list) else [numbers]
        if not all(isinstance(number, int) and 1 <= number <= len(lines) for number in numbers):
            yield f"[{citation['marker']}] stands nowhere: {citation['location']}"
            continue
        printed = squeezed("".join(lines[number - 1] for number in numbers))
        quoted = [cell for cell in quotes(citation) if cell]
        if not quoted:
            yield f"[{citation['marker']}] quotes nothing"
        yield from (f"[{citation['marker']}] {cell!r} is not in line {numbers}" for cell in quoted if squeezed(cell) not in printed)


def _figures(reply: dict) -> Iterator[str]:
    """A figure without a formula is a cited cell, a sum of cited cells or a count of cited rows, in any unit of money."""
    cited = {citation["marker"]: citation for citation in reply["citations"]}
    for figure in reply["figures"]:
        try:
            value = Decimal(figure["value"])
        except InvalidOperation:
            yield f"the value {figure['value']!r} is no decimal"
            continue
        if re.fullmatch(r"-?\d+(\.\d+)?", figure["value"]) is None:
            yield f"the value {figure['value']!r} is not plain"
        if figure["formula"] or value == 0:
            continue
        rows = [cited[mark] for mark in figure["citations"] if mark in cited]
        numbers = [number for row in rows for number in printed_numbers(quotes(row))]
        every = {scaled for number in numbers for scaled in in_units(number, figure["unit"])}
        if value in every or (figure["unit"] not in _UNITS and value == len(rows)):
            continue
        amounts = [number for row in rows for cell in quotes(row) if _AMOUNT.fullmatch(cell) for number in printed_numbers([cell])]
        if value not in in_units(sum(amounts, Decimal(0)), figure["unit"]):
            yield f"{figure['label']} {figure['value']}{figure['unit']} stands in none of its cited rows"


def _prose(reply: dict, turns: list[str]) -> Iterator[str]:
    """Every number in the prose of an answer stands in a figure, a citation or the question."""
    if reply["status"] != "answered":
        return
    words = [*turns]
    for citation in reply["citations"]:
        words += [*quotes(citation), citation["table"] or "", *map(str, citation["document"].values()), str(citation["location"])]
    known = set(printed_numbers(words)) | {Decimal(number) for number, sign in enumerate("零一二三四五六七八九十") if sign in "".join(turns)}
    for figure in reply["figures"]:
        known |= set(in_units(Decimal(figure["value"]), figure["unit"])) if figure["unit"] in _UNITS else {Decimal(figure["value"])}
        known |= set(printed_numbers([figure["formula"] or "", figure["label"]]))
    known |= {Decimal(len(reply["citations"])), *(Decimal(len(f["citations"])) for f in reply["figures"])}
    said = printed_numbers([_MARKER.sub(" ", reply["answer"])])
    yield from (f"the prose says {number}, which nothing backs" for number in said if abs(number) not in {abs(k) for k in known})


def quotes(citation: dict) -> list[str]:
    """What a citation quotes."""
    return [citation["text"]] if citation["kind"] == "passage" else list(citation["row"].values())


def squeezed(text: str) -> str:
    """Without blanks, comparators in one form: a table's layout and its signs' spelling do not matter."""
    return re.sub(r"\s+", "", text).replace("\\geq", "≥").replace("\\leq", "≤")


def printed_numbers(texts: list[str]) -> list[Decimal]:
    """Every number printed in the texts."""
    return [Decimal(match.replace(",", "")) for text in texts for match in _NUMBER.findall(text) if match.strip(",")]


def in_units(value: Decimal, unit: str) -> list[Decimal]:
    """The number as it stands, and, where the unit is one of money, as it would stand counted in another."""
    if unit not in _UNITS:
        return [value]
    return [value * one / other for one in _UNITS.values() for other in _UNITS.values()]
