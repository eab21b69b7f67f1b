"""Verifies one drafted sentence against the passages that the model was given.

A sentence is proven when its key is one of those given, its supporting words stand verbatim in
that passage (by their search form), the sentence around them bears on the question, and nothing
in it goes beyond what it cites (`bot.verification.chinese_rules`). What is cited is then the source's own whole
sentence, with the supporting words marked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.questions.guardrails import commands_a_reader
from bot.types import Citation, Claim
from bot.verification.chinese_rules import flaws
from bot.verification.english_rules import english_flaws
from bot.verification.verdict import LONGEST_ENGLISH, LONGEST_SENTENCE, Drafted, Flaw, Problem, Verdict
from vectorstore.documents.line_roles import visible
from vectorstore.text.quotation_form import quotation_form, verbatim_form
from vectorstore.text.search_form import SearchForm, search_form
from vectorstore.text.sentences import sentence_ranges
from vectorstore.types import Document, Passage, Span

#: Fewer characters prove nothing: they stand everywhere.
_SHORTEST_QUOTE = 4
_SHORTEST_SENTENCE = 4


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage as a model was given it, under an opaque key.

    `form` is its search form with offsets in the document, `shown` the spans that a model reads of
    it where it is long, `supports` those whose sentences bear on the question closely enough to be
    cited; `above` are its title and headings.
    """

    key: str
    passage: Passage
    document: Document
    form: SearchForm
    supports: tuple[Span, ...]
    above: str = ""
    shown: tuple[Span, ...] = ()


def prove(drafted: Drafted, offered: Mapping[str, Evidence], english: bool = False) -> Verdict:
    """The verdict on a drafted sentence, in Chinese or in English."""
    given = offered.get(drafted.key)
    if given is None:
        return Verdict(drafted, problems=(Problem(Flaw.KEY, drafted.key),))
    place = _standing(drafted.quote, given)
    if place is None:
        return Verdict(drafted, problems=(Problem(Flaw.QUOTE, drafted.quote),))
    ranges, words = place
    first, last = ranges[0][0], ranges[-1][1]
    span = given.form.span(first, last)
    told = given.form.text[first:last]
    if commands_a_reader(told) or not all(_bears(given, *one) for one in ranges):
        return Verdict(drafted, problems=(Problem(Flaw.OFF, drafted.quote),))
    citation = Citation(given.passage, span, span.of(given.document.text), (words,))
    quotation = Claim(visible(given.document.text, span, given.document.markup), (citation,))
    if english:
        found = malformed_english(drafted.sentence)
        sentence = _tidy_english(drafted.sentence)
        found = found or english_flaws(sentence, told, _form_of(words, given), given.above)
    else:
        found = malformed(drafted.sentence, quotation.text)
        sentence = _tidy(drafted.sentence)
        found = found or flaws(sentence, told, given.form.text, given.above)
    if found:
        return Verdict(drafted, problems=found, quotation=quotation)
    if english:
        return Verdict(drafted, Claim(sentence, (citation,), own_words=True))
    return Verdict(
        drafted, Claim(_with_exact_quotations(sentence, given, first, last), (citation,), own_words=True)
    )


def _bears(given: Evidence, first: int, last: int) -> bool:
    """Whether a sentence of a passage bears on the question: what stands beside one that does may not."""
    span = given.form.span(first, last)
    return any(span.overlaps(one) for one in given.supports)


def _standing(quote: str, given: Evidence) -> tuple[list[tuple[int, int]], Span] | None:
    """The sentences of the passage that a quotation stands in, and its own span in the source."""
    wanted = quotation_form(quote).text
    if len(wanted) < _SHORTEST_QUOTE:
        return None
    bare = verbatim_form(given.form)
    places = []
    at = bare.text.find(wanted)
    while at >= 0:
        places.append(bare.span(at, at + len(wanted)))
        at = bare.text.find(wanted, at + 1)
    if not places:
        return None
    # Of several places the one that bears on the question.
    span = next((one for one in places if any(one.overlaps(part) for part in given.supports)), places[0])
    start, end = given.form.locate(span)
    ranges = [(a, b) for a, b in sentence_ranges(given.form) if a < end and start < b]
    return (ranges, span) if ranges else None


