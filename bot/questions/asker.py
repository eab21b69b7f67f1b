"""Use case: a question, with what was asked before, to an answer or a decline."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from bot.errors import BadQuestion
from bot.language.limits import LIMITS
from bot.types import Answer, Claim, Turn

#: Hears of each verified claim before the answer is whole; called in the asking thread.
OnClaim = Callable[[Claim], None]

#: A longer text is no question.
LONGEST_QUESTION = LIMITS.question


class Asks(Protocol):
    """What answers questions; blocking, and safe to call from several threads."""

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        files: Sequence[str] = (),
        on_claim: OnClaim | None = None,
    ) -> Answer:
        """Answer a question, with the turns before it (oldest first) and only from `files`.

        `on_claim` is called with each claim of the answer as soon as it is verified, in order.
        """
        ...


class Chain(Protocol):
    """From a question with what belongs to it to an answer: the LangChain chain, or its steps alone."""

    def invoke(self, given: Any, /) -> Answer:
        """See `bot.chain`."""
        ...


class Asker:
    """Answers questions through a retrieval chain."""

    def __init__(self, chain: Chain) -> None:
        self._chain = chain

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        files: Sequence[str] = (),
        on_claim: OnClaim | None = None,
    ) -> Answer:
        """Answer a question; `on_claim` hears of each claim as it is verified.

        Raises `BadQuestion` where it is empty or too long, and the errors of `vectorstore`.
        """
        # An argument whose bytes are no UTF-8 holds lone surrogates, which no library takes.
        text = question.encode("utf-8", "replace").decode("utf-8").strip()
        if not any(char.isalnum() for char in text):
            raise BadQuestion(reason="empty")
        if len(text) > LONGEST_QUESTION:
            raise BadQuestion(reason="too-long", limit=LONGEST_QUESTION, length=len(text))
        answer: Answer = self._chain.invoke(
            {"question": text, "history": tuple(history), "files": tuple(files), "on_claim": on_claim}
        )
        return answer
