"""The documents that a chat can ask: those that everybody shares, and the chat's own.

Everything here blocks and may be called from several threads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from bot.answer_log.kept_answers import KeptAnswer, kept
from bot.messages.telegram import say
from bot.questions.asker import OnClaim
from bot.questions.suggestions import find
from bot.telegram.collections.better_answer import better_of
from bot.telegram.collections.open_indexes import OpenIndex, OpenShelf, Shelves
from bot.telegram.collections.passage_card import PassageCard
from bot.telegram.storage.conversations import ShownCitation
from bot.types import Answer, Answered, Declined, Language, Turn
from vectorstore.documents.citation_keys import parse_key
from vectorstore.errors import IndexMissing
from vectorstore.index.catalog import DocumentRecord
from vectorstore.types import Hit, Passage, Role, Span

if TYPE_CHECKING:
    from bot.citations.resolver import ResolvedKey
    from bot.citations.results import LocatedQuotation


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
        self._index, self._own_index = index, own_index
        self._shelves = Shelves(open_shelf)

    def drop(self, index: Path) -> None:
        """Let go of an index that is about to be removed."""
        self._shelves.drop(index)

    def close(self) -> None:
        """Let go of every index."""
        self._shelves.drop_all()

    def reload(self) -> int:
        """Open everything anew; returns how many documents are shared."""
        self._shelves.drop_all()
        return self.count()

    def count(self) -> int:
        """How many documents are shared."""
        with self._shared() as shelf:
            return len(shelf.catalog.documents())

    def generation(self) -> str:
        """The name of the shared documents' generation in use. Raises `IndexMissing`."""
        with self._shared() as shelf:
            return shelf.folder.name

    def suggested(self, go_on: Callable[[], bool]) -> tuple[str, tuple[str, ...] | None]:
        """The generation, and questions that its documents answer; None where it was to stop. Asks for a while."""
        with self._shared() as shelf:

            def ask(question: str) -> Answer:
                return shelf.ask(question, (), lambda _: None, quoting=True)

            return shelf.folder.name, find(shelf.catalog, ask, go_on)

    def _shared(self) -> AbstractContextManager[OpenIndex]:
        """The documents that every chat may ask. Raises `IndexMissing`."""
        return self._shelves.lent(self._index)

    @contextmanager
    def _both(self, chat: int) -> Iterator[tuple[OpenIndex | None, OpenIndex]]:
        """The chat's own documents, where it has any, and the shared ones."""
        with ExitStack() as stack:
            own, found = None, self._own_index(chat)
            if found is not None:
                with suppress(IndexMissing):
                    own = stack.enter_context(self._shelves.lent(found[0]))
                    own.names = found[1]
            yield own, stack.enter_context(self._shared())

    @contextmanager
    def _each(self, chat: int) -> Iterator[list[OpenIndex]]:
        """The collections that the chat can ask, its own first."""
        with self._both(chat) as both:
            yield [shelf for shelf in both if shelf is not None]

    def ask(
        self,
        chat: int,
        question: str,
        history: Sequence[Turn],
        on_claim: OnClaim = lambda _: None,
        quoting: bool = False,
    ) -> tuple[Answer, dict[str, str], frozenset[str]]:
        """The better answer of the two collections, the titles, and the files that are the chat's own.

        `on_claim` hears only of claims that are surely part of that answer; with `quoting` a chat
        model is not asked.
        """
        with self._both(chat) as (own, shared):
            titles = shared.titles()
            if own is None:
                return _asked(shared, question, history, on_claim, quoting), titles, frozenset()
            mine = own.titles()
            answer = self._better(own, shared, question, history, on_claim, quoting)
            return answer, {**titles, **mine}, frozenset(mine)

    @staticmethod
    def _better(
        own: OpenIndex,
        shared: OpenIndex,
        question: str,
        history: Sequence[Turn],
        on_claim: OnClaim,
        quoting: bool,
    ) -> Answer:
        """The better answer of two collections. A chat model words the better one only."""
        worded = not quoting and shared.worded is not None
        found: dict[int, OpenIndex] = {}

        def asking(shelf: OpenIndex) -> Callable[[OnClaim], Answer]:
            def ask(hear: OnClaim) -> Answer:
                answer = _asked(shelf, question, history, hear, quoting=True)
                found[id(answer)] = shelf
                return answer

            return ask

        answer = better_of(asking(own), asking(shared), (lambda _: None) if worded else on_claim)
        if not worded or isinstance(answer, Declined):
            return answer
        return _asked(found[id(answer)], question, history, on_claim)

    def locate(self, chat: int, text: str) -> tuple[LocatedQuotation, dict[str, str]]:
        """Where a quotation stands; in the collection that has it, or comes nearer to it."""
        order = {"exact": 3, "altered": 2, "spliced": 2, "absent": 1}
        titles: dict[str, str] = {}
        best: tuple[tuple[int, float], LocatedQuotation] | None = None
        with self._each(chat) as shelves:
            for shelf in shelves:
                titles |= shelf.titles()
                found = shelf.locate(text)
                rank = order[found.verdict.value], max((match.score for match in found.matches), default=0.0)
                if best is None or rank > best[0]:
                    best = rank, found
        assert best is not None  # there always is a shared collection
        return best[1], titles

    def kept(self, chat: int, answer: Answer) -> KeptAnswer:
        """An answer as the answer log takes it, with what is known of its documents."""
        if isinstance(answer, Answered):
            files = {one.file for claim in answer.claims for one in claim.citations}
        else:
            files = {one.file for one in answer.nearest}
        with self._each(chat) as shelves:
            its = [s for s in shelves if files <= {record.file for record in s.catalog.documents()}]
            return kept(answer, (its or shelves)[0].catalog)

    def search(self, words: str, limit: int) -> tuple[list[Hit], dict[str, str]]:
        """Passages that match, from the shared documents only: they may be sent to any chat."""
        with self._shared() as shelf:
            return list(shelf.search(words, limit)), shelf.titles()

    def documents(self, chat: int) -> tuple[list[DocumentRecord], dict[str, str]]:
        """All documents that the chat can ask, its own last, with their titles."""
        titles: dict[str, str] = {}
        records: list[DocumentRecord] = []
        with self._each(chat) as shelves:
            for shelf in reversed(shelves):
                titles |= shelf.titles()
                records += shelf.catalog.documents()
        return records, titles

    # --- passages ----------------------------------------------------------------------------

    def anchored(self, chat: int, shown: Sequence[ShownCitation]) -> tuple[ShownCitation, ...]:
        """The citations with places counted from their passage's beginning, and where that stands.

        A passage keeps its key when text is put in before it, and so its quotation is found again.
        """
        with self._each(chat) as shelves:
            return tuple(_anchored(citation, shelves) for citation in shown)

    def by_key(self, text: str) -> str | None:
        """The canonical key in what somebody typed."""
        return parse_key(text)

    def open(self, chat: int, citation: ShownCitation, step: int, language: Language) -> Opened | None:
        """The passage of an anchored citation, or the one `step` places further; None if it is gone.

        A passage that was changed, or stands elsewhere now, says so.
        """
        with self._each(chat) as shelves:
            best: tuple[OpenIndex, ResolvedKey] | None = None
            for shelf in shelves:
                resolved = shelf.resolve(citation.key)
                if resolved.passage is not None and (best is None or resolved.holds > best[1].holds):
                    best = shelf, resolved
            return self._open_resolved(*best, citation, step, language) if best else None

    def _open_resolved(
        self, shelf: OpenIndex, resolved: ResolvedKey, citation: ShownCitation, step: int, language: Language
    ) -> Opened | None:
        passage = resolved.passage
        assert passage is not None
        assert resolved.span is not None
        if resolved.holds:
            citation = _moved(citation, resolved.span.start - passage.span.start)
            return self._opened(shelf, passage, citation, step, "")
        notice = say("key-changed", language, key=citation.key)
        return self._opened(shelf, passage, replace(citation, start=0, end=0, emphasis=()), step, notice)

    def was_here(self, chat: int, key: str) -> bool:
        """Whether the key's document is, or was, among those that the chat can ask."""
        with self._each(chat) as shelves:
            return any(shelf.resolve(key).state.value != "unknown" for shelf in shelves)

    def _opened(
        self, shelf: OpenIndex, passage: Passage, citation: ShownCitation, step: int, notice: str
    ) -> Opened | None:
        # A bare heading stands above every passage of its section anyway.
        skipped = {Role.CHROME, Role.HEADING}
        row = [
            p for p in shelf.catalog.passages(passage.file) if p.role not in skipped or p.key == passage.key
        ]
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
        shelf: OpenIndex, passage: Passage, quoted: tuple[Span, ...], emphasis: tuple[Span, ...]
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
            page=passage.page,
            confidence=passage.confidence,
        )

    def cards(self, hits: Iterable[Hit]) -> list[PassageCard]:
        """Cards of shared passages, for inline results."""
        with self._shared() as shelf:
            return [self._card(shelf, hit.passage, (), ()) for hit in hits]


