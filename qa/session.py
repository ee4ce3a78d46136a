"""A conversation over one database: `Session.ask(text)` yields what happens, and at the end the reply."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from qa.amounts import Finder
from qa.answering import Answering
from qa.conversation import Conversation
from qa.departments import Departments
from qa.errors import QuestionError
from qa.holdings import Holdings
from qa.members import MemberCatalog
from qa.normalise import normalise
from qa.records import Answered, Declined, Event, Found, Reply, Understood, Wrote
from qa.sql import Database

LONGEST = 2_000
"""Characters of a question."""


class Session:
    """Asks one database; keeps the turns of the conversation."""

    def __init__(self, database: Path, settings: object | None = None):
        self._database = Database(Path(database))
        holdings = Holdings(self._database)
        self._answering = Answering(self._database, holdings, MemberCatalog(self._database), Finder(self._database), Departments(holdings))
        self.conversation = Conversation()
        self.settings = settings

    def ask(self, text: str) -> Iterator[Event]:
        """Events of one question, the last one Answered or Declined; raises QuestionError where the text is no question."""
        text = text.strip()
        if not text or not normalise(text):
            raise QuestionError("没有提出问题；请问一个关于已收录预算的问题。")
        if len(text) > LONGEST:
            raise QuestionError(f"问题有 {len(text)} 个字，太长；最多 {LONGEST} 个字。")
        reply = self._answering.answer(text, self.conversation)
        yield Understood(reply.plan)
        yield Found(sum(c.kind == "row" for c in reply.citations), sum(c.kind == "passage" for c in reply.citations), reply.queries)
        yield Wrote(reply.answer)
        yield Answered(reply) if reply.status == "answered" else Declined(reply)

    def reply(self, text: str) -> Reply:
        """The reply alone."""
        *_, last = self.ask(text)
        return last.reply

    def forget(self) -> None:
        """Begins a new conversation."""
        self.conversation = Conversation()

    def close(self) -> None:
        self._database.close()
