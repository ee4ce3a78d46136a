"""An indicator that a question describes: every word explained by its name, its project, its unit and the signs of a target."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from index.knowledge import read_toml
from qa.aims import KNOWLEDGE, Aim, alike, bears, light, same_unit, words
from qa.normalise import name_key
from qa.texts import Target

LEAST_TOLD = 0.5
"""Share of what an indicator counts that a question must say."""
LEAST_BESIDE = 0.6
"""The same where the question also says what is printed beside it."""
LEAST_HEAD = 0.3
"""The same where the project is named and the end of the name said: its 满意度, its 合格率."""
LONGEST_WORD = 14
LEAST_OWNER = 8
"""Weight of the project's name that a question must say where the indicator's own name counts nothing: 发放标准."""
_NUMBER = re.compile(r"[a-z0-9.+%]+")
_PLAIN = re.compile(r"[,，。.;；?？!！、:：()（）\-—_/+]")


@dataclass(frozen=True, slots=True)
class Around:
    """What may be said beside an indicator's own name."""

    scope: tuple[str, ...]
    """Stretches of the question that name the budget, and the department's own name."""
    beside: str
    """What the document prints of the same project: its other indicators, its goal."""
    about: bool = False
    """The project is the one that was spoken of before."""


@dataclass(frozen=True, slots=True)
class Fit:
    """An indicator that a question fits."""

    target: Target
    told: float
    """Share of what it counts that the question says."""
    guesses: int
    """Words that only mean the same, or stand only beside it."""
    own: int
    """Weight of what its own name explains."""
    owner: int
    """Weight of what its project's name explains."""


@dataclass(frozen=True, slots=True)
class _Path:
    cost: int = 0
    own: int = 0
    owner: int = 0
    beside: int = 0
    spans: tuple[tuple[int, int], ...] = ()
    """Of the name."""

    def more(self, cost: int = 0, own: int = 0, owner: int = 0, beside: int = 0, spans: tuple[tuple[int, int], ...] = ()) -> _Path:
        """The path one step on."""
        return _Path(self.cost + cost, self.own + own, self.owner + owner, self.beside + beside, (*self.spans, *spans))

    def headed(self, name: str) -> bool:
        """Whether the last three characters of the name are said."""
        said = {i for start, end in self.spans for i in range(start, end)}
        return len(name) > 2 and all(i in said for i in range(len(name) - 3, len(name)))

    @property
    def order(self) -> tuple[int, int, int]:
        return (-self.cost - self.beside, self.own, self.owner)


def fit(asked: Aim, target: Target, around: Around) -> Fit | None:
    """How the question fits an indicator; `None` where a word of it is explained by nothing, or what is counted is not said."""
    if not _agrees(asked, target):
        return None
    name = _without_tail(name_key(target.name))
    unit = re.split("[/·]", target.unit)[0].lstrip("万亿")
    path = _explained(asked, name, name_key(target.owner), f"{target.level1}{target.level2}", around, unit)
    if path is None:
        return None
    told, whole = _told(asked, target, name, path)
    borne = not path.beside or (len(unit) > 1 and unit in asked.text)
    named = (around.about or path.owner >= LEAST_OWNER) and path.headed(name)
    if told < (LEAST_HEAD if named else LEAST_TOLD if borne else LEAST_BESIDE) or path.cost > 2:
        return None
    return Fit(target, round(told + (0.01 if whole else 0), 4), path.cost + path.beside, path.own, path.owner)


def _without_tail(name: str) -> str:
    cut = re.sub(read_toml(KNOWLEDGE)["tail"]["words"], "", name)
    return cut if len(cut) >= 2 else name


def contradicts(asked: Aim, target: Target) -> bool:
    """A ceiling is asked for and a floor is printed, or per person and the indicator counts for none."""
    turned = asked.most != asked.least and target.comparator in (("≥", ">") if asked.most else ("≤", "<"))
    return turned or not all(bears(each, f"{target.name}{target.level2}", target.unit) for each in asked.each)


def _agrees(asked: Aim, target: Target) -> bool:
    """Unit, direction and per-what contradict nothing."""
    unit, name = target.unit, target.name
    if asked.kind == "when":
        return target.number is None and re.search(r"[月日前]", target.value) is not None and re.search("时|期", name) is not None
    if target.number is None:
        return False
    share = unit in ("%", "‰")
    if contradicts(asked, target):
        return False
    if asked.kind == "money" and "元" not in unit:
        return False
    if asked.kind == "share" and not (share or re.search("率|比例|占比|比重", name)):
        return False
    if asked.kind == "time" and (unit not in words("units", "time") or (asked.unit and not same_unit(asked.unit, unit))):
        return False
    if asked.unit and asked.kind != "time" and not same_unit(asked.unit, unit):
        return False
    return not ("月" in unit.split("/")[-1] and "/" in unit and re.search("一年|每年|全年", asked.text) and "月" not in asked.each)


