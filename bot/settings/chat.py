"""The settings of the chat model that words answers."""

from __future__ import annotations

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.settings.secrets import SendableSecret


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
    api_key: SendableSecret = Field(
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
