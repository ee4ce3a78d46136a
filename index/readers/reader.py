"""What a reader is: a format, its file name endings, the look of its first bytes, and a pure function of the bytes."""

from collections.abc import Callable
from dataclasses import dataclass

from index.records import Reading, Source


@dataclass(frozen=True, slots=True)
class Reader:
    """One format."""

    format: str
    suffixes: tuple[str, ...]
    recognises: Callable[[bytes], bool]
    """Whether content is of this format beyond doubt; formats without a signature say no."""
    read: Callable[[bytes, Source], Reading]
    """Raises UnreadableFile with one sentence; imports its library itself, because libraries cost 50 to 300 ms each."""
