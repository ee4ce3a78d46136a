"""A document opened for checking: facts by table and row, and how to say where a figure stands."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from index.amounts import FEN
from index.records import Document, Fact, Place, SourceRow, SourceTable


@dataclass(frozen=True, slots=True)
class Figure:
    """One side of a check."""

    label: str
    shown: str
    """As printed, with its unit."""
    amount: int | None
    ref: str
    place: str
    """Table and place in words: 预算03表第47行."""
    digits: int = 2
    """Digits printed behind the decimal point."""
    unit: str = "元"


class Book:
    """The facts of a document by table, row and column."""

    def __init__(self, document: Document) -> None:
        self.document = document

    @cached_property
    def tables(self) -> dict[str, SourceTable]:
        return {table.id: table for table in self.document.tables}

    @cached_property
    def rows(self) -> dict[str, tuple[SourceTable, SourceRow]]:
        return {row.id: (table, row) for table in self.document.tables for row in table.rows}

    @cached_property
    def facts(self) -> dict[str, tuple[Fact, ...]]:
        """Facts of each table, by the table's id."""
        found: dict[str, list[Fact]] = {table.id: [] for table in self.document.tables}
        for fact in self.document.facts:
            if fact.row_id in self.rows:
                found[self.rows[fact.row_id][0].id].append(fact)
        return {table: tuple(facts) for table, facts in found.items()}

    def of_types(self, types: list[str] | tuple[str, ...]) -> list[SourceTable]:
        """The tables of these types in printed order."""
        return [table for table in self.document.tables if table.type in types]

    def figure(self, fact: Fact, label: str | None = None) -> Figure:
        """A fact as one side of a check."""
        table, row = self.rows[fact.row_id]
        name = label or " ".join(dict.fromkeys(filter(None, (fact.label, column_name(fact)))))
        return Figure(
            name,
            f"{fact.printed or '空'} {fact.unit}",
            fact.amount,
            fact.id,
            f"{table_name(table)}{place_words(row.place)}",
            digits(fact.printed),
            fact.unit,
        )

    def column(self, fact: Fact) -> tuple[Fact, ...]:
        """The facts of the same table, block, column and stage, in printed order."""
        table, _ = self.rows[fact.row_id]
        key = (fact.block, fact.column_label, fact.stage)
        return tuple(other for other in self.facts[table.id] if (other.block, other.column_label, other.stage) == key)

    def trusted(self, fact: Fact) -> bool:
        """The figure is read where it belongs: it is the sum of the rows that it totals, or totals none."""
        leaves = [other for other in self.column(fact) if other.level == "leaf"]
        return fact.level == "leaf" or not any(leaf.amount for leaf in leaves) or sum(leaf.amount or 0 for leaf in leaves) == fact.amount


def column_name(fact: Fact) -> str:
    """The last header of a column; 小计 with the header above it."""
    parts = fact.column_label.split(" / ")
    return f"{parts[-2]}小计" if parts[-1] == "小计" and len(parts) > 1 else parts[-1]


def column_of_table(table: SourceTable, fact: Fact) -> str:
    """`预算03表 基本支出`: the table, and the column where it is not the one of the totals."""
    name = column_name(fact)
    return table_name(table) if name == fact.label else f"{table_name(table)} {name}"


def table_name(table: SourceTable) -> str:
    """`预算03表` where a number is printed, else the title in 《》."""
    return table.number or f"《{table.title}》"


def place_words(place: Place) -> str:
    """第3页第12行, 第225行, 工作表“支出”第5行."""
    words = ""
    if place.sheet is not None:
        words += f"工作表“{place.sheet}”"
    if place.pages:
        words += f"第{'、'.join(map(str, place.pages))}页"
    if place.row is not None:
        words += f"第{place.row}行"
    elif place.lines:
        words += f"第{place.lines[0]}行" if len(place.lines) == 1 else f"第{place.lines[0]}-{place.lines[-1]}行"
    return words


def digits(printed: str) -> int:
    """Digits behind the decimal point of a printed number."""
    return len(printed.strip().rpartition(".")[2]) if "." in printed else 0


def money(fen: int, unit: str, places: int) -> str:
    """An amount in words: 1,234.50 万元, with at least the given digits."""
    value = Decimal(fen) / FEN[unit]
    exact = max(places, -value.normalize().as_tuple().exponent if value else 0)
    return f"{value:,.{min(exact, 6)}f} {unit}"
