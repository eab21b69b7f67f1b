"""Whom a message is for, and what it asks. Pure, apart from the library's types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.telegram.transport.message import Place

if TYPE_CHECKING:
    from telegram import Bot, Message, MessageEntity


@dataclass(frozen=True, slots=True)
class Topic:
    """A chat and the topic in it; 0 where the chat has none."""

    chat: int
    thread: int


def topic_of(message: Message) -> Topic:
    """The chat and topic that a message is in."""
    thread = message.message_thread_id if message.is_topic_message else 0
    return Topic(message.chat.id, thread or 0)


def place_of(message: Message) -> Place:
    """Where the reply to a message goes; in a group it quotes the message that it replies to."""
    topic = topic_of(message)
    return Place(topic.chat, topic.thread, 0 if is_private(message) else message.message_id)


def is_private(message: Message) -> bool:
    """Whether the message is in a chat of one person with the bot."""
    return message.chat.type == "private"


def question_in(message: Message, bot: Bot) -> str | None:
    """What the message asks the bot; None where it is not for the bot.

    In private chats every text is a question. In groups the bot must be mentioned or replied to;
    a bare mention in reply to somebody's message asks what that message says. The mention itself
    is no part of the question.
    """
    text = message.text or message.caption or ""
    if is_private(message):
        return text.strip()
    if message.forward_origin is not None or message.is_automatic_forward:
        return None
    entities = message.entities or message.caption_entities
    mentions = [entity for entity in entities if _is_mention(text, entity, bot)]
    if not mentions and not _replies_to(message, bot):
        return None
    units = text.encode("utf-16-le", "surrogatepass")
    for entity in sorted(mentions, key=lambda e: -e.offset):
        start, end = entity.offset * 2, (entity.offset + entity.length) * 2
        units = units[:start] + units[end:]
    asked = units.decode("utf-16-le", "replace").strip(" \n\t,，:：")
    if not asked and message.reply_to_message is not None and mentions:
        asked = (message.reply_to_message.text or message.reply_to_message.caption or "").strip()
    return asked


def _is_mention(text: str, entity: MessageEntity, bot: Bot) -> bool:
    if entity.type == "text_mention":
        return entity.user is not None and entity.user.id == bot.id
    units = text.encode("utf-16-le", "surrogatepass")[2 * entity.offset : 2 * (entity.offset + entity.length)]
    return (
        entity.type == "mention"
        and units.decode("utf-16-le", "replace").lower() == f"@{bot.username}".lower()
    )


def _replies_to(message: Message, bot: Bot) -> bool:
    """Whether it replies to the bot; a topic's every message seems to reply to the topic's beginning."""
    other = message.reply_to_message
    if other is None or other.from_user is None or other.forum_topic_created is not None:
        return False
    return other.from_user.id == bot.id


def argument_of(message: Message) -> str:
    """What stands behind a command, line breaks kept."""
    text = message.text or ""
    command = next((e for e in message.entities if e.type == "bot_command" and e.offset == 0), None)
    return text[command.length :].strip() if command else text.strip()
