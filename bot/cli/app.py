"""The `yinju` command: options and output only; what it does is in the use cases."""

from __future__ import annotations

import importlib
import sys
from typing import Annotated, Optional

import typer

from bot.cli import context as cli_context
from bot.types import Language

app = typer.Typer(
    name="yinju",
    help="引据:就中文公文提问,每句话都有出处;也可按编号查段落、按引文查出处。\n\n"
    "Answers from Chinese official documents, every sentence quoted and cited.\n\n"
    "退出码 / exit codes: 0 已回答 answered, 3 文档未回答 declined, 1 出错 error, 2 用法错误 usage, "
    "4 有文件未读 some files were not read (ingest).",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

#: Each registers its commands with the app. Their imports stay light.
_COMMANDS = ("bot.cli.ask", "bot.cli.cite", "bot.cli.ingest", "bot.cli.evaluate", "bot.cli.telegram")


@app.callback()
def main(
    debug: Annotated[
        bool, typer.Option("--debug", help="出错时显示完整调用栈 / show the whole traceback")
    ] = False,
    lang: Annotated[
        Optional[Language],  # noqa: UP045 - Typer reads the annotation at run time
        typer.Option("--lang", help="回答和提示的语言 / language of what is shown: zh, en"),
    ] = None,
) -> None:
    """Options for every command."""
    cli_context.share(debug, lang)


for _name in _COMMANDS:
    importlib.import_module(_name).register(app)


def run() -> None:
    """Run the command line; Ctrl-C ends it without a traceback."""
    for stream in (sys.stdout, sys.stderr, sys.stdin):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")
    try:
        app(prog_name="yinju")
    except KeyboardInterrupt:
        sys.exit(130)
