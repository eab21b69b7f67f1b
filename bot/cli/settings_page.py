"""Prints `docs/settings.md`: every setting with its description and its default, as tables.

python -m bot.cli.settings_page > docs/settings.md
"""

from __future__ import annotations

from pydantic_settings import BaseSettings

from bot.cli.env_example import shown_default
from bot.settings import (
    ChatSettings,
    ServeSettings,
    Settings,
    TelegramSettings,
    chat_names,
    chroma_names,
    own_names,
    serve_names,
    telegram_names,
)
from bot.settings.servers import ChromaSettings

_HEAD = """\
# Settings

Set them in `.env` (copy `.env.example`) or in the environment, which goes before the file. A misspelt
name in `.env` is an error that says which name was probably meant. `yinju config` prints the settings
in force, secrets hidden, and which `.env` files it looks for. Where `DATA_DIR` and `.env` lie in an
installed package: [deployment](deployment.md).

This page is made by `python -m bot.cli.settings_page`; a test compares the two.
"""
_TAIL = """\
## What they do to an index

The index remembers its embedding model. Asking with another `EMBEDDING_MODEL` is refused with the
command that mends it. The line between answering and declining is calibrated for the built-in reader:
with a `RERANKER_MODEL`, measure before you trust it ([evaluation](evaluation.md)).
"""


def settings_page() -> str:
    """The text of `docs/settings.md`."""
    groups: tuple[tuple[str, type[BaseSettings], tuple[str, ...]], ...] = (
        ("Documents, index and answers", Settings, own_names()),
        ("Chroma server", ChromaSettings, chroma_names()),
        ("Chat model", ChatSettings, chat_names()),
        ("Server", ServeSettings, serve_names()),
        ("Telegram", TelegramSettings, telegram_names()),
    )
    tables = [f"## {title}\n\n{_table(settings, names)}" for title, settings, names in groups]
    return "\n".join([_HEAD, *tables, _TAIL])


def _table(settings: type[BaseSettings], names: tuple[str, ...]) -> str:
    fields = settings.model_fields.values()
    rows = [
        f"| `{name}` | {_code(shown_default(field.default))} | {field.description} |"
        for name, field in zip(names, fields, strict=True)
    ]
    return "\n".join(["| setting | default | |", "| --- | --- | --- |", *rows]) + "\n"


def _code(default: str) -> str:
    return f"`{default}`" if default else ""


if __name__ == "__main__":
    print(settings_page(), end="")
