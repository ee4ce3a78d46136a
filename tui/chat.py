"""The conversation: what is held, then questions with the steps that lead to their answers."""

from __future__ import annotations

from itertools import zip_longest
from time import monotonic
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.style import Style

from qa.records import Answered, Declined, Event, Found, ModelAsked, Reply, Rewrote, Understood, Wrote
from tui.holdings import Holdings
from tui.messages import MarkClicked, QuestionAsked, ReplySelected
from tui.prose import Prose
from tui.text import shown, with_marks

LETTERS = "abcdefghijklmn"
"""Keys of the readings that a doubtful question offers."""


class Offer(Prose, can_focus=True):
    """A question that is asked by a click or Enter."""

    BINDINGS: ClassVar = [
        Binding("enter", "pick", "提问", show=False),
        Binding("up", "step(False)", "上一个", show=False),
        Binding("down", "step(True)", "下一个", show=False),
    ]

    def __init__(self, label: str, question: str, letter: str = "") -> None:
        lead = Content.styled(f" {letter} ", "bold reverse") + " " if letter else Content.styled("> ", "bold")
        super().__init__(lead + shown(label))
        self.question = question

    def on_click(self) -> None:
        """Ask."""
        self.action_pick()

    def action_pick(self) -> None:
        """Ask."""
        self.post_message(QuestionAsked(self.question))

    def action_step(self, onward: bool) -> None:
        """To the offer after or before this one."""
        (self.screen.focus_next if onward else self.screen.focus_previous)(Offer)


class Welcome(Vertical):
    """The first screen: what is loaded, and what can be asked of it."""

    def compose(self) -> ComposeResult:
        yield Prose(shown("预算问答：每个数都附上原文那一行", "bold"))
        yield Prose(shown("正在读取数据库"), classes="loaded")
        yield Vertical(classes="examples")

    async def tell(self, holdings: Holdings) -> None:
        """Say what is held and offer the example questions; again after re-indexing."""
        self.query_one(".loaded", Prose).say(loaded(holdings))
        examples = self.query_one(".examples")
        await examples.remove_children()
        if holdings.examples:
            lead = Prose(shown("可以这样问（点击，或 Tab 选中后回车）：", "dim"))
            await examples.mount(lead, *(Offer(example, example) for example in holdings.examples))

    def refuse(self, sentence: str) -> None:
        """Say why nothing can be asked."""
        self.query_one(".loaded", Prose).say(shown(sentence, "$warning"))


def loaded(holdings: Holdings) -> Content:
    """Documents, departments and years in a few lines."""
    documents = f"已收录 {len(holdings.documents)} 份文件，{holdings.rows:,} 行数据，{holdings.passages:,} 段文字"
    departments = listed(holdings.departments, "个部门")
    years = "、".join(runs(holdings.years))
    return shown("\n".join(part for part in (documents, f"部门：{departments}" if departments else "", f"年度：{years}" if years else "") if part))


def runs(years: tuple[int, ...]) -> list[str]:
    """`2017-2019`, `2023`: years in order, those without a gap together."""
    groups: list[list[int]] = []
    for year in years:
        if groups and year == groups[-1][-1] + 1:
            groups[-1].append(year)
        else:
            groups.append([year])
    return [f"{group[0]}-{group[-1]}" if len(group) > 1 else str(group[0]) for group in groups]


def listed(names: tuple[str, ...], counted: str, most: int = 3) -> str:
    """The first names, and how many there are where not all are shown."""
    rest = f" 等 {len(names)} {counted}" if len(names) > most else ""
    return "、".join(names[:most]) + rest


