"""The help page of a command: one language, laid out for the terminal's width.

Typer's own page names its parts in English, breaks Chinese anywhere and draws boxes, whose
characters are of uncertain width in Chinese terminals; so the page is laid out here.
"""

from __future__ import annotations

import inspect
import shutil
import sys
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from bot.cli import context as cli
from bot.cli.parameters import (
    bounds_of,
    choices_of,
    default_of,
    empty_value,
    is_argument,
    is_number,
    is_path,
    name_of,
)
from bot.cli.render.ansi import BOLD, DIM, styled
from bot.cli.render.wide_text import columns, padded, wrapped
from bot.cli.usage_errors import EmptyValue, UsageError
from bot.messages import help as texts
from bot.messages.marks import labelled
from bot.messages.usage import say
from bot.types import Language

_MARGIN = "  "
#: Lines longer than this are hard to read, however wide the terminal is.
_WIDEST = 100
#: Names longer than this stand on a line of their own.
_LONGEST_NAME = 26


class Command(TyperCommand):
    """A command whose `--help` is a page of one language, and which takes no empty value for another.

    `""` would be the current folder where a path is meant, and every answer where words are.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Take the command's arguments apart. Raises `EmptyValue`, and wrong usage that knows its command."""
        try:
            return self._parsed(ctx, args)
        except UsageError as exc:
            # Click leaves out which command it was where an option has a value too many or too few.
            exc.ctx = exc.ctx or ctx  # type: ignore[attr-defined]
            raise

    def _parsed(self, ctx: Any, args: list[str]) -> list[str]:
        if any(not one.rpartition("=")[2].strip() for one in args):
            given, _, _ = self.make_parser(ctx).parse_args(args=list(args))
            for parameter in self.get_params(ctx):
                if empty_value(parameter, given.get(parameter.name)):
                    raise EmptyValue("", ctx, parameter)  # type: ignore[arg-type]
        return super().parse_args(ctx, args)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the page."""
        formatter.write(_shown(ctx))


class Group(TyperGroup):
    """The commands together, with their page."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the page."""
        formatter.write(_shown(ctx))


class App(typer.Typer):
    """A Typer whose commands have such pages, whoever registers them."""

    def command(self, name: str | None = None, **options: Any) -> Any:
        """Register a command, as `typer.Typer.command` does."""
        options.setdefault("cls", Command)
        return super().command(name, **options)


def _shown(ctx: Any) -> str:
    width = min(shutil.get_terminal_size((80, 24)).columns, _WIDEST)
    return help_page(ctx, cli.language(), max(width, 40), cli.colour(plain=False) and sys.stdout.isatty())


def help_page(ctx: Any, language: Language, width: int, colour: bool = False) -> str:
    """The help of the command that `ctx` stands for, in lines of at most `width` columns."""
    command = ctx.command
    name = "" if ctx.parent is None else str(ctx.info_name)
    own = inspect.cleandoc(command.help or "")
    about = texts.about(name, own, language)
    blocks = [
        wrapped(labelled(say("usage", language), _usage(ctx, language), language), width),
        *(_indented(paragraph, width) for paragraph in about.split("\n\n")),
    ]
    arguments, options = _parameters(ctx, name, language)
    commands = [
        (one.name, texts.about(one.name, inspect.cleandoc(one.help or ""), language).split("\n\n")[0])
        for one in getattr(command, "commands", {}).values()
        if not one.hidden
    ]
    for code, rows in (("arguments", arguments), ("commands", commands), ("options", options)):
        if rows:
            blocks.append([styled(say(code, language), BOLD, colour), *_table(rows, width)])
    if examples := texts.EXAMPLES.get(name):
        blocks.append(
            [styled(say("examples", language), BOLD, colour), *(f"{_MARGIN}$ {one}" for one in examples)]
        )
    codes = _indented(texts.exit_codes(name, language), width)
    blocks.append([styled(say("exit-codes", language), BOLD, colour), *codes])
    if commands:
        blocks.append([styled(say("more", language), DIM, colour)])
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _usage(ctx: Any, language: Language) -> str:
    """The command with its arguments; the names are what the table of arguments explains."""
    words = [ctx.command_path, say("any-options", language)]
    for parameter in _shown_parameters(ctx):
        if is_argument(parameter):
            shown = _argument(parameter)
            words.append(shown if parameter.required else f"[{shown}]")
    if hasattr(ctx.command, "commands"):
        words.append(say("a-command", language))
    return " ".join(words)


def _argument(parameter: Any) -> str:
    return name_of(parameter) + ("…" if parameter.nargs != 1 else "")


def _shown_parameters(ctx: Any) -> list[Any]:
    return [one for one in ctx.command.get_params(ctx) if not getattr(one, "hidden", False)]


def _parameters(
    ctx: Any, command: str, language: Language
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The rows of the arguments and of the options."""
    arguments, options = [], []
    for parameter in _shown_parameters(ctx):
        own = getattr(parameter, "help", None) or ""
        if is_argument(parameter):
            shown = texts.option_help(command, parameter.name, own, language)
            if parameter.required:
                shown = f"{shown} {say('required', language)}"
            arguments.append((_argument(parameter), shown))
            continue
        longest = name_of(parameter)
        shown = (
            say("help", language)
            if longest == "--help"
            else texts.option_help(command, longest, own, language)
        )
        if parameter.multiple:
            shown = f"{shown} {say('repeated', language)}"
        if (value := default_of(parameter)) is not None:
            shown = f"{shown} {say('default', language, value=value)}"
        options.append((_names(parameter), shown))
    return arguments, options


def _names(parameter: Any) -> str:
    """Short names first, with what the option takes behind them."""
    names = ", ".join(sorted(parameter.opts, key=len))
    if parameter.is_flag or parameter.count:
        return names
    if choices := choices_of(parameter):
        return f"{names} [{'|'.join(choices)}]"
    least, most = bounds_of(parameter)
    if least is not None and most is not None:
        return f"{names} {least}-{most}"
    kind = "N" if is_number(parameter) else "FILE" if is_path(parameter) else "TEXT"
    return f"{names} {parameter.metavar or kind}"


def _indented(paragraph: str, width: int) -> list[str]:
    return [_MARGIN + line for line in wrapped(" ".join(paragraph.split()), width - len(_MARGIN))]


def _table(rows: list[tuple[str, str]], width: int) -> list[str]:
    """Names on the left, what they mean on the right, both within the width."""
    left = min(max(columns(name) for name, _ in rows), _LONGEST_NAME) + 2
    lines = []
    for name, meaning in rows:
        parts = wrapped(" ".join(meaning.split()), width - len(_MARGIN) - left)
        if columns(name) > left - 2:
            lines.append(_MARGIN + name)
            name = ""
        for part in parts:
            lines.append((_MARGIN + padded(name, left) + part).rstrip())
            name = ""
    return lines
