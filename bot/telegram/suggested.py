"""Questions that /start and a decline offer: those of the shared documents' generation in use."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import time
from collections.abc import Callable

from bot.questions.suggestions import Suggestions
from bot.telegram.collections.collections import Libraries
from bot.telegram.transport.log import event
from vectorstore.errors import VectorstoreError

#: Seconds between two looks whether somebody still waits for an answer.
_PAUSE = 0.1


class Suggested:
    """Knows the questions, and looks for them in the background where nobody has yet.

    Looking asks the documents; it rests while somebody's question is answered or waits.
    """

    def __init__(self, libraries: Libraries, kept: Suggestions) -> None:
        self._libraries, self._kept = libraries, kept
        self._known: tuple[str, tuple[str, ...]] = ("", ())
        self._looking: asyncio.Task[None] | None = None
        self._stopped = False
        #: Whether somebody waits for an answer.
        self.busy: Callable[[], bool] = lambda: False

    async def now(self) -> tuple[str, ...]:
        """The questions; none while they are still looked for, which this begins and doesn't wait for."""
        try:
            generation = await asyncio.to_thread(self._libraries.generation)
        except VectorstoreError:  # there is no index yet: every question says so
            return ()
        if self._known[0] != generation:
            kept = await asyncio.to_thread(self._kept.of, generation)
            if kept is None:
                if not self._stopped and (self._looking is None or self._looking.done()):
                    self._looking = asyncio.create_task(self._look())
                return ()
            self._known = generation, kept
        return self._known[1]

    async def _look(self) -> None:
        try:
            generation, found = await asyncio.to_thread(self._libraries.suggested, self._goes_on)
        except Exception as exc:  # a comfort that fails is no fault that anybody is told of
            event("suggestions-failed", logging.WARNING, error=exc)
            generation, found = await asyncio.to_thread(self._libraries.generation), ()
        if found is not None:
            self._known = generation, found
            await asyncio.to_thread(self._kept.keep, generation, found)

    def _goes_on(self) -> bool:
        """Whether to ask once more, as soon as nobody waits; called in the asking thread."""
        while self.busy() and not self._stopped:
            time.sleep(_PAUSE)
        return not self._stopped

    async def stop(self) -> None:
        """Look no further; returns when nothing is asked any more."""
        self._stopped = True
        if self._looking:
            await asyncio.gather(self._looking, return_exceptions=True)


def name_of(question: str) -> str:
    """What stands for a question in a button's data."""
    return hashlib.blake2b(question.encode(), digest_size=8).hexdigest()
