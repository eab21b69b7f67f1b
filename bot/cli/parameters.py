"""What a command's options and arguments are called and take; Typer's own names stay in this file."""

from __future__ import annotations

from typing import Any


def is_argument(parameter: Any) -> bool:
    """Whether it is an argument, not an option."""
    return bool(parameter.param_type_name == "argument")


def name_of(parameter: Any) -> str:
    """An option's long name; an argument as it stands in the usage line."""
    if is_argument(parameter):
        return str(parameter.metavar or parameter.name.upper()).rstrip("…")
    return str(max(parameter.opts, key=len))


def choices_of(parameter: Any) -> tuple[str, ...]:
    """The values that it may have; none where any will do."""
    choices = parameter.type_descriptor.choices or ()
    return tuple(str(getattr(one, "value", one)) for one in choices)


def bounds_of(parameter: Any) -> tuple[object, object]:
    """The least and the greatest number; None where there is no bound."""
    info = parameter.type_descriptor.parameter_info
    return info.min, info.max


def default_of(parameter: Any) -> object:
    """What an option that takes a value has without it; None where that is nothing."""
    return None if parameter.is_flag or parameter.count else parameter.default or None


def is_number(parameter: Any) -> bool:
    """Whether it takes a whole number."""
    return bool(parameter.type_descriptor.annotation is int)


def empty_value(parameter: Any, given: Any) -> bool:
    """Whether what was typed for it is nothing, or one of several is: `""` of a variable that isn't set.

    A parameter that may be left out and then asks standard input tells that itself.
    """
    values = given if isinstance(given, (list, tuple)) else (given,)
    if is_argument(parameter) and not parameter.required and parameter.nargs == 1:
        return False
    return any(isinstance(one, str) and not one.strip() for one in values)


def is_path(parameter: Any) -> bool:
    """Whether it takes the name of a file or folder."""
    return bool(parameter.type_descriptor.is_path)
