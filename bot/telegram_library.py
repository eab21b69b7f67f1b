"""The documents that a chat can ask: those that everybody shares, and the chat's own.

Everything here blocks and may be called from several threads.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from bot.asking import Asks, OnClaim
from bot.conversations import ShownCitation
from bot.messages_telegram import say
from bot.model import Answer, Answered, Declined, Language, Turn
from bot.telegram_choosing import better_of, tell_all
from bot.view.telegram_html import PassageCard
from vectorstore import generations
from vectorstore.catalog import Catalog, DocumentRecord
from vectorstore.errors import IndexMissing
from vectorstore.keys import parse_key
from vectorstore.model import Hit, Passage, Role, Span

if TYPE_CHECKING:
    from bot.located import Located
    from bot.resolving import Resolved


@dataclass(slots=True)
class Shelf:
    """One generation of one index with everything that reads it."""

    folder: Path
    catalog: Catalog
    asker: Asks
    search: Callable[[str, int], Sequence[Hit]]
    locate: Callable[[str], Located]
    resolve: Callable[[str], Resolved]
    names: dict[str, str] = field(default_factory=dict)

    answers: OrderedDict[tuple[str, tuple[Turn, ...]], Answer] = field(default_factory=OrderedDict)

    def ask(self, question: str, turns: tuple[Turn, ...], on_claim: OnClaim) -> Answer:
        """The asker's answer; the latest are kept, since a generation never changes."""
        asked = (question, turns)
        if (answer := self.answers.get(asked)) is not None:
            tell_all(answer, on_claim)
            return answer
        answer = self.asker.ask(question, turns, on_claim=on_claim)
        self.answers[asked] = answer
        with suppress(KeyError):  # another thread was faster
            if len(self.answers) > _KEPT:
                self.answers.popitem(last=False)
        return answer

    def titles(self) -> dict[str, str]:
        """The title of each document by its file."""
        return {d.file: self.names.get(d.file) or d.title for d in self.catalog.documents()}


#: Answers that a shelf keeps.
_KEPT = 500
OpenShelf = Callable[[Path], Shelf]


@dataclass(frozen=True, slots=True)
class Opened:
    """A passage, and whether one stands before and after it. `card` is None where it is gone."""

    card: PassageCard
    before: bool
    after: bool


