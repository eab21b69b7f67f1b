"""Settings, from the environment and `.env`. A misspelt name in `.env` is an error."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import BadSettings
from bot.settings.folders import config_file, data_folder, seeds_folder
from bot.settings.servers import ChromaSettings, DatabaseAddress
from bot.types import Language
from vectorstore.index.server import ChromaServer


class Settings(BaseSettings):
    """Everything that can be set. Each field is described in `.env.example` too."""

    # A value that is empty is none: as a path it would be the current folder.
    model_config = SettingsConfigDict(
        env_file_encoding="utf-8", extra="ignore", env_ignore_empty=True, frozen=True
    )

    data_dir: Path = Field(
        data_folder(), description="Folder of the index and of conversations; it may grow large."
    )
    documents: Path = Field(seeds_folder(), description="Folder that is indexed when no other is named.")
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
    answer_log: bool = Field(
        True,
        description="Keep questions and answers of the command line in DATA_DIR/answers.sqlite3, readable by "
        "you alone, for `yinju log`, `yinju export` and `-c`. Nothing of it leaves the machine.",
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


class ChatSettings(BaseSettings):
    """Which chat model words the answers, and how long it may take. Without one, answers are quotations."""

    model_config = SettingsConfigDict(
        env_prefix="CHAT_", env_file_encoding="utf-8", extra="ignore", env_ignore_empty=True, frozen=True
    )

    model: str = Field(
        "",
        description="A chat model that words answers, as provider:name (openai:gpt-4.1-mini, "
        "ollama:qwen2.5:7b). Every sentence it writes is checked. Empty: answers are quotations.",
    )
    base_url: str = Field(
        "",
        description="The address of an OpenAI-compatible server (llama.cpp, vLLM, Ollama, DashScope, "
        "DeepSeek …), with provider `openai`: http://127.0.0.1:8080/v1",
    )
    api_key: SecretStr = Field(
        SecretStr(""), description="The key for that address, if it asks for one; else the provider's own."
    )
    timeout: float = Field(
        60.0, gt=0, le=600, description="Seconds that the chat model may be silent before it counts as down."
    )
    deadline: float = Field(
        90.0, gt=0, le=3600, description="Seconds for everything that the chat model does for one answer."
    )

    @field_validator("model")
    @classmethod
    def _named(cls, value: str) -> str:
        value = value.strip()
        provider, colon, name = value.partition(":")
        if value and not (provider and colon and name):
            raise ValueError("provider-name")
        return value

    @field_validator("base_url")
    @classmethod
    def _address(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("address")
        return value.rstrip("/")


def chat_names() -> tuple[str, ...]:
    """The names of the settings as they stand in `.env`."""
    return tuple(f"CHAT_{name}".upper() for name in ChatSettings.model_fields)


def load_chat_settings() -> ChatSettings:
    """The settings in force. Raises `BadSettings` that names what is wrong."""
    from bot.settings import env_files

    try:
        return ChatSettings(_env_file=env_files())  # type: ignore[call-arg]
    except ValidationError as exc:
        raise BadSettings(problems=_wrong("CHAT_", exc)) from exc


class ServeSettings(BaseSettings):
    """Who may ask `yinju serve`."""

    model_config = SettingsConfigDict(
        env_prefix="SERVE_", env_file_encoding="utf-8", extra="ignore", env_ignore_empty=True, frozen=True
    )

    token: SecretStr = Field(
        SecretStr(""),
        description="What programs and browsers have to send to `yinju serve`; at least 16 characters. "
        "Needed where --host lets other machines in; empty: only this machine is served.",
    )

    def problem(self, host: str) -> str:
        """The code of the message that says why these can't serve on `host`; empty if they can."""
        token = self.token.get_secret_value()
        if not token:
            return "" if is_loopback(host) else "serve.token-needed"
        fits = len(token) >= 16 and all("!" <= char <= "~" for char in token)
        return "" if fits else "serve.token-short"


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches what listens on `host`."""
    import ipaddress

    name = host.strip("[]").lower()
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def serve_names() -> tuple[str, ...]:
    """The names of the settings as they stand in `.env`."""
    return tuple(f"SERVE_{name}".upper() for name in ServeSettings.model_fields)


def load_serve_settings() -> ServeSettings:
    """The settings in force. Raises `BadSettings` that names what is wrong."""
    try:
        return ServeSettings(_env_file=env_files())  # type: ignore[call-arg]
    except ValidationError as exc:
        raise BadSettings(problems=_wrong("SERVE_", exc)) from None


Ids = Annotated[frozenset[int], NoDecode]


class TelegramSettings(BaseSettings):
    """What the operator can set."""

    model_config = SettingsConfigDict(
        env_prefix="TELEGRAM_", env_file_encoding="utf-8", extra="ignore", env_ignore_empty=True, frozen=True
    )

    token: SecretStr = Field(SecretStr(""), description="The bot's token, from @BotFather.")
    allow: Ids = Field(
        frozenset(), description="Ids of the users and chats that may use the bot, separated by commas."
    )
    open: bool = Field(
        False, description="Let everybody use the bot; else an empty TELEGRAM_ALLOW is refused."
    )
    admins: Ids = Field(
        frozenset(),
        description="Ids of the users who may use /stats, /votes, /reload and /block; allowed as well.",
    )
    questions_per_minute: int = Field(
        20, ge=1, description="Questions, quotations and documents that one user may send in a minute."
    )
    requests_per_minute: int = Field(
        90,
        ge=1,
        description="Actions of any kind (also presses, commands, inline queries) of one user in a minute.",
    )
    longest_question: int = Field(1000, ge=10, le=4096, description="Characters that a question may have.")
    upload_megabytes: float = Field(
        10.0, gt=0, le=2000, description="The largest document that a user may send."
    )
    upload_characters: int = Field(
        200_000,
        ge=1000,
        description="Characters that a sent document may have; 800 of them are about a page.",
    )
    documents_per_chat: int = Field(20, ge=0, description="Documents that a chat may add; 0 turns them off.")
    upload_seconds: int = Field(
        120, ge=5, description="Seconds that reading and indexing a document may take."
    )
    upload_memory_megabytes: int = Field(
        1000,
        ge=256,
        description="Megabytes of memory that reading or indexing a document may take, the model's own not counted.",
    )
    base_url: str = Field(
        "https://api.telegram.org", description="Where the Bot API is; change it for a local Bot API server."
    )
    proxy: SecretStr = Field(
        SecretStr(""),
        description="The proxy for everything sent to Telegram: http://, https://, socks5:// or socks5h://, "
        "with user:password@ where it asks for them. Empty: HTTPS_PROXY and ALL_PROXY, if they are set.",
    )
    database_url: DatabaseAddress = Field(
        SecretStr(""),
        description="A PostgreSQL database, postgresql://user:password@host/name, in which several workers of one "
        "bot behind a webhook keep updates, conversations and limits together. Chats can't add documents of "
        "their own then. Empty: files in DATA_DIR, for one process.",
    )
    webhook_url: str = Field("", description="The public address for --webhook, https://…")
    webhook_secret: SecretStr = Field(
        SecretStr(""), description="Required with --webhook: 16 to 256 of A-Z a-z 0-9 _ -"
    )
    webhook_listen: str = Field("127.0.0.1", description="The address that --webhook listens on.")
    webhook_port: int = Field(8443, ge=0, le=65535, description="The port that --webhook listens on.")
    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR.")

    @field_validator("allow", "admins", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        if isinstance(value, str):
            parts = value.replace("，", ",").replace(" ", ",").split(",")
            if not all(part.removeprefix("-").isdecimal() for part in parts if part):
                raise ValueError("ids")
            return frozenset(int(part) for part in parts if part)
        return value

    @field_validator("base_url")
    @classmethod
    def _address(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("address")
        return value.rstrip("/")

    @field_validator("proxy")
    @classmethod
    def _known_proxy(cls, value: SecretStr) -> SecretStr:
        address = value.get_secret_value().strip()
        scheme, _, host = address.partition("://")
        if address and not (scheme in {"http", "https", "socks5", "socks5h"} and host):
            raise ValueError("proxy-address")
        return SecretStr(address)

    @field_validator("log_level")
    @classmethod
    def _known_level(cls, value: str) -> str:
        if value.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
            raise ValueError("log-level")
        return value.upper()

    def problem(self, webhook: bool = False) -> str:
        """The code of the message that says why the bot can't start with these; empty if it can."""
        if not self.token.get_secret_value().strip():
            return "telegram-no-token"
        if not (self.allow or self.admins or self.open):
            return "telegram-no-allow-list"
        if webhook and not self.webhook_url.startswith(("https://", "http://127.0.0.1")):
            return "telegram-no-webhook-url"
        secret = self.webhook_secret.get_secret_value()
        if webhook and not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", secret):
            return "telegram-no-webhook-secret"
        return ""


def telegram_names() -> tuple[str, ...]:
    """The names of these settings as they stand in `.env`."""
    return tuple(f"TELEGRAM_{name}".upper() for name in TelegramSettings.model_fields)


def load_telegram_settings() -> TelegramSettings:
    """The settings in force. Raises `BadSettings` that names each problem."""
    try:
        return TelegramSettings(_env_file=env_files())  # type: ignore[call-arg]
    except ValidationError as exc:
        raise BadSettings(problems=_wrong("TELEGRAM_", exc)) from None
