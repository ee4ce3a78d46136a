"""Words of budgets: texts mended and compared, and the patterns of `data/knowledge/header_words.toml` compiled once."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from index.knowledge import read_toml

HAN = "\u3400-\u9fff\u3000-\u303f\uff00-\uffef“”‘’—…"
_INSIDE = re.compile(f"(?<=[{HAN}])\\s+(?=[{HAN}])")
_WRAP = re.compile(f"(?<=[{HAN}])\\n\\s*|\\s*\\n(?=[{HAN}])")
_DIGITS = re.compile(r"(?<=[\d,.])\s*\n\s*(?=[\d,.%])")
_NUMBERING = re.compile(
    r"^\s*(?:(?:其中|减|加)[:：]|[一二三四五六七八九十]{1,3}\s*[、.．]|[（(]\s*(?:[一二三四五六七八九十]{1,3}|\d{1,2})\s*[）)]\s*[、.．]?"
    r"|\d{1,2}\s*[、.．](?!\d)|\d{1,2}[）)]|[①-⑳])\s*"
)
_YEAR = re.compile(r"20\d\d(?:年度?|预算年度)?")
_QUOTES = re.compile("[“”‘’\"'＂＇「」〝〞]")


@cache
def mend(text: str) -> str:
    """The text as it would stand on one line: line wraps and spaces inside Chinese removed, other white space one space."""
    text = _DIGITS.sub("", _WRAP.sub("", text.strip()))
    return re.sub(r"\s+", " ", _INSIDE.sub("", text))


@cache
def squeeze(text: str) -> str:
    """The text as words are compared: no white space, no quotes, half-width signs."""
    return re.sub(r"\s", "", _QUOTES.sub("", unicodedata.normalize("NFKC", text)))


@cache
def bare(text: str) -> str:
    """A header word or label without numbering, year and unit in brackets, squeezed."""
    plain = squeeze(unnumbered(text))
    plain = _YEAR.sub("", pattern("heading", "unit_in_brackets").sub("", plain))
    return plain.rstrip(":：").strip("、,，。")


@cache
def unnumbered(text: str) -> str:
    """The text without what numbers it: 一、 （一） 1. ① 其中：."""
    text = mend(text)
    while found := _NUMBERING.match(text):
        if found.end() == len(text):
            break
        text = text[found.end() :]
    return text


@cache
def section(name: str) -> dict:
    """A section of the header words; a dict of strings, or a list of rules."""
    return read_toml("header_words.toml")[name]


@cache
def pattern(name: str, key: str) -> re.Pattern[str]:
    """One pattern of the header words, compiled."""
    return re.compile(section(name)[key])


def is_total(text: str) -> bool:
    """合计, 总计 …, however spaced."""
    return bool(pattern("total", "words").fullmatch(bare(text)))


def is_subtotal(text: str) -> bool:
    """小计 …."""
    return bool(pattern("total", "subtotal").fullmatch(bare(text)))


def year_in(text: str) -> int | None:
    """The first year that a text prints, written 2024 or ２０２４."""
    found = re.search(r"(?<!\d)(20\d\d)(?=\s*年|[^\d]|$)", unicodedata.normalize("NFKC", text))
    return int(found[1]) if found else None
