"""The one door to embedding models: the small one that ships, run by numpy alone, or any other through sentence-transformers or llama-index.

A model is named by a setting: nothing (the shipped one), a local folder, a model id of the hub (`BAAI/bge-small-zh-v1.5`, optionally `@revision`),
or the path of a llama-index embedding class (`package.module.Class`). Batch sizes are fixed, because another size changes vectors in their last bits.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from index.errors import InputError
from index.grams import grams

if TYPE_CHECKING:
    import numpy as np

SHIPPED = "yusuan-zh-static-v1"
BATCH = 32


class Embedder(Protocol):
    """Texts to vectors of unit length."""

    name: str
    revision: str
    """Of the weights; vectors of two revisions are not compared."""
    dimension: int

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """One float32 row a text; a text without any known token is a row of zeros."""
        ...


@cache
def open_embedder(name: str | None = None) -> Embedder:
    """The model of the setting, loaded once; raises InputError in one sentence where it cannot be had."""
    if not name or name == SHIPPED:
        return _shipped()
    if (Path(name) / "about.json").is_file():
        return load_static(Path(name))
    if is_class_path(name):
        return LlamaIndexEmbedder.load(name)
    return TransformerEmbedder.load(name)


@dataclass(frozen=True, eq=False)
class StaticEmbedder:
    """Mean of token vectors; the same numbers as sentence-transformers' StaticEmbedding gives over the same tokens."""

    name: str
    revision: str
    vocabulary: dict[str, int] = field(repr=False)
    weights: np.ndarray = field(repr=False)

    @property
    def dimension(self) -> int:
        """Columns of the weights."""
        return self.weights.shape[1]

    @cached_property
    def long_tokens(self) -> tuple[bool, ...]:
        """Of each token, whether it has more than one character; tokens are numbered in the order of the vocabulary."""
        return tuple(len(token) > 1 for token in sorted(self.vocabulary, key=self.vocabulary.__getitem__))

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """One float32 row a text."""
        import numpy as np  # 0.1 s, and figures are answered without it

        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            known = [self.vocabulary[gram] for gram in grams(text, self.vocabulary)]
            if known:
                row[:] = self.weights[known].mean(axis=0)
        return unit(rows)


@cache
def _shipped() -> StaticEmbedder:
    return load_static(Path(str(files("data").joinpath("models", SHIPPED))))


def load_static(folder: Path) -> StaticEmbedder:
    """A static model from the folder that `index.train_embedding` writes: safetensors, tokenizer.json, about.json."""
    import numpy as np

    stored = (folder / "model.safetensors").read_bytes()
    start = 8 + int.from_bytes(stored[:8], "little")
    about = json.loads(stored[8:start])["embedding.weight"]
    begin, end = about["data_offsets"]
    half = np.frombuffer(
        stored, dtype={"F16": "<f2", "F32": "<f4"}[about["dtype"]], offset=start + begin, count=(end - begin) // {"F16": 2, "F32": 4}[about["dtype"]]
    )
    vocabulary = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    described = json.loads((folder / "about.json").read_text(encoding="utf-8"))
    return StaticEmbedder(described["name"], hashlib.sha256(stored).hexdigest()[:12], vocabulary, half.reshape(about["shape"]).astype(np.float32))


def unit(rows: np.ndarray) -> np.ndarray:
    """Rows divided by their length; zero rows stay zero."""
    import numpy as np

    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return (rows / np.where(lengths == 0, 1, lengths)).astype(np.float32)


@dataclass(frozen=True)
class TransformerEmbedder:
    """Any model of sentence-transformers, from a folder or from the hub (HF_ENDPOINT names a mirror); offline once it lies in the cache."""

    name: str
    revision: str
    dimension: int
    network: Any = field(repr=False)

    @classmethod
    def load(cls, name: str) -> TransformerEmbedder:
        """Load, downloading with a progress bar where it is not yet there; the revision found is the one stored."""
        try:
            from sentence_transformers import SentenceTransformer  # 4 s and 400 MB
        except ImportError as error:
            raise InputError(f"用嵌入模型 {name} 需要先安装 sentence-transformers：pip install 'yusuan[models]'。") from error
        model, _, revision = name.partition("@")
        for offline in (True, False):  # an unreachable hub costs 70 s, so the cache is asked first
            try:
                network = SentenceTransformer(model, revision=revision or None, local_files_only=offline, device="cpu")
                break
            except Exception as error:
                if not offline or Path(model).exists():
                    raise InputError(f"嵌入模型 {name} 没有取到：{_first_line(error)}。可以指定本地文件夹，或用 HF_ENDPOINT 指定镜像。") from error
        network.float()
        return cls(model, _commit_of(model, revision or None) or _digest(network), network.get_embedding_dimension(), network)

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """One float32 row a text, in fixed batches."""
        import numpy as np

        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return unit(self.network.encode(list(texts), batch_size=BATCH, show_progress_bar=len(texts) > 500).astype(np.float32))


def is_class_path(name: str) -> bool:
    """`package.module.Class`."""
    return bool(re.fullmatch(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*\.[A-Z]\w*", name)) and not Path(name).exists()


def is_hub_id(name: str) -> bool:
    """`owner/model` or `model`, and neither a class nor a folder here."""
    return not is_class_path(name) and bool(re.fullmatch(r"[\w.-]+(/[\w.-]+)?", name, re.ASCII)) and not Path(name).exists()


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]


def _commit_of(model: str, revision: str | None) -> str | None:
    """The hub's commit that lies in the cache, whatever branch or tag was asked for; `None` for a local folder."""
    from huggingface_hub import snapshot_download

    if Path(model).exists():
        return None
    try:
        return Path(snapshot_download(model, revision=revision, local_files_only=True)).name
    except Exception:  # noqa: BLE001  loaded, yet not from the hub's cache: the weights tell what it is
        return None


def _digest(network: Any) -> str:
    """Of the weights."""
    digest = hashlib.sha256()
    for name, values in sorted(network.state_dict().items()):
        digest.update(name.encode())
        digest.update(values.cpu().float().numpy().tobytes())
    return digest.hexdigest()[:12]


@dataclass(frozen=True)
class LlamaIndexEmbedder:
    """A llama-index embedding, named by the path of its class; it is made without arguments."""

    name: str
    revision: str
    dimension: int
    model: Any = field(repr=False)

    @classmethod
    def load(cls, name: str) -> LlamaIndexEmbedder:
        """Import and make the class."""
        from importlib import import_module

        module, _, attribute = name.rpartition(".")
        try:
            model = getattr(import_module(module), attribute)()
        except Exception as error:
            raise InputError(f"嵌入模型 {name} 没有载入：{_first_line(error)}。") from error
        return cls(name, getattr(model, "model_name", "unknown"), len(model.get_text_embedding("预算")), model)

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """One float32 row a text."""
        import numpy as np

        rows = self.model.get_text_embedding_batch(list(texts))
        return unit(np.array(rows, dtype=np.float32).reshape(len(texts), self.dimension))
