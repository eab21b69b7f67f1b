"""Suggested questions in a conversation at the command line."""

from __future__ import annotations

import threading
from contextlib import suppress

from bot.library import Library
from bot.questions.asker import Asks
from bot.questions.suggestions import Suggestions, find


class Suggested:
    """Knows the questions that an index answers; looks for them while somebody reads, where nobody has yet."""

    def __init__(self, library: Library, asker: Asks, kept: Suggestions, looks: bool) -> None:
        """`looks` says whether to look for them at all: where no person types, nobody would wait meanwhile."""
        self._library, self._asker, self._kept = library, asker, kept
        self._looks = looks
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def now(self) -> tuple[str, ...]:
        """The questions that are known; reads one small file."""
        return self._kept.of(self._library.folder.name) or ()

    def look(self) -> None:
        """Begin to look for them, once the models are loaded; returns at once."""
        if not self._looks or self._thread or self._kept.of(self._library.folder.name) is not None:
            return
        self._thread = threading.Thread(target=self._find, name="suggestions", daemon=True)
        self._thread.start()

    def _find(self) -> None:
        with suppress(Exception):  # a comfort that fails costs the conversation nothing
            found = find(self._library.catalog, self._asker.ask, lambda: not self._stopped.is_set())
            if found is not None:
                self._kept.keep(self._library.folder.name, found)

    def stop(self) -> None:
        """Look no further, and wait until nothing is asked any more."""
        self._stopped.set()
        if self._thread:
            self._thread.join()
