"""Reads drafted sentences off a model's reply while it is still coming in.

A sentence counts once it is whole: its JSON object is closed, or its line has ended. What a
reply breaks off in the middle of is never given out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from bot.verification.verdict import LONGEST_SENTENCE, Drafted

#: Longest texts that a reply may hold, in characters; the schema says so too, since a small
#: model runs on to its limit otherwise.
LONGEST_QUOTE, MOST_SENTENCES = 80, 3


def schema_for(keys: tuple[str, ...], longest: int = LONGEST_SENTENCE) -> dict[str, Any]:
    """The JSON schema of a reply whose sentences, of so many characters, may stand on these passages."""
    return {
        "title": "answer",
        "description": "Sentences that answer the question, each with its support.",
        "type": "object",
        "properties": {
            "sentences": {
                "type": "array",
                "maxItems": MOST_SENTENCES,
                "items": {
                    "type": "object",
                    "properties": {
                        "key": {"type": "string", "enum": list(keys)},
                        "quote": {"type": "string", "maxLength": LONGEST_QUOTE},
                        "sentence": {"type": "string", "maxLength": longest},
                    },
                    "required": ["key", "quote", "sentence"],
                    "additionalProperties": False,
                },
            }
        },
        "required": ["sentences"],
        "additionalProperties": False,
    }


class ReplyReader(Protocol):
    """A parser that is fed a model's reply piece by piece."""

    def feed(self, piece: str) -> Iterator[Drafted]:
        """Feed a piece; returns the sentences that it completed."""
        ...

    def end(self) -> Iterator[Drafted]:
        """Tell that the reply has ended in good order; returns the sentences that this completed."""
        ...

    @property
    def understood(self) -> bool:
        """Whether the reply so far has the form that was asked for, from its beginning to its end."""
        ...


@dataclass(slots=True)
class JsonReply:
    """A reply that is a JSON object with a list of sentences."""

    _text: str = ""
    _at: int = -1
    _closed: bool = False
    _read: int = 0
    _unread: int = 0
    _decoder: json.JSONDecoder = field(default_factory=json.JSONDecoder)

    def feed(self, piece: str) -> Iterator[Drafted]:
        """Feed a piece; returns the sentences whose JSON objects it closed."""
        self._text += piece
        if self._at < 0 and (start := re.search(r'"sentences"\s*:\s*\[', self._text)):
            self._at = start.end()
        while self._at >= 0 and not self._closed:
            following = re.compile(r"[\s,]*").match(self._text, self._at)
            assert following is not None
            at = following.end()
            if at >= len(self._text):
                return
            if self._text[at] == "]":
                self._closed = True
                return
            try:
                row, end = self._decoder.raw_decode(self._text, at)
            except ValueError:
                return
            self._at = end
            drafted = _drafted(row)
            if drafted is None:
                self._unread += 1
                continue
            self._read += 1
            yield drafted

    def end(self) -> Iterator[Drafted]:
        """Returns nothing: an object that was not closed is no sentence."""
        return iter(())

    @property
    def understood(self) -> bool:
        """Whether the list of sentences was found and closed, with sentences in it or nothing."""
        return self._closed and (self._read > 0 or not self._unread)


def _drafted(row: object) -> Drafted | None:
    if not isinstance(row, dict):
        return None
    parts = [row.get(name) for name in ("key", "quote", "sentence")]
    if not all(isinstance(part, str) for part in parts):
        return None
    key, quote, sentence = (str(part).strip() for part in parts)
    return Drafted(key, quote, sentence)


@dataclass(slots=True)
class MarkedReply:
    """A reply with a line `key | quote | sentence` for each sentence."""

    _text: str = ""
    _lines: int = 0
    _others: int = 0
    _none: bool = False

    def feed(self, piece: str) -> Iterator[Drafted]:
        """Feed a piece; returns the sentences whose lines it ended."""
        self._text += piece
        *whole, self._text = self._text.split("\n")
        for line in whole:
            yield from self._line(line)

    def end(self) -> Iterator[Drafted]:
        """Returns the last line, which ends with the reply."""
        line, self._text = self._text, ""
        yield from self._line(line)

    def _line(self, line: str) -> Iterator[Drafted]:
        line = re.sub(r"^[\s\-*\d.、`]+(?=\w+\s*[|｜])", "", line.strip())
        if not line:
            return
        parts = [part.strip() for part in re.split(r"[|｜]", line.strip("|｜"))]
        if len(parts) == 3:
            self._lines += 1
            yield Drafted(parts[0].strip("[]【】"), parts[1].strip('「」“”"'), parts[2])
        elif re.fullmatch(r"无[。.]?", line):
            self._none = True
        else:
            self._others += 1

    @property
    def understood(self) -> bool:
        """Whether most lines had the form, or the one line said that there is nothing."""
        return self._lines > self._others or self._none
