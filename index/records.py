"""What travels between readers, tables, checks and the store: frozen, standard library only.

A reader knows layout and not budgets: it turns a file into a `Reading` of `Grid` and `TextLine` blocks in printed order.
`index.tables` knows budgets and not files: it turns a `Reading` into a `Document` of `SourceTable`, `SourceRow`, `Fact`, ….
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in its file; all counts start at 1."""

    lines: tuple[int, ...] = ()
    """Physical lines of a text-like file."""
    pages: tuple[int, ...] = ()
    """Pages of a PDF; two where a printed row is cut by a page break."""
    row: int | None = None
    """Row of the table on its (first) page, or of the sheet; counts every extracted row, header rows too."""
    sheet: str | None = None
    box: tuple[float, float, float, float] | None = None
    """Left, top, right, bottom in PDF points."""

    def location(self) -> dict:
        """The `location` of a citation: `{"line": n}`, `{"page": p, "row": r}` or `{"sheet": s, "row": r}`; lists where it spans several."""
        one = lambda numbers: numbers[0] if len(numbers) == 1 else list(numbers)  # noqa: E731
        where: dict = {}
        if self.lines:
            where["line"] = one(self.lines)
        if self.pages:
            where["page"] = one(self.pages)
        if self.sheet is not None:
            where["sheet"] = self.sheet
        if self.row is not None:
            where["row"] = self.row
        if self.box is not None:
            where["box"] = [round(edge, 1) for edge in self.box]
        return where


@dataclass(frozen=True, slots=True)
class Source:
    """A file as found."""

    path: str
    """As given on the command line; never stored in the database."""
    file: str
    """File name alone, as published."""
    sha256: str
    format: str
    """pdf, xlsx, xls, docx, html, md, csv, txt."""


