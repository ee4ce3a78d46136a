"""From a file to its Grids and TextLines in printed order. Readers know layout and not budgets.

A format is one module with one `Reader`, and one entry in `READERS`.
"""

from hashlib import sha256
from pathlib import Path

from index.errors import UnreadableFile, YusuanError
from index.readers.delimited import DELIMITED
from index.readers.guard import read_guarded
from index.readers.markdown import MARKDOWN
from index.readers.pdf import PDF
from index.readers.reader import Reader
from index.readers.text import TEXT
from index.readers.web import HTML
from index.readers.word import DOCX
from index.readers.workbook import XLSX
from index.readers.workbook97 import XLS
from index.records import Reading, Source

READERS: tuple[Reader, ...] = (PDF, XLSX, XLS, DOCX, HTML, MARKDOWN, DELIMITED, TEXT)

LARGEST = 256 * 1024 * 1024
"""Bytes; larger files are refused unread."""

__all__ = ["READERS", "formats", "read", "read_guarded"]


def formats() -> tuple[str, ...]:
    """File name endings that can be read, with their dots."""
    return tuple(suffix for reader in READERS for suffix in reader.suffixes)


def read(path: Path) -> Reading:
    """The file's blocks; raises UnreadableFile with one sentence where it cannot be read."""
    named = next((reader for reader in READERS if path.suffix.lower() in reader.suffixes), None)
    if named is None:
        raise UnreadableFile(f"{path.name} 的格式不支持。可读格式：{'、'.join(formats())}。")
    content = _content(path)
    reader = next((reader for reader in READERS if reader.recognises(content)), named)
    source = Source(path=str(path), file=path.name, sha256=sha256(content).hexdigest(), format=reader.format)
    try:
        return reader.read(content, source)
    except YusuanError:
        raise
    except MemoryError as error:
        raise UnreadableFile(f"{path.name} 读取时内存不足。") from error
    except Exception as error:
        raise UnreadableFile(f"{path.name} 已损坏或格式不符，无法按 {reader.format} 读取。") from error


def _content(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise UnreadableFile(f"{path.name} 太大：{size // 1024**2} MB，上限 {LARGEST // 1024**2} MB。")
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"{path.name} 打不开：{error.strerror or error}。") from error
    if not content:
        raise UnreadableFile(f"{path.name} 是空文件。")
    return content
