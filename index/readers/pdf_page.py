"""A page of a PDF put right before it is read: turned upright, doubled characters taken once, undecodable ones marked."""

import re

_UNDECODED = re.compile(r"\(cid:\d+\)")
MARK = "\ufffd"
"""Stands for a character whose font does not say what it is; a number with one is no number."""


def upright(page):
    """The page, turned where most of its characters lie on their side."""
    lying = [char["matrix"][1] for char in page.chars if not char["upright"] and not is_slanted(char)]
    if len(lying) * 2 <= len(page.chars):
        return page
    from pdfplumber.page import Page

    clockwise = sum(side > 0 for side in lying) * 2 > len(lying)
    page.page_obj.rotate = (page.page_obj.rotate + (90 if clockwise else 270)) % 360
    page.close()
    page.page_obj.attrs["Rotate"] = page.page_obj.rotate
    return Page(page.pdf, page.page_obj, page.page_number, page.initial_doctop)


def is_slanted(char: dict) -> bool:
    """Whether a character stands askew, as those of watermarks do."""
    across, up = char["matrix"][:2]
    return up != 0 and min(abs(across), abs(up)) > 0.05 * max(abs(across), abs(up))


def once(page):
    """The page with every character once, where bold print was made by printing twice."""
    places = {(char["text"], round(char["x0"]), round(char["top"])) for char in page.chars}
    return page.dedupe_chars(tolerance=1.5, extra_attrs=()) if len(page.chars) - len(places) > len(page.chars) // 20 else page


def mark_undecoded(chars: list[dict]) -> int:
    """Puts `MARK` for every `(cid:12)`, in place; returns how many there were."""
    undecoded = [char for char in chars if char["text"].startswith("(cid:") and _UNDECODED.fullmatch(char["text"])]
    for char in undecoded:
        char["text"] = MARK
    return len(undecoded)
