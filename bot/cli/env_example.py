"""Prints `.env.example`: every setting with its description and its default.

python -m bot.cli.env_example > .env.example
"""

from __future__ import annotations

import textwrap
from pathlib import Path

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from bot.settings import ChatSettings, ServeSettings, Settings, TelegramSettings, known_names
from bot.settings.folders import PROJECT
from bot.settings.servers import ChromaSettings

_HEAD = """\
# Settings of Yinju. Copy this file to `.env` and change what you need; every line is optional.
# A name that is not here is an error. The environment goes before this file.
"""


def env_example() -> str:
    """The text of `.env.example`."""
    groups = (Settings, ChromaSettings, ChatSettings, ServeSettings, TelegramSettings)
    described = [field for group in groups for field in group.model_fields.values()]
    fields = zip(known_names(), described, strict=True)
    return "\n".join([_HEAD, *(_entry(name, field) for name, field in fields)])


def _entry(name: str, field: FieldInfo) -> str:
    about = textwrap.fill(field.description or "", 98, initial_indent="# ", subsequent_indent="# ")
    return f"{about}\n#{name}={shown_default(field.default)}\n"


def shown_default(default: object) -> str:
    """A default as it is written in `.env`; a folder of the project without the project's own place."""
    if isinstance(default, SecretStr):
        return ""
    if isinstance(default, Path):
        return default.relative_to(PROJECT).as_posix() if default.is_relative_to(PROJECT) else str(default)
    if isinstance(default, frozenset):
        return ",".join(map(str, sorted(default)))
    if isinstance(default, bool):
        return str(default).lower()
    return str(getattr(default, "value", default))


if __name__ == "__main__":
    print(env_example(), end="")
