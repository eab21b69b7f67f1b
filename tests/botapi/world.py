"""Chats, people, messages and the queue of updates: what Telegram would remember."""

from __future__ import annotations

import threading
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import Any

from tests.botapi.faults import Faults
from tests.botapi.formatting import Entity, Refused, as_seen

BOT = {"id": 700001, "is_bot": True, "first_name": "引据", "username": "yinju_test_bot"}
EPOCH = 1_790_000_000
_FIRST_UPDATE = 5000


@dataclass(slots=True)
class Message:
    """A message as it stands now; `edits` are what it said before."""

    id: int
    chat: int
    sender: dict[str, Any]
    text: str = ""
    entities: list[Entity] = field(default_factory=list)
    markup: dict[str, Any] | None = None
    thread: int = 0
    reply_to: int = 0
    at: float = 0.0
    document: dict[str, Any] | None = None
    edits: int = 0
    deleted: bool = False

    @property
    def buttons(self) -> list[dict[str, Any]]:
        """The inline buttons, row by row."""
        return [button for row in (self.markup or {}).get("inline_keyboard", []) for button in row]

    def seen(self) -> str:
        """The message with its formatting and buttons, as text."""
        if self.document:
            return f"📎 {self.document['file_name']}" + (f" — {self.text}" if self.text else "")
        lines = [as_seen(self.text, self.entities)]
        for row in (self.markup or {}).get("inline_keyboard", []):
            lines.append("  " + " ".join(f"⟦{button['text']}⟧" for button in row))
        return "\n".join(lines)


