"""Bytes to text: UTF-8 with or without a byte-order mark, UTF-16 with one, GB18030 otherwise.

A few damaged bytes, two in a thousand characters, do not make another encoding.
"""

import codecs

from index.errors import UnreadableFile

_MARKED = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def decode(content: bytes, file: str) -> str:
    """The text of a text-like file, lines ended by `\\n`; raises UnreadableFile for binary content."""
    text = _decoded(content, file)
    return text.replace("\r", "\n") if "\n" not in text else text


def _decoded(content: bytes, file: str) -> str:
    for mark, encoding in _MARKED:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    if b"\0" in content:
        raise UnreadableFile(f"{file} 不是文本文件：内容为二进制数据。")
    for encoding in ("utf-8", "gb18030"):
        text = content.decode(encoding, errors="replace")
        if text.count("\ufffd") <= len(text) // 500:
            return text
    raise UnreadableFile(f"{file} 的编码无法识别：既不是 UTF-8，也不是 GB18030。")
