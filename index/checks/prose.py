"""What prose says, opened for checking: statements by id and passage, and how exactly they are printed."""

import re
from decimal import Decimal
from functools import cached_property

from index.amounts import FEN
from index.checks.book import Book, Figure, place_words
from index.prose import Said
from index.prose import said as read_prose
from index.records import Passage


class Prose:
    """The statements of a document by id, passage and sentence."""

    def __init__(self, book: Book) -> None:
        self.book = book

    @cached_property
    def all(self) -> tuple[Said, ...]:
        return read_prose(self.book.document)

    @cached_property
    def by_id(self) -> dict[str, Said]:
        return {item.statement.id: item for item in self.all}

    @cached_property
    def passages(self) -> dict[str, Passage]:
        return {passage.id: passage for passage in self.book.document.passages}

    @cached_property
    def _by_passage(self) -> dict[str, list[Said]]:
        found: dict[str, list[Said]] = {}
        for item in self.all:
            found.setdefault(item.statement.passage_id, []).append(item)
        return found

    def within(self, item: Said) -> list[Said]:
        """The statements of the same passage, in order."""
        return self._by_passage[item.statement.passage_id]

    def amounts(self, item: Said) -> list[Said]:
        """The amounts of money in the same passage."""
        return [o for o in self.within(item) if o.statement.role == "amount" and o.statement.amount is not None and not o.threshold]

    def figure(self, item: Said, label: str | None = None) -> Figure:
        """A statement as one side of a check."""
        statement = item.statement
        shown = re.sub(r"(?<=\d)\s*(?=[^\d\s.,，%％])", " ", statement.printed).replace(" %", "%")
        return Figure(
            label or statement.subject or "此数", shown, amount_of(item), statement.passage_id, place_words(statement.place) + "正文",
            decimals(item), statement.unit if statement.unit in FEN else "元",
        )  # fmt: skip


def amount_of(item: Said) -> int | None:
    """Fen where the unit is money; counts in hundredths, so that they add exactly."""
    statement = item.statement
    return statement.amount if statement.unit in FEN else int(Decimal(statement.number) * 100)


def decimals(item: Said) -> int:
    """Digits printed behind the decimal point."""
    return len(item.statement.number.partition(".")[2])


def slack(item: Said) -> Decimal:
    """Half of the last printed digit, in the unit of the number."""
    return Decimal(5) / 10 ** (decimals(item) + 1)
