"""What a term means, by the sentence that says so of just this term: 本条例所称台湾同胞投资,是指…."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.extraction.candidates import Candidate
from bot.language.word_lists import words_of
from vectorstore.text.numbering import heading_label

#: What stands before a term in the sentence that defines it, at a clause's beginning aside.
_CALLED = ("称", "所称的", '"', "《")
_CLAUSE_ENDS = tuple("。;:,!?\t")


@dataclass(frozen=True, slots=True)
class TermAsked:
    """A term whose meaning is asked for, and the words that say in which document; both are search forms."""

    term: str
    document: str


def term_asked(form: str) -> TermAsked | None:
    """The term whose meaning a question asks for: 二类病虫害 in 什么是二类病虫害; None where it asks for none."""
    asked = form.strip("?。").removeprefix("请问")
    before = max((w for w in words_of("means-before") if asked.startswith(w)), key=len, default="")
    behind = max((w for w in words_of("means-behind") if asked.endswith(w)), key=len, default="")
    term = asked.removeprefix(before).removesuffix(behind)
    document = ""
    for mark in ("所称的", "所称", "所说的", "里的", "中的"):
        if mark in term:
            document, _, term = term.rpartition(mark)
            break
    term = term.strip("\"'“”,:《》")
    return TermAsked(term, document) if (before or behind) and len(term) > 1 else None


def defining(asked: TermAsked, ranked: Sequence[Candidate]) -> Candidate | None:
    """The sentence that defines a term; None where none does."""
    return next((one for one in ranked if _defines(one.form.text, asked.term)), None)


def _defines(sentence: str, term: str) -> bool:
    label = heading_label(sentence)
    start = label.length if label else 0
    at = sentence.find(term, start)
    while at >= 0:
        before, behind = sentence[start:at], sentence[at + len(term) :].lstrip('"》,:')
        if (not before or before.endswith((*_CALLED, *_CLAUSE_ENDS))) and behind.startswith(
            words_of("defines")
        ):
            return True
        at = sentence.find(term, at + 1)
    return False
