"""The pace of requests."""

import asyncio
import time
from typing import Any

import pytest
from telegram.error import RetryAfter

from bot.telegram.transport.rate_limit import PacedLimiter


class Line:
    """Requests on their way: when each left, and how the first of them are refused."""

    def __init__(self, refused: int = 0, seconds: int = 1) -> None:
        self.limiter = PacedLimiter()
        self.left: list[float] = []
        self.refusals: list[float] = []
        self._refused, self._seconds = refused, seconds

    async def send(self, chat: int, endpoint: str = "sendMessage") -> Any:
        """One request."""
        return await self.limiter.process_request(self._call, (), {}, endpoint, {"chat_id": chat}, None)

    async def _call(self) -> bool:
        self.left.append(time.monotonic())
        if len(self.refusals) < self._refused:
            self.refusals.append(time.monotonic())
            raise RetryAfter(self._seconds)
        return True

    def most_in_a_second(self) -> int:
        """How many left in the busiest second."""
        return max(sum(0 <= other - at < 1 for other in self.left) for at in self.left)


def test_all_chats_together_stay_under_the_limit() -> None:
    """Fifty chats at once get at most 21 messages in any second, and all get theirs."""

    async def run() -> Line:
        line = Line()
        await asyncio.gather(*(line.send(chat) for chat in range(1, 51)))
        return line

    line = asyncio.run(run())
    assert len(line.left) == 50
    assert line.most_in_a_second() <= 21


def test_a_429_holds_its_own_chat_only() -> None:
    """The refused chat waits, in order and one by one; all others get theirs meanwhile."""

    async def run() -> tuple[Line, dict[int, list[float]]]:
        line = Line(refused=1)
        arrived: dict[int, list[float]] = {}

        async def send(chat: int) -> None:
            await line.send(chat)
            arrived.setdefault(chat, []).append(time.monotonic())

        first = asyncio.create_task(send(1))
        await asyncio.sleep(0.1)
        # A sign of life for the held chat is dropped, and one for another chat is not.
        assert await line.send(1, "sendMessageDraft")
        assert len(line.left) == 1
        await line.send(2, "sendMessageDraft")
        assert len(line.left) == 2
        others = asyncio.gather(*(send(chat) for chat in range(2, 12)))
        await asyncio.gather(first, others, send(1))
        return line, arrived

    line, arrived = asyncio.run(run())
    assert max(max(arrived[chat]) for chat in range(2, 12)) - line.refusals[0] < 0.9
    assert arrived[1][0] - line.refusals[0] >= 1.0
    assert arrived[1][1] - arrived[1][0] >= 0.9


def test_when_several_chats_are_refused_everybody_waits() -> None:
    """Three chats refused at once mean a limit of all; then nothing leaves until it is over."""

    async def run() -> Line:
        line = Line(refused=3)
        first = asyncio.gather(*(line.send(chat) for chat in range(1, 11)))
        await asyncio.sleep(0.6)
        left = len(line.left)
        assert left < 10
        assert await line.send(99, "sendMessageDraft")
        assert len(line.left) == left
        await asyncio.gather(first, *(line.send(chat) for chat in range(11, 41)))
        return line

    line = asyncio.run(run())
    assert len(line.left) == 43
    assert min(at for at in line.left if at > line.refusals[-1] + 0.02) - line.refusals[-1] >= 0.9
    assert line.most_in_a_second() <= 21


def test_what_is_always_refused_is_given_back() -> None:
    """A request that gets nothing but 429 raises it in the end."""

    async def run() -> None:
        line = Line(refused=99, seconds=0)
        line.limiter = PacedLimiter(seconds=0.01, max_retries=2)
        try:
            await line.send(1)
        finally:
            assert len(line.left) == 3

    with pytest.raises(RetryAfter):
        asyncio.run(run())


def test_a_group_keeps_room_for_answers() -> None:
    """When a group has little left of its minute, what passes is not shown any more; other chats don't mind."""

    async def run() -> None:
        line = Line()
        line.limiter = PacedLimiter(seconds=0.0)
        assert line.limiter.has_room(-5)
        for _ in range(7):
            await line.send(-5)
        assert not line.limiter.has_room(-5)
        assert line.limiter.has_room(-6)
        await asyncio.gather(*(line.send(-5) for _ in range(3)))
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(line.send(-5), 0.3)

    asyncio.run(run())
