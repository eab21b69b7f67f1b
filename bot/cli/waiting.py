"""A sign of life while an answer is made, and a way to stop waiting for it."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TypeVar

from bot.messages.general import text
from bot.types import Language

_Result = TypeVar("_Result")

#: An answer that comes sooner needs no sign.
_SOON = 0.4
_BEAT = 0.5
_CLEAR = "\r\x1b[K"
#: At the end, what was cancelled may come to its own end for so long.
_GRACE = 5.0
_left: list[threading.Thread] = []


@contextmanager
def sign_of_life(language: Language, code: str = "working") -> Iterator[None]:
    """Say on standard error what goes on and for how long, where that is a terminal; then wipe it away."""
    if not sys.stderr.isatty():
        yield
        return
    done = threading.Event()

    def beat() -> None:
        begun = time.monotonic()
        if done.wait(_SOON):
            return
        while True:
            passed = time.monotonic() - begun
            with suppress(OSError):
                print(f"{_CLEAR}{text(code, language)} {passed:.0f}s", end="", file=sys.stderr, flush=True)
            if done.wait(_BEAT):
                break
        with suppress(OSError):
            print(_CLEAR, end="", file=sys.stderr, flush=True)

    beating = threading.Thread(target=beat, daemon=True)
    beating.start()
    try:
        yield
    finally:
        done.set()
        beating.join()


def until_done(work: Callable[[], _Result]) -> _Result:
    """What `work` returns or raises. Ctrl-C stops the waiting at once and raises `KeyboardInterrupt`.

    The work itself runs on in a thread of its own and its result is dropped: a library in the
    middle of native code can't be stopped safely.
    """
    results: list[_Result] = []
    failures: list[BaseException] = []

    def do() -> None:
        try:
            results.append(work())
        except BaseException as exc:
            failures.append(exc)

    doing = threading.Thread(target=do, daemon=True)
    doing.start()
    try:
        while doing.is_alive():
            doing.join(0.1)
    except KeyboardInterrupt:
        _left.append(doing)
        raise
    if failures:
        raise failures[0]
    return results[0]


def wait_for_the_cancelled() -> None:
    """Let cancelled work end before the interpreter takes its libraries away."""
    limit = time.monotonic() + _GRACE
    for one in _left:
        one.join(max(0.0, limit - time.monotonic()))
    _left.clear()
