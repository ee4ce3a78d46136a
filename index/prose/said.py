"""A quantity of the prose with what it hangs on; `Statement` is the part of it that is stored."""

from dataclasses import dataclass

from index.records import Statement


@dataclass(frozen=True, slots=True)
class Said:
    """A statement and its ties to the others."""

    statement: Statement
    core: str
    """The subject without body, year, quotes and stage: what two statements have in common when they speak of the same thing."""
    measure: str | None
    """Measure, also where a fund narrows it; `Statement.measure` is set for the whole body's money only."""
    fund: str | None
    both: tuple[str, str | None] | None
    """A second measure and fund that the same figure is of: 收入支出总计."""
    path: tuple[str, ...]
    """Names of a functional classification, outermost first."""
    part_of: str | None
    """Id of the statement whose 其中 it stands in."""
    of: str | None
    """Id of the amount that a change, a percentage or a share is about."""
    stage_words: str
    """The stage as printed: 年初预算, 预算执行; "" where none is."""
    list_id: int
    """Statements of one enumeration have the same number."""
    threshold: bool
    """A limit (不超过500万元, 50家以上), not a quantity of something."""
