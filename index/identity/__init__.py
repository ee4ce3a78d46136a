"""Whose budget a document is: department, unit, scope, region, year, phase, publisher and title, read from the document itself.

Every place that says it gives a vote (`evidence`), cover lines and labelled names most, prose least; the file's name counts only for a year
that the document nowhere prints, and the identity then says so in `guessed`.
"""

from index.identity.region import region_of
from index.identity.votes import Votes, collect
from index.identity.year import year_in_name
from index.records import Identity, Reading, SourceTable

__all__ = ["identify"]


def identify(reading: Reading, tables: tuple[SourceTable, ...] = ()) -> Identity:
    """The identity that the document's own words give; what they do not say is `None`."""
    votes = collect(reading, tables)
    scope, phase = votes.scope.best(), votes.phase.best()
    department, unit = _names(votes, scope)
    year, guessed = votes.year.best(), ()
    if year is None and (year := year_in_name(reading.source.file)) is not None:
        guessed = ("year",)
    region = region_of(votes.texts, unit or department, votes.cover)
    title = votes.title or _composed(unit or department, year, scope, phase)
    return Identity(
        title=title, department=department, unit=unit, scope=scope, region=region, year=year, phase=phase,
        publisher=votes.publisher.best(), guessed=guessed,
    )  # fmt: skip


def _names(votes: Votes, scope: str | None) -> tuple[str | None, str | None]:
    """Department and unit; in a unit's budget the body named as its superior is the department."""
    name = votes.name.best()
    if scope != "单位":
        return name, None
    superior = votes.superior.best()
    if superior is None or name is None or superior == name or superior.startswith(name):
        return name or superior, None
    return superior, name


def _composed(name: str | None, year: int | None, scope: str | None, phase: str | None) -> str:
    """A title in the words of published budgets, for a document that prints none."""
    return f"{name or ''}{f'{year}年' if year else ''}{scope or ''}{phase or ''}" if name or year else ""
