"""A session of questions: its turns come from the answer log, and each answer goes there."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answer_log.kept_answers import kept
from bot.answer_log.log import AnswerLog, new_session, open_log
from bot.cli.usage_errors import WrongUsage
from bot.errors import AnswerLogBroken
from bot.messages.answer_log import say
from bot.messages.general import error_text
from bot.settings import ChatSettings, Settings, load_chat_settings
from bot.types import Answer, Language, Turn, is_talk

if TYPE_CHECKING:
    from vectorstore.index.catalog import Catalog

_LONGEST_NAME = 80
#: What `--model` says for quotations alone.
_NO_MODEL = "none"


@dataclass(frozen=True, slots=True)
class Session:
    """A named row of answers. `log` is None where nothing is kept."""

    name: str
    turns: Sequence[Turn]
    log: AnswerLog | None
    language: Language

    def keep(self, answer: Answer, catalog: Catalog) -> None:
        """Add an answer to the log; where that fails it is said, and the answer stands all the same.

        A reply to a greeting or to thanks is no answer of the documents, and isn't kept.
        """
        if self.log is None or is_talk(answer):
            return
        try:
            self.log.keep(kept(answer, catalog), self.name)
        except AnswerLogBroken as exc:
            reason = error_text(exc, self.language)
            print(say("not-kept", self.language, reason=reason), file=sys.stderr, flush=True)


def chosen_session(found: Settings, follow: bool, name: str | None) -> Session:
    """The session that is meant: the last one, the named one, or a new one.

    Raises `AnswerLogOff` where an earlier one is meant and nothing is kept, and `WrongUsage`.
    """
    if follow and name is not None:
        raise WrongUsage("both", one="--continue", other="--session")
    if not follow and name is None:
        log = open_log(found) if found.answer_log else None
        return Session(new_session(), (), log, found.language)
    log = open_log(found)
    if name is None:
        name = log.entry().session
    elif not 0 < len(name.strip()) <= _LONGEST_NAME or not name.isprintable():
        raise WrongUsage("no-name")
    return Session(name, log.turns(name), log, found.language)


def chat_settings(model: str | None) -> ChatSettings | None:
    """The settings with the chat model that was asked for; None where the settings stay as they are."""
    if model is None:
        return None
    name = "" if model.strip().lower() == _NO_MODEL else model.strip()
    provider, colon, rest = name.partition(":")
    if name and not (provider and colon and rest):
        raise WrongUsage("no-model")
    return load_chat_settings().model_copy(update={"model": name})
