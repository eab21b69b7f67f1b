"""Settings, from the environment and `.env`. A misspelt name in `.env` is an error."""

from __future__ import annotations

import difflib
import os
from functools import cache
from pathlib import Path

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import BadSettings
from bot.types import Language

#: The project's folder: `.env`, `seeds/` and the default index lie in it.
PROJECT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Everything that can be set. Each field is described in `.env.example` too."""

    model_config = SettingsConfigDict(env_file_encoding="utf-8", extra="ignore", frozen=True)

    data_dir: Path = Field(
        PROJECT / ".yinju", description="Folder of the index and of conversations; it may grow large."
    )
    documents: Path = Field(PROJECT / "seeds", description="Folder that is indexed when no other is named.")
    embedding_model: str = Field(
        "bundled",
        description="`bundled` (multilingual-e5-small, nothing to download), or a sentence-transformers "
        "model: a folder, or a name on the hub. Another model needs a new `yinju ingest`.",
    )
    reranker_model: str = Field(
        "",
        description="A sentence-transformers cross-encoder (a folder, or a name on the hub) that reads the "
        "passages instead of the built-in reader, in `yinju chat` and `yinju telegram`. Empty: the reader.",
    )
    language: Language = Field(
        Language.CHINESE,
        validation_alias="YINJU_LANGUAGE",
        description="Language of answers and errors: zh or en.",
    )
    top_passages: int = Field(5, ge=1, le=50, description="How many retrieved passages `--json` lists.")

    @field_validator("data_dir", "documents")
    @classmethod
    def _expanded(cls, value: Path) -> Path:
        return value.expanduser().absolute()

    @property
    def index(self) -> Path:
        """The folder of the index."""
        return self.data_dir / "index"


def env_files() -> list[Path]:
    """The `.env` files that are read: the project's, then the current folder's, which wins."""
    files = dict.fromkeys([PROJECT / ".env", Path.cwd() / ".env"])
    return [file for file in files if file.is_file()]


def load_settings() -> Settings:
    """The settings in force. Raises `BadSettings` that names each problem and the nearest name."""
    files = env_files()
    problems = [problem for file in files for problem in _misspelt(file)]
    if problems:
        raise BadSettings(problems="; ".join(problems))
    try:
        return Settings(_env_file=files)  # type: ignore[call-arg]
    except ValidationError as exc:
        found = [f"{'.'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in exc.errors()]
        raise BadSettings(problems="; ".join(found)) from exc
    except UnicodeDecodeError as exc:
        raise BadSettings(problems=f".env: {exc.reason}") from exc


def _misspelt(file: Path) -> list[str]:
    from dotenv import dotenv_values

    names = known_names()
    problems = []
    try:
        given = dotenv_values(file)
    except UnicodeDecodeError:
        return [f"{file.name}: not UTF-8"]
    for name in given:
        if name.upper() not in names:
            near = difflib.get_close_matches(name.upper(), names, 1)
            problems.append(f"{name}" + (f" → {near[0]}?" if near else ""))
    return problems


@cache
def own_names() -> tuple[str, ...]:
    """The names of `Settings` as they stand in `.env`."""
    fields = Settings.model_fields.items()
    return tuple(str(field.validation_alias or name).upper() for name, field in fields)


@cache
def known_names() -> tuple[str, ...]:
    """The names of all settings as they stand in `.env`, those of the Telegram bot last."""
    from bot.settings_chat import chat_names
    from bot.settings_telegram import telegram_names

    return (*own_names(), *chat_names(), *telegram_names())


def offline() -> None:
    """Keep the libraries from asking a hub for anything, unless the user says otherwise."""
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
