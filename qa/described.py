"""Names that a question describes instead of saying them: 租党群服务中心的房子 for 党群服务中心场地租赁费用.

Tried last, where something is left unexplained. Every piece of the description must be borne out by one and the same printed name: it stands in the name,
or a word that means the same does. Where two names are borne out alike, none is taken. The guess is always shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from index.concepts import concepts
from qa.members import Members, Name, subject
from qa.mentions import Mention, gaps
from qa.naming import synonym_subject
from qa.normalise import name_key
from qa.vocabulary import synonyms

AXES = ("project", "narrated", "service", "procurement", "function", "department", "government", "statement")
SOFT = ("part", "typo", "subject", "name", "unheld", "stop", "pronoun", "dimension", "self")
_PROJECTS = ("project", "narrated")
LEAST_ALIKE = 4
"""Characters of a project's name that words of the same meaning must tell, where the question says that it is a project."""
LEAST_TOLD = 2
"""Characters of a name that a description must tell."""
LEAST = 2.0
MARGIN = 1.0
LONGEST_TEXT, MOST_SEEDS, LONGEST_WINDOW = 240, 8, 40
MOST_NAMES = 4_000
_FREE = re.compile(r"^(?:、|和|的|之|了|过|着|给|为|把|被|请|发|当|做|搞|弄|办|个|那|这|些|干|是|在|用|要|去|来|上|下|里|中|花|项|笔|类|方面|相关|有关|用于|关于|我们|他们|所|等)+$")
_THE_PROJECT = re.compile(r"的?(?:那个|这个|那笔|这笔)?(?:项目|专项)(?!支出|预算|经费)")
BARE = re.compile(r"^(?:项目|经费|费用|资金|钱|款|费|支出|预算|服务|专项|工作|开支|开销|金额|总额|活动|补贴|补助)+$")
"""Words that nearly any name may end with: they bear nothing out by themselves."""


@dataclass(frozen=True, slots=True)
class _Window:
    start: int
    end: int
    pieces: tuple[str, ...]
    said: str = ""
    """All of it, where a word that says nothing stands between pieces that may be one: 养护花草树木."""


