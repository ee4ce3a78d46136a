"""The one door to `data/knowledge/`: what the program knows about budgets, as data. Works in a checkout and in an installed wheel."""

import csv
import tomllib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType


def knowledge_file(name: str) -> Traversable:
    """A file of `data/knowledge/`; raises FileNotFoundError on reading where there is none."""
    return files("data").joinpath("knowledge", name)


@cache
def read_csv(name: str) -> tuple[MappingProxyType[str, str], ...]:
    """Rows of a CSV file with a header line, as read-only mappings; lines that start with # are comments."""
    text = knowledge_file(name).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return tuple(MappingProxyType(row) for row in csv.DictReader(lines))


@cache
def read_rows(name: str) -> tuple[tuple[str, ...], ...]:
    """The same rows as plain tuples, without the header: for the large word lists, which every cold start reads."""
    text = knowledge_file(name).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return tuple(map(tuple, csv.reader(lines[1:])))


@cache
def read_toml(name: str) -> MappingProxyType:
    """A TOML file, as a read-only mapping."""
    return MappingProxyType(tomllib.loads(knowledge_file(name).read_text(encoding="utf-8")))
