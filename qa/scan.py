"""From the text of a question to its mentions: every source of words asked, the best cover chosen, slips guessed last."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qa.conditions import condition_mentions
from qa.departments import DepartmentMention
from qa.described import BARE, described
from qa.members import Members, Name, subject
from qa.mentions import Mention, gaps, segment
from qa.naming import synonym_subject
from qa.normalise import name_key, normalise
from qa.operands import fund_said
from qa.plan import Subject
from qa.regions import all_regions
from qa.vocabulary import DIMENSIONS, LIGHT, PHASES, Target, fixed_mentions, lengths, occurrences, pattern_mentions, synonyms

MEMBER_AXES = ("function", "government", "department", "procurement", "item")
_BEFORE_JI = ("普", "涉", "惠", "顾", "触", "波")
"""普及, 涉及: 及 joins nothing."""
_AFTER_JIA = ("具", "电", "庭", "属", "居", "长", "禽", "政", "务")
"""家具, 家电: 家 counts nothing."""
_JOIN = {"比", "和", "与", "跟", "及", "以及", "加", "加上", "、", "/", "+", "and", "plus", "同", "还有", "或", "或者", "vs"}
_TELLING = "结清男女老少日月季人户均非无未副正部局委厅办院校署所镇乡村"
"""Single characters that change what a question means."""
_AXES = ("measure", "function", "department", "government", "project", "narrated", "procurement", "service", "item", "field", "region", "statement", "unit", "attribute", "indicator", "label")
"""Alternatives of one word in the order in which they are tried."""
_PRINTED = ("function", "department", "government", "project", "procurement", "service", "item", "field", "region")
_UNIT = re.compile(
    r"(?P<lead>(?:多少|几|以|按|用|换算成|换成|换算为|折合成?|折算成?|折成|转成|转换成|单位换成|单位是?|改成|变成|合|等于|写成|说成|是|相当于|约合|in |into )?(?:多少|几)?)"
    r"(?P<unit>百万元|千万元|亿元|万元|千元|(?<![万亿千百])元|亿(?!元)|(?<![百千])万(?!元)|\b(?:million )?(?:yuan|rmb)\b)(?P<tail>表示|为单位|计算?|来算|来说|说|来表示)?"
)


@dataclass(frozen=True, slots=True)
class Scanned:
    """A question with what its stretches are."""

    text: str
    mentions: tuple[Mention, ...]
    unexplained: tuple[str, ...]

    def all(self, kind: str) -> tuple[Mention, ...]:
        return tuple(mention for mention in self.mentions if mention.kind == kind)


def scan(text: str, members: Members, departments: tuple[DepartmentMention, ...], *, guess: bool = True) -> Scanned:
    """The best reading of each stretch of a normalised question."""
    candidates = [
        *(Mention(d.start, d.end, _department_kind(d, departments), d.departments, d.text) for d in departments),
        *pattern_mentions(text),
        *condition_mentions(text),
        *_subjects(text, members),
        *_codes(text, members),
        *_categories(text, members),
        *_units(text),
        *(m for m in fixed_mentions(text) if m.kind != "unit" and not (m.text == "家" and text[m.end : m.end + 1] in _AFTER_JIA) and not (m.text == "及" and text[m.start - 1 : m.start] in _BEFORE_JI)),
        *_joins(text),
    ]
    candidates += _parts(text, members)
    candidates = _literal(_whole(candidates))
    chosen, open_stretches = segment(text, candidates)
    misspelt = tuple((m.start, m.end) for m in chosen if m.kind == "typo")
    if guess and (open_stretches or misspelt):
        from qa.slips import slip_mentions  # rapidfuzz, 20 ms, only where something is left unexplained

        chosen, _ = segment(text, candidates + list(slip_mentions(text, members, chosen, (*open_stretches, *misspelt))))
    if guess:
        chosen = described(text, members, chosen)
        open_stretches = gaps(text, chosen)
    chosen, open_stretches = _explained_in_brackets(text, chosen, open_stretches)
    places = [name for m in chosen if m.kind == "department" for name in m.value]
    open_stretches = tuple((a, b) for a, b in open_stretches if not (text[a:b] in all_regions() and any(text[a:b] in name for name in places)))
    return Scanned(text, chosen, _unexplained(text, chosen, open_stretches))


_OWN_TABLES = ("three_public", "procurement", "purchased_service", "agency_running")
"""Measures that a table of their own publishes: 采购表, 三公表."""
_BRACKETS = re.compile(r"\((?P<inside>[^()]{2,24})\)")
_CONTENT = ("subject", "part", "typo", "unheld", "name")


def _explained_in_brackets(text: str, chosen: tuple[Mention, ...], stretches: tuple[tuple[int, int], ...]) -> tuple[tuple[Mention, ...], tuple[tuple[int, int], ...]]:
    """养路的科目(公路养护): a name in brackets says precisely what the words before it describe; those are then no subject of their own."""
    for match in _BRACKETS.finditer(text):
        inside = [m for m in chosen if match.start() < m.start and m.end < match.end() and m.kind in ("name", "subject") and not all(s.weak for s in m.value)]
        if re.search("那张表$|表口径$|口径$", match["inside"]):
            hint = [m for m in chosen if match.start() < m.start and m.end < match.end() and m.kind in _CONTENT]
            chosen = tuple(Mention(m.start, m.end, "stop", "filler", m.text) if m in hint else m for m in chosen)
            continue
        if len(inside) == 1 and (fund := fund_said(inside[0])):  # 项目支出(一般公共预算): the brackets say whose money
            chosen = tuple(Mention(m.start, m.end, "fund", fund, m.text) if m is inside[0] else m for m in chosen)
            continue
        before = [m for m in chosen if m.end <= match.start() and m.kind == "name"]
        scope = [m for m in chosen if match.start() < m.start and m.end < match.end() and m.kind in ("subject", "name") and {s.axis for s in m.value} <= {"measure", "item"}]
        if len(before) > 1 and scope and match.end() == len(text):  # 水费、电费(基本支出): the brackets only say which table
            chosen = tuple(Mention(m.start, m.end, "stop", "filler", m.text) if m in scope else m for m in chosen)
            continue
        wide = sum(m.end - m.start for m in inside)
        if len(inside) != 1 or wide < 0.6 * len(match["inside"]) or re.search("[里中内]的?$|口径|[^表]表", match["inside"]):
            continue
        border = max((m.end for m in chosen if m.end <= match.start() and m.kind in ("department", "year", "table", *(() if match.end() == len(text) else ("operator",)))), default=0)
        described = [m for m in chosen if border <= m.start and m.end <= match.start() and m.kind in _CONTENT]
        measured = [m for m in described if m.kind in ("subject", "name") and any(x.axis == "measure" and not x.weak for x in m.value)]
        if measured and any(x.axis == "measure" for x in inside[0].value):  # 公用经费(基本支出): the whole that it is a part of
            chosen = tuple(Mention(m.start, m.end, "stop", "filler", m.text) if m is inside[0] else m for m in chosen)
            continue
        if any(m.kind == "name" and m.text != inside[0].text for m in described):
            if all(s.axis in ("measure", "item") for s in inside[0].value) and match.end() == len(text):
                chosen = tuple(Mention(m.start, m.end, "stop", "filler", m.text) if m is inside[0] else m for m in chosen)
            continue  # 因公出国(境)费: both are names; 水费(基本支出): the brackets only say which table
        idle = tuple(Mention(m.start, m.end, "stop", "filler", m.text) for m in described)
        idle += tuple(Mention(a, b, "stop", "filler", text[a:b]) for a, b in stretches if border <= a and b <= match.start())
        chosen = tuple(sorted((*(m for m in chosen if m not in described), *idle), key=lambda m: m.start))
        stretches = gaps(text, chosen)
    return chosen, stretches


def _department_kind(mention: DepartmentMention, all_mentions: tuple[DepartmentMention, ...]) -> str:
    """A bare body said again is likelier part of a subject's name: 省政协的政协会议经费."""
    again = any(other.start < mention.start and other.departments == mention.departments for other in all_mentions)
    return "self" if again and len(mention.text) <= 2 else "department"


