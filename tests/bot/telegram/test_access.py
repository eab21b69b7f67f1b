import asyncio
from pathlib import Path

from bot.settings import TelegramSettings
from bot.telegram.access import Access
from bot.telegram.storage.conversations import Conversations
from bot.telegram.transport.message import Button, Outgoing, Place, from_json, to_json


def test_users_and_chats_on_the_list_are_allowed(tmp_path: Path) -> None:
    """A listed user is allowed everywhere, everybody in a listed chat, an admin too, nobody else."""
    settings = TelegramSettings(_env_file=None, token="1:x", allow="5,-7", admins="9")  # type: ignore[call-arg,arg-type]
    conversations = Conversations(tmp_path / "chats.db")
    access = Access(settings, conversations)
    assert access.is_allowed(5, 5)
    assert access.is_allowed(5, -100)
    assert access.is_allowed(6, -7)
    assert access.is_allowed(9, 9)
    assert not access.is_allowed(6, 6)
    assert not access.is_admin(5)
    conversations.close()


def test_each_user_has_a_rate_of_their_own(tmp_path: Path) -> None:
    """Who has asked too much waits for the rest of the minute; others don't."""
    settings = TelegramSettings(_env_file=None, token="1:x", questions_per_minute=2)  # type: ignore[call-arg]
    conversations = Conversations(tmp_path / "chats.db")
    access = Access(settings, conversations)

    async def waits(*users: int) -> list[int]:
        return [await access.wait(user) for user in users]

    assert asyncio.run(waits(5, 5, 6)) == [0, 0, 0]
    assert 1 <= asyncio.run(waits(5))[0] <= 60
    conversations.close()


def test_a_message_is_stored_whole() -> None:
    """What is stored of a message before it is sent is read back the same."""
    message = Outgoing("<b>甲</b>", "甲", ((Button("一", data="c:1"), Button("二", copy="引文")),))
    place = Place(-5, 3, 9, 0)
    assert from_json(to_json(place, message)) == (place, message)
