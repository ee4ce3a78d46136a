"""Names of bodies: what may be one, and the name without what stands around it."""

import re
from functools import cache

from index.identity.region import leading_regions
from index.knowledge import read_toml

LONGEST = 40
_CODE = re.compile(r"^[\[【（(]?[A-Za-z]?\d{3,}[\]】）)]?\s*[-—_－:：、]?\s*")
_NAME = re.compile("[\u3400-\u9fff（）()“”·、〇\\d]+")
_AROUND = "　 ，,。；;：:《》〈〉\"'"
_MONEY = re.compile("^(?:人民币)?(?:亿|万|千|百)?元|^%|^元/")


@cache
def _words(name: str) -> tuple[str, ...]:
    return tuple(read_toml("identity.toml")["organisation"][name])


def plain_name(text: str) -> str:
    """The name without its code, blanks and qualifiers: `118001-某局（本级）` is 某局."""
    name = _CODE.sub("", re.sub(r"\s", "", text)).strip(_AROUND).removeprefix("关于").removesuffix("关于").removesuffix("的")
    while True:
        tail = next((q for q in _words("qualifiers") if name.endswith(q) and len(name) - len(q) >= 2), None)
        if tail is None or (not tail.startswith(("（", "(")) and not is_organisation(name[: -len(tail)])):
            return name
        name = name[: -len(tail)]


def is_organisation(name: str) -> bool:
    """The text can be the name of a body: it ends like one, and is no general word such as 本部门."""
    if not 3 <= len(name) <= LONGEST or not _NAME.fullmatch(name) or name in _words("generic") or name.startswith(_words("starts")):
        return False
    if name.endswith(_words("towns")):
        return bool(leading_regions(name)) or len(name) <= 8
    return name.endswith(_words("endings"))


def is_labelled_name(text: str) -> bool:
    """What stands after 部门： may be any name, but no unit of money and no general word."""
    name = plain_name(text)
    return (
        2 <= len(name) <= LONGEST and bool(_NAME.fullmatch(name)) and not _MONEY.match(name) and name not in _words("generic") and not name.isdigit()
    )


def headquarters(name: str) -> str:
    """The body that a unit such as 某管理委员会机关 is the headquarters of."""
    body = name.removesuffix("机关")
    return body if body != name and is_organisation(body) else name
