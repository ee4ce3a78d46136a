"""Two themes, dark and light; contrast does not rest on colour alone, so that NO_COLOR reads as well."""

from collections.abc import Mapping

from textual.theme import Theme

DARK = Theme(
    name="yusuan-dark",
    dark=True,
    primary="#4fa3d1",
    secondary="#7fb069",
    accent="#e0a84c",
    foreground="#e4e6e8",
    background="#16191d",
    surface="#1d2126",
    panel="#282e35",
    warning="#e0a84c",
    error="#e0655f",
    success="#7fb069",
)
LIGHT = Theme(
    name="yusuan-light",
    dark=False,
    primary="#0b5f93",
    secondary="#3f7a2b",
    accent="#9a5a00",
    foreground="#1c1f22",
    background="#fbfbf9",
    surface="#f1f1ed",
    panel="#e2e3dd",
    warning="#9a5a00",
    error="#b3261e",
    success="#3f7a2b",
)


def fitting(environment: Mapping[str, str]) -> str:
    """The theme for the terminal's background where it tells (`COLORFGBG`, set by rxvt, Konsole and others), else dark."""
    background = environment.get("COLORFGBG", "").rpartition(";")[2]
    return LIGHT.name if background in {"7", "15"} else DARK.name
