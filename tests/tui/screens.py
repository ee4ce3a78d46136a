"""What a person sees: the screen as plain text, and its comparison with a kept one."""

import os
from pathlib import Path

from textual.app import App

SNAPSHOTS = Path(__file__).parent / "snapshots"


def text_of(app: App) -> str:
    """Every line of the screen, trailing blanks removed; a wide character counts as one here and two on screen."""
    strips = app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips) + "\n"


def widths_of(app: App) -> set[int]:
    """Cell widths of all lines; one number where the layout is whole."""
    return {strip.cell_length for strip in app.screen._compositor.render_strips()}


def assert_looks_like(app: App, name: str) -> None:
    """Compare the screen with `snapshots/<name>.txt`; `SNAPSHOTS=write` writes it anew."""
    kept = SNAPSHOTS / f"{name}.txt"
    seen = text_of(app)
    if os.environ.get("SNAPSHOTS") == "write":
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(seen, encoding="utf-8")
    assert seen == kept.read_text(encoding="utf-8")
