"""From hits to a draft: the claims of an extractive answer, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

from bot.abstention.decision import Decision, decide
from bot.abstention.features import features_of, without_reading
from bot.drafting.claims import Claimer
from bot.drafting.conflicts import contrary_words, figures_differ, unsaid_words
from bot.drafting.draft import Draft, Understood
from bot.drafting.inline_lists import LedList, led_list, slogan_list
from bot.drafting.outline_lists import (
    OutlineList,
    article_asked,
    best_list,
    count_in_question,
    item_quote,
    item_with_order,
    lead_sentence,
)
from bot.drafting.publication_date import publication
from bot.drafting.selection import MOST_CLAIMS, choose
from bot.drafting.surroundings import rows_asked, with_surroundings
from bot.drafting.units import unit_asked
from bot.extraction.candidates import Candidate, Read, candidates
from bot.extraction.main_body import body_named, subject_sentence
from bot.extraction.place_match import absent_places, title_for
from bot.extraction.reader import Folded, Reader, Reading
from bot.extraction.term_weights import Weighted, coverage, in_words_of, weigh, weigh_english
from bot.language.characters import alike
from bot.language.enumerations import enumerates
from bot.questions.follow_ups import Condensed
from bot.questions.guardrails import is_instruction
from bot.questions.question import Kind, Question, read_question
from bot.types import Citation, Claim, Note, Reason
from vectorstore.documents.outline import block_form
from vectorstore.index.bm25 import LexicalIndex
from vectorstore.index.catalog import Catalog
from vectorstore.text.search_form import bare_form, search_form
from vectorstore.types import Hit, Span

_LIST_FIT = 0.62
#: Share of a question's words that the sentence leading into a list must have to be worded.
_LEAD_FIT = 0.5
_PASSAGES_READ = 6


class Drafter:
    """Drafts answers from one generation."""

    def __init__(self, catalog: Catalog, index: LexicalIndex, reader: Callable[[], Reader]) -> None:
        self._catalog = catalog
        self._index = index
        self._reader = reader
        self._claims_of = Claimer(catalog)

    def understand(self, condensed: Condensed) -> Understood:
        """Read a question and weigh its words by the index."""
        question = read_question(condensed.text)
        if not question.english:
            # Of several places each document names one or two: they say where to look, not for what.
            several = len(question.places) > 1
            content = [w for w in question.content if not (several and w.text in question.places)]
            return Understood(question, weigh(content, self._index))
        weighted = weigh_english(question.form, self._index)
        # The closest word of each first, then the second of each.
        rows = zip_longest(*(word.others[:4] for word in weighted))
        return Understood(question, weighted, tuple(one for row in rows for one in row if one))

    def draft(self, condensed: Condensed, understood: Understood, hits: Sequence[Hit]) -> Draft:
        """The draft for a question with its hits, best first."""
        question, weighted = understood.question, understood.weighted
        readings = self._read(question, weighted, hits)
        ranked = candidates(question, weighted, hits, self._catalog, self._index, readings)
        features = features_of(question, weighted, ranked, hits, self._catalog)
        if question.english or not readings:
            features = without_reading(features)
        decision = decide(question, features, ranked[0] if ranked else None, self._catalog)
        reranked = _reranked(hits, ranked)
        if is_instruction(question.form):
            return self._decline(
                Reason.OUT_OF_SCOPE, replace(decision, probability=0.0), (), reranked, weighted
            )
        unit = unit_asked(question, weighted, ranked, self._catalog, self._claims_of)
        if unit and decision.decisive != "place":
            claims, notes = unit
            sure = replace(decision, probability=max(decision.probability, 0.95))
            first = {c.key: None for claim in claims for c in claim.citations}
            return Draft(claims, sure, _first(reranked, first, self._catalog), notes)
        shown = self._shown_item(question, condensed)
        if shown:
            first = {c.key: None for claim in shown for c in claim.citations}
            sure = replace(decision, probability=max(decision.probability, 0.95))
            return Draft(shown, sure, _first(reranked, first, self._catalog))
        dated = publication(question, weighted, ranked, self._catalog)
        if dated and decision.decisive != "place":
            claim = self._claims_of.span(*dated, ())
            sure = replace(decision, probability=max(decision.probability, 0.9))
            return Draft((claim,), sure, _first(reranked, {claim.citations[0].key: None}, self._catalog))
        article = self._article(question, ranked)
        if article and decision.decisive != "place":
            return Draft(article, replace(decision, probability=max(decision.probability, 0.95)), reranked)
        outline = self._outline(question, weighted, hits, ranked, condensed)
        led = self._led(question, ranked, outline) if question.kind is Kind.LIST else None
        if led and (decision.answers or (len(led.items) == question.count and not decision.decisive)):
            # As many items as the question says: that alone is an answer.
            decision = replace(decision, probability=max(decision.probability, decision.threshold))
            claims = self._claims_of.led(led)
            first = {c.key: None for claim in claims for c in claim.citations}
            note = Note("list-complete", {"count": len(led.items), "total": len(led.items)})
            lead = self._bearing(weighted, None if claims[0].label else claims[0])
            return Draft(claims, decision, _first(reranked, first, self._catalog), (note,), lead=lead)
        if outline and decision.decisive != "place":
            decision = replace(decision, probability=max(decision.probability, min(0.99, outline.fit)))
            claims, notes = self._list_claims(question, weighted, outline, ranked)
            if claims:
                first = {c.key: None for claim in claims for c in claim.citations}
                lead = None if question.ordinal else self._lead(outline, claims, weighted)
                return Draft(claims, decision, _first(reranked, first, self._catalog), notes, lead=lead)
            if notes:
                declined = self._decline(Reason.NOT_IN_DOCUMENTS, decision, ranked, reranked, weighted)
                return replace(declined, notes=notes)
        if not decision.answers:
            reason = Reason.NOT_IN_DOCUMENTS if _is_related(features) else Reason.NOTHING_FOUND
            return self._decline(reason, decision, ranked, reranked, weighted)
        claims, notes = self._claims(question, weighted, ranked)
        claims = with_surroundings(question, claims, self._catalog, self._claims_of)
        return Draft(claims, decision, reranked, notes, candidates=tuple(ranked[:8]))

    def _read(self, question: Question, weighted: Sequence[Weighted], hits: Sequence[Hit]) -> dict[str, Read]:
        """What the reader finds in the first passages; nothing for an English question."""
        if question.english:
            return {}
        first = hits[:_PASSAGES_READ]
        documents = [self._catalog.document(hit.passage.file) for hit in first]
        folded = []
        for hit, document in zip(first, documents, strict=True):
            form = block_form(document, hit.passage.span)
            folded.append(Folded(form.text, tuple(at - hit.passage.span.start for at in form.starts)))
        titles = [title_for(question, document) for document in documents]
        # Each passage is read for the question in the passage's own words; most need none.
        asked = [in_words_of(bare_form(hit.text).text, question.form, weighted) for hit in first]
        plain = search_form(question.text).text
        readings: dict[str, Reading] = {}
        for text in dict.fromkeys(asked):
            rows = [number for number, one in enumerate(asked) if one == text]
            found = self._reader().read(
                question.text if text == plain else text,
                [first[n].text for n in rows],
                titles=[titles[n] for n in rows],
                folded=[folded[n] for n in rows],
            )
            readings.update(zip((first[n].passage.key for n in rows), found, strict=True))
        return {
            hit.passage.key: Read(
                Span(hit.passage.span.start + one.start, hit.passage.span.start + one.end),
                one.answer_probability,
            )
            for hit in first
            if (one := readings[hit.passage.key]).end > one.start
        }

    def _shown_item(self, question: Question, condensed: Condensed) -> tuple[Claim, ...]:
        """The item of the list that was just shown which the question asks for by its number."""
        items = condensed.turn.items if condensed.turn else ()
        if not 0 < question.ordinal <= len(items) or len(set(items)) < len(items):
            return ()
        passage = self._catalog.passage(items[question.ordinal - 1])
        if passage is None:
            return ()
        return self._claims_of.item(passage.file, self._catalog.nodes(passage.file)[passage.node])

    # --- lists ----------------------------------------------------------------------------

    def _outline(
        self,
        question: Question,
        weighted: Sequence[Weighted],
        hits: Sequence[Hit],
        ranked: Sequence[Candidate],
        condensed: Condensed,
    ) -> OutlineList | None:
        wants_list = question.kind is Kind.LIST or question.ordinal
        if not wants_list or not hits:
            return None
        files = list(dict.fromkeys(hit.passage.file for hit in hits[:6]))
        files = [file for file in files if not absent_places(question, file, self._catalog)]
        support = {hit.passage.key: hit.score for hit in hits}
        found = best_list(question, weighted, files, self._catalog, support)
        if not found or found.fit < _LIST_FIT or found.common < 0.3:
            return None
        if question.ordinal:
            return found
        if ranked and _says_more(question, ranked[0], found):
            return None
        return found

    def _list_claims(
        self,
        question: Question,
        weighted: Sequence[Weighted],
        outline: OutlineList,
        ranked: Sequence[Candidate],
    ) -> tuple[tuple[Claim, ...], tuple[Note, ...]]:
        document = self._catalog.document(outline.file)
        if question.ordinal:
            node = item_with_order(outline.items, question.ordinal)
            if node is None:
                real = len(outline.items)
                return (), (Note("list-count-differs", {"asked": question.ordinal, "real": real}),)
            return self._claims_of.item(outline.file, node), ()
        notes = [Note("list-complete", {"count": len(outline.items), "total": len(outline.items)})]
        differ = count_in_question(question, outline.items)
        if differ:
            notes.append(Note("list-count-differs", {"asked": differ[0], "real": differ[1]}))
        claims = []
        for number, node in enumerate(outline.items, 1):
            span = item_quote(document, node)
            claims.append(self._claims_of.span(outline.file, span, (), label=str(number)))
        summary = next(
            (
                one
                for one in ranked[:6]
                if one.hit.passage.file == outline.file and _summarises(question, one, len(outline.items))
            ),
            None,
        )
        if summary:
            claims.insert(0, self._claims_of.candidate(summary, weighted))
        return tuple(claims), tuple(notes)

    def _lead(
        self, outline: OutlineList, claims: Sequence[Claim], weighted: Sequence[Weighted]
    ) -> Claim | None:
        """What leads into a list: the sentence that sums it up, or the one right before it."""
        if not claims[0].label:
            return claims[0]
        span = lead_sentence(self._catalog.document(outline.file), outline.items[0])
        return self._bearing(weighted, self._claims_of.span(outline.file, span, ()) if span else None)

    def _bearing(self, weighted: Sequence[Weighted], lead: Claim | None) -> Claim | None:
        """A claim that has enough of the question's words; None where it hasn't."""
        enough = lead and coverage(weighted, bare_form(lead.text).text) >= _LEAD_FIT
        return lead if enough else None

    def _led(
        self, question: Question, ranked: Sequence[Candidate], outline: OutlineList | None
    ) -> LedList | None:
        led = led_list(question, ranked, self._catalog)
        return led or (None if outline else slogan_list(question, ranked, self._catalog))

    def _article(self, question: Question, ranked: Sequence[Candidate]) -> tuple[Claim, ...]:
        """The article of a regulation that is asked for by its number, whole."""
        for file in dict.fromkeys(one.hit.passage.file for one in ranked[:8]):
            node = article_asked(question, self._catalog.document(file), self._catalog.nodes(file))
            if node:
                inside = [p for p in self._catalog.passages(file) if node.span.contains(p.span)]
                return tuple(self._claims_of.span(file, p.span, (), passage=p) for p in inside[:MOST_CLAIMS])
        return ()

    # --- sentences ------------------------------------------------------------------------

    def _claims(
        self, question: Question, weighted: Sequence[Weighted], ranked: Sequence[Candidate]
    ) -> tuple[tuple[Claim, ...], tuple[Note, ...]]:
        best = ranked[0]
        chosen = rows_asked(question, choose(question, weighted, ranked, self._catalog), self._catalog)
        groups: list[list[Candidate]] = []
        for one in chosen:
            twin = next((group for group in groups if alike(group[0].bare, one.bare) >= 0.6), None)
            (twin.append(one) if twin else groups.append([one]))
        for one in ranked[1:40]:
            if one in chosen:
                continue
            for group in groups:
                if (
                    one.hit.passage.file != group[0].hit.passage.file
                    and alike(group[0].bare, one.bare) >= 0.6
                ):
                    group.append(one)
                    break
        claims = []
        for group in groups:
            claims.append(self._claims_of.group(group, weighted))
            if question.bodies and not body_named(group[0].form.text):
                claims += self._subject_claim(group[0].hit.passage.file, claims)
        notes = []
        if figures_differ(question, [group[0] for group in groups]):
            notes.append(Note("figures-differ"))
        contrary = contrary_words(question, best)
        if contrary:
            notes.append(Note("premise-differs", {"asked": contrary[0], "source": contrary[1]}))
        elif unsaid := unsaid_words(question, weighted, [one for group in groups for one in group]):
            notes.append(Note("premise-unsaid", {"words": "、".join(unsaid)}))
        return tuple(claims), tuple(notes)

    def _subject_claim(self, file: str, before: Sequence[Claim]) -> list[Claim]:
        """The sentence that says which body a document speaks of, where it isn't shown yet."""
        span = subject_sentence(self._catalog.document(file))
        if span is None or any(c.span == span for claim in before for c in claim.citations):
            return []
        return [self._claims_of.span(file, span, ())]

    def _decline(
        self,
        reason: Reason,
        decision: Decision,
        ranked: Sequence[Candidate],
        hits: tuple[Hit, ...],
        weighted: Sequence[Weighted],
    ) -> Draft:
        nearest: dict[str, Citation] = {}
        for one in ranked:
            if one.hit.passage.key not in nearest:
                nearest[one.hit.passage.key] = self._claims_of.candidate(one, weighted).citations[0]
            if len(nearest) == 3:
                break
        return Draft((), decision, hits, (), reason, tuple(nearest.values()))


