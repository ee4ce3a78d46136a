"""Builds the site over a data folder's database."""

from __future__ import annotations

from pathlib import Path
from secrets import token_hex

from datasette.app import Datasette
from datasette.plugins import pm

from tui.site import labels, plugin
from tui.site.database import PublishedDatabase

SETTINGS = {
    "default_page_size": 100,
    "max_returned_rows": 10_000,
    "sql_time_limit_ms": 5_000,
    "facet_time_limit_ms": 400,
    "num_sql_threads": 4,
    "suggest_facets": False,
    "default_facet_size": 12,
    "allow_download": False,
    "max_csv_mb": 500,
    "truncate_cells_html": 300,
    "default_cache_ttl": 0,
    "template_debug": False,
    "trace_debug": False,
}
"""Local use: one user, large answers; suggesting facets costs 0.2 s on 100,000 rows, and the pages must be fresh after re-indexing."""

STOCK_ERRORS = "datasette.handle_exception"
"""Datasette's own error page prints a traceback with local variables and shows the text of any exception."""


def build_site(database: Path, token: str = "") -> Datasette:
    """The site; `token` is what `/-/yusuan.json` answers."""
    here = Path(__file__).resolve().parent.parent
    if not pm.is_registered(plugin):
        pm.register(plugin, "yusuan")
    if pm.has_plugin(STOCK_ERRORS):
        pm.unregister(name=STOCK_ERRORS)
    site = Datasette(
        metadata={**labels.metadata(), "extra_css_urls": ["/yusuan/site.css"], "plugins": {"yusuan": {"token": token or token_hex(8)}}},
        settings=SETTINGS,
        template_dir=str(here / "templates"),
        static_mounts=[("yusuan", str(here / "static"))],
        memory=False,
    )
    site.remove_database("_memory")
    site.add_database(PublishedDatabase(site, str(database)), name="budget")
    return site
