"""What travels from a question to a cited answer: frozen, standard library only.

`Session.ask(text)` yields `Event`s in this order: Understood, Found, Wrote (one or more), then one of Answered or Declined. With a language
model, ModelAsked stands wherever something is sent to it, and Rewrote may come after pieces that were written.
`Answer.to_json()` is the contract of `yusuan ask --json`; a `Refusal` has the same shape with another status.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Status = Literal["answered", "not_found", "clarify"]


@dataclass(frozen=True, slots=True)
class DocumentRef:
    """The document that a citation stands in."""

    id: str
    file: str
    title: str
    department: str | None
    year: int | None
    phase: str | None = None
    scope: str | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """A row or passage that proves something, as printed."""

    marker: int
    kind: Literal["row", "passage"]
    id: str
    document: DocumentRef
    table: str | None
    """Printed number and title: `预算10表 财政拨款…“三公”经费支出表`."""
    location: dict[str, Any]
    row: dict[str, str] = field(default_factory=dict)
    """Header -> cell as printed, the cited cells only."""
    cells: tuple[str, ...] = ()
    """Keys of `row` that the figures come from, for marking; the rest identify the row."""
    text: str | None = None
    """A verbatim piece of the document where `kind` is passage."""
    url: str = ""
    """`/budget/<table>/<id>` in Datasette."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that is answered."""

    label: str
    value: str
    """Plain decimal string in `unit`."""
    unit: str
    citations: tuple[int, ...]
    formula: str | None = None
    """For derived figures: `公用经费 473.829269 ÷ 基本支出 3189.315742`."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A reading that the user may pick where several fit; `question` asks it in full."""

    label: str
    question: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What comes back: an answer, or a refusal with what is held instead."""

    status: Status
    question: str
    answer: str
    """Chinese (or English) prose with marks [1] after every figure."""
    figures: tuple[Figure, ...] = ()
    citations: tuple[Citation, ...] = ()
    queries: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    """Guesses made (按“公务接待费”理解), rows that fail a check, contradictions."""
    suggestions: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    plan: str = ""
    """The Plan in one plain sentence."""

    def to_json(self, id: str | None = None) -> dict[str, Any]:
        """The object of the contract; `id` only where the batch gave one."""
        return {
            **({"id": id} if id is not None else {}),
            "question": self.question,
            "status": self.status,
            "answer": self.answer,
            "figures": [
                {"label": f.label, "value": f.value, "unit": f.unit, "formula": f.formula, "citations": list(f.citations)} for f in self.figures
            ],
            "citations": [
                {
                    "marker": c.marker,
                    "kind": c.kind,
                    "id": c.id,
                    "document": {k: getattr(c.document, k) for k in ("id", "file", "title", "department", "year", "phase", "scope")},
                    "table": c.table,
                    "location": c.location,
                    **({"text": c.text} if c.kind == "passage" else {"row": c.row}),
                    "url": c.url,
                }
                for c in self.citations
            ],
            "queries": list(self.queries),
            "warnings": list(self.warnings),
            "suggestions": list(self.suggestions),
            **({"choices": [{"label": c.label, "question": c.question} for c in self.choices]} if self.choices else {}),
            "plan": self.plan,
        }


@dataclass(frozen=True, slots=True)
class Understood:
    """The question is read; `plan` says how, in one sentence."""

    plan: str


@dataclass(frozen=True, slots=True)
class Found:
    """Evidence is gathered."""

    rows: int
    passages: int
    queries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ModelAsked:
    """Something is sent to a language model now, and waited for."""

    host: str
    """Where it goes."""


@dataclass(frozen=True, slots=True)
class Wrote:
    """A piece of checked prose, to be shown as it comes; the pieces together are the answer."""

    text: str


@dataclass(frozen=True, slots=True)
class Rewrote:
    """The answer whole, in place of the pieces that were written: what a model wrote after them was not borne out."""

    text: str


@dataclass(frozen=True, slots=True)
class Answered:
    """Last event: the answer, whole."""

    reply: Reply


@dataclass(frozen=True, slots=True)
class Declined:
    """Last event: nothing held answers it, or several readings fit; says what there is instead."""

    reply: Reply


Event = ModelAsked | Understood | Found | Wrote | Rewrote | Answered | Declined
