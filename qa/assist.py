"""Where a model helps: it reads what the rules could not, and writes prose around figures that code puts in. It never sees a tool or writes a number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import Event

from index.settings import Settings
from qa.audit import AuditLog, Record, Recording
from qa.conversation import Conversation
from qa.free_sql import Query, run_query, written_query
from qa.llm import LlamaTalker
from qa.llm_cache import Cached
from qa.llm_records import Deadline, ModelFailed, Talker
from qa.llm_settings import endpoint
from qa.planned import Engine
from qa.proposing import Proposal, proposed
from qa.records import Reply
from qa.writing import written

SHAPING = ("llm_prose", "llm_readings", "llm_tokens", "llm_price_in", "llm_price_out")
"""Settings that shape a reply, and so are recorded with it."""


class Assist:
    """A model beside the rules, for one conversation after another."""

    def __init__(self, engine: Engine, settings: Settings, talker: Talker, log: AuditLog | None = None):
        self._engine = engine
        self._settings = settings
        self._talker = Recording(talker)
        self._log = log
        self._cancelled = Event()
        self._plan = self._sql = ""
        self._deadline = Deadline(0)
        self.turns: list[str] = []
        self.spent = 0
        """Tokens of all questions so far."""
        self._begun = datetime.now()

    @property
    def host(self) -> str:
        """Where questions and evidence go."""
        return self._talker.host

    def begin(self, question: str) -> None:
        """A new question: one deadline for everything it asks of the model."""
        self._cancelled.clear()
        self._deadline = Deadline(self._settings.llm_deadline, self._cancelled)
        self._plan = self._sql = ""
        self.turns.append(question)
        del self.turns[:-40]

    def cancel(self) -> None:
        """Ends the waiting of the running question."""
        self._cancelled.set()

    def forget(self) -> None:
        """A new conversation."""
        self.turns = []
        self._begun = datetime.now()

    def understand(self, reply: Reply, conversation: Conversation) -> Reply:
        """A refusal of the rules, with the model's reading of the question: answered where every word bears it out, else offered."""
        if reply.status != "not_found":
            return reply
        return self._guarded(reply, lambda: self._read(reply, conversation))

    def _read(self, reply: Reply, conversation: Conversation) -> Reply:
        proposal = proposed(self._engine, reply, conversation, tuple(self.turns), self._talker, self._deadline)
        if proposal is None:
            return reply
        self._plan = proposal.plan_text
        return self._taken(reply, proposal, conversation)

    def _taken(self, reply: Reply, proposal: Proposal, conversation: Conversation) -> Reply:
        if proposal.borne_out or self._settings.llm_readings == "answer":
            answer = proposal.execute(conversation)
            if answer is not None and answer.status == "answered":
                return replace(answer, warnings=(f"规则没有读懂这个问题，这是语言模型的读法：{answer.plan}。", *answer.warnings))
        offered = proposal.offer()
        if offered is None:
            return reply
        return replace(reply, choices=(*reply.choices, offered), warnings=(*reply.warnings, "语言模型有一种读法，但问题的字面不足以证实它，所以列为选项，没有直接作答。"))

    def write(self, reply: Reply) -> Reply:
        """An answer in the model's words around the same figures."""
        if reply.status != "answered" or not self._settings.llm_prose:
            return reply
        return self._guarded(reply, lambda: written(reply, self._talker, self._deadline))

    def _guarded(self, reply: Reply, step: Callable[[], Reply]) -> Reply:
        try:
            return step()
        except ModelFailed as failed:
            return replace(reply, warnings=(*reply.warnings, f"{failed}这里是规则的答复。"))
        except Exception as error:  # noqa: BLE001  whatever a model causes, the rules' reply stands
            return replace(reply, warnings=(*reply.warnings, f"语言模型的答复没有用上（{type(error).__name__}），这里是规则的答复。"))

    def query(self, question: str) -> Query:
        """A SELECT of the model's own, to be shown before it is run; raises ModelFailed or QuestionError."""
        self.begin(question)
        query = written_query(self._engine, question, self._talker, self._deadline)
        self._sql = query.sql
        return query

    def run(self, query: Query) -> Reply:
        """The rows of a query that the user has seen."""
        return self.end(run_query(self._engine, query))

    def end(self, reply: Reply) -> Reply:
        """The finished reply: its tokens shown where that is wished, its record written."""
        calls = self._talker.take()
        tokens = sum(c.prompt_tokens for c in calls), sum(c.completion_tokens for c in calls)
        self.spent += sum(tokens)
        if self._settings.llm_tokens and calls:
            reply = replace(reply, warnings=(*reply.warnings, self._spent(*tokens, cached=all(c.cached for c in calls))))
        if self._log is not None and calls:
            id = f"{self._begun:%Y%m%d-%H%M%S-%f}-{len(self.turns)}"
            shaping = {name: getattr(self._settings, name) for name in SHAPING}
            self._log.add(Record(id, tuple(self.turns), self._talker.name, self._talker.host, calls, reply.to_json(), self._plan, self._sql, shaping))
        return reply

    def _spent(self, into: int, out: int, *, cached: bool) -> str:
        prices = self._settings.llm_price_in, self._settings.llm_price_out
        cost = f"，约 {(into * (prices[0] or 0) + out * (prices[1] or 0)) / 1_000_000:.6f} 元" if any(prices) and not cached else ""
        return f"语言模型 {self._talker.name}：输入 {into}、输出 {out} 个 token{cost}{'（取自缓存）' if cached else ''}。"


def open_assist(engine: Engine, settings: Settings, database: Path, talker: Talker | None = None) -> Assist:
    """The model that the settings name, its cache in the build and its log beside it; a talker that is given leaves no trace."""
    if talker is not None:
        return Assist(engine, settings, talker)
    build = database.resolve().parent
    data = build.parent if build.name == "build" else build
    return Assist(engine, settings, Cached(LlamaTalker(endpoint(settings)), build / "llm_cache"), AuditLog(data / "audit.jsonl"))
