"""Mutated files of every format are read or refused in one sentence: no crash, no hang, no flood of memory."""

import random
import zlib
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from written import WRITERS, write

from index.errors import UnreadableFile
from index.readers import read_guarded
from index.records import Reading

ROUNDS = 25
"""Mutations of each kind and format; seeds are fixed, raise the number to search further."""


def flip(content: bytes, dice: random.Random) -> bytes:
    """A few bytes are changed."""
    mutable = bytearray(content)
    for _ in range(dice.choice([1, 3, 10, 50])):
        mutable[dice.randrange(len(mutable))] = dice.randrange(256)
    return bytes(mutable)


def cut(content: bytes, dice: random.Random) -> bytes:
    """The end, the beginning or the middle is missing."""
    start, end = sorted((dice.randrange(len(content)), dice.randrange(len(content))))
    return dice.choice([content[:end], content[start:], content[:start] + content[end:]])


def repeat(content: bytes, dice: random.Random) -> bytes:
    """A piece stands many times."""
    start = dice.randrange(len(content))
    piece = content[start : start + dice.choice([1, 10, 200])]
    return content[:start] + piece * dice.choice([2, 100, 1000]) + content[start:]


def number(content: bytes, dice: random.Random) -> bytes:
    """A digit becomes a huge or a negative number: lengths, counts, offsets, spans."""
    digits = [place for place, byte in enumerate(content) if 48 <= byte <= 57]
    if not digits:
        return flip(content, dice)
    place = dice.choice(digits)
    return content[:place] + dice.choice([b"999999999", b"-1", b"0", b"65536", b"1e9"]) + content[place + 1 :]


KINDS = (flip, cut, repeat, number)


def inside(content: bytes, kind, dice: random.Random) -> bytes:
    """The mutation in an unpacked member, so that it reaches the XML and not only the archive."""
    packed = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(packed, "w", ZIP_DEFLATED) as new:
        chosen = dice.choice([name for name in old.namelist() if old.getinfo(name).file_size])
        for name in old.namelist():
            new.writestr(name, kind(old.read(name), dice) if name == chosen else old.read(name))
    return packed.getvalue()


def mutations(content: bytes, suffix: str):
    """Mutated contents, the same ones in every run."""
    dice = random.Random(zlib.crc32(suffix.encode()))
    for kind in KINDS:
        for _ in range(ROUNDS):
            yield inside(content, kind, dice) if suffix in (".xlsx", ".docx") and dice.random() < 0.7 else kind(content, dice)


@pytest.mark.parametrize("suffix", WRITERS)
def test_a_mutated_file_is_read_or_refused(suffix: str, tmp_path: Path):
    content = write(tmp_path / f"whole{suffix}").read_bytes()
    path = tmp_path / f"mutated{suffix}"
    for mutated in mutations(content, suffix):
        path.write_bytes(mutated)
        try:
            outcome = read_guarded(path, seconds=5, megabytes=1000)
        except UnreadableFile as error:
            outcome = str(error)
            assert "进程" not in outcome and "超时" not in outcome, outcome
            assert outcome.startswith(path.name) and outcome.endswith("。") and "\n" not in outcome
        else:
            assert isinstance(outcome, Reading)
            outcome.cell_count()
            str(outcome).encode()
