"""The settings of the Telegram bot."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.settings.secrets import SendableSecret
from bot.settings.servers import DatabaseAddress

Ids = Annotated[frozenset[int], NoDecode]


class TelegramSettings(BaseSettings):
    """What the operator can set."""

    model_config = SettingsConfigDict(
        env_prefix="TELEGRAM_", env_file_encoding="utf-8", extra="ignore", env_ignore_empty=True, frozen=True
    )

    token: SendableSecret = Field(SecretStr(""), description="The bot's token, from @BotFather.")
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
        120,
        ge=5,
        description="Seconds of a processor that reading a document may take. Reading it, and indexing it, end after "
        "three times as many on the clock: both give way to answers.",
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
