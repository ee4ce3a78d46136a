"""Full-screen lists: saved conversations, loaded documents, checks that fail."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.widgets import DataTable, Static

from tui.holdings import Holdings
from tui.sessions import Summary
from tui.text import cell, shown


class ListScreen(ModalScreen[str | None]):
    """Rows under a title; Enter gives the row's key back, Esc gives `None`. The selected row stands in full at the foot."""

    BINDINGS: ClassVar = [("escape,q", "dismiss", "关闭")]

    def __init__(self, title: str, columns: Sequence[str], rows: Iterable[tuple[str, Sequence[object]]], empty: str) -> None:
        super().__init__()
        self._heading = title
        self._columns = columns
        self._rows = tuple(rows)
        self._empty = empty

    def compose(self) -> ComposeResult:
        yield Static(shown(self._heading if self._rows else f"{self._heading}：{self._empty}"), classes="list-title")
        yield DataTable(cursor_type="row")
        yield Static(id="whole")

    def on_mount(self) -> None:
        """Fill the table."""
        table = self.query_one(DataTable)
        table.add_columns(*map(cell, self._columns))
        for key, cells in self._rows:
            table.add_row(*(cell("" if value is None else value) for value in cells), key=key)
        table.focus()

    def on_data_table_row_highlighted(self, event: DataTable.RowHighlighted) -> None:
        """Show what a narrow screen cuts."""
        _, cells = self._rows[event.cursor_row]
        self.query_one("#whole", Static).update(shown("  ".join(str(value) for value in cells if value is not None)))

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """Give the chosen key back."""
        self.dismiss(event.row_key.value)


def conversations(saved: Iterable[Summary]) -> ListScreen:
    """Saved conversations; the key is the file's path."""
    rows = ((str(one.path), (f"{one.saved:%Y-%m-%d %H:%M}", len(one.questions), one.title)) for one in saved)
    return ListScreen("打开旧对话（回车打开，Esc 关闭）", ("时间", "问题数", "第一个问题"), rows, "还没有保存的对话")


def documents(holdings: Holdings) -> ListScreen:
    """Loaded documents; the key is the document's id."""
    rows = ((one.id, (one.department, one.year, one.phase, one.scope, one.title, one.file)) for one in holdings.documents)
    return ListScreen("已收录的文件（回车在 Datasette 中打开，Esc 关闭）", ("部门", "年度", "阶段", "口径", "标题", "文件"), rows, "没有文件")


def checks(holdings: Holdings) -> ListScreen:
    """Identities that do not hold; the key is the check's id."""
    failed = len(holdings.failed_checks)
    title = f"勾稽检查：试了 {len(holdings.checks)} 项，{failed} 项不符（回车在 Datasette 中打开，Esc 关闭）"
    rows = ((one.id, (one.message, one.description, one.file)) for one in holdings.failed_checks)
    return ListScreen(title, ("说明", "检查", "文件"), rows, "没有不符的")
