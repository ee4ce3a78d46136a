"""A model's prose as tokens: references, names of the evidence, and a closed set of words; whatever else it holds is a fault."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from qa.evidence import Evidence, Item, words

_REFERENCE = re.compile(r"\{([fndq])([0-9]{1,3})\}|\[([0-9]{1,3})\]")
_STOPS = re.compile(r"[。！？；\n]+")
_RUN = re.compile(r"[。！？；\n]{2,}")
_SIGNS = "，、：,:（）() "
LONGEST_ALONE, LONGEST_EACH = 200, 150
"""Characters of a prose, and more for each figure: nobody fills a screen with words that say nothing."""


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the prose: f, n, d, q, cite (references), label, opening, linking, direction, against, pair or sign."""

    kind: str
    text: str
    number: int = 0
    way: str = ""


class Unreadable(Exception):
    """The prose holds something that it may not; the message tells the model what."""


def sentences(prose: str, evidence: Evidence) -> list[list[Token]]:
    """Tokens by sentence; raises Unreadable."""
    if len(prose) > LONGEST_ALONE + LONGEST_EACH * len(evidence.items):
        raise Unreadable("太长了，请写短。")
    for character in prose:
        if character != "\n" and unicodedata.category(character)[0] == "C":
            raise Unreadable("不能有控制字符。")
    lexicon = _lexicon(evidence)
    found = []
    for text in _STOPS.split(_without_units(prose, evidence)):
        if text.strip():
            found.append([token for token in _tokens(text.strip(), lexicon) if token.text != " "])
    if not found:
        raise Unreadable("没有写句子。")
    return found


def _without_units(prose: str, evidence: Evidence) -> str:
    """A unit written after a reference that brings the same one is left out; any other stays, and is no word that may be written."""

    def same(match: re.Match) -> str:
        item: Item | None = evidence.item(int(match[1]))
        return match[0][: match.start(2) - match.start()] if item and item.unit == match[2] else match[0]

    return re.sub(r"\{f([0-9]{1,3})\}\s*(亿元|万元|千元|元|%|倍|个|家|人|项)(?!\w)", same, prose)


def _tokens(text: str, lexicon: dict[str, Token]):
    position = 0
    for match in _REFERENCE.finditer(text):
        yield from _covered(text[position : match.start()], lexicon)
        yield Token(match[1], match[0], int(match[2])) if match[1] else Token("cite", match[0], int(match[3]))
        position = match.end()
    yield from _covered(text[position:], lexicon)


def _covered(text: str, lexicon: dict[str, Token]) -> list[Token]:
    """The text as words of the lexicon, as few as possible; raises Unreadable with the first stretch that is none."""
    best: list[list[Token] | None] = [[]] + [None] * len(text)
    reach = 0
    for start in range(len(text)):
        if best[start] is None:
            continue
        reach = max(reach, start)
        if text[start] in _SIGNS:
            _keep(best, start + 1, [*best[start], Token("sign", text[start])])
        for word, token in lexicon.items():
            if text.startswith(word, start):
                _keep(best, start + len(word), [*best[start], token])
    if best[-1] is None:
        raise Unreadable(f"“{re.split(f'[{re.escape(_SIGNS)}]', text[reach:])[0][:12] or text[reach:][:12]}”不是可用的词；数字只能用编号代替，名称照抄证据，其余只用给出的词。")
    return best[-1]


def _keep(best: list[list[Token] | None], place: int, tokens: list[Token]) -> None:
    if best[place] is None or len(tokens) < len(best[place]):
        best[place] = tokens


def _lexicon(evidence: Evidence) -> dict[str, Token]:
    """Every text that may be written; a name of the evidence wins over a common word."""
    found = {word: Token("opening", word) for word in (*words("opening"), *(words("pointing") if evidence.quotes else ()))} | {word: Token("linking", word) for word in words("linking")}
    for phase in words("phase"):
        if evidence.phases == {phase}:
            found |= {name: Token("linking", name) for name in words("phase", phase)}
    for way in ("up", "down", "flat"):
        found |= {word: Token("direction", word, way=way) for word in words("direction", way)}
    for way in ("up", "down"):
        found |= {word: Token("against", word, way=way) for word in words("against", way)}
    found |= {word: Token("pair", word) for word in words("against", "pair")}
    return found | {label: Token("label", label) for label in evidence.labels() if label}


def _one_stop(run: re.Match) -> str:
    """Of several stops in a row, one."""
    return next((sign for sign in run[0] if sign not in "；\n"), run[0][0])


def _end(prose: str) -> str:
    """The stop at the end of the prose."""
    return _RUN.sub(_one_stop, prose[len(prose.rstrip("；。！？ \n")) :].replace(" ", ""))


def _whose(prose: str, evidence: Evidence) -> str:
    """The budget that the rules name at the beginning of their answer, where the prose leaves it out."""
    name = evidence.budgets[0]
    left_out = len(evidence.budgets) == 1 and evidence.reply.answer.startswith(f"{name}：") and "{d1}" not in _STOPS.split(prose)[0]
    return f"{name}：" if left_out else ""


def filled(prose: str, evidence: Evidence, *, whole: bool = True) -> str:
    """The prose with figures, names and quotations in; marks of its own beside a figure are left out, since the figure brings them. What is whole ends in a stop."""
    quoted = {citation.marker: citation.text for citation in evidence.reply.citations}

    def put(match: re.Match) -> str:
        kind, number = match[1], int(match[2] or match[3])
        if kind == "f":
            return evidence.items[number - 1].text
        if kind == "n":
            return evidence.items[number - 1].label
        if kind == "d":
            return evidence.budgets[number - 1]
        return f"“{quoted[number]}”[{number}]" if kind == "q" else match[0]

    text = _RUN.sub(_one_stop, re.sub(r"\n\s*", "\n", _without_units(prose, evidence)).strip("；。！？ \n") + _end(prose))
    text = re.sub(r"(\{[fq][0-9]+\})[ ]*(?:\[[0-9]+\])+", r"\1", text)
    text = re.sub(r"(?<=[\u4e00-\u9fff}])\s*(?=\{f)", " ", text)
    text = _whose(text, evidence) + _REFERENCE.sub(put, text)
    return text if not whole or text.endswith(("。", "！", "？")) else text.rstrip("；，、 ") + "。"
