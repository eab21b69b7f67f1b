"""People: they write, press buttons, send files and read what is in their chats."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.botapi.formatting import Entity, utf16
from tests.botapi.world import BOT, EPOCH, Message, World

_MENTION = re.compile(r"@[A-Za-z0-9_]{4,}")
_COMMAND = re.compile(r"/[a-z_]+(?:@[A-Za-z0-9_]+)?")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account; `id` is also the id of the private chat with the bot."""

    world: World
    id: int
    name: str
    #: The language of the person's program, as Telegram tells it.
    speaks: str = "zh-hans"

    @property
    def user(self) -> dict[str, Any]:
        """The person as the Bot API writes them."""
        return {"id": self.id, "is_bot": False, "first_name": self.name, "language_code": self.speaks}

    def says(self, text: str, chat: int = 0, thread: int = 0, reply_to: int = 0, **more: Any) -> Message:
        """Write a message; it is handed to the bot as Telegram would hand it over."""
        chat = self._enter(chat)
        with self.world.lock:
            message = self.world.new_message(chat, self.user, text=text, thread=thread, reply_to=reply_to)
            message.entities = self._entities(text)
            body = {**self.world.message_of(message), **more}
            message.entities = []
        self.world.push("message", body)
        return message

    def sends_file(self, name: str, data: bytes, chat: int = 0, caption: str = "", **more: Any) -> Message:
        """Send a document."""
        chat = self._enter(chat)
        with self.world.lock:
            file = f"F{len(self.world.files) + 1}"
            self.world.files[file] = (name, data)
            document = {"file_id": file, "file_unique_id": "u" + file, "file_name": name,
                        "file_size": len(data), **more}  # fmt: skip
            message = self.world.new_message(chat, self.user, text=caption, document=document)
            message.entities = self._entities(caption)
            body = self.world.message_of(message)
        self.world.push("message", body)
        return message

    def presses(self, message: Message, label: str = "", data: str | None = None) -> str:
        """Press the button whose text contains `label`; returns the query's id.

        `data` sends these bytes instead, as a forged client could.
        """
        if data is None:
            found = [b for b in message.buttons if label in b["text"] and "callback_data" in b]
            if not found:
                raise LookupError(f"no button {label!r} under: {message.seen()}")
            data = found[0]["callback_data"]
        with self.world.lock:
            query = f"q{len(self.world.callbacks) + 1}"
            self.world.callbacks[query] = time.monotonic()
            self.world.log.append(("press", message.chat, message.id, label or "?"))
            body = {"id": query, "from": self.user, "chat_instance": "1", "data": data,
                    "message": self.world.message_of(message)}  # fmt: skip
        self.world.push("callback_query", body)
        return query

    def types_inline(self, words: str, offset: str = "") -> str:
        """Type `@bot words` in some chat; returns the query's id."""
        with self.world.lock:
            query = f"i{len(self.world.callbacks) + 1}"
            self.world.callbacks[query] = time.monotonic()
        self.world.push("inline_query", {"id": query, "from": self.user, "query": words, "offset": offset})
        return query

    def _enter(self, chat: int) -> int:
        with self.world.lock:
            if not chat and self.id not in self.world.chats:
                self.world.add_chat(self.id, title=self.name)
        return chat or self.id

    def _entities(self, text: str) -> list[Entity]:
        found = []
        for pattern, kind in ((_MENTION, "mention"), (_COMMAND, "bot_command")):
            for match in pattern.finditer(text):
                if kind == "bot_command" and match.start() and not text[match.start() - 1].isspace():
                    continue
                if kind == "mention" and "bot_command" in {
                    e.kind for e in found if e.offset <= match.start() < e.offset + e.length
                }:
                    continue
                found.append(Entity(kind, utf16(text[: match.start()]), utf16(match[0])))
        return found


def bot_messages(world: World, chat: int, thread: int | None = None) -> list[Message]:
    """What the bot has sent to a chat, oldest first, as it stands now."""
    with world.lock:
        return [
            m for (where, _), m in sorted(world.messages.items())
            if where == chat and m.sender["id"] == BOT["id"] and not m.deleted
            and (thread is None or m.thread == thread)
        ]  # fmt: skip


def wait_until(world: World, ready: Callable[[], Any], seconds: float = 20.0, what: str = "") -> Any:
    """Wait for something to become true in the world; raises `TimeoutError` otherwise."""
    until = time.monotonic() + seconds
    while True:
        with world.lock:
            value = ready()
            if value:
                return value
            left = until - time.monotonic()
            if left <= 0:
                raise TimeoutError(what or "it did not happen")
            world.lock.wait(min(left, 0.1))


def transcript(world: World, chat: int, drafts: bool = False) -> str:
    """What was to be seen in a chat, in order; an edit shows the message as it became then.

    `drafts` are left out unless they are asked for, since they depend on how long an answer takes.
    """
    lines = []
    with world.lock:
        for kind, where, number, seen in world.log:
            if where != chat:
                continue
            if kind == "draft":
                lines += [f"{BOT['first_name']} (draft):\n{_indented(seen)}"] if drafts else []
                continue
            sender = world.messages[where, number].sender["first_name"]
            if kind == "press":
                lines.append(f"── press ⟦{seen}⟧")
            elif kind == "delete":
                lines.append(f"── deleted: {seen[:30]}")
            else:
                lines.append(f"{sender}{' (edited)' if kind == 'edit' else ''}:\n{_indented(seen)}")
    return "\n".join(lines) + "\n"


def _indented(text: str) -> str:
    return "\n".join("    " + line if line else "" for line in text.split("\n"))


__all__ = ["EPOCH", "Person", "bot_messages", "transcript", "wait_until"]
