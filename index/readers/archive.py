"""Archives from outside (xlsx, docx) are looked over before a library opens them."""

from io import BytesIO
from zipfile import BadZipFile, ZipFile

from index.errors import UnreadableFile

MOST_MEMBERS = 5_000
MOST_BYTES = 256 * 1024 * 1024
"""Unpacked, all members together."""
HIGHEST_RATIO = 200
"""Unpacked to packed, of members above 1 MB; XML of real workbooks packs 10 to 50 times."""


def has_member(content: bytes, prefix: str) -> bool:
    """Whether content is an archive with a member under `prefix`."""
    if not content.startswith(b"PK"):
        return False
    try:
        return any(name.startswith(prefix) for name in ZipFile(BytesIO(content)).namelist())
    except (BadZipFile, ValueError, OSError, NotImplementedError):
        return False


def check_archive(content: bytes, file: str) -> None:
    """Raises UnreadableFile for archives that are damaged, unpack too large, or hold XML with a document type (entities)."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            _check_sizes(archive, file)
            for name in archive.namelist():
                if name.endswith((".xml", ".rels", ".vml")) and _has_doctype(archive.read(name)):
                    raise UnreadableFile(f"{file} 的 XML 带有文档类型声明（{name}），出于安全不予读取。")
    except UnreadableFile:
        raise
    except Exception as error:  # zipfile raises a dozen kinds for damaged archives: BadZipFile, zlib.error, EOFError, NotImplementedError …
        raise UnreadableFile(f"{file} 不是完整的压缩文档，无法读取。") from error


def _check_sizes(archive: ZipFile, file: str) -> None:
    members = archive.infolist()
    size = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS or size > MOST_BYTES:
        raise UnreadableFile(f"{file} 解压后过大（{len(members)} 个部件，{size // 1024**2} MB），不予读取。")
    for member in members:
        if member.file_size > 2**20 and member.file_size > HIGHEST_RATIO * max(member.compress_size, 1):
            raise UnreadableFile(f"{file} 的压缩比异常（{member.filename}），不予读取。")


def _has_doctype(xml: bytes) -> bool:
    return any("<!DOCTYPE".encode(encoding) in xml for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
