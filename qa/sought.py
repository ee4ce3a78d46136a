"""What a question in words seeks: a place, a name, counts, a list, a reason; and the words that the answer must speak of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from index.knowledge import read_toml
from qa.normalise import name_key
from qa.scan import Scanned

KNOWLEDGE = "question_answers.toml"
UNITS = (
    "人次|批次|场次|平方米|平方公里|立方米|公顷|公里|万吨|个月|小时|分钟|工作日|个百分点|[个家名位人辆台套件期次场批份支种篇层座栋幢间户条棵株盏艘艇所项类度分天米吨门本册幅处块亩版例起宗根张款股站队届年]"
)
_COUNT = re.compile(rf"(?<!哪)(?:多少|几)(?P<unit>{UNITS})?(?![十百千万亿元块钱乎])")
_SIZES = (
    (re.compile(r"(?P<noun>(?:占地|用地|建筑|规划|总)?(?:面积)?)(?:有|是|约)?(?:多大(?:面积)?|多少面积)|(?P<bare>(?:占地|用地|建筑|规划|总)?面积)(?:[是有]?多少)?(?=[,，。?？]|$)"), "平方米"),
    (re.compile(r"(?P<noun>高)(?:度)?(?:[是有为]?多少)米?|多(?P<bare>高)"), "米"),
    (re.compile(r"(?P<noun>平均得?分|得分|评分)(?:[是有为]?多少)?分?(?=[,，。?？]|$)"), "分"),
    (re.compile(r"(?P<noun>层数)"), "层"),
)
"""Ways to ask for a size without a measure word, and the measure word that the answer has."""
_MONEY = re.compile(r"多少(?:钱|元|块|万|亿|经费|资金|预算|支出|金额)|几(?:万|亿|块钱)|金额|花费多少|how much")
_ROWS = re.compile(r"项目|科目|指标|支出|收入|表|预算|经费|专项|类|款|采购|服务$|资金")
"""Nouns that rows of tables may be."""
_MOVED = re.compile(r"(?:大幅|会|又|这么|那么|如此)*(?:增加|增长|上升|上涨|涨|变多|提高|多|减少|下降|下跌|降低|压减|缩减|降|减|砍|变少|少)(?:了|得)?(?:这么|那么|很)?(?:多|快|厉害)?")
"""Words of rising and falling, as they stand in questions for a reason."""
_SEVERAL = re.compile(r"(?:^|[,，;；\s的])(?P<nouns>[^,，;；。\s的]+?(?:[和与及、][^,，;；。\s的]+?)+)(?:分别|各自|各)(?:是|有|为|要|计划|打算|预计|准备|设|开|办|搞|召开|举办|安排)*$")
"""常委会议、主席会议分别开几次: one measure word for several nouns."""
_PROPER = re.compile(r"哪(?:一)?家(?:公司|企业)?|哪个(?:公司|企业|机构|单位)|什么(?:公司|企业)|哪些(?:公司|企业)|哪几家(?:公司|企业)?")
_NAME = r"[\u4e00-\u9fff]{2,}(?:公司|集团|委员会|办公室|事务所|研究院|监察组|中心|机构|政府|办事处|协会|俱乐部|编辑部|团队|[局委办厅院校队部处科站所组])"
_WITH = r"(?:由|让|向|与|和|跟|给|委托|选聘|聘请|邀请|联合|:|方|单位)"
_KIND_OF_BODY = re.compile(r"第三方|中介|社会化|专业|独立|相关|有关|各类|各级|承办|评审机构|单位$")
_PLACES = ("department", "year", "phase", "level", "self")
_CUT = re.compile(r"[,，。;；?？!！、:：\s\"()]|的|是|有(?!资|限|关)|(?<!万)里|其中|以及|还有|分别|共有|一共|总共|大概|了|呢|吗")
_VERB = re.compile(r"^(?:一年|全年|计划|打算|预计|准备|拟|要|能|会|设|内设|办|开|搞|召开|举办|举行|组织|开展|安排|出|印|约|在|对|从|建|盖|有)+$|(?<=[\u4e00-\u9fff]{2})(?:设|办|开|搞|出|要|约|在)$")
"""Verbs before a count, which are no noun that is counted."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One thing that a question may expect."""

    name: str
    ask: tuple[re.Pattern[str], ...]
    gives: re.Pattern[str] | None
    heading: re.Pattern[str] | None
    first: bool


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of content of a question."""

    text: str
    also: tuple[str, ...] = ()
    """Names of what it means: 购车费 is 公务用车购置费."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many of what: the measure word asked for and the noun on either side of it."""

    unit: str
    after: str
    before: str

    @property
    def noun(self) -> str:
        return self.after or self.before