def _reranked(hits: Sequence[Hit], ranked: Sequence[Candidate]) -> tuple[Hit, ...]:
    """The hits by retrieval and their best sentence together."""
    best: dict[str, float] = {}
    for one in ranked:
        best.setdefault(one.hit.passage.key, one.score)
    joint = {h.passage.key: min(1.0, 0.5 * h.score + 0.5 * best.get(h.passage.key, 0.0)) for h in hits}
    ordered = sorted(hits, key=lambda hit: (-joint[hit.passage.key], hit.passage.key))
    return tuple(replace(hit, score=joint[hit.passage.key]) for hit in ordered)


def _first(hits: Sequence[Hit], keys: dict[str, None], catalog: Catalog) -> tuple[Hit, ...]:
    """The hits with the passages of a list first, in the list's order."""
    known = {hit.passage.key: hit for hit in hits}
    found = catalog.passages_by_key(keys)
    listed = [known.get(k) or Hit(*found[k], 1.0, 0.0, 0.0) for k in keys if k in found]
    return (*listed, *(hit for hit in hits if hit.passage.key not in keys))


def _is_related(features: Mapping[str, float]) -> bool:
    return features["words"] >= 0.3 or features["context"] >= 0.45


def _summarises(question: Question, one: Candidate, count: int) -> bool:
    """Whether a sentence names the list by the question's own quoted word and lists it all."""
    return any(bare_form(part).text in one.bare for part in question.quoted) and enumerates(
        one.form.text, count
    )


def _says_more(question: Question, best: Candidate, outline: OutlineList) -> bool:
    """Whether one sentence that lists things answers better than the outline's list."""
    if not enumerates(best.form.text, question.count):
        return False
    if question.count == len(outline.items):
        return best.words >= max(0.5, outline.common + 0.1)
    return best.words > outline.fit
