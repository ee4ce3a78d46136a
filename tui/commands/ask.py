"""`yusuan ask`: one question, or a file of conversations."""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from index.errors import YusuanError
from index.text import clean
from qa.records import Answered, Citation, Declined, ModelAsked, Reply, Rewrote, Wrote
from qa.session import Session
from tui.commands.database import ready_database
from tui.commands.output import echo, echo_json, place
from tui.settings import load

if TYPE_CHECKING:
    from tui.cli import Call

ANSWERED, NOT_ANSWERED, ASKED_WRONGLY = 0, 1, 2


def ask_one(call: Call, question: str, as_json: bool) -> int:
    """Answer one question; gives the exit status."""
    settings = load(call.flags)
    session = Session(ready_database(call.data, settings), settings)
    if as_json:
        reply = last_reply(session, [question])
        echo_json(reply.to_json())
    else:
        reply = answer_shown(session, question) if sys.stdout.isatty() else last_reply(session, [question])
        for line in list(told(reply))[sys.stdout.isatty() :]:
            echo(line)
    return ANSWERED if reply.status == "answered" else NOT_ANSWERED


def answer_shown(session: Session, question: str) -> Reply:
    """The reply, its answer printed sentence by sentence as each is checked; on stderr, where the question goes."""
    reply = None
    before = signal.getsignal(signal.SIGINT)
    if session.model_host() is not None:
        signal.signal(signal.SIGINT, lambda *_: stop_waiting(session))
    try:
        for event in session.ask(question):
            match event:
                case ModelAsked(host):
                    click.echo(clean(f"正在等语言模型（{host}）；Ctrl+C 不再等，由规则作答。"), err=True)
                case Wrote(text):
                    click.echo(clean(text), nl=False)
                    sys.stdout.flush()
                case Rewrote(text):
                    click.echo(clean(f"\n（语言模型后面的句子没有采用，答句改为：）\n{text}"), nl=False)
                case Answered(reply) | Declined(reply):
                    click.echo()
    finally:
        signal.signal(signal.SIGINT, before)
    assert reply is not None, "every question ends with a reply"
    return reply


def stop_waiting(session: Session) -> None:
    """The first Ctrl+C lets go of the model, the second ends the program."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    session.cancel()


def last_reply(session: Session, turns: Iterable[str]) -> Reply:
    """The reply to the last turn of a conversation."""
    reply = None
    for turn in turns:
        reply = session.reply(turn)
    assert reply is not None, "a conversation has a turn"
    return reply


def told(reply: Reply) -> Iterable[str]:
    """A reply as lines for a person."""
    yield reply.answer
    if reply.citations:
        yield ""
        yield "依据："
        for citation in reply.citations:
            yield from citation_lines(citation)
    for heading, lines in (
        ("注意：", reply.warnings),
        ("可以这样问：", [f"{choice.label}：{choice.question}" for choice in reply.choices]),
        ("还可以问：", reply.suggestions),
    ):
        if lines:
            yield ""
            yield heading
            yield from (f"  {line}" for line in lines)


def citation_lines(citation: Citation) -> Iterable[str]:
    """Document, table and place, then the cells or words as printed; the cells that the figures come from first."""
    where = "，".join(part for part in (citation.document.file, citation.table, place(citation.location)) if part)
    yield f"[{citation.marker}] {where}"
    if citation.text is not None:
        yield f"    “{citation.text}”"
    for header, cell in sorted(citation.row.items(), key=lambda item: item[0] not in citation.cells):
        yield f"    {header}：{cell or '（空白）'}"


def ask_batch(call: Call, file: Path) -> int:
    """Answer every line in order, each printed and flushed as it is ready; a malformed line gets an error object and the status 2 at the end."""
    settings = load(call.flags)
    session = Session(ready_database(call.data, settings), settings)
    status = ANSWERED
    with click.open_file(str(file), encoding="utf-8-sig", errors="replace") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                answer, fault = answer_line(session, line)
                echo_json({**answer, "line": number} if fault else answer)
                sys.stdout.flush()
                status = ASKED_WRONGLY if fault else status
    return status


def answer_line(session: Session, line: str) -> tuple[dict[str, Any], bool]:
    """The object for one line, and whether it was asked wrongly; whatever goes wrong, the other lines go on."""
    id, turns, fault = parse(line)
    if not fault:
        try:
            session.forget()
            return last_reply(session, turns).to_json(id), False
        except YusuanError as error:
            fault = str(error)
        except Exception as error:  # noqa: BLE001  a fault of ours costs this line only
            fault = f"程序出错（{type(error).__name__}：{' '.join(str(error).split())[:200]}）。"
    return {"id": id, "status": "error", "error": fault}, True


def parse(line: str) -> tuple[Any, list[str], str]:
    """Id, turns and, where the line is malformed, what is wrong with it."""
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError):
        return None, [], "这一行不是 JSON。"
    if not isinstance(asked, dict):
        return None, [], '这一行应是一个对象：{"id": "…", "turns": ["…"]}。'
    id, turns = asked.get("id"), asked.get("turns")
    if not isinstance(id, str | int | None) or isinstance(id, bool):
        return None, [], "id 应是文字或整数。"
    if not isinstance(turns, list) or not turns or not all(isinstance(turn, str) and turn.strip() for turn in turns):
        return id, [], "turns 应是不空的问题列表。"
    return id, turns, ""
