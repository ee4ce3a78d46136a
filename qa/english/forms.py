"""Forms of asking in English, and the same in Chinese: data/knowledge/english_forms.toml says how, this module applies it."""

from __future__ import annotations

import re
from functools import cache

from index.knowledge import read_toml
from qa.english.chunks import PIECE, Chunks, kind_pattern
from qa.vocabulary import fixed_words

_SUBJECT, _BODY, _YEAR, _AMOUNT = kind_pattern("term", "weak"), kind_pattern("department"), kind_pattern("year"), kind_pattern("amount")
_TERM, _WEAK, _COUNTED, _LISTED = kind_pattern("term"), kind_pattern("weak"), kind_pattern("counted"), kind_pattern("listed")
_ARTICLE = r"(?:(?:the|its|their|his|this|that|all|overall|whole|entire|annual|an|a|your|our|these|those) )*"
_NUMBERS = {word: str(index) for index, word in enumerate(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], 1)}
_COUNTS = dict(zip(["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], "两三四五六七八九十", strict=True))
_CARRIERS = frozenset(("推文", "文章"))
"""What a measure word says already: 多少篇."""
_MACROS = {
    "{SH}": r"(?:the )?(?:share|percentage|proportion|portion|fraction|per ?cent|percent|part)(?: points?)?",
    "{MORE}": r"(?:more expensive|more|larger|bigger|higher|greater|costlier)\b",
    "{LESS}": r"(?:less|smaller|lower|fewer|cheaper)\b",
    "{MOST}": r"(?:most expensive|most costly|most|largest|biggest|highest|greatest|costliest|top|best[ -]funded|single largest)\b",
    "{LEAST}": r"(?:least expensive|least|smallest|lowest|cheapest|fewest)\b",
    "{BE}": r"(?:is|are|was|were|will be|would be|being|be)\b",
    "{DO}": r"(?:do|does|did|will|would|has|have|had)\b",
    "{UP}": r"(?:grow|grown|grew|increase|increased|rise|risen|rose|go up|gone up|went up|gain|gained|climb|climbed|expand|expanded|jump|jumped)\b",
    "{DOWN}": r"(?:fall|fallen|fell|decrease|decreased|drop|dropped|decline|declined|go down|gone down|went down|shrink|shrunk|reduced|be cut|been cut|be reduced|been reduced)\b",
    "{MOVE}": r"(?:change|changed|differ|differed|vary|varied|move|moved|grow|grown|increase|increased|rise|risen|fall|fallen|decrease|decreased|drop|dropped)\b",
    "{CMP}": r"compared with|compared to|in comparison with|in comparison to|versus|vs\.?|against|over|from|than|relative to|on",
    "{#}": rf"({'|'.join(_NUMBERS)}|\d{{1,2}})",
}  # fmt: skip


def _names() -> dict[str, str]:
    return dict(read_toml("english_forms.toml")["names"])


_HINTS = (
    (("{SH}",), re.compile(r"shar|percent|per cent|proport|portion|fraction|part")),
    (("{UP}", "{DOWN}", "{MOVE}"), re.compile(r"gr[eo]w|increas|ris|ros|go|went|gain|climb|expan|jump|f[ae]ll|decreas|drop|declin|shr|reduc|cut|chang|differ|var|mov")),
    (("{MOST}", "{LEAST}"), re.compile(r"st|top")),
)
"""What a text must hold for a form with these macros: most forms are never compiled."""


@cache
def _macros() -> dict[str, str]:
    named = "|".join(_names())
    return {
        **_MACROS, "{P}": rf"{_ARTICLE}({_LISTED}|(?:{named})\b)", "{N}": rf"{_ARTICLE}({_SUBJECT}(?: ?{_SUBJECT})*)", "{T}": rf"{_ARTICLE}({_TERM})", "{D}": rf"{_ARTICLE}({_BODY})",
        "{Y}": rf"(?:the year |fiscal year |that of )?({_YEAR})", "{A}": rf"({_AMOUNT})", "{L}": rf"{_ARTICLE}({_COUNTED}?{_SUBJECT}(?:(?:,? and |, ?){_ARTICLE}{_SUBJECT})*)",
        "{L2}": rf"{_ARTICLE}({_SUBJECT}(?:(?:,? and |, ?){_ARTICLE}{_SUBJECT})+)", "{ANY}": rf"{PIECE.pattern}(?: ?{PIECE.pattern})*",
    }  # fmt: skip


@cache
def _forms() -> tuple[tuple[str, str, tuple[re.Pattern[str], ...]], ...]:
    """Forms in order: how it is asked, what is written, and what a text must hold to be asked so."""
    found = []
    for form in read_toml("english_forms.toml")["form"]:
        ask = form["ask"]
        hints = [hint for names, hint in _HINTS if any(name in ask for name in names) and not ("{MOST}" in names and ("{MORE}" in ask or "{LESS}" in ask))]
        if ask.count("{D}") > 1:
            hints.append(re.compile(_BODY))
        if "{A}" in ask and "|{A}" not in ask:
            hints.append(re.compile(_AMOUNT))
        found.append((ask, form["write"], tuple(hints)))
    return tuple(found)


@cache
def _compiled(ask: str) -> re.Pattern[str]:
    for name, written in _macros().items():
        ask = ask.replace(name, written)
    return re.compile(ask, re.ASCII)


@cache
def _idle() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(read_toml('english_forms.toml')['idle']['words'], key=len, reverse=True))})\b", re.ASCII)