@dataclass(frozen=True, slots=True)
class Sought:
    """A question's expectation."""

    kinds: tuple[Kind, ...]
    counts: tuple[Counted, ...]
    content: tuple[Run, ...]
    """Runs of characters that the answer, its passage or its heading must print."""
    focus: Run | None = None
    """The run beside the question word: the sentence itself speaks of it."""
    money: bool = False
    """An amount or a change is asked for beside it."""
    role: str = ""
    """What a name is asked of."""
    directions: tuple[str, ...] = ()
    """Words of rising and falling."""
    proper: str = ""
    """A name of its own is asked for: 哪家公司."""

    @property
    def first(self) -> bool:
        """No row of a table can be meant."""
        return not self.money and (self.sure or self.counted)

    @property
    def spoken(self) -> int:
        """Characters of content."""
        return sum(len(run.text) for run in self.content)

    @property
    def sure(self) -> bool:
        """More than one count says that prose is meant."""
        return any(kind.first for kind in self.kinds) or len(self.counts) > 1 or (bool(self.counts) and bool(self.kinds))

    @property
    def counted(self) -> bool:
        """One count, of something that is no row of a table."""
        return len(self.counts) == 1 and len(self.counts[0].noun) >= 2 and not _ROWS.search(self.counts[0].noun)

    def has(self, *names: str) -> bool:
        return any(kind.name in names for kind in self.kinds)


@cache
def kinds() -> tuple[Kind, ...]:
    """The kinds of question_answers.toml in their order: the first that asks takes its words away."""
    found = []
    for entry in read_toml(KNOWLEDGE)["kind"]:
        gives, heading = (re.compile(entry[key]) if key in entry else None for key in ("gives", "heading"))
        found.append(Kind(entry["name"], tuple(re.compile(form) for form in entry["ask"]), gives, heading, entry.get("first", False)))
    return tuple(found)


@cache
def _idle() -> tuple[frozenset[str], int]:
    words = frozenset(map(name_key, read_toml(KNOWLEDGE)["idle"]["words"]))
    return words, max(map(len, words))


@cache
def same(word: str) -> tuple[str, ...]:
    """The word and what says the same."""
    return tuple(dict.fromkeys((word, *(name_key(other) for group in read_toml(KNOWLEDGE)["same"]["groups"] if word in group for other in group))))


def may_seek(text: str, *, first: bool) -> bool:
    """Whether a question may be one that words answer, by its form alone."""
    if any(match["unit"] for match in _COUNT.finditer(text)) or any(form.search(text) for form, _ in _SIZES):
        return True
    return any(form.search(text) for kind in kinds() if kind.first or not first for form in kind.ask)


def sought(scanned: Scanned) -> Sought | None:
    """What the question seeks; `None` where it asks for money, or for nothing that words can give."""
    text = "".join(" " if covered else char for char, covered in zip(scanned.text, _covered(scanned), strict=True))
    if _MONEY.search(text) or any(m.kind == "code" or re.fullmatch(r"\d{3,7}", m.text) for m in scanned.mentions if m.kind in ("code", "name", "subject")):
        return None
    sizes, text = _sizes(text)
    counts, text, bare = _counts(text)
    names = {name_key(m.text): tuple(dict.fromkeys(name_key(s.name) for s in m.value if s.name)) for m in scanned.mentions if m.kind in ("subject", "name")}
    known = (*names, *(name_key(m.text) for m in scanned.mentions if m.kind in ("part", "typo")))
    proper = proper_name(text)
    found, role, focus = [], "", ""
    for kind in kinds():
        if kind.name == "list" and found:
            continue
        for form in kind.ask:
            match = form.search(text)
            if match is None:
                continue
            kept = (match.groupdict().get("role") or "").rsplit("的", 1)[-1]
            role = role or kept
            focus = focus or next(iter((*reversed(runs(text[: match.start()] + kept, known)), *runs(text[match.end() :], known))), "")
            text = f"{text[: match.start()]} {kept} {text[match.end() :]}"
            found += [kind] if kind not in found else []
    if not counts and not sizes and not found:
        return None
    if runs(text, known):  # the duties of something within the department: what it is for
        found = [next(k for k in kinds() if k.name == "purpose") if kind.name == "duties" else kind for kind in found]
    reasons = any(kind.name == "reason" for kind in found)
    directions = moved(text) if reasons else ()
    text = _MOVED.sub(" ", text) if reasons else text
    content = {run: Run(run, names.get(run, ())) for run in runs(text, known)}
    return Sought(tuple(found), (*sizes, *counts), tuple(content.values()), content.get(_MOVED.sub('', focus) if reasons else focus), bare, role, directions, proper)


def moved(text: str) -> tuple[str, ...]:
    """Words of rising and falling."""
    return tuple(_MOVED.findall(text))


