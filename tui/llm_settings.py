"""Which endpoint a model is asked at, and which key goes there: a key is sent to the endpoint that it was given for, and to no other.

An endpoint is said by flag, environment or file, each by address or by preset; `OPENAI_BASE_URL` and `OPENAI_API_BASE` are the environment's
last word. A key given by one of these belongs to the endpoint that this source and the weaker ones say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from ipaddress import ip_address
from typing import Any
from urllib.parse import SplitResult, urlsplit

from index.errors import InputError
from index.knowledge import read_toml
from index.settings import Settings

OPENAI = "https://api.openai.com/v1"
SOURCES = ("flag", "environment", "file")


@dataclass(frozen=True, slots=True)
class Said:
    """What each source says about the model, and the environment's general variables."""

    by_source: Mapping[str, Mapping[str, Any]]
    """flag, environment, file → setting → value."""
    environment: Mapping[str, str]

    def endpoint(self, sources: tuple[str, ...] = SOURCES) -> tuple[str | None, str]:
        """Address, and the source that said it; the default's last."""
        for source in sources:
            values = self.by_source.get(source, {})
            if values.get("llm_base_url"):
                return str(values["llm_base_url"]), source
            if values.get("llm_preset"):
                return preset(str(values["llm_preset"]))["base_url"], source
            if source == "environment" and (general := self.openai_base()):
                return general, source
        return None, "default"

    def openai_base(self) -> str | None:
        return self.environment.get("OPENAI_BASE_URL") or self.environment.get("OPENAI_API_BASE") or None

    def given_keys(self) -> tuple[tuple[str, str, str | None, str], ...]:
        """Every key given: what named it, the key, the address it belongs to (`None` for a class's own), and its source."""
        found: list[tuple[str, str, str | None, str]] = []
        for number, source in enumerate(SOURCES):
            if key := self.by_source.get(source, {}).get("llm_api_key"):
                found.append(("YUSUAN_LLM_API_KEY" if source == "environment" else "llm_api_key", str(key), self.endpoint(SOURCES[number:])[0], source))
            if source == "environment":
                found += [
                    (name, self.environment[name], one["base_url"], source)
                    for one in read_toml("llm_presets.toml").values()
                    for name in one["key"]
                    if name != "OPENAI_API_KEY" and self.environment.get(name)
                ]
                if general := self.environment.get("OPENAI_API_KEY"):
                    found.append(("OPENAI_API_KEY", general, self.openai_base() or OPENAI, source))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Resolved:
    """Settings with the endpoint and its key, and who said them."""

    settings: Settings
    origins: Mapping[str, str]
    withheld: tuple[str, ...]
    """Keys that belong to other endpoints, by the names of their variables."""


def resolve(settings: Settings, said: Said) -> Resolved:
    """The endpoint in force and the key that belongs to it; raises InputError where the address is impossible."""
    if not settings.llm_model:
        return Resolved(replace(settings, llm_model=None, llm_api_key=None), {}, ())
    address, origin = said.endpoint()
    if address is None and settings.llm_class is None:
        address = OPENAI
    for one in (address, *(value for value in (settings.llm_options or {}).values() if isinstance(value, str) and "://" in value)):
        if one is not None:
            check_address(one)
    key, key_origin, withheld = None, "default", []
    for name, value, owner, source in said.given_keys():
        if not same_endpoint(owner or (None if settings.llm_class else OPENAI), address):
            withheld.append(name)
        elif key is None:
            key, key_origin = value, source
    if key is not None and not (key.isascii() and key.isprintable() and " " not in key):
        raise InputError("密钥里有空格或不是 ASCII 的字符，请检查它是否完整。")
    done = replace(settings, llm_base_url=address, llm_api_key=key)
    return Resolved(done, {"llm_base_url": origin, "llm_api_key": key_origin}, tuple(dict.fromkeys(withheld)) if key is None else ())


def preset(name: str) -> Mapping[str, Any]:
    """A model service by its name; raises InputError with the names that there are."""
    found = read_toml("llm_presets.toml")
    if name not in found:
        raise InputError(f"没有名为“{name}”的模型服务；可用：{'、'.join(found)}。")
    return found[name]


def check_address(address: str) -> None:
    """Raises InputError where questions or keys would travel in the clear, or the address is none."""
    parts = split_address(address)
    if parts.username or parts.password:
        raise InputError("模型服务的地址里不能带用户名或密码；密钥用 YUSUAN_LLM_API_KEY。")
    if parts.scheme == "https" and parts.hostname:
        return
    if parts.scheme == "http" and parts.hostname and is_loopback(parts.hostname):
        return
    raise InputError(f"模型服务的地址只能是 https，或本机（localhost、127.0.0.1）的 http；这里是 {parts.scheme or '没有写'}://{parts.hostname or ''}。")


def split_address(address: str) -> SplitResult:
    """The parts of an address; raises InputError where it is none."""
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError as error:
        raise InputError("模型服务的地址不是网址。") from error
    return parts


def is_loopback(host: str) -> bool:
    """This machine: localhost by name, or an address of the loopback net."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def same_endpoint(left: str | None, right: str | None) -> bool:
    """Same scheme, host and port."""
    if left is None or right is None:
        return left is right
    ports = {"https": 443, "http": 80}
    a, b = split_address(left), split_address(right)
    return (a.scheme, a.hostname, a.port or ports.get(a.scheme)) == (b.scheme, b.hostname, b.port or ports.get(b.scheme))
