"""Scores answers against a file of questions whose answers are known: right by kind, and the four faults that must never occur.

The format of a line: id, kind, turns (the last one is scored), status (one or a list), figures [{value, unit, exact_unit}] (all must be given),
head (index of the figure that comes first), lines or pages (groups, each needs one cited place; a line number, or "file-stem:page"),
must (groups, each needs one of its texts in the answer).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from math import sqrt
from pathlib import Path
from typing import Any

from index.errors import InputError
from qa.evidence_check import Held, places, squeeze, unbacked, unborne
from qa.records import Figure, Reply

YUAN = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}

HALF_YUAN, HALF_POINT, HALF_PERCENT = Decimal("0.51"), Decimal("0.06"), Decimal("0.006")
"""Slack of money in 元, of percentages in points, of ratios as a part of themselves."""


@dataclass(frozen=True, slots=True)
class Case:
    """A question with what its answer must hold."""

    id: str
    kind: str
    turns: tuple[str, ...]
    statuses: tuple[str, ...]
    figures: tuple[Mapping[str, Any], ...]
    head: int | None
    places: tuple[tuple[str, ...], ...]
    must: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one question went."""

    case: Case
    reply: Reply
    fault: str
    """What is wrong with the answer; "" where it is right."""
    uncited: int
    """Figures without a citation."""
    unborne: tuple[str, ...]
    """Citations that the database does not bear out."""
    unbacked: tuple[str, ...]
    """Numbers in the prose that no figure, citation or question holds."""

    @property
    def wrong_but_sure(self) -> bool:
        """Answered, and wrongly."""
        return bool(self.fault) and self.reply.status == "answered"


@dataclass(frozen=True, slots=True)
class KindScore:
    """Right answers of one kind, with the 95 % Wilson interval of their share."""

    kind: str
    right: int
    asked: int
    low: float
    high: float


def cases(file: Path) -> tuple[Case, ...]:
    """The questions of a file; raises InputError with the line where one is malformed."""
    found = []
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"题目文件 {file} 读不出来：{error}。") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                found.append(case_of(json.loads(line)))
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise InputError(f"{file} 第 {number} 行不是题目：{type(error).__name__} {error}。") from error
    if not found:
        raise InputError(f"{file} 里没有题目。")
    return tuple(found)


def case_of(entry: Mapping[str, Any]) -> Case:
    """One line of the file."""
    groups = lambda name: tuple(tuple(map(str, listed(group))) for group in entry.get(name) or ())  # noqa: E731
    turns = tuple(entry["turns"])
    if not turns or not all(isinstance(turn, str) for turn in turns):
        raise ValueError("turns")
    statuses = tuple(listed(entry["status"]))
    return Case(
        str(entry["id"]), str(entry.get("kind", "")), turns, statuses, tuple(entry.get("figures") or ()), entry.get("head"),
        groups("lines") or groups("pages"), groups("must"),
    )  # fmt: skip


def listed(value: Any) -> list[Any]:
    """A list as it is, anything else as a list of one."""
    return value if isinstance(value, list) else [value]


def evaluate(questions: Iterable[Case], answer: Callable[[tuple[str, ...]], Reply], held: Held) -> Iterator[Outcome]:
    """Ask every question and judge its answer."""
    for case in questions:
        try:
            reply = answer(case.turns)
        except Exception as error:  # noqa: BLE001  a fault in one question must not end the evaluation
            sentence = f"程序出错（{type(error).__name__}：{error}）"
            yield Outcome(case, Reply("not_found", case.turns[-1], ""), sentence, 0, (), ())
            continue
        uncited = sum(not figure.citations for figure in reply.figures)
        yield Outcome(case, reply, fault_of(case, reply), uncited, tuple(unborne(reply, held)), tuple(unbacked(reply, case.turns)))


def fault_of(case: Case, reply: Reply) -> str:
    """What is wrong with an answer; "" where it is right."""
    if reply.status not in case.statuses:
        return f"状态是 {reply.status}，应为 {' 或 '.join(case.statuses)}"
    if reply.status != "answered":
        return ""
    for wanted in case.figures:
        if not any(equals(figure, wanted) for figure in reply.figures):
            return f"缺少 {wanted['value']}{wanted['unit']}"
    if case.figures and case.head is not None and not equals(reply.figures[0], case.figures[case.head]):
        return f"首个数是 {reply.figures[0].value}{reply.figures[0].unit}"
    cited = places(reply)
    for group in case.places:
        if cited.isdisjoint(group):
            return f"没有引用 {' / '.join(group)}"
    text = squeeze(reply.answer)
    for group in case.must:
        if not any(squeeze(words) in text for words in group):
            return f"没有说 {' / '.join(group)}"
    return ""


def equals(figure: Figure, wanted: Mapping[str, Any]) -> bool:
    """Money agrees to half a yuan or to the precision that the question states, percentages to 0.06 points, ratios to 0.6 %, the rest exactly."""
    try:
        got, want = Decimal(figure.value.replace(",", "")), Decimal(wanted["value"])
    except InvalidOperation:
        return False
    unit = wanted["unit"]
    if wanted.get("exact_unit") and figure.unit != unit:
        return False
    if unit in YUAN:
        return figure.unit in YUAN and abs(got * YUAN[figure.unit] - want * YUAN[unit]) <= slack(want, unit)
    if unit == "%":
        return figure.unit in ("%", "％") and abs(got - want) <= HALF_POINT
    return abs(got - want) <= abs(want) * HALF_PERCENT if unit == "倍" else got == want


def slack(want: Decimal, unit: str) -> Decimal:
    """Half of the last stated digit, in 元, where up to three decimals are stated; half a yuan otherwise."""
    stated = -int(want.as_tuple().exponent)
    return max(HALF_YUAN, HALF_YUAN * YUAN[unit].scaleb(-stated)) if unit != "元" and 0 < stated < 4 else HALF_YUAN


def by_kind(outcomes: Iterable[Outcome]) -> tuple[KindScore, ...]:
    """Scores in the order in which the kinds come."""
    right: dict[str, int] = {}
    asked: dict[str, int] = {}
    for outcome in outcomes:
        kind = outcome.case.kind
        right[kind] = right.get(kind, 0) + (not outcome.fault)
        asked[kind] = asked.get(kind, 0) + 1
    return tuple(KindScore(kind, right[kind], asked[kind], *wilson(right[kind], asked[kind])) for kind in asked)


def wilson(right: int, asked: int, z: float = 1.96) -> tuple[float, float]:
    """The Wilson score interval of a share (Wilson 1927): sound also for few questions and for shares near 0 and 1."""
    if asked == 0:
        return 0.0, 1.0
    share = right / asked
    centre = share + z * z / (2 * asked)
    spread = z * sqrt(share * (1 - share) / asked + z * z / (4 * asked * asked))
    scale = 1 + z * z / asked
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)
