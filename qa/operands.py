"""Operands: which subjects of a question belong together in one amount, and which stand apart."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import islice, product

from qa.mentions import Mention
from qa.numerals import small_number
from qa.plan import Operand, Subject
from qa.vocabulary import measures, synonyms

CONTENT = ("subject", "name", "part", "typo", "unheld")
FUND_OF = {"income_general": "general", "income_government_fund": "government_fund", "income_state_capital": "state_capital"}
"""Income of a fund, and the fund that its words name beside a spending: 一般公共预算财政拨款支出."""
MOST_READINGS = 24
MOST_MEANT = 6
"""Names that one piece may stand for; of more the question must say which."""


@dataclass(slots=True)
class Open:
    """An operand being gathered: the mentions of its subjects, each with alternatives."""

    mentions: list[Mention] = field(default_factory=list)
    fund: str | None = None
    stage: str | None = None
    table: str | None = None
    within: Mention | None = None

    def empty(self) -> bool:
        return not self.mentions and not self.table and not self.fund

    def axes(self) -> set[str]:
        """The axis of each mention that has only one."""
        return {mention.value[0].axis for mention in self.mentions if len({s.axis for s in mention.value}) == 1}


def gather(mentions: tuple[Mention, ...], separators: set[int], text: str = "", *, contained: bool = True) -> list[Open]:
    """Open operands in order of mention; `separators` are indexes of mentions that end an operand (和, 占, 比 …)."""
    found, current, number = [], Open(), None
    mentions = tuple(_of_kind(mention, following, text) for mention, following in zip(mentions, (*mentions[1:], None), strict=False))
    for index, mention in enumerate(mentions):
        if mention.kind == "counted":
            number = small_number(mention.value["n"])
        if index in separators:
            if not current.empty():
                found.append(current)
                current = Open()
        elif mention.kind in CONTENT and fund_said(mention) and _subject_follows(mentions, index, separators):
            current.fund = narrower(current.fund, fund_said(mention))
        elif mention.kind in CONTENT and all(s.together for s in mention.value):
            found += [] if current.empty() else [current]
            found += [Open([replace(mention, value=(part,))]) for part in mention.value]
            current = Open()
        elif mention.kind == "part" and _several(mention, number):
            found += [] if current.empty() else [current]
            found += [Open([replace(mention, value=tuple(s for s in mention.value if s.key == key))]) for key in dict.fromkeys(s.key for s in mention.value)]
            current = Open()
        elif mention.kind in CONTENT:
            same = _narrowed(current, mention)
            if same and not re.search(r"[里中内]", text[current.mentions[-1].end : mention.start]):
                current.mentions[-1] = same
                continue
            if _clashes(current, mention):
                inside = contained and re.search(r"[里中内]|当中|其中", text[current.mentions[-1].end : mention.start])
                within = current.mentions[-1] if inside else None
                if not inside:
                    found.append(current)
                current = Open(within=within, fund=current.fund if inside else None)
            current.mentions.append(mention)
        elif mention.kind == "fund":
            current.fund = narrower(current.fund, mention.value)
        elif mention.kind == "stage":
            current.stage = mention.value
        elif mention.kind == "table":
            value = mention.value.get("type") or mention.value.get("number")
            if current.table:
                found.append(current)
                current = Open()
            current.table = value
    if not current.empty():
        found.append(current)
    return _over_tables(found)


def _of_kind(mention: Mention, following: Mention | None, text: str) -> Mention:
    """教育费附加项目: the word behind a piece of names says of which kind they are."""
    if mention.kind != "part" or following is None or following.kind != "dimension" or text[mention.end : following.start] not in ("", "的"):
        return mention
    kept = tuple(s for s in mention.value if s.axis == str(following.value).partition("_")[0])
    return replace(mention, value=kept) if kept else mention


def narrower(held: str | None, said: str | None) -> str | None:
    """国有资本经营预算财政拨款: 财政拨款 is said of every fund and takes none away."""
    return held if held and said == "fiscal" else said


def _several(mention: Mention, number: int | None) -> bool:
    """A piece of several names, none nearer than the others: each of them is meant, and said."""
    keys, axes = {s.key for s in mention.value}, {s.axis for s in mention.value}
    return 1 < len(keys) <= MOST_MEANT and len(axes) == 1 and (number == len(keys) or (number is None and axes <= {"project", "narrated", "statement", "service"}))


def _over_tables(found: list[Open]) -> list[Open]:
    """公务接待费在10表和07表: a subject said once, in each of the tables named."""
    named = [opened for opened in found if opened.mentions]
    bare = [opened for opened in found if opened.table and not opened.mentions]
    if len(named) == 1 and bare:
        for opened in bare:
            opened.mentions = list(named[0].mentions)
        return [opened for opened in found if opened.table] if not named[0].table else found
    return found


def _narrowed(current: Open, mention: Mention) -> Mention | None:
    """工资奖金津补贴（50101）: a second name of the same member narrows the first."""
    if not current.mentions:
        return None
    last = current.mentions[-1]
    if any(s.part for s in (*last.value, *mention.value)):
        return None
    common = tuple(s for s in mention.value if any((s.axis, s.key) == (other.axis, other.key) for other in last.value))
    return replace(last, value=common, end=mention.end) if common else None


def fund_said(mention: Mention) -> str | None:
    """财政拨款, 一般公共预算: the fund that the word names beside its measure."""
    said = next((target.target for target in synonyms().get(mention.text, ()) if target.kind == "fund"), None)
    if said or "收入" in mention.text:
        return said
    keys = {s.key for s in mention.value if s.axis == "measure"}
    return FUND_OF[keys.pop()] if len(keys) == 1 and keys <= FUND_OF.keys() and all(s.axis in ("measure", "function", "statement") for s in mention.value) else None


def _subject_follows(mentions: tuple[Mention, ...], index: int, separators: set[int]) -> bool:
    """Another subject stands in the same operand after this one: 财政拨款的基本支出."""
    for later in range(index + 1, len(mentions)):
        if later in separators:
            return False
        if mentions[later].kind in CONTENT:
            return True
    return False


def _clashes(current: Open, mention: Mention) -> bool:
    """Two names on one axis do not hold of one row: they are two operands."""
    if any(s.weak for s in mention.value) or not current.mentions:
        return False
    return any(not any(s.weak for s in other.value) and mention.value[0].axis == other.value[0].axis for other in current.mentions)


def readings(opened: Open) -> list[Operand]:
    """Every operand that the alternatives allow, the likeliest first; weak words fall where others stand."""
    strong = [m for m in opened.mentions if not all(s.weak for s in m.value)] or opened.mentions[:1]
    if all(m.value[0].axis == "unit" for m in strong):  # a unit has income and expenditure; other rows are of one kind
        strong = [m for m in opened.mentions if m in strong or any(s.axis == "measure" and s.key.startswith(("income", "expenditure")) for s in m.value)]
    table = opened.table
    if table and not table.isascii():
        from qa.numerals import small_number

        number = small_number(table)
        table = str(number) if number else table
    combined = []
    within = opened.within.value[:1] if opened.within else ()
    for subjects in islice(product(*[m.value for m in strong]), MOST_READINGS):
        subjects = _without_echoes(subjects)
        if _fit(subjects):
            combined.append(Operand(tuple(dict.fromkeys(subjects)), fund=opened.fund, stage=opened.stage, table=table, within=within))
    if len(strong) == 1 and not opened.fund and {s.axis for s in strong[0].value} <= {"item", "statement"} and (fund := fund_said(strong[0])):
        for key in ("expenditure", "expenditure_total"):
            combined.append(Operand((Subject("measure", key, "", measures()[key]["name"]),), fund=fund, stage=opened.stage, table=table))
    if not strong and opened.fund:
        for key in ("expenditure", "expenditure_total"):
            combined.append(Operand((Subject("measure", key, "", measures()[key]["name"]),), fund=opened.fund, stage=opened.stage, table=table))
    elif not strong:
        combined.append(Operand((), fund=opened.fund, stage=opened.stage, table=table))
    return combined


_PLAIN = ("project", "expenditure", "expenditure_total", "project_amount")


def _without_echoes(subjects: tuple[Subject, ...]) -> tuple[Subject, ...]:
    """A project's own name says again what kind of spending it is: 租党群服务中心的租金, 公众号项目预算."""
    if any(s.axis == "service" for s in subjects):  # 食堂餐饮外包: what is bought is bought outside
        subjects = tuple(s for s in subjects if not (s.axis in ("department", "government") and s.guess and re.search("外包|委托|外面", s.text)))
    project = next((s for s in subjects if s.axis in ("project", "narrated")), None)
    if project is None:
        return subjects

    def echoes(item: Subject) -> bool:
        if item is project:
            return False
        if item.axis == "measure":
            return item.key in _PLAIN
        said = set(item.name or item.text) - set("费用经支出的款资金")
        return item.axis in ("function", "department", "government") and len(said & set(project.name)) >= max(1, len(said) // 2)

    return tuple(item for item in subjects if not echoes(item))


def _fit(subjects: tuple[Subject, ...]) -> bool:
    measures = [s for s in subjects if s.axis == "measure"]
    return len(measures) <= 1


_FAMILIES = (("basic", "project"), ("personnel", "public"))
"""Columns that split the amount of one row between them."""


def is_column(mention: Mention) -> bool:
    """A measure that splits the amount of a row: 基本支出, 公用经费."""
    return any(s.axis == "measure" and any(s.key in family for family in _FAMILIES) for s in mention.value)


def is_row(mentions: list[Mention]) -> bool:
    """Members of dimensions and nothing else."""
    return bool(mentions) and all(s.axis not in ("measure", "label", "statement", "narrated") for m in mentions for s in m.value[:1])


def shared_rows(opened: list[Open], operations: tuple[str, ...]) -> list[Open]:
    """维修费的基本支出和项目支出: both columns are of the one row that is named."""
    if len(opened) != 2 or {"share", "ratio"} & set(operations) or len(opened[0].mentions) < 2 or len(opened[1].mentions) != 1:
        return opened
    *rows, left = opened[0].mentions
    right = opened[1].mentions[0]
    family = next((f for f in _FAMILIES if any(s.key in f for s in left.value) and any(s.key in f for s in right.value)), None)
    if family is None or not is_row(rows) or left.value[0].key == right.value[0].key:
        return opened
    return [opened[0], replace(opened[1], mentions=[*rows, right])]
