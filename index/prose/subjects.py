"""What a quantity is of: the noun phrase before it, the stage and year in it, the functional path, the measure."""

import re
from dataclasses import dataclass
from functools import cache

from index.knowledge import read_toml
from index.records import Identity

LONGEST = 80
_OF = "(?:.*[的款]|一般公共预算(?:财政)?(?:拨款)?(?:安排)?|财政拨款(?:安排)?)?"
"""What may stand before the name of an expense: 一般公共预算拨款安排的会议费."""
_WHOLE = ("年初预算", "年初安排预算", "全年预算", "调整预算", "调整后预算", "预算执行", "当年预算执行", "执行", "支出决算", "收入决算")
"""Stages that never belong to the name of a measure, as 预算 does in 收入预算."""
_LEADING = re.compile(
    r"^(?:[\x00\s，、；：:。”]|[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|\d{1,2}[.．、](?!\d)|[①-⑳]"
    r"|其中[：:，,]?|(?:具体|主要)?包括[：:]?|此外|另外|同时|以及|[和及](?=[^，]{3})|分别(?:为|是)|涉及|共(?:计|有)?(?=[^，])|现有|拥有|预计|安排(?=[^，])|主要是|截[至止][^，、]*?日|并|仍|均|约|即|为(?=.)|主要(?:变动)?原因(?:是|为)?|原因(?:是)?|是)"
)
_TRAILING = re.compile(r"(?:[\x00\x01\s“\"：:，]|分别|共计|共有|达到|[为是约共达有了各])+$")
_YEAR = re.compile(r"(20\d\d)年(?:度)?|(上年|上一年度?|去年)(?!结转|结余|末)|(?:本年|当年|今年)(?:度)?")
_STAGE_WORDS = sorted(read_toml("prose.toml")["stage"], key=len, reverse=True)
_STAGE = re.compile(f"(?P<noun>.*?)(?P<stage>{'|'.join(_STAGE_WORDS)})(?:数|安排|总额|金额|总数|资金)*$")
_OWN = re.compile(
    "^(?:(?:本|我|该|全)(?:部门|单位|局|委|厅|办|院|校|所|站|中心|镇|乡|街道|馆)(?:本级)?|(?:下属|所属)?\\d+[家个][^，]*?(?:单位|机关)(?:财政拨款)?|(?:(?:下属|所属)各?|各)(?:二级|基层)?(?:预算)?单位|财政拨款的|安排的?|年初|的|[“”])+"
)
_PATH = re.compile(r"(?P<name>[^“”（()）:：，；。、]{2,40}?)\s*[（(]\s*(?:\d{3,7}[-—]?)?(?P<level>[类款项])(?:级)?\s*[）)](?P<tail>(?:支出)?)")
_AFTER_PATH = re.compile(r"(?:[”\"\s（()）]|20\d\d年(?:度)?|年初|当年|全年|预算|决算|支出|执行|安排|财政拨款|资金|数|总额|金额)*")
_CODE = re.compile(r"^[“（(]?(?P<code>\d{7}|\d{5}|\d{3})(?=[-—（(\s]|[\u4e00-\u9fff])[-—\s]*(?P<name>[\u4e00-\u9fff][^，；。：]{1,40})$")


@dataclass(frozen=True, slots=True)
class Measured:
    """What a subject is of."""

    id: str
    fund: str | None
    both: tuple[str, str | None] | None


@cache
def _measures() -> tuple[tuple[re.Pattern[str], Measured], ...]:
    rows = read_toml("prose.toml")["measure"]
    return tuple(
        (
            re.compile(row["pattern"].replace("(?:.*[的款])?", _OF)),
            Measured(row["id"], row.get("fund"), (row["both"], row.get("both_fund")) if "both" in row else None),
        )
        for row in rows
    )


def trimmed(phrase: str) -> tuple[int, int]:
    """Span of the noun phrase inside the text before a quantity: list marks, 其中, copulas and blanks taken off."""
    start, end = 0, len(phrase)
    while start < end and (match := _LEADING.match(phrase[start:end])) and match.end():
        start += match.end()
    if match := _TRAILING.search(phrase[start:end]):
        end = start + match.start()
    if phrase[start:end].startswith("“") and "”" not in phrase[start:end].rstrip("”"):
        start, end = start + 1, end - phrase[start:end].endswith("”")
    return start, end


def core(subject: str, identity: Identity) -> str:
    """The subject without the body's name, years, quotes, brackets of 境 and words such as 本部门: what names the thing itself."""
    text = re.sub(r"[“”\"\s\x00\x01]", "", subject).replace("(", "（").replace(")", "）")
    text = re.sub("（(?!境|护)[^）]*）", "", text) if not _PATH.search(text) else text
    for name in sorted(filter(None, (identity.department, identity.unit)), key=len, reverse=True):
        text = text.replace(name, "")
    before = None
    while before != text:
        before, text = text, _OWN.sub("", _YEAR.sub("", text, count=1) if _YEAR.match(text) else text)
    return text


def stage_of(core_text: str) -> tuple[str, str]:
    """The noun without its stage, and the stage as printed: 三公经费预算数 is 三公经费 and 预算."""
    match = _STAGE.fullmatch(core_text)
    return (match["noun"], match["stage"]) if match else (core_text, "")


def named(core_text: str) -> str:
    """The core without a stage that is no part of a measure's name."""
    noun, stage = stage_of(core_text)
    return noun if stage in _WHOLE and noun else core_text


def stage_id(words: str) -> str | None:
    """budget, final, adjusted or executed; `None` where no stage is printed."""
    return read_toml("prose.toml")["stage"].get(words)


def year_of(subject: str, identity: Identity) -> int | None:
    """The year that a subject names; 上年 counts from the document's own."""
    match = _YEAR.search(subject)
    if not match or (match[1] is None and match[2] is None):
        return None
    return int(match[1]) if match[1] else identity.year - 1 if identity.year else None


def yearless(subject: str) -> str:
    """The subject without the year that it begins with."""
    return re.sub("^20\\d\\d年(?:度)?", "", subject)


def path_of(text: str) -> tuple[str, ...]:
    """Names of a functional path: 一般公共服务支出（类）统计信息事务（款）专项普查活动（项）, outermost first; empty where there is none."""
    names = []
    for match in _PATH.finditer(text):
        name = re.sub(r"^(?:[（(][一二三四五六七八九十\d]+[)）]|[一二三四五六七八九十]+、|\d+[.．、](?!\d))+", "", match["name"]).strip('“”" ')
        names.append(re.sub(r"^\d{3,7}[-—]?", "", name) + (match["tail"] if match["level"] == "类" and not name.endswith("支出") else ""))
    return tuple(names)


def whole_path(subject: str) -> tuple[str, ...]:
    """The path that a subject is of as a whole; empty where words after it name a part: …（项）基本支出."""
    last = max((match.end() for match in _PATH.finditer(subject)), default=0)
    return path_of(subject) if last and _AFTER_PATH.fullmatch(subject[last:]) else ()


def code_of(subject: str) -> tuple[str, str] | None:
    """Code and name where the subject is a coded item: 2050202小学教育."""
    match = _CODE.match(subject)
    return (match["code"], match["name"]) if match else None


def measured(core_text: str) -> Measured | None:
    """The measure that a subject names as a whole; `None` for everything else."""
    return next((measure for pattern, measure in _measures() if pattern.fullmatch(core_text)), None)
