"""`yusuan documents`: what is held, and whose budget each file is."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from index.corrections import CORRECTED
from index.published import HeldDocument, documents
from tui.commands.database import ready_database
from tui.commands.output import echo, echo_json
from tui.settings import load

if TYPE_CHECKING:
    from tui.cli import Call


def list_documents(call: Call, as_json: bool) -> int:
    """Print every document with its identity."""
    held = documents(ready_database(call.data, load(call.flags)))
    if as_json:
        echo_json([{**asdict(one), "corrected": corrected(one)} for one in held], indent=1)
        return 0
    for one in held:
        echo(f"{one.file}")
        echo(f"  {one.title or '（没有标题）'}")
        echo(f"  {identity(one)}")
        for note in one.notes:
            echo(f"  {note}")
    echo(f"共 {len(held)} 份。部门、年度等读错了，可在文件旁边或数据文件夹里的 corrections.toml 更正。")
    return 0


def identity(one: HeldDocument) -> str:
    """Department, unit, year, phase and scope; what the document does not say is said to be unsaid."""
    parts = [
        f"部门 {one.department or '未知'}",
        f"单位 {one.unit}" if one.unit else "",
        f"{one.year} 年" if one.year else "年度未知",
        one.phase or "预算或决算未知",
        f"{one.scope}口径" if one.scope else "口径未知",
        one.region or "",
        f"{one.pages} 页" if one.pages else f"{one.lines} 行" if one.lines else "",
    ]
    return "，".join(part for part in parts if part)


def corrected(one: HeldDocument) -> list[str]:
    """Fields that the user has corrected."""
    return [name for note in one.notes if note.startswith(CORRECTED) for name in note[len(CORRECTED) :].rstrip("。").split("、")]