def _whole(candidates: list[Mention]) -> list[Mention]:
    """A printed name that is not held stays whole: its pieces are other subjects (工资福利支出 is not 工资 and 福利)."""
    held = [(m.start, m.end) for m in candidates if m.kind in ("name", "subject", "table")]
    known = [
        (m.start, m.end)
        for m in candidates
        if m.kind == "unheld" and any(s.key == name_key(m.text) for s in m.value) and not any(a <= m.start and m.end <= b and (a, b) != (m.start, m.end) for a, b in held)
    ]
    broken = lambda m: any((a <= m.start and m.end <= b and (m.start, m.end) != (a, b)) or (m.kind in ("part", "typo") and m.start < b and a < m.end) for a, b in known)  # noqa: E731
    return [m for m in candidates if not broken(m)]


def _literal(candidates: list[Mention]) -> list[Mention]:
    """A piece that stands in the name of one project is that project, and not what its words mean in everyday speech: 清扫保洁经费."""
    pieces = [m for m in candidates if m.kind == "part" and m.end - m.start >= 4 and len({s.key for s in m.value}) == 1 and m.value[0].axis in ("project", "narrated")]

    def spoken(m: Mention) -> bool:
        return m.kind in ("subject", "unheld") and all(s.guess and s.axis != "measure" for s in m.value)

    def of_name(m: Mention, piece: Mention) -> bool:
        """专项会议 of 省政协专项会议: the word for a kind of rows is a word of the one name."""
        other = piece.text.replace(m.text, "", 1)
        return m.kind == "dimension" and m.text in ("项目", "专项") and len(other) > 1 and not BARE.match(other) and not any(c.kind == "subject" and (c.start, c.end) == (piece.start, piece.end) for c in candidates)

    return [m for m in candidates if not any(p.start <= m.start and m.end <= p.end and (spoken(m) or of_name(m, p)) for p in pieces)]


