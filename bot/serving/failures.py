"""Everything that can be wrong with a request, as one JSON form with a code and an HTTP status.

{"error": {"code": "bad-question", "reason": "empty", "message": "..."}}
"""

from __future__ import annotations

from typing import Any

from bot.errors import AmbiguousDocument, BadInput, BadQuestion, UnknownDocument, YinjuError
from bot.messages.general import error_text
from bot.messages.marks import listed
from bot.messages.serving import say
from bot.types import Language
from vectorstore.errors import IndexMissing, VectorstoreError


class Refused(Exception):
    """A request that can't be served; `code` is one of `STATUS`, `params` fill in its sentence."""

    def __init__(self, code: str, **params: object) -> None:
        self.code = code
        self.params = params
        super().__init__(code)


#: The HTTP status of each code of this room. Each has its sentence in `bot.messages.serving`.
STATUS = {
    "not-json": 400,
    "missing-field": 400,
    "unknown-field": 400,
    "wrong-type": 400,
    "out-of-range": 400,
    "invalid-key": 400,
    "bad-token": 401,
    "foreign-host": 403,
    "not-found": 404,
    "no-tool": 404,
    "wrong-method": 405,
    "too-large": 413,
    "not-json-type": 415,
    "failed": 500,
    "busy": 503,
    "stopping": 503,
}
_FOREIGN: tuple[tuple[type[Exception], int], ...] = (
    (BadQuestion, 400),
    (BadInput, 400),
    (UnknownDocument, 404),
    (AmbiguousDocument, 400),
    (IndexMissing, 503),
    (VectorstoreError, 503),
    (YinjuError, 500),
)


def status_of(error: Exception) -> int:
    """The HTTP status that says of which sort an error is."""
    if isinstance(error, Refused):
        return STATUS[error.code]
    return next((status for kind, status in _FOREIGN if isinstance(error, kind)), 500)


def error_json(error: Exception, language: Language) -> dict[str, Any]:
    """An error as JSON. One that nobody foresaw tells its kind, and nothing of its inside."""
    if isinstance(error, Refused):
        params = {
            name: listed(map(str, value), language) if isinstance(value, (list, tuple)) else value
            for name, value in error.params.items()
        }
        if "kind" in params:
            params["wanted"] = say(f"type.{params['kind']}", language)
        shown: dict[str, Any] = {"code": error.code, "message": say(error.code, language, **params)}
        if "field" in error.params:
            shown["field"] = error.params["field"]
    elif isinstance(error, (YinjuError, VectorstoreError)):
        shown = {"code": error.code, "message": error_text(error, language)}
        if reason := error.params.get("reason"):
            shown["reason"] = str(reason)
    else:
        shown = {"code": "failed", "message": say("failed", language, kind=type(error).__name__)}
    return {"error": shown}
