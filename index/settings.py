"""What a user may set; frozen, standard library only. `tui.settings` finds the values, everything below only reads them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Settings:
    """A field `x_y` is the flag `--x-y` where a command has one, the variable `YUSUAN_X_Y` and the TOML key `y` under `[x]`."""

    embedding_model: str | None = field(default=None, metadata={"help": "嵌入模型：名称或本地文件夹；不设则用随附的小模型"})
    """Name at the hub or local folder; `None` for the model that ships."""
    llm_model: str | None = field(default=None, metadata={"help": "语言模型的名称；不设则不用语言模型"})
    """`None` switches every language model off."""
    llm_preset: str | None = field(default=None, metadata={"help": "模型服务：deepseek、dashscope、volcengine、moonshot、zhipu、openai、ollama、vllm、lmstudio"})
    llm_base_url: str | None = field(default=None, metadata={"help": "模型服务的地址（https，或本机的 http）；先于 llm_preset"})
    llm_api_key: str | None = field(default=None, repr=False, metadata={"help": "密钥；只发给它所属的地址", "secret": True})
    """Bound to its endpoint by `tui.llm_settings`; `None` where none is needed or none belongs to the endpoint."""
    llm_class: str | None = field(default=None, metadata={"help": "llama-index 模型类的路径，如 llama_index.llms.ollama.Ollama；不设则用 OpenAILike"})
    llm_options: dict[str, Any] | None = field(default=None, metadata={"help": "随请求发给模型服务或模型类的其他参数"})
    llm_deadline: float = field(default=20.0, metadata={"help": "一个问题等模型的总时限，秒"})
    llm_max_tokens: int = field(default=4_096, metadata={"help": "模型答复的最多 token 数"})
    llm_prose: bool = field(default=True, metadata={"help": "由模型写答句；数字、单位和引用仍由程序填写"})
    llm_readings: Literal["offer", "answer"] = field(default="offer", metadata={"help": "规则读不懂的问题：offer 把模型的读法列为选项，answer 直接按它作答并注明"})
    llm_tokens: bool = field(default=False, metadata={"help": "在注意事项里显示用了多少 token"})
    llm_price_in: float | None = field(default=None, metadata={"help": "每百万输入 token 的价钱，用于显示花费"})
    llm_price_out: float | None = field(default=None, metadata={"help": "每百万输出 token 的价钱"})
