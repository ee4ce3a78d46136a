"""The shipped model runs on numpy alone and gives the vectors of sentence-transformers; stored vectors know their model."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index.embedder import SHIPPED, is_class_path, is_hub_id, load_static, open_embedder
from index.errors import InputError, StoreError
from index.grams import grams, prepared
from index.schema import SCHEMA_VERSION
from index.training_pairs import pairs
from index.vectors import embedding_step, quantise, require_same_model

FOLDER = Path(__file__).parents[2] / "data/models" / SHIPPED
TEXTS = ["谁盯着评审公不公正？", "为保证项目评审公正性，由区纪检监察组对项目评审全过程进行全程监督。", "三公经费 budget 2026", "", "！？"]


def test_tokens_are_overlapping_characters_pairs_and_words_in_the_order_of_the_text():
    assert grams("公务接待费1.5万元 Budget", {"公", "公务", "接待", "接待费", "budget", "万元"}) == ("公", "公务", "接待", "接待费", "万元", "budget")


def test_vectors_have_unit_length_and_a_text_without_known_words_is_zero():
    rows = open_embedder().encode(TEXTS)
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1).round(5).tolist() == [1.0, 1.0, 1.0, 0.0, 0.0]


def test_a_text_has_the_same_vector_alone_and_among_others():
    model = open_embedder()
    assert np.array_equal(model.encode(TEXTS), np.vstack([model.encode([text]) for text in TEXTS]))


def test_a_paraphrase_is_nearer_than_another_subject():
    asked, same, other = open_embedder().encode(["请客吃饭", "公务接待费", "信息系统运行维护"])
    assert asked @ same > 0.5 > asked @ other


def test_vectors_are_those_of_sentence_transformers_bit_for_bit():
    from sentence_transformers import SentenceTransformer

    shipped = load_static(FOLDER)
    network = SentenceTransformer(str(FOLDER), device="cpu", local_files_only=True).float()
    texts = TEXTS[:3]
    ours = np.array([shipped.weights[[shipped.vocabulary[g] for g in grams(text, shipped.vocabulary)]].mean(axis=0) for text in texts])
    theirs = network.encode([prepared(text, shipped.vocabulary) for text in texts], normalize_embeddings=False)
    assert np.array_equal(ours, theirs)


def test_vectors_are_those_of_model2vec_bit_for_bit():
    from model2vec import StaticModel

    shipped = load_static(FOLDER)
    theirs = StaticModel.from_pretrained(FOLDER, normalize=False, force_download=False)
    theirs.embedding = theirs.embedding.astype(np.float32)
    texts = TEXTS[:3]
    ours = np.array([shipped.weights[[shipped.vocabulary[g] for g in grams(text, shipped.vocabulary)]].mean(axis=0) for text in texts])
    assert np.array_equal(ours, theirs.encode([prepared(text, shipped.vocabulary) for text in texts]))


def test_the_shipped_model_needs_neither_torch_nor_a_hub():
    code = (
        "import sys\nfrom index.embedder import open_embedder\nopen_embedder().encode(['三公经费'])\n"
        "print(sorted({'torch', 'sentence_transformers', 'huggingface_hub', 'model2vec', 'tokenizers', 'llama_index'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_the_same_seed_makes_the_same_pairs():
    first, second = pairs(), pairs()
    assert [next(first) for _ in range(200)] == [next(second) for _ in range(200)]


def test_a_model_that_is_not_there_is_one_sentence(tmp_path):
    with pytest.raises(InputError, match="没有取到"):
        open_embedder(str(tmp_path / "none"))
    with pytest.raises(InputError, match="没有载入"):
        open_embedder("no.such.Embedding")


def test_a_folder_of_sentence_transformers_is_a_model_and_its_weights_are_its_revision(tmp_path):
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel

    weights = np.array([[0, 0], [3, 4], [4, 3]], dtype=np.float32)
    tokenizer = Tokenizer(WordLevel({"[UNK]": 0, "预算": 1, "决算": 2}, unk_token="[UNK]"))
    SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_weights=weights)]).save(str(tmp_path / "own"), create_model_card=False)
    model = open_embedder(str(tmp_path / "own"))
    assert np.allclose(model.encode(["预算", "决算"]), [[0.6, 0.8], [0.8, 0.6]])
    assert (model.dimension, len(model.revision), model.encode([]).shape) == (2, 12, (0, 2))


def test_any_llama_index_embedding_is_a_model_by_its_class():
    model = open_embedder(f"{__name__}.TwoNumbers")
    assert np.allclose(model.encode(["预算", "决算书"]), [[2 / 5**0.5, 1 / 5**0.5], [3 / 10**0.5, 1 / 10**0.5]])


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("BAAI/bge-small-zh-v1.5", "hub"),
        ("all-MiniLM-L6-v2", "hub"),
        ("llama_index.embeddings.openai.OpenAIEmbedding", "class"),
        ("/models/x", "neither"),
    ],
)
def test_a_setting_says_where_its_model_comes_from(name, kind):
    assert ("hub" if is_hub_id(name) else "class" if is_class_path(name) else "neither") == kind


class TwoNumbers:
    """As small as a llama-index embedding can be: length and 1."""

    model_name = "two-numbers"

    def get_text_embedding(self, text):
        return [float(len(text)), 1.0]

    def get_text_embedding_batch(self, texts):
        return [self.get_text_embedding(text) for text in texts]


@pytest.fixture
def database(tmp_path):
    connection = sqlite3.connect(tmp_path / "budget.db")
    connection.execute("CREATE TABLE passage (id TEXT PRIMARY KEY, kind TEXT, heading TEXT, text TEXT, content_hash TEXT)")
    connection.execute("CREATE TABLE vector (passage_id TEXT PRIMARY KEY, scale REAL, data BLOB)")
    connection.execute("CREATE TABLE build (key TEXT PRIMARY KEY, value TEXT)")
    connection.executemany("INSERT INTO passage VALUES (?, 'narrative', '', ?, ?)", [("p1", "三公经费", "h1"), ("p2", "会议费", "h2")])
    yield connection
    connection.close()


def test_every_passage_gets_a_vector_and_the_build_knows_the_model(database):
    facts = embedding_step(None)(database)
    model = open_embedder()
    assert facts == {"embedding_model": model.name, "embedding_revision": model.revision, "embedding_dimension": str(model.dimension)}
    assert database.execute("SELECT passage_id, length(data) / 2 FROM vector ORDER BY 1").fetchall() == [
        ("p1", model.dimension),
        ("p2", model.dimension),
    ]


def test_vectors_of_unchanged_passages_are_taken_from_the_database_before(database, tmp_path):
    facts = embedding_step(None)(database)
    database.executemany("INSERT INTO build VALUES (?, ?)", [*facts.items(), ("schema_version", str(SCHEMA_VERSION))])
    database.execute("UPDATE vector SET scale = 7 WHERE passage_id = 'p1'")
    database.commit()
    other = sqlite3.connect(":memory:")
    for statement in database.iterdump():
        other.execute(statement)
    other.execute("DELETE FROM vector")
    other.execute("UPDATE passage SET content_hash = 'changed' WHERE id = 'p2'")
    embedding_step(None, tmp_path / "budget.db")(other)
    assert other.execute("SELECT passage_id, scale = 7 FROM vector ORDER BY 1").fetchall() == [("p1", 1), ("p2", 0)]


def test_what_is_stored_is_the_vector_to_the_fourth_place():
    vector = open_embedder().encode(["机关运行经费"])[0]
    scale, data = quantise(vector)
    assert np.allclose(np.frombuffer(data, dtype="<i2") * np.float32(scale), vector, atol=1e-4)


def test_a_query_with_another_model_than_the_stored_one_is_refused(database):
    database.executemany("INSERT INTO build VALUES (?, ?)", [("embedding_model", "m"), ("embedding_revision", "r"), ("embedding_dimension", "8")])
    with pytest.raises(StoreError, match="由模型 m（版本 r）生成"):
        require_same_model(database, open_embedder())