def _form_of(span: Span, given: Evidence) -> str:
    """The search form of a part of a passage, as it stands in the passage's own."""
    first, last = given.form.locate(span)
    return given.form.text[first:last]


_MARKS = re.compile(r"[\x00-\x1f\x7f]|https?:|[*#`~|{}\\]|\[\d|^\s*[-+>]\s")


def malformed(sentence: str, quotation: str) -> tuple[Problem, ...]:
    """The parts of a sentence that are no plain text, such as markup; signs that its quotation has too are allowed."""
    said = sentence.strip()
    if not _SHORTEST_SENTENCE <= len(said) <= LONGEST_SENTENCE:
        return (Problem(Flaw.FORM, f"{len(said)}"),)
    if found := next((one for one in _MARKS.finditer(said) if one[0] not in quotation), None):
        return (Problem(Flaw.FORM, found[0].strip() or "␣"),)
    han = sum("\u3400" <= char <= "\u9fff" for char in said)
    if han < 2 or (said[-1] in "?？" and said[-1] not in quotation):
        return (Problem(Flaw.FORM, said[-1]),)
    return ()


def malformed_english(sentence: str) -> tuple[Problem, ...]:
    """The parts of a sentence that are no plain English: Chinese characters, quotation marks and markup."""
    said = sentence.strip()
    if not _SHORTEST_SENTENCE <= len(said) <= LONGEST_ENGLISH:
        return (Problem(Flaw.FORM, f"{len(said)}"),)
    if found := re.search(r"[^A-Za-z0-9 ,.;:%'’()-]|https?:|\.\S*[a-z]\S*\.|www|^\W|\?$", said):
        return (Problem(Flaw.FORM, found[0].strip() or "␣"),)
    return () if len(re.findall(r"[A-Za-z]{2,}", said)) >= 2 else (Problem(Flaw.FORM, said[-1]),)


def _tidy_english(sentence: str) -> str:
    said = sentence.strip()
    return said if said.endswith(".") else said.rstrip(",;:") + "."


def _tidy(sentence: str) -> str:
    said = sentence.strip()
    return said if said[-1] in '。!！;；…”」』"' else said.rstrip(",，、:：") + "。"


_QUOTED = re.compile(r"[“‘\"'「『](?P<inner>[^“”‘’\"'「」『』]+)[”’\"'」』]")


def _with_exact_quotations(sentence: str, given: Evidence, first: int, last: int) -> str:
    """The sentence with what it quotes in the source's own characters."""
    told = given.form.text[first:last]

    def exact(found: re.Match[str]) -> str:
        inner = search_form(found["inner"]).text
        at = told.find(inner)
        if not inner or at < 0:
            return found["inner"]
        return f"“{given.form.span(first + at, first + at + len(inner)).of(given.document.text)}”"

    return _QUOTED.sub(exact, sentence)


def explained(problems: Sequence[Problem]) -> str:
    """The problems as a model is told of them, in Chinese."""
    return ";".join(f"{_TOLD[one.flaw]}({one.words})" if one.words else _TOLD[one.flaw] for one in problems)


_TOLD = {
    Flaw.FIGURE: "依据里没有这个数字,或它说的是别的",
    Flaw.DATE: "依据里没有这个日期,或它说的是别的",
    Flaw.UNIT: "单位与依据不同",
    Flaw.NAME: "依据里没有这个名称",
    Flaw.NEGATION: "否定与依据不同",
    Flaw.SUBJECT: "依据里说的不是它",
    Flaw.WORDS: "依据里没有这些话",
    Flaw.QUOTED: "引号里的话不是原文",
    Flaw.FORM: "不是一句通顺的中文陈述",
    Flaw.KEY: "没有这个段落编号",
    Flaw.QUOTE: "依据不是这个段落里逐字有的话",
    Flaw.OFF: "这段话与问题无关",
    Flaw.PART: "只说了清单的一部分",
}
