"""A question in English, or half in English, written in Chinese."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from index.knowledge import read_toml
from qa.english.bodies import with_bodies
from qa.english.chunks import PIECE, Chunks, kind_pattern
from qa.english.forms import counter, in_form, left_over, with_listed
from qa.english.terms import Guess, with_terms
from qa.english.words import meanings, tokens
from qa.members import Members
from qa.normalise import normalise

MOST_WORDS = 100
"""English words of a question that is translated."""
_LATIN = re.compile(r"[a-z]{3}")
_SCALES = {"hundred": 100, "thousand": 1000, "k": 1000, "million": 10**6, "m": 10**6, "mn": 10**6, "billion": 10**9, "bn": 10**9, "wan": 10**4, "yi": 10**8}
_WORDS = {word: str(index) for index, word in enumerate(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], 1)} | {"a": "1", "half a": "0.5", "twenty": "20", "fifty": "50"}
_UNIT_ASKED = re.compile(
    r",? ?\b(?:expressed |stated |given |converted |measured )?(?:in|into|to) (?:units? of )?(?P<unit>(?:hundred million|100 million|1e8|yi|million|ten thousand|10,?000|10k|wan|thousand)(?= (?:yuan|rmb|cny|renminbi)))? ?(?P<money>yuan|rmb|cny|renminbi)\b"
)
_UNITS = {"hundred million": "亿元", "100 million": "亿元", "yi": "亿元", "million": "百万元", "ten thousand": "万元", "10,000": "万元", "10000": "万元", "10k": "万元", "wan": "万元", "thousand": "千元", None: "元"}
_MONEY = re.compile(
    rf"(?P<before>rmb|cny|¥|￥)? ?(?<![\w.])(?P<number>\d[\d,]*(?:\.\d+)?|{'|'.join(sorted(_WORDS, key=len, reverse=True))}) ?(?P<scale>(?:(?:{'|'.join(sorted(_SCALES, key=len, reverse=True))})\b ?)*)(?P<after>yuan|rmb|cny|renminbi)?\b"
)
_YEARS = (
    (re.compile(r"\b(?:the )?(?:fiscal year |financial year |fy ?|year )?((?:19|20)\d\d)(?!\d|[.,]\d)(?:'s)?(?: fiscal year| financial year)?"), r"\1年"),
    (re.compile(r"\b(?:that of |those of )?(?:the )?(?:last|previous|prior|preceding) (?:year|fiscal year)(?:'s)?(?: budget| figure| level)?|\bthe (?:year|fiscal year) before\b|\ba year (?:earlier|ago|before)\b"), "上年"),
    (re.compile(r"\b(?:this|the current|current) (?:fiscal )?year(?:'s)?"), "今年"),
    (re.compile(r"\b(?:the )?(?:next|following|coming) (?:fiscal )?year(?:'s)?"), "明年"),
)
_BREAK = re.compile(r"[?!;]+|\.(?=\s|$)|,? (?:and|but) (?=(?:by |for |to |on )?(?:how|what|which|why|who|is there|are there|does|did)\b)|(?<=[^,]), ?(?=(?:by |and |then )?(?:how|what|which|why) )")
_VERB = re.compile(
    r"\bhow many [a-z' -]+\b(?:should|must|will|can|does|do|did|would|has to|have to|shall|is|are)\b[^?,]* (?P<verb>support|publish|release|train|serve|help|assist|inspect|visit|accept|recruit|cover|subsidiz|reward|treat|build|repair|renovat|issu|produc)(?:e?d|e?s|e)?"
    r"(?=(?:,? (?:at least|at most|(?:a|per|each|every|this|over the|in the|during the|within the) year|in total|in all|altogether))*[?.! ]*$)"
)
_NUMBER_OF = re.compile(r"\bhow many (?:new |more |of the )?(?P<noun>[a-z]+(?:[ -][a-z]+){0,3})")
_ASKED = re.compile(r"多少|几|哪|吗|什么|有没有|列出|呢|怎么|占比")
_SCOPE = r"(?:,? ?\b(?:in|for|of|by|at|from|during|under|within|on|according to)(?: the| its| their)? )?"
_LEADS = re.compile(r"除了|不")
_WHOLE = re.compile(r"\b(?:spend|spent|spending|budget|budgeted|cost|total)\b")
_SELF = re.compile(
    r"\b(?:the|this|that|our|your) (?:agency|department|committee|bureau|office|unit|commission|administration|institution|authority|organi[sz]ation|body)\b"
    r"(?= (?:budget|spend|spent|plan|pay|set|allocate|allot|have|has|had|will|put|make|use|do|does|receive|get|expect|hold|own|intend)|[?.,]|$)"
)
_SHARED = re.compile(
    r"\b(total|basic|project|personnel|public|operating) (and|or|versus|vs\.?|plus) (?:the )?(total|basic|project|personnel|public|operating) (?:expenditures?|spending|budgets?|costs?|expenses?|funds)\b"
)
_GREATER = re.compile(r"\bwhich\b[^?]*\b(?:bigger|larger|higher|greater|more|smaller|lower|less|cheaper)\b[^?]*\bor\b[^?]*\b(?P<asked>how much (?:is|was|does|will) (?:it|that)\b)")
"""The amount of the greater of two: a comparison tells the difference first, and that is not what is asked."""
_FOLLOWS = re.compile(r"(?:and|but|or|also|then|so)?(?: ?(?:what|how) about)?(?: ?(?:in|for|of|by|at))?[?. ]*")
_PLAIN_YEAR = re.compile(r"\d{4}年")


@dataclass(frozen=True, slots=True)
class Translation:
    """A question in Chinese."""

    text: str
    guesses: tuple[Guess, ...] = ()
    unread: tuple[str, ...] = ()
    """Words of asking that no form took up: what they ask is not known."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What was taken for a printed name, to be shown."""
        return tuple(dict.fromkeys(f"按“{guess.name}”理解“{guess.said}”" for guess in self.guesses))


