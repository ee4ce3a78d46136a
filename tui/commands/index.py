"""`yusuan index`: progress on stderr, the build report on stdout."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from index.build import Progress, build
from index.knowledge import read_toml
from index.report import BuildReport, DocumentReport
from index.settings import Settings
from tui.commands.database import default_paths
from tui.commands.output import echo
from tui.settings import load

if TYPE_CHECKING:
    from tui.cli import Call

KINDS = {
    "table_row": "表格行",
    "header": "表头",
    "title": "标题",
    "unit": "单位行",
    "note": "注",
    "narrative": "正文",
    "furniture": "页眉页脚",
    "other": "其他文字",
    "unrecognised": "未识别",
}


def index_paths(call: Call, paths: tuple[Path, ...], add: bool, as_json: bool) -> int:
    """Index `paths`, or what lies in the data folder, and print the report."""
    report = build_shown(call.data, paths or default_paths(call.data), add, load(call.flags))
    if as_json:
        echo(json.dumps(report.to_json(), ensure_ascii=False, indent=1))
        return 0
    for line in told(report):
        echo(line)
    return 0


def build_shown(data: Path, paths: tuple[Path, ...], add: bool, settings: Settings) -> BuildReport:
    """Build with a progress bar on stderr, where that is a terminal."""
    with Bar() as bar:
        report = build(data, paths, add, settings.embedding_model, bar.show)
    if report.fresh:
        click.echo(f"用时 {report.seconds:.1f} 秒。", err=True)
    return report


class Bar:
    """A progress bar of bytes, with files, pages and the time left; silent where stderr is no terminal."""

    def __enter__(self) -> Bar:
        self.bar = None
        return self

    def show(self, progress: Progress) -> None:
        """Move the bar to where the build is."""
        if self.bar is None:
            if not sys.stderr.isatty():
                return
            length = max(progress.size_all, 1)
            self.bar = click.progressbar(length=length, label="收录", file=sys.stderr, show_eta=True, item_show_func=lambda item: item)
            self.bar.__enter__()
            self.size = 0
        label = f"{progress.files}/{progress.files_all} 份，{progress.pages} 页"
        self.bar.update(progress.size - self.size, label)
        self.size = progress.size

    def __exit__(self, *error: object) -> None:
        if self.bar is not None:
            self.bar.__exit__(None, None, None)


def told(report: BuildReport) -> Iterator[str]:
    """The report as lines for a person."""
    if not report.fresh:
        yield f"没有变化：{len(report.documents)} 份文件，数据库与上次相同。"
        yield from (f"跳过 {one.file}：{one.why}" for one in report.skipped)
        return
    for one in report.documents:
        yield from document_lines(one)
    yield from (f"跳过 {one.file}：{one.why}" for one in report.skipped)
    pages = sum(one.pages or 0 for one in report.documents)
    removed = f"，移除 {report.removed} 份" if report.removed else ""
    yield (
        f"已收录 {len(report.documents)} 份文件{f'（{pages} 页）' if pages else ''}，"
        f"新读 {report.changed} 份{removed}，跳过 {len(report.skipped)} 份；"
        f"{sum(one.facts for one in report.documents)} 个数，{sum(one.passages for one in report.documents)} 段文字。"
    )
    failing = sum(one.checks_fail for one in report.documents) + report.checks_across
    if failing:
        yield f"勾稽有 {failing} 处对不上，见 yusuan check。"


def document_lines(one: DocumentReport) -> Iterator[str]:
    """What one file yielded."""
    size = f"{one.pages} 页" if one.pages else f"{one.lines} 行" if one.lines else ""
    yield f"{one.file}{f'（{size}）' if size else ''}"
    names = {entry["id"]: entry["name"] for entry in read_toml("table_types.toml")["type"]} | KINDS
    tables = "，".join(f"{names.get(kind, kind)} {count} 张 {one.rows[kind]} 行" for kind, count in one.tables.items())
    yield f"  表：{tables or '没有'}"
    yield f"  数 {one.facts}（有金额 {one.amounts}），项目 {one.projects}，指标 {one.indicators}，段落 {one.passages}，正文中的数 {one.statements}"
    yield f"  单元格：文件中 {one.cells_seen}，存入 {one.cells_kept}；每一行的去处：{counted(one.accounted.items())}"
    yield f"  勾稽：对上 {one.checks_hold}，对不上 {one.checks_fail}"
    yield from (f"  没有存入：{text[:80]}" for text in one.lost)
    yield from (f"  没有读成数：{text}" for text in one.unparsed)
    yield from (f"  说明：{note}" for note in one.notes)


def counted(kinds: Iterable[tuple[str, int]]) -> str:
    """Counts in words."""
    return "，".join(f"{KINDS.get(kind, kind)} {count}" for kind, count in kinds)
