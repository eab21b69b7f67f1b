"""A conversation at the command line: questions with their history, and its few commands."""

from __future__ import annotations

import base64
import re
import sys
import webbrowser
from collections.abc import Callable
from datetime import date

from bot.cli import context as cli
from bot.cli.render.answer import cited_in, render_answer, render_sources
from bot.cli.sessions import Session
from bot.cli.suggested import Suggested
from bot.cli.waiting import sign_of_life, until_done
from bot.errors import YinjuError
from bot.library import Library, build_locator, build_resolver
from bot.messages.chat import say
from bot.messages.general import error_text, text
from bot.messages.safe_text import safe_lines
from bot.questions.asker import Asks
from bot.questions.small_talk import Talk, small_talk
from bot.settings import Settings
from bot.types import Answer, Answered, Citation, Declined, Language, Turn, as_turn, is_talk, starts_anew
from vectorstore.errors import VectorstoreError
from vectorstore.index.source_status import states

#: What `/` may stand before, in the order of the help.
COMMANDS = ("/cite", "/open", "/copy", "/locate", "/sources", "/lang", "/reset", "/help", "/quit")
#: Commands that end a conversation; words that do are known as small talk.
_ENDINGS = {"/quit", "/exit", "/q"}
_REMEMBERED = 6


class Conversation:
    """Keeps the turns and the citations of the last answer.

    `browse` opens an address in a browser.
    """

    def __init__(
        self,
        library: Library,
        asker: Asks,
        session: Session,
        settings: Settings,
        colour: bool,
        keys: bool = False,
        browse: Callable[[str], object] = webbrowser.open,
        suggested: Suggested | None = None,
    ) -> None:
        self._library = library
        self._asker = asker
        self._session = session
        self._data_dir = settings.data_dir
        self._language = settings.language
        self._colour = colour
        self._keys = keys
        self._browse = browse
        self._suggested = suggested
        self._turns: list[Turn] = list(session.turns)
        self._citations: list[Citation] = []
        self._used = False

    def welcome(self) -> str:
        """What is said first."""
        first = say("welcome", self._language)
        if not self._turns:
            return "\n".join([first, *self._offered()])
        count = len(self._turns)
        return f"{first}\n{say('session', self._language, name=self._session.name, count=count)}"

    def _offered(self, but: str = "") -> list[str]:
        """Questions that these documents answer, as lines."""
        found = [one for one in (self._suggested.now() if self._suggested else ()) if one != but]
        return [say("offered", self._language), *(f"  {safe_lines(one)}" for one in found)] if found else []

    def answer(self, line: str) -> str | None:
        """The reply to a line; None where the conversation is over."""
        line = line.strip()
        if not line:
            return ""
        if line.lower() in _ENDINGS or small_talk(line) is Talk.FAREWELL:
            return None
        try:
            if line.startswith("/"):
                return self._command(line)
            if not any(char.isalnum() for char in line):
                # 👍 is an answer that needs none, ？？ asks for words.
                asks = any(mark in line for mark in "?？")
                return say("no-words", self._language) if asks else text("talk.okay", self._language)
            return self._asked(line)
        except (YinjuError, VectorstoreError) as exc:
            return error_text(exc, self._language)
        except KeyboardInterrupt:
            return say("cancelled", self._language)

    def _asked(self, question: str) -> str:
        turns = self._turns[-_REMEMBERED:]
        with sign_of_life(self._language, "working" if self._used else "loading"):
            answer: Answer = until_done(lambda: self._asker.ask(question, turns))
        self._used = True
        if isinstance(answer, Answered):
            # What was declined or only said is nothing that a later question can refer to.
            self._turns.append(as_turn(answer))
        elif starts_anew(answer):
            self._turns = []
        if not is_talk(answer):
            # After thanks, the sources of the answer before can still be looked up.
            self._citations = _citations(answer)
        self._session.keep(answer, self._library.catalog)
        titles = {record.file: record.title for record in self._library.catalog.documents()}
        shown = render_answer(answer, titles, self._language, self._colour, self._keys, cli.width()) + "\n"
        if isinstance(answer, Declined) and not is_talk(answer):
            shown += "".join(f"{line}\n" for line in self._offered(question))
        if self._suggested:
            self._suggested.look()
        return shown

    def _command(self, line: str) -> str:
        name, _, rest = line.partition(" ")
        rest = rest.strip()
        match name:
            case "/help":
                return say("help", self._language)
            case "/reset":
                self._turns, self._citations = [], []
                return say("reset", self._language)
            case "/sources":
                records = self._library.catalog.documents()
                return render_sources(records, states(records), self._language, cli.width())
            case "/lang":
                return self._speak(rest)
            case "/locate":
                return self._located(rest)
            case "/cite" | "/open" | "/copy":
                citation = self._chosen(rest)
                if citation is None:
                    count = len(self._citations)
                    if not count:
                        return say("no-citation-yet", self._language)
                    if not rest:
                        return say("which-citation", self._language, command=name)
                    code = "no-citation" if count > 1 else "no-citation-but-one"
                    return say(code, self._language, number=rest, count=count)
                return {"/cite": self._cite, "/open": self._open, "/copy": self._copy}[name](citation)
            case _:
                return say("unknown-command", self._language, command=name)

    def _speak(self, name: str) -> str:
        wanted = next((one for one in Language if one.value == name.lower()), None)
        if wanted is None:
            return say("which-lang", self._language)
        self._language = wanted
        return say("lang", wanted)

    def _located(self, quotation: str) -> str:
        from bot.cli.render.quotation import render_located

        if not any(char.isalnum() for char in quotation):
            return say("locate-what", self._language)
        located = build_locator(self._library).locate(quotation)
        return render_located(located, self._language, self._colour)

    def _chosen(self, rest: str) -> Citation | None:
        """The source with the number that was typed, in whatever brackets."""
        number = re.fullmatch(r"\W*(\d{1,4})\W*", rest)
        at = int(number[1]) if number else 0
        return self._citations[at - 1] if 0 < at <= len(self._citations) else None

    def _cite(self, citation: Citation) -> str:
        from bot.cli.render.citation import render_citation

        resolved = build_resolver(self._library).resolve(citation.key, citation.key)
        return render_citation(self._library.catalog, resolved, citation.span, self._language, self._colour)

    def _open(self, citation: Citation) -> str:
        from bot.cli.pages import write_page

        resolved = build_resolver(self._library).resolve(citation.key, citation.key)
        path = write_page(
            self._library, resolved, citation.span, self._data_dir, self._language, citation.emphasis
        )
        assert path is not None, "a citation of this library leads to a passage"
        self._browse(f"{path.as_uri()}#cited")
        return str(path)

    def _copy(self, citation: Citation) -> str:
        """A ready citation; a terminal is told to put it on the clipboard too (OSC 52)."""
        from bot.citations.formats import Style, reference

        metadata = self._library.catalog.metadata(citation.file)
        shown = safe_lines(reference(Style.TEXT, metadata, citation.passage, citation.quote, date.today()))
        if not sys.stdout.isatty():
            return shown
        # The text is encoded, so nothing of a document reaches the terminal as a command.
        clipboard = f"\x1b]52;c;{base64.b64encode(shown.encode()).decode()}\x07"
        return f"{clipboard}{shown}\n{say('copied', self._language)}"


def _citations(answer: Answered | Declined) -> list[Citation]:
    if isinstance(answer, Declined):
        return list(answer.nearest)
    return cited_in(answer)
