"""What the bot wants to say: a message with its buttons, as a value that can be stored."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button: exactly one of `data` (at most 64 bytes) and `copy` (at most 256 characters)."""

    text: str
    data: str = ""
    copy: str = ""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message: its text as Telegram's HTML, and the same without any formatting."""

    html: str
    plain: str
    buttons: tuple[tuple[Button, ...], ...] = ()

    def with_buttons(self, *rows: tuple[Button, ...]) -> Outgoing:
        """The same text with these rows of buttons; empty rows are left out."""
        return replace(self, buttons=tuple(row for row in rows if row))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message goes: a chat, a topic in it (0: none) and what it replies to (0: nothing).

    `edit` is a message of the bot that is to become this one (0: none).
    """

    chat: int
    thread: int = 0
    reply_to: int = 0
    edit: int = 0


def plain_message(text: str, *rows: tuple[Button, ...]) -> Outgoing:
    """A message without any formatting."""
    import html

    return Outgoing(html.escape(text, quote=False), text, tuple(row for row in rows if row))


def to_json(place: Place, message: Outgoing) -> str:
    """A message and its place, for storing."""
    return json.dumps({"place": asdict(place), "message": asdict(message)}, ensure_ascii=False)


def from_json(text: str) -> tuple[Place, Outgoing]:
    """What `to_json` stored."""
    row = json.loads(text)
    message = row["message"]
    buttons = tuple(tuple(Button(**button) for button in line) for line in message["buttons"])
    return Place(**row["place"]), Outgoing(message["html"], message["plain"], buttons)
