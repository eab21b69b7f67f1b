"""Knowing whether a request is under way: it is marked just before it leaves, and when it is refused.

A message may wait long for its turn. Only between leaving and its answer is it unknown whether
it was delivered; a process that is killed at any other time has surely not sent it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from telegram.error import NetworkError
from telegram.request import HTTPXRequest

Mark = Callable[[str], Awaitable[None]]
_MARK: ContextVar[Mark | None] = ContextVar("mark", default=None)


@contextmanager
def marking(mark: Mark) -> Iterator[None]:
    """Within this, each request of the task is marked `sending`, and `ready` when surely refused."""
    token = _MARK.set(mark)
    try:
        yield
    finally:
        _MARK.reset(token)


class MarkingRequest(HTTPXRequest):
    """The library's HTTP client with these marks."""

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """See the base class."""
        mark = _MARK.get()
        if mark is None:
            return await super().do_request(*args, **kwargs)
        import httpx

        await mark("sending")
        try:
            code, payload = await super().do_request(*args, **kwargs)
        except NetworkError as exc:
            if isinstance(exc.__cause__, (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)):
                await mark("ready")
            raise
        if 400 <= code < 500 or code == 502:
            await mark("ready")
        return code, payload
