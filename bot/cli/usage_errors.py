"""Wrong usage told in one language: Click's errors by their kind, not by their English words."""

from __future__ import annotations

import difflib
from typing import Any

import typer

from bot.cli.parameters import bounds_of, choices_of, is_argument, is_number, name_of
from bot.messages.marks import listed
from bot.messages.usage import say
from bot.types import Language

#: The error of wrong usage in the Click that Typer brings, whichever that is.
UsageError: type[Exception] = typer.BadParameter.__mro__[1]

#: So alike are what was typed and what was meant.
_ALIKE = 0.7


class WrongUsage(Exception):
    """Wrong usage that a command itself finds. `code` is a text of `bot.messages.usage`."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class EmptyValue(typer.BadParameter):
    """An option or argument was given, and nothing stands in it."""


def told(error: Any, language: Language) -> str:
    """The lines that a person sees: what is wrong, and where the help is."""
    ctx = error.ctx
    command = ctx.command_path if ctx else "yinju"
    return told_as(_what(error, language), command, language)


def told_as(what: str, command: str, language: Language) -> str:
    """What is wrong with the usage of a command, in the common form."""
    return f"{say('wrong', language, what=what)}\n{say('hint', language, command=command)}"


def _what(error: Any, language: Language) -> str:
    match type(error).__name__:
        case "NoSuchOption":
            # Click offers what shares few letters, too: --continue for --nonsense.
            near = difflib.get_close_matches(error.option_name, error.possibilities or (), 1, _ALIKE)
            return _nearest(say("no-option", language, name=error.option_name), near, language)
        case "MissingParameter":
            parameter = error.param
            code = "missing-argument" if is_argument(parameter) else "missing-option"
            return say(code, language, name=name_of(parameter))
        case "EmptyValue":
            return say("empty", language, name=name_of(error.param))
        case "BadParameter":
            return _bad(error, language)
        case "BadOptionUsage":
            code = "takes-no-value" if "does not take" in error.message else "needs-value"
            return say(code, language, name=error.option_name)
        case "UsageError":
            return _plain(error, language)
        case _:
            return say("wrong-elsewhere", language)


def _plain(error: Any, language: Language) -> str:
    """An unknown or missing command, or an argument too many: Click has one class for all three."""
    words = error.message
    quoted = words.split("'")[1] if words.count("'") >= 2 else ""
    if words.startswith("No such command"):
        known = list(getattr(error.ctx.command, "commands", {})) if error.ctx else []
        near = difflib.get_close_matches(quoted, known, 1)
        return _nearest(say("no-command", language, name=quoted), near, language)
    if words.startswith("Missing command"):
        return say("missing-command", language)
    extra = words.rpartition("(")[2].rstrip(")") if "extra argument" in words else ""
    return say("too-many", language, name=extra) if extra else say("wrong-elsewhere", language)


def _bad(error: Any, language: Language) -> str:
    """A value that its option doesn't take."""
    parameter = error.param
    if parameter is None:
        return say("wrong-elsewhere", language)
    name = name_of(parameter)
    if choices := choices_of(parameter):
        return say("not-chosen", language, name=name, choices=listed(choices, language))
    least, most = bounds_of(parameter)
    if least is not None and most is not None:
        return say("not-within", language, name=name, least=least, most=most)
    if least is not None:
        return say("not-least", language, name=name, least=least)
    return say("not-whole" if is_number(parameter) else "bad-value", language, name=name)


def _nearest(what: str, near: Any, language: Language) -> str:
    return say("nearest", language, what=what, near=sorted(near)[0]) if near else what
