"""The settings of servers that several machines share: a Chroma server, a PostgreSQL."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from vectorstore.index.server import ChromaServer


def _database(value: SecretStr) -> SecretStr:
    address = value.get_secret_value().strip()
    if address and not address.startswith(("postgresql://", "postgres://")):
        raise ValueError("database-address")
    return SecretStr(address)


#: The address of a PostgreSQL database; it may hold a password.
DatabaseAddress = Annotated[SecretStr, AfterValidator(_database)]


class ChromaSettings(BaseSettings):
    """Which Chroma server has the vectors. Without one they are in files of DATA_DIR, and no port is opened."""

    model_config = SettingsConfigDict(
        env_prefix="CHROMA_", env_file_encoding="utf-8", extra="ignore", env_ignore_empty=True, frozen=True
    )

    url: str = Field(
        "",
        description="The address of a Chroma server that several machines share, https://host:8000. Empty: the "
        "vectors are in files of DATA_DIR, and no port is opened.",
    )
    tenant: str = Field("default_tenant", description="The tenant on that server.")
    database: str = Field("default_database", description="The database of that tenant.")
    collection: str = Field(
        "yinju", description="How the names of this index's collections begin; another for each index."
    )
    headers: SecretStr = Field(
        SecretStr(""),
        description='What is sent with each request, `Name: value` or a JSON object: {"x-chroma-token": "…"}.',
    )
    ca_file: str = Field(
        "", description="A PEM file with the certificates to trust for https; empty: the system's own."
    )

    @field_validator("url")
    @classmethod
    def _address(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("address")
        if any(char in value for char in "@?#"):
            raise ValueError("address-secret")
        return value.rstrip("/")

    @field_validator("collection")
    @classmethod
    def _named(cls, value: str) -> str:
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{1,60}[A-Za-z0-9]", value):
            raise ValueError("collection-name")
        return value

    @field_validator("headers")
    @classmethod
    def _pairs(cls, value: SecretStr) -> SecretStr:
        _headers(value.get_secret_value())
        return value

    @field_validator("ca_file")
    @classmethod
    def _there(cls, value: str) -> str:
        if value and not Path(value).is_file():
            raise ValueError("no-file")
        return value

    @property
    def server(self) -> ChromaServer | None:
        """The server; None where the vectors are in files."""
        if not self.url:
            return None
        headers = _headers(self.headers.get_secret_value())
        return ChromaServer(self.url, self.tenant, self.database, self.collection, headers, self.ca_file)


def _headers(given: str) -> tuple[tuple[str, str], ...]:
    """Headers from `Name: value` or a JSON object. Raises `ValueError("headers")`."""
    given = given.strip()
    if not given:
        return ()
    try:
        if given.startswith("{"):
            pairs = tuple((str(name), str(value)) for name, value in json.loads(given).items())
        else:
            name, colon, value = given.partition(":")
            pairs = ((name.strip(), value.strip()),) if colon else ()
    except ValueError:
        pairs = ()
    fits = all(
        re.fullmatch(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", name) and re.fullmatch(r"[ -~]+", value)
        for name, value in pairs
    )
    if not pairs or not fits:
        raise ValueError("headers")
    return pairs
