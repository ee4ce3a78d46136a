"""Chinese full text in FTS5: overlapping pairs of characters, codes and numbers whole, Latin words in lower case.

FTS5's own tokenizers find no part of a Chinese sentence (unicode61) or no two-character word (trigram). So the text is cut here, and what is
stored are tokens with blanks between: 三公经费 becomes `三公 公经 经费 费`. A word of two characters is then a token, which any front end that quotes
its terms finds (Datasette does); a longer one is a phrase of pairs, which `match_expression` writes. The single character that ends each run lets
every single character be found as the beginning of a token.
"""

import re
import sqlite3
from collections.abc import Iterator

_RUN = re.compile(r"[㐀-鿿豈-﫿〇]+|\d[\d,]*(?:\.\d+)?(?![a-z\d_]|\.\d)|[^\W㐀-鿿豈-﫿〇]+", re.IGNORECASE)
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
# Fullwidth forms to ASCII, so that １５００ and 1500 are one token.
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}

INDEXES = {
    "passage_fts": ("passage", ("heading", "text")),
    "row_fts": ("source_row", ("text",)),
}
"""Full-text table -> the table that it stands for and its columns. `content=` lets Datasette and sqlite-utils find the index by themselves."""


def build_fulltext(connection: sqlite3.Connection) -> None:
    """Make and fill the full-text tables of a database whose rows are in; the same rows give the same bytes."""
    for name, (table, columns) in INDEXES.items():
        listed = ", ".join(columns)
        connection.execute(
            f'CREATE VIRTUAL TABLE {name} USING fts5({listed}, content="{table}", tokenize="unicode61 remove_diacritics 0 tokenchars \'.,\'")'
        )
        rows = connection.execute(f"SELECT rowid, {listed} FROM [{table}] ORDER BY rowid")
        marks = ", ".join("?" * (len(columns) + 1))
        connection.executemany(
            f"INSERT INTO {name}(rowid, {listed}) VALUES ({marks})", ((rowid, *map(segment, texts)) for rowid, *texts in rows.fetchall())
        )
        connection.execute(f"INSERT INTO {name}({name}) VALUES ('optimize')")


def segment(text: str) -> str:
    """The tokens of a text, blanks between: what is stored in a full-text table."""
    return " ".join(_tokens(text))


def runs(text: str) -> tuple[str, ...]:
    """Maximal runs of Chinese characters, numbers and Latin words, in order; fullwidth digits and letters narrowed, words in lower case."""
    return tuple(_RUN.findall(text.translate(_NARROW).lower()))


def pairs(run: str) -> tuple[str, ...]:
    """The overlapping pairs of a run of Chinese characters; a single character is itself."""
    return tuple(run[i : i + 2] for i in range(len(run) - 1)) or (run,)


def number_forms(number: str) -> tuple[str, ...]:
    """How a number may be asked for: as printed, without thousands marks, without closing zeros."""
    plain = number.replace(",", "")
    short = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return tuple(dict.fromkeys((number, plain, short)))


def _tokens(text: str) -> Iterator[str]:
    for run in runs(text):
        if run[0] >= "\u3007" and not run.isascii():
            yield from pairs(run)
            if len(run) > 1:
                yield run[-1]
        elif _NUMBER.fullmatch(run):
            yield from number_forms(run)
        else:
            yield run


def match_expression(query: str) -> str:
    """A MATCH expression for rows that hold every blank-separated term of the query as printed; "" where nothing is asked. Every token is quoted.

    Put in the place of Datasette's `escape_fts`, it makes terms of any length work in a search box.
    """
    return " AND ".join(expression for term in query.split() if (expression := phrase(term)))


def phrase(term: str) -> str:
    """A MATCH expression for one term: its runs in any order, the pairs of each run in a row."""
    parts = []
    for run in runs(term):
        if _NUMBER.fullmatch(run):
            parts.append(f'"{number_forms(run)[-1]}"')
        elif len(run) == 1 and not run.isascii():
            parts.append(f'"{run}" *')
        else:
            parts.append(f'"{" ".join(pairs(run)) if not run.isascii() else run}"')
    return parts[0] if len(parts) == 1 else f"({' AND '.join(parts)})" if parts else ""


def any_expression(tokens: tuple[str, ...]) -> str:
    """A MATCH expression for rows that hold any of the tokens, as `segment` gives them."""
    return " OR ".join(f'"{token}"' for token in tokens)
