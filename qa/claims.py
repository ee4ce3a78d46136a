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
        for place, token in enumerate(self.tokens):
            if token.kind == "f":
                found.append(self._figure(token).number)
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

    def _figure(self, token: Token) -> Item:
        item = self._item(token)
        called = f"{{f{item.number}}} 前写它的名称“{item.label}”（或 {{n{item.number}}}）"
        others = [name for name in self.named if name not in item.names]
        if item.parts is None and (others or not self.named):
            raise Unreadable(f"{called}，不要写别的名称。")
        if item.parts is not None and (not set(others) <= item.parts or not (self.named and (self.named[-1] in item.names or self.pair >= 0))):
            raise Unreadable(f"{called}。")
        self._towards(item)
        self._whose(item)
        self.named, self.direction, self.pair, self.by_number = [], "", -1, False
        return item

    def _towards(self, item: Item) -> None:
        """The words of direction agree with the sign; 比 stands between two figures whose difference has it."""
        if self.direction != (item.direction or "") and not (item.direction == "flat" and not self.direction):
            raise Unreadable(f"{{f{item.number}}} 前的增减写错了：{ {'up': '是增加（多）', 'down': '是减少（少）', 'flat': '是持平', None: '不是增减，不能写增减的词'}[item.direction]}。")
        if item.parts is not None and item.label not in self.named and not self.direction:
            raise Unreadable(f"{{f{item.number}}} 是“{item.label}”，不是“{self.named[-1]}”本身。")
        if self.pair < 0:
            if item.parts is not None and self.direction and len(set(self.named)) != 1:
                raise Unreadable("两个名称之间请用“比”。")
            return
        operands = [name for name in self.named if name not in (item.label,)]
        if item.parts is None or self.pair != 1 or len(operands) != 2:
            raise Unreadable("“比”的前后各写一个有数的名称。")
        gap = self._one(operands[0]).value - self._one(operands[1]).value
        if self._one(operands[0]).unit == "%" or (gap > 0) != (self.direction == "up") or gap == 0:
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
