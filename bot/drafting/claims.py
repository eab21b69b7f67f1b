"""Claims from what was found: each a quotation with the citation that it stands on."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from bot.drafting.inline_lists import LedList
from bot.drafting.outline_lists import item_quote
from bot.extraction.candidates import Candidate, quote_range
from bot.extraction.term_weights import ENOUGH, WeightedTerm
from bot.language.characters import clause_at
from bot.language.limits import LIMITS
from bot.types import Citation, Claim
from vectorstore.documents.line_roles import visible
from vectorstore.index.catalog import Catalog
from vectorstore.types import Node, Passage, Span


class ClaimBuilder:
    """Makes claims from spans of the documents of one generation."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    def span(
        self,
        file: str,
        span: Span,
        emphasis: Sequence[Span],
        label: str = "",
        passage: Passage | None = None,
    ) -> Claim:
        """The claim that quotes a span of a file; `emphasis` are the words in it that answer."""
        document = self._catalog.document(file)
        if passage is None or not passage.span.contains(span):
            passage = self._passage_at(file, span)
        if not passage.span.contains(span):
            span = Span(max(span.start, passage.span.start), min(span.end, passage.span.end))
        quote = span.of(document.text)
        citation = Citation(passage, span, quote, tuple(emphasis))
        shown = visible(document.text, span, document.markup)
        # The number that a page gives an item of a list is no part of what is quoted.
        at = bisect_left(document.markup, span.start, key=lambda mark: mark.span.start)
        marks = takewhile(lambda mark: mark.span.start == span.start, document.markup[at : at + 2])
        number = "".join(mark.shown for mark in marks)
        return Claim(shown.removeprefix(number), (citation,), label)

    def candidate(self, one: Candidate, weighted: Sequence[WeightedTerm]) -> Claim:
        """The claim that quotes a candidate: its sentence, or the clause of a long one."""
        first, last = quote_range(one, weighted)
        span = one.form.span(first, last)
        emphasis = [answer for answer in _emphasised(one, weighted) if span.contains(answer)]
        claim = self.span(one.hit.passage.file, span, emphasis, passage=one.hit.passage)
        sure = bool(emphasis and one.told and one.told[1] >= _SURE and one.told[0] == emphasis[0])
        return replace(claim, sure=sure)

    def group(self, group: Sequence[Candidate], weighted: Sequence[WeightedTerm]) -> Claim:
        """One claim for sentences that say the same, with all of them as its citations."""
        # Of the same words in several documents, those of a dated one are shown.
        dated = sorted(group, key=lambda one: not self._catalog.metadata(one.hit.passage.file).date)
        claims = [self.candidate(one, weighted) for one in dated]
        return replace(claims[0], citations=tuple(c for claim in claims for c in claim.citations))

    def item(self, file: str, node: Node) -> tuple[Claim, ...]:
        """An item's own sentence and, where its passages go on, what they say."""
        document = self._catalog.document(file)
        claims = [self.span(file, item_quote(document, node), (), label=str(node.order or ""))]
        for passage in self._catalog.passages(file):
            if node.span.contains(passage.span):
                rest = Span(max(passage.span.start, node.name.end), passage.span.end)
                if len(rest) > 8:
                    claims.append(self.span(file, _trimmed(document.text, rest), ()))
        return tuple(claims[: LIMITS.claims])

    def led(self, led: LedList) -> tuple[Claim, ...]:
        """The sentence that leads into a list, then its items."""
        if led.lead.contains(led.items[0]) and led.lead.contains(led.items[-1]) and led.lead not in led.items:
            # One sentence that holds its items says them once, and is one quotation.
            return (self.span(led.file, led.lead, ()),)
        items = tuple(self.span(led.file, span, (), label=str(n)) for n, span in enumerate(led.items, 1))
        return items if led.lead in led.items else (self.span(led.file, led.lead, ()), *items)

    def _passage_at(self, file: str, span: Span) -> Passage:
        passages = self._catalog.passages(file)
        around = [p for p in passages if p.span.contains(span)]
        return around[0] if around else max(passages, key=lambda p: _shared(p.span, span))


def _shared(one: Span, other: Span) -> int:
    return min(one.end, other.end) - max(one.start, other.start)


def _trimmed(text: str, span: Span) -> Span:
    start, end = span.start, span.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _emphasised(one: Candidate, weighted: Sequence[WeightedTerm]) -> list[Span]:
    """The words that answer, in the source: the reader's, else what has the type that is asked for.

    A figure, date or name that is asked for must be in the words that the reader found. Of several the one in the
    clause that alone has a word of the question: 三成 for 乡镇 in 县财政承担六成,乡镇承担三成.
    """
    typed = [one.form.span(found.start, found.end) for found in one.found]
    read = one.answer if one.answer and one.read >= ENOUGH else _told(one)
    own = _in_own_clause(one, weighted)
    if own and not (read and _shared(read, own) > 0):
        return [own]
    if read and (not typed or any(_shared(read, span) > 0 for span in typed)):
        return [read]
    return typed[:1]


def _in_own_clause(one: Candidate, weighted: Sequence[WeightedTerm]) -> Span | None:
    """The one value whose clause has a word of the question that no other value's clause has; None where none is such."""
    clauses = [clause_at(one.form.text, found.start, ",。;:") for found in one.found]
    if len(set(clauses)) < 2:
        return None
    named = {
        clause
        for word in weighted
        if len(word.text) > 1 and sum(word.text in clause for clause in set(clauses)) == 1
        for clause in clauses
        if word.text in clause
    }
    # What all are said of stands in the first clause: 管护资金由….
    behind = named - {clause_at(one.form.text, min(found.start for found in one.found), ",。;:")}
    own = [found for found, clause in zip(one.found, clauses, strict=True) if clause in (behind or named)]
    return one.form.span(own[0].start, own[0].end) if len(own) == 1 else None


#: From this score on the reader's words lead as the short answer: on the two sets that it was chosen on 13 of 14 were right.
_SURE = 3.0


def _told(one: Candidate) -> Span | None:
    """The reader's words in this sentence, where it takes them for an answer."""
    return one.told[0] if one.told and one.told[1] >= 0 and len(one.told[0]) else None
