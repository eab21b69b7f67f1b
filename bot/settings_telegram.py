"""Settings of the Telegram bot, from the environment and `.env`; each name begins with TELEGRAM_."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import BadSettings

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
        frozenset(), description="Ids of the users who may use /stats, /reload and /block; allowed as well."
    )
    questions_per_minute: int = Field(20, ge=1, description="Questions that one user may ask in a minute.")
    longest_question: int = Field(1000, ge=10, le=4096, description="Characters that a question may have.")
    upload_megabytes: float = Field(
        10.0, gt=0, le=2000, description="The largest document that a user may send."
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
            return frozenset(
                int(part) for part in value.replace("，", ",").replace(" ", ",").split(",") if part
            )
        return value

    @field_validator("base_url")
    @classmethod
    def _no_slash(cls, value: str) -> str:
        return value.rstrip("/")

    @field_validator("log_level")
    @classmethod
    def _known_level(cls, value: str) -> str:
        if value.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
            raise ValueError("DEBUG, INFO, WARNING or ERROR")
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
        if webhook and not (16 <= len(secret) <= 256 and secret.replace("-", "").replace("_", "").isalnum()):
            return "telegram-no-webhook-secret"
        return ""


def telegram_names() -> tuple[str, ...]:
    """The names of these settings as they stand in `.env`."""
    return tuple(f"TELEGRAM_{name}".upper() for name in TelegramSettings.model_fields)


def load_telegram_settings() -> TelegramSettings:
    """The settings in force. Raises `BadSettings` that names each problem."""
    from pydantic import ValidationError

    from bot.settings import env_files

    try:
        return TelegramSettings(_env_file=env_files())  # type: ignore[call-arg]
    except ValidationError as exc:
        # Only the name and the reason: a value may be a secret.
        found = [f"TELEGRAM_{'.'.join(map(str, e['loc']))}".upper() + f": {e['msg']}" for e in exc.errors()]
        raise BadSettings(problems="; ".join(found)) from None
