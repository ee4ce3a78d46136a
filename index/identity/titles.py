"""Title lines: 某局2024年部门预算, 2023年度某乡卫生院部门决算, 2024年部门收入预算总表."""

import re
from dataclasses import dataclass
from typing import Literal

from index.identity.organisation import is_organisation, plain_name
from index.knowledge import read_toml

LONGEST = 70
_LEVEL = "(?:" + "|".join(read_toml("identity.toml")["titles"]["levels"]) + ")?"
_LEAD = r"(?:附件\d*[：:、]?|附[：:]|第[一二三四五六七八九十]+部分[：:、]?|[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d{1,2}[.．、])?"
_YEAR = r"[（]?(?P<year>20\d\d)(?:年度?|年年度)[）]?(?:的)?"
_KIND = "(?P<kind>部门（单位）|单位（部门）|部门和单位|部门|预算单位|单位)?"
_PHASE = "(?P<phase>预决算|预算调整|调整预算|预算|决算)"
_ORG = "(?P<org>[\u3400-\u9fff（）“”·、]{2,40}?)"
_FORMS = tuple(
    re.compile(f"^{_LEAD}(?:关于)?{form}$")
    for form in (
        f"{_ORG}(?:关于)?{_YEAR}{_LEVEL}{_KIND}{_PHASE}(?P<tail>[^。；]{{0,30}})",
        f"{_YEAR}{_ORG}(?:关于)?{_LEVEL}{_KIND}{_PHASE}(?P<tail>[^。；]{{0,30}})",
        f"{_ORG}{_LEVEL}{_KIND}{_PHASE}(?P<tail>[^。；\\d]{{0,20}}){_YEAR}",
        f"{_YEAR}(?P<org>){_LEVEL}{_KIND}(?P<between>[^。；，]{{0,24}}?){_PHASE}(?P<tail>[^。；]{{0,30}})",
        f"(?P<org>){_YEAR}(?P<between>(?P<kind>部门|单位)?[^。；，]{{0,30}})表",
        f"(?P<org>){_LEVEL}(?P<kind>部门|单位){_PHASE}(?P<tail>[^。；\\d]{{0,20}}){_YEAR}",
        f"(?P<org>){_YEAR}",
        f"{_ORG}{_LEVEL}(?P<kind>部门|单位){_PHASE}(?P<year>)(?P<tail>公开|说明|编制说明|信息公开)?",
    )
)
_COMPARES = re.compile("[比较同与]20\\d\\d年")


@dataclass(frozen=True, slots=True)
class Title:
    """What a title line says; empty parts are `None`."""

    org: str | None
    year: int | None
    scope: Literal["部门", "单位"] | None
    phase: Literal["预算", "决算", "调整预算"] | None


def title_of(text: str) -> Title | None:
    """The parts of a squeezed line that has the form of a title; `None` for any other line."""
    if len(text) > LONGEST or text.endswith(("。", "，", "；")) or _COMPARES.search(text) or "《" in text or text.startswith(("根据", "按照", "注")):
        return None
    plain: Title | None = None
    for form in _FORMS:
        if match := form.match(text):
            found = match.groupdict()
            org = plain_name(found["org"]) if found["org"] else None
            title = Title(org if org and is_organisation(org) else None, int(found["year"] or 0) or None, _scope(found.get("kind")), _phase(found))
            if title.org:
                return title
            plain = plain or (title if not found["org"] else None)
    return plain


def _scope(kind: str | None) -> Literal["部门", "单位"] | None:
    return {"部门": "部门", "单位": "单位", "预算单位": "单位"}.get(kind or "")


def _phase(found: dict[str, str | None]) -> Literal["预算", "决算", "调整预算"] | None:
    phase = found.get("phase")
    if phase in ("预算调整", "调整预算"):
        return "调整预算"
    return phase if phase in ("预算", "决算") else None
