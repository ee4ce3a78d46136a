"""What is refused before anything is looked up: instructions, SQL, other subjects."""

from __future__ import annotations

import re

from qa.scan import Scanned

OFF_TOPIC = ("creative", "code", "instruction", "outside", "opinion", "forecast", "revenue_of_government")
"""Kinds of refusal_words.csv that nothing in a budget answers; the others (人数, 车辆, 季度 …) prose may answer and tables never."""
_SQL = re.compile(r"\b(select|insert|update|delete|drop|attach|pragma|union|alter|create|vacuum)\b.{0,80}\b(from|table|into|database|set|all|where)\b|;\s*--|'\s*or\s+'?1", re.I)


def refusal(scanned: Scanned) -> str | None:
    """One sentence, where the clause asks for something that no budget answers."""
    if _SQL.search(scanned.text):
        return "不执行 SQL 语句；请用平常的话问已收录预算里的数字或内容。"
    kinds = {m.value for m in scanned.all("refuse")}
    if kinds & set(OFF_TOPIC):
        return "这不是已收录预算能回答的问题。"
    return None