def _asked(
    shelf: OpenIndex, question: str, history: Sequence[Turn], on_claim: OnClaim, quoting: bool = False
) -> Answer:
    """A shelf's answer; a question that is no follow-up after all is answered by itself."""
    turns = _turns_on(shelf, history)
    answer = shelf.ask(question, turns, on_claim, quoting)
    if turns and isinstance(answer, Declined):
        alone = shelf.ask(question, (), on_claim, quoting)
        return alone if isinstance(alone, Answered) else answer
    return answer


def _turns_on(shelf: OpenIndex, history: Sequence[Turn]) -> tuple[Turn, ...]:
    """The turns that a follow-up to this shelf can refer to: none where the last one was about the other."""
    kept: tuple[Turn, ...] = ()
    for turn in history:
        here = any(shelf.catalog.passage(key) for key in turn.keys)
        kept = (*kept, turn) if here or not turn.keys else ()
    return kept


def _anchored(citation: ShownCitation, shelves: Sequence[OpenIndex]) -> ShownCitation:
    for shelf in shelves:
        passage = shelf.catalog.passage(citation.key)
        if passage is not None:
            moved = _moved(citation, -passage.span.start)
            return replace(moved, paragraph=passage.paragraph, page=passage.page)
    return citation


def _moved(citation: ShownCitation, by: int) -> ShownCitation:
    """A citation with its places counted from elsewhere."""
    emphasis = tuple((start + by, end + by) for start, end in citation.emphasis)
    return replace(citation, start=citation.start + by, end=citation.end + by, emphasis=emphasis)
