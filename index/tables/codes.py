"""Codes of classifications: split off names, put together from 类 / 款 / 项 columns, told apart by their digits."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.tables.words import mend, pattern, squeeze

_CODED = re.compile(r"[\[(【]?\s*(?P<code>\d{2,}|[A-C]\d*)\s*[\])】]?\s*[-—_ 、.:：]?\s*(?P<name>[^\d\s\-—_.、].*)", re.DOTALL)
_LETTERED = re.compile(r"(?P<name>货物|工程|服务)\s*[(（]?(?P<code>[ABC])[)）]?")
_CODE = re.compile(r"\d+|[A-C]\d*")


def split(text: str) -> tuple[str | None, str]:
    """Code and name of a cell that prints both: `2060101-行政运行`, `[201]一般公共服务支出`, `货物A`; the code is `None` where there is none."""
    plain = mend(text)
    if found := _LETTERED.fullmatch(plain):
        return found["code"], found["name"]
    if _CODE.fullmatch(squeeze(plain)):
        return squeeze(plain), ""
    found = _CODED.fullmatch(plain)
    if not found or re.match(r"年|月|日|个|万|元|%|[A-Za-z]", found["name"]):
        return None, plain
    return found["code"], mend(found["name"])


def split_project(text: str) -> tuple[str | None, str]:
    """Code and name of a project, the code's line wraps closed: `11010522T00000041 8710-高新技术企业` gives `110…418710`."""
    plain = mend(text)
    digits = re.match(r"[\dA-Z\s]{8,}[-—_]?", plain)
    if not digits or not pattern("project", "code").fullmatch(squeeze(digits[0])):
        return None, plain
    return re.sub(r"[-—_]$", "", squeeze(digits[0])), mend(plain[digits.end() :])


def joined(parts: Sequence[str]) -> str | None:
    """One code from 类 / 款 / 项 cells: `301 | 2` is 30102, and `201 | 20105 | 2010507` is 2010507."""
    code = ""
    for part in map(squeeze, parts):
        if not part:
            continue
        if not part.isdigit():
            return None
        if code and part.startswith(code) and len(part) > len(code):
            code = part
        else:
            code += part if not code or len(part) >= 2 else part.zfill(2)
    return code or None


def dimension(code: str | None, named: str | None) -> str | None:
    """The classification that a code belongs to: 2xx functions, 3xx departmental, 5xx governmental economics; else what the header named."""
    if named not in (None, "function", "government", "department") or not code or not code.isdigit() or len(code) not in (3, 5, 7):
        return named
    return {"2": "function", "3": "department", "5": "government"}.get(code[0], named)


def depth(code: str | None) -> int:
    """类 1, 款 2, 项 3; 0 for codes of other forms."""
    return {3: 1, 5: 2, 7: 3}.get(len(code), 0) if code and code.isdigit() else 0
