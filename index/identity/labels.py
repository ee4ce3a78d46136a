"""Names that a document labels: 编制部门：某局, a cell 部门名称 before its value, a column 单位名称."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from index.identity.lines import squeezed
from index.identity.organisation import is_labelled_name, is_organisation, plain_name
from index.knowledge import read_toml
from index.records import Grid, Reading

_KINDS = ("department", "unit", "superior", "publisher")
_HEADER_ROWS = 4


@cache
def kinds_of(label: str) -> frozenset[str]:
    """Which kinds of name a label announces: department, unit, superior, publisher."""
    labels = read_toml("identity.toml")["labels"]
    return frozenset(kind for kind in _KINDS if label in {squeezed(word) for word in labels[kind]})


_LABELLED = re.compile(
    r"(?:^|(?<=\s))\s*(?P<label>[\u3400-\u9fff（）()]{2,12}?)\s*[：:]\s*(?P<value>[^：:\s][^：:]*?)(?=\s+\S{1,10}\s*[：:]|\s{3,}|$)"
)

_SPACED = re.compile(r"(?<![^\s])(?:[\u3400-\u9fff]\s+)+[\u3400-\u9fff](?=\s*[：:])")


def labelled(line: str) -> Iterator[tuple[frozenset[str], str]]:
    """Kinds and plain name of every labelled name in a line; `部门：某厅 单位：万元` has one."""
    for match in _LABELLED.finditer(_SPACED.sub(lambda found: re.sub(r"\s", "", found[0]), line)):
        kinds = kinds_of(squeezed(match["label"]))
        if kinds and is_labelled_name(match["value"]):
            yield kinds, plain_name(match["value"])


def in_cells(reading: Reading) -> Iterator[tuple[frozenset[str], str]]:
    """Names in the cell to the right of their label."""
    for row in (row for block in reading.blocks if isinstance(block, Grid) for row in block.rows):
        filled = [cell for cell in row.cells if cell and cell.strip()]
        for label, value in pairwise(filled):
            kinds = kinds_of(squeezed(label).rstrip("：:"))
            if kinds and is_organisation(name := plain_name(value)):
                yield kinds, name
        for cell in filled:
            yield from (found for line in cell.split("\n") if len(line) <= 80 for found in labelled(line))


def in_columns(reading: Reading) -> str | None:
    """The one name that a 单位名称 column holds in all tables; `None` where there are several or none."""
    names: Counter[str] = Counter()
    for block in reading.blocks:
        if isinstance(block, Grid):
            names.update(_column_names(block))
    return next(iter(names)) if len(names) == 1 else None


def _column_names(grid: Grid) -> Iterator[str]:
    for number, row in enumerate(grid.rows[:_HEADER_ROWS]):
        for column, cell in enumerate(row.cells):
            if cell and kinds_of(squeezed(cell)) & {"unit", "department"}:
                below = (r.cells[column] for r in grid.rows[number + 1 :] if column < len(r.cells))
                yield from (name for value in below if value and is_organisation(name := plain_name(value)))
