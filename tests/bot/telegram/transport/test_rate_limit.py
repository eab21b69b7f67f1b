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


def test_nothing_leaves_while_a_429_is_waited_out() -> None:
    """After a 429 everybody waits, those too who are waiting already, and then they leave one by one."""

    async def run() -> Line:
        line = Line(refused=1)
        first = asyncio.gather(*(line.send(chat) for chat in range(1, 11)))
        await asyncio.sleep(0.6)
        # A sign of life that can't leave now is dropped, and takes nobody's place.
        assert await line.send(99, "sendMessageDraft")
        assert len(line.left) == 1
        await asyncio.gather(first, *(line.send(chat) for chat in range(11, 41)))
        return line

    line = asyncio.run(run())
    assert len(line.left) == 41
    assert min(line.left[1:]) - line.refusals[0] >= 1.0
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
