"""The name of a department taken apart: its region, its body, and the forms in which the body may be named."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from index.knowledge import read_csv
from qa.normalise import normalise

OFFICES = tuple("局委厅办部院署社会")
"""What short names of bodies end with; a short name without it (城管) stands for the body only behind its region."""
_UNIONS = (*OFFICES, *"联协院团校所站队心馆")
"""Ends by which a short name in the list stands for its whole body: 残联, 科协, 法院, 团委."""
_REGION = re.compile(r"^(?:中国共产党|中共)?(?P<region>(?:[\u4e00-\u9fff]{1,8}?(?:省|自治区))?(?:[\u4e00-\u9fff]{1,8}?(?:市|自治州|(?:州|盟)(?![市区县])|地区))?(?:[\u4e00-\u9fff]{1,7}?(?:自治县|新区|区|县|旗|市))?)")
_REGION_PIECE = re.compile(r"[\u4e00-\u9fff]{1,8}?(?:省|自治区|市|自治州|(?:州|盟)(?![市区县])|地区|自治县|新区|区|县|旗)")
_TRIMMED = (("人民政府", ""), ("办事处", ""), ("办公厅", ""), ("办公室", ""), ("委员会", "委"), ("管理委员会", "管委会"), ("常务委员会", "常委会"), ("机关", ""), ("本级", ""), ("(", ""), (")", ""))


def split_name(full: str, region: str | None) -> tuple[tuple[str, ...], str]:
    """Region pieces and body of a department's name."""
    plain = re.sub(r"^(中国共产党|中共)", "", normalise(full))
    known = normalise(region or "")
    if known and plain.startswith(known):
        return tuple(_REGION_PIECE.findall(known)), plain[len(known) :]
    match = _REGION.match(plain)
    printed = match["region"] if match else ""
    body = plain[len(printed) :]
    if len(body) < 2 or (not known and body[:1] in "园"):
        return tuple(_REGION_PIECE.findall(known)), plain
    pieces = tuple(_REGION_PIECE.findall(printed))
    wider = tuple(piece for piece in _REGION_PIECE.findall(known) if piece not in pieces)
    return wider + pieces, body


def body_forms(body: str, plain: str) -> tuple[str, ...]:
    """Ways to name a body: 商务委员会, 商务委; 人民政府万里街道办事处, 万里街道办, 万里街道."""
    return tuple(sorted({*_forms_of(body), *((plain,) if len(plain) >= 2 else ())}, key=lambda form: (-len(form), form)))


@cache
def _rules() -> dict[str, tuple[tuple[str, str], ...]]:
    """What may be shortened to what, by its first character."""
    found: dict[str, list[tuple[str, str]]] = {}
    for old, new in (*_TRIMMED, *((row["full"], row["text"]) for row in _abbreviations() if row["kind"] == "department"), *((joint, "") for joint in "和与及")):
        found.setdefault(old[0], []).append((old, new))
    return {char: tuple(rules) for char, rules in found.items()}


@lru_cache(maxsize=4_096)
def _forms_of(body: str) -> tuple[str, ...]:
    """The forms of a body; thousands of departments share a few hundred bodies."""
    forms, frontier = {body}, {body}
    for _ in range(3):
        frontier = {
            form.replace(old, new) for form in frontier for char in set(form) for old, new in _rules().get(char, ()) if old in form and (form != old or new[-1:] in _UNIONS)
        } - forms
        forms |= frontier
    forms |= {form[1:] for form in forms if form.startswith("委") and len(form) > 3}
    forms |= {form[3:] for form in forms if re.match(r"[\u4e00-\u9fff]{2}[区园]", form) and len(form) > 5}
    parks = re.search(r"([\u4e00-\u9fff]{2,3}园)(?=区?(?:管理委员会|管委会))", body)
    if parks:
        forms |= {parks[1] + "管委会", parks[1], "园区管委会"}
    return tuple(form for form in forms if len(form) >= 2)


def abridges(form: str, body: str) -> bool:
    """The form leaves characters out of the body, and keeps its office."""
    office = re.sub(r"(?:委员会|委)$", "委", body)
    rest = iter(office)
    return len(form) >= 3 and form[-1] == office[-1] and all(char in rest for char in form)


@cache
def foreign_bodies() -> frozenset[str]:
    """Bodies that exist elsewhere: a question that names one of them, and none held, asks for another department."""
    words = {word for row in _abbreviations() if row["kind"] == "department" for word in (row["text"], row["full"])}
    return frozenset(word for word in words if len(word) >= 2 and not re.search(r"[a-z]", word))


@cache
def foreign_sizes() -> tuple[int, ...]:
    return tuple(sorted({len(word) for word in foreign_bodies()}, reverse=True))


def _abbreviations():
    try:
        return read_csv("abbreviations.csv")
    except FileNotFoundError:
        return ()
