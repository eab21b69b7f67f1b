"""Secrets that are sent in an address or a header."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, SecretStr


def _sendable(value: SecretStr) -> SecretStr:
    secret = value.get_secret_value().strip()
    # Anything else can't be sent, and is most often the … of an example that nobody has replaced.
    if not all("!" <= char <= "~" for char in secret):
        raise ValueError("secret-characters")
    return SecretStr(secret)


#: A token or key without spaces around it; one that no server could get is a wrong value.
SendableSecret = Annotated[SecretStr, AfterValidator(_sendable)]