def translate(text: str, departments: dict[str, str], members: Callable[[str], Members]) -> Translation:
    """A normalised question in Chinese, as far as the lists know its words; `departments` are those held with their regions, `members` gives the names of the documents that a text speaks of."""
    words = re.findall(r"[a-z]+", text)
    if not _LATIN.search(text) or len(words) > MOST_WORDS:
        return Translation(text)
    chunks, guesses, narrowing = Chunks(), [], []
    text = re.sub(r"\b(?:plans?|planned|planning|intends?|intended|going|expects?|expected|due|set|scheduled) to (?=be |spend|pay|use|put|budget|allocate|receive|support|buy|give)|\bplans? (?=any |for |on )", "", text.replace('"', "").replace("’", "'"))
    half = len(re.findall(r"[\u4e00-\u9fff]", text)) * 2 > len(words) * 3
    for pattern, written in read_toml("english_forms.toml")["half"].items() if half else ():
        text = re.sub(pattern, written, text)
    unit = None if half else _UNIT_ASKED.search(text)
    if unit:
        text = text[: unit.start()] + text[unit.end() :]
    text = _money(_verbs(text, chunks), chunks)
    text = with_bodies(text, departments, chunks)
    if not half:
        for pattern, written in _YEARS:
            text = pattern.sub(lambda match, written=written: chunks.put("year", match.expand(written)), text)
    text = re.sub(r"\((?=[a-z][a-z -]*\))|(?<=[a-z])\)", "", text)
    text = text if half else with_listed(text, chunks)
    text = with_terms(text, members(chunks.plain(text)), chunks, guesses, narrowing)
    text = re.sub(rf"{kind_pattern('term', 'weak')} ?\((?=[\u4e00-\u9fff\"]+\))", "(", text)
    if half:
        return Translation(_tidied(chunks.plain(text)), tuple(guesses), tuple(narrowing))
    narrowing += [match["asked"] for match in _GREATER.finditer(text)]
    asked = _asked(text, chunks)
    return Translation(_tidied(chunks.plain(asked) + (f",用{_UNITS[unit['unit']]}表示" if unit else "")), tuple(guesses), (*narrowing, *left_over(asked)))


def _verbs(text: str, chunks: Chunks) -> str:
    """What is asked of a number of things at the end: how many firms should the fund support."""
    text = re.sub(r"\b(projects?|items?|programs?|that) (?:costs?|amounts? to) (?=(?:less|more|over|under|above|below|at least|at most|the most|the least|between|up to|no more|no less)\b)", r"\1 ", text)
    text = re.sub(r"\b(?:out )?(?:of|among) (?:all )?(?:of )?(?:the |its |their )*(20\d\d )?(projects?|items?|programs?),? (which|what)(?: single)?(?: one)?\b", lambda m: f"{m[3]} {m[2]}" + (f" in {m[1].strip()}" if m[1] else ""), text)
    text = _SHARED.sub(r"\1 expenditure \2 \3 expenditure", text)
    text = re.sub(r"\b(?:what (?:is|was|are|will be) )?(?:the )?(?:total |overall |planned |target |required )?number of (?=[a-z])", "how many ", text)
    text = _SELF.sub("it", text)
    match = _VERB.search(text)
    if match:
        verb = next((form for form in (match["verb"], match["verb"] + "e") if meanings(form)), None)
        end = re.match(r"[a-z]*", text[match.start("verb") :]).end() + match.start("verb")
        text = text[: match.start("verb")] + chunks.put("term", meanings(verb)[0]) + text[end:] if verb else text
    match = _NUMBER_OF.search(text)
    words = tokens(match["noun"]) if match else []
    for size in range(len(words), 0, -1):
        noun = next((word for word in meanings(" ".join(token.key for token in words[:size])) if counter(word)), None)
        if noun:
            end = match.start("noun") + words[size - 1].end
            return text[: match.start("noun")] + chunks.put("term", noun) + text[end:]
    return text


