"""What a table is while it is read: grids with their headings, then sheets joined from them. Frozen, like the records."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import takewhile

from index.records import Place, Role, TextLine


@dataclass(frozen=True, slots=True)
class Line:
    """A printed row with its role, on the way to a SourceRow."""

    role: Role
    cells: tuple[str | None, ...]
    """As printed, never changed."""
    place: Place
    at: tuple[int | None, ...] = ()
    """Table column of each cell; empty where cell i stands in column i."""
    mended: tuple[tuple[int, str], ...] = ()
    """Texts of columns whose cell was cut in two by a page break."""

    def cell(self, column: int) -> str | None:
        """Text in a table column; `None` where merged, `""` where nothing stands there."""
        for whole, text in self.mended:
            if whole == column:
                return text
        index = self.index(column)
        return "" if index is None else self.cells[index]

    def index(self, column: int) -> int | None:
        """Printed cell that stands in a table column."""
        if not self.at:
            return column if column < len(self.cells) else None
        return self.at.index(column) if column in self.at else None

    def filled(self) -> tuple[tuple[int, str], ...]:
        """Table column (or printed index, where outside) and text of every cell that holds text."""
        return tuple((i, cell) for i, cell in enumerate(self.cells) if cell and cell.strip())


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above a table, in lines or in its first rows."""

    number: str | None = None
    title: str = ""
    unit: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A grid with its heading and the roles of its rows."""

    heading: Heading
    lines: tuple[Line, ...]
    """Adopted text lines first, then every row of the grid."""
    width: int
    place: Place
    notes: tuple[TextLine, ...] = ()

    def header(self) -> tuple[Line, ...]:
        """The header rows above the data, not those that a page repeats further down; a form has its header below its fields."""
        above = takewhile(lambda line: line.role != "data", self.lines)
        return tuple(line for line in above if line.role == "header") or tuple(line for line in self.lines if line.role == "header")

    def body(self) -> tuple[Line, ...]:
        """The rows under the header that hold something."""
        return tuple(line for line in self.lines if line.role == "data")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with its continuations joined."""

    heading: Heading
    lines: tuple[Line, ...]
    paths: tuple[tuple[str, ...], ...]
    """Header words of each column, from the top, mended."""
    places: tuple[Place, ...]
    notes: tuple[TextLine, ...] = ()

    def names(self) -> tuple[str, ...]:
        """Header path of each column, unique: `预算数 / 基本支出 / 小计`, `第3列` where nothing is printed."""
        seen: dict[str, int] = {}
        return tuple(_unique(" / ".join(path) or f"第{i}列", seen) for i, path in enumerate(self.paths, 1))

    def body(self) -> tuple[Line, ...]:
        """The data rows."""
        return tuple(line for line in self.lines if line.role == "data")


def _unique(name: str, seen: dict[str, int]) -> str:
    seen[name] = seen.get(name, 0) + 1
    return name if seen[name] == 1 else f"{name}（{seen[name]}）"


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds."""

    index: int
    kind: str
    """key, amount, text or skip."""
    dimension: str | None = None
    """Of a key column; `None` where its cells say it (codes, item names)."""
    code: bool = False
    """Holds codes or parts of codes only."""
    part: bool = False
    """Holds one of 类 / 款 / 项."""
    dual: bool = False
    """Names units and subjects in turn: 单位名称（科目）."""
    measure: str | None = None
    named: bool = False
    """Its own words say what it counts; False where the measure is the table's usual one. Named without a measure counts something unknown."""
    fund: str | None = None
    unit: str | None = None
    """Where the column prints a unit of its own."""
    side: str | None = None
    members: tuple[tuple[str, str | None, str], ...] = field(default=())
    """Dimension members that the column itself names: dimension, code, name."""


@dataclass(frozen=True, slots=True)
class Block:
    """Columns that belong together: keys, then their amounts. Side-by-side tables have several."""

    index: int
    side: str | None
    columns: tuple[Column, ...]

    def of(self, kind: str) -> tuple[Column, ...]:
        """Its columns of a kind."""
        return tuple(column for column in self.columns if column.kind == kind)
