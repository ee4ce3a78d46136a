"""What a static embedding sees of a text: characters, pairs of characters and words, overlapping, in the order of the text."""

from collections.abc import Container, Iterator

from index.fulltext import runs

LONGEST = 6
"""Characters of the longest word that can be a token."""


def grams(text: str, vocabulary: Container[str]) -> tuple[str, ...]:
    """The tokens of a text that the vocabulary holds: every stretch of one to six Chinese characters, every Latin word; no numbers."""
    return tuple(gram for gram in all_grams(text) if gram in vocabulary)


def all_grams(text: str) -> Iterator[str]:
    """Every possible token of a text."""
    for run in runs(text):
        if not run.isascii():
            for start in range(len(run)):
                for size in range(1, min(LONGEST, len(run) - start) + 1):
                    yield run[start : start + size]
        elif not run[0].isdigit():
            yield run


def prepared(text: str, vocabulary: Container[str]) -> str:
    """The tokens with blanks between, which is what the model's tokenizer splits."""
    return " ".join(grams(text, vocabulary))