def _money(text: str, chunks: Chunks) -> str:
    """Sums of money and units that they are in: 1.5 million yuan → 150万元."""

    def written(match: re.Match) -> str:
        scale = 1
        for word in match["scale"].split():
            scale *= _SCALES[word]
        if not (match["before"] or match["after"]) and scale < 1000:
            return match[0]
        if match["number"] in ("a",) and scale == 1:
            return match[0]
        amount = Decimal(_WORDS.get(match["number"], match["number"]).replace(",", "")) * scale
        size, name = next((pair for pair in ((10**8, "亿元"), (10**4, "万元")) if amount >= pair[0]), (1, "元"))
        piece = chunks.put("amount", f"{(amount / size).normalize():f}{name}")
        return (" " if match[0][0] == " " else "") + piece + (" " if match[0][-1] == " " else "")

    return _MONEY.sub(written, text)


def _asked(text: str, chunks: Chunks) -> str:
    """The clauses in Chinese, body and year first where there is one of each."""
    scope, phase, text = _scope(text, chunks)
    if scope and _FOLLOWS.fullmatch(text):
        return f"那{scope}呢"
    found = []
    for piece in _BREAK.split(text):
        clause = in_form(piece.strip(" ,"), chunks) if piece and piece.strip(" ,") else ""
        if clause.startswith("哪个") and found and found[-1].endswith("是多少"):
            found[-1] = found[-1].removesuffix("是多少")
        if clause and re.search(kind_pattern("term", "weak"), clause) and not _ASKED.search(chunks.plain(clause)) and not _LEADS.match(clause):
            clause += phase if phase == "预算" else ""
            phase = "" if phase == "预算" else phase
            clause += "是多少钱" if "how much" in piece and "how many" not in text else "是多少"
        if clause:
            found.append(clause)
    if len(found) == 2 and not _ASKED.search(chunks.plain(found[0])) and not re.search(r"[a-z]", found[0]) and len(chunks.plain(found[0])) <= 4:
        found = [found[0] + found[1]]
    if scope and not re.search(kind_pattern("term", "weak"), text) and _WHOLE.search(text) and not re.search(r"[a-z]", "".join(found)) and not "".join(found):
        return scope + "支出总计是多少"
    return scope + (f"{phase}中" if phase and found else phase) + ",".join(found)


def _scope(text: str, chunks: Chunks) -> tuple[str, str, str]:
    """The one body and the one year that are said, the phase that they are said with, and the text without them."""
    said = phase = ""
    text = re.sub(r"(?<!\w)'s?(?![a-z])", "'s", text)
    for kind, fits in (("department", lambda _: True), ("year", _PLAIN_YEAR.fullmatch)):
        pieces = re.findall(kind_pattern(kind), text)
        if len(pieces) == 1 and fits(chunks.text(pieces[0])):
            said += pieces[0]
            leads = re.search(rf"{pieces[0]}(?:'s)?(?: own)?(?= ?{kind_pattern('year')}?(?:'s)? ?{kind_pattern('term', 'weak')})|{pieces[0]}'s(?: own)?", text)
            text = re.sub(rf"{pieces[0]}(?:'s)?(?: own)?", " ", text) if leads else re.sub(rf"{_SCOPE}{pieces[0]}(?: own)?:?(?: ,)?", " ", text)
    text = re.sub(r" +(?=[,?.])", "", re.sub(r" {2,}", " ", re.sub(r"'s?(?![a-z])", "", text))).strip(" ,:")
    lead = re.match(rf"(?:(?:in|for|under|within|according to) )?(?:the |its )?({kind_pattern('weak')}) ?[,:] ?(?=[a-z]|{PIECE.pattern})", text)
    if said and lead and chunks.text(lead[1]) in ("预算", "决算"):
        phase, text = chunks.text(lead[1]), text[lead.end() :]
    last = re.search(rf"(?<=\S) (?:in|from|of|under|within|according to) (?:the |its )?({kind_pattern('weak')})(?: notes?)?(?=[?.,:]|$)", text)
    if said and last and chunks.text(last[1]) in ("预算", "决算") and re.search(rf"{kind_pattern('term')}|[a-z]{{5}}", text[: last.start()]):
        phase, text = chunks.text(last[1]), text[: last.start()] + text[last.end() :]
    return said, phase, text.strip(" ,:")


def _tidied(text: str) -> str:
    return normalise(re.sub(r"\s+", " ", text))