def described(text: str, members: Members, chosen: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """The mentions with descriptions of names in place of the pieces that they are made of."""
    chosen = _merged(text, chosen)
    seeds = _seeds(text, members, chosen)
    if len(text) > LONGEST_TEXT or len(seeds) > MOST_SEEDS:
        return chosen  # so much that nothing explains describes nothing
    for start, end in seeds:
        if any(m.start <= start and end <= m.end and (m.start, m.end) != (start, end) for m in chosen):
            continue
        for window, names in _borne_out(text, members, chosen, start, end):
            found = _mention(text, window, names)
            chosen = tuple(sorted((*(m for m in chosen if m.end <= window.start or m.start >= window.end), found), key=lambda m: m.start))
            chosen = _coordinated(text, members, chosen, found, names)
            break
        else:
            if _called_project(text, start, end, members, chosen):  # 扫马路的项目: no item of the classification is meant, and no project is known
                chosen = tuple(m for m in chosen if (m.start, m.end) != (start, end))
    return _headless(text, members, _shared_end(text, members, chosen))


def _merged(text: str, chosen: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """拉垃圾、处理垃圾的项目: two descriptions of one project, joined, are one."""
    found: list[Mention] = []
    for mention in chosen:
        before = found[-2:]
        alike = len(before) == 2 and before[1].kind == "join" and before[0].kind == mention.kind == "subject" and {(s.axis, s.key) for s in before[0].value} == {(s.axis, s.key) for s in mention.value}
        if alike and _THE_PROJECT.match(text, mention.end) and before[0].end == before[1].start and before[1].end == mention.start:
            found[-2:] = [Mention(before[0].start, mention.end, "subject", mention.value, text[before[0].start : mention.end])]
        else:
            found.append(mention)
    return tuple(found)


def _called_project(text: str, start: int, end: int, members: Members, chosen: tuple[Mention, ...]) -> bool:
    """What an everyday word of the classification describes is said to be a project, and the documents print projects by name."""
    axes = {s.axis for m in chosen if (m.start, m.end) == (start, end) and m.kind == "subject" for s in m.value}
    if axes == {"function"}:
        return bool(_THE_PROJECT.match(text, end)) and any(name.axis in _PROJECTS for name in members.names)
    return bool(axes) and axes <= {"function", "department", "government"} and text[end : end + 1] == "的" and bool(_THE_PROJECT.match(text, end))


def _seeds(text: str, members: Members, chosen: tuple[Mention, ...]) -> list[tuple[int, int]]:
    """Stretches that are not understood: unexplained, not held, or a piece of several names."""

    def vague_mention(m: Mention) -> bool:
        if m.kind == "typo":
            return not any(s.axis in ("measure", "indicator") or members.held(s.axis, s.key) for s in m.value)
        if m.kind == "unheld":
            return not any(s.key == name_key(m.text) for s in m.value)
        if m.kind == "subject" and _THE_PROJECT.match(text, m.end):
            return all(s.guess and s.axis != "project" for s in m.value)
        return m.kind == "part" and len({s.key for s in m.value}) > 1

    vague = [(m.start, m.end) for m in chosen if vague_mention(m)]
    return sorted((*gaps(text, chosen), *vague))


def _mention(text: str, window: _Window, names: list[Name]) -> Mention:
    said = text[window.start : window.end]
    return Mention(window.start, window.end, "typo", tuple(subject(name, said, guess=True) for name in names), said, f"按“{names[0].name}”理解“{said}”")


def _borne_out(text: str, members: Members, chosen: tuple[Mention, ...], start: int, end: int) -> Iterator[tuple[_Window, list[Name]]]:
    """Windows about an unexplained stretch, the longest first, that one name bears out."""
    if len(members.names) > MOST_NAMES:
        return
    for window in _windows(text, chosen, start, end):
        project = bool(_THE_PROJECT.match(text, window.end)) or any(_THE_PROJECT.fullmatch(piece) for piece in window.pieces[1:])
        names = _best(window, members, project=project)
        if names and not re.search(r"[两二三四五六七八九2-9](?:个|笔|项|类)?(?:的)?$", text[: window.start]):
            yield window, names


def _windows(text: str, chosen: tuple[Mention, ...], start: int, end: int) -> Iterator[_Window]:
    """Stretches between mention borders that hold the unexplained one."""
    blocks = sorted([(m.start, m.end, m.kind in SOFT, m.kind != "stop") for m in chosen] + [(a, b, True, True) for a, b in gaps(text, chosen)])
    vague = {*gaps(text, chosen), *((m.start, m.end) for m in chosen if m.kind == "unheld")}
    at = next(i for i, block in enumerate(blocks) if block[:2] == (start, end))
    left = right = at
    while left and blocks[left - 1][2] and blocks[left - 1][1] == blocks[left][0]:
        left -= 1
    while right + 1 < len(blocks) and blocks[right + 1][2] and blocks[right + 1][0] == blocks[right][1]:
        right += 1
    spans = [(i, j) for i in range(left, at + 1) for j in range(at, right + 1)]
    for i, j in sorted(spans, key=lambda span: -(blocks[span[1]][1] - blocks[span[0]][0])):
        if blocks[j][1] - blocks[i][0] > LONGEST_WINDOW:
            continue
        beside = [blocks[k][:2] for k in (i - 1, j + 1) if left <= k <= right]
        alone = i == j and (start, end) not in vague and not _THE_PROJECT.match(text, end)
        if alone or any(block in vague for block in beside):
            continue
        if all(blocks[k][3] and not _FREE.match(text[blocks[k][0] : blocks[k][1]]) for k in (i, j)):
            inner = any(not block[3] for block in blocks[i + 1 : j])
            yield _Window(blocks[i][0], blocks[j][1], tuple(text[a:b] for a, b, _, tells in blocks[i : j + 1] if tells), text[blocks[i][0] : blocks[j][1]] if inner else "")


def _best(window: _Window, members: Members, *, project: bool = False) -> list[Name]:
    """The names of one key that bear out every piece, clearly better than any other; only projects' where a project is spoken of and some are printed."""
    scored: dict[str, float] = {}
    candidates = _candidates(window, members)
    printed = [piece for piece in window.pieces if len(piece) > 1 and any(piece in key for key in candidates)]
    if not project and len(window.pieces) == len(printed) == 1:  # 康复 is what 残疾人康复 prints, and no other word for 残疾人就业
        candidates = {key: names for key, names in candidates.items() if printed[0] in key}
    projects = {key: names for key, names in candidates.items() if any(name.axis in _PROJECTS for name in names)} if project else {}
    for key, names in (projects or candidates).items():
        bare, least = re.sub(r"\(.*?\)", "", key), LEAST_ALIKE if projects else 0
        evidence = 0.0 if key in window.pieces else _evidence(window, bare, least=least)
        if not evidence and projects and window.said and key not in window.pieces:
            evidence = _evidence(_Window(window.start, window.end, (_THE_PROJECT.sub("", window.said),)), bare, least=least)
        if evidence >= LEAST:
            scored[key] = evidence + (0.5 if any(n.axis in ("project", "narrated") for n in names) else 0.0)
    order = sorted(scored, key=lambda key: (-scored[key], len(key), key))
    if not order or (len(order) > 1 and scored[order[0]] - scored[order[1]] < MARGIN):
        return []
    return [name for name in members.exact[order[0]] if name.key == order[0] and name.axis in AXES]


def _candidates(window: _Window, members: Members) -> dict[str, list[Name]]:
    found: dict[str, list[Name]] = {}
    for name in members.names:
        if name.axis in AXES and len(name.key) >= 4:
            found.setdefault(name.key, []).append(name)
    return found


def _evidence(window: _Window, name: str, *, least: int = 0) -> float:
    """Characters of the name that the window bears out; 0 where a piece says something that the name does not, or where nothing of weight is told.

    Words that only mean the same must tell the whole core of the name, or `least` characters where that is not 0.
    """
    words: list[str] = []
    literal = False
    for piece in window.pieces:
        if _FREE.match(piece) or _THE_PROJECT.fullmatch(piece):
            continue
        found = _explained(piece, name)
        if found is None:
            if BARE.match(piece):
                continue
            return 0.0
        words += [word for _, word in found if word]
        literal = literal or any(token == word and len(token) > 1 and not BARE.match(token) for token, word in found)
    told = {i for word in words for match in re.finditer(re.escape(word), name) for i in range(*match.span())}
    core = {i for match in re.finditer(r".*?(?=(?:服务|项目|经费|费用|专项|支出|费)*$)", name) for i in range(*match.span())}
    if not literal and not core <= told and not 0 < least <= len(told & core):
        return 0.0
    return sum(0.6 if len(word) == 1 else min(float(len(word)), 4.0) if word not in window.pieces else float(len(word)) for word in dict.fromkeys(words)) if len(told) >= LEAST_TOLD else 0.0


def _explained(piece: str, name: str) -> tuple[tuple[str, str], ...] | None:
    """A piece cut into what the name says or means, as pairs of token and word of the name; None where a part of it is not borne out."""
    best: list[tuple[float, tuple[tuple[str, str], ...]] | None] = [(0.0, ())] + [None] * len(piece)
    for end in range(1, len(piece) + 1):
        for start in range(end):
            before, token = best[start], piece[start:end]
            word = _word_for(token, name, whole=start == 0 and end == len(piece)) if before is not None else None
            if before is None or word is None:
                continue
            score = before[0] + (len(token) ** 2 if word else 0)
            if best[end] is None or score > best[end][0]:
                best[end] = (score, (*before[1], (token, word)))
    return best[-1][1] if best[-1] is not None else None


def _word_for(token: str, name: str, *, whole: bool) -> str | None:
    """The word of the name that a token says or means; empty where it says nothing, None where the name has no such word."""
    if token in name:
        return token
    if _FREE.match(token):
        return ""
    if len(token) == 1 and not whole:
        return None
    return max((word for word in _alike().get(token, ()) if word in name), key=len, default=None)


@cache
def _alike() -> dict[str, tuple[str, ...]]:
    """Word -> printed words of two characters or more that mean the same, by the concepts of the thesaurus."""
    found: dict[str, dict[str, None]] = {}
    for concept in concepts():
        formal = [word for word in concept.formal if len(word) > 1]
        for word in concept.words:
            found.setdefault(word.lower(), {}).update(dict.fromkeys(formal))
    return {word: tuple(formal) for word, formal in found.items() if not word.isascii()}


def _coordinated(text: str, members: Members, chosen: tuple[Mention, ...], first: Mention, names: list[Name]) -> tuple[Mention, ...]:
    """党群服务中心的运营和房租: what follows the join leans on the head of the name before it."""
    blocks = sorted([(m.start, m.end, m.kind, m.text) for m in chosen] + [(a, b, "part", text[a:b]) for a, b in gaps(text, chosen)])
    after = [block for block in blocks if block[0] >= first.end and block[2] != "stop"]
    if len(after) < 2 or (after[0][2] != "join" and after[0][3] not in ("比", "加", "加上")) or after[1][2] not in SOFT:
        return chosen
    start, end, _, said = after[1]
    for size in range(len(first.text) - 1, 2, -1):
        head = first.text[:size]
        others = [name for name in members.names if name.axis == names[0].axis and _begins(head, name.key) and name.key != names[0].key and _explained(said, name.key)]
        if _begins(head, names[0].key) and len({name.key for name in others}) == 1:
            found = _mention(text, _Window(start, end, (said,)), others)
            return tuple(sorted((*(m for m in chosen if (m.start, m.end) != (start, end)), found), key=lambda m: m.start))
    return chosen


def _begins(head: str, name: str) -> bool:
    """The name has the head, or all of its words: 党群中心 of 党群服务中心."""
    found = _explained(head, name) if len(head) >= 4 and head not in name else None
    return head in name or (found is not None and all(token == word and len(token) > 1 for token, word in found))


def _blocks(text: str, chosen: tuple[Mention, ...]) -> list[tuple[int, int, str, str]]:
    """Mentions and unexplained stretches in order: start, end, kind, text."""
    return sorted([(m.start, m.end, m.kind, m.text) for m in chosen] + [(a, b, "gap", text[a:b]) for a, b in gaps(text, chosen)])


_SAYS = ("gap", "unheld", "part", "subject", "typo", "name")


def _headless(text: str, members: Members, chosen: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """政府采购服务比工程少多少: what follows the join has the head of the name before it."""
    blocks = _blocks(text, chosen)
    for index in range(1, len(blocks) - 1):
        (_, _, kind, _), (start, end, what, said) = blocks[index], blocks[index + 1]
        before = next((block for block in reversed(blocks[:index]) if block[2] != "stop"), None)
        if kind != "join" or what not in ("gap", "unheld") or before is None or before[2] not in ("name", "subject", "typo"):
            continue
        said, end = (said + "费", end + 1) if text[end : end + 1] == "费" else (said, end)
        for size in range(len(before[3]) - 1, 1, -1):
            whole = before[3][:size] + said
            named = [subject(name, said, guess=True) for name in members.exact.get(whole, ())] or [synonym_subject(t, whole) for t in synonyms().get(whole, ()) if t.kind in ("measure", *AXES)]
            if named:
                found = Mention(start, end, "typo", tuple(named), said, f"按“{whole}”理解“{said}”")
                return tuple(sorted((*(m for m in chosen if m.end <= start or m.start >= end), found), key=lambda m: m.start))
    return chosen


def _shared_end(text: str, members: Members, chosen: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """中小企业和高新这两笔引导资金: two descriptions that share their last word."""
    blocks = _blocks(text, chosen)
    for index in range(2, len(blocks) - 2):
        first, join, second, number, last = blocks[index - 2 : index + 3]
        pair = number[2] == "counted" and join[2] == "join" and first[2] in _SAYS and second[2] in _SAYS and last[2] in _SAYS and re.search("[两二2]", number[3])
        if not pair:
            continue
        names = [_best(_Window(block[0], block[1], (block[3], last[3])), members) for block in (first, second)]
        if all(names) and names[0][0].key != names[1][0].key:
            left, right = (_mention(text, _Window(block[0], block[1], (block[3],)), found) for block, found in zip((first, second), names, strict=True))
            kept = tuple(m for m in chosen if (m.start, m.end) not in {block[:2] for block in (first, second, last)})
            echo = Mention(last[0], last[1], "stop", "filler", last[3])
            return tuple(sorted((*kept, left, right, echo), key=lambda m: m.start))
    return chosen
