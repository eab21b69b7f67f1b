"""Use case: a question, with what was asked before, to an answer or a decline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

from bot.errors import BadQuestion
from bot.model import Answer, Turn

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

#: A longer text is no question.
LONGEST_QUESTION = 2000


class Asks(Protocol):
    """What answers questions; blocking, and safe to call from several threads."""

    def ask(self, question: str, history: Sequence[Turn] = (), files: Sequence[str] = ()) -> Answer:
        """Answer a question, with the turns before it (oldest first) and only from `files`."""
        ...


class Asker:
    """Answers questions through a retrieval chain."""

    def __init__(self, chain: Runnable[Any, Answer]) -> None:
        self._chain = chain

    def ask(self, question: str, history: Sequence[Turn] = (), files: Sequence[str] = ()) -> Answer:
        """Answer a question.

        Raises `BadQuestion` where it is empty or too long, and the errors of `vectorstore`.
        """
        # An argument whose bytes are no UTF-8 holds lone surrogates, which no library takes.
        text = question.encode("utf-8", "replace").decode("utf-8").strip()
        if not any(char.isalnum() for char in text):
            raise BadQuestion(reason="empty")
        if len(text) > LONGEST_QUESTION:
            raise BadQuestion(reason="too-long", limit=LONGEST_QUESTION, length=len(text))
        answer: Answer = self._chain.invoke(
            {"question": text, "history": tuple(history), "files": tuple(files)}
        )
        return answer
