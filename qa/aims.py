"""What a question asks of an indicator: its unit, per what, ceiling or floor, and whether the target or what was reached."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from index.knowledge import read_toml
from qa.normalise import name_key, normalise

KNOWLEDGE = "indicator_words.toml"
_PER = re.compile(
    r"(?:平均)?(?:每(?:一)?(?:个|位|名|条|份)?|单(?=[户件份套台辆盏次]|批次))(?P<each>(?:车公里|公里|平方米|立方米|批次|[人月户亩天日家次份盏吨件辆套名位场]|学生|企业|单位))|(?P<mean>[人户亩家批次]均)|(?P<month>一个月|按月|月(?=标准|补助|补贴|发))"
)
_SAME_EACH = {"家": "户", "企业": "户", "户": "户", "名": "人", "位": "人", "学生": "人", "人": "人", "个月": "月", "日": "天"}
_COUNT = re.compile(
    r"(?:多少|几)(?P<unit>(?:[万亿])?(?:人次|批次|场次|列次|架次|平方米|平方公里|立方米|公里|千米|公斤|千克|小时|分钟|秒|个?工作日|个月|公顷|班次|[个家名位人辆台套件期次批场份支种篇层座户条项幢块亩吨米天日周年月起尾株棵盏处所册本部艘只头度]))(?![点些])"
)


@dataclass(frozen=True, slots=True)
class Aim:
    """A clause as a question for a target."""

    text: str
    """Without spaces, quotation marks and the question word with its measure word."""
    unit: str
    """Measure word asked for: 万吨, 家; empty where none is said."""
    kind: str
    """Class of what is asked: time, money, share, when; empty where the words leave it open."""
    each: tuple[str, ...]
    """Per what: 人, 月, 户."""
    most: bool
    least: bool
    actual: bool
    """What was reached is asked for."""
    target: bool
    """The target is asked for, also beside what was reached."""


@cache
def words(section: str, key: str = "words") -> tuple[str, ...]:
    """A list of the word file, longest first, as names are compared."""
    return tuple(sorted({name_key(word) for word in read_toml(KNOWLEDGE)[section][key]}, key=lambda word: (-len(word), word)))


@cache
def light() -> frozenset[str]:
    """Words that name nothing that is counted."""
    return frozenset((*words("light"), *words("most", "strong"), *words("least", "strong"), *words("actual")))


@cache
def alike() -> dict[str, tuple[str, ...]]:
    """Word -> words that say the same of a target."""
    found: dict[str, dict[str, None]] = {}
    for group in read_toml(KNOWLEDGE)["alike"]["groups"]:
        for word in group:
            found.setdefault(word, {}).update(dict.fromkeys(other for other in group if other != word))
    return {word: tuple(others) for word, others in found.items()}


def aim(clause: str) -> Aim:
    """The signs of a clause."""
    text = re.sub(r"\s+", "", name_key(normalise(clause)))
    ask = read_toml(KNOWLEDGE)["ask"]
    counted = _COUNT.search(text)
    kind = next((name for name in ("when", "share", "money", "time") if re.search(ask[name], text)), "")
    unit = counted["unit"] if counted else ""
    if kind == "time" and unit in ("年", "月", "周"):
        unit = ""
    each = tuple(
        dict.fromkeys(_SAME_EACH.get(part, part) for m in _PER.finditer(text) if (part := m["each"] or ("月" if m["month"] else m["mean"][0])))
    )
    reached = re.search(_any(words("actual")), text) is not None
    strong = {side: re.search(_any(words(side, "strong")), text) is not None for side in ("most", "least")}
    inside = re.search(r"(?:多少|几)(?:个)?(?:小时|分钟|天|日|工作日|个月|年)(?:之|以)?内", text) is not None
    only = reached and not re.search(read_toml(KNOWLEDGE)["actual"]["both"], text)
    return Aim(
        re.sub(f"(?:{ask['money']})(?<!金额)", ",", _COUNT.sub(",", text)),
        unit,
        kind,
        each,
        strong["most"] or inside,
        strong["least"],
        reached,
        not only,
    )


def _any(parts: tuple[str, ...]) -> str:
    return "|".join(map(re.escape, parts))


def bears(each: str, name: str, unit: str) -> bool:
    """Whether an indicator counts per person, per month, per household."""
    units = [_SAME_EACH.get(part, part) for part in re.split(r"[/·]", unit)[1:]]
    if any(each in part or part in each for part in units):
        return True
    if each == "月":
        return "月" in name
    forms = {each, *(other for other, same in _SAME_EACH.items() if same == each)}
    return any(re.search(rf"(?:每|单)(?:个|一)?{form}|{form}均|人均{form}", name) for form in forms)


def same_unit(asked: str, printed: str) -> bool:
    """Whether a measure word is the printed unit or stands for it: 人 of 万人次, 家 of 个."""
    plain, base = asked.lstrip("万亿"), re.split(r"[/·]", printed)[0].lstrip("万亿")
    if not base:
        return False
    if plain == base or (len(plain) > 1 and plain in base) or (len(base) > 1 and base in plain):
        return True
    return any(plain in group and base in group for group in read_toml(KNOWLEDGE)["units"]["same"])
