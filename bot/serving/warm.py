"""The open index with everything that reads it, loaded once and lent to each request.

After an ingest the next request gets the new generation; the old one is closed once nobody
reads it any more.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.library import Library, build_asker, build_locator, build_resolver, build_searcher, open_library
from bot.questions.asker import Asks
from bot.settings import load_chroma_server
from vectorstore.index import generations
from vectorstore.search.searcher import Searcher

if TYPE_CHECKING:
    from bot.citations.locator import Locator
    from bot.citations.resolver import Resolver
    from bot.extraction.reader import Reader


@dataclass(slots=True)
class Warm:
    """One generation with its asker, locator and resolver."""

    library: Library
    searcher: Searcher
    asker: Asks
    locator: Locator
    resolver: Resolver
    readers: int = 0
    let_go: bool = False

    def close(self) -> None:
        """Let go of the generation's files."""
        self.searcher.close()
        self.library.close()


def open_warm(index: Path, model: str, reader: Callable[[], Reader]) -> Warm:
    """The generation in use with all that reads it. Raises the errors of `vectorstore`.

    `reader` gives the reader, which outlives a generation.
    """
    library = open_library(index, model, load_chroma_server())
    try:
        searcher = build_searcher(library, long_lived=True)
        asker = build_asker(library, reader=reader, searcher=searcher)
        return Warm(library, searcher, asker, build_locator(library), build_resolver(library))
    except BaseException:
        library.close()
        raise


class WarmIndex:
    """Lends the generation in use; may be used from several threads."""

    def __init__(self, index: Path, open_it: Callable[[], Warm]) -> None:
        self._index = index
        self._open = open_it
        self._lock = threading.Lock()
        self._now: Warm | None = None

    @contextmanager
    def lent(self) -> Iterator[Warm]:
        """The current generation, open until the block ends. Raises `IndexMissing`."""
        folder = generations.current(self._index)
        with self._lock:
            if self._now is None or self._now.library.folder != folder:
                opened = self._open()
                self._let_go()
                self._now = opened
            warm = self._now
            warm.readers += 1
        try:
            yield warm
        finally:
            with self._lock:
                warm.readers -= 1
                self._close_if_idle(warm)

    def close(self) -> None:
        """Let go of the index; whoever still reads it closes it."""
        with self._lock:
            self._let_go()

    def _let_go(self) -> None:
        if self._now is not None:
            self._now.let_go = True
            self._close_if_idle(self._now)
            self._now = None

    @staticmethod
    def _close_if_idle(warm: Warm) -> None:
        if warm.let_go and not warm.readers:
            warm.close()
