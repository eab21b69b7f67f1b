"""A chat model whose replies are kept on disk, with the moment of each piece.

What was generated once is replayed, at once but with its times, so that a change of the verifier
is measured on the same generations.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.errors import ChatFailed
from bot.generation.chat_model import SCHEMA, StreamingChat
from bot.generation.prompts import Message


class RecordedChats:
    """Replays what is known, asks `inner` for the rest. `spent` are the seconds of generation so far."""

    def __init__(self, path: Path, inner: StreamingChat | None) -> None:
        self._path = path
        self._inner = inner
        self._known: dict[str, Any] = {}
        self.spent = 0.0
        if path.is_file():
            rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
            self._known = {row["key"]: row for row in rows}

    @property
    def mode(self) -> str:
        """Always the schema: the server that is measured has it."""
        return SCHEMA

    def remember(self, mode: str) -> None:
        """Nothing to remember."""

    def stream(
        self, messages: Sequence[Message], mode: str, schema: Mapping[str, Any] | None, until: float
    ) -> Iterator[str]:
        """The pieces of a reply, replayed or new. Raises `ChatFailed`."""
        told = json.dumps([[one.role, one.text] for one in messages], ensure_ascii=False)
        key = hashlib.sha256(f"{mode} {told}".encode()).hexdigest()
        row = self._known.get(key)
        if row is None:
            row = yield from self._recording(key, messages, mode, schema, until)
        else:
            before = 0.0
            for at, piece in row["pieces"]:
                self.spent += at - before
                before = at
                yield piece
        if row["failed"]:
            raise ChatFailed(reason=row["failed"])

    def _recording(
        self, key: str, messages: Sequence[Message], mode: str, schema: Mapping[str, Any] | None, until: float
    ) -> Any:
        if self._inner is None:
            raise ChatFailed(reason="down")
        started = time.monotonic()
        base = self.spent
        pieces: list[tuple[float, str]] = []
        failed = ""
        try:
            for piece in self._inner.stream(messages, mode, schema, until):
                at = time.monotonic() - started
                pieces.append((round(at, 2), piece))
                self.spent = base + at
                yield piece
        except ChatFailed as exc:
            failed = exc.reason
        row = {"key": key, "failed": failed, "pieces": pieces}
        self._known[key] = row
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a", encoding="utf-8") as out:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
        return row