def _unexplained(text: str, chosen: tuple[Mention, ...], stretches: tuple[tuple[int, int], ...]) -> tuple[str, ...]:
    """Stretches that nothing explains; one stray character beside a named subject changes no meaning."""
    found = tuple(text[start:end] for start, end in stretches)
    if any(m.kind == "stop" and m.value == LIGHT and (m.end == start or m.start == end) for start, end in stretches for m in chosen):
        return found
    stray = len(found) == 1 and len(found[0]) == 1 and not found[0].isdigit() and found[0] not in _TELLING
    return () if stray and any(m.kind in ("subject", "name") for m in chosen) and len(text) >= 5 else found


def _subjects(text: str, members: Members) -> Iterator[Mention]:
    """Whole names and synonyms; one mention a stretch, with every alternative."""
    found: dict[tuple[int, int], list[Subject]] = {}
    tables: list[Mention] = []
    for start, end, piece in occurrences(text, synonyms(), lengths("synonyms")):
        for target in synonyms()[piece]:
            if target.kind in ("measure", *MEMBER_AXES, "indicator"):
                found.setdefault((start, end), []).append(synonym_subject(target, piece))
            elif (mention := _context(start, end, target, piece)) is not None:
                tables.append(mention)
    for start, end, names in members.exact_mentions(text):
        found.setdefault((start, end), []).extend(subject(name, text[start:end]) for name in names)
    yield from tables
    for start, end in list(found):
        if text[end : end + 1] == "表" and text[end : end + 2] not in ("表示", "表明"):
            stop = end + 2 if text[end + 1 : end + 2] in ("里", "中", "上", "内") else end + 1
            type_id = next((s.key for s in found[start, end] if s.axis == "measure" and s.key in _OWN_TABLES), None)
            yield Mention(start, stop, "table", {"type": type_id} if type_id else {}, text[start:stop])
    for (start, end), subjects in found.items():
        held = [s for s in subjects if s.axis in ("measure", "indicator") or _held(s, members)]
        named = any(s.key == name_key(text[start:end]) and not s.weak for s in held)
        slip = bool(held) and not named and all(t.register == "misspelt" for t in synonyms().get(text[start:end], ())) and text[start:end] in synonyms()
        kind = "name" if named else "typo" if slip else "subject"
        note = f"按“{held[0].name}”理解“{text[start:end]}”" if slip else ""
        yield Mention(start, end, kind if held else "unheld", _distinct(held or subjects), text[start:end], note)


def _held(item: Subject, members: Members) -> bool:
    """Some document in scope prints the name on that axis."""
    return members.held(item.axis, item.key)


def _context(start: int, end: int, target: Target, piece: str) -> Mention | None:
    """A synonym that says where to look and not what for: table, phase, scope, fund, dimension, level."""
    if target.kind == "table":
        return Mention(start, end, "table", {"type": target.target}, piece)
    if target.kind == "phase":
        if target.target in PHASES:
            return Mention(start, end, "phase", PHASES[target.target], piece)
        return Mention(start, end, "stage", target.target, piece)
    if target.kind == "scope":
        return Mention(start, end, "level", target.target, piece)
    if target.kind == "fund":
        return Mention(start, end, "fund", target.target, piece)
    if target.kind == "dimension":
        return Mention(start, end, "dimension", DIMENSIONS.get(target.target, target.target), piece)
    if target.kind == "level":
        return Mention(start, end, "dimension", f"function_{target.target}", piece)
    return None


