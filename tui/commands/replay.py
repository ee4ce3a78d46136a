"""`yusuan replay`: a recorded answer, given again without the model."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qa.audit import AuditLog
from qa.replay import chosen, replay
from tui.commands.ask import told
from tui.commands.database import ready_database
from tui.commands.output import echo, echo_json
from tui.settings import load

if TYPE_CHECKING:
    from tui.cli import Call


def replay_record(call: Call, id: str | None, as_json: bool) -> int:
    """Ask a recorded question again with the recorded answers of the model; status 0 where the reply is the same."""
    log = AuditLog(call.data / "audit.jsonl")
    record = chosen(log, id)
    outcome = replay(ready_database(call.data, load(call.flags)), log, record)
    if as_json:
        echo_json({"id": record.id, "same": outcome.same, "reply": outcome.reply.to_json()}, indent=1)
    else:
        for line in told(outcome.reply):
            echo(line)
    click.echo(f"{record.id}：{'与当时的答复相同' if outcome.same else '与当时的答复不同（数据库或程序变了）'}。", err=True)
    return int(not outcome.same)


def list_records(call: Call) -> int:
    """Print the records, oldest first."""
    for record in AuditLog(call.data / "audit.jsonl").records():
        tokens = sum(one.prompt_tokens + one.completion_tokens for one in record.calls)
        echo(f"{record.id}　{record.time}　{record.model}　{tokens} 个 token　{record.turns[-1]}")
    return 0
