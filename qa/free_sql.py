"""SQL of a model's own, on request only: shown first, run under the guarded connection, and believed in nothing but which rows it found.

What the reader sees are the printed cells of those rows. A value that the query computes has no row, and is not shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.catalogue import catalogue
from qa.draft import Draft, one_location
from qa.errors import QuestionError
from qa.llm_records import Deadline, Prompt, Talker
from qa.planned import Engine
from qa.prompts import quoted, render
from qa.records import Reply
from qa.sql import parsed

MOST_ROWS = 50
TABLES = ("document", "source_table", "source_row", "fact", "fact_member", "project", "indicator", "passage", "statement", "check_result")
_ROWS = """SELECT r.id, r.document_id, r.[values], r.location, trim(coalesce(t.number, '') || ' ' || t.title) AS title
FROM source_row r JOIN source_table t ON t.id = r.table_id WHERE r.id = ?"""


@dataclass(frozen=True, slots=True)
class Query:
    """A query that a model wrote, not run yet."""

    sql: str
    question: str


def written_query(engine: Engine, question: str, talker: Talker, deadline: Deadline, again: str = "") -> Query:
    """One SELECT for a question; raises ModelFailed, or QuestionError where the answer is no single SELECT."""
    told = {"catalogue": catalogue(engine, engine.holdings.groups, question), "question": quoted(question), "again": again}
    text = talker.chat(Prompt(render("sql", schema=schema(engine)), render("sql_question", **told)), deadline).text
    fenced = re.search(r"```(?:sql)?\s*(.*?)```", text, re.S | re.I)
    sql = (fenced[1] if fenced else text).strip().rstrip(";").strip()
    if not re.match(r"(?:select|with)\b", sql, re.I) or ";" in sql or len(sql) > 4_000 or any(ord(c) < 32 and c not in "\n\t" for c in sql):
        raise QuestionError("模型给的不是一条 SELECT，没有执行。")
    return Query(sql, question)


def run_query(engine: Engine, query: Query) -> Reply:
    """The rows that the query names, cited as printed; refused where it names none."""
    engine.database.take_log()
    draft = Draft(query.question, engine.holdings, engine.database)
    try:
        rows = engine.database.select(query.sql, most=MOST_ROWS)
    except QuestionError as problem:
        draft.say(str(problem))
        return draft.reply("not_found", (query.sql,))
    log = engine.database.take_log()
    ids = list(dict.fromkeys(str(row["row_id"]) for row in rows if "row_id" in row.keys() and row["row_id"] is not None))  # noqa: SIM118  a sqlite3.Row iterates over values
    sources = [found[0] for id in ids if (found := engine.database.select(_ROWS, (id,), log=False))]
    if not sources:
        draft.say("这条 SQL 没有找到可以引用的行。" if not rows else "这条 SQL 的结果没有 row_id，或者不是文件里的行，没有出处，不予显示。")
        return draft.reply("not_found", log)
    dropped = False
    for source in sources:
        cells = {header: text for header, text in (parsed(source["values"]) or {}).items() if text and text.strip()}
        marker = draft.cite_row(source["id"], source["document_id"], source["title"], one_location(parsed(source["location"])), cells)
        listed = "，".join(f"{header.rpartition(' / ')[2]} {text}" for header, text in cells.items())
        draft.say(f"{listed or '（空行）'}[{marker}]\n")
        shown = set(cells.values())
        own = [row for row in rows if str(row["row_id"]) == source["id"]]
        dropped |= any(isinstance(value, int | float) and str(value) not in shown for row in own for value in tuple(row))
    draft.warn("这是语言模型写的 SQL 找到的行，按文件原样列出；行选得对不对，请核对查询。")
    if dropped:
        draft.warn("SQL 算出的值没有出处，没有显示。")
    if len(rows) == MOST_ROWS:
        draft.warn(f"只列出前 {MOST_ROWS} 行。")
    return draft.reply("answered", log, "语言模型写的 SQL")


def schema(engine: Engine) -> str:
    """Tables with their columns."""
    lines = []
    for table in TABLES:
        rows = engine.database.select(f"SELECT * FROM [{table}] LIMIT 1", log=False)
        if rows:
            lines.append(f"{table}({', '.join(rows[0].keys())})")
    return "\n".join(lines)
