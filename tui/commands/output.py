"""The one way from data to stdout: control codes are stripped, so that a document can send nothing to the terminal."""

import json
from typing import Any

import click

from index.text import clean


def echo(text: str) -> None:
    """Print lines of text, flushed."""
    click.echo(clean(text))


def echo_json(value: Any, indent: int | None = None) -> None:
    """Print a JSON value; JSON escapes C0 itself, `clean` takes the rest."""
    echo(json.dumps(value, ensure_ascii=False, indent=indent))


def place(location: Any) -> str:
    """A citation's location in words: 第 225 行；第 7 页第 3 行；工作表“收支”第 9 行."""
    if isinstance(location, list):
        return "，".join(place(one) for one in location)
    parts = []
    if "sheet" in location:
        parts.append(f"工作表“{location['sheet']}”")
    if "page" in location:
        parts.append(f"第 {numbers(location['page'])} 页")
    if "line" in location:
        parts.append(f"第 {numbers(location['line'])} 行")
    elif "row" in location:
        parts.append(f"表内第 {numbers(location['row'])} 行" if "page" in location else f"第 {numbers(location['row'])} 行")
    return "".join(parts)


def numbers(value: Any) -> str:
    """`225`, or `12、13` where a row spans several."""
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)
