"""Characters of a page to printed lines."""

from dataclasses import dataclass

from index.records import Place, TextLine
from index.text import clean

Char = dict
"""A character as pdfplumber gives it: text, x0, x1, top, bottom, size."""
Box = tuple[float, float, float, float]
"""Left, top, right, bottom in PDF points."""

WIDE = 1.5
"""Gap between two columns, in characters; justified Chinese text stays below."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a line between wide gaps."""

    text: str
    box: Box


def line_of(segments: list[Segment], page: int) -> TextLine:
    """The segments of a line as one TextLine."""
    return TextLine(" ".join(segment.text for segment in segments), Place(pages=(page,), box=around([segment.box for segment in segments])))


def joined_lines(chars: list[Char]) -> str:
    """Text of a cell: its lines, joined by line breaks; characters that lie on their side are read as they were printed."""
    if chars and not any(char["upright"] for char in chars):
        return clean("".join(char["text"] for char in chars)).strip()
    return clean("\n".join(text for line in rows_of(chars) if (text := _joined(line))))


def segments(line: list[Char]) -> list[Segment]:
    """Pieces of a line that stand apart like columns."""
    pieces: list[list[Char]] = []
    end = float("-inf")
    for char in line:
        if char["text"].isspace():
            if pieces:
                pieces[-1].append(char)
            continue
        if pieces and char["x0"] - end < WIDE * char["size"]:
            pieces[-1].append(char)
        else:
            pieces.append([char])
        end = char["x1"]
    return [_segment(piece) for piece in pieces]


def rows_of(chars: list[Char]) -> list[list[Char]]:
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


def around(boxes: list[Box]) -> Box:
    """The smallest box around all."""
    return (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))


def _segment(line: list[Char]) -> Segment:
    printed = [char for char in line if not char["text"].isspace()]
    box = (printed[0]["x0"], min(c["top"] for c in printed), max(c["x1"] for c in printed), max(c["bottom"] for c in printed))
    return Segment(clean(_joined(line)), box)


def _joined(line: list[Char]) -> str:
    """Text of a line; runs of blanks become one, and so do wide gaps."""
    parts: list[str] = []
    end, blank = line[0]["x0"], False
    for char in line:
        text = char["text"]
        if text.isspace():
            blank = True
            continue
        if parts and (blank or char["x0"] - end > max(3.0, 0.35 * char["size"])):
            parts.append(" ")
        parts.append(text)
        end, blank = char["x1"], False
    return "".join(parts)