class Libraries:
    """The shared documents and each chat's own."""

    def __init__(
        self,
        index: Path,
        open_shelf: OpenShelf,
        own_index: Callable[[int], tuple[Path, dict[str, str]] | None],
    ) -> None:
        self._index, self._open, self._own_index = index, open_shelf, own_index
        self._lock = threading.Lock()
        self._shelves: dict[Path, Shelf] = {}

    def _shelf(self, index: Path) -> Shelf:
        """The shelf of an index's current generation: a new one after an ingest."""
        folder = generations.current(index)
        with self._lock:
            shelf = self._shelves.get(index)
            if shelf is None or shelf.folder != folder:
                shelf = self._shelves[index] = self._open(index)
            return shelf

    def shared(self) -> Shelf:
        """The documents that every chat may ask. Raises `IndexMissing`."""
        return self._shelf(self._index)

    def own(self, chat: int) -> Shelf | None:
        """The chat's own documents, where it has any."""
        found = self._own_index(chat)
        if found is None:
            return None
        try:
            shelf = self._shelf(found[0])
        except IndexMissing:
            return None
        shelf.names = found[1]
        return shelf

    def drop(self, index: Path) -> None:
        """Let go of an index that is about to be removed."""
        with self._lock:
            shelf = self._shelves.pop(index, None)
        if shelf:
            shelf.catalog.close()

    def reload(self) -> int:
        """Open everything anew; returns how many documents are shared."""
        with self._lock:
            self._shelves.clear()
        return len(self.shared().catalog.documents())

    def _both(self, chat: int) -> list[Shelf]:
        own = self.own(chat)
        return [own, self.shared()] if own else [self.shared()]

    def ask(
        self, chat: int, question: str, history: Sequence[Turn], on_claim: OnClaim = lambda _: None
    ) -> tuple[Answer, dict[str, str], frozenset[str]]:
        """The better answer of the two collections, the titles, and the files that are the chat's own.

        `on_claim` hears only of claims that are surely part of that answer.
        """
        own, shared = self.own(chat), self.shared()
        titles = shared.titles()
        if own is None:
            return _asked(shared, question, history, on_claim), titles, frozenset()
        mine = own.titles()
        answer = better_of(
            lambda tell: _asked(own, question, history, tell),
            lambda tell: _asked(shared, question, history, tell),
            on_claim,
        )
        return answer, {**titles, **mine}, frozenset(mine)

    def locate(self, chat: int, text: str) -> tuple[Located, dict[str, str]]:
        """Where a quotation stands; in the collection that has it, or comes nearer to it."""
        order = {"exact": 3, "altered": 2, "spliced": 2, "absent": 1}
        titles: dict[str, str] = {}
        best: tuple[tuple[int, float], Located] | None = None
        for shelf in self._both(chat):
            titles |= shelf.titles()
            found = shelf.locate(text)
            rank = order[found.verdict.value], max((match.score for match in found.matches), default=0.0)
            if best is None or rank > best[0]:
                best = rank, found
        assert best is not None  # there always is a shared collection
        return best[1], titles

    def search(self, words: str, limit: int) -> tuple[list[Hit], dict[str, str]]:
        """Passages that match, from the shared documents only: they may be sent to any chat."""
        shelf = self.shared()
        return list(shelf.search(words, limit)), shelf.titles()

    def documents(self, chat: int) -> tuple[list[DocumentRecord], dict[str, str]]:
        """All documents that the chat can ask, its own last, with their titles."""
        shelves = self._both(chat)[::-1]
        titles: dict[str, str] = {}
        for shelf in shelves:
            titles |= shelf.titles()
        return [record for shelf in shelves for record in shelf.catalog.documents()], titles

    # --- passages ----------------------------------------------------------------------------

    def anchored(self, chat: int, shown: Sequence[ShownCitation]) -> tuple[ShownCitation, ...]:
        """The citations with places counted from their passage's beginning.

        A passage keeps its key when text is put in before it, and so its quotation is found again.
        """
        anchored = []
        for citation in shown:
            for shelf in self._both(chat):
                passage = shelf.catalog.passage(citation.key)
                if passage is not None:
                    base = passage.span.start
                    emphasis = tuple((start - base, end - base) for start, end in citation.emphasis)
                    citation = replace(
                        citation, start=citation.start - base, end=citation.end - base, emphasis=emphasis
                    )
                    break
            anchored.append(citation)
        return tuple(anchored)

    def by_key(self, text: str) -> str | None:
        """The canonical key in what somebody typed."""
        return parse_key(text)

    def open(self, chat: int, citation: ShownCitation, step: int, language: Language) -> Opened | None:
        """The passage of an anchored citation, or the one `step` places further; None if it is gone.

        A passage that was changed, or stands elsewhere now, says so.
        """
        best: tuple[Shelf, Resolved] | None = None
        for shelf in self._both(chat):
            resolved = shelf.resolve(citation.key)
            if resolved.passage is not None and (best is None or resolved.holds > best[1].holds):
                best = shelf, resolved
        if best is None:
            return None
        shelf, resolved = best
        passage = resolved.passage
        assert passage is not None
        assert resolved.span is not None
        if resolved.holds:
            base = resolved.span.start - passage.span.start
            emphasis = tuple((start + base, end + base) for start, end in citation.emphasis)
            citation = replace(
                citation, start=citation.start + base, end=citation.end + base, emphasis=emphasis
            )
            return self._opened(shelf, passage, citation, step, "")
        notice = say("key-changed", language, key=citation.key)
        return self._opened(shelf, passage, replace(citation, start=0, end=0, emphasis=()), step, notice)

    def was_here(self, chat: int, key: str) -> bool:
        """Whether the key's document is, or was, among those that the chat can ask."""
        states = {shelf.resolve(key).state.value for shelf in self._both(chat)}
        return bool(states - {"unknown"})

    def _opened(
        self, shelf: Shelf, passage: Passage, citation: ShownCitation, step: int, notice: str
    ) -> Opened | None:
        row = [p for p in shelf.catalog.passages(passage.file) if p.role is not Role.CHROME]
        keys = [p.key for p in row]
        here = keys.index(passage.key) if passage.key in keys else -1
        at = max(0, min(len(row) - 1, here + step)) if here >= 0 else -1
        wanted = row[at] if at >= 0 else passage
        base = passage.span.start
        quoted: tuple[Span, ...] = ()
        emphasis: tuple[Span, ...] = ()
        if wanted.key == passage.key and citation.end > citation.start:
            quoted = (Span(base + citation.start, base + citation.end),)
            emphasis = tuple(Span(base + start, base + end) for start, end in citation.emphasis)
        card = self._card(shelf, wanted, quoted, emphasis)
        return Opened(replace(card, notice=notice), at > 0, 0 <= at < len(row) - 1)

    @staticmethod
    def _card(
        shelf: Shelf, passage: Passage, quoted: tuple[Span, ...], emphasis: tuple[Span, ...]
    ) -> PassageCard:
        document = shelf.catalog.document(passage.file)
        inside = passage.span.overlaps
        return PassageCard(
            key=passage.key,
            file=passage.file,
            title=shelf.names.get(passage.file) or document.title,
            date=document.metadata.date,
            path=passage.path,
            paragraph=passage.paragraph,
            start=passage.span.start,
            text=passage.span.of(document.text),
            quoted=quoted,
            emphasis=emphasis,
            markup=tuple(mark for mark in document.markup if inside(mark.span)),
        )

    def cards(self, hits: Iterable[Hit]) -> list[PassageCard]:
        """Cards of shared passages, for inline results."""
        shelf = self.shared()
        return [self._card(shelf, hit.passage, (), ()) for hit in hits]


def _asked(shelf: Shelf, question: str, history: Sequence[Turn], on_claim: OnClaim) -> Answer:
    """A shelf's answer; a question that is no follow-up after all is answered by itself."""
    turns = _turns_on(shelf, history)
    answer = shelf.ask(question, turns, on_claim)
    if turns and isinstance(answer, Declined):
        alone = shelf.ask(question, (), on_claim)
        return alone if isinstance(alone, Answered) else answer
    return answer


def _turns_on(shelf: Shelf, history: Sequence[Turn]) -> tuple[Turn, ...]:
    """The turns that a follow-up to this shelf can refer to: none where the last one was about the other."""
    kept: tuple[Turn, ...] = ()
    for turn in history:
        here = any(shelf.catalog.passage(key) for key in turn.keys)
        kept = (*kept, turn) if here or not turn.keys else ()
    return kept
