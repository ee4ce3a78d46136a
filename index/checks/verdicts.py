"""Two figures to a verdict with its sentence."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from index.amounts import FEN
from index.checks.book import Figure, money
from index.knowledge import read_toml
from index.records import CheckResult

Spec = dict[str, Any]
"""One entry of `checks.toml`."""


def tolerance(name: str) -> int:
    """Fen: `table`, `units` or `prose`."""
    return int(Decimal(str(read_toml("checks.toml")["tolerance"][name])) * FEN["元"])


def percent_tolerance() -> Decimal:
    """Percentage points."""
    return Decimal(str(read_toml("checks.toml")["tolerance"]["percent"]))


def compared(
    spec: Spec, about: str, left: Figure, right: Iterable[Figure], total: int, allowed: int, addends: int = 1, note: str = ""
) -> CheckResult:
    """Verdict on a figure against the sum `total` of others; a difference that rounding of the addends explains is called 尾差."""
    parts = tuple(right)
    difference = (left.amount or 0) - total
    holds = abs(difference) <= allowed
    sum_shown = money(total, left.unit, left.digits)
    right_shown = parts[0].shown if len(parts) == 1 else sum_shown
    places = "、".join(dict.fromkeys(part.place for part in parts))
    if len(parts) > 1 and all(part.place == left.place for part in parts):
        right_words = f"{' + '.join(f'{p.label} {p.shown}' for p in parts)} = {sum_shown}" if len(parts) <= 6 else f"{len(parts)} 项之和 {sum_shown}"
    elif len(parts) > 1:
        right_words = f"{len(parts)} 项之和为 {sum_shown}（{places if len(parts) <= 4 else parts[0].place + '至' + parts[-1].place}）"
    else:
        right_words = "、".join(f"{p.place}{p.label} {p.shown}" for p in parts)
    rounding = "（尾差）" if is_rounding(difference, left.unit, left.digits, addends) else ""
    verdict = "相符" if holds else f"相差 {money(abs(difference), left.unit, left.digits)}{rounding}"
    return CheckResult(
        id="",
        check=spec["id"],
        description=f"{about}：{spec['name']}" if about else spec["name"],
        verdict="holds" if holds else "fails",
        left_label=left.label,
        left=left.shown,
        left_ref=left.ref,
        right_label=" + ".join(p.label for p in parts) if len(parts) <= 6 else f"{len(parts)} 项之和",
        right=right_shown,
        right_refs=tuple(p.ref for p in parts),
        difference=difference,
        message=f"{left.place}{left.label} {left.shown}，{right_words}，{verdict}{note}。",
    )


def said(spec: Spec, about: str, holds: bool, left: Figure, right: Figure, message: str, difference: int | None = None) -> CheckResult:
    """A verdict on two things that are not simply equal amounts; the message says it in full."""
    return CheckResult(
        "", spec["id"], f"{about}：{spec['name']}" if about else spec["name"], "holds" if holds else "fails", left.label, left.shown, left.ref,
        right.label, right.shown, (right.ref,), difference, message,
    )  # fmt: skip


def numbered(document_id: str, results: Iterable[CheckResult]) -> Iterator[CheckResult]:
    """The results with their ids: document, check and a running number."""
    counts: dict[str, int] = {}
    for result in results:
        counts[result.check] = counts.get(result.check, 0) + 1
        yield replace(result, id=f"{document_id}-{result.check}-{counts[result.check]:03d}")


def is_rounding(difference: int, unit: str, places: int, addends: int) -> bool:
    """Half a last digit for the sum and for each addend explains the difference; what is printed to the fen is not rounded."""
    last = FEN.get(unit, 0) // 10**places
    return last > 1 and abs(difference) <= (addends + 1) // 2 * last
