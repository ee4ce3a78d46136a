"""What a passage prints of a question's content: in the sentence itself, in its heading, in the rest of the passage, in its chapter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from qa.normalise import name_key
from qa.sought import Run, same
from qa.sql import Database, marks

LEAST_RUN = 0.7
"""Share of a run's pairs of characters that have to be printed."""
_END = re.compile(r"(?<=[。；！？\n])")
_GOES_ON = re.compile(r"^(?:主要)?(?:变动|增减)?(?:原因|是因为|由于)|^主要(?:是|用于)|^其中|^具体|^建成|^其形式")
_PROJECT = re.compile(r"(?:项目|经费|资金|专项).{0,8}(?:说明|介绍|情况)$")
"""A chapter that tells of one project: what one of its passages names, all of them are about."""


@lru_cache(maxsize=20_000)
def key_of(text: str) -> str:
    """A passage's text as it is compared; kept, since every question of its department reads it again."""
    return name_key(text)


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage with the forms in which it is compared."""

    row: object
    heading: str
    key: str
    chapter: str
    """What its whole chapter prints, where the chapter tells of one project."""


def passages_of(database: Database, documents: tuple[str, ...]) -> list[Passage]:
    """Passages that a question may be answered from, in printed order."""
    rows = database.select(
        f"""SELECT * FROM passage WHERE document_id IN ({marks(documents)}) AND (kind IN ('narrative', 'goal') OR (kind = 'indicator' AND length(text) >= 40))
        ORDER BY document_id, rowid""",
        documents,
    )
    chapters: dict[str, str] = {}
    for row in rows:
        top = row["heading"].split(" / ")[0]
        if " / " in row["heading"] and row["kind"] == "narrative" and _PROJECT.search(top):
            chapters[top] = chapters.get(top, "") + key_of(row["text"])
    return [Passage(row, key_of(row["heading"]), key_of(row["text"]), chapters.get(row["heading"].split(" / ")[0], "")) for row in rows]


def stands(run: Run, text: str) -> bool:
    """The run itself, or a word or name that says the same, is printed."""
    return any(word in text for word in (*same(run.text), *run.also))


def printed(run: Run | str, text: str) -> bool:
    """The run stands in the text, or what says the same, or nearly all of its pairs of characters, or each of the two words that it is made of."""
    run = run if isinstance(run, Run) else Run(run)
    if stands(run, text):
        return True
    run = run.text
    if len(run) == 4 and all(any(word in text for word in same(half)) for half in (run[:2], run[2:])):
        return True
    pairs = [run[i : i + 2] for i in range(len(run) - 1)]
    held = sum(any(word in text for word in same(pair)) for pair in pairs)
    return held >= LEAST_RUN * len(pairs) and len(pairs) > 1


def shortened(run: str, text: str) -> bool:
    """The characters of a short form stand in order near each other: 央媒 in 央市级主流媒体."""
    if not 2 <= len(run) <= 8:
        return False
    return re.search(".{0,5}?".join(map(re.escape, run)), text) is not None


def spoken_of(run: Run, sentence: str, passage: Passage) -> float:
    """1 where the sentence prints the run, less where only its heading, its passage or its chapter does, 0 where none does."""
    if stands(run, sentence):
        return 1.0
    if stands(run, passage.heading):
        return 0.95
    if printed(run, sentence):
        return 0.9
    if printed(run, passage.heading):
        return 0.85
    if shortened(run.text, sentence):
        return 0.8
    if printed(run, passage.key):
        return 0.5
    return 0.3 if printed(run, passage.chapter) else 0.0


def sentences(passage: Passage) -> Iterator[tuple[str, str]]:
    """Each sentence, with the one that goes on from it, as printed and as compared."""
    pieces = [piece for piece in _END.split(passage.row["text"]) if piece.strip()]
    for index, piece in enumerate(pieces):
        whole = piece
        for after in pieces[index + 1 :]:
            listed = re.search(r"1[.、]", key_of(whole)) and re.match(r"[2-9][.、]", key_of(after))
            if not listed and not _GOES_ON.search(key_of(after)):
                break
            whole += after
        yield whole.strip(), key_of(whole)


def weighed(passage: Passage, sentence: str, content: tuple[Run, ...], focus: Run | None = None, *, least: float = 0.8) -> float | None:
    """How much the sentence speaks of the content, 0 to 1; `None` where something is spoken of nowhere, or the sentence is not about the focus."""
    if not content:
        return 0.5
    parts = [spoken_of(run, sentence, passage) for run in content]
    if not all(parts) or max(parts) < least or (focus in content and parts[content.index(focus)] < 0.8):
        return None
    return sum(part * len(run.text) for part, run in zip(parts, content, strict=True)) / sum(len(run.text) for run in content)
