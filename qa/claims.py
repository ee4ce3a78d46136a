"""Whether a model's prose says only what its figures bear: every sentence cites, every figure has its own name, budget and direction."""

from __future__ import annotations

from dataclasses import dataclass, field

from qa.evidence import Evidence, Item
from qa.prose import Token, Unreadable, sentences


def fault(prose: str, evidence: Evidence, *, whole: bool = True) -> str | None:
    """What is wrong with the prose, as a sentence for the model; `None` where every claim is borne out. What is not whole may still lack figures at its end."""
    try:
        used: list[int] = []
        alone: list[int] = []
        for tokens in sentences(prose, evidence):
            reading = Reading(evidence, tokens)
            used += reading.used()
            alone += reading.alone
    except Unreadable as problem:
        return str(problem)
    wanted = [item.number for item in evidence.items]
    if used != (wanted if whole else wanted[: len(used)]):
        return f"请按次序把 {'、'.join(f'{{f{number}}}' for number in wanted)} 各用一次。"
    if len(alone) != len(set(alone)):
        return "一处原文只引用一次。"
    return None


_MEANT = {"up": "是增加（多）", "down": "是减少（少）", "flat": "是持平", None: "不是增减，不能写增减的词"}
_GIVES = ("f", "q", "cite")
_NAMES = ("label", "n")


def well_formed(tokens: list[Token]) -> None:
    """Every word stands in its place, nothing is said twice in a row, a figure is parted from what follows it, brackets close; raises Unreadable."""
    open_brackets = 0
    for before, token in zip([None, *tokens], tokens, strict=False):
        closing = token.text in ("）", ")")
        open_brackets += (token.text in ("（", "(")) - closing
        if open_brackets < 0 or open_brackets > 1:
            raise Unreadable("括号没有配对。")
        if before is not None and before.kind == token.kind and (before.text == token.text or token.kind in ("f", "q", "d", "direction", "against", "pair")):
            raise Unreadable("标点或词重复了。")
        if token.kind == "sign":
            _sign(before, token)
        elif token.kind == "opening" and not (before is None or before.kind in ("sign", "opening", "d")):
            raise Unreadable(f"“{token.text}”只能写在一个分句的开头、名称的前面。")
        elif token.kind == "linking" and not (before is not None and (before.kind in (*_NAMES, "linking") or (before.kind == "d" and token.text == "的"))):
            raise Unreadable(f"“{token.text}”只能紧接在名称的后面。")
        elif token.kind == "linking" and before is not None and before.text.endswith(("为", "是", "达")) and before.kind == "linking":
            raise Unreadable(f"“{before.text}{token.text}”不通。")
        elif before is not None and before.kind in _GIVES and token.kind not in ("cite", "against"):
            raise Unreadable(f"{before.text} 后面要有标点。")
    if open_brackets:
        raise Unreadable("括号没有配对。")
    if tokens[-1].kind not in _GIVES and tokens[-1].text not in "）)":
        raise Unreadable(f"“{tokens[-1].text}”后面没有它的数 {{f…}}。")


def _sign(before: Token | None, token: Token) -> None:
    """A colon or an opening bracket after a figure says that what follows is a part of it; a bracket may follow a derived figure, which the reading sees to."""
    after = before.kind if before is not None else ""
    if before is None or (after == "sign" and before.text not in "）)"):
        raise Unreadable("句子不能以标点开头，标点不能相连。")
    if token.text in "：:" and (after in _GIVES or after == "sign"):
        raise Unreadable("冒号只能写在数的前面。")
    if token.text in "（(" and after not in ("f", "cite"):
        raise Unreadable("括号只能写在算出来的数的后面。")
    if token.text in "，、," and after in (*_NAMES, "linking"):
        raise Unreadable(f"{before.text} 后面没有它的数 {{f…}}。")


