"""The terminal app: one screen to ask on, the commands around it, and the ways out of the terminal (clipboard, browser, files)."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import App, SystemCommand
from textual.binding import Binding
from textual.command import CommandPalette
from textual.message import Message
from textual.screen import Screen
from textual.scrollbar import ScrollBar

from index.errors import InputError, StoreError, YusuanError
from index.published import database_of
from index.text import clean
from tui import lists, markdown, sessions
from tui.background import in_background
from tui.browser import can_show, page_sentence, show
from tui.desk import Desk
from tui.engine import Asker, open_session
from tui.help import HelpScreen
from tui.holdings import Holdings, read
from tui.messages import AnswerCopied, CitationWanted, ConversationGrew, HistoryRead, HoldingsRead, HoldingsRefused, HoldingsWanted, PageReady
from tui.preferences import save_theme, saved_theme
from tui.scrollbars import PlainBars
from tui.styles import CSS
from tui.theme import DARK, LIGHT, fitting

if TYPE_CHECKING:
    from tui import serve

ScrollBar.renderer = PlainBars


class BudgetApp(App[None]):
    """Ask published budgets in a terminal; `open_asker` gives the engine, so that a test can give a scripted one."""

    TITLE = "预算 Yusuan"
    CSS = CSS
    BINDINGS: ClassVar = [
        Binding("f1", "help", "帮助"),
        Binding("ctrl+p", "command_palette", "命令"),
        Binding("ctrl+r", "sessions", "旧对话"),
        Binding("ctrl+n", "new", "新对话", show=False),
        Binding("ctrl+q", "quit", "退出"),
    ]

    def __init__(self, data_dir: Path, settings: object = None, open_asker: Callable[[], Asker] | None = None) -> None:
        super().__init__()
        self._data_dir = data_dir
        self._database = database_of(data_dir)
        self._open_asker = open_asker or (lambda: open_session(self._database, settings))
        self._holdings: Holdings | None = None
        self._server: serve.Server | None = None
        self._told_unsaved = False

    def get_default_screen(self) -> Screen:
        """Ask at once."""
        return Desk(self._open_asker, self._database)

    def on_mount(self) -> None:
        """Take the brightness that was chosen last, else the terminal's."""
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        saved = saved_theme(self.sessions_folder)
        self.theme = saved if saved in (DARK.name, LIGHT.name) else fitting(os.environ)

    def on_holdings_wanted(self, message: HoldingsWanted) -> None:
        """Read what is held, and once what was asked before."""
        in_background(self._read_holdings, self.post_message)
        if self._holdings is None:
            in_background(self._read_history, self.post_message)

    def on_unmount(self) -> None:
        """A web server that this app started ends with it."""
        if self._server is not None:
            self._server.stop()

    @property
    def desk(self) -> Desk:
        """The main screen, also while another lies over it."""
        return next(screen for screen in self.screen_stack if isinstance(screen, Desk))

    @property
    def sessions_folder(self) -> Path:
        """Where conversations are saved."""
        return self._data_dir / "sessions"

    # What is held

    def _read_holdings(self) -> Message:
        try:
            return HoldingsRead(read(self._database))
        except StoreError as error:
            return HoldingsRefused(str(error))

    def _read_history(self) -> Message:
        saved = list(sessions.recent(self.sessions_folder))
        return HistoryRead(tuple(question for one in reversed(saved) for question in one.questions))

    async def on_holdings_read(self, message: HoldingsRead) -> None:
        """Show what is loaded."""
        self._holdings = message.holdings
        await self.desk.tell_held(message.holdings)

    def on_holdings_refused(self, message: HoldingsRefused) -> None:
        """Show why nothing is."""
        self.desk.tell_nothing_held(message.sentence)

    def on_history_read(self, message: HistoryRead) -> None:
        """Fill the history of the line."""
        self.desk.line.remember(message.questions)

    # Ways out

    def on_conversation_grew(self, message: ConversationGrew) -> None:
        """Save at once, so that nothing is lost with the terminal."""
        try:
            sessions.save(self.sessions_folder, self.desk.conversation)
        except OSError as error:
            if not self._told_unsaved:
                self._told_unsaved = True
                self.tell(f"对话没有保存：{error.strerror}。", "warning")

    def on_answer_copied(self, message: AnswerCopied) -> None:
        """Put the answer on the terminal's clipboard (OSC 52, base64: nothing in it can act)."""
        self.copy_to_clipboard(markdown.answer(message.reply))
        self.tell("已复制答复和依据（Markdown）。")

    def on_citation_wanted(self, message: CitationWanted) -> None:
        """Find or start the web server, then open the page."""
        self.desk.tell_address("正在打开 Datasette 页面")
        in_background(lambda: self._page(message.path), self.post_message)

    def _page(self, path: str) -> Message:
        from tui import serve  # 0.1 s: urllib, subprocess

        try:
            if self._server is None or serve.running_url(self._data_dir) is None:
                self._server = serve.start_beside(self._data_dir)
            return PageReady(f"{serve.running_url(self._data_dir)}{path}")
        except YusuanError as error:
            return PageReady("", str(error))

    def on_page_ready(self, message: PageReady) -> None:
        """Open the browser where there is one to see, and show the address in any case."""
        if message.url and can_show(os.environ):
            show(message.url)
        self.desk.tell_address(page_sentence(message.url, os.environ) if message.url else message.sentence)

    def tell(self, sentence: str, severity: str = "information") -> None:
        """A short notice; never markup."""
        self.notify(clean(sentence), severity=severity, markup=False)

    # Commands

    def get_system_commands(self, screen: Screen) -> Iterable[SystemCommand]:
        """What the command palette offers."""
        yield SystemCommand("新对话", "清空当前对话，重新开始；旧对话已保存", self.action_new)
        yield SystemCommand("打开旧对话", "继续以前的对话，连同依据", self.action_sessions)
        yield SystemCommand("导出 Markdown", "把整个对话连同依据写成一个文件", self.action_export)
        yield SystemCommand("复制答复", "把选中的答复连同依据复制为 Markdown", self.desk.action_copy)
        yield SystemCommand("已收录的文件", "部门、年度、阶段、标题", self.action_documents)
        yield SystemCommand("勾稽检查", "对不上的数，附两处原文", self.action_checks)
        yield SystemCommand("浏览全部数据", "在 Datasette 中打开", lambda: self.post_message(CitationWanted("/budget")))
        yield SystemCommand("明暗主题", "在深色与浅色之间切换", self.action_brightness)
        yield SystemCommand("帮助", "按键和可以问的问题", self.action_help)
        yield SystemCommand("退出", "对话已自动保存", self.action_quit)

    def action_command_palette(self) -> None:
        """Open the palette."""
        if not CommandPalette.is_open(self):
            self.push_screen(CommandPalette(placeholder="查找命令", id="--command-palette"))

    def action_help(self) -> None:
        """Open the help page."""
        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen())

    def action_help_quit(self) -> None:
        """Ctrl+C is for copying."""
        self.tell("退出请按 Ctrl+Q；取消正在回答的问题请按 Esc。")

    def action_new(self) -> None:
        """Begin a new conversation; also reads the database anew."""
        self.desk.show_conversation(sessions.begin())
        in_background(self._read_holdings, self.post_message)

    def action_sessions(self) -> None:
        """Choose a saved conversation."""
        self.push_screen(lists.conversations(sessions.recent(self.sessions_folder)), self._resume)

    def _resume(self, key: str | None) -> None:
        if key is None:
            return
        try:
            self.desk.show_conversation(sessions.load(Path(key)))
        except sessions.UnreadableSession as error:
            self.tell(str(error), "error")

    def action_export(self) -> None:
        """Write the conversation as Markdown."""
        conversation = self.desk.conversation
        if not conversation.replies:
            self.tell("还没有答复可以导出。", "warning")
            return
        target = self._data_dir / "exports" / f"{conversation.id}.md"
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(markdown.conversation(conversation.title, conversation.replies), encoding="utf-8")
            self.tell(f"已导出：{target}")
        except OSError as error:
            self.tell(f"没有导出：{error.strerror}。", "error")

    def action_documents(self) -> None:
        """List what is loaded."""
        if self._holdings is not None:
            self.push_screen(lists.documents(self._holdings), lambda key: self._open("document", key))

    def action_checks(self) -> None:
        """List what does not add up."""
        if self._holdings is not None:
            self.push_screen(lists.checks(self._holdings), lambda key: self._open("check_result", key))

    def _open(self, table: str, key: str | None) -> None:
        if key is not None:
            self.post_message(CitationWanted(f"/budget/{table}/{key}"))

    def action_brightness(self) -> None:
        """Dark or light."""
        self.theme = DARK.name if self.theme == LIGHT.name else LIGHT.name
        save_theme(self.sessions_folder, self.theme)


def run(data_dir: Path, settings: object = None) -> None:
    """Run the app over the database in `data_dir`; returns when the user quits; raises InputError where there is no terminal."""
    if not (sys.stdin.isatty() and sys.__stderr__ is not None and sys.__stderr__.isatty()):  # Textual reads the one and draws on the other
        raise InputError('应用要在终端里打开；在脚本中请用 yusuan ask "…"。')
    BudgetApp(data_dir, settings).run()
