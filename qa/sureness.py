"""Whether a passage answers a question: what is known of it, weighed into one number, so that near is not taken for said.

The weights are a logistic regression over the best passages of paraphrases that the documents answer and of questions that none answers
(`benchmarks/retrieval.py` prints how many of each are then said to be answered).
"""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for a passage."""

    covered: float
    """0 to 1: how much of the question's content the passage speaks of."""
    sentence: float
    """Cosine of the question with the sentence nearest to it."""
    said: int
    """Terms of the question that the passage says."""
    fits: float
    """What the form of the question adds: a reason, a quantity, a definition."""
    ahead: float
    """How far its score is ahead of the next passage's."""


WEIGHTS = Signs(2.2, 8.9, 1.0, 5.2, 2.3)  # type: ignore[arg-type]
BASE = -6.4


def sureness(signs: Signs) -> float:
    """0 to 1."""
    total = BASE + sum(getattr(WEIGHTS, name) * getattr(signs, name) for name in Signs.__slots__)
    return round(1 / (1 + math.exp(-total)), 4)
