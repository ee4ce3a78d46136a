"""A question as typed, in one form: half-width, simplified, lower-case Latin, unified brackets and spaces."""

import re
import unicodedata
from functools import cache, lru_cache

_TRADITIONAL = re.compile(r"[\u4e00-\u9fff]")
_BRACKETS = str.maketrans("（）【】〔〕“”‘’「」『』＂", "()[][]" + '"' * 9)
_DIGIT_OF = dict(zip("零〇o一二三四五六七八九", "000123456789", strict=True))
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


@cache
def _converter():
    import opencc  # 14 ms, only for questions with Chinese characters

    return opencc.OpenCC("t2s")


def simplify(text: str) -> str:
    """Traditional to simplified characters; other text unchanged."""
    return _converter().convert(text) if _TRADITIONAL.search(text) else text


def normalise(text: str) -> str:
    """The question's canonical form; spaces stay between Latin words and vanish between Chinese characters."""
    text = unicodedata.normalize("NFKC", _CONTROL.sub("", text)).translate(_BRACKETS).lower()
    text = re.sub(r"\s+", " ", simplify(text)).strip()
    text = re.sub(r"[二][零〇o][零〇一二三四五六七八九]{2}(?=年)", lambda m: "".join(_DIGIT_OF[char] for char in m[0]), text)
    text = re.sub(r"百分之(\d+(?:\.\d+)?)", r"\1%", text)
    text = re.sub(r"(?<![\d零一二三四五六七八九十两几数好])(百万|千万|亿)(?=元?(?:以上|以下|以内|及以上))", r"1\1", text)
    return re.sub(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])", "", text)


@lru_cache(maxsize=50_000)
def name_key(name: str) -> str:
    """A name in the form in which names are compared: normalised, without spaces, quotes and brackets' shape."""
    return re.sub(r"[\s\"'·]+", "", normalise(name))
