"""Threads for blocking work, so many and no more, with an end for work that nobody waits for."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from bot.serving.failures import Refused

T = TypeVar("T")
#: Requests that may wait for a thread; the next one is told to come back.
MOST_WAITING = 200


def sensible_threads() -> int:
    """Answers that are worked on at once; more would only slow each other down."""
    return max(2, min(4, os.cpu_count() or 2))


class Gone(Exception):
    """Whoever asked has gone away."""


class Cancelled:
    """Tells work in a thread that nobody waits for it any more."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def set(self) -> None:
        """Nobody waits any more."""
        self._event.set()

    def check(self) -> None:
        """Raises `Gone` where nobody waits any more."""
        if self._event.is_set():
            raise Gone


class Workers:
    """A bounded pool; `run` belongs to one event loop."""

    def __init__(self, threads: int, most_waiting: int = MOST_WAITING) -> None:
        self._pool = ThreadPoolExecutor(threads, "yinju-serving")
        self._most = threads + most_waiting
        self._running = 0
        self._lock = threading.Lock()
        self._stopped = False

    async def run(self, work: Callable[[Cancelled], T]) -> T:
        """Do blocking work in a thread; cancelling this takes it back, or tells it to end.

        Raises `Refused` where too much waits already, or the pool is closed.
        """
        if self._stopped:
            raise Refused("stopping")
        with self._lock:
            if self._running >= self._most:
                raise Refused("busy")
            self._running += 1
        cancelled = Cancelled()
        future = self._pool.submit(_unless_gone, work, cancelled)
        future.add_done_callback(lambda _: self._ended())
        try:
            return await asyncio.wrap_future(future)
        except asyncio.CancelledError:
            cancelled.set()
            future.cancel()
            raise

    def _ended(self) -> None:
        with self._lock:
            self._running -= 1

    def close(self) -> None:
        """Take no more work, forget what waits, and wait for what runs."""
        self._stopped = True
        self._pool.shutdown(wait=True, cancel_futures=True)


def _unless_gone(work: Callable[[Cancelled], T], cancelled: Cancelled) -> T:
    cancelled.check()
    return work(cancelled)
