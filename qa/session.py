"""A conversation over one database: `Session.ask(text)` yields what happens, and at the end the reply."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from index.settings import Settings
from qa.amounts import Finder
from qa.answering import Answering
from qa.conversation import Conversation
from qa.departments import Departments
from qa.errors import QuestionError
from qa.holdings import Holdings
from qa.llm_records import Spent, Talker
from qa.members import MemberCatalog
from qa.normalise import normalise
from qa.records import Answered, Declined, Event, Found, Reply, Rewrote, Understood, Wrote
from qa.sql import Database

if TYPE_CHECKING:
    from qa.free_sql import Query

LONGEST = 2_000
"""Characters of a question."""


class Session:
    """Asks one database; keeps the turns of the conversation."""

    def __init__(self, database: Path, settings: Settings | None = None, talker: Talker | None = None):
        self._database = Database(Path(database))
        holdings = Holdings(self._database)
        parts = (self._database, holdings, MemberCatalog(self._database), Finder(self._database), Departments(holdings))
        self._answering = Answering(*parts)
        self.conversation = Conversation()
        self.settings = settings
        self.assist = None
        if settings is not None and settings.llm_model:
            from qa.assist import open_assist  # 10 ms, and only where a model is set; llama-index waits for the first prompt
            from qa.planned import Engine

            self.assist = open_assist(Engine(*parts), settings, Path(database), talker)

    def ask(self, text: str) -> Iterator[Event]:
        """Events of one question, the last one Answered or Declined; raises QuestionError where the text is no question."""
        text = text.strip()
        if not text or not normalise(text):
            raise QuestionError("没有提出问题；请问一个关于已收录预算的问题。")
        if len(text) > LONGEST:
            raise QuestionError(f"问题有 {len(text)} 个字，太长；最多 {LONGEST} 个字。")
        reply = self._answering.answer(text, self.conversation)
        if self.assist is not None:
            self.assist.begin(text)
            reply = yield from self.assist.understand(reply, self.conversation)
        yield Understood(reply.plan)
        yield Found(sum(c.kind == "row" for c in reply.citations), sum(c.kind == "passage" for c in reply.citations), reply.queries)
        shown = ""
        if self.assist is not None:
            reply, shown = yield from self.assist.write(reply)
            reply = self.assist.end(reply, self.conversation)
        if not reply.answer.startswith(shown):
            yield Rewrote(reply.answer)
        elif reply.answer != shown:
            yield Wrote(reply.answer[len(shown) :])
        yield Answered(reply) if reply.status == "answered" else Declined(reply)

    def reply(self, text: str) -> Reply:
        """The reply alone."""
        *_, last = self.ask(text)
        return last.reply

    def recall(self, text: str, *, answered: bool) -> None:
        """An earlier question asked again by the rules alone, for the context of what follows: nothing is sent to a model.

        Where it was answered then and the rules do not answer it, a model's reading did: what follows must not lean on the turns before it.
        """
        reply = self._answering.answer(text, self.conversation)
        if answered and reply.status != "answered":
            self.conversation = Conversation()
        if self.assist is not None:
            self.assist.recall(text, reply, self.conversation)

    def write_sql(self, text: str) -> Query:
        """A SELECT by the model, to be shown before it is run; raises QuestionError where no model is set, ModelFailed where it gives none."""
        if self.assist is None:
            raise QuestionError("写 SQL 需要语言模型：请设置 llm_model（YUSUAN_LLM_MODEL）。")
        return self.assist.query(text.strip())

    def run_sql(self, query: Query) -> Reply:
        """The rows that a query names, cited; the query runs under the guarded connection."""
        if self.assist is None:
            raise QuestionError("写 SQL 需要语言模型：请设置 llm_model（YUSUAN_LLM_MODEL）。")
        return self.assist.run(query)

    def forget(self) -> None:
        """Begins a new conversation."""
        self.conversation = Conversation()
        if self.assist is not None:
            self.assist.forget()

    def cancel(self) -> None:
        """Ends the waiting for a model; may be called from any thread."""
        if self.assist is not None:
            self.assist.cancel()

    def model_host(self) -> str | None:
        """Where questions and evidence are sent; `None` where nothing leaves this machine's memory."""
        return self.assist.host if self.assist is not None else None

    def spent(self) -> Spent | None:
        """Tokens of this session; `None` where no model is set."""
        return self.assist.spent if self.assist is not None else None

    def close(self) -> None:
        self._database.close()
