"""From hits to a draft: read the passages, propose an answer, decide whether to give it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import zip_longest

from bot.abstention.decision import Model, decide, load_model
from bot.abstention.features import features_of
from bot.drafting.asked_outline import outline_for
from bot.drafting.claims import ClaimBuilder
from bot.drafting.draft import AnalysedQuestion, Draft
from bot.drafting.editions import names_edition, of_edition_asked
from bot.drafting.proposal import DraftingCase
from bot.drafting.several_questions import better_alone, surer, tell_apart, tells_of_each, together
from bot.drafting.strategies import propose
from bot.extraction.abbreviations import in_declared_form, with_short_forms
from bot.extraction.candidates import Candidate, ReaderSpan, candidates
from bot.extraction.named_document import of_named_document
from bot.extraction.passage_view import PassageView, views
from bot.extraction.place_match import title_for
from bot.extraction.reader import Reader, Reading
from bot.extraction.sentence_ranker import Ranker
from bot.extraction.sentence_reading import alone_logit
from bot.extraction.term_weights import WeightedTerm, in_words_of, weigh, weigh_english
from bot.language.limits import LIMITS
from bot.questions.follow_ups import StandaloneQuestion, condense
from bot.questions.multipart import asked_of_each, clauses_asked, points_back, separate_questions
from bot.questions.question import Question, read_question
from bot.types import Citation, Reason, Turn
from vectorstore.index.bm25 import LexicalIndex
from vectorstore.index.catalog import Catalog
from vectorstore.text.search_form import bare_form, search_form
from vectorstore.types import Hit, Span


@dataclass(frozen=True, slots=True)
class RankedSentences:
    """The sentences found for a question, best first, with its words as these documents shorten them.

    `read` says that the reader read the passages.
    """

    weighted: tuple[WeightedTerm, ...]
    ranked: list[Candidate]
    read: bool


class Drafter:
    """Drafts answers from one generation.

    `model` is the fitted decision and `ranker` the fitted score of sentences, the shipped ones if None.
    """

    def __init__(
        self,
        catalog: Catalog,
        index: LexicalIndex,
        reader: Callable[[], Reader],
        model: Model | None = None,
        ranker: Ranker | None = None,
    ) -> None:
        self._catalog = catalog
        self._index = index
        self._reader = reader
        self._model = model
        self._ranker = ranker
        self._claimer = ClaimBuilder(catalog)

    def understand(self, condensed: StandaloneQuestion) -> AnalysedQuestion:
        """Read a question and weigh its words by the index."""
        question = read_question(condensed.text)
        if not question.english:
            # Of several places each document names one or two: they say where to look, not for what.
            several = len(question.places) > 1
            content = [w for w in question.content if not (several and w.text in question.places)]
            # 老办法 says which edition is meant, and stands in none.
            content = [w for w in content if not names_edition(w.text)] or content
            weighted = weigh(content, self._index)
            # What stands in no passage as people say it is looked for as documents write it: 地区生产总值 for GDP.
            written = [one for w in weighted if not self._stands(w) for one in w.written]
            return AnalysedQuestion(question, weighted, tuple(dict.fromkeys(written)))
        weighted = weigh_english(question.form, self._index)
        # The closest word of each first, then the second of each.
        rows = zip_longest(*(word.others[:4] for word in weighted))
        return AnalysedQuestion(question, weighted, tuple(one for row in rows for one in row if one))

    def _stands(self, word: WeightedTerm) -> bool:
        return all(self._index.document_frequency(pair) for pair in word.pairs)

    def draft(
        self,
        condensed: StandaloneQuestion,
        understood: AnalysedQuestion,
        hits: Sequence[Hit],
        search: Callable[[AnalysedQuestion], Sequence[Hit]] | None = None,
    ) -> Draft:
        """The draft for a question with its hits, best first; of several questions in one, theirs together.

        `search` finds the hits of each of several; without it those of all serve each.
        """
        form = understood.question.form
        asked = separate_questions(form) or clauses_asked(form)
        if len(asked) < 2 or understood.question.english:
            draft = self._draft(condensed, understood, hits)
            # A document that declares a short form for what is asked about goes on with that.
            declaring = [hit.text for hit in hits if "称" in hit.text or "稱" in hit.text]
            short = in_declared_form(form, [search_form(text).text for text in declaring])
            if short:
                draft = surer(draft, self._part(replace(condensed, text=short), hits, search))
            each = asked_of_each(form) if search and not understood.question.english else {}
            if each and not tells_of_each(draft, each):
                parts = [self._part(replace(condensed, text=one), hits, search) for one in each.values()]
                return together(parts, tuple(each.values())) if tell_apart(parts) else draft
            return draft
        drafts: list[Draft] = []
        for number, text in enumerate(asked):
            before = [Turn(one) for one in asked[:number]]
            completed = replace(condense(text, before), turn=condensed.turn)
            draft = self._part(completed, hits, search)
            if search and drafts and completed.text != text and not points_back(text):
                # What the first question is about need not be what the second is: 水分要求多少 of all grain.
                itself = self._part(replace(completed, text=text), hits, search)
                draft = better_alone(completed.text, draft, itself, drafts[0])
            drafts.append(draft)
        return together(drafts, asked)

    def _part(
        self,
        condensed: StandaloneQuestion,
        hits: Sequence[Hit],
        search: Callable[[AnalysedQuestion], Sequence[Hit]] | None,
    ) -> Draft:
        understood = self.understand(condensed)
        return self._draft(condensed, understood, search(understood) if search else hits)

    def _draft(
        self, condensed: StandaloneQuestion, understood: AnalysedQuestion, hits: Sequence[Hit]
    ) -> Draft:
        question = understood.question
        hits = of_named_document(question, hits, self._catalog)
        hits = of_edition_asked(question, hits, self._catalog)
        sentences = self.rank(understood, hits)
        weighted, ranked = sentences.weighted, sentences.ranked
        outline = cache(lambda: outline_for(question, weighted, hits, ranked, self._catalog))
        case = DraftingCase(
            question, weighted, hits, ranked, condensed, self._catalog, self._claimer, outline
        )
        proposal = propose(case)
        # The probability is that of the answer shown, so its features are of what that rests on.
        resting = [proposal.basis, *ranked] if proposal.basis else ranked
        alone = 0.0
        # The sentences of a list inside a paragraph say together what none of them says by itself.
        if sentences.read and resting and not proposal.signs.get("by_inline_list"):
            alone = alone_logit(self._reader(), question, resting[0], self._catalog)
        features = features_of(question, weighted, resting, hits, self._catalog, sentences.read, alone)
        decision = decide({**features, **proposal.signs}, self._model or load_model())
        reranked = _reranked(hits, ranked)
        if not (proposal.claims and decision.answers):
            related = _is_related(features)
            reason = Reason.NOT_IN_DOCUMENTS if related else Reason.NOTHING_FOUND
            notes = () if proposal.claims else proposal.notes
            nearest = self._nearest(case, proposal.basis) if related else ()
            return Draft((), decision, reranked, notes, reason, nearest)
        if proposal.listed:
            keys = {c.key: None for claim in proposal.claims for c in claim.citations}
            reranked = _first(reranked, keys, self._catalog)
        return Draft(
            proposal.claims,
            decision,
            reranked,
            proposal.notes,
            candidates=proposal.candidates,
            lead=proposal.lead,
        )

    def rank(self, understood: AnalysedQuestion, hits: Sequence[Hit]) -> RankedSentences:
        """The sentences of the hits, those that answer best first."""
        question = understood.question
        texts = [search_form(hit.text).text for hit in hits]
        weighted = with_short_forms(question.content, understood.weighted, texts)
        passages = views(hits, self._catalog)
        readings = self._read(question, weighted, passages)
        ranked = candidates(question, weighted, passages, self._catalog, self._index, readings, self._ranker)
        return RankedSentences(weighted, ranked, bool(readings))

    def _read(
        self, question: Question, weighted: Sequence[WeightedTerm], passages: Sequence[PassageView]
    ) -> dict[str, ReaderSpan]:
        """What the reader finds in the first passages; nothing for an English question."""
        if question.english:
            return {}
        first = passages[: LIMITS.read]
        # Each passage is read for the question in the passage's own words; most need none.
        asked = [in_words_of(bare_form(one.hit.text).text, question.form, weighted) for one in first]
        plain = search_form(question.text).text
        readings: dict[str, Reading] = {}
        for text in dict.fromkeys(asked):
            same = [one for one, for_it in zip(first, asked, strict=True) if for_it == text]
            found = self._reader().read(
                question.text if text == plain else text,
                [one.hit.text for one in same],
                titles=[title_for(question, one.document) for one in same],
                folded=[one.folded for one in same],
                parts=[one.ranges for one in same],
            )
            readings.update(zip((one.hit.passage.key for one in same), found, strict=True))
        return {
            key: ReaderSpan(
                Span(start + one.start, start + one.end),
                one.answer_probability,
                tuple((Span(start + part.start, start + part.end), part.score) for part in one.parts),
            )
            for view in first
            if (one := readings[key := view.hit.passage.key]).end > one.start
            for start in (view.hit.passage.span.start,)
        }

    def _nearest(self, case: DraftingCase, basis: Candidate | None) -> tuple[Citation, ...]:
        """What a decline shows: one sentence, the one that comes nearest to an answer.

        It is the sentence that a refused answer rested on, as it was found: a strategy may have changed what
        it is taken to say. Else it is the best one.
        """
        rested = [one for one in case.ranked if basis and one.span == basis.span and one.hit == basis.hit]
        nearest = (*rested, *case.ranked)[:1]
        return tuple(self._claimer.candidate(one, case.weighted).citations[0] for one in nearest)


def _reranked(hits: Sequence[Hit], ranked: Sequence[Candidate]) -> tuple[Hit, ...]:
    """The hits by retrieval and their best sentence together."""
    best: dict[str, float] = {}
    for one in ranked:
        best.setdefault(one.hit.passage.key, one.score)
    joint = {h.passage.key: min(1.0, (h.score + best.get(h.passage.key, 0.0)) / 2) for h in hits}
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
