"""Whether a model's prose says only what its figures bear: every sentence cites, every figure has its own name, budget and direction."""

from __future__ import annotations

from dataclasses import dataclass, field

from qa.evidence import Evidence, Item
from qa.prose import Token, Unreadable, sentences


def fault(prose: str, evidence: Evidence) -> str | None:
    """What is wrong with the prose, as a sentence for the model; `None` where every claim is borne out."""
    try:
        used: list[int] = []
        for tokens in sentences(prose, evidence):
            used += Reading(evidence, tokens).used()
    except Unreadable as problem:
        return str(problem)
    if used != [item.number for item in evidence.items]:
        return f"请按次序把 {'、'.join(f'{{f{item.number}}}' for item in evidence.items)} 各用一次。"
    return None


_MEANT = {"up": "是增加（多）", "down": "是减少（少）", "flat": "是持平", None: "不是增减，不能写增减的词"}
_SEPARATORS = "，、；：,:（）()"


def well_formed(tokens: list[Token]) -> None:
    """Brackets close, nothing is said twice in a row, and a figure is parted from what follows it; raises Unreadable."""
    open_brackets = 0
    spoken = [token for token in tokens if token.text != " "]
    for before, token in zip([None, *spoken], spoken, strict=False):
        if token.text in ("（", "("):
            open_brackets += 1
        closing = token.text in ("）", ")")
        open_brackets -= closing
        doubled = before is not None and before.kind == token.kind and token.kind != "cite" and not (token.kind == "sign" and before.text in "）》)" and not closing)
        if open_brackets < 0 or open_brackets > 1 or (doubled and token.kind != "word") or (doubled and before.text == token.text):
            raise Unreadable("标点或词重复了。")
        if token.kind == "sign" and before is None:
            raise Unreadable("句子不能以标点开头。")
        if before is not None and before.kind in ("f", "q", "cite") and token.kind not in ("cite", "against") and token.text not in _SEPARATORS:
            raise Unreadable(f"{before.text} 后面要有标点。")
    if open_brackets:
        raise Unreadable("括号没有配对。")


