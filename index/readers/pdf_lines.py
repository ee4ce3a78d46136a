"""Characters of a page to printed lines."""

from index.records import Place, TextLine
from index.text import clean

Char = dict
"""A character as pdfplumber gives it: text, x0, x1, top, bottom, size."""


def text_lines(chars: list[Char], page: int) -> list[TextLine]:
    """Lines from top to bottom, each from left to right; a gap wider than a third of a character becomes a space."""
    lines = []
    for line in _rows(chars):
        text = clean(_joined(line)).strip()
        if text:
            box = (line[0]["x0"], min(c["top"] for c in line), max(c["x1"] for c in line), max(c["bottom"] for c in line))
            lines.append(TextLine(text, Place(pages=(page,), box=box)))
    return lines


def joined_lines(chars: list[Char]) -> str:
    """Text of a cell: its lines, joined by line breaks."""
    lines = (_joined(line).strip() for line in _rows(chars))
    return "\n".join(line for line in lines if line)


def _rows(chars: list[Char]) -> list[list[Char]]:
    """Characters grouped by their height on the page: two are on one line where their middles are less than half a character apart."""
    rows: list[list[Char]] = []
    middle = height = 0.0
    for char in sorted(chars, key=lambda c: c["top"] + c["bottom"]):
        centre = (char["top"] + char["bottom"]) / 2
        if rows and centre - middle < max(height, char["bottom"] - char["top"]) * 0.5:
            rows[-1].append(char)
        else:
            rows.append([char])
            middle, height = centre, char["bottom"] - char["top"]
    for row in rows:
        row.sort(key=lambda c: c["x0"])
    return rows


def _joined(line: list[Char]) -> str:
    """Text of a line; runs of blanks become one, and so do wide gaps."""
    parts: list[str] = []
    end, blank = line[0]["x0"], False
    for char in line:
        text = char["text"]
        if text.isspace():
            blank = True
            continue
        if blank or char["x0"] - end > max(3.0, 0.35 * char["size"]):
            parts.append(" ")
        parts.append(text)
        end, blank = char["x1"], False
    return "".join(parts)
