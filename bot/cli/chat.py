"""A conversation at the command line: questions with their history, and its few commands."""

from __future__ import annotations

import re

from bot.asker import Asks
from bot.cli.render.answer import cited_in, render_answer, render_sources
from bot.errors import YinjuError
from bot.library import Library, build_resolver
from bot.messages.general import error_text, text
from bot.questions.small_talk import Talk, small_talk
from bot.types import Answered, Citation, Declined, Language, Turn, as_turn
from vectorstore.errors import VectorstoreError
from vectorstore.index.source_status import states


class Conversation:
    """Keeps the turns and the citations of the last answer."""

    def __init__(self, library: Library, asker: Asks, language: Language, colour: bool) -> None:
        self._library = library
        self._asker = asker
        self._language = language
        self._colour = colour
        self._turns: list[Turn] = []
        self._citations: list[Citation] = []

    def welcome(self) -> str:
        """What is said first."""
        return text("chat.welcome", self._language)

    def answer(self, line: str) -> str | None:
        """The reply to a line; None where the conversation is over."""
        line = line.strip()
        if not line:
            return ""
        if line.startswith("/"):
            return self._command(line)
        if small_talk(line) is Talk.FAREWELL:
            return None
        try:
            answer = self._asker.ask(line, self._turns[-6:])
        except (YinjuError, VectorstoreError) as exc:
            return error_text(exc, self._language)
        if isinstance(answer, Answered):
            # What was declined or only said is nothing that a later question can refer to.
            self._turns.append(as_turn(answer))
        self._citations = _citations(answer)
        titles = {record.file: record.title for record in self._library.catalog.documents()}
        return render_answer(answer, titles, self._language, self._colour) + "\n"

    def _command(self, line: str) -> str | None:
        name, _, rest = line.partition(" ")
        if name in {"/quit", "/exit", "/q"}:
            return None
        if name == "/reset":
            self._turns, self._citations = [], []
            return text("chat.reset", self._language)
        if name == "/sources":
            records = self._library.catalog.documents()
            return render_sources(records, states(records), self._language)
        if name == "/cite":
            return self._cite(rest)
        return text("chat.unknown-command", self._language, {"command": name})

    def _cite(self, rest: str) -> str:
        from bot.cli.render.citation import render_citation

        number = (
            int(found[0]) if (found := re.search(r"\d+", rest)) and not re.search(r"[A-Za-z]", rest) else 0
        )
        if not 0 < number <= len(self._citations):
            params = {"number": rest.strip() or "?", "count": len(self._citations)}
            return text("chat.no-citation", self._language, params)
        citation = self._citations[number - 1]
        resolved = build_resolver(self._library).resolve(citation.key, citation.key)
        return render_citation(self._library.catalog, resolved, citation.span, self._language, self._colour)


def _citations(answer: Answered | Declined) -> list[Citation]:
    if isinstance(answer, Declined):
        return list(answer.nearest)
    return cited_in(answer)
