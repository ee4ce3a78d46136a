"""What prose says: every amount, percentage and count of a document's narratives, with its subject, role, base, year and stage."""

from index.prose.naming import left_open
from index.prose.passage import read_passage
from index.prose.places import Printed
from index.prose.said import Said
from index.records import Document, Statement

KINDS = frozenset({"narrative", "goal", "note"})

__all__ = ["Said", "said", "state"]


def state(document: Document) -> tuple[Statement, ...]:
    """The statements of a document in printed order."""
    return tuple(item.statement for item in said(document))


def said(document: Document) -> tuple[Said, ...]:
    """The statements with what they hang on."""
    found: list[Said] = []
    printed = Printed(tuple(line for line in document.texts if line.style != "furniture"))
    carried, heading = None, None
    for passage in document.passages:
        if passage.kind in KINDS:
            found.extend(read_passage(passage, document.identity, printed, carried if passage.heading == heading else None))
            carried, heading = left_open(passage.text), passage.heading
    return tuple(found)