def names_of(role: str, sentence: str) -> bool:
    """The sentence says who has the role, by a name."""
    if not role:
        return False
    return re.search(rf"{re.escape(role)}(?:(?:为|是|:|即|叫|由)|(?:[1-9]\d*[家个]|包括|等|,|具体)*(?:包括|即|:|有)+(?:\d\.)?){_NAME}", sentence) is not None


def names_somebody(sentence: str, proper: str) -> bool:
    """Who does it, with whom, for whom; `proper`: a question for a name of its own, and for no kind of body."""
    found = [match["name"] for match in re.finditer(rf"{_WITH}[^,。;]{{0,12}}?(?P<name>{_NAME.replace('{2,}', '{2,}?')})", sentence)]
    own = [name for name in found if len(name) >= 5 and not _KIND_OF_BODY.search(name)]
    if re.search(r"公司|企业", proper):
        return any(re.search(r"公司|集团|企业|厂", name) for name in own)
    return bool(own if proper else found)


def proper_name(text: str) -> str:
    """The words that ask for a name of its own: 哪家公司; empty where a kind of body will do."""
    match = _PROPER.search(text)
    return match[0] if match else ""


def expected(text: str) -> tuple[tuple[Kind, ...], str]:
    """The kinds of answer that a question expects, and what a name is asked of, whatever it is about."""
    found, role = [], ""
    for kind in kinds():
        match = next(filter(None, (form.search(text) for form in kind.ask)), None)
        if match is not None:
            found.append(kind)
            role = role or (match.groupdict().get("role") or "").rsplit("的", 1)[-1]
    return tuple(found), role


def _covered(scanned: Scanned) -> list[bool]:
    covered = [False] * len(scanned.text)
    quoted = [match.span() for match in re.finditer(r"[\"《][^\"《》]+[\"》]", scanned.text)]
    for mention in scanned.mentions:
        if mention.kind in _PLACES and not any(start <= mention.start and mention.end <= end for start, end in quoted):
            covered[mention.start : mention.end] = [True] * (mention.end - mention.start)
    return covered


def _sizes(text: str) -> tuple[tuple[Counted, ...], str]:
    """Sizes asked for without a measure word."""
    found = []
    for form, unit in _SIZES:
        match = form.search(text)
        if match:
            groups = match.groupdict()
            found.append(Counted(unit, "", groups.get("noun") or groups.get("bare") or ""))
            text = f"{text[: match.start()]} {text[match.end() :]}"
    return tuple(found), text


def _counts(text: str) -> tuple[tuple[Counted, ...], str, bool]:
    """The counts asked for, the text without their question words, and whether a bare 多少 is left."""
    found, bare = [], False
    for match in _COUNT.finditer(text):
        ahead = text[: match.start()]
        before = [piece for piece in _CUT.split(ahead) if piece]
        touching = bool(before) and not re.search(r"[,，;；、?？\s]$", ahead)
        noun_before = _VERB.sub("", before[-1]) if touching else ""
        after = next(iter(_CUT.split(text[match.end() :].lstrip('"'))), "")
        several = _SEVERAL.search(ahead)
        if several and match["unit"] and not after:
            found += [Counted(match["unit"], "", noun) for noun in re.split(r"和|与|及|、", several["nouns"]) if noun]
        elif match["unit"] or after:
            nouns = [noun for noun in re.split(r"和|与|及|、", after) if len(noun) > 1] or [after]
            found += [Counted(match["unit"] or "", noun, noun_before) for noun in nouns]
        else:
            bare = True
    return tuple(found), _COUNT.sub(" ", text), bare


def runs(text: str, names: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Stretches of content: names, and what is left between idle words, the longest idle words taken first."""
    words, longest = _idle()
    found: list[str] = []
    for piece in re.split(r"[^\w%]+", name_key(re.sub(r"\s+", ",", text))):
        start, run = 0, ""
        while start < len(piece):
            name = next((name for name in sorted(names, key=len, reverse=True) if len(name) > 2 and piece.startswith(name, start)), "")
            if name:
                found += [run, name]
                run, start = "", start + len(name)
                continue
            size = next((size for size in range(min(longest, len(piece) - start), 0, -1) if piece[start : start + size] in words), 0)
            if size and (size > 1 or not run or start + size == len(piece) or _is_idle(piece, start, words)):
                found.append(run)
                run, start = "", start + size
            else:
                run, start = run + piece[start], start + 1
        found.append(run)
    return tuple(dict.fromkeys(run for run in found if run))


def _is_idle(piece: str, start: int, words: frozenset[str]) -> bool:
    """A single idle character inside a run ends it only where it is a particle: 的, 和, 与."""
    return piece[start] in "的了呢吗和与跟及在由对把被给向是有还都"
