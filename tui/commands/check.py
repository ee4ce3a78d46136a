"""`yusuan check`: the identities that were tried, and both places of every one that fails."""

from __future__ import annotations

from dataclasses import asdict
from itertools import groupby
from typing import TYPE_CHECKING

from index.published import HeldCheck, checks
from tui.commands.database import ready_database
from tui.commands.output import echo, echo_json
from tui.settings import load

if TYPE_CHECKING:
    from tui.cli import Call


def list_checks(call: Call, document: str | None, as_json: bool) -> int:
    """Print every check, failures first; the status is 0 also where some fail, for the question was answered."""
    found = checks(ready_database(call.data, load(call.flags)), document)
    if as_json:
        echo_json([asdict(one) for one in found], indent=1)
        return 0
    for _, group in groupby(found, key=lambda one: one.document_id):
        show(tuple(group))
    if not found:
        echo("没有可以勾稽的数。")
    return 0


def show(group: tuple[HeldCheck, ...]) -> None:
    """The checks of one document."""
    failing = [one for one in group if one.verdict == "fails"]
    echo(f"{group[0].file}：{len(group)} 项勾稽，{len(group) - len(failing)} 项对上，{len(failing)} 项对不上")
    for one in failing:
        echo(f"  ✗ {one.message}")
    for one in group:
        if one.verdict == "holds":
            echo(f"  ✓ {one.description}：{one.left}")
