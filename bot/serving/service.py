"""What the servers can do, as functions from checked values to JSON; blocking, from any thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from functools import cache
from typing import Any

from bot.citations.resolver import ResolvedKey, keys_in
from bot.citations.results import LocatedQuotation, as_json
from bot.errors import BadQuestion
from bot.library import file_named, files_named, load_reader
from bot.messages.general import reason_text
from bot.serving.failures import Refused
from bot.serving.json_views.answer import answer_json, claim_json
from bot.serving.json_views.citation import citation_json, references
from bot.serving.json_views.document import document_json, outline_json, record_json
from bot.serving.json_views.quotation import checked_json
from bot.serving.warm import Warm, WarmIndex, open_warm
from bot.serving.workers import Cancelled
from bot.settings import Settings, load_chroma_server
from bot.types import Answer, Answered, Claim, Declined, Language, as_turn
from vectorstore.index.local_copy import follow
from vectorstore.index.source_status import states
from vectorstore.types import Span

#: Hears of each proven claim, as JSON, before the answer is whole; called in the working thread.
Told = Callable[[dict[str, Any]], None]
#: A longer quotation or key than this is none.
LONGEST_QUOTATION = 4000


def build_service(found: Settings) -> Service:
    """The service over the index of the settings; nothing is opened yet."""
    reader = cache(lambda: load_reader(found.reranker_model))
    server = load_chroma_server()
    in_step = follow(found.index, server) if server else lambda: None
    index = WarmIndex(found.index, lambda: open_warm(found.index, found.embedding_model, reader))
    return Service(index, in_step)


class Service:
    """Answers requests from the warm index."""

    def __init__(self, index: WarmIndex, stop: Callable[[], None] = lambda: None) -> None:
        """`stop` ends what keeps the index in step with a server's."""
        self._index = index
        self._stop = stop

    def close(self) -> None:
        """Let go of the index."""
        self._stop()
        self._index.close()

    def warm(self) -> None:
        """Load everything that the first question would wait for."""
        with self._index.lent() as warm:
            first = next(iter(warm.library.catalog.documents()), None)
            warm.asker.ask(first.title[:60] if first else "引据")
            warm.locator.locate("引据")

    def ask(
        self,
        given: Mapping[str, Any],
        language: Language,
        cancelled: Cancelled,
        told: Told | None = None,
    ) -> dict[str, Any]:
        """An answer, its `turn` for the next question's `history`, and its documents' titles."""
        with self._index.lent() as warm:
            catalog = warm.library.catalog
            titles = {record.file: record.title for record in catalog.documents()}
            files = tuple(
                dict.fromkeys(file for name in given.get("files", ()) for file in files_named(catalog, name))
            )

            def on_claim(claim: Claim) -> None:
                # Raising here ends the answer, and with it a chat model's reply.
                cancelled.check()
                if told:
                    told(_claim(claim, titles))

            answer = warm.asker.ask(given["question"], given.get("history", ()), files, on_claim)
            return _answer(answer, titles, language, given.get("top", 5))

    def cite(self, given: Mapping[str, Any], language: Language, cancelled: Cancelled) -> dict[str, Any]:
        """What a key means now, and where a quotation stands in it."""
        key = _key(given["key"])
        with self._index.lent() as warm:
            resolved = warm.resolver.resolve(key, given["key"])
            catalog = warm.library.catalog
            shown = citation_json(catalog, resolved, references(catalog, resolved, date.today()))
            quote = given.get("quote", "")
            span = _quoted(warm, resolved, quote) if quote else None
        if quote:
            shown["quote"] = {
                "stands": span is not None,
                **({"start": span.start, "end": span.end} if span else {}),
            }
        return {**shown, "holds": resolved.holds}

    def locate(self, given: Mapping[str, Any], language: Language, cancelled: Cancelled) -> dict[str, Any]:
        """Where a quotation stands, and how it differs from there."""
        text = given["text"].strip()
        if not any(char.isalnum() for char in text):
            raise BadQuestion(reason="empty")
        if len(text) > LONGEST_QUOTATION:
            raise BadQuestion(reason="too-long", limit=LONGEST_QUOTATION, length=len(text))
        with self._index.lent() as warm:
            located = warm.locator.locate(text)
            return {**as_json(located), "stands": located.stands, "documents": _of(located, _titles(warm))}

    def check(self, given: Mapping[str, Any], language: Language, cancelled: Cancelled) -> dict[str, Any]:
        """The verdict for each quotation of a draft."""
        with self._index.lent() as warm:
            verdicts = warm.locator.check(given["text"])
            titles = _titles(warm)
            named = {file: title for one in verdicts for file, title in _of(one.located, titles).items()}
            return {**checked_json("", verdicts), "documents": named}

    def sources(self, given: Mapping[str, Any], language: Language, cancelled: Cancelled) -> dict[str, Any]:
        """The documents of the index, and whether their files are still as they were."""
        with self._index.lent() as warm:
            records = warm.library.catalog.documents()
            standing = states(records)
        return {"documents": [record_json(record, standing[record.file]) for record in records]}

    def outline(self, given: Mapping[str, Any], language: Language, cancelled: Cancelled) -> dict[str, Any]:
        """The headings of a document."""
        with self._index.lent() as warm:
            catalog = warm.library.catalog
            file = file_named(catalog, given["file"])
            return {"file": file, "title": _titles(warm)[file], "outline": outline_json(catalog, file)}

    def document(self, given: Mapping[str, Any], language: Language, cancelled: Cancelled) -> dict[str, Any]:
        """A document to read, with a span of it marked."""
        with self._index.lent() as warm:
            catalog = warm.library.catalog
            file = file_named(catalog, given["file"])
            marked = _span(given, len(catalog.document(file).text))
            return document_json(catalog, file, marked, date.today())

    def text(self, file: str) -> str:
        """A document's own characters, as decoded from its file. Raises `UnknownDocument`."""
        with self._index.lent() as warm:
            catalog = warm.library.catalog
            return catalog.document(file_named(catalog, file)).text

    def titles(self) -> dict[str, str]:
        """The title of each document by its file."""
        with self._index.lent() as warm:
            return _titles(warm)


