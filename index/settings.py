"""What a user may set; frozen, standard library only. `tui.settings` finds the values, everything below only reads them."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Settings:
    """A field `x_y` is the flag `--x-y` where a command has one, the variable `YUSUAN_X_Y` and the TOML key `y` under `[x]`."""

    embedding_model: str | None = field(default=None, metadata={"help": "嵌入模型：名称或本地文件夹；不设则用随附的小模型"})
    """Name at the hub or local folder; `None` for the model that ships."""