def _distinct(subjects: list[Subject]) -> tuple[Subject, ...]:
    """Alternatives, each once; measures first, then what the documents print, then synonyms."""
    named = [s for s in subjects if s.key == name_key(s.text) or name_key(s.name) == name_key(s.text)]
    printed = [s for s in named if s.axis in _PRINTED]
    if printed:
        subjects = named
    elif named:
        subjects = [s for s in subjects if not s.part and not s.together]
    seen: dict[tuple, Subject] = {}
    for item in sorted(subjects, key=lambda s: (_AXES.index(s.axis), s.code is None)):
        seen.setdefault((item.axis, item.key, item.code), item)
    coded = {(axis, key) for axis, key, code in seen if code}
    return tuple(item for (axis, key, code), item in seen.items() if code or (axis, key) not in coded)


def _codes(text: str, members: Members) -> Iterator[Mention]:
    """Codes that the documents print, as subjects."""
    for match in re.finditer(r"\d{6,}[a-z]\d{6,}|(?<![\d.,])\d{3,7}(?![\d.,])|(?<![a-z])[abc](?=类|\b)", text):
        names = members.codes.get(match[0])
        if names:
            yield Mention(match.start(), match.end(), "name", tuple(subject(name, match[0]) for name in names), match[0])


def _categories(text: str, members: Members) -> Iterator[Mention]:
    """货物, 工程, 服务: the three kinds of procurement (政府采购法, article 2), where only the text gives their amounts."""
    for match in re.finditer("货物|工程|服务", text) if "采购" in text else ():
        forms = (f"政府采购{match[0]}", f"{match[0]}类采购", f"{match[0]}采购", f"政府采购{match[0]}类")
        names = next((found for form in forms if (found := members.exact.get(form))), ())
        if names and not members.exact.get(match[0]):
            yield Mention(match.start(), match.end(), "subject", tuple(subject(name, match[0]) for name in names), match[0])


def _parts(text: str, members: Members) -> Iterator[Mention]:
    """Pieces of names, where few names have them."""
    for start, end, names in members.part_mentions(text):
        axes = {name.axis for name in names}
        if text[start:end] in all_regions():
            continue  # 朝阳区 is a place, though the names of three projects begin with it
        if len(names) <= 12 and len(axes) <= 3:
            ordered = sorted(names, key=lambda name: (_rank(name, text[start:end]), name.key))
            ordered = [name for name in ordered if _rank(name, text[start:end])[0] == _rank(ordered[0], text[start:end])[0]]
            value = tuple(subject(name, text[start:end], guess=True) for name in ordered)
            yield Mention(start, end, "part", value, text[start:end])


def _rank(name: Name, piece: str) -> tuple:
    return (not name.key.startswith(piece) and not (name.axis == "project" and name.key.endswith(piece)), len(name.key) - len(piece))


def _units(text: str) -> Iterator[Mention]:
    """Units asked for: 是多少亿元, 换算成元, 用亿元表示."""
    names = {"亿": "亿元", "万": "万元", "yuan": "元", "rmb": "元", "million yuan": "百万元", "million rmb": "百万元", "千万元": "万元"}
    for match in _UNIT.finditer(text):
        if match["lead"] or match["tail"] or match["unit"] in ("亿元", "千元", "百万元") or (match.start() == 0 and re.match(r"[呢吗的是为]|[^\u4e00-\u9fff]|$", text[match.end() :])):
            yield Mention(match.start(), match.end(), "unit", names.get(match["unit"], match["unit"]), match[0])
            if match["lead"].endswith("多少"):  # 高多少万元: 高多少 is the operator
                yield Mention(match.start("unit"), match.end(), "unit", names.get(match["unit"], match["unit"]), text[match.start("unit") : match.end()])


def _joins(text: str) -> Iterator[Mention]:
    for word in _JOIN:
        pattern = rf"\b{re.escape(word)}\b" if word.isascii() and word.isalpha() else re.escape(word)
        pattern = rf"(?<![{''.join(_BEFORE_JI)}])及(?![时早格])" if word == "及" else pattern  # 普及 is one word
        for match in re.finditer(pattern, text):
            yield Mention(match.start(), match.end(), "join", normalise(word), match[0])
