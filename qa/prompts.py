"""Prompts: Markdown files with named holes `{{name}}`. A name without a hole, or a hole without a name, is an error."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files

_HOLE = re.compile(r"\{\{(\w+)\}\}")
_ANGLES = re.compile(r"[<>＜＞﹤﹥〈〉‹›«»≪≫⟨⟩❮❯]")


class PromptError(ValueError):
    """A prompt and the values for it do not fit: a fault of the program, never of a user."""


@cache
def template(name: str) -> str:
    """The text of `prompts/<name>.md`."""
    return files("prompts").joinpath(f"{name}.md").read_text(encoding="utf-8").strip()


def holes(name: str) -> frozenset[str]:
    """Names of the holes of a prompt."""
    return frozenset(_HOLE.findall(template(name)))


def render(name: str, **values: str) -> str:
    """The prompt with every hole filled once, so that a value which looks like a hole stays what it is."""
    if holes(name) != values.keys():
        raise PromptError(f"prompts/{name}.md: missing {sorted(holes(name) - values.keys())}, unused {sorted(values.keys() - holes(name))}")
    return _HOLE.sub(lambda match: values[match[1]], template(name))


def quoted(text: str, most: int = 4_000) -> str:
    """Text from a document or a user as data: what could pass for a delimiter, a hole or a control code is taken out."""
    kept = "".join(c for c in text[:most] if c == "\n" or unicodedata.category(c)[0] != "C")
    return _ANGLES.sub(" ", kept).replace("{{", "{ {").replace("```", "'''")
