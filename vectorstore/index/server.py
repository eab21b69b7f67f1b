"""The Chroma server that may hold the vectors in the place of files: its address, and speaking to it.

Nothing of it is used unless a `ChromaServer` is given; the embedded store opens no port.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from vectorstore.errors import ServerRefuses, ServerUnavailable, VectorstoreError

#: Seconds for a connection, and for one answer: a batch of a thousand vectors takes a few.
_CONNECTING, _ANSWERING = 5.0, 90.0
_LONGEST_REASON = 120


@dataclass(frozen=True, slots=True)
class ChromaServer:
    """Where the server is and as whom to speak to it. `collection` begins the names of all collections."""

    url: str
    tenant: str = "default_tenant"
    database: str = "default_database"
    collection: str = "yinju"
    #: Sent with each request; they may hold a token and are never shown.
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    #: A file with the certificates to trust; the system's own where empty.
    ca_file: str = ""

    @property
    def place(self) -> str:
        """Address, tenant, database and collection, as they are shown to people."""
        return f"{self.url} {self.tenant}/{self.database}/{self.collection}"


def connect(server: ChromaServer) -> Any:
    """A client of the server. Raises `ServerUnavailable` and `ServerRefuses`."""
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    with speaking_to(server):
        import chromadb
        import httpx
        from chromadb.config import Settings

        settings = Settings(anonymized_telemetry=False)
        if server.ca_file:
            settings.chroma_server_ssl_verify = server.ca_file
        elif not server.url.startswith("https://"):
            # Without TLS there is nothing to verify, and the authorities take longer to read than a server to ask.
            settings.chroma_server_ssl_verify = False
        client = chromadb.HttpClient(
            host=server.url,
            # A whole address brings its own port; the library asks for the two to agree.
            port=int(settings.chroma_server_http_port or 8000),
            ssl=server.url.startswith("https://"),
            headers=dict(server.headers),
            settings=settings,
            tenant=server.tenant,
            database=server.database,
        )
        # The library waits for ever by itself.
        client._server._session.timeout = httpx.Timeout(_ANSWERING, connect=_CONNECTING)
        return client


@contextmanager
def speaking_to(server: ChromaServer) -> Iterator[None]:
    """Raise `ServerUnavailable` or `ServerRefuses` for what goes wrong with the server."""
    try:
        yield
    except VectorstoreError:
        raise
    except Exception as exc:  # the client raises bare exceptions for what it does not know
        raise server_error(server, exc) from exc


def server_error(server: ChromaServer, exc: BaseException) -> VectorstoreError:
    """The error to raise for one of Chroma's client."""
    from chromadb.errors import AuthorizationError, ChromaAuthError

    chain = list(_chain(exc))
    status = next((one.response.status_code for one in chain if hasattr(one, "response")), 0)
    if status in {401, 403} or any(isinstance(one, (AuthorizationError, ChromaAuthError)) for one in chain):
        return ServerRefuses(url=server.place, reason=str(status or 403))
    # The library's own words ask back; those of what it met say what is wrong.
    said = [line for one in chain if (line := (str(one).strip().splitlines() or [""])[0])]
    reason = said[-1] if said and isinstance(exc, ValueError) else next(iter(said), type(exc).__name__)
    if status and reason.startswith("<"):  # a proxy's page
        reason = f"HTTP {status}"
    return ServerUnavailable(url=server.place, reason=reason[:_LONGEST_REASON])


def _chain(exc: BaseException | None) -> Iterator[Any]:
    """An error, and what led to it."""
    for _ in range(8):
        if exc is None:
            return
        yield exc
        exc = exc.__cause__ or exc.__context__


def is_missing(exc: BaseException) -> bool:
    """Whether the server answered that there is no such collection."""
    from chromadb.errors import NotFoundError

    return isinstance(exc, NotFoundError)


def close(client: Any) -> None:
    """Let go of a client's connections."""
    try:
        client.close()
    except (KeyError, AttributeError):  # the library has forgotten it already
        return
