"""The database that a command reads: there already, or made now from the documents that lie ready."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import click

from index.errors import InputError
from index.published import database_of, is_current
from index.settings import Settings


def ready_database(data: Path, settings: Settings) -> Path:
    """The path of a database of this program's schema; makes it where it is missing or of another version, saying so on stderr."""
    database = database_of(data)
    if database.is_file():
        if is_current(database):
            return database
        click.echo("数据库是另一个版本的程序建的，现在重新建立。", err=True)
        make_database(data, remembered(data) or default_paths(data), settings)
        return database
    paths = default_paths(data)
    click.echo(f"还没有数据库，先收录 {'、'.join(map(str, paths))}。", err=True)
    make_database(data, paths, settings)
    return database


def default_paths(data: Path) -> tuple[Path, ...]:
    """`DIR/documents`, else the documents that travel with the program; raises InputError where there is neither."""
    own = data / "documents"
    if own.is_dir():
        return (own,)
    shipped = Path(str(files("data") / "documents"))
    if shipped.is_dir():
        return (shipped,)
    raise InputError(f"没有可收录的文件：请把预算文件放进 {own}，或运行 yusuan index 文件或文件夹。")


def remembered(data: Path) -> tuple[Path, ...]:
    """The paths of the last build that still exist."""
    from index.state import read_state  # only where a database of another version was found

    return tuple(path for root in read_state(database_of(data).parent).roots if (path := Path(root)).exists())


def make_database(data: Path, paths: tuple[Path, ...], settings: Settings) -> None:
    """Index with narration on stderr."""
    from tui.commands.index import build_shown  # sqlite-utils, 130 ms

    build_shown(data, paths, False, settings)
