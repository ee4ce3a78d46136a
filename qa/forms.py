"""What the form of a question says about the passage that answers it: a reason, a quantity, a definition."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from index.knowledge import read_toml


@dataclass(frozen=True, slots=True)
class Form:
    """One way of asking."""

    name: str
    ask: re.Pattern[str]
    text: re.Pattern[str] | None
    kinds: frozenset[str]
    gain: float
    loss: float


@cache
def _forms() -> tuple[Form, ...]:
    return tuple(
        Form(
            entry["name"],
            re.compile(entry["ask"], re.IGNORECASE),
            re.compile(entry["text"]) if "text" in entry else None,
            frozenset(entry.get("kinds", ())),
            entry["gain"],
            entry["loss"],
        )
        for entry in read_toml("question_forms.toml")["form"]
    )


def fitness(query: str, kind: str, heading: str, text: str) -> float:
    """What the forms of the question add to a passage's score, or take off."""
    printed, total = _said(kind, heading, text), 0.0
    for form in _forms():
        if form.ask.search(query):
            fits = kind in form.kinds or (form.text is not None and bool(form.text.search(printed)))
            total += form.gain if fits else -form.loss
    return total


def lacks_quantity(query: str, kind: str, heading: str, text: str) -> bool:
    """The question is for a quantity and the passage says none."""
    (form,) = (form for form in _forms() if form.name == "quantity")
    return bool(form.ask.search(query)) and not (form.text and form.text.search(_said(kind, heading, text)))


def _said(kind: str, heading: str, text: str) -> str:
    """The passage, with an indicator's target, which stands in its heading."""
    return text + (f" {heading.rsplit(' / ', 1)[-1]}" if kind == "indicator" else "")
