"""Structured logs that can't give anything away: no token, no text of a person or a document.

One JSON object a line. Our own records carry codes, ids and figures only. Of records of other
libraries only the unfilled template is written, because their arguments hold addresses with the
token and whole messages; of an exception only its type and where it was raised.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from datetime import UTC, datetime
from typing import TextIO

_TOKEN = re.compile(r"\d{3,}(?::|%3A)[A-Za-z0-9_-]{10,}", re.IGNORECASE)
OURS = "yinju"
log = logging.getLogger(f"{OURS}.telegram")


def redact(text: str, token: str = "") -> str:
    """The text without anything that is or looks like a bot's token."""
    if token:
        text = text.replace(token, "<token>").replace(token.replace(":", "%3A"), "<token>")
    return _TOKEN.sub("<token>", text)


def event(name: str, level: int = logging.INFO, error: BaseException | None = None, **fields: object) -> None:
    """Log that something happened. `fields` must be codes, ids or figures, never texts."""
    info = (type(error), error, error.__traceback__) if error else None
    log.log(level, name, exc_info=info, extra={"fields": fields})


class JsonLines(logging.Formatter):
    """Formats a record as one line of JSON."""

    def __init__(self, token: str = "") -> None:
        super().__init__()
        self._token = token

    def format(self, record: logging.LogRecord) -> str:
        """The line, redacted."""
        row: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": str(record.msg)[:200] if isinstance(record.msg, str) else type(record.msg).__name__,
        }
        if record.name.startswith(OURS):
            row |= getattr(record, "fields", {})
        else:
            row["logger"] = record.name
        if record.exc_info and record.exc_info[0]:
            row["error"] = _kinds(record.exc_info[1]) or record.exc_info[0].__name__
            frames = traceback.extract_tb(record.exc_info[2])[-6:]
            row["where"] = [
                f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in frames
            ]
        return redact(json.dumps(row, ensure_ascii=False, default=str), self._token)


def _kinds(error: BaseException | None) -> str:
    """The types of an exception and of what caused it, without their messages."""
    names: list[str] = []
    while error is not None and len(names) < 4:
        names.append(type(error).__name__)
        error = error.__cause__
    return " < ".join(names)


def start_logging(token: str, level: str = "INFO", stream: TextIO | None = None) -> None:
    """Send all logs of the process through `JsonLines`, and nothing past it."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines(token))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger(OURS).setLevel(level.upper())
    logging.captureWarnings(True)
    sys.excepthook = lambda kind, error, trace: logging.getLogger(OURS).critical(
        "uncaught", exc_info=(kind, error, trace)
    )
