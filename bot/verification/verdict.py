"""The verdict on a sentence that a chat model drafted: its flaws, or the claim that it became."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.types import Claim


class Flaw(StrEnum):
    """The kinds of flaws that a sentence can have."""

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


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result for one drafted sentence: a claim, or the problems and the quotation to show instead.

    `quotation` is what its supporting words stand in, where these were found. A sentence that
    `repeats` one before it is proven and not shown twice.
    """

    drafted: Drafted
    claim: Claim | None = None
    problems: tuple[Problem, ...] = ()
    quotation: Claim | None = None
    repeats: bool = False


#: The longest sentence that a model may write, in characters; English takes more letters.
LONGEST_SENTENCE, LONGEST_ENGLISH = 120, 240


@dataclass(frozen=True, slots=True)
class Drafted:
    """A sentence as a model drafted it: the passage's key, the supporting words, the sentence."""

    key: str
    quote: str
    sentence: str
