"""The evidence of one answer: the cited rows and passages, the formulas, and the query that found them."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import DataTable, Static, TabbedContent, TabPane

from qa.records import Citation, Figure, Reply
from tui import cited
from tui.cited_rows import CitedRows, grouped
from tui.messages import CitationSelected
from tui.prose import Prose
from tui.text import cell, shown, with_matches

SHOWN = 60
"""Tables and passages that get a widget of their own (4 ms each); the rest is one text."""


class CitationHead(Prose):
    """`[1] file, table, place` above what is cited; several rows of one table share a head."""

    def __init__(self, group: Sequence[Citation]) -> None:
        first, last = group[0], group[-1]
        marks = f"[{first.marker}]" if first is last else f"[{first.marker}]-[{last.marker}]"
        where = cited.source(first) if first is last else cited.shared_source(first)
        super().__init__(Content.styled(marks, "bold $accent") + " " + shown(where), classes="head")
        self.markers = tuple(citation.marker for citation in group)

    def on_click(self) -> None:
        """Select the citation."""
        self.post_message(CitationSelected(self.markers[0]))


class EvidencePane(Vertical):
    """What proves the selected answer."""

    def compose(self) -> ComposeResult:
        with TabbedContent(id="evidence-tabs"):
            with TabPane("依据", id="tab-cited"):
                yield VerticalScroll(Prose(shown("选中一个答复，这里显示它的依据。", "dim")), id="cited", can_focus=False)
            with TabPane("数值", id="tab-figures"):
                yield VerticalScroll(id="figures", can_focus=False)
            with TabPane("查询", id="tab-query"):
                yield VerticalScroll(id="query")
        yield Static("", id="address")

    async def present(self, reply: Reply) -> None:
        """Replace everything by the evidence of `reply`."""
        self.query_one("#address", Static).update("")
        await self._refill("#cited", cited_widgets(reply, self._room()))
        await self._refill("#figures", figure_widgets(reply, self._room()))
        await self._refill("#query", query_widgets(reply))

    async def clear(self) -> None:
        """Show nothing."""
        for place in ("#cited", "#figures", "#query"):
            await self._refill(place, [])

    async def _refill(self, place: str, widgets: list[Widget]) -> None:
        box = self.query_one(place)
        await box.remove_children()
        if widgets:
            await box.mount_all(widgets)
        box.scroll_home(animate=False)

    def _room(self) -> int:
        """Cells for a text before it is folded; a hidden pane takes the screen's width."""
        return max(30, (self.size.width or self.screen.size.width) - 4)

    def jump(self, marker: int) -> bool:
        """Bring citation `marker` into view and give it the focus; says whether there is one."""
        self.query_one(TabbedContent).active = "tab-cited"
        self.select(marker)
        heads = [head for head in self.query(CitationHead) if marker in head.markers]
        for head in heads:
            head.scroll_visible(animate=False, top=True)
        for table in self.query(CitedRows):
            if marker in table.markers:
                table.show_marker(marker)
                table.focus(scroll_visible=False)
        return bool(heads)

    def select(self, marker: int) -> None:
        """Mark the head of the selected citation."""
        for head in self.query(CitationHead):
            head.set_class(marker in head.markers, "-selected")

    def next_tab(self) -> None:
        """Turn to the next tab."""
        tabs = self.query_one(TabbedContent)
        order = [pane.id or "" for pane in tabs.query(TabPane)]
        tabs.active = order[(order.index(tabs.active) + 1) % len(order)]

    def tell_address(self, sentence: str) -> None:
        """Show an address, or why there is none, below the evidence."""
        self.query_one("#address", Static).update(shown(sentence))

    def on_data_table_row_highlighted(self, event: DataTable.RowHighlighted) -> None:
        """The cursor in a table of cited rows selects the citation."""
        table = event.data_table
        if isinstance(table, CitedRows) and table.has_focus:
            self.post_message(CitationSelected(table.marker_at(event.cursor_row)))


def cited_widgets(reply: Reply, room: int) -> list[Widget]:
    """Warnings, then every citation in order: rows of one table together, passages as text."""
    widgets: list[Widget] = [Prose(Content.styled("! ", "bold $warning") + shown(warning), classes="warning") for warning in reply.warnings]
    groups = grouped(reply.citations)
    for group in groups[:SHOWN]:
        if group[0].kind == "passage":
            for citation in group:
                widgets += [CitationHead([citation]), Prose(with_matches(citation.text or "", reply.question, "bold underline"), classes="passage")]
        elif len(group) == 1:
            widgets += [CitationHead(group), CitedRows.of_one(group[0], room)]
        else:
            widgets += [CitationHead(group), CitedRows.of_many(group, room)]
    rest = [citation for group in groups[SHOWN:] for citation in group]
    if rest:
        widgets.append(Prose(shown("\n".join(f"[{citation.marker}] {cited.source(citation)}：{cited.cells(citation)}" for citation in rest)), "head"))
    return widgets or [Prose(shown("这个答复没有引用任何一行。", "dim"))]


def figure_widgets(reply: Reply, room: int) -> list[Widget]:
    """Every figure with its unit, marks and formula."""
    if not reply.figures:
        return [Prose(shown("这个答复没有数值。", "dim"))]
    table: DataTable = DataTable(cursor_type="row")
    table.add_columns(*(cell(name) for name in ("名称", "数值", "单位", "依据")))
    for figure in dict.fromkeys(reply.figures):
        table.add_row(*figure_cells(figure, room // 2))
    formulas = [f"{figure.label} = {figure.formula} = {figure.value} {figure.unit}" for figure in reply.figures if figure.formula]
    return [table, *[Prose(shown("算式", "bold"), classes="head")] * bool(formulas), *(Prose(shown(formula)) for formula in formulas)]


def figure_cells(figure: Figure, room: int) -> tuple[Text, ...]:
    """Cells of a figure's row; a long name is cut, a number never."""
    marks = "".join(f"[{marker}]" for marker in dict.fromkeys(figure.citations))
    return cell(figure.label, room=room), cell(figure.value, "bold", right=True), cell(figure.unit), cell(marks)


def query_widgets(reply: Reply) -> list[Widget]:
    """The Plan in one sentence, and the SQL."""
    plan = [Prose(shown("理解", "bold")), Prose(shown(reply.plan))] if reply.plan else []
    queries = [widget for query in reply.queries for widget in (Prose(shown("SQL", "bold")), Prose(shown(query), classes="sql"))]
    return plan + queries or [Prose(shown("没有执行查询。", "dim"))]
