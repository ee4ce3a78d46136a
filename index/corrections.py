"""What the user corrects about a document's identity, in `corrections.toml` beside the documents or in the data folder.

["file name.pdf"]
department = "某市财政局"
year = 2024
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from index.errors import InputError
from index.records import Document

FILE = "corrections.toml"

CHOICES = {"scope": ("部门", "单位"), "phase": ("预算", "决算", "调整预算")}

CORRECTED = f"按 {FILE} 更正："
"""How the note of a corrected document begins."""

KEYS = ("title", "department", "unit", "scope", "region", "year", "phase", "publisher")


def corrections_for(path: Path, data: Path) -> Mapping[str, Any]:
    """The corrections of one file; the data folder's word goes before the word beside the document."""
    beside, central = load(path.parent / FILE), load(data / FILE)
    return {**beside.get(path.name, {}), **central.get(path.name, {})}


def load(file: Path) -> Mapping[str, Mapping[str, Any]]:
    """File name -> corrected fields; empty where there is no file; raises InputError with the place where it says something impossible."""
    if not file.is_file():
        return {}
    try:
        found = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{file} 不是有效的 TOML：{error}。") from error
    for name, corrections in found.items():
        if not isinstance(corrections, dict):
            raise InputError(f'{file}：每个文件写成 ["{name}"] 一节，下面一行一项。')
        for key, value in corrections.items():
            validate(file, name, key, value)
    return found


def validate(file: Path, name: str, key: str, value: Any) -> None:
    """Raises InputError where a field is unknown or its value impossible."""
    if key not in KEYS:
        raise InputError(f"{file}：[{name}] 的 {key} 不认识；可写 {'、'.join(KEYS)}。")
    if not isinstance(value, int if key == "year" else str) or isinstance(value, bool):
        raise InputError(f"{file}：[{name}] 的 {key} 应是{'年份（整数）' if key == 'year' else '文字'}。")
    if key in CHOICES and value not in CHOICES[key]:
        raise InputError(f"{file}：[{name}] 的 {key} 只能是 {'、'.join(CHOICES[key])}。")


def correct(document: Document, corrections: Mapping[str, Any]) -> Document:
    """The document as the user says it is, with a note."""
    if not corrections:
        return document
    note = f"{CORRECTED}{'、'.join(corrections)}。"
    return replace(document, identity=replace(document.identity, **corrections), notes=(*document.notes, note))
