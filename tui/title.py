"""The bar at the top: what is held, where questions go, what that has cost, and whether the engine is ready."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from qa.llm_records import Spent
from tui.text import shown


class Title(Horizontal):
    """One line."""

    def __init__(self) -> None:
        super().__init__(id="title")
        self._host: str | None = None
        self._spent = Spent()
        """Of this conversation."""

    def compose(self) -> ComposeResult:
        yield Static(shown("预算 Yusuan"), id="title-name")
        yield Static(id="title-held")
        yield Static(id="title-model")
        yield Static(shown("正在载入"), id="title-state")

    def tell_held(self, sentence: str) -> None:
        """What is loaded."""
        self.query_one("#title-held", Static).update(shown(sentence))

    def tell_host(self, host: str | None) -> None:
        """Where questions and evidence are sent; `None`: nowhere."""
        self._host = host
        self.query_one("#title-state", Static).update("")
        self.add_spent(Spent())

    def add_spent(self, spent: Spent) -> None:
        """Tokens of one more question, and their price where one is set."""
        self._spent += spent
        self.query_one("#title-model", Static).update(shown(model_line(self._host, self._spent)))

    def begin(self) -> None:
        """Count anew for another conversation."""
        self._spent = Spent()

    def tell_refused(self) -> None:
        """The engine could not be opened."""
        self.query_one("#title-state", Static).update(shown("引擎未就绪", "$text-error"))


def model_line(host: str | None, spent: Spent) -> str:
    """`模型 api.deepseek.com 1,234 token 约 0.0012 元`; what the cache gave is not counted, since it was not sent."""
    if host is None:
        return "不用模型"
    parts = [f"模型 {host}"]
    if spent.tokens or spent.cached_tokens:
        parts.append(f"{spent.tokens:,} token")
        if spent.cost is not None:
            parts.append(f"约 {spent.cost:.4f} 元")
    return " ".join(parts)
