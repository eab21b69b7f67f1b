"""One passage as a card: its text, key and place, ready to be shown."""

from __future__ import annotations

from dataclasses import dataclass

from vectorstore.types import Markup, Span


@dataclass(frozen=True, slots=True)
class PassageCard:
    """A passage as it is shown: `text` are the source's characters from `start` on.

    `quoted` and `emphasis` are spans in the same source; `notice` says where the passage is not
    what a citation meant; `markup` are tags of the source, which are not shown.
    """

    key: str
    file: str
    title: str
    date: str
    path: tuple[str, ...]
    paragraph: int
    start: int
    text: str
    quoted: tuple[Span, ...] = ()
    emphasis: tuple[Span, ...] = ()
    markup: tuple[Markup, ...] = ()
    notice: str = ""
    page: str = ""
    confidence: float = 0.0  # above 0 where the text was recognised from a scan
