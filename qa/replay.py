"""A recorded question asked again with the model's recorded answers: the same reply, where database and program are the same."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from index.errors import InputError
from index.settings import Settings
from qa.audit import AuditLog, Record, Replayed
from qa.records import Reply
from qa.session import Session


@dataclass(frozen=True, slots=True)
class Outcome:
    """A record with the reply of today."""

    record: Record
    reply: Reply

    @property
    def same(self) -> bool:
        """The reply is the recorded one, to the letter."""
        return self.reply.to_json() == self.record.reply


def chosen(log: AuditLog, id: str | None) -> Record:
    """The record with an id or the beginning of one, else the last; raises InputError."""
    records = log.records()
    found = [record for record in records if id is None or record.id == id or record.id.startswith(id)]
    if not found:
        ids = "、".join(record.id for record in records[-5:])
        raise InputError(f"记录里没有 {id}。最近的：{ids}。" if records else "记录是空的。")
    return found[-1]


def replay(database: Path, log: AuditLog, record: Record) -> Outcome:
    """The conversation up to the record, asked again; no model is called."""
    calls = [call for one in log.records() if one.conversation == record.conversation and len(one.turns) <= len(record.turns) for call in one.calls]
    session = Session(database, Settings(llm_model=record.model, **record.settings), Replayed(record.model, record.host, calls))
    try:
        reply: Reply | None = None
        if record.sql:
            reply = session.run_sql(session.write_sql(record.turns[-1]))
        else:
            for turn in record.turns:
                reply = session.reply(turn)
        assert reply is not None, "a record has a turn"
        return Outcome(record, reply)
    finally:
        session.close()