class Exchange(Vertical, can_focus=True):
    """A question and what came of it."""

    def __init__(self, question: str) -> None:
        super().__init__()
        self.question = question
        self.reply: Reply | None = None
        self.waits_for = ""
        """Host of the language model that was asked."""
        self._written = ""
        self._steps: list[str] = []
        self._begun = monotonic()
        self._question = Prose(Content.styled("> ", "bold $primary") + shown(question, "bold"), classes="question")
        self._trail = Prose(Content(), classes="trail")
        self._answer = Prose(Content(), classes="answer")
        self._ticking = None

    def compose(self) -> ComposeResult:
        yield self._question
        yield self._trail
        yield self._answer

    def on_mount(self) -> None:
        """Show that something happens, with the seconds where it takes long."""
        if self.reply is None:
            self._ticking = self.set_interval(1, self._show_trail)
        self._show_trail()

    def advance(self, event: Event) -> None:
        """Take the next step of the engine."""
        match event:
            case Understood(plan):
                self._steps += [f"理解：{plan}"] * bool(plan)
            case Found(rows, passages) if rows or passages:
                self._steps.append(found(rows, passages))
            case ModelAsked(host):
                self.waits_for = host
            case Wrote(text) | Rewrote(text):
                self._written = text if isinstance(event, Rewrote) else self._written + text
                self._answer.say(with_marks(self._written, "bold $text-accent"))
            case Answered(reply) | Declined(reply):
                self.finish(reply)
        self._show_trail()

    def finish(self, reply: Reply) -> None:
        """Show the whole answer, with marks that can be clicked and the questions that it offers."""
        self.reply = reply
        self._stop_ticking()
        if not self._steps and reply.plan:
            self._steps.append(f"理解：{reply.plan}")
        self.set_class(reply.status != "answered", "-declined")
        self._answer.say(linked(with_marks(reply.answer, "bold underline $text-accent"), {citation.marker for citation in reply.citations}))
        for warning in reply.warnings:
            self.mount(Prose(Content.styled("! ", "bold $warning") + shown(warning), classes="warning"))
        choices = zip_longest(LETTERS[: len(reply.choices)], reply.choices, fillvalue="")
        self.mount(*(Offer(choice.label, choice.question, letter) for letter, choice in choices))
        self.mount(*map(suggested, reply.suggestions))

    def fail(self, sentence: str) -> None:
        """Show one sentence in place of an answer."""
        self._stop_ticking()
        self.add_class("-failed")
        self._answer.say(shown(sentence))

    def _show_trail(self) -> None:
        running = self._ticking is not None
        seconds = int(monotonic() - self._begun)
        doing, key = (f"正在等模型 {self.waits_for}", "Esc 不再等") if self.waits_for else ("正在作答", "Esc 取消")
        waiting = [doing + (f"（{seconds} 秒，{key}）" if seconds else "")] if running else []
        self._trail.say(shown(" | ".join(self._steps + waiting)))
        self._trail.display = bool(self._steps or waiting)

    def _stop_ticking(self) -> None:
        if self._ticking is not None:
            self._ticking.stop()
            self._ticking = None
        self._show_trail()

    def on_focus(self) -> None:
        """Select this answer."""
        self._select()

    def on_click(self, event: events.Click) -> None:
        """Select this answer; on a mark, its citation too."""
        self._select()
        marker = event.style.meta.get("mark")
        if isinstance(marker, int):
            self.post_message(MarkClicked(marker))

    def _select(self) -> None:
        if self.reply is not None:
            self.post_message(ReplySelected(self.reply))


def suggested(suggestion: str) -> Prose:
    """A question can be asked; anything else is told."""
    return Offer(suggestion, suggestion) if suggestion.endswith(("？", "?")) else Prose(shown(suggestion), classes="told")


def found(rows: int, passages: int) -> str:
    """`找到 3 行、1 段`."""
    counted = [f"{rows} 行"] * bool(rows) + [f"{passages} 段"] * bool(passages)
    return f"找到：{'、'.join(counted)}"


def linked(answer: Content, markers: set[int]) -> Content:
    """The answer in which a click on `[n]` can be told."""
    for marker in markers:
        mark, start = f"[{marker}]", -1
        while (start := answer.plain.find(mark, start + 1)) >= 0:
            answer = answer.stylize(Style.from_meta({"mark": marker}), start, start + len(mark))
    return answer


class ConversationView(VerticalScroll, can_focus=False):
    """All exchanges, the newest at the bottom."""

    def compose(self) -> ComposeResult:
        yield Welcome()

    @property
    def exchanges(self) -> list[Exchange]:
        """In order."""
        return list(self.query(Exchange))

    def neighbour(self, reply: Reply | None, step: int) -> Exchange | None:
        """The answered exchange `step` places from the one of `reply`; from the end where no reply is given."""
        answered = [exchange for exchange in self.exchanges if exchange.reply is not None]
        at = next((place for place, exchange in enumerate(answered) if exchange.reply is reply), len(answered)) + step
        return answered[at] if 0 <= at < len(answered) else None

    def begin(self, question: str) -> Exchange:
        """Add a question."""
        exchange = Exchange(question)
        self.mount(exchange)
        self.to_end()
        return exchange

    def restore(self, replies: tuple[Reply, ...]) -> None:
        """Show a saved conversation in place of this one."""
        self.query(Exchange).remove()
        for reply in replies:
            exchange = Exchange(reply.question)
            exchange.reply = reply
            self.mount(exchange)
            self.call_after_refresh(exchange.finish, reply)
        self.to_end()

    def mark(self, reply: Reply) -> None:
        """Show which answer the evidence belongs to."""
        for exchange in self.exchanges:
            exchange.set_class(exchange.reply is reply, "-selected")

    def to_end(self) -> None:
        """Scroll to the newest line."""
        self.call_after_refresh(self.scroll_end, animate=False)
