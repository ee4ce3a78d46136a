"""The hooks by which the site differs from plain Datasette."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Awaitable, Callable
from typing import Any

from datasette import NotFound, Response, hookimpl
from datasette.database import QueryInterrupted
from datasette.utils import tilde_decode
from datasette.utils.asgi import Base400
from datasette.views.base import DatasetteError
from markupsafe import Markup

from index.fulltext import match_expression
from tui.site import cells, labels
from tui.site.csv_export import Asgi, for_spreadsheets
from tui.site.row_page import around
from tui.text import is_number

LARGEST_VALUE = 8_000_000
"""Bytes of one value that SQL may make: `zeroblob` and doubling recursions outrun every time limit."""
SQLITE_LIMIT_LENGTH, SQLITE_LIMIT_ATTACHED = 0, 7
REFERRED = ("fact", "source_row", "indicator", "department_indicator", "passage", "statement", "project", "source_table", "document")
"""Tables whose ids a check may name, in the order in which they are tried."""


@hookimpl(trylast=True)  # after Datasette's own, whose escape_fts this one replaces
def prepare_connection(conn: Any) -> None:
    """Search boxes quote their words by `escape_fts`; here it cuts them as the index does, so that words of any length are found."""
    conn.create_function("escape_fts", 1, lambda words: match_expression(words) or '""', deterministic=True)
    conn.setlimit(SQLITE_LIMIT_LENGTH, LARGEST_VALUE)
    conn.setlimit(SQLITE_LIMIT_ATTACHED, 0)
    conn.set_authorizer(no_paths)


def no_paths(action: int, first: str | None, *_: object) -> int:
    """Refuse the one statement that shows where the file lies, also as the function `pragma_database_list`."""
    return sqlite3.SQLITE_DENY if action == sqlite3.SQLITE_PRAGMA and first == "database_list" else sqlite3.SQLITE_OK


@hookimpl
def render_cell(column: str, value: object) -> Markup | None:
    """Readable amounts, places and links."""
    return cells.rendered(column, value)


@hookimpl
def extra_template_vars(view_name: str, request: Any, table: str | None, datasette: Any) -> Callable[[], Awaitable[dict[str, Any]]]:
    """Labels for every page; the surroundings of the row for a row's page."""

    async def found() -> dict[str, Any]:
        known = {"label": labels.label, "describe": labels.description, "table_title": labels.table_title, "meaning": meaning, "numeric": numeric}
        if view_name == "row" and request is not None:
            known["around"] = await around(datasette.get_database("budget"), table or "", tilde_decode(request.url_vars["pks"]))
        return known

    return found


def meaning(column: str, value: object) -> str:
    """A coded value in Chinese, any other as it is; blank ones say so."""
    return labels.members(column).get(str(value), str(value)) if value not in (None, "") else "（空白）"


def numeric(value: object) -> bool:
    """A displayed cell that is set flush right."""
    return is_number(str(value))


@hookimpl
def asgi_wrapper() -> Callable:
    """CSV for spreadsheets; a search box that was left empty asks for nothing."""
    return lambda app: for_spreadsheets(without_blank_search(app))


def without_blank_search(app: Asgi) -> Asgi:
    """The site without `_search=` in its addresses: a form sends it empty, and an empty MATCH is an error to SQLite."""

    async def wrapped(scope: dict, receive: Callable, send: Callable) -> None:
        if scope["type"] == "http":
            parts = [part for part in scope["query_string"].split(b"&") if part != b"_search="]
            scope = {**scope, "query_string": b"&".join(parts)}
        await app(scope, receive, send)

    return wrapped


@hookimpl
def register_routes() -> list[tuple[str, Callable]]:
    """Where an id of unknown table leads, and pages of Datasette's that would show the machine's paths."""
    return [
        (r"/-/ref/(?P<id>[^/]+)$", follow_reference),
        (r"/-/yusuan\.json$", say_who),
        (r"/-/(databases|threads|plugins|metadata|settings|versions|patterns|actor)(\.json)?$", hidden),
        (r"/_(internal|memory)(/.*)?(\.\w+)?$", hidden),
    ]


async def follow_reference(request: Any, datasette: Any) -> Response:
    """Lead to the page of a fact, row, indicator or passage."""
    wanted = request.url_vars["id"]
    for table in REFERRED:
        held = await datasette.get_database("budget").execute(f"SELECT 1 FROM [{table}] WHERE id = ?", [wanted])
        if held.first():
            return Response.redirect(datasette.urls.row("budget", table, wanted))
    raise NotFound("数据库中没有这个编号。")


async def say_who(datasette: Any) -> Response:
    """The token by which a running site is recognised as this data folder's."""
    return Response.json({"token": datasette.plugin_config("yusuan")["token"]})


async def hidden() -> Response:
    """Not served."""
    raise NotFound("没有这个页面。")


@hookimpl
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Callable[[], Awaitable[Response]]:
    """One sentence; an error of ours is told to the server's own terminal alone, because its text may hold a path."""

    async def answered() -> Response:
        status, title, message = told(exception)
        if request.path.split("?")[0].endswith(".json"):
            return Response.json({"ok": False, "error": message, "status": status, "title": title}, status=status)
        template = datasette.jinja_env.get_template("error.html")
        context = {"status": status, "title": title, "error": message, "urls": datasette.urls, "app_css_hash": datasette.app_css_hash()}
        return Response.html(await template.render_async(context | {"menu_links": lambda: []}), status=status)

    return answered


def told(exception: Exception) -> tuple[int, str, str | Markup]:
    """Status, title and sentence."""
    if isinstance(exception, QueryInterrupted):
        return 400, "查询超时", "查询用时过长，已中断。请缩小范围后再试。"
    if isinstance(exception, DatasetteError):
        message = Markup(exception.message) if exception.message_is_html else exception.message
        return exception.status, exception.title or "查询有误", message
    if isinstance(exception, NotFound):
        return 404, "没有找到", "数据库中没有这一页或这一行；重新收录之后，编号可能已变。"
    if isinstance(exception, Base400):
        return exception.status, "请求有误", str(exception)
    print(f"{type(exception).__name__}: {exception}", file=sys.stderr)
    return 500, "出错了", "这一页没有显示出来。详情见运行 yusuan serve 的终端。"
