"""`yusuan eval --model`: the same questions by the rules alone and with a model, as a table for the README."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

from index.published import reading
from index.settings import Settings
from qa.evaluate import Case, Outcome, cases, evaluate, fault_of
from qa.evidence_check import Held
from qa.llm_records import Spent
from qa.records import Reply
from qa.session import Session
from qa.writing import KEPT
from tui.commands.ask import last_reply
from tui.commands.database import ready_database
from tui.commands.evaluate import faults
from tui.commands.output import echo, echo_json
from tui.settings import load

if TYPE_CHECKING:
    from tui.cli import Call

OFFERED = "语言模型的读法："


@dataclass(frozen=True, slots=True)
class Run:
    """The questions answered one way."""

    name: str
    outcomes: tuple[Outcome, ...]
    offered: int
    """Questions that were not answered, where the model's reading, picked, is right."""
    seconds: tuple[float, ...]
    tokens: int

    def row(self) -> dict[str, object]:
        """What the table says about it."""
        right = sum(not outcome.fault for outcome in self.outcomes)
        prose = [outcome.reply for outcome in self.outcomes]
        return {
            "run": self.name,
            "right": right,
            "asked": len(self.outcomes),
            "right_when_offered_is_picked": right + self.offered,
            **faults(self.outcomes),
            "prose_refused": sum(KEPT in reply.warnings for reply in prose),
            "tokens_per_question": round(self.tokens / len(self.outcomes)),
            "median_ms": round(1000 * median(self.seconds)),
        }


def evaluate_model(call: Call, file: Path, as_json: bool) -> int:
    """Score a file twice; status 0 where the model lost no right answer and no fault occurs."""
    questions = cases(file)
    settings = load(call.flags)
    database = ready_database(call.data, settings)
    runs = [answered(database, questions, "规则", Settings(embedding_model=settings.embedding_model)), answered(database, questions, f"{settings.llm_model}", settings)]
    rows = [run.row() for run in runs]
    if as_json:
        echo_json(rows, indent=1)
    else:
        for line in markdown(rows):
            echo(line)
    lost = any(with_model.fault and not alone.fault for alone, with_model in zip(runs[0].outcomes, runs[1].outcomes, strict=True))
    return int(lost or any(faults(runs[1].outcomes).values()))


def answered(database: Path, questions: Sequence[Case], name: str, settings: Settings) -> Run:
    """Every question asked in a conversation of its own."""
    session = Session(database, settings)
    seconds: list[float] = []
    offered = 0

    def answer(turns: tuple[str, ...]) -> Reply:
        session.forget()
        begun = perf_counter()
        reply = last_reply(session, turns)
        seconds.append(perf_counter() - begun)
        return reply

    with reading(database) as connection:
        outcomes = tuple(evaluate(questions, answer, Held(connection)))
    spent = session.spent() or Spent()
    for outcome in outcomes:
        picked = next((choice.question for choice in outcome.reply.choices if choice.label.startswith(OFFERED)), None)
        if outcome.fault and picked is not None:
            session.forget()
            offered += not fault_of(outcome.case, session.reply(picked))
    session.close()
    return Run(name, outcomes, offered, tuple(seconds), spent.tokens + spent.cached_tokens)


def markdown(rows: Sequence[dict[str, object]]) -> Iterator[str]:
    """The rows as a Markdown table."""
    heads = ("", "答对", "选用模型读法后", "答错而不自知", "没有出处的数", "不实的引用", "没有依据的数字", "未采用的句子", "每题 token", "中位毫秒")
    yield "| " + " | ".join(heads) + " |"
    yield "| --- |" + " ---: |" * (len(heads) - 1)
    for row in rows:
        asked = row["asked"]
        yield (
            f"| {row['run']} | {row['right']}/{asked} | {row['right_when_offered_is_picked']}/{asked} | {row['wrong_but_sure']} | {row['uncited_figures']} | "
            f"{row['false_citations']} | {row['unbacked_numbers']} | {row['prose_refused']} | {row['tokens_per_question']} | {row['median_ms']} |"
        )
