"""Slips: names with a wrong, missing or swapped character, homophones; bounded, and every guess is shown."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA, Indel

from qa.members import Members, subject
from qa.mentions import Mention
from qa.naming import synonym_subject
from qa.plan import Subject
from qa.vocabulary import fixed_words, synonyms

SHORTEST = 3
LONGEST = 24
MOST_STRETCHES = 5
LONGEST_OPERATOR = 4
_SLIPPING = ("sum", "share", "difference", "change", "average", "ratio", "compare", "rank")
_QUESTIONS = ("多少", "是多少", "有多少", "多少钱")
_SHAPES = ({"小", "少"}, {"己", "已"}, {"大", "太"}, {"末", "未"}, {"比", "此"}, {"长", "张"}, {"例", "列"}, {"均", "钧"}, {"差", "羞"})
"""Characters that are taken for one another though they sound different."""
_OTHER_THING = ("结算", "决算", "概算", "清算", "收入", "支出", "去年", "明年")
"""Words one character away from others of another meaning: 结算 is no slip for 预算."""


def slip_mentions(text: str, members: Members, chosen: tuple[Mention, ...], open_stretches: tuple[tuple[int, int], ...]) -> Iterator[Mention]:
    """Guesses for windows of the question that hold an unexplained stretch."""
    if len(open_stretches) > MOST_STRETCHES:
        return  # so much that nothing explains is no slip
    for start, end in open_stretches:
        yield from _operator_slips(text, start, end)
        for begin in range(max(0, start - 10), start + 1):
            for finish in range(end, min(len(text), end + 10) + 1):
                window = text[begin:finish]
                if text[finish - 1 : finish + 1] in _OTHER_THING or text[max(0, begin - 1) : begin + 1] in _OTHER_THING:
                    continue  # the window would cut the word
                if SHORTEST <= len(window) <= LONGEST and window.isalnum() and not window.isascii() and not _cuts(chosen, begin, finish):
                    yield from _guess(window, begin, finish, members)


def _operator_slips(text: str, start: int, end: int) -> Iterator[Mention]:
    """Windows about an unexplained stretch that are a word of asking with one character of it written as another: 合记, 占笔, 增涨, 多小."""
    for begin in range(max(0, end - LONGEST_OPERATOR), start + 1):
        for finish in range(max(end, begin + 2), min(len(text), begin + LONGEST_OPERATOR) + 1):
            window = text[begin:finish]
            meant = _operator_like(window) if window.isalnum() and not window.isascii() else ""
            for kind, value in fixed_words().get(meant, ()):
                if kind == "operator" or value == "question":
                    yield Mention(begin, finish, kind, value, meant, f"按“{meant}”理解“{window}”")


@lru_cache(maxsize=4_096)
def _operator_like(window: str) -> str:
    """The word of asking that a window is but for one character that sounds or looks like the right one; empty where there is none, or several of different meaning."""
    if window in fixed_words() or window in synonyms():
        return ""
    found = [word for word in _operators().get(len(window), ()) if sum(a != b for a, b in zip(word, window, strict=True)) == 1 and _mistaken(window, word)]
    return found[0] if found and len({fixed_words()[word] for word in found}) == 1 else ""


def _mistaken(window: str, word: str) -> bool:
    wrong, right = next((a, b) for a, b in zip(window, word, strict=True) if a != b)
    return {wrong, right} in _SHAPES or sounds_alike(window, word)


@cache
def _operators() -> dict[int, tuple[str, ...]]:
    """Words of asking that may be mistyped, by length."""
    found: dict[int, list[str]] = {}
    for text, readings in fixed_words().items():
        if 2 <= len(text) <= LONGEST_OPERATOR and not text.isascii() and ((readings[0][0] == "operator" and readings[0][1] in _SLIPPING) or text in _QUESTIONS):
            found.setdefault(len(text), []).append(text)
    return {size: tuple(texts) for size, texts in found.items()}


def _cuts(chosen: tuple[Mention, ...], begin: int, finish: int) -> bool:
    """The window begins or ends inside a department, a year or an amount."""
    return any((m.kind in ("year", "quantity", "condition", "counted", "asked", "rank") or (m.kind == "stop" and m.value == "question") or (m.kind == "department" and m.value)) and m.start < finish and m.end > begin for m in chosen)


def _guess(window: str, begin: int, finish: int, members: Members) -> Iterator[Mention]:
    subjects = _like_synonym(window) or _like_member(window, members)
    if subjects:
        name = subjects[0].name
        yield Mention(begin, finish, "typo", subjects, window, f"按“{name}”理解“{window}”")


def allowed(window: str, name: str) -> bool:
    """One character wrong, missing, added or swapped in three to six; two in longer; three only in very long names."""
    if any(word in window and word not in name for word in _OTHER_THING):
        return False
    most = 1 if len(name) <= 6 else 2 if len(name) <= 12 else 3
    return abs(len(window) - len(name)) <= most and OSA.distance(window, name, score_cutoff=most) <= most


@cache
def _texts_near(size: int) -> tuple[str, ...]:
    """Those that a window of a length may be like: six tenths of the longer are left after as many slips as its length differs."""
    return tuple(text for text in _texts() if 10 * min(len(text), size) >= 6 * max(len(text), size))


@cache
def _texts() -> tuple[str, ...]:
    """Synonyms that may be mistyped: long enough, and no Latin words."""
    return tuple(sorted(text for text in synonyms() if len(text) >= SHORTEST and not text.isascii() and text not in fixed_words()))


def _like_synonym(window: str) -> tuple[Subject, ...]:
    found = process.extract(window, _texts_near(len(window)), scorer=OSA.normalized_similarity, score_cutoff=0.6, limit=3)
    for text, _, _ in found:
        if allowed(window, text) and (len(text) <= 6 or OSA.distance(window, text) == 1 or text in window or any(t.register == "formal" for t in synonyms()[text])) and (len(text) >= 5 or sounds_alike(window, text) or _one_missing(window, text)):
            kinds = tuple(t for t in synonyms()[text] if t.kind in ("measure", "function", "government", "department", "procurement"))
            if kinds:
                return tuple(synonym_subject(target, text) for target in kinds)
    return ()


def _one_missing(window: str, name: str) -> bool:
    """The window is the name but for one character left out."""
    return len(window) == len(name) - 1 and len(name) >= 5 and Indel.distance(window, name) == 1


def _like_member(window: str, members: Members) -> tuple[Subject, ...]:
    keys = [key for key in members.exact if abs(len(key) - len(window)) <= 3]
    found = process.extract(window, keys, scorer=OSA.normalized_similarity, score_cutoff=0.6, limit=3)
    for key, _, _ in found:
        if allowed(window, key) and (len(key) >= 5 or sounds_alike(window, key)):
            return tuple(subject(name, window, guess=True) for name in members.exact[key])
    return _abridged(window, members)


def _abridged(window: str, members: Members) -> tuple[Subject, ...]:
    """A long name with words left out: 人才引进培训专项 of 人才引进及培训管理专项."""
    if len(window) < 5:
        return ()
    fitting = [name for name in members.names if name.axis in ("project", "narrated", "service", "function") and len(window) >= 0.35 * len(name.key) and _subsequence(window, name.key)]
    keys = {name.key for name in fitting}
    return tuple(subject(name, window, guess=True) for name in fitting) if len(keys) == 1 else ()


def _subsequence(short: str, long: str) -> bool:
    rest = iter(long)
    return all(char in rest for char in short)


@lru_cache(maxsize=20_000)
def _syllables(text: str) -> tuple[str, ...]:
    from pypinyin import lazy_pinyin  # 90 ms, only for a stretch that nothing explains

    return tuple(lazy_pinyin(text))


def sounds_alike(left: str, right: str) -> bool:
    """The same syllables, tones aside: 公务接代费."""
    return len(left) == len(right) and _syllables(left) == _syllables(right)
