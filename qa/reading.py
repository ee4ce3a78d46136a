"""How well a passage speaks of a question, word by word: what it prints, what it says in other words, what it leaves out.

A mean of token vectors blurs a long passage; this looks for the one sentence that is nearest to the question, and, for each term of the question, for
the one place that is nearest to it (the late interaction of ColBERT, with static vectors); a term is weighed by the length of its vector, which
training made short for empty words.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from index.embedder import StaticEmbedder
from index.grams import all_grams, grams
from qa.terms import Term

if TYPE_CHECKING:
    import numpy as np

NEAR = 0.2
"""Cosines up to here are chance."""
ALIKE = 0.75
"""Cosine from which another word counts as saying the same."""
_SENTENCE_END = re.compile(r"(?<=[。；！？\n])")


@dataclass(frozen=True, slots=True)
class Support:
    """What one passage has for one term."""

    term: Term
    printed: str | None
    """The word of the term that stands in the passage; the longest."""
    nearest: float
    """Cosine of the nearest place, 0 where nothing is near."""


@dataclass(frozen=True, slots=True)
class Read:
    """A passage read against a question."""

    supports: tuple[Support, ...]
    aligned: float
    """Mean nearness of the terms, weighted."""
    printed: float
    """Share of the terms, weighted by rarity, of which a word is printed."""
    covered: float
    """0 to 1: how much of the question's content the passage speaks of."""
    sentence: float
    """Cosine of the question with the sentence nearest to it."""
    heading: float
    """Cosine of the question with the heading."""


def read(query: str, terms: Sequence[Term], passages: Sequence[tuple[str, str]], model: StaticEmbedder) -> tuple[Read, ...]:
    """Each passage, a heading and a text, read against the query and its terms."""
    import numpy as np

    whole = model.encode([query])[0]
    vectors = [term_vector(term.text, model) for term in terms]
    lengths = np.array([float(np.linalg.norm(vector)) for vector in vectors])
    directions = np.array([vector / length if length else vector for vector, length in zip(vectors, lengths, strict=True)], dtype=np.float32)
    printed = [[_printed(term, text) for term in terms] for text in (f"{heading} {text}".lower() for heading, text in passages)]
    rarity = [math.log(1 + len(passages) / (1 + sum(row[i] is not None for row in printed))) for i in range(len(terms))]
    found = []
    for (heading, text), words in zip(passages, printed, strict=True):
        places, sentences = _taken_apart(heading, text, model)
        near = (directions @ places.T).max(axis=1) if len(terms) and len(places) else np.zeros(len(terms))
        cosines = sentences @ whole
        found.append(_weigh(terms, words, near, lengths, rarity, cosines))
    return tuple(found)


def _weigh(
    terms: Sequence[Term], words: list[str | None], near: np.ndarray, lengths: np.ndarray, rarity: list[float], cosines: np.ndarray
) -> Read:
    import numpy as np

    supports = tuple(Support(term, word, round(float(max(0, value)), 4)) for term, word, value in zip(terms, words, near, strict=True))
    heavy = float(lengths.sum()) or 1.0
    aligned = float((lengths * np.maximum(0, near - NEAR)).sum()) / heavy
    rare = sum(rarity) or 1.0
    printed = sum(weight for weight, word in zip(rarity, words, strict=True) if word) / rare
    weights = [max(float(length), 0.3) * weight for length, weight in zip(lengths, rarity, strict=True)]
    said = sum(weight * says(support) for weight, support in zip(weights, supports, strict=True))
    return Read(supports, aligned, printed, said / (sum(weights) or 1.0), float(cosines[1:].max()), float(cosines[0]))


def says(support: Support) -> float:
    """0 to 1: 1 where a word of the term is printed or something alike is said."""
    if support.printed:
        return 1.0
    return min(1.0, max(0.0, (support.nearest - NEAR) / (ALIKE - NEAR)))


def _printed(term: Term, text: str) -> str | None:
    return max((word for word in term.words if word in text), key=len, default=None)


def term_vector(text: str, model: StaticEmbedder) -> np.ndarray:
    """Sum of the token vectors of a term; zeros where no token is known."""
    known = [model.vocabulary[gram] for gram in all_grams(text) if gram in model.vocabulary]
    return model.weights[known].sum(axis=0) if known else model.weights[0] * 0


@lru_cache(maxsize=4096)
def _taken_apart(heading: str, text: str, model: StaticEmbedder) -> tuple[np.ndarray, np.ndarray]:
    """Unit vectors of the pairs and words of a passage, and of its heading and each of its sentences."""
    import numpy as np

    from index.embedder import unit

    pieces = [[model.vocabulary[gram] for gram in grams(piece, model.vocabulary)] for piece in (heading, *_SENTENCE_END.split(text))]
    long = model.long_tokens
    known = sorted({number for piece in pieces for number in piece if long[number]})
    nothing = np.zeros(model.dimension, dtype=np.float32)
    return unit(model.weights[known]), unit(np.array([model.weights[piece].mean(axis=0) if piece else nothing for piece in pieces]))