class World:
    """Everything the server knows; `lock` guards all of it."""

    def __init__(self, token: str = "123456:TEST-token_of-the_loopback-server0") -> None:
        self.token = token
        self.lock = threading.Condition()
        self.faults = Faults()
        self.chats: dict[int, dict[str, Any]] = {}
        self.topics: dict[int, set[int]] = defaultdict(set)
        self.blocked: set[int] = set()
        self.messages: dict[tuple[int, int], Message] = {}
        self.log: list[
            tuple[str, int, int, str]
        ] = []  # what happened: kind, chat, message, what it looked like
        self.updates: list[dict[str, Any]] = []
        self.past: list[dict[str, Any]] = []  # confirmed
        self.repeats: list[dict[str, Any]] = []
        self.confirmed = 0
        self.poller = 0
        self.webhook: dict[str, Any] = {}
        self.allowed: list[str] | None = None
        self.commands: dict[str, Any] = {}
        self.callbacks: dict[str, float] = {}
        self.callback_answers: dict[str, dict[str, Any]] = {}
        self.callback_answered: dict[str, float] = {}  # when
        self.inline_answers: dict[str, dict[str, Any]] = {}
        self.files: dict[str, tuple[str, bytes]] = {}
        self.downloads = 0
        self.drafts: dict[tuple[int, int], list[str]] = defaultdict(list)
        self.actions: list[tuple[int, str, float]] = []
        self.calls: list[tuple[str, float, str]] = []  # method, when, outcome
        self.refusals: list[tuple[str, str]] = []
        self.sent_at: deque[float] = deque()
        self.sent_in: dict[int, deque[float]] = defaultdict(deque)
        self._next_message = 100
        self._next_update = _FIRST_UPDATE
        self.limits = True

    # --- what exists -------------------------------------------------------------------------

    def add_chat(self, chat: int, kind: str = "private", title: str = "", **more: Any) -> None:
        """Let a chat exist; without it the bot gets `chat not found`."""
        row: dict[str, Any] = {"id": chat, "type": kind, **more}
        row["first_name" if kind == "private" else "title"] = title or f"chat{chat}"
        self.chats[chat] = row

    def chat(self, chat: Any) -> dict[str, Any]:
        """The chat with this id; refuses unknown and blocked ones as Telegram does."""
        try:
            number = int(chat)
        except (TypeError, ValueError):
            raise Refused(400, "Bad Request: chat not found") from None
        if number not in self.chats:
            raise Refused(400, "Bad Request: chat not found")
        if number in self.blocked:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        return self.chats[number]

    def message_of(self, message: Message, deep: bool = True) -> dict[str, Any]:
        """The message as the Bot API writes it."""
        row: dict[str, Any] = {
            "message_id": message.id,
            "date": EPOCH,
            "chat": self.chats[message.chat],
            "from": message.sender,
        }
        if message.text and not message.document:
            row["text"] = message.text
            if message.entities:
                row["entities"] = [entity.as_dict() for entity in message.entities]
        if message.document:
            row["document"] = message.document
            if message.text:
                row["caption"] = message.text
                row["caption_entities"] = [entity.as_dict() for entity in message.entities]
        if message.thread:
            row |= {"message_thread_id": message.thread, "is_topic_message": True}
        if message.markup:
            row["reply_markup"] = message.markup
        if deep and message.reply_to and (message.chat, message.reply_to) in self.messages:
            row["reply_to_message"] = self.message_of(self.messages[message.chat, message.reply_to], False)
        return row

    def new_message(self, chat: int, sender: dict[str, Any], **fields: Any) -> Message:
        """Put a message into a chat."""
        self._next_message += 1
        message = Message(self._next_message, chat, sender, at=time.monotonic(), **fields)
        self.messages[chat, message.id] = message
        self.log.append(("message", chat, message.id, message.seen()))
        self.lock.notify_all()
        return message

    @property
    def pushed(self) -> int:
        """How many updates there were."""
        return self._next_update - _FIRST_UPDATE

    def push(self, kind: str, body: dict[str, Any]) -> int:
        """Queue an update for the bot; returns its id."""
        with self.lock:
            self._next_update += 1
            self.updates.append({"update_id": self._next_update, kind: body})
            self.lock.notify_all()
            return self._next_update

    def push_again(self, update_id: int) -> None:
        """Deliver an update that was confirmed already once more, as Telegram sometimes does."""
        with self.lock:
            self.repeats += [row for row in [*self.past, *self.updates] if row["update_id"] == update_id]
            self.lock.notify_all()

    # --- getUpdates --------------------------------------------------------------------------

    def get_updates(self, offset: int, limit: int, timeout: float, allowed: list[str] | None) -> list[Any]:
        """Long-poll with Telegram's meaning of the offset."""
        with self.lock:
            if self.webhook:
                raise Refused(
                    409,
                    "Conflict: can't use getUpdates method while webhook is active; "
                    "use deleteWebhook to delete the webhook first",
                )
            if allowed is not None:
                self.allowed = allowed
            self.poller += 1
            mine = self.poller
            self.lock.notify_all()
            if offset < 0:
                offset = self.updates[offset]["update_id"] if len(self.updates) >= -offset else 0
            if offset > 0:
                self.past += [row for row in self.updates if row["update_id"] < offset]
                self.updates = [row for row in self.updates if row["update_id"] >= offset]
                self.confirmed = max(self.confirmed, offset)
            until = time.monotonic() + timeout
            while True:
                kinds = self.allowed or []
                ready = [row for row in self.updates if not kinds or any(kind in row for kind in kinds)]
                left = until - time.monotonic()
                if ready or self.repeats or left <= 0:
                    repeats, self.repeats = self.repeats, []
                    return [*repeats, *ready[: max(1, min(limit, 100))]]
                self.lock.wait(left)
                if mine != self.poller:
                    raise Refused(
                        409,
                        "Conflict: terminated by other getUpdates request; "
                        "make sure that only one bot instance is running",
                    )

    # --- floods ------------------------------------------------------------------------------

    def count_message(self, chat: int) -> None:
        """Refuse more than 30 messages a second, 20 a minute in a group, a burst in a chat."""
        if not self.limits:
            return
        now = time.monotonic()
        group = self.chats[chat]["type"] != "private"
        span, most = (60.0, 20) if group else (1.0, 3)
        for row, seconds, limit in ((self.sent_at, 1.0, 30), (self.sent_in[chat], span, most)):
            while row and now - row[0] >= seconds:
                row.popleft()
            if len(row) >= limit:
                wait = max(1, int(seconds - (now - row[0]) + 0.999))
                raise Refused(429, f"Too Many Requests: retry after {wait}", wait)
        self.sent_at.append(now)
        self.sent_in[chat].append(now)
