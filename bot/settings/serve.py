"""The settings of `yinju serve`."""

from __future__ import annotations

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


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
