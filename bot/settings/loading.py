"""Reads settings from the environment and `.env`. A misspelt name in `.env` is an error."""

from __future__ import annotations

import difflib
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from bot.errors import BadSettings
from bot.settings.chat import ChatSettings
from bot.settings.folders import config_file
from bot.settings.general import Settings
from bot.settings.serve import ServeSettings
from bot.settings.servers import ChromaSettings
from bot.settings.telegram import TelegramSettings
from vectorstore.index.server import ChromaServer


def env_files() -> list[Path]:
    """The `.env` files that are read: the user's (a checkout's own), then the current folder's, which wins."""
    return [file for file in env_places() if file.is_file()]


def env_places() -> list[Path]:
    """Where a `.env` is looked for, whether or not it is there; what stands in a later one wins."""
    return list(dict.fromkeys([config_file(), Path.cwd() / ".env"]))


def load_settings() -> Settings:
    """The settings in force. Raises `BadSettings` that names each problem and the nearest name."""
    files = env_files()
    problems = tuple(problem for file in files for problem in _misspelt(file))
    if problems:
        raise BadSettings(problems=problems)
    try:
        return Settings(_env_file=files)  # type: ignore[call-arg]
    except ValidationError as exc:
        raise BadSettings(problems=_wrong("", exc)) from exc
    except UnicodeDecodeError as exc:
        raise BadSettings(problems=((".env", "encoding", {}),)) from exc


#: One wrong setting: its name, a message code below `setting.`, and the code's parameters.
Problem = tuple[str, str, Mapping[str, object]]

#: What a value should have been, by the beginning of pydantic's name for the error.
_KINDS = {"int": "whole-number", "float": "number", "bool": "true-false", "enum": "one-of"}


def _wrong(prefix: str, error: ValidationError) -> tuple[Problem, ...]:
    """What is wrong with which setting. Never the value: it may be a secret."""
    found: list[Problem] = []
    for one in error.errors(include_input=False, include_url=False):
        given = one.get("ctx", {})
        kind = one["type"]
        params: dict[str, object] = {}
        code = _KINDS.get(kind.partition("_")[0], "bad-value")
        if kind == "value_error":
            code = str(given.get("error", ""))
        elif kind == "enum":
            params["choices"] = tuple(
                str(given.get("expected", "")).replace("'", "").replace(" or ", ", ").split(", ")
            )
        elif kind.startswith(("greater_than", "less_than")):
            code = "too-small" if kind.startswith("greater") else "too-large"
            if not kind.endswith("_equal"):
                code = "not-above" if code == "too-small" else "not-below"
            params["limit"] = f"{next(iter(given.values())):g}"
        found.append((prefix + ".".join(map(str, one["loc"])).upper(), code, params))
    return tuple(found)


def _misspelt(file: Path) -> list[Problem]:
    from dotenv import dotenv_values

    names = known_names()
    problems: list[Problem] = []
    try:
        given = dotenv_values(file)
    except UnicodeDecodeError:
        return [(file.name, "encoding", {})]
    for name in given:
        if name.upper() not in names:
            near = difflib.get_close_matches(name.upper(), names, 1)
            problems.append((name, "near", {"name": near[0]}) if near else (name, "unknown", {}))
    return problems


@cache
def own_names() -> tuple[str, ...]:
    """The names of `Settings` as they stand in `.env`."""
    fields = Settings.model_fields.items()
    return tuple(str(field.validation_alias or name).upper() for name, field in fields)


@cache
def known_names() -> tuple[str, ...]:
    """The names of all settings as they stand in `.env`, those of the Telegram bot last."""
    return (*own_names(), *chroma_names(), *chat_names(), *serve_names(), *telegram_names())


def chroma_names() -> tuple[str, ...]:
    """The names of the settings as they stand in `.env`."""
    return tuple(f"CHROMA_{name}".upper() for name in ChromaSettings.model_fields)


def load_chroma_server() -> ChromaServer | None:
    """The Chroma server of the settings, None where there is none. Raises `BadSettings`."""
    return load_chroma_settings().server


def load_chroma_settings() -> ChromaSettings:
    """The settings in force. Raises `BadSettings` that names what is wrong."""
    try:
        return ChromaSettings(_env_file=env_files())  # type: ignore[call-arg]
    except ValidationError as exc:
        raise BadSettings(problems=_wrong("CHROMA_", exc)) from None


def offline() -> None:
    """Keep the libraries from asking a hub for anything, unless the user says otherwise."""
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")


def chat_names() -> tuple[str, ...]:
    """The names of the settings as they stand in `.env`."""
    return tuple(f"CHAT_{name}".upper() for name in ChatSettings.model_fields)


def load_chat_settings() -> ChatSettings:
    """The settings in force. Raises `BadSettings` that names what is wrong."""
    try:
        return ChatSettings(_env_file=env_files())  # type: ignore[call-arg]
    except ValidationError as exc:
        raise BadSettings(problems=_wrong("CHAT_", exc)) from exc


def serve_names() -> tuple[str, ...]:
    """The names of the settings as they stand in `.env`."""
    return tuple(f"SERVE_{name}".upper() for name in ServeSettings.model_fields)


def load_serve_settings() -> ServeSettings:
    """The settings in force. Raises `BadSettings` that names what is wrong."""
    try:
        return ServeSettings(_env_file=env_files())  # type: ignore[call-arg]
    except ValidationError as exc:
        raise BadSettings(problems=_wrong("SERVE_", exc)) from None


def telegram_names() -> tuple[str, ...]:
    """The names of these settings as they stand in `.env`."""
    return tuple(f"TELEGRAM_{name}".upper() for name in TelegramSettings.model_fields)


def load_telegram_settings() -> TelegramSettings:
    """The settings in force. Raises `BadSettings` that names each problem."""
    try:
        return TelegramSettings(_env_file=env_files())  # type: ignore[call-arg]
    except ValidationError as exc:
        raise BadSettings(problems=_wrong("TELEGRAM_", exc)) from None
