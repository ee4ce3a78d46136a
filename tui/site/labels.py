"""Chinese names of tables and columns, out of `data/metadata.yaml`, `table_types.toml` and `measures.csv`."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from index.knowledge import read_csv, read_toml

QUALIFIERS = {
    "prior": "上年",
    "final": "决算数",
    "adjusted": "调整数",
    "all": "全部资金",
    "fiscal": "财政拨款",
    "general": "一般公共预算",
    "government_fund": "政府性基金",
    "state_capital": "国有资本经营",
    "own": "单位资金",
}
DIMENSIONS = {
    "function": "功能分类科目",
    "government": "政府经济分类科目",
    "department": "部门经济分类科目",
    "item": "收支项目",
    "procurement": "采购品目",
    "service": "购买服务目录",
    "field": "服务领域",
    "region": "地区",
    "project": "项目",
    "unit": "预算单位",
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
    return typed_column(column) or common().get(column) or column


def label(table: str | None, column: str) -> str:
    """A column's heading: its description without the explanation in brackets; a unit stays."""
    text = description(table, column)
    explained = re.fullmatch(r"(.+)（([^（）]*)）", text)
    return text if explained is None or explained[2] in {"元", "分", "%", "境"} or explained[2].startswith("第 ") else explained[1]


def common() -> dict[str, str]:
    """Columns that mean the same in every table."""
    return metadata()["databases"]["budget"]["tables"]["document"]["columns"]


@cache
def members(column: str) -> dict[str, str]:
    """What the coded values of a column mean, as its description lists them: `level` → leaf 明细, subtotal 小计, total 合计."""
    if column == "measure":
        return {row["id"]: row["name"] for row in read_csv("measures.csv")}
    if column == "type":
        return {entry["id"]: entry["name"] for entry in read_toml("table_types.toml")["type"]}
    return dict(re.findall(r"[（、]([a-z_]+) ([^、；）]+)", common().get(column, "")))


@cache
def typed_column(column: str) -> str | None:
    """Columns of typed tables are named measure, stage, fund, block, position, fen: `reception_final_2_fen` is 公务接待费，决算数，栏 2（分）."""
    match = re.fullmatch(r"([a-z_]+?)(?:_(\d+))?(?:_c(\d+))?(_fen)?", column)
    if match is None:
        return None
    stem, block, position, fen = match.groups()
    names = stems()
    known = max((name for name in names if stem == name or stem.startswith(f"{name}_")), key=len, default=None)
    if known is None:
        return None
    said = [QUALIFIERS.get(word) for word in qualifiers(stem.removeprefix(known))]
    if None in said:
        return None
    parts = [names[known], *map(str, said), *([f"栏 {block}"] if block else []), *([f"第 {int(position) + 1} 列"] if position else [])]
    return "，".join(parts) + ("（分）" if fen else "")


def stems() -> dict[str, str]:
    """What the columns of typed tables begin with: measures, amounts, and the members' codes and names."""
    measures = {row["id"]: row["name"] for row in read_csv("measures.csv")}
    dimensions = {f"{id}_{part}": f"{name}{word}" for id, name in DIMENSIONS.items() for part, word in (("code", "编码"), ("name", ""))}
    return {**dimensions, **measures, "amount": "金额", "label": "行名", "level": "层级"}


def qualifiers(rest: str) -> list[str]:
    """`_final_government_fund` → final, government_fund."""
    return re.findall("|".join(sorted(QUALIFIERS, key=len, reverse=True)) + r"|[a-z]+", rest)
