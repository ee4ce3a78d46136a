"""What a question leaves out of a set, or places a row by: 除了物业管理费, 去掉那两个引导资金, 仅次于清扫保洁的是哪个."""

from __future__ import annotations

import re

from qa.mentions import Mention
from qa.normalise import name_key
from qa.numerals import small_number
from qa.operands import CONTENT
from qa.plan import Operand, Plan, Singled
from qa.scan import Scanned

BESIDE = ("之后", "之前", "后面", "前面", "后边", "前边", "后头", "前头", "之上", "之下", "后一位", "前一位", "后", "前")
"""Words that place a row by another."""
_LEADS = r"除了|除去|除(?!外|以外|之外|数|法|尘|湿|雪|草|虫)|去掉|去除|不算|不含|不包括|不包含|不计|扣除|扣掉|扣去|减掉|剔除|剔掉|排除|抛开|抛去|刨去|刨除|撇开|撇去|except|excluding|other than"
_ENDS = r"[,，]|$|最|还(?!款|贷)|剩|余下|其余|其他(?:的|项目|科目|几|还|各|那)|哪|有(?!偿)|占|共|合计|加起来|排|前[两二三四五六七八九十\d]|第[二三四五六七八九十\d]|之?后(?!勤)|以?外(?![交汇资事宾])|的话"
_LEFT_OUT = re.compile(rf"(?:{_LEADS})(?P<what>[^,，。]{{2,40}}?)(?={_ENDS})")
_BEYOND = re.compile(r"(?P<what>[^,，。]{2,40}?)(?:之外|以外|除外)")
_LEAD = re.compile(_LEADS)
_TAIL = re.compile(r"(?:以外|之外|除外)")
_BEHIND = re.compile(r"(?:排名?|列)?(?:紧)?在?(?P<what>[^,，。里中内]{2,24}?)(?:的)?(?:后面|之后|后边|后头|后一[位名个])的?")
_NEXT_TO = re.compile(r"(?:仅次于|紧(?:跟|随|挨|接)着?在?|次于)(?P<what>[^,，。]{2,24}?)(?:之后|后面|后边)?(?=的|,|，|$|是|有)")
_AHEAD = re.compile(r"(?:排名?|列)(?:紧)?在(?P<what>[^,，。里中内]{2,24}?)(?:的)?(?:前面|之前|前边|前头|前一[位名个])的?")
_SAME = re.compile(r"[两二三四五六七八九\d]")
_REST = re.compile(r"剩|余|其他|别的|还有|另外|之外|以外|除外|扣|不含|不算|不包|不计|去掉|剔|刨|抛|减")


def excluded(scanned: Scanned) -> tuple[tuple[Mention, ...], tuple[Singled, ...]]:
    """Mentions without those that are left out, and what is left out."""
    found = _LEFT_OUT.search(scanned.text) or (_BEYOND.search(scanned.text) if not _LEAD.search(scanned.text) else None)
    if not found:
        return scanned.mentions, ()
    start, end = found.span("what")
    if found.re is _BEYOND:  # 常委会之外: only what touches the word
        inside = [m for m in scanned.mentions if m.kind in CONTENT and start <= m.start and m.end <= end]
        start = _run(scanned, inside, end)
    return _taken(scanned, start, end)


def placed_by(scanned: Scanned, mentions: tuple[Mention, ...]) -> tuple[tuple[Mention, ...], tuple[Singled, ...], int]:
    """Mentions without the row that another is placed by, that row, and the step from it: 1 for the next smaller one."""
    for form, step in ((_NEXT_TO, 1), (_AHEAD, -1), (_BEHIND, 1)):
        match = form.search(scanned.text)
        if match is None:
            continue
        content = [m for m in mentions if m.kind in CONTENT and match.start() <= m.start and m.end <= match.end()]
        if content:
            last = content[-1]
            kept = tuple(m for m in mentions if m is not last)
            return kept, (Singled(last.text, tuple(last.value)),), step
    return mentions, (), 0


def _run(scanned: Scanned, inside: list[Mention], end: int) -> int:
    """Where the names begin that stand side by side before the word."""
    start = end
    for mention in reversed(inside):
        if re.fullmatch(r"(?:[、和与及跟]|以及|这|那|[两二三四五六七八九十]|个|项|的|支出|费)*", scanned.text[mention.end : start]) is None:
            break
        start = mention.start
    return start


def _taken(scanned: Scanned, start: int, end: int) -> tuple[tuple[Mention, ...], tuple[Singled, ...]]:
    out = [m for m in scanned.mentions if m.kind in CONTENT and start <= m.start and m.end <= end + 1]
    number = next((small_number(match[0]) for match in [_SAME.search(scanned.text[start:end])] if match), None)
    singled = tuple(Singled(m.text, tuple(m.value), number if len(out) == 1 else None) for m in out)
    return tuple(m for m in scanned.mentions if m not in out), singled


def says_placed(text: str) -> str:
    """The words that place a row by another; empty where there are none."""
    match = re.search(r"仅次于|次于|紧[跟随挨接]", text)
    return match[0] if match else ""


def says_excluding(text: str) -> str:
    """The words that leave something out; empty where there are none."""
    match = _LEAD.search(text) or _TAIL.search(text)
    return match[0] if match else ""


def as_remainder(plan: Plan, text: str) -> Plan:
    """行政事业单位医疗里除了公务员医疗补助剩下多少: the one amount that is named, less what is left out."""
    parts = plan.excluded
    fits = plan.operation in ("lookup", "sum") and len(plan.operands) == 1 and plan.operands[0].subjects and parts and not plan.conditions
    if not fits or not _REST.search(text) or any(one.number for one in parts):
        return plan
    readings = (*plan.readings, *(tuple(Operand((s,), fund=plan.operands[0].fund, stage=plan.operands[0].stage) for s in one.subjects) for one in parts))
    if not all(readings):
        return plan
    return Plan(
        "difference", tuple(r[0] for r in readings), unit=plan.unit, words=plan.words, unexplained=plan.unexplained, guesses=plan.guesses, refusals=tuple(r for r in plan.refusals if r != "execution"),
        wants=(*plan.wants, "remainder", "inside"), readings=readings, scope=plan.scope,
    )  # fmt: skip


def meant(one: Singled, keys: list[tuple[str, str | None, str]]) -> set[str]:
    """The rows, as (id, code, key), that the words single out: by name, by code, else by a piece of the name."""
    names, codes = {s.key for s in one.subjects}, {s.code for s in one.subjects if s.code}
    found = {id for id, code, key in keys if key in names}
    if not found:
        found = {id for id, code, key in keys if code and any(code.startswith(own) for own in codes)}
    if not found:
        said = name_key(one.said)
        found = {id for id, code, key in keys if len(said) > 1 and said in key}
    if one.number and len(found) != one.number:
        pieces = (name_key(one.said)[size:] for size in range(len(name_key(one.said)) - 2))
        found = next((rows for piece in pieces if len(rows := {id for id, _, key in keys if piece in key}) == one.number), set())
    return found
