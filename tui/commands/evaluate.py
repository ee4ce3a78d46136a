"""`yusuan eval`: a file of questions with known answers, scored by kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from index.published import reading
from qa.evaluate import Outcome, by_kind, cases, evaluate
from qa.evidence_check import Held
from qa.records import Reply
from qa.session import Session
from tui.commands.ask import last_reply
from tui.commands.database import ready_database
from tui.commands.output import echo, echo_json
from tui.settings import load

if TYPE_CHECKING:
    from tui.cli import Call


def evaluate_file(call: Call, file: Path, as_json: bool, show: bool) -> int:
    """Score a file; status 0 where every answer is right and no fault occurs, else 1."""
    questions = cases(file)
    settings = load(call.flags)
    database = ready_database(call.data, settings)
    with reading(database) as connection:
        session = Session(database, settings)

        def answer(turns: tuple[str, ...]) -> Reply:
            session.forget()
            return last_reply(session, turns)

        outcomes = []
        for outcome in evaluate(questions, answer, Held(connection)):
            outcomes.append(outcome)
            if show and (outcome.fault or outcome.unborne or outcome.unbacked):
                tell(outcome)
    if as_json:
        echo_json({"kinds": [asdict(score) for score in by_kind(outcomes)], **faults(outcomes)}, indent=1)
    else:
        table(outcomes)
    return int(any(outcome.fault for outcome in outcomes) or any(faults(outcomes).values()))


def tell(outcome: Outcome) -> None:
    """One question that went wrong, on stderr."""
    click.echo(f"{outcome.case.id} {outcome.case.kind}：{' / '.join(outcome.case.turns)}", err=True)
    for line in (outcome.fault, *outcome.unborne, *(f"没有依据的数 {number}" for number in outcome.unbacked)):
        if line:
            click.echo(f"   {line}", err=True)
    click.echo(f"   答：{outcome.reply.answer[:160]}", err=True)


def faults(outcomes: Sequence[Outcome]) -> dict[str, int]:
    """The four counts that must be zero."""
    return {
        "wrong_but_sure": sum(outcome.wrong_but_sure for outcome in outcomes),
        "uncited_figures": sum(outcome.uncited for outcome in outcomes),
        "false_citations": sum(len(outcome.unborne) for outcome in outcomes),
        "unbacked_numbers": sum(len(outcome.unbacked) for outcome in outcomes),
    }


def table(outcomes: Sequence[Outcome]) -> None:
    """Scores by kind with their intervals, then the four counts, then the whole."""
    for score in by_kind(outcomes):
        echo(f"{score.kind:18} {score.right:4}/{score.asked:<4} {100 * score.low:5.1f} – {100 * score.high:5.1f} %")
    counts = faults(outcomes)
    echo(
        f"答错而不自知 {counts['wrong_but_sure']}；没有出处的数 {counts['uncited_figures']}；"
        f"不实的引用 {counts['false_citations']}；没有依据的数字 {counts['unbacked_numbers']}"
    )
    right = sum(not outcome.fault for outcome in outcomes)
    echo(f"正确 {right}/{len(outcomes)} = {100 * right / len(outcomes):.1f} %")