def _explained(asked: Aim, name: str, owner: str, levels: str, around: Around, unit: str) -> _Path | None:
    """The best way to explain every character of the question."""
    text = asked.text
    best: list[_Path | None] = [_Path()] + [None] * len(text)
    for start in range(len(text)):
        before = best[start]
        if before is None:
            continue
        for end, path in _steps(text, start, before, name, owner, levels, around, unit):
            old = best[end]
            if old is None or path.order > old.order:
                best[end] = path
    return best[-1]


def _steps(text: str, start: int, path: _Path, name: str, owner: str, levels: str, around: Around, unit: str) -> Iterator[tuple[int, _Path]]:
    """What may stand here, and the path behind it."""
    number, each = _NUMBER.match(text, start), _EACH.match(text, start)
    if _PLAIN.match(text, start):
        yield start + 1, path
    if number and number[0] in name:
        yield number.end(), path.more(own=len(number[0]) ** 2, spans=_spans(name, number[0]))
    if each:
        yield each.end(), path
    for size in range(1, min(LONGEST_WORD, len(text) - start) + 1):
        word, end = text[start : start + size], start + size
        if (
            word in light()
            or word == unit
            or (size > 1 and word in levels)
            or any(word == place or (size > 1 and word in place) for place in around.scope)
        ):
            yield end, path
        if word in name and not number:
            yield end, path.more(own=size * size, spans=_spans(name, word)) if size > 1 else path.more(cost=1, own=1)
        if word in owner and (size > 1 or word not in name):
            yield end, path.more(owner=size * size) if size > 1 else path.more(cost=1, owner=1)
        for other in alike().get(word, ()):
            if other in name:
                yield end, path.more(own=size * size, spans=_spans(name, other))
            elif other in owner:
                yield end, path.more(cost=1, owner=size)
        if 2 <= size <= 4 and (span := _abridged(word, name)):
            yield end, path.more(cost=1, own=size, spans=(span,))
        elif 2 <= size <= 4 and _abridged(word, owner):
            yield end, path.more(cost=1, owner=size)
        if size > 1 and word in around.beside:
            yield end, path.more(beside=1)


_EACH = re.compile(r"(?:平均)?每(?:一)?(?:个|位|名)?[人月户亩天日家次份盏吨件辆套名位场]|每批次?|一个月|人均|户均|亩均|按月|平均每")


def _spans(name: str, word: str) -> tuple[tuple[int, int], ...]:
    return tuple(match.span() for match in re.finditer(re.escape(word), name))


def _abridged(word: str, text: str) -> tuple[int, int] | None:
    """Where a word shortens a stretch: 中职 of 中等职业, 危化品 of 危险化学品."""
    for start in (m.start() for m in re.finditer(re.escape(word[0]), text)):
        at = start
        for char in word[1:]:
            at = text.find(char, at + 1, at + 4)
            if at < 0:
                break
        if at >= 0 and start < at <= start + 2 * len(word) and word not in text[start : at + 1]:
            return start, min(at + (2 if len(word) == 2 else 1), len(text))
    return None


@cache
def _frame() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words("frame"))))


def _told(asked: Aim, target: Target, name: str, path: _Path) -> tuple[float, bool]:
    """Share of the name's own words that the question says, and whether it says all of the name."""
    said = {i for start, end in path.spans for i in range(start, end)}
    frame = {i for match in _frame().finditer(name) for i in range(*match.span())}
    core = [i for i in range(len(name)) if i not in frame and not _PLAIN.match(name[i])]
    whole = all(i in said for i in range(len(name)) if not _PLAIN.match(name[i]))
    if target.unit in ("%", "‰") and not _end_said(name, said, asked):
        return 0.0, whole
    if asked.kind not in ("time", "when") and not asked.unit and not asked.each and _frame_missing(name, said, asked):
        return 0.0, whole
    if not core:  # 人员发放标准: all but its last word is what it counts
        end = next((word for word in words("frame") if name.endswith(word)), "")
        core = list(range(len(name) - len(end))) or list(range(len(name)))
        said |= {i for i in core if name[i] in asked.each}
        said |= {match.end() for match in re.finditer("|".join(asked.each), name)} if asked.each else set()
        least = 0.7 if end and len(name) - 1 in said else 0.0  # 补贴的标准: the project says what
        return (max(sum(i in said for i in core) / len(core), least) if path.owner >= LEAST_OWNER else 0.0), whole
    return sum(i in said for i in core) / len(core), whole


def _end_said(name: str, said: set[int], asked: Aim) -> bool:
    """A rate is asked for as a rate: the end of its name is said."""
    return len(name) - 1 in said or (asked.kind == "share" and name[-1] in "率例比")


def _frame_missing(name: str, said: set[int], asked: Aim) -> bool:
    """A question that says no unit must say how the name counts, where that is a length, a cost or a standard and no count."""
    end = next((word for word in (*words("frame", "time"), *words("frame", "money")) if name.endswith(word)), "")
    return bool(end) and len(name) - 1 not in said