@dataclass(frozen=True, slots=True)
class GridRow:
    """A printed row. `None` is a cell covered by a merged neighbour, `""` an empty cell."""

    cells: tuple[str | None, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled, tabbed or tagged block of cells, as the file has it: one page's part of a table, header and title rows included."""

    rows: tuple[GridRow, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class TextLine:
    """A printed line (or, in formats without lines, a paragraph) outside every grid."""

    text: str
    place: Place
    style: Literal["text", "heading", "furniture"] = "text"
    """`furniture`: page numbers, running heads, dot-leader lines of a table of contents."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A file read by its reader, blocks in printed order."""

    source: Source
    blocks: tuple[Grid | TextLine, ...]
    pages: int | None = None
    lines: int | None = None
    notes: tuple[str, ...] = ()
    """One sentence each about what the reader could not read."""

    def cell_count(self) -> int:
        """Cells that hold text."""
        return sum(bool(cell and cell.strip()) for block in self.blocks if isinstance(block, Grid) for row in block.rows for cell in row.cells)


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose budget a document is, read from the document itself; `None` where it does not say."""

    title: str = ""
    department: str | None = None
    """As printed, without 部门 / 单位 suffixes: 上海市普陀区财政局."""
    unit: str | None = None
    """The unit's name where the scope is 单位 and differs from the department."""
    scope: Literal["部门", "单位"] | None = None
    region: str | None = None
    """省 / 市 / 区 as far as printed: 上海市普陀区."""
    year: int | None = None
    phase: Literal["预算", "决算", "调整预算"] | None = None
    publisher: str | None = None
    guessed: tuple[str, ...] = ()
    """Fields that the document does not print and that the file's name gives: ("year",)."""


Role = Literal["title", "unit", "header", "index", "data", "blank", "note"]
Level = Literal["leaf", "subtotal", "total"]


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A printed row of a table, kept whole."""

    id: str
    ordinal: int
    """Within its table, from 1, header and title rows included."""
    role: Role
    cells: tuple[str | None, ...]
    """As printed, before any repair."""
    place: Place
    labels: tuple[dict[str, str], ...] = ()
    """One dict a block (side-by-side tables have two or more): header path -> key cell as printed, after repair."""
    values: dict[str, str] = field(default_factory=dict)
    """Header path -> every non-empty cell of a data row as printed, after repair; what a citation shows."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One amount cell (blank ones too) of one data row, with everything that says what it is."""

    id: str
    row_id: str
    column: int
    """Cell index in the printed row, from 0."""
    block: int
    """Index into `SourceRow.labels`."""
    label: str
    """The row's own name: cleaned of codes, numbering (一、 1. （一）) and line-wrap spaces; `合计` in total rows; "" where nothing is printed."""
    column_label: str
    """Header path of the column, joined by ` / `: `预算数 / 基本支出 / 小计`."""
    measure: str | None
    """Id from `data/knowledge/measures.csv`; `None` where no measure is recognised."""
    fund: str | None
    """all, fiscal, general, government_fund, state_capital, own (单位资金 and other money of the unit): whose money the column covers; `None` where the table does not say."""
    stage: str
    """budget (预算数), final (决算数), adjusted (调整 / 全年预算数), prior (上年…)."""
    side: Literal["income", "expenditure"] | None
    level: Level
    depth: int
    """类 1, 款 2, 项 3 for coded rows; indentation depth elsewhere; 0 for totals."""
    members: tuple[Member, ...]
    unit_name: str | None
    """Budget unit of the row where the table has a 单位名称 column."""
    project_id: str | None
    printed: str
    """Cell text as printed; "" where blank."""
    unit: str
    """元, 万元, 亿元 as the table says; what `printed` counts."""
    amount: int | None
    """Fen (分); `None` where the cell is blank or holds no amount."""


@dataclass(frozen=True, slots=True)
class Member:
    """One dimension member of a row."""

    dimension: str
    """function (功能分类), government (政府经济分类), department (部门经济分类), item (收支项目), procurement (采购类别/品目), service (指导性目录), field (服务领域), project (项目), unit (预算单位)."""
    code: str | None
    """Joined code (2060101, 30201, A, 0211) as printed, leading zeros restored; `None` where none is printed."""
    name: str
    """As printed, mended."""


@dataclass(frozen=True, slots=True)
class Project:
    """A project of a performance-target table (项目支出绩效表)."""

    id: str
    """Its source row's id (the first row of a one-project form)."""
    code: str | None
    name: str
    unit_name: str | None
    amount: int | None
    """项目总额, fen."""
    fiscal: int | None
    other: int | None
    goal: str
    attributes: dict[str, str] = field(default_factory=dict)
    """Everything else that a form prints about it: 项目性质, 项目类别, 计划开始日期 …"""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One performance indicator, of a project or (activity given) of the department as a whole."""

    id: str
    """Its source row's id."""
    project_id: str | None
    activity: str | None
    level1: str
    level2: str
    name: str
    """三级指标."""
    comparator: str | None
    """≥ ≤ = > < or 定性."""
    value: str
    """As printed: 800, 优, 可控性100%."""
    number: str | None
    """Plain decimal where the value is one number."""
    unit: str


@dataclass(frozen=True, slots=True)
class SourceTable:
    """A table as printed, its continuations joined."""

    id: str
    ordinal: int
    number: str | None
    """Printed number: 预算03表, 公开01表, 表一."""
    title: str
    type: str | None
    """Id from `data/knowledge/table_types.toml`; `None` for a table that no type recognises."""
    unit: str | None
    """元, 万元 … as printed."""
    fund: str | None
    columns: tuple[str, ...]
    """Header path of each column."""
    rows: tuple[SourceRow, ...]
    places: tuple[Place, ...]
    notes: tuple[TextLine, ...] = ()
    """Lines printed under it: 注：…"""
    year: int | None = None

    def is_empty(self) -> bool:
        """No data row holds a figure outside its labels."""
        return not any(row.role == "data" and _has_figure(row) for row in self.rows)


def _has_figure(row: SourceRow) -> bool:
    named = {header for labels in row.labels for header in labels}
    return any(character.isdigit() for header, value in row.values.items() if header not in named for character in value)


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of narrative, goal or indicator text: whole sentences."""

    id: str
    kind: Literal["narrative", "goal", "indicator", "term", "note"]
    heading: str
    text: str
    """Mended: no hard line breaks inside sentences; otherwise verbatim."""
    place: Place
    row_id: str | None = None
    project_id: str | None = None
    also: tuple[Place, ...] = ()
    """Further places where the same passage is printed."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One quantity said in prose: "三公经费预算数为47.91万元，比2023年预算增加25万元"."""

    id: str
    passage_id: str
    subject: str
    """The noun phrase that the quantity is of, as printed: 2024年“三公”经费预算数."""
    measure: str | None
    member: str | None
    """Code or name of the subject where it is a functional or economic classification: 2010507 / 一般公共服务支出-统计信息事务-专项普查活动."""
    role: Literal["amount", "change", "percent_change", "share", "count", "other"]
    direction: Literal["增加", "减少", "持平"] | None
    base: str | None
    """What it is compared with or a share of, as printed: 2023年预算执行数."""
    year: int | None
    """Year that the quantity is about; `None` for the document's own."""
    stage: str
    printed: str
    number: str
    """Plain decimal in `unit`."""
    unit: str
    amount: int | None
    """Fen where the unit is money."""
    sentence: str
    place: Place


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One identity tried on one document (勾稽)."""

    id: str
    check: str
    """Id from `data/knowledge/checks.toml`."""
    description: str
    """Plain Chinese: 预算03表 合计 = 基本支出 + 项目支出."""
    verdict: Literal["holds", "fails"]
    left_label: str
    left: str
    """As printed with unit."""
    left_ref: str
    """fact, row, indicator or passage id."""
    right_label: str
    right: str
    right_refs: tuple[str, ...]
    difference: int | None
    """Fen; `None` where the two are not money."""
    message: str
    """One sentence with both figures and both places."""


@dataclass(frozen=True, slots=True)
class Document:
    """Everything that one file yields."""

    id: str
    """ASCII, from the file name and its content: `<slug>-<first 8 of sha256>`."""
    source: Source
    identity: Identity
    pages: int | None
    lines: int | None
    tables: tuple[SourceTable, ...]
    facts: tuple[Fact, ...]
    projects: tuple[Project, ...]
    indicators: tuple[Indicator, ...]
    texts: tuple[TextLine, ...]
    """Lines that are not part of any table, in order."""
    passages: tuple[Passage, ...] = ()
    statements: tuple[Statement, ...] = ()
    checks: tuple[CheckResult, ...] = ()
    cells_seen: int = 0
    """Non-empty cells that the reader saw; the store must hold as many."""
    unparsed: tuple[str, ...] = ()
    """Amount-like texts that could not be read as amounts, each with its place."""
    notes: tuple[str, ...] = ()
