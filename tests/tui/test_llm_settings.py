"""Which endpoint a model is asked at, and which key goes there."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from openai_server import Said, serve

from index.errors import InputError
from index.knowledge import read_toml
from index.settings import Settings
from qa.llm_settings import endpoint
from tui.llm_settings import Said as Sources
from tui.llm_settings import check_address, resolve

CHECKOUT = Path(__file__).parents[2]
MODEL = Settings(llm_model="m")


def settled(variables=None, /, **by_source):
    settings = resolve(MODEL, Sources(by_source, variables or {})).settings
    return settings.llm_base_url, settings.llm_api_key


DEEPSEEK, OPENAI = "https://api.deepseek.com/v1", "https://api.openai.com/v1"
OWN = "https://models.example.com/v1"


@pytest.mark.parametrize(
    ("environment", "sources", "expected"),
    [
        ({"OPENAI_API_KEY": "k"}, {}, (OPENAI, "k")),
        ({"OPENAI_API_KEY": "k", "OPENAI_BASE_URL": OWN}, {}, (OWN, "k")),
        ({"OPENAI_API_KEY": "k", "OPENAI_API_BASE": OWN}, {}, (OWN, "k")),
        ({"OPENAI_API_KEY": "k"}, {"file": {"llm_base_url": OWN}}, (OWN, None)),
        ({"OPENAI_API_KEY": "k", "DEEPSEEK_API_KEY": "d"}, {"file": {"llm_preset": "deepseek"}}, (DEEPSEEK, "d")),
        ({"DEEPSEEK_API_KEY": "d"}, {"file": {"llm_preset": "moonshot"}}, ("https://api.moonshot.cn/v1", None)),
        ({"DEEPSEEK_API_KEY": "d"}, {}, (OPENAI, None)),
        ({}, {"environment": {"llm_api_key": "k"}, "file": {"llm_preset": "deepseek"}}, (DEEPSEEK, "k")),
        ({}, {"file": {"llm_api_key": "k", "llm_base_url": OWN}}, (OWN, "k")),
        ({}, {"environment": {"llm_base_url": DEEPSEEK}, "file": {"llm_api_key": "k", "llm_base_url": OWN}}, (DEEPSEEK, None)),
        ({}, {"flag": {"llm_base_url": DEEPSEEK}, "environment": {"llm_api_key": "k", "llm_base_url": OWN}}, (DEEPSEEK, None)),
        ({}, {"environment": {"llm_preset": "ollama"}}, ("http://127.0.0.1:11434/v1", None)),
        ({}, {"environment": {"llm_base_url": OWN, "llm_preset": "ollama"}}, (OWN, None)),
    ],
)
def test_a_key_goes_only_to_the_endpoint_that_it_was_given_for(environment, sources, expected):
    assert settled(environment, **sources) == expected


@pytest.mark.parametrize("address", ["http://127.0.0.1:1234/v1", "http://localhost:8000", "http://[::1]:1/v1", "https://example.com/v1"])
def test_https_and_loopback_are_allowed(address):
    assert check_address(address) is None


@pytest.mark.parametrize(
    "address",
    ["http://example.com/v1", "http://10.0.0.1/v1", "ftp://127.0.0.1", "file:///etc/passwd", "127.0.0.1:80", "", "https://", "https://u:p@example.com",
     "http://127.0.0.1.example.com", "http://localhost.example.com", "http://127.0.0.1@example.com/", "http://[::1", "https://example.com:x/"],
)  # fmt: skip
def test_every_other_address_is_refused(address):
    with pytest.raises(InputError):
        check_address(address)


def test_an_address_among_the_options_is_held_to_the_same_and_is_the_one_shown():
    ollama = Settings(llm_model="m", llm_class="llama_index.llms.ollama.Ollama", llm_options={"base_url": "http://10.0.0.1:11434", "request_timeout": 30})
    with pytest.raises(InputError, match="https"):
        resolve(ollama, Sources({}, {}))
    local = replace(ollama, llm_options={"base_url": "http://127.0.0.1:11434", "request_timeout": 30})
    assert endpoint(resolve(local, Sources({}, {})).settings).host == "127.0.0.1:11434"
    assert endpoint(replace(local, llm_options=None)).host == "Ollama"


def test_without_a_model_nothing_is_kept():
    assert resolve(Settings(llm_api_key="k", llm_preset="nowhere"), Sources({}, {})).settings.llm_api_key is None


def test_every_preset_has_an_allowed_address():
    presets = read_toml("llm_presets.toml")
    assert set(presets) == {"deepseek", "dashscope", "volcengine", "moonshot", "zhipu", "openai", "ollama", "vllm", "lmstudio"}
    assert [check_address(preset["base_url"]) for preset in presets.values()] == [None] * 9


def test_an_unknown_preset_names_those_that_there_are():
    with pytest.raises(InputError, match="deepseek"):
        settled(file={"llm_preset": "deepthought"})


def yusuan(*arguments, **more):
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("YUSUAN_", "OPENAI_"))}
    return subprocess.run([sys.executable, "-m", "tui.cli", *arguments], cwd=CHECKOUT, capture_output=True, text=True, env={**environment, "YUSUAN_CONFIG": os.devnull, **more})


def test_a_key_is_never_shown():
    done = yusuan("config", "--json", YUSUAN_LLM_MODEL="m", YUSUAN_LLM_API_KEY="sk-secret")
    shown = json.loads(done.stdout)["settings"]
    assert (shown["llm_api_key"], shown["llm_base_url"]) == ({"value": "（已设，不显示）", "origin": "environment"}, {"value": OPENAI, "origin": "default"})
    assert "sk-secret" not in done.stdout + done.stderr + repr(Settings(llm_api_key="sk-secret"))


def test_a_file_with_a_key_that_others_can_read_is_refused(tmp_path):
    file = tmp_path / "yusuan.toml"
    file.write_text('[llm]\nmodel = "m"\napi_key = "sk-secret"\n', encoding="utf-8")
    file.chmod(0o644)
    done = yusuan("config", YUSUAN_CONFIG=str(file))
    assert (done.returncode, done.stdout, "chmod 600" in done.stderr, "sk-secret" in done.stderr) == (2, "", True, False)
    file.chmod(0o600)
    assert yusuan("config", YUSUAN_CONFIG=str(file)).returncode == 0


def test_no_llm_wins_over_every_source():
    done = yusuan("--no-llm", "config", "--json", YUSUAN_LLM_MODEL="m")
    assert json.loads(done.stdout)["settings"]["llm_model"]["value"] is None


def test_check_tries_the_endpoint():
    with serve(lambda asked: Said("OK")) as server:
        done = yusuan("config", "check", "--json", YUSUAN_LLM_MODEL="m", OPENAI_BASE_URL=server.url, OPENAI_API_KEY="sk-1")
    told = json.loads(done.stdout)
    assert (done.returncode, told["answers"], told["tokens"], told["host"], server.keys) == (0, True, 18, server.url[7:-3], ["Bearer sk-1"])


def test_check_of_a_dead_endpoint_is_one_sentence():
    done = yusuan("config", "check", YUSUAN_LLM_MODEL="m", YUSUAN_LLM_BASE_URL="http://127.0.0.1:9/v1")
    assert (done.returncode, len(done.stdout.splitlines()), done.stderr) == (1, 1, "")
