"""Chinese names of tables and columns, out of `data/metadata.yaml`, `table_types.toml` and `measures.csv`."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from index.knowledge import read_csv, read_toml

STAGES = {"prior": "上年", "final": "决算数", "adjusted": "调整数"}
FUNDS = {
    "fiscal": "财政拨款",
    "general": "一般公共预算",
    "government_fund": "政府性基金",
    "state_capital": "国有资本经营",
}
QUERY_COLUMNS = {
    "before": "上年（元）",
    "after": "本年（元）",
    "change": "增减（元）",
    "change_percent": "增减（%）",
    "year_before": "上年度",
    "rows": "行数",
    "indicators": "指标数",
}
"""Columns that only saved queries have."""


@cache
def metadata() -> dict[str, Any]:
    """What Datasette is given: the file, completed by the typed tables."""
    written = yaml.safe_load(files("data").joinpath("metadata.yaml").read_text(encoding="utf-8"))
    tables = written["databases"]["budget"]["tables"]
    for entry in read_toml("table_types.toml")["type"]:
        tables.setdefault(entry["id"], {}).update(typed(entry["name"]) | tables.get(entry["id"], {}))
    return written


def typed(name: str) -> dict[str, Any]:
    """Metadata of a typed table."""
    return {
        "title": f"{name}（按栏目）",
        "description": "每行一个印出的行。各金额栏照原文（单位见“计量单位”），带“分”的是同一数的整数分；合计行与明细行由“层级”区分。",
        "facets": ["level"],
    }


def table_title(table: str) -> str:
    """A table's name as people read it."""
    return metadata()["databases"]["budget"]["tables"].get(table, {}).get("title") or table


def description(table: str | None, column: str) -> str:
    """A column with its unit and meaning; the column's own name where nothing is known."""
    tables = metadata()["databases"]["budget"]["tables"]
    described = tables.get(table or "", {}).get("columns") or {}
    if column in described:
        return described[column]
    if table is None and column in QUERY_COLUMNS:
        return QUERY_COLUMNS[column]
    return measure_column(column) or tables["document"]["columns"].get(column) or column


def label(table: str | None, column: str) -> str:
    """A column's heading: its description up to the explanation; a unit in brackets stays."""
    text = description(table, column)
    name, bracket, rest = text.partition("（")
    unit = rest.partition("）")[0]
    return f"{name}（{unit}）" if bracket and unit in {"元", "分", "%"} else name.partition("，")[0]


@cache
def members(column: str) -> dict[str, str]:
    """What the coded values of a column mean, as its description lists them: `level` → leaf 明细, subtotal 小计, total 合计."""
    described = metadata()["databases"]["budget"]["tables"]["document"]["columns"].get(column, "")
    return dict(re.findall(r"[（、]([a-z_]+) ([^、；）]+)", described))


@cache
def measure_column(column: str) -> str | None:
    """`reception_prior_fen` → 公务接待费，上年（分）: columns of typed tables are named after their measures."""
    match = re.fullmatch(r"([a-z_]+?)(_c\d+)?(?:_(\d+))?(_fen)?", column)
    measures = {row["id"]: row["name"] for row in read_csv("measures.csv")}
    dimensions = metadata()["databases"]["budget"]["tables"]["document"]["columns"]
    if match is None:
        return None
    stem, position, block, fen = match.groups()
    known = max((name for name in measures if stem == name or stem.startswith(f"{name}_")), key=len, default=None)
    if known is None and not (block and stem in dimensions) and not (fen and stem == "amount"):
        return None
    name = measures[known] if known else dimensions[stem].partition("（")[0]
    rest = stem.removeprefix(known or stem).strip("_")
    said = [STAGES.get(rest) or FUNDS.get(rest) or ""] if rest else []
    for stage, word in STAGES.items():
        if rest.startswith(f"{stage}_"):
            said = [word, FUNDS.get(rest.removeprefix(f"{stage}_"), "")]
    plain = "".join(part for part in (name, *(f"，{word}" for word in said if word), f" {block}" if block else "", position or ""))
    return plain.replace("，", " ") + ("（分）" if fen else "")
