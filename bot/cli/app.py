"""The `yinju` command: options and output only; what it does is in the use cases."""

from __future__ import annotations

import importlib
import os
import sys
from typing import Annotated, Optional

import typer

from bot.cli import context as cli_context
from bot.cli.help_page import App, Group
from bot.cli.spoken_language import asked_for
from bot.cli.usage_errors import UsageError, told
from bot.types import Language

app = App(
    name="yinju",
    cls=Group,
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

#: Each registers its commands with the app. Their imports stay light.
_COMMANDS = (
    "bot.cli.ask",
    "bot.cli.chat",
    "bot.cli.log",
    "bot.cli.cite",
    "bot.cli.ingest",
    "bot.cli.remove",
    "bot.cli.evaluate",
    "bot.cli.telegram",
    "bot.cli.serve",
    "bot.cli.mcp",
)


def _version(wanted: bool) -> None:
    """Print the version and end."""
    if wanted:
        from importlib.metadata import PackageNotFoundError, version

        try:
            found = version("yinju")
        except PackageNotFoundError:
            # A checkout that was never installed.
            found = "0+unknown"
        cli_context.result(f"yinju {found}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def main(
    ctx: typer.Context,
    lang: Annotated[
        Optional[Language],  # noqa: UP045 - Typer reads the annotation at run time
        typer.Option("--lang"),
    ] = None,
    debug: Annotated[bool, typer.Option("--debug")] = False,
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True)] = False,
) -> None:
    """Options for every command; without a command, the help."""
    cli_context.share(debug, lang)
    if ctx.invoked_subcommand is None:
        cli_context.result(ctx.get_help())


for _name in _COMMANDS:
    importlib.import_module(_name).register(app)


def run() -> None:
    """Run the command line; Ctrl-C ends it without a traceback, wrong usage in two lines."""
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:  # closed before the start: what opens next must not take its place
            setattr(sys, name, open(os.devnull, "r" if name == "stdin" else "w"))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr, sys.stdin):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")
    # Help and wrong usage are told before the options are read.
    cli_context.share(False, asked_for(sys.argv[1:]))
    try:
        sys.exit(app(prog_name="yinju", standalone_mode=False))
    except UsageError as exc:
        cli_context.say(told(exc, cli_context.language()))
        sys.exit(cli_context.USAGE)
    except OSError as exc:  # a help page that can't be written: what commands do themselves is told by them
        cli_context.output_failed(exc)
        sys.exit(cli_context.ERROR)
    except (KeyboardInterrupt, typer.Abort):
        sys.exit(130)
