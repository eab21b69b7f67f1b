"""An asker that answers from a script, so that what a person sees does not hang on retrieval."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.questions.asker import Asks, OnClaim
from bot.telegram.assembly import shelf_opener
from bot.telegram.collections.open_indexes import OpenIndex
from bot.types import Answer, Answered, Citation, Claim, Declined, Note, Reason, Turn
from vectorstore.index.catalog import Catalog
from vectorstore.types import Span

#: Question -> the quotations that answer it, each with the words that answer.
SCRIPT: Mapping[str, Sequence[tuple[str, str]]] = {
    "形成了多少份调研报告？": (("形成调研报告48份", "48份"),),
    "红河州的十项机制分别是什么？": (
        ("一是建立健全领导机制抓总。", ""),
        ("二是建立健全推进机制抓实。", ""),
        ("三是建立健全培训机制抓全。", ""),
    ),
    "第二项呢？": (("二是建立健全推进机制抓实。", "推进机制"),),
}

#: How a chat shows the first of these answers.
ANSWER = "「形成调研报告48份」[1]\n\n出处：以建设“模范机关”为抓手 努力打造一支高素质政法干部队伍"


class ScriptedAsker:
    """Answers the questions of a script with citations from a real catalogue; declines all others."""

    def __init__(
        self,
        catalog: Catalog,
        script: Mapping[str, Sequence[tuple[str, str]]] = SCRIPT,
        after: Callable[[Claim], None] = lambda _: None,
    ) -> None:
        """`after` is called when a claim was told of: it takes the time that the next one takes."""
        self._catalog = catalog
        self._script = script
        self._after = after

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        files: Sequence[str] = (),
        on_claim: OnClaim | None = None,
    ) -> Answer:
        """See `bot.questions.asker.Asks`. A question that ends with 呢？ is a follow-up: it needs a history."""
        if question == "坏掉":
            raise ValueError("这句话不得出现在日志里")
        if question.startswith("慢慢地："):
            time.sleep(1.5)
            question = question.removeprefix("慢慢地：")
        rows = self._script.get(question, ())
        if not rows or (question.endswith("呢？") and not history):
            return Declined(question, Reason.NOT_IN_DOCUMENTS, 0.1, nearest=(self.cite("形成调研报告48份"),))
        claims = tuple(
            Claim(quote, (self.cite(quote, words),), str(number) if len(rows) > 1 else "")
            for number, (quote, words) in enumerate(rows, 1)
        )
        for claim in claims if on_claim else ():
            assert on_claim is not None
            on_claim(claim)
            self._after(claim)
        count = {"count": len(rows), "total": len(rows)}
        notes = (Note("list-complete", count),) if len(rows) > 1 else ()
        return Answered(question, claims, 0.9, notes=notes)

    def cite(self, quote: str, words: str = "") -> Citation:
        """A citation of words that stand in the documents. Raises `LookupError` where they don't."""
        for passage, text in self._catalog.all_passages():
            at = text.find(quote)
            if at >= 0:
                start = passage.span.start + at
                emphasis = start + quote.find(words)
                spans = (Span(emphasis, emphasis + len(words)),) if words else ()
                return Citation(passage, Span(start, start + len(quote)), quote, spans)
        raise LookupError(quote)


class Counting:
    """Asks another, adds notes to its answers, and counts how often it is asked."""

    def __init__(self, asker: Asks, notes: tuple[Note, ...] = ()) -> None:
        self._asker, self._notes, self.count = asker, notes, 0

    def ask(self, *given: Any, **more: Any) -> Answer:
        """See `bot.questions.asker.Asks`."""
        self.count += 1
        answer = self._asker.ask(*given, **more)
        return replace(answer, notes=(*answer.notes, *self._notes))


def scripted_shelf(index: Path) -> OpenIndex:
    """A real shelf whose asker is scripted."""
    shelf = shelf_opener("bundled")(index)
    return replace(shelf, asker=ScriptedAsker(shelf.catalog))
