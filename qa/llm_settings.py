"""From the settings to the endpoint of a model."""

from __future__ import annotations

from index.knowledge import read_toml
from index.settings import Settings
from qa.llm_records import Endpoint


def endpoint(settings: Settings) -> Endpoint:
    """The endpoint that the settings name; `llm_model` must be set."""
    window = next((one["context_window"] for one in read_toml("llm_presets.toml").values() if one["base_url"] == settings.llm_base_url), 32_000)
    return Endpoint(
        settings.llm_model or "", settings.llm_base_url, settings.llm_api_key, settings.llm_class, tuple((settings.llm_options or {}).items()), window, settings.llm_max_tokens
    )
