"""Opened indexes: lent to whoever reads them, and closed once nobody does any more.

What is let go of is really closed: an index that stayed open would go on answering with text that
was deleted from the disk, and every re-ingest would leave another one open.
"""

from __future__ import annotations

import threading
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from bot.questions.asker import Asks, OnClaim
from bot.telegram.collections.better_answer import tell_all
from bot.types import Answer, Turn
from vectorstore.index import generations
from vectorstore.index.catalog import Catalog
from vectorstore.types import Hit

if TYPE_CHECKING:
    from bot.citations.resolver import ResolvedKey
    from bot.citations.results import LocatedQuotation

#: Answers that a shelf keeps.
_KEPT = 500


@dataclass(slots=True)
class OpenIndex:
    """One generation of one index with everything that reads it."""

    folder: Path
    catalog: Catalog
    asker: Asks
    search: Callable[[str, int], Sequence[Hit]]
    locate: Callable[[str], LocatedQuotation]
    resolve: Callable[[str], ResolvedKey]
    close: Callable[[], None]
    #: Asks with a chat model, where the settings name one.
    worded: Asks | None = None
    names: dict[str, str] = field(default_factory=dict)
    answers: OrderedDict[tuple[str, tuple[Turn, ...], bool], Answer] = field(default_factory=OrderedDict)
    readers: int = 0
    let_go: bool = False

    def ask(self, question: str, turns: tuple[Turn, ...], on_claim: OnClaim, quoting: bool = False) -> Answer:
        """The asker's answer; the latest are kept, since a generation never changes.

        With `quoting` a chat model is not asked.
        """
        asker = self.asker if quoting or self.worded is None else self.worded
        asked = (question, turns, asker is self.asker)
        if (answer := self.answers.get(asked)) is not None:
            tell_all(answer, on_claim)
            return answer
        answer = asker.ask(question, turns, on_claim=on_claim)
        if any(note.code.startswith("chat-failed") for note in answer.notes):
            return answer  # the model may be well again when this is asked anew
        self.answers[asked] = answer
        with suppress(KeyError):  # another thread was faster
            if len(self.answers) > _KEPT:
                self.answers.popitem(last=False)
        return answer

    def titles(self) -> dict[str, str]:
        """The title of each document by its file."""
        return {d.file: self.names.get(d.file) or d.title for d in self.catalog.documents()}


OpenShelf = Callable[[Path], OpenIndex]


class Shelves:
    """The shelves that are open; may be used from several threads."""

    def __init__(self, open_shelf: OpenShelf) -> None:
        self._open_shelf = open_shelf
        self._lock = threading.Lock()
        #: Held while an index is opened, each its own: nobody waits while another's is.
        self._opening: defaultdict[Path, threading.Lock] = defaultdict(threading.Lock)
        self._shelves: dict[Path, OpenIndex] = {}

    @contextmanager
    def lent(self, index: Path) -> Iterator[OpenIndex]:
        """The shelf of an index's current generation, a new one after an ingest; open until the block ends.

        Raises `IndexMissing`.
        """
        shelf = self._taken(index)
        if shelf is None:
            with self._opening_of(index):
                # Whoever waited here finds it open.
                shelf = self._taken(index) or self._opened(index)
        try:
            yield shelf
        finally:
            with self._lock:
                shelf.readers -= 1
                self._close_if_idle(shelf)

    def _taken(self, index: Path) -> OpenIndex | None:
        """The shelf of the generation in use, with one reader more; None where it isn't open."""
        folder = generations.current(index)
        with self._lock:
            shelf = self._shelves.get(index)
            if shelf is None or shelf.folder != folder:
                return None
            shelf.readers += 1
            return shelf

    def _opened(self, index: Path) -> OpenIndex:
        """The shelf newly opened, with one reader, in the place of an older generation's."""
        shelf = self._open_shelf(index)
        with self._lock:
            self._let_go(index)
            shelf.readers += 1
            self._shelves[index] = shelf
            return shelf

    def _opening_of(self, index: Path) -> threading.Lock:
        with self._lock:
            return self._opening[index]

    def drop(self, index: Path) -> None:
        """Let go of an index that is about to be removed, also where it is just being opened."""
        with self._opening_of(index), self._lock:
            self._let_go(index)

    def drop_all(self) -> None:
        """Let go of every index."""
        with self._lock:
            known = list(self._opening)
        for index in known:
            self.drop(index)

    def _let_go(self, index: Path) -> None:
        shelf = self._shelves.pop(index, None)
        if shelf is not None:
            shelf.let_go = True
            self._close_if_idle(shelf)

    @staticmethod
    def _close_if_idle(shelf: OpenIndex) -> None:
        if shelf.let_go and not shelf.readers:
            shelf.answers.clear()
            shelf.close()
