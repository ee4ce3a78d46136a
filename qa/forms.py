"""What the form of a question says about the passage that answers it: a reason, a quantity, a definition, a date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

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
    needed: bool
    """A passage that does not fit does not answer."""

    def fits(self, kind: str, printed: str) -> bool:
        """The passage is of a kind, or says what this way of asking looks for."""
        return kind in self.kinds or (self.text is not None and bool(self.text.search(printed)))


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
            entry.get("needed", False),
        )
        for entry in read_toml("question_forms.toml")["form"]
    )


@lru_cache(maxsize=64)
def _asked(query: str) -> tuple[Form, ...]:
    """The forms of a query: it is compared with sixty passages."""
    return tuple(form for form in _forms() if form.ask.search(query))


def fitness(query: str, kind: str, heading: str, text: str) -> float:
    """What the forms of the question add to a passage's score, or take off."""
    printed, total = _said(kind, heading, text), 0.0
    for form in _asked(query):
        total += form.gain if form.fits(kind, printed) else -form.loss
    return total


def lacks_what_is_asked(query: str, kind: str, heading: str, text: str) -> bool:
    """The question is for a number, an amount, a place or a person, and the passage has none."""
    printed = _said(kind, heading, text)
    return any(form.needed and not form.fits(kind, printed) for form in _asked(query))


def _said(kind: str, heading: str, text: str) -> str:
    """The passage, with an indicator's target, which stands in its heading."""
    return text + (f" {heading.rsplit(' / ', 1)[-1]}" if kind == "indicator" else "")
