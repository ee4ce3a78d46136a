"""Questions that doubt, answered by the first way that finds both sides of what is compared."""

from __future__ import annotations

from qa.doubts import Doubt
from qa.equations import read_equation
from qa.inquiry import Inquiry
from qa.operations import claimed_words as words
from qa.operations import compared_places as places
from qa.operations.claimed_changes import claimed_change
from qa.operations.claimed_sums import claimed_sum
from qa.scan import Scanned
from qa.texts import coverage, pairs

WAYS = (
    words.note, words.purpose, words.level, words.same_targets, words.own_parts, claimed_change, claimed_sum, places.against_target, places.labels, places.in_tables, places.two_claims,
    places.claim_and_amount, words.listed_in_text, places.totals, places.where_listed, places.everywhere, words.finding,
)  # fmt: skip
"""In order: the more a way asks of the question, the earlier it is tried."""
MOST_LEFT = 4
"""Characters that may stay unexplained where a claimed figure itself was found."""


def weighed(inquiry: Inquiry, doubt: Doubt, scanned: Scanned) -> bool:
    """Answers into the draft; `False` where no way finds two sides, or words of the question stay unexplained."""
    if len(inquiry.groups) == 2 and words.across(inquiry, doubt, scanned):
        return _explained(inquiry, doubt, scanned)
    if len(inquiry.groups) != 1:
        return False
    equation = read_equation(doubt.text)
    changes = equation is not None and equation.of("change") and not doubt.claims
    for way in WAYS:
        if changes and way is not claimed_change:
            continue  # 增加的数: no amount itself is asked of
        if way(inquiry, doubt, scanned, inquiry.groups[0]):
            return _explained(inquiry, doubt, scanned)
    return False


def _explained(inquiry: Inquiry, doubt: Doubt, scanned: Scanned) -> bool:
    """What no mention explains stands in what is cited."""
    cited = " ".join(f"{c.table or ''}{c.text or ''}{' '.join((*c.row, *c.row.values()))}" for c in inquiry.draft.citations) + " ".join(inquiry.draft.sentences)
    left = [piece for piece in scanned.unexplained if pairs(piece) and coverage(piece, cited) < 0.5]
    return sum(map(len, left)) <= (MOST_LEFT if doubt.claims else 1)
