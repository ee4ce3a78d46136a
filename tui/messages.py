"""What happens in the app. Widgets report it upwards; only the app acts on it."""

from __future__ import annotations

from textual.message import Message

from qa.llm_records import Spent
from qa.records import Event, Reply
from tui.holdings import Holdings


class QuestionAsked(Message):
    """Somebody entered a question, picked a choice, or clicked a suggestion."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__()


class ReplySelected(Message):
    """An answer of the conversation was selected; its evidence is to be shown."""

    def __init__(self, reply: Reply) -> None:
        self.reply = reply
        super().__init__()


class ShortcutPressed(Message):
    """A single-key command was pressed where no text is being written: a citation's digit, `o` or `y`."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__()


class EngineOpened(Message):
    """The engine is loaded and holds the database open; `host` is where questions are sent, `None` where no model is set."""

    def __init__(self, host: str | None) -> None:
        self.host = host
        super().__init__()


class ModelSpent(Message):
    """A question is done with; `spent` is what a language model took for it."""

    def __init__(self, spent: Spent) -> None:
        self.spent = spent
        super().__init__()


class EngineRefused(Message):
    """The engine could not be opened; `sentence` says why."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__()


class EventCame(Message):
    """The engine reports a step of turn `turn`."""

    def __init__(self, turn: int, event: Event) -> None:
        self.turn = turn
        self.event = event
        super().__init__()


class TurnFailed(Message):
    """The engine gave up on turn `turn`; the app goes on."""

    def __init__(self, turn: int, sentence: str) -> None:
        self.turn = turn
        self.sentence = sentence
        super().__init__()


class HoldingsRead(Message):
    """What the database holds is known."""

    def __init__(self, holdings: Holdings) -> None:
        self.holdings = holdings
        super().__init__()


class HoldingsRefused(Message):
    """There is nothing to ask about; `sentence` says why."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__()


class HistoryRead(Message):
    """Questions of earlier conversations, oldest first."""

    def __init__(self, questions: tuple[str, ...]) -> None:
        self.questions = questions
        super().__init__()


class CitationSelected(Message):
    """The cursor moved onto a cited row, or a passage was clicked."""

    def __init__(self, marker: int) -> None:
        self.marker = marker
        super().__init__()


class CitationWanted(Message):
    """The page of the selected citation is to be opened; `path` is its `/budget/<table>/<id>`."""

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__()


class PageReady(Message):
    """Datasette runs and this is the page; `sentence` says why there is none where `url` is empty."""

    def __init__(self, url: str, sentence: str = "") -> None:
        self.url = url
        self.sentence = sentence
        super().__init__()


class ConversationGrew(Message):
    """A reply was added."""


class AnswerCopied(Message):
    """An answer is to be put on the clipboard with its citations."""

    def __init__(self, reply: Reply) -> None:
        self.reply = reply
        super().__init__()


class HoldingsWanted(Message):
    """The first frame is drawn, or the database was replaced: what is held is to be read."""


class MarkClicked(Message):
    """A mark `[n]` in the answer that was just selected was clicked."""

    def __init__(self, marker: int) -> None:
        self.marker = marker
        super().__init__()
