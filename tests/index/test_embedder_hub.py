"""A model of a hub is fetched once by its setting, known by its commit, used offline afterwards, and never mixed with another."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hub import COMMIT, Hub

TEXT = """某市某局2026年部门预算

一、主要职责
本单位负责编制预算，并对预算执行情况进行监督检查。
本单位负责编制决算，并按规定公开决算。
"""


@pytest.fixture(scope="module")
def model(tmp_path_factory) -> Path:
    """A model of sentence-transformers that knows three words."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Regex, Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Split

    weights = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]], dtype=np.float32)
    tokenizer = Tokenizer(WordLevel({"[UNK]": 0, "预算": 1, "决算": 2, "监督": 3}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Split(Regex("预算|决算|监督"), "isolated")
    folder = tmp_path_factory.mktemp("model")
    SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_weights=weights)]).save(str(folder), create_model_card=False)
    return folder


@pytest.fixture
def yusuan(tmp_path):
    """Runs the command with a cache and a configuration of its own."""
    documents = tmp_path / "data" / "documents"
    documents.mkdir(parents=True)
    (documents / "budget.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "yusuan.toml").write_text('[embedding]\nmodel = "owner/tiny"\n', encoding="utf-8")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("HF_", "YUSUAN_"))}

    def run(*words: str, hub: str) -> subprocess.CompletedProcess:
        environment = kept | {"HF_HOME": str(tmp_path / "cache"), "HF_ENDPOINT": hub, "YUSUAN_CONFIG": str(tmp_path / "yusuan.toml")}
        command = [sys.executable, "-m", "tui.cli", "--data", str(tmp_path / "data"), *words]
        return subprocess.run(command, capture_output=True, text=True, env=environment, cwd=Path(__file__).parents[2], check=False)

    return run


@pytest.mark.timeout(400)  # five processes, four of which load torch
def test_a_model_of_a_hub_is_fetched_once_and_used_offline_and_another_is_refused(model, yusuan):
    with Hub("owner/tiny", model) as hub:
        made = yusuan("index", hub=hub.url)
        assert made.returncode == 0, made.stderr
        assert f"/owner/tiny/resolve/{COMMIT}/model.safetensors" in hub.asked
    gone = hub.url
    found = yusuan("search", "监督", "--json", "--kind", "narrative", hub=gone)
    assert found.returncode == 0, found.stderr
    assert "监督检查" in json.loads(found.stdout)["passages"][0]["text"]
    pinned = yusuan("--embedding-model", f"owner/tiny@{COMMIT}", "search", "决算", hub=gone)
    assert pinned.returncode == 0, pinned.stderr
    other = yusuan("--embedding-model", "yusuan-zh-static-v1", "search", "决算", hub=gone)
    assert other.returncode != 0
    assert f"由模型 owner/tiny（版本 {COMMIT}）生成" in other.stderr
    assert "Traceback" not in other.stderr


def test_a_hub_that_has_no_such_model_is_told_in_one_sentence(model, yusuan):
    with Hub("owner/other", model) as hub:
        made = yusuan("index", hub=hub.url)
    assert made.returncode != 0
    assert "嵌入模型 owner/tiny 没有取到" in made.stderr and "Traceback" not in made.stderr