@dataclass(slots=True)
class Reading:
    """One sentence being read from left to right; a clause ends at each figure."""

    evidence: Evidence
    tokens: list[Token]
    named: list[str] = field(default_factory=list)
    """Labels since the last figure."""
    budget: int = 0
    by_number: bool = False
    """The last name came as {n} and carries its own year."""
    direction: str = ""
    pair: int = -1
    """How many labels stood before 比."""

    def used(self) -> list[int]:
        """Numbers of the figures in the sentence; raises Unreadable where it claims what they do not bear."""
        found: list[int] = []
        cited = False
        well_formed(self.tokens)
        for place, token in enumerate(self.tokens):
            if token.kind == "f":
                found.append(self._figure(place, token).number)
            elif token.kind in ("cite", "q"):
                self._cited(place, token)
                cited = True
            else:
                self._word(place, token)
        if not found and not cited:
            raise Unreadable("每句话都要有编号：{f…} 或 [n]。")
        if self.named or self.direction or self.pair >= 0:
            raise Unreadable(f"“{(self.named or [self.tokens[-1].text])[-1]}”后面没有它的数 {{f…}}。")
        return found

    def _word(self, place: int, token: Token) -> None:
        if token.kind == "label":
            self.named.append(token.text)
            self.by_number = False
        elif token.kind == "n":
            self.named.append(self._item(token).label)
            self.by_number = any(character.isdigit() for character in self.named[-1])
        elif token.kind == "d":
            if self.named:
                raise Unreadable(f"{token.text} 写在名称的前面。")
            if not 0 < token.number <= len(self.evidence.budgets):
                raise Unreadable(f"没有 {token.text}。")
            self.budget = token.number
        elif token.kind == "direction":
            if self.direction:
                raise Unreadable("一个数前只能有一个增减的词。")
            self.direction = token.way
        elif token.kind == "pair":
            self.pair = len(self.named)
        elif token.kind == "against":
            self._against(place, token)

    def _item(self, token: Token) -> Item:
        item = self.evidence.item(token.number)
        if item is None:
            raise Unreadable(f"没有 {token.text}；证据只有 {{f1}} 到 {{f{len(self.evidence.items)}}}。")
        return item

    def _cited(self, place: int, token: Token) -> None:
        """A mark stands right after a figure or quotation that has it; alone it may only point to a passage."""
        before = self.tokens[place - 1] if place else None
        while before is not None and before.kind == "cite":
            place -= 1
            before = self.tokens[place - 1] if place else None
        if token.kind == "cite" and before is not None and before.kind == "f" and token.number in self._item(before).markers:
            return
        if token.number not in self.evidence.quotes or self.named or self.direction:
            raise Unreadable(f"{token.text} 不是这里可以引用的编号。")

    def _figure(self, place: int, token: Token) -> Item:
        """A figure after exactly one name of its own; a difference after its direction, or after the two that 比 parts."""
        item = self._item(token)
        before = self.tokens[place - 1] if place else None
        if (self.direction or item.direction in ("up", "down")) and (before is None or before.kind != "direction" or before.way != item.direction):
            raise Unreadable(f"{{f{item.number}}} 前的增减写错了：{_MEANT[item.direction]}，紧接在 {{f{item.number}}} 前面。")
        if self.pair >= 0:
            self._parted(item)
        elif len(self.named) != 1 or self.named[0] not in item.names:
            raise Unreadable(f"{{f{item.number}}} 前写它的名称“{item.names[-1]}”（或 {{n{item.number}}}）一次，不要写别的名称。")
        elif item.parts is not None and (self.direction != "") == (self.named[0] not in item.names[1:]):
            meant = "增减的词前写变化的是什么，或用“…比…”" if self.direction else f"{{f{item.number}}} 是“{item.label}”，不是“{self.named[0]}”本身"
            raise Unreadable(f"{meant}。")
        self._whose(item)
        self.named, self.direction, self.pair, self.by_number = [], "", -1, False
        return item

    def _parted(self, item: Item) -> None:
        """X比Y多: the difference of X and Y has that sign, and the figure is derived from both."""
        if item.parts is None or not self.direction or self.pair != 1 or len(self.named) != 2 or not set(self.named) <= item.parts:
            raise Unreadable("“比”的前后各写一个有数的名称，后面写多或少（增加或减少）和它们的差。")
        left, right = map(self._one, self.named)
        if left.unit == "%" or (left.value > right.value) != (self.direction == "up") or left.value == right.value:
            raise Unreadable("“比”的前后写反了。")

    def _one(self, label: str) -> Item:
        found = self.evidence.labelled(label)
        if len(found) != 1:
            raise Unreadable(f"“{label}”指的是哪一个数不明确。")
        return found[0]

    def _against(self, place: int, token: Token) -> None:
        """X高于Y: the nearest names on both sides, compared by value."""
        left, right = self._near(range(place - 1, -1, -1)), self._near(range(place + 1, len(self.tokens)))
        if left is None or right is None or (left.unit == "%") != (right.unit == "%") or self.named:
            raise Unreadable(f"“{token.text}”的前后要各有一个名称和它的数。")
        if (left.value > right.value) != (token.way == "up") or left.value == right.value:
            raise Unreadable(f"“{token.text}”写反了。")

    def _near(self, places: range) -> Item | None:
        for place in places:
            token = self.tokens[place]
            if token.kind == "label":
                return self._one(token.text)
            if token.kind in ("n", "f"):
                item = self._item(token)
                return item if item.parts is None else None
        return None

    def _whose(self, item: Item) -> None:
        """Where several budgets are cited, the sentence says whose figure it is."""
        if self.budget and len(item.budgets) > 1:
            raise Unreadable(f"{{f{item.number}}} 由几份预算算出，这一句不要写 {{d{self.budget}}}。")
        if self.budget and self.budget not in item.budgets:
            raise Unreadable(f"{{f{item.number}}} 不是 {{d{self.budget}}} 的数，它属于 {'、'.join(f'{{d{n}}}' for n in sorted(item.budgets))}。")
        if not self.budget and len(self.evidence.budgets) > 1 and not self.by_number and len(item.budgets) == 1:
            raise Unreadable(f"{{f{item.number}}} 前写明是哪一份预算：{{d{min(item.budgets)}}}。")