@cache
def _counters() -> dict[str, str]:
    return {noun: counter for counter, nouns in read_toml("english_forms.toml")["counters"].items() for noun in nouns}


def with_listed(text: str, chunks: Chunks) -> str:
    """Performance indicators, functional categories: what is listed, where its name is a phrase of its own."""
    for name, chinese in _names().items():
        text = re.sub(rf"(?<![a-z-])(?:{name})(?![a-z])", lambda match, chinese=chinese: chunks.put("listed", chinese) if " " in match[0] else match[0], text)
    return text


def counter(noun: str) -> str | None:
    """The measure word that counts a noun; by its last characters where it is a compound."""
    return next((_counters()[noun[at:]] for at in range(len(noun)) if noun[at:] in _counters()), None)


def in_form(text: str, chunks: Chunks) -> str:
    """One clause with its asking in Chinese; words that no form takes up stay."""
    text = _without_weak(_counted(f"{text.strip()} ", chunks), chunks)
    for ask, write, hints in _forms():
        if not all(hint.search(text) for hint in hints):
            continue
        text = _compiled(ask).sub(lambda match, write=write: _filled(write, match), text)
        text = re.sub(r" {2,}", " ", text)
    for name, chinese in _names().items():
        text = re.sub(rf"(?<=[\u4e00-\u9fff])(?:{name})(?![a-z])", chinese, text)
    text = re.sub(rf"(?<=[\u4e00-\u9fff])(?:{'|'.join(_NUMBERS)})(?![a-z])", lambda match: _NUMBERS[match[0]], text)
    text = _nested(text, chunks)
    text = re.sub(rf"({_SUBJECT})(?:,? and|,? or|,? &|,)+ {_ARTICLE}(?={_SUBJECT})", r"\1和", text)
    text = _idle().sub(" ", text)
    return _joined(text)


def left_over(text: str) -> tuple[str, ...]:
    """Words that stand in a text still, though every form was tried: they ask or name what is not known."""
    telling = set(read_toml("english_forms.toml")["telling"]["words"])
    return tuple(dict.fromkeys(word for word in re.findall(r"(?<![a-z\d])[a-z]{2,}(?![a-z\d])", text) if word in telling or word not in fixed_words()))


def _nested(text: str, chunks: Chunks) -> str:
    """A subject in another, from the innermost: the standard of the subsidy for secretaries → 书记的补贴的标准."""
    inner = re.compile(rf"(?P<head>{_SUBJECT}) (?P<by>in|within|under|of|for|on|from|out of|to|by) {_ARTICLE}(?P<of>{_SUBJECT})(?! ?(?:和|and\b|,))")
    while matches := list(inner.finditer(text)):
        last = matches[-1]
        text = text[: last.start()] + chunks.put("term", f"{chunks.text(last['of'])}{'中' if last['by'] in ('in', 'within', 'under', 'out of') else ''}的{chunks.text(last['head'])}") + text[last.end() :]
    return text


def _counted(text: str, chunks: Chunks) -> str:
    """How many companies does it support → it supports 多少家企业."""
    text = re.sub(rf"\b(?P<n>two|three|four|five|six|seven|eight|nine|ten) (?={_TERM})", lambda match: chunks.put("counted", f"{_COUNTS[match['n']]}个"), text)
    match = re.search(rf"how many (?:new |more )?({_TERM})", text)
    if not match:
        return text
    noun = chunks.text(match[1])
    unit = counter(noun)
    asked = chunks.put("term", ("有" if noun.endswith("车") else "") + (f"多少{unit}" + ("" if noun in _CARRIERS else noun)) if unit else f"{noun}数量多少")
    rest = re.sub(r"[?.!]\s*$", "", text[: match.start()] + text[match.end() :]).strip()
    rest = re.sub(r"^(?:are|is|were|will) there(?: be)?\b|\b(?:are|is) there(?: in all| in total| altogether)?$", "", rest).strip()
    return f"{rest} {asked} "


def _without_weak(text: str, chunks: Chunks) -> str:
    """Spending on training → training; a word for money says nothing beside a subject."""
    text = re.sub(rf"(?<!st ){_WEAK} (?:on|for|of|to|in|goes to|allocated to) (?:the |its )?(?={_TERM})", "", text)
    return re.sub(rf"(?<={_TERM}) {_WEAK}", "", text)


def _filled(write: str, match: re.Match) -> str:
    """A form's Chinese with the pieces of the question; `\\2|上年|` gives a word where there is no such piece."""

    def piece(found: re.Match) -> str:
        name = found["named"] or int(found["number"])
        return match[name] or (found["default"] or "").strip("|")

    return re.sub(r"\\(?:g<(?P<named>\w+)>|(?P<number>\d))(?P<default>\|[^|]*\|)?", piece, write)


def _joined(text: str) -> str:
    """Spaces kept only between Latin words."""
    text = re.sub(r"\s+", " ", text).strip(" ,")
    return re.sub(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])", "", text)
