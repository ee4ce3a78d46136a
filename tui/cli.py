"""The command line: stdout is data, stderr is narration, exit status 0 answered, 1 not answered, 2 asked wrongly.

Commands import what they need when they run: click alone is loaded for `--help` (20 ms); the engine costs 50, sqlite-utils 130,
Textual 130, Datasette 360, torch 900 ms.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from index.errors import YusuanError

FOLDER = click.Path(file_okay=False, path_type=Path)
FILE = click.Path(dir_okay=False, allow_dash=True, path_type=Path)
ANY = click.Path(path_type=Path)


@dataclass(frozen=True, slots=True)
class Call:
    """What every command knows."""

    data: Path
    flags: dict[str, Any]


def show_version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    """Print the version and leave."""
    if wanted:
        from importlib.metadata import version  # 15 ms

        click.echo(f"yusuan {version('yusuan')}")
        context.exit()


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--data", type=FOLDER, metavar="DIR", help="数据文件夹：documents/ 放文件，build/ 放数据库。缺省为源码的 data/ 或用户数据文件夹。")
@click.option("--embedding-model", metavar="NAME", help="嵌入模型：名称或本地文件夹；缺省为随附的小模型。")
@click.option("--llm-model", metavar="NAME", help="语言模型的名称；缺省不用语言模型。")
@click.option("--no-llm", is_flag=True, help="这一次不用语言模型。")
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=show_version, help="版本号。")
@click.pass_context
def cli(context: click.Context, data: Path | None, embedding_model: str | None, llm_model: str | None, no_llm: bool) -> None:
    """预算：用一句话问已公开的政府预算，得到数字和证明它的那一行。

    Ask a published government budget a plain question, get the figure with the row that proves it. Without a command the app opens.
    """
    from tui.settings import data_folder

    context.obj = Call(data_folder(data), {"embedding_model": embedding_model, "llm_model": "" if no_llm else llm_model})
    if context.invoked_subcommand is None:
        from tui.commands.app import open_app

        context.exit(open_app(context.obj))


@cli.command("index")
@click.argument("paths", nargs=-1, type=ANY, metavar="[PATH]...")
@click.option("--add", is_flag=True, help="保留已收录的文件，再加上 PATH。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出收录报告。")
@click.pass_context
def index(context: click.Context, paths: tuple[Path, ...], add: bool, as_json: bool) -> None:
    """收录文件和文件夹（PDF、XLSX、DOCX、HTML、CSV、TXT…），建成数据库。

    PATH 就是全部要收录的文件；不写则收录 DIR/documents。没有变化时什么也不做。
    """
    from tui.commands.index import index_paths

    context.exit(index_paths(context.obj, paths, add, as_json))


@cli.command("documents")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
@click.pass_context
def documents(context: click.Context, as_json: bool) -> None:
    """列出已收录的文件：部门、年度、预算或决算、口径，以及用户更正过什么。"""
    from tui.commands.documents import list_documents

    context.exit(list_documents(context.obj, as_json))


@cli.command("check")
@click.argument("document", required=False)
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
@click.pass_context
def check(context: click.Context, document: str | None, as_json: bool) -> None:
    """勾稽：哪些数对得上，哪些对不上，两处各在哪里。DOCUMENT 是文件名或编号（可只写一部分）。"""
    from tui.commands.check import list_checks

    context.exit(list_checks(context.obj, document, as_json))


@cli.command("ask")
@click.argument("question", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出一个对象。")
@click.option("--batch", type=FILE, metavar="FILE", help='逐行回答 {"id", "turns": [...]}；- 为标准输入。')
@click.option("--no-llm", is_flag=True, help="不用语言模型。")
@click.option("--sql", "by_sql", is_flag=True, help="由语言模型写一条 SELECT，先显示再执行，只列出它找到的原行。")
@click.pass_context
def ask(context: click.Context, question: tuple[str, ...], as_json: bool, batch: Path | None, no_llm: bool, by_sql: bool) -> None:
    """问一个问题：yusuan ask "三公经费多少？" 退出状态 0 已回答，1 未回答，2 问法有误。"""
    text = " ".join(question).strip()
    if text and batch is not None:
        raise click.UsageError("--batch 与问题不能同时给。")
    if not text and batch is None:
        raise click.UsageError('请写出问题，例如：yusuan ask "三公经费多少？"')
    if no_llm:
        context.obj.flags["llm_model"] = ""
    if by_sql:
        if batch is not None:
            raise click.UsageError("--sql 与 --batch 不能同时给。")
        from tui.commands.sql import ask_sql

        context.exit(ask_sql(context.obj, text, as_json))
    from tui.commands.ask import ask_batch, ask_one

    if batch is not None:
        context.exit(ask_batch(context.obj, batch))
    context.exit(ask_one(context.obj, text, as_json))


@cli.command("replay")
@click.argument("record", required=False)
@click.option("--list", "listing", is_flag=True, help="列出记录。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
@click.pass_context
def replay(context: click.Context, record: str | None, listing: bool, as_json: bool) -> None:
    """用记录（DIR/audit.jsonl）重放一次有语言模型参与的回答；不调用模型。RECORD 缺省为最近一条。退出状态 0 与当时相同，1 不同。"""
    from tui.commands.replay import list_records, replay_record

    context.exit(list_records(context.obj) if listing else replay_record(context.obj, record, as_json))


@cli.command("search")
@click.argument("text", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True, help="最多几条。")
@click.option("--department", help="只在这个部门的文件里找。")
@click.option("--year", type=int, help="只在这个年度的文件里找。")
@click.option("--phase", type=click.Choice(["预算", "决算", "调整预算"]), help="只在预算或决算里找。")
@click.option("--kind", "kinds", multiple=True, type=click.Choice(["narrative", "goal", "indicator", "term", "note"]), help="只找这类段落。")
@click.pass_context
def search(context: click.Context, text: tuple[str, ...], as_json: bool, limit: int, **filters: Any) -> None:
    """检索段落和表格行，给出位置、分数和命中原因。"""
    from tui.commands.search import Filters, search_text

    context.exit(search_text(context.obj, " ".join(text), as_json, limit, Filters(**filters)))


@cli.command("serve")
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="端口；0 为任意空闲端口。")
@click.option("--open", "open_browser", is_flag=True, help="同时打开浏览器。")
@click.pass_context
def serve(context: click.Context, port: int, open_browser: bool) -> None:
    """在本机 127.0.0.1 用 Datasette 浏览数据库；引用中的网址指向这里。"""
    from tui.commands.serve import serve_database

    context.exit(serve_database(context.obj, port, open_browser))


@cli.command("eval")
@click.argument("file", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
@click.option("--show", is_flag=True, help="列出每个答错的问题。")
@click.option("--model", metavar="NAME", help="另用这个语言模型再答一遍，打印对比表（Markdown）。")
@click.pass_context
def evaluate(context: click.Context, file: Path, as_json: bool, show: bool, model: str | None) -> None:
    """用一份题目（JSONL）给回答打分：按题型的正确率和 95% 区间，以及四个必须为零的数。"""
    if model is not None:
        context.obj.flags["llm_model"] = model
        from tui.commands.evaluate_model import evaluate_model

        context.exit(evaluate_model(context.obj, file, as_json))
    from tui.commands.evaluate import evaluate_file

    context.exit(evaluate_file(context.obj, file, as_json, show))


@cli.command("config")
@click.argument("action", type=click.Choice(["show", "check"]), default="show")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
@click.pass_context
def config(context: click.Context, action: str, as_json: bool) -> None:
    """显示各项设置和来处：命令行 > 环境变量 YUSUAN_… > TOML 文件 > 缺省；check 试一下语言模型通不通。"""
    from tui.commands.config import check_model, show_settings

    context.exit((check_model if action == "check" else show_settings)(context.obj, as_json))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command line and give its exit status; every error is one sentence on stderr."""
    try:
        return cli.main(arguments, prog_name="yusuan", standalone_mode=False) or 0
    except click.ClickException as error:
        error.show()
        return 2
    except YusuanError as error:
        click.echo(str(error), err=True)
        return 2
    except (KeyboardInterrupt, click.Abort):
        click.echo("已中断。", err=True)
        return 130
    except BrokenPipeError:
        # Whoever read stdout is gone; the interpreter's own flush at exit must find somewhere to write.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except OSError as error:
        click.echo(f"{error.strerror or error}：{error.filename or ''}".rstrip("："), err=True)
        return 2
    except Exception as error:  # noqa: BLE001  a fault of ours is one sentence too
        click.echo(f"程序出错（{type(error).__name__}：{' '.join(str(error).split())[:200]}）。", err=True)
        return 1


def main() -> None:
    """Entry point of the command `yusuan`."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # an argument that is no valid text must not end in a traceback
    try:
        status = run()
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 141
    sys.exit(status)


if __name__ == "__main__":
    main()
