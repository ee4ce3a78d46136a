"""The evaluation of retrieval takes any embedding model, here a folder of sentence-transformers that knows a few characters."""

import subprocess
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[2]


def test_the_evaluation_takes_a_local_folder(tmp_path):
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Regex, Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Split

    known = "预算支出收入企业项目服务监督党员培训活动"
    vocabulary = {"[UNK]": 0} | {char: number for number, char in enumerate(dict.fromkeys(known), start=1)}
    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Split(Regex("."), "isolated")
    weights = np.eye(len(vocabulary), dtype=np.float32)
    SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_weights=weights)]).save(str(tmp_path / "own"), create_model_card=False)
    script = "import sys; sys.path.insert(0, 'benchmarks'); import retrieval; retrieval.compare(sys.argv[1:], shared=False)"
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path / "own")], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = {line.split("|")[0].strip() for line in done.stdout.splitlines() if "|" in line}
    assert told == {str(tmp_path / "own"), f"fusion with {tmp_path / 'own'}", "the same over all documents"}
