"""The main screen: asks the engine, shows its steps, and keeps the evidence of the selected answer beside the conversation."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.widgets import Footer, Static

from index.text import clean
from qa.records import Answered, Declined, Reply
from tui.answerer import Answerer
from tui.ask_line import AskLine
from tui.chat import LETTERS, ConversationView, Exchange, Offer, Welcome
from tui.engine import Asker
from tui.evidence import EvidencePane
from tui.holdings import Holdings
from tui.keys import DESK
from tui.messages import (
    AnswerCopied,
    CitationSelected,
    CitationWanted,
    ConversationGrew,
    EngineOpened,
    EngineRefused,
    EventCame,
    HoldingsWanted,
    MarkClicked,
    ModelSpent,
    QuestionAsked,
    ReplySelected,
    ShortcutPressed,
    TurnFailed,
)
from tui.sessions import Conversation, begin
from tui.text import shown
from tui.title import Title


class Desk(Screen):
    """Conversation and evidence; everything that goes beyond the screen is reported to the app."""

    HORIZONTAL_BREAKPOINTS: ClassVar = [(0, "-narrow"), (100, "-wide")]
    VERTICAL_BREAKPOINTS: ClassVar = [(0, "-short"), (32, "-tall")]
    BINDINGS: ClassVar = DESK

    def __init__(self, open_asker: Callable[[], Asker], database: Path) -> None:
        super().__init__()
        self._answerer = Answerer(open_asker, database, self.post_message)
        self.conversation: Conversation = begin()
        self._turn = 0
        self._asking: Exchange | None = None
        self.reply: Reply | None = None
        """The selected answer."""
        self._marker = 0

    def compose(self) -> ComposeResult:
        yield Title()
        with Horizontal(id="body"):
            with Vertical(id="talk"):
                yield ConversationView()
                with Horizontal(id="line"):
                    yield Static(shown("> "), id="prompt")
                    yield AskLine(id="ask")
            yield EvidencePane()
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Begin to load the engine once the first frame is drawn, so that its imports do not delay it."""
        self.line.focus()
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        if not self._answerer.is_open:
            self._answerer.open()
        self.post_message(HoldingsWanted())

    @property
    def line(self) -> AskLine:
        """Where questions are written."""
        return self.query_one(AskLine)

    @property
    def view(self) -> ConversationView:
        """The conversation."""
        return self.query_one(ConversationView)

    @property
    def evidence(self) -> EvidencePane:
        """The evidence."""
        return self.query_one(EvidencePane)

    # What is held

    async def tell_held(self, holdings: Holdings) -> None:
        """Show what is loaded."""
        await self.query_one(Welcome).tell(holdings)
        self.query_one(Title).tell_held(holdings.in_short)

    def tell_nothing_held(self, sentence: str) -> None:
        """Show why nothing can be asked."""
        self.query_one(Welcome).refuse(sentence)

    # Asking

    def on_question_asked(self, message: QuestionAsked) -> None:
        """Show the question and hand it to the engine; a running one is given up for it."""
        message.stop()
        self._give_up("已由下一个问题取代。")
        self._show_talk()
        self.line.focus()
        self._turn += 1
        self._asking = self.view.begin(message.text)
        if self._answerer.ready(self.conversation.replies):
            self.post_message(HoldingsWanted())
        self._answerer.ask(self._turn, message.text)

    def on_event_came(self, message: EventCame) -> None:
        """Show a step; the last one is kept and selected."""
        if self._asking is None or message.turn != self._turn:
            return
        exchange = self._asking
        exchange.advance(message.event)
        if isinstance(message.event, Answered | Declined):
            self._asking = None
            reply = message.event.reply
            self.conversation = self.conversation.grown(reply)
            self.post_message(ConversationGrew())
            self.post_message(ReplySelected(reply))
            if reply.choices:
                self.call_after_refresh(lambda: exchange.query(Offer).first().focus())
        self.view.to_end()

    def on_turn_failed(self, message: TurnFailed) -> None:
        """Show one sentence; the next question finds the app as it was."""
        if self._asking is not None and message.turn == self._turn:
            self._give_up(message.sentence)

    def on_engine_opened(self, message: EngineOpened) -> None:
        """The engine waits for questions."""
        self.query_one(Title).tell_host(message.host)

    def on_model_spent(self, message: ModelSpent) -> None:
        """Show what the language model has cost."""
        self.query_one(Title).add_spent(message.spent)

    def on_engine_refused(self, message: EngineRefused) -> None:
        """Nothing can be asked now; the next question tries again."""
        self._answerer.drop()
        self.query_one(Title).tell_refused()
        self._give_up(message.sentence)

    def _give_up(self, sentence: str) -> None:
        if self._asking is not None:
            self._answerer.cancel()
            self._asking.fail(sentence)
            self._asking = None

    def show_conversation(self, conversation: Conversation) -> None:
        """Put a saved or an empty conversation in place of this one."""
        self._give_up("已取消。")
        self.conversation = conversation
        self.query_one(Title).begin()
        self.reply = None
        self.line.jumps = frozenset()
        self.view.restore(conversation.replies)
        self.line.remember(reply.question for reply in conversation.replies)
        self.run_worker(self.evidence.clear())
        if conversation.replies:
            self.post_message(ReplySelected(conversation.replies[-1]))
        self._answerer.open(conversation.replies)
        self.line.focus()

    # Evidence

    async def on_reply_selected(self, message: ReplySelected) -> None:
        """Show an answer's evidence."""
        if message.reply is self.reply:
            return
        self.reply = message.reply
        self._marker = message.reply.citations[0].marker if message.reply.citations else 0
        self.line.jumps = frozenset(str(citation.marker) for citation in message.reply.citations if citation.marker < 10)
        self.view.mark(message.reply)
        await self.evidence.present(message.reply)

    def on_citation_selected(self, message: CitationSelected) -> None:
        """Remember which citation `o` opens."""
        self._marker = message.marker
        self.evidence.select(message.marker)

    def on_mark_clicked(self, message: MarkClicked) -> None:
        """Jump; the answer was selected by the message before."""
        self.jump(message.marker)

    def jump(self, marker: int) -> bool:
        """Show citation `marker` of the selected answer; says whether there is one."""
        if self.reply is None or all(citation.marker != marker for citation in self.reply.citations):
            return False
        self._marker = marker
        self.remove_class("-no-evidence").add_class("-evidence")
        self.call_after_refresh(self.evidence.jump, marker)
        return True

    def tell_address(self, sentence: str) -> None:
        """Show an address below the evidence, or as a notice where the evidence is hidden."""
        self.evidence.tell_address(sentence)
        if not self.evidence.is_on_screen:
            self.notify(clean(sentence), timeout=15, markup=False)

    # Keys

    def on_shortcut_pressed(self, message: ShortcutPressed) -> None:
        """A command key in the empty line, unless a question was begun with it meanwhile."""
        if not self.line.value:
            self._act(message.key)

    def on_key(self, event: events.Key) -> None:
        """A key outside the line: a command where it is one, else the beginning of a question."""
        if self.focused is self.line or event.character is None or not event.is_printable:
            return
        event.stop()
        written = event.character.isdigit() and bool(self.line.value)  # 2026 that began in the line goes on there
        if written or not self._act(event.character):
            self._show_talk()
            self.line.take(event)
        elif event.character.isdigit():
            self.line.hold(event.character)

    def _act(self, key: str) -> bool:
        """Do what a single key stands for; says whether it stands for anything now."""
        choices = self.reply.choices if self.reply else ()
        if key in "123456789" and self.jump(int(key)):
            return True
        if key in LETTERS and LETTERS.index(key) < len(choices):
            self.post_message(QuestionAsked(choices[LETTERS.index(key)].question))
        elif key == "o" and self.reply is not None:
            self.action_open()
        elif key == "y" and self.reply is not None:
            self.action_copy()
        else:
            return False
        return True

    def action_open(self) -> None:
        """Open the page of the selected citation."""
        cited = [citation for citation in self.reply.citations if citation.marker == self._marker] if self.reply else []
        if cited:
            self.post_message(CitationWanted(cited[0].url))
        else:
            self.notify("没有选中任何依据。", severity="warning", markup=False)

    def action_copy(self) -> None:
        """Copy the selected answer."""
        if self.reply is not None:
            self.post_message(AnswerCopied(self.reply))
        else:
            self.notify("还没有答复可以复制。", severity="warning", markup=False)

    def action_back(self) -> None:
        """Stop waiting for a model, then cancel what runs; else return to the conversation, to the line, or empty the line."""
        if self._asking is not None and self._asking.waits_for:
            self._asking.waits_for = ""
            self._answerer.stop_waiting()
        elif self._asking is not None:
            self._give_up("已取消。")
        elif self.has_class("-evidence", "-narrow"):
            self._show_talk()
            self.line.focus()
        elif self.focused is not self.line:
            self.line.focus()
        else:
            self.line.value = ""

    def action_evidence(self) -> None:
        """Show or hide the evidence; on a narrow screen it takes the place of the conversation."""
        if self.has_class("-narrow"):
            self.toggle_class("-evidence")
            if not self.has_class("-evidence"):
                self.line.focus()
        else:
            self.toggle_class("-no-evidence")

    def action_turn(self) -> None:
        """Next tab of the evidence."""
        self.remove_class("-no-evidence").add_class("-evidence")
        self.evidence.next_tab()

    def action_select(self, step: int) -> None:
        """Select the answer before or after this one."""
        exchange = self.view.neighbour(self.reply, step)
        if exchange is not None and exchange.reply is not None:
            exchange.scroll_visible(animate=False)
            self.post_message(ReplySelected(exchange.reply))

    def action_page(self, step: int) -> None:
        """Turn a page of the conversation."""
        self.view.scroll_relative(y=step * max(1, self.view.size.height - 2), animate=False)

    def _show_talk(self) -> None:
        self.remove_class("-evidence")
