"""Train the embedding that ships: `python -m index.train_embedding [folder]`; the only place besides the embedder that imports torch.

A static embedding (Chinese characters, pairs, words; Latin words), trained with sentence-transformers by in-batch negatives on pairs made from
`data/knowledge/`. Two runs give the same bytes: PYTHONHASHSEED is set, every set is sorted, torch runs on one thread.
"""

import json
import os
import random
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from index.concepts import concepts
from index.grams import all_grams, prepared
from index.training_pairs import SEED, neighbours, pairs

NAME = "yusuan-zh-static-v1"
DIMENSION, EPOCHS, BATCH, RATE, SCALE, BEGIN = 192, 3, 512, 0.01, 20.0, 0.1
"""More epochs learn the pairs and forget the language: with eight, recall on questions falls by five points."""
UNKNOWN = "[UNK]"
"""The token of no text: model2vec drops the tokenizer's unknown token, so it must not be a real one."""
RARE = 60
"""A pair of characters that is no word of a concept is a token from this many sentences on."""
COMMON = "".join(bytes([high, low]).decode("gb2312") for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF) if (high, low) < (0xD7, 0xFA))
"""The 3,755 everyday characters of GB 2312, so that unknown words share at least their characters."""


def vocabulary(texts: list[str]) -> list[str]:
    """The tokens, most frequent first: words of concepts and of the dictionary, frequent pairs, all common characters."""
    words = {gram for concept in concepts() for word in concept.words for gram in all_grams(word) if gram == word.lower() or len(gram) <= 2}
    words |= {word for _, *near in neighbours() for word in near}
    counts = Counter(gram for text in texts for gram in set(all_grams(text)) if len(gram) <= 2 or gram in words)
    kept = {gram for gram, count in counts.items() if gram in words or count >= RARE} | set(COMMON)
    return [UNKNOWN, *sorted(kept, key=lambda gram: (-counts[gram], gram))]


def train(folder: Path) -> None:
    """Make the pairs, train on them, save what the embedder loads."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss

    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    made = list(dict.fromkeys(pairs()))
    tokens = vocabulary([text for pair in made for text in pair])
    known = frozenset(tokens)
    print(f"{len(made)} pairs, {len(tokens)} tokens", flush=True)
    texts = [(prepared(asked, known), prepared(said, known)) for asked, said in made]
    model = SentenceTransformer(modules=[_static_embedding(tokens)], device="cpu")
    loss = MultipleNegativesRankingLoss(model, scale=SCALE)
    optimiser = torch.optim.Adam(model.parameters(), lr=RATE)
    steps = EPOCHS * (len(texts) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: 1 - step / steps)
    for step, batch in enumerate(_batches(texts), start=1):
        optimiser.zero_grad()
        value = loss([model[0].preprocess([pair[side] for pair in batch]) for side in (0, 1)], None)
        value.backward()
        optimiser.step()
        schedule.step()
        if step % 200 == 0:
            print(f"step {step} of {steps}: loss {value.item():.4f}", flush=True)
    save(model, folder)


def _batches(texts: list[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    """Shuffled anew each epoch, whole batches only."""
    chance = random.Random(SEED)
    for _ in range(EPOCHS):
        chance.shuffle(texts)
        for start in range(0, len(texts) - BATCH + 1, BATCH):
            yield texts[start : start + BATCH]


def _static_embedding(tokens: list[str]):
    """An untrained module over the tokens; unknown ones were taken out of the text before."""
    import torch
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import WhitespaceSplit

    tokenizer = Tokenizer(WordLevel({token: number for number, token in enumerate(tokens)}, unk_token=UNKNOWN))
    tokenizer.pre_tokenizer = WhitespaceSplit()
    weights = torch.randn(len(tokens), DIMENSION, generator=torch.Generator().manual_seed(SEED)) * BEGIN
    return StaticEmbedding(tokenizer, embedding_weights=weights)


def save(model, folder: Path) -> None:
    """The folder as sentence-transformers writes it, weights in half precision; made beside the old one and put in its place whole."""
    made, old = folder.with_name(f"{folder.name}.new"), folder.with_name(f"{folder.name}.old")
    model.half().save(str(made), create_model_card=False)
    (made / "about.json").write_text(json.dumps({"name": NAME, "seed": SEED, "dimension": DIMENSION}, indent=1) + "\n", encoding="utf-8")
    (made / "model.safetensors").chmod(0o644)
    if folder.exists():
        folder.rename(old)
    made.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def main() -> None:
    """Train into the folder given, by default the one that ships."""
    if os.environ.get("PYTHONHASHSEED") != "0":  # string hashing is fixed when the interpreter starts
        os.execve(sys.executable, [sys.executable, "-m", "index.train_embedding", *sys.argv[1:]], {**os.environ, "PYTHONHASHSEED": "0"})
    train(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("data/models") / NAME)


if __name__ == "__main__":
    main()
