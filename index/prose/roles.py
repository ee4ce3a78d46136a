"""What a number does in its clause: an amount, a change, a percentage of change, a share; with direction and base."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from index.knowledge import read_toml
from index.prose.quantities import Quantity

Role = Literal["amount", "change", "percent_change", "share", "count", "other"]
_ENDS = "(?:了|约|额|数|金额|比例|幅度|为|率|比率)*$"
_SHARE = re.compile("^(?P<subject>.*?)占(?P<base>.*?)(?:的)?(?:比重|比例|比)?(?:约)?(?:为|达|是)?(?:到)?$")
_COMPLETED = re.compile(
    "^(?P<subject>.*?)(?:完成|为|占|达到?)?(?P<base>(?:20\\d\\d年度?)?(?:年初|全年|调整后?|当年|本年)?(?:的)?(?:支出|收入)?预算(?:安排)?数?)的$"
    "|^(?P<plain>.*?)完成(?P<of>(?:20\\d\\d年度?)?(?:年初|全年|调整后?|当年|本年)?(?:的)?(?:支出|收入)?预算(?:安排)?数?)$"
)
_RATE = re.compile("(?:预算完成率|完成率|执行率|预算执行率)(?:为|达|是)?(?:到)?$")
_BASE = re.compile(
    "(?<![占环同对])(?:比(?![例重率较])|(?<!比)较(?![多大为])|与|同(?![比时])|跟)(?P<base>[^，。；、]{2,40}?)(?P<like>相比(?:较)?|比较|相较|对比|(?=$))"
)
_COMPARED = re.compile("^\\s*(?:比|较|与)(?P<base>[^，。；]{2,20}?)的?$")
"""What stands between 较2023年的 and 减少221万元 is the figure compared with."""
_YOY = re.compile("同比|环比")


@dataclass(frozen=True, slots=True)
class Reading:
    """Role, direction and base of a quantity, and the words of its clause that name the subject (offsets into the clause)."""

    role: Role
    direction: Literal["增加", "减少", "持平"] | None
    base: str | None
    subject: tuple[int, int]


@cache
def _verbs() -> tuple[tuple[re.Pattern[str], str], ...]:
    words = read_toml("prose.toml")["change"]
    kinds = (("rise", "增加"), ("fall", "减少"), ("level", "持平"))
    return tuple((re.compile(f"(?:各|共|均|将|分别|总计|合计)*(?:{'|'.join(sorted(words[k], key=len, reverse=True))}){_ENDS}"), d) for k, d in kinds)


def change_in(clause: str) -> tuple[int, str] | None:
    """Where the verb of change begins that ends a clause, and its direction."""
    found = [(match.start(), direction) for pattern, direction in _verbs() if (match := pattern.search(clause))]
    return min(found, default=None)


def base_in(text: str) -> tuple[int, int, str] | None:
    """Span and words of what a clause compares with: 比2023年预算."""
    if match := _YOY.search(text):
        return match.start(), match.end(), match[0]
    found = None
    for match in _BASE.finditer(text):
        found = match.start(), match.end(), re.sub("的\\d.*$", "", match["base"])
    return found


def read_role(quantity: Quantity, clause: str) -> Reading:
    """The role of a quantity from the words of its clause before it."""
    whole = (0, len(clause))
    if quantity.kind == "level":
        base = base_in(clause)
        return Reading("change", "持平", base[2] if base else None, (0, base[0]) if base else (0, 0))
    if quantity.threshold:
        return Reading("other", None, None, whole)
    if (change := change_in(clause)) is not None and quantity.kind in ("money", "percent", "count"):
        at, direction = change
        base = base_in(clause[:at])
        subject = _around(base, at)
        role = "percent_change" if quantity.kind == "percent" else "change"
        return Reading(role, direction, base[2] if base else None, subject)
    if quantity.kind == "percent":
        return _percentage(clause, whole)
    if quantity.kind == "count":
        return Reading("count", None, None, whole)
    if match := _COMPARED.match(clause):
        return Reading("amount", None, match["base"], (0, 0))
    return Reading("amount", None, None, whole)


def _percentage(clause: str, whole: tuple[int, int]) -> Reading:
    if match := _COMPLETED.match(clause):
        return Reading("share", None, match["base"] or match["of"], match.span("subject" if match["base"] else "plain"))
    if match := _SHARE.match(clause):
        return Reading("share", None, match["base"] or None, match.span("subject"))
    if match := _RATE.search(clause):
        return Reading("share", None, "预算", (0, match.start()))
    return Reading("other", None, None, whole)


def _around(base: tuple[int, int, str] | None, end: int) -> tuple[int, int]:
    """The subject stands before 比…, or between 与…相比 and the verb."""
    if base is None:
        return 0, end
    return (0, base[0]) if base[1] >= end else (base[1], end)
