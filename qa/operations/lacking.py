"""Projects that lack a target: 哪些项目没有绩效目标, 缺少量化指标的项目有几个, 没设满意度指标的项目一共多少钱."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from qa.inquiry import Group, Inquiry, NotHeld
from qa.normalise import name_key
from qa.operations.indicators import cite_target
from qa.rows import Entry, entries
from qa.scan import Scanned
from qa.texts import Target, targets

_LACKS = re.compile(
    r"(?:(?<!有)没有?|未曾?|缺少|缺乏|缺|不(?=[设填编写列定配])|无|漏)(?:设定|设置|设立|设|填报|填写|填|编报|编制|编|写|列出|列|制定|定|明确|提出|配)?[了过有]?(?:任何|一个|一条|具体|明确)?的?"
    r"(?P<kind>(?:(?!项目|[没未无缺])[\u4e00-\u9fff]){0,8}?)(?:性|化)?的?(?P<what>目标|指标)"
)
_KINDS = {"": "", "绩效": "", "量": "number", "定量": "number", "可量": "number", "可以量": "number", "数字": "number", "数值": "number", "能量": "number"}
"""What stands before the word for a target: nothing more, or that it is a number; everything else names a level of indicators."""
_MONEY = re.compile(r"多少钱|金额|资金|合计|总额|一共多少$|总共多少$")
_ASKS = re.compile(r"哪|几个|多少|有没有|是否|是不是|有吗|吗|列出|找出|名单|清单|谁")
_MOST_SHOWN = 30


@dataclass(frozen=True)
class Lack:
    """What is said to be missing."""

    said: str
    kind: str
    what: str

    def meets(self, target: Target) -> bool:
        """The target is of the kind that is asked for."""
        if self.kind == "number":
            return target.number is not None
        return not self.kind or any(name_key(self.kind) in name_key(level) for level in (target.level1, target.level2))

    def name(self) -> str:
        return {"": "绩效", "number": "量化"}.get(self.kind, self.kind) + self.what


def read_lack(text: str) -> Lack | None:
    """The target that projects are said to lack; `None` where the text says no such thing."""
    found = _LACKS.search(text)
    if found is None or "项目" not in text or not _ASKS.search(text):
        return None
    kind = re.sub(r"^绩效(?=.)|绩效$", "", found["kind"])
    return Lack(found[0], _KINDS.get(kind, kind), found["what"])


def lacks(inquiry: Inquiry, scanned: Scanned) -> bool:
    """Names, counts and adds up the projects without such a target; `False` where the question asks no such thing, or no budget held prints such targets of projects."""
    lack = read_lack(scanned.text)
    if lack is None or inquiry.plan.dimension not in ("project", "any", None) or inquiry.plan.conditions:
        return False
    others = {s.axis for o in inquiry.plan.operands for s in o.subjects} - {"indicator"}
    unread = [word for word in inquiry.plan.unexplained if word not in lack.said]
    if others - {"measure"} or unread:
        return False
    said = False
    for group in inquiry.groups:
        held = [target for target in targets(inquiry.database, group.ids) if target.project_id]
        if any(lack.meets(target) for target in held):
            _say(inquiry, group, lack, held)
            said = True
    return said


def _say(inquiry: Inquiry, group: Group, lack: Lack, held: list[Target]) -> None:
    every = entries(inquiry.with_plan(replace(inquiry.plan, operation="list", dimension="project", operands=())), group)
    mine = _by_project(inquiry, group, held, every, lack)
    missing = [entry for entry in every if not any(lack.meets(target) for target in mine(entry))]
    lead = f"{inquiry.prefix(group)}：{len(every)} 个项目"
    if not missing:
        markers = tuple(cite_target(inquiry, next(t for t in mine(entry) if lack.meets(t))) for entry in every[:_MOST_SHOWN])
        inquiry.draft.say(f"{lead}都有{lack.name()}，没有的是 {inquiry.draft.number('项目数', Decimal(0), '个', markers)}。")
        return
    markers = tuple(inquiry.draft.cite(entry.cells[0]) for entry in missing)
    count = inquiry.draft.number("项目数", Decimal(len(missing)), "个", markers)
    listed = "；".join(f"{e.label} {inquiry.draft.money(e.label, e.fen, e.unit, (m,))}" if e.fen else f"{e.label}[{m}]" for e, m in zip(missing[:_MOST_SHOWN], markers, strict=False))
    inquiry.draft.say(f"{lead}中没有{lack.name()}的有 {count}：{listed}{' 等' if len(missing) > _MOST_SHOWN else ''}。")
    if _MONEY.search(inquiry.draft.question) and all(entry.fen is not None for entry in missing):
        total = inquiry.draft.money("合计", sum(entry.fen or 0 for entry in missing), missing[0].unit, markers)
        inquiry.draft.say(f"这些项目合计 {total}。")


def _by_project(inquiry: Inquiry, group: Group, held: list[Target], every: list[Entry], lack: Lack) -> Callable[[Entry], list[Target]]:
    """The targets of each project that is listed; every project with targets must be one that is listed, or what is missing cannot be told."""
    owners: dict[str, list[Target]] = {}
    for target in held:
        owners.setdefault(name_key(target.owner), []).append(target)
    listed = [name_key(entry.label) for entry in every]
    astray = [owner for owner in owners if not any(_same(owner, label) for label in listed)]
    if not every or astray:
        raise NotHeld(f"{group.spoken()}中项目的名称在项目表和绩效表里对不上，不能断定哪些项目没有{lack.name()}。")
    return lambda entry: [target for owner, found in owners.items() if _same(owner, name_key(entry.label)) for target in found]


def _same(owner: str, label: str) -> bool:
    return owner == label or (min(len(owner), len(label)) >= 6 and (owner in label or label in owner))
