"""Where a model helps: it reads what the rules could not, and writes prose around figures that code puts in. It never sees a tool or writes a number."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import Event as Flag

from index.settings import Settings
from qa.audit import AuditLog, CallMade, Record, Recording
from qa.conversation import Conversation
from qa.free_sql import Query, run_query, written_query
from qa.llm import LlamaTalker
from qa.llm_cache import Cached
from qa.llm_records import Deadline, ModelFailed, Remark, Spent, Talker
from qa.llm_settings import endpoint
from qa.plan_json import as_json
from qa.planned import Engine
from qa.prompts import quoted, render
from qa.proposing import Proposal, proposed, read
from qa.records import Event, ModelAsked, Reply
from qa.writing import Writing

MOST_REMEMBERED = 2_000
"""Characters of earlier turns that a prompt tells of."""
SHAPING = ("llm_prose", "llm_readings", "llm_tokens", "llm_price_in", "llm_price_out")
"""Settings that shape a reply, and so are recorded with it."""


class Assist:
    """A model beside the rules, for one conversation after another."""

    def __init__(self, engine: Engine, settings: Settings, talker: Talker, log: AuditLog | None = None):
        self._engine = engine
        self._settings = settings
        self._talker = Recording(talker)
        self._log = log
        self._cancelled = Flag()
        self._plan = self._sql = ""
        self._deadline = Deadline(0)
        self._begun = datetime.now()
        self._remarks: list[Remark] = []
        self.turns: list[str] = []
        self.spent = Spent(cost=self._cost(0, 0))
        """Of all questions so far."""

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
        self.turns, self._remarks = [], []
        self._begun = datetime.now()

    def recall(self, question: str, reply: Reply, conversation: Conversation) -> None:
        """A turn of a resumed conversation, answered by the rules alone: told of in later prompts, sent nowhere now."""
        self.turns.append(question)
        self._remember(reply, conversation)

    def understand(self, reply: Reply, conversation: Conversation) -> Generator[Event, None, Reply]:
        """What the rules could not answer, with the model's reading of the question: answered where every word bears it out, else offered beside the rules' own choices."""
        if reply.status == "answered":
            return reply
        try:
            return (yield from self._read(reply, conversation))
        except ModelFailed as failed:
            return replace(reply, warnings=(*reply.warnings, f"{failed}这里是规则的答复。"))
        except Exception as error:  # noqa: BLE001  whatever a model causes, the rules' reply stands
            return unused(reply, error)

    def _read(self, reply: Reply, conversation: Conversation) -> Generator[Event, None, Reply]:
        question = read(self._engine, reply.question, conversation)
        if question is None:
            return reply
        yield ModelAsked(self.host)
        proposal = proposed(self._engine, reply.question, question, conversation, self._history(), self._talker, self._deadline)
        if proposal is None:
            return reply
        self._plan = proposal.plan_text
        return self._taken(reply, proposal, conversation)

    def _history(self) -> tuple[Remark, ...]:
        if not self._remarks:
            return ()
        from qa.llama import remembered  # llama-index, which the prompt needs in any case

        return remembered(self._remarks, MOST_REMEMBERED)

    def _remember(self, reply: Reply, conversation: Conversation) -> None:
        """A turn as the model is told it: the question, and the Plan that answered it as the model would have written it; no figure."""
        plan = as_json(conversation.last.plan) if reply.status == "answered" and conversation.last else '{"operation": "none"}'
        self._remarks += [Remark("user", render("plan_turn", question=quoted(reply.question, 300))), Remark("assistant", quoted(plan, 600))]
        del self._remarks[:-80]

    def _taken(self, reply: Reply, proposal: Proposal, conversation: Conversation) -> Reply:
        wished = self._settings.llm_readings == "answer" and not proposal.contradicts
        if reply.status == "not_found" and (proposal.borne_out or wished):
            answer = proposal.execute(conversation)
            if answer is not None and answer.status == "answered":
                return replace(answer, warnings=(f"规则没有读懂这个问题，这是语言模型的读法：{answer.plan}。", *answer.warnings))
        offered = proposal.offer()
        if offered is None or offered.question in {choice.question for choice in reply.choices}:
            return reply
        why = "它说的是另一份预算" if proposal.contradicts else "问题的字面不足以证实它"
        return replace(reply, choices=(*reply.choices, offered), warnings=(*reply.warnings, f"语言模型有一种读法，但{why}，所以列为选项，没有直接作答。"))

    def write(self, reply: Reply) -> Generator[Event, None, tuple[Reply, str]]:
        """An answer in the model's words around the same figures, and what of it was shown while it came."""
        if reply.status != "answered" or not self._settings.llm_prose:
            return reply, ""
        writing = Writing(reply, self._talker, self._deadline)
        try:
            yield from writing.steps()
        except Exception as error:  # noqa: BLE001  as above
            return unused(reply, error), writing.shown
        return writing.reply, writing.shown

    def query(self, question: str) -> Query:
        """A SELECT of the model's own, to be shown before it is run; raises ModelFailed or QuestionError."""
        self.begin(question)
        query = written_query(self._engine, question, self._talker, self._deadline)
        self._sql = query.sql
        return query

    def run(self, query: Query) -> Reply:
        """The rows of a query that the user has seen."""
        return self.end(run_query(self._engine, query))

    def end(self, reply: Reply, conversation: Conversation | None = None) -> Reply:
        """The finished reply: its tokens shown where that is wished, its record written."""
        calls = self._talker.take()
        spent = self._of(calls)
        self.spent += spent
        if self._settings.llm_tokens and calls:
            reply = replace(reply, warnings=(*reply.warnings, self._told(spent)))
        if conversation is not None:
            self._remember(reply, conversation)
        if self._log is not None and calls:
            id = f"{self._begun:%Y%m%d-%H%M%S-%f}-{len(self.turns)}"
            shaping = {name: getattr(self._settings, name) for name in SHAPING}
            self._log.add(Record(id, tuple(self.turns), self._talker.name, self._talker.host, calls, reply.to_json(), self._plan, self._sql, shaping))
        return reply

    def _of(self, calls: tuple[CallMade, ...]) -> Spent:
        into, out = (sum(getattr(c, name) for c in calls if not c.cached) for name in ("prompt_tokens", "completion_tokens"))
        return Spent(into, out, self._cost(into, out), sum(c.prompt_tokens + c.completion_tokens for c in calls if c.cached))

    def _cost(self, into: int, out: int) -> float | None:
        prices = self._settings.llm_price_in, self._settings.llm_price_out
        return (into * (prices[0] or 0) + out * (prices[1] or 0)) / 1_000_000 if any(prices) else None

    def _told(self, spent: Spent) -> str:
        cost = f"，约 {spent.cost:.6f} 元" if spent.cost and spent.tokens else ""
        cached = f"（另有 {spent.cached_tokens} 个取自缓存，没有发送）" if spent.cached_tokens else ""
        return f"语言模型 {self._talker.name}：输入 {spent.prompt_tokens}、输出 {spent.completion_tokens} 个 token{cost}{cached}。"


def unused(reply: Reply, error: Exception) -> Reply:
    """The rules' reply, with a note that the model's part broke."""
    return replace(reply, warnings=(*reply.warnings, f"语言模型的答复没有用上（{type(error).__name__}），这里是规则的答复。"))


def open_assist(engine: Engine, settings: Settings, database: Path, talker: Talker | None = None) -> Assist:
    """The model that the settings name, its cache in the build and its log beside it; a talker that is given leaves no trace."""
    if talker is not None:
        return Assist(engine, settings, talker)
    build = database.resolve().parent
    data = build.parent if build.name == "build" else build
    return Assist(engine, settings, Cached(LlamaTalker(endpoint(settings)), build / "llm_cache"), AuditLog(data / "audit.jsonl"))
