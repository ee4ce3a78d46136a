"""What the app remembers between runs: the theme. A file that cannot be read or written costs only that."""

import json
from contextlib import suppress
from pathlib import Path

FILE = "app.json"
"""Under the data folder's `sessions`."""


def saved_theme(folder: Path) -> str | None:
    """The theme that was chosen last."""
    with suppress(OSError, ValueError, AttributeError):
        theme = json.loads((folder / FILE).read_text(encoding="utf-8")).get("theme")
        return theme if isinstance(theme, str) else None
    return None


def save_theme(folder: Path, theme: str) -> None:
    """Remember a theme."""
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / FILE).write_text(json.dumps({"theme": theme}), encoding="utf-8")
