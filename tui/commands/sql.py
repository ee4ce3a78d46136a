"""`yusuan ask --sql`: a query of the model's own, shown before it runs."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from index.text import clean
from qa.session import Session
from tui.commands.ask import ANSWERED, NOT_ANSWERED, told
from tui.commands.database import ready_database
from tui.commands.output import echo, echo_json
from tui.settings import load

if TYPE_CHECKING:
    from tui.cli import Call


def ask_sql(call: Call, question: str, as_json: bool) -> int:
    """Have a query written, show it on stderr, run it where the user at a terminal agrees, and print its rows."""
    settings = load(call.flags)
    session = Session(ready_database(call.data, settings), settings)
    query = session.write_sql(question)
    click.echo(clean(query.sql), err=True)
    if sys.stdin.isatty() and not click.confirm("执行这条 SQL 吗？", default=True, err=True):
        return NOT_ANSWERED
    reply = session.run_sql(query)
    if as_json:
        echo_json(reply.to_json())
    else:
        for line in told(reply):
            echo(line)
    return ANSWERED if reply.status == "answered" else NOT_ANSWERED
