"""Cells of a form: which are keys, which are amounts, and what a value under its key is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.amounts import Amount, parse
from index.tables.parts import Line
from index.tables.words import bare, pattern

LONGEST_KEY = 24
"""Characters of the longest key; anything longer is a value."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One value of a form, under the key that names it."""

    row: int
    """Index among the sheet's data rows."""
    index: int
    """Printed cell."""
    key: str
    """Key or path of keys: 项目资金总额, 财政拨款 / 基本支出."""
    text: str
    amount: Amount | None
    """Where the value counts money; its `fen` is None where the cell is blank."""


def is_key(text: str) -> bool:
    """Whether a cell is a key of a form: short, no amount, one of the known words."""
    plain = bare(text)
    return 0 < len(plain) <= LONGEST_KEY and not re.search("[。；;]", text) and bool(pattern("form", "key").fullmatch(plain))


def amount_of(text: str) -> Amount | None:
    amount = parse(text, "元")
    return amount if amount is not None and amount.fen is not None else None


def glued_amount(text: str) -> tuple[str, str] | None:
    """Key and amount of a cell that prints both: `财政拨款：986.40`, `预算数276.00万元`; `None` where it does not."""
    found = re.fullmatch(r"(?P<key>[^\d:：]{2,16})(?P<mark>[:：]?)\s*(?P<amount>-?\d[\d,]*(?:\.\d+)?(?:亿元|万元|千元|元)?)", text.strip())
    if not found or not re.search("资金|拨款|总额|金额|收入|预算数|合计", found["key"]) or not is_key(found["key"]):
        return None
    return (found["key"], found["amount"]) if found["mark"] or found["amount"].endswith("元") else None


def amounts(line: Line) -> list[tuple[int, str]]:
    return [(i, text) for i, text in line.filled() if amount_of(text)]


def keys(line: Line) -> list[tuple[int, str]]:
    return [(i, text) for i, text in line.filled() if is_key(text)]