def _titles(warm: Warm) -> dict[str, str]:
    return {record.file: record.title for record in warm.library.catalog.documents()}


def _span(given: Mapping[str, Any], length: int) -> Span | None:
    """The span that is asked for, inside the document; none where only one end is given."""
    if "start" not in given or "end" not in given:
        return None
    start, end = given["start"], given["end"]
    if start > length:
        raise Refused("out-of-range", field="start", least=0, most=length)
    if not start <= end <= length:
        raise Refused("out-of-range", field="end", least=start, most=length)
    return Span(start, end)


def _key(text: str) -> str:
    keys = keys_in(text[:200])
    if not keys:
        raise Refused("invalid-key", text=text[:60], field="key")
    return keys[0]


def _quoted(warm: Warm, resolved: ResolvedKey, quote: str) -> Span | None:
    """Where a quotation stands, as it is quoted, in what a key means."""
    passage = resolved.passage
    if passage is None:
        return None
    for match in warm.locator.locate(quote[:LONGEST_QUOTATION]).matches:
        if match.file == passage.file and match.score == 1 and match.span.overlaps(passage.span):
            return match.span
    return None


def _claim(claim: Claim, titles: Mapping[str, str]) -> dict[str, Any]:
    shown = claim_json(claim)
    for row, citation in zip(shown["citations"], claim.citations, strict=True):
        passage = citation.passage
        row |= {
            "title": titles.get(citation.file, citation.file),
            "paragraph": passage.paragraph,
            "path": list(passage.path),
        }
    return {**shown, "label": claim.label}


def _answer(answer: Answer, titles: Mapping[str, str], language: Language, top: int) -> dict[str, Any]:
    shown = answer_json(answer, language, top)
    del shown["id"]
    claims = answer.claims if isinstance(answer, Answered) else ()
    return {
        **shown,
        "claims": [_claim(claim, titles) for claim in claims],
        "message": "" if isinstance(answer, Answered) else reason_text(answer.reason, language),
        "understood": answer.condensed,
        "turn": _turn_json(answer),
        "documents": {file: titles.get(file, file) for file in _files_in(answer, top)},
    }


def _files_in(answer: Answer, top: int) -> list[str]:
    """The documents that an answer cites or names, in the order in which it does."""
    claims = answer.claims if isinstance(answer, Answered) else ()
    nearest = answer.nearest if isinstance(answer, Declined) else ()
    cited = [citation.file for claim in claims for citation in claim.citations]
    named = [*cited, *(one.file for one in nearest), *(hit.passage.file for hit in answer.retrieved[:top])]
    return list(dict.fromkeys(named))


def _turn_json(answer: Answer) -> dict[str, Any]:
    turn = asdict(as_turn(answer))
    return {name: list(value) if isinstance(value, tuple) else value for name, value in turn.items()}


def _of(located: LocatedQuotation, titles: Mapping[str, str]) -> dict[str, str]:
    """The titles of the documents that a verdict names: an index may have thousands of others."""
    matches = (*located.matches, *(match for part in located.parts for match in part.matches))
    return {match.file: titles.get(match.file, match.file) for match in matches}
