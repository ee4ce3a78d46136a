"""Settings from flags, `YUSUAN_…` variables and a TOML file, in this order; and where a value came from."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, get_type_hints

from index.errors import InputError
from index.settings import Settings
from tui.llm_settings import Resolved, Said, resolve

PREFIX = "YUSUAN_"

CHECKOUT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Origin:
    """A setting and who said it."""

    name: str
    value: Any
    origin: str
    """flag, environment, file or default."""
    help: str


def data_folder(flag: Path | None = None) -> Path:
    """`--data`, else `YUSUAN_DATA`, else the checkout's `data/`, else the user's data folder."""
    if flag is not None:
        return flag
    if named := os.environ.get(f"{PREFIX}DATA"):
        return Path(named).expanduser()
    if (CHECKOUT / "pyproject.toml").is_file() and (CHECKOUT / "data").is_dir():
        return CHECKOUT / "data"
    from platformdirs import user_data_path  # 15 ms, and only an installed wheel needs it

    return user_data_path("yusuan", appauthor=False)


def settings_file() -> Path:
    """`YUSUAN_CONFIG`, else `yusuan.toml` in the user's configuration folder; it need not exist."""
    if named := os.environ.get(f"{PREFIX}CONFIG"):
        return Path(named).expanduser()
    home = os.environ.get("XDG_CONFIG_HOME")
    return (Path(home) if home else Path.home() / ".config") / "yusuan" / "yusuan.toml"


def load(flags: Mapping[str, Any] = {}) -> Settings:
    """The settings in force; raises InputError in one sentence where a value is impossible."""
    return resolved(flags).settings


def resolved(flags: Mapping[str, Any] = {}) -> Resolved:
    """The settings in force with the model's endpoint settled, and who said it."""
    given = {name: value for name, value in flags.items() if value is not None}
    said = from_file()
    from_environment = {field.name: os.environ[name] for field in fields(Settings) if (name := f"{PREFIX}{field.name}".upper()) in os.environ}
    if not said and not from_environment and not any(given.values()):
        return Resolved(Settings(), {}, ())  # pydantic-settings costs 140 ms, half of the time in which a cold answer is due
    return resolve(checked(given, said), Said({"flag": given, "environment": from_environment, "file": said}, os.environ))


def checked(given: Mapping[str, Any], said: Mapping[str, Any]) -> Settings:
    """Values of flags, environment and file, validated by pydantic."""
    from pydantic import ValidationError, create_model
    from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

    class Sources(BaseSettings):
        model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid")

        @classmethod
        def settings_customise_sources(cls, settings_cls, init_settings, env_settings, **_) -> tuple[PydanticBaseSettingsSource, ...]:
            return init_settings, env_settings, lambda: dict(said)

    types = get_type_hints(Settings)
    model = create_model("Checked", __base__=Sources, **{field.name: (types[field.name], field.default) for field in fields(Settings)})
    try:
        return Settings(**model(**given).model_dump())
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        raise InputError(f"设置 {'.'.join(map(str, first['loc']))} 不对：{first['msg']}。见 yusuan config。") from error


def from_file() -> dict[str, Any]:
    """The TOML file's values, tables flattened: `model` under `[embedding]` is `embedding_model`; raises InputError where it cannot be read."""
    file = settings_file()
    try:
        found = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"设置文件 {file} 读不出来：{error}。") from error
    flat = {}
    for name, value in found.items():
        flat |= {f"{name}_{key}": inner for key, inner in value.items()} if isinstance(value, dict) else {name: value}
    if flat.get("llm_api_key") and os.name == "posix" and file.stat().st_mode & 0o077:
        raise InputError(f"设置文件 {file} 里有密钥，别人也能读它；先运行 chmod 600 {file}。")
    return flat


def origins(flags: Mapping[str, Any] = {}) -> tuple[Origin, ...]:
    """Every setting with its value and where it came from."""
    in_force, said = resolved(flags), from_file()
    settings = in_force.settings
    found = []
    for field in fields(Settings):
        if flags.get(field.name) is not None:
            origin = "flag"
        elif f"{PREFIX}{field.name}".upper() in os.environ:
            origin = "environment"
        else:
            origin = "file" if field.name in said else "default"
        value = getattr(settings, field.name)
        shown = "（已设，不显示）" if value is not None and field.metadata.get("secret") else value
        found.append(Origin(field.name, shown, in_force.origins.get(field.name, origin), field.metadata.get("help", "")))
    return tuple(found)
