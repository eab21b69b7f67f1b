"""Which language to speak before options and settings are read: for help, and for what is wrong with them."""

from __future__ import annotations

import os
from collections.abc import Sequence

from bot.settings import env_files
from bot.types import Language

_SETTING = "YINJU_LANGUAGE"


def asked_for(arguments: Sequence[str]) -> Language | None:
    """The language that `--lang` names, wherever it stands; none where it names none that is known."""
    for place, argument in enumerate(arguments):
        if argument == "--":
            break
        name, equals, value = argument.partition("=")
        if name == "--lang":
            return _known(value if equals else "".join(arguments[place + 1 : place + 2]))
    return None


def set_language() -> Language:
    """The language of the environment, else of `.env`, else Chinese; whatever else is wrong there."""
    if _SETTING in os.environ:
        return _known(os.environ[_SETTING]) or Language.CHINESE
    from dotenv import dotenv_values

    found = Language.CHINESE
    for file in env_files():
        try:
            given = {name.upper(): value for name, value in dotenv_values(file).items()}
        except (OSError, UnicodeDecodeError):
            continue
        found = _known(given.get(_SETTING) or "") or found
    return found


def _known(value: str) -> Language | None:
    return next((one for one in Language if one.value == value.strip().lower()), None)
