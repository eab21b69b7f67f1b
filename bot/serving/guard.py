"""Who may ask, and how much: checked on the way in, before anything else of a request is looked at."""

from __future__ import annotations

import hmac

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.messages.safe_text import safe
from bot.serving.failures import Refused, error_json, status_of
from bot.settings import is_loopback
from bot.types import Language

#: What a request's body may hold; a long report is a tenth of it.
MOST_BYTES = 2_000_000
#: Nothing but this server's own script and style; nothing may frame the page.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cache-control", b"no-store"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
#: What a browser has to get before its user can type the token.
_PUBLIC = ("/", "/page.css", "/page.js", "/pieces.js", "/health", "/openapi.json", "/favicon.ico")


def language_of(scope: Scope, default: Language) -> Language:
    """The language that a request asks for with `?lang=`, or the server's."""
    from urllib.parse import parse_qs

    wanted = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("lang", [""])[0]
    return Language(wanted) if wanted in {one.value for one in Language} else default


class Guard:
    """Middleware that refuses foreign hosts, missing tokens and bodies that are too large.

    Without a token only this machine's own names are served: a page of another site that gets
    its name resolved to 127.0.0.1 would else read the documents through the user's browser.
    """

    def __init__(self, app: ASGIApp, token: str, default: Language) -> None:
        self._app = app
        self._token = token.encode()
        self._default = default

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it with what is wrong."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded_send(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *_HEADERS]
            await send(message)

        headers = Headers(scope=scope)
        try:
            self._check(scope["path"], headers)
        except Refused as exc:
            shown = error_json(exc, language_of(scope, self._default))
            more = {"WWW-Authenticate": "Bearer"} if exc.code == "bad-token" else None
            await JSONResponse(shown, status_of(exc), more)(scope, receive, guarded_send)
            return
        await self._app(scope, receive, guarded_send)

    def _check(self, path: str, headers: Headers) -> None:
        if not self._token:
            host = headers.get("host", "")
            if not is_loopback(host.rsplit(":", 1)[0] if not host.endswith("]") else host):
                raise Refused("foreign-host", host=safe(host)[:60])
        elif path not in _PUBLIC:
            scheme, _, given = headers.get("authorization", "").partition(" ")
            right = hmac.compare_digest(given.strip().encode("utf-8", "replace"), self._token)
            if scheme.lower() != "bearer" or not right:
                raise Refused("bad-token")
        length = headers.get("content-length", "0")
        if length.isascii() and length.isdigit() and int(length[:12]) > MOST_BYTES:
            raise Refused("too-large", limit=MOST_BYTES)


async def body_of(receive: Receive) -> bytes:
    """A request's whole body. Raises `Refused` where it is too large, whatever its length said."""
    chunks: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return b""
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > MOST_BYTES:
            raise Refused("too-large", limit=MOST_BYTES)
        chunks.append(chunk)
        if not message.get("more_body"):
            return b"".join(chunks)
