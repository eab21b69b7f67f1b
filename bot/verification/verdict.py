"""What speaks against a sentence that a chat model drafted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Flaw(StrEnum):
    """What speaks against a sentence."""

    FIGURE = "figure"
    DATE = "date"
    UNIT = "unit"
    NAME = "name"
    NEGATION = "negation"
    SUBJECT = "subject"
    WORDS = "words"
    QUOTED = "quoted"
    FORM = "form"
    KEY = "key"
    QUOTE = "quote"
    OFF = "off"
    PART = "part"


@dataclass(frozen=True, slots=True)
class Problem:
    """A flaw and the words of the sentence that have it."""

    flaw: Flaw
    words: str
