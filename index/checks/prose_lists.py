"""Prose against itself: the parts of a 其中, lists with their 合计, one item said twice, the projects with goals."""

import re
from collections.abc import Iterator

from index.amounts import FEN
from index.checks.book import Figure
from index.checks.prose import Prose, amount_of, slack
from index.checks.verdicts import Spec, compared, said
from index.prose import Said
from index.records import CheckResult, Fact


def prose_parts(prose: Prose, spec: Spec) -> Iterator[CheckResult]:
    """The parts of each list against its whole."""
    lists: dict[tuple[str, int], list[Said]] = {}
    for item in prose.all:
        if item.part_of and not item.threshold:
            lists.setdefault((item.part_of, item.list_id), []).append(item)
    for (whole_id, _), parts in lists.items():
        whole = prose.by_id[whole_id]
        if whole.threshold or any(part.statement.year not in (None, whole.statement.year) for part in parts):
            continue
        if {part.statement.stage for part in parts} | {whole.statement.stage} != {whole.statement.stage} and whole.stage_words:
            continue
        closing = [part for part in parts if part.statement.printed and re.search("合计|总计|共计$", _before(prose, part))]
        listed = [part for part in parts if part not in closing]
        yield from _list(prose, spec, whole, listed, closing)


def _before(prose: Prose, part: Said) -> str:
    text = prose.passages[part.statement.passage_id].text
    start = int(part.statement.id.rpartition("-s")[2])
    return text[max(0, start - 3) : start].strip("为：:，")


def _list(prose: Prose, spec: Spec, whole: Said, parts: list[Said], closing: list[Said]) -> Iterator[CheckResult]:
    if len(parts) < 2:
        return
    total, target = sum(amount_of(part) for part in parts), amount_of(whole)
    exhaustive = bool(closing) or _exhaustive(spec, whole, parts)
    if total != target and (not exhaustive or whole.measure in ("income_total", "expenditure_total")):
        return
    yield _compared(prose, spec, whole, parts, total, 0)
    for end in closing:
        yield _compared(prose, spec, end, parts, total, 0)


def _exhaustive(spec: Spec, whole: Said, parts: list[Said]) -> bool:
    """The parts are known to make up the whole: 货物、工程、服务 of 政府采购; a list of vehicles ends with 其他用车."""
    subjects = [part.statement.subject for part in parts]
    for entry in spec["exhaustive"]:
        words = entry["words"]
        named = all(sum(word in subject for word in words) for subject in subjects) and all(any(word in s for s in subjects) for word in words)
        if named and len(subjects) == len(words) and entry["whole"] in whole.statement.subject:
            return True
    return any(re.search(f"(?:{'|'.join(spec['closing'])})$", subject) for subject in subjects[-1:])


def _compared(prose: Prose, spec: Spec, whole: Said, parts: list[Said], total: int, allowed: int) -> CheckResult:
    left = prose.figure(whole, whole.statement.subject or "合计")
    if whole.statement.unit in FEN:
        return compared(spec, "", left, [prose.figure(part) for part in parts], total, allowed, len(parts))
    shown = f"{total / 100:g} {whole.statement.unit}"
    listed = " + ".join(f"{part.statement.subject} {part.statement.printed}" for part in parts[:6])
    right = Figure(f"{len(parts)} 项之和", shown, total, parts[0].statement.passage_id, left.place)
    holds = total == left.amount
    message = f"{left.place}{left.label} {left.shown}，{listed}{'……' if len(parts) > 6 else ''} = {shown}，{'相符' if holds else '不符'}。"
    return said(spec, "", holds, left, right, message)


def prose_repeat(prose: Prose, spec: Spec) -> Iterator[CheckResult]:
    """The amount of a functional item and what the same passage says is planned for it."""
    seen: dict[tuple, Said] = {}
    for item in prose.all:
        statement = item.statement
        if statement.role != "amount" or statement.amount is None or not item.path or item.part_of or statement.stage not in ("budget", "final"):
            continue
        if statement.year not in (None, prose.book.document.identity.year):
            continue
        first = seen.setdefault((statement.passage_id, item.path, statement.stage), item)
        if first is not item:
            room = int((slack(first) * FEN[first.statement.unit]) + (slack(item) * FEN[statement.unit]))
            room = 0 if first.statement.unit == statement.unit and slack(first) == slack(item) else room
            yield compared(spec, "", prose.figure(first), (prose.figure(item, item.stage_words + "数"),), statement.amount, room)


def prose_projects(prose: Prose, spec: Spec) -> Iterator[CheckResult]:
    """The projects that the prose counts and sums, against the goal tables, where the document prints as many."""
    document = prose.book.document
    for item in prose.all:
        if item.statement.role != "count" or not re.search("绩效目标的.*项目", item.statement.subject):
            continue
        following = [
            other for other in prose.within(item) if other.statement.sentence == item.statement.sentence and other.statement.amount is not None
        ]
        money_said = next((other for other in following if "项目预算" in other.statement.subject or "预算金额" in other.statement.subject), None)
        if money_said is None or int(float(item.statement.number)) != len(document.projects) or not document.projects:
            continue
        facts = [_annual(prose, project.id) for project in document.projects]
        if any(fact is None for fact in facts):
            continue
        total = sum(fact.amount for fact in facts)
        room = int(slack(money_said) * FEN[money_said.statement.unit])
        yield compared(spec, "", prose.figure(money_said), [prose.book.figure(fact) for fact in facts], total, room, len(facts))


def _annual(prose: Prose, project_id: str) -> Fact | None:
    for measure in ("project_annual", "project_amount"):
        for fact in prose.book.document.facts:
            if fact.project_id == project_id and fact.measure == measure and fact.amount is not None:
                return fact
    return None
