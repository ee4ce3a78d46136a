"""`yusuan config`: every setting, its value and who said it; and whether the model answers."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from tui.commands.output import echo, echo_json
from tui.settings import origins, resolved, settings_file

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
    in_force = resolved(call.flags)
    if in_force.withheld:
        echo(f"没有发出的密钥：{'、'.join(in_force.withheld)} 属于别的地址；这个地址的密钥用 YUSUAN_LLM_API_KEY。")
    return 0


def check_model(call: Call, as_json: bool) -> int:
    """Ask the model for one word; status 0 where it answers."""
    settings = resolved(call.flags).settings
    if not settings.llm_model:
        echo_json({"model": None}, indent=1) if as_json else echo("没有设置语言模型（llm_model）；全部由规则作答，数据不出本机。")
        return 1
    from qa.llm import LlamaTalker  # llama-index, 1.4 s
    from qa.llm_records import Deadline, ModelFailed, Prompt
    from qa.llm_settings import endpoint

    talker = LlamaTalker(endpoint(settings))
    begun = monotonic()
    problem, tokens = "", 0
    try:
        said = talker.chat(Prompt("Answer with one word.", "Answer: OK"), Deadline(settings.llm_deadline))
        tokens = said.prompt_tokens + said.completion_tokens
    except ModelFailed as failed:
        problem = str(failed)
    seconds = round(monotonic() - begun, 2)
    if as_json:
        echo_json({"model": talker.name, "host": talker.host, "answers": not problem, "problem": problem or None, "seconds": seconds, "tokens": tokens}, indent=1)
    else:
        echo(problem or f"{talker.name}（{talker.host}）有答复，用时 {seconds} 秒，{tokens} 个 token。问题和证据会发往 {talker.host}。")
    return int(bool(problem))