@dataclass(slots=True)
class Reading:
    """One sentence being read from left to right; a clause ends at each figure."""

    evidence: Evidence
    tokens: list[Token]
    named: list[str] = field(default_factory=list)
    """Labels since the last figure."""
    budget: int = 0
    asked: bool = False
    """A budget was named and no figure of it has come yet."""
    by_number: bool = False
    """The last name came as {n} and carries its own year."""
    direction: str = ""
    pair: int = -1
    """How many labels stood before 比."""
    inside: frozenset[str] | None = None
    """In brackets: labels of the figures that the one before them is derived from."""
    last: Item | None = None
    alone: list[int] = field(default_factory=list)
    """Passages quoted, or pointed to without a figure."""

    def used(self) -> list[int]:
        """Numbers of the figures in the sentence; raises Unreadable where it claims what they do not bear."""
        found: list[int] = []
        well_formed(self.tokens)
        for place, token in enumerate(self.tokens):
            if token.kind == "f":
                found.append(self._figure(place, token).number)
            elif token.kind in ("cite", "q"):
                self._cited(place, token)
            else:
                self._word(place, token)
        if not found and not self.alone:
            raise Unreadable("每句话都要有编号：{f…} 或 [n]。")
        if self.named or self.direction or self.pair >= 0 or self.asked:
            raise Unreadable(f"“{(self.named or [f'{{d{self.budget}}}'])[-1]}”后面没有它的数 {{f…}}。")
        return found

    def _word(self, place: int, token: Token) -> None:
        if token.kind == "label":
            self.named.append(token.text)
            self.by_number = False
        elif token.kind == "n":
            self.named.append(self._item(token).label)
            self.by_number = any(character.isdigit() for character in self.named[-1])
        elif token.kind == "d":
            self._budget(token)
        elif token.kind == "direction":
            if self.direction:
                raise Unreadable("一个数前只能有一个增减的词。")
            self.direction = token.way
        elif token.kind == "pair":
            if {self._kind(place - 1), self._kind(place + 1)} - set(_NAMES):
                raise Unreadable(f"“{token.text}”的前后要紧接着写名称。")
            self.pair = len(self.named)
        elif token.kind == "against":
            self._against(place, token)
        elif token.text in "（(":
            if self.last is None or self.last.parts is None:
                raise Unreadable("括号只能写在算出来的数的后面，里面是算出它的数。")
            self.inside = self.last.parts
        elif token.text in "）)":
            self.inside = None

    def _kind(self, place: int) -> str:
        return self.tokens[place].kind if 0 <= place < len(self.tokens) else ""

    def _budget(self, token: Token) -> None:
        """Whose figure comes next: one budget, named before the name."""
        if self.named or self.asked:
            raise Unreadable(f"{token.text} 写在名称的前面，一个数只写一份预算。")
        if not 0 < token.number <= len(self.evidence.budgets):
            raise Unreadable(f"没有 {token.text}。")
        self.budget, self.asked = token.number, True

    def _item(self, token: Token) -> Item:
        item = self.evidence.item(token.number)
        if item is None:
            raise Unreadable(f"没有 {token.text}；证据只有 {{f1}} 到 {{f{len(self.evidence.items)}}}。")
        return item

    def _cited(self, place: int, token: Token) -> None:
        """A mark stands right after a figure or quotation that has it; alone it may only point to a passage."""
        place = self._before_marks(place)
        if token.kind == "cite" and self._kind(place) == "f" and token.number in self._item(self.tokens[place]).markers:
            return
        if token.number not in self.evidence.quotes or self.named or self.direction or self.asked or self.inside is not None:
            raise Unreadable(f"{token.text} 不是这里可以引用的编号。")
        self.alone.append(token.number)

    def _before_marks(self, place: int) -> int:
        """The place before `place`, marks left out; -1 where there is none."""
        place -= 1
        while self._kind(place) == "cite":
            place -= 1
        return place

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
        if self.inside is not None and item.label not in self.inside:
            raise Unreadable(f"括号里只写算出前一个数的数，{{f{item.number}}} 不是。")
        self.named, self.direction, self.pair, self.by_number, self.asked, self.last = [], "", -1, False, False, item
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
        """A为{f1}，高于B为{f2}: the figure just given and the one that comes next, compared by value."""
        behind = self._before_marks(place - (self._kind(place - 1) == "sign" and self.tokens[place - 1].text in "，,"))
        ahead = place + 1 + (self._kind(place + 1) == "d")
        if self._kind(behind) != "f" or self._kind(ahead) not in _NAMES or self.named:
            raise Unreadable(f"“{token.text}”的前后要各有一个名称和它的数。")
        named = self.tokens[ahead]
        left, right = self._item(self.tokens[behind]), self._item(named) if named.kind == "n" else self._one(named.text)
        if left.parts is not None or right.parts is not None or (left.unit == "%") != (right.unit == "%"):
            raise Unreadable(f"“{token.text}”的前后要各有一个名称和它的数。")
        if (left.value > right.value) != (token.way == "up") or left.value == right.value:
            raise Unreadable(f"“{token.text}”写反了。")

    def _whose(self, item: Item) -> None:
        """Where several budgets are cited, the sentence says whose figure it is."""
        if self.budget and len(item.budgets) > 1:
            raise Unreadable(f"{{f{item.number}}} 由几份预算算出，这一句不要写 {{d{self.budget}}}。")
        if self.budget and self.budget not in item.budgets:
            raise Unreadable(f"{{f{item.number}}} 不是 {{d{self.budget}}} 的数，它属于 {'、'.join(f'{{d{n}}}' for n in sorted(item.budgets))}。")
        if not self.budget and len(self.evidence.budgets) > 1 and not self.by_number and len(item.budgets) == 1:
            raise Unreadable(f"{{f{item.number}}} 前写明是哪一份预算：{{d{min(item.budgets)}}}。")
