"""`yusuan config`: every setting, its value and who said it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.output import echo, echo_json
from tui.settings import origins, settings_file

if TYPE_CHECKING:
    from tui.cli import Call

ORIGINS = {"flag": "命令行", "environment": "环境变量", "file": "设置文件", "default": "缺省"}


def show_settings(call: Call, as_json: bool) -> int:
    """Print the settings in force; keys are never among them."""
    found = origins(call.flags)
    if as_json:
        settings = {one.name: {"value": one.value, "origin": one.origin} for one in found}
        echo_json({"data": str(call.data), "file": str(settings_file()), "settings": settings}, indent=1)
        return 0
    echo(f"数据文件夹 {call.data}")
    echo(f"设置文件 {settings_file()}{'' if settings_file().is_file() else '（没有）'}")
    for one in found:
        echo(f"{one.name} = {'（未设）' if one.value is None else one.value}　[{ORIGINS[one.origin]}]　{one.help}")
    return 0
