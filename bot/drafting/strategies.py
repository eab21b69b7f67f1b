"""The ways to draft an answer, in the order in which they are tried.

Each strategy takes a `DraftingCase` and gives a `Proposal`, or None where it has nothing to say; the first
proposal is taken. None of them decides whether to answer: `bot.abstention.decision` does, once, and the
strategy that made the proposal is one of the features that it sees.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.drafting.asked_lists import LedItems, counted_list, led_claims, procedure
from bot.drafting.chapters import chapter_asked
from bot.drafting.conflicts import contrary_words, figures_differ, unsaid_words
from bot.drafting.definitions import defining, term_asked
from bot.drafting.document_facts import facts_asked
from bot.drafting.editions import current_first
from bot.drafting.entries import entries_asked, heading_of_entry
from bot.drafting.exceptions import rule_before
from bot.drafting.governing_articles import governing_article
from bot.drafting.inline_lists import led_list, slogan_list
from bot.drafting.interviews import interview_answer, who_answered
from bot.drafting.labelled_values import contact_asked, value_asked
from bot.drafting.outline_lists import (
    OutlineList,
    count_in_question,
    item_quote,
    item_with_order,
    lead_sentence,
)
from bot.drafting.overview import overview
from bot.drafting.proposal import DraftingCase, Proposal, within_span
from bot.drafting.publication_date import publication
from bot.drafting.selection import choose
from bot.drafting.sentence_claims import groups_of, in_order, subjects_differ
from bot.drafting.shown_items import item_shown_as
from bot.drafting.surroundings import rows_asked, with_surroundings
from bot.drafting.table_strategies import table_cell, table_extreme, table_filter
from bot.drafting.unit_counts import units_counted
from bot.drafting.units import has_address, lacking_unit, quoted_whole, unit_asked
from bot.drafting.value_brackets import bracket_asked
from bot.drafting.withheld import other_period, withheld_name
from bot.extraction.candidates import Candidate
from bot.extraction.main_body import body_named, subject_sentence
from bot.extraction.term_weights import ENOUGH, coverage
from bot.language.entity_patterns import EntityMatch
from bot.language.enumerations import enumerates
from bot.language.word_lists import says
from bot.questions.question import Kind, Question
from bot.types import Claim, Note
from vectorstore.text.search_form import bare_form
from vectorstore.types import Node

#: What was found by its address or by the words of a definition has all that a question says.
_LITERAL = {"words": 1.0, "context": 1.0, "score": 1.0, "retrieved": 1.0}
#: What was looked for by what it is in its document (a line of the head, the headings) need not say any word of
#: the question, and has the type that is asked for.
_FOUND_BY_KIND = _LITERAL | {"untyped": 0.0, "strictly_untyped": 0.0, "not_there": 0.0}


_DATED = {"by_publication": 1.0, "untyped": 0.0, "strictly_untyped": 0.0}


def whole_document(case: DraftingCase) -> Proposal | None:
    """The headings of a document that is to be summed up."""
    claims, notes = overview(case.condensed, case.hits, case.catalog, case.claimer)
    return (
        Proposal(claims, notes, signs=_FOUND_BY_KIND | {"by_unit": 1.0} if claims else {}) if notes else None
    )


def document_facts(case: DraftingCase) -> Proposal | None:
    """The lines of a document's head or signature that say what is asked of the document itself."""
    found = facts_asked(case.question, case.weighted, case.ranked, case.condensed, case.catalog, case.claimer)
    if found is None:
        return None
    # A note that the document has no such line is no answer by it.
    return Proposal(*found, signs=_FOUND_BY_KIND | {"by_publication": 1.0} if found[0] else {})


def labelled_value(case: DraftingCase) -> Proposal | None:
    """The line of a document's head or end with the label whose value is asked for."""
    contact = contact_asked(case.question, case.weighted, case.ranked, case.catalog)
    if contact:
        return Proposal((case.claimer.span(*contact, ()),), signs=_FOUND_BY_KIND | {"by_publication": 1.0})
    found = value_asked(case.question, case.weighted, case.ranked, case.condensed, case.catalog, case.claimer)
    if found is None:
        return None
    return Proposal(*found, signs=_FOUND_BY_KIND | {"by_publication": 1.0} if found[0] else {})


def unit(case: DraftingCase) -> Proposal | None:
    """The article, paragraph or item that is asked for by its address, what it says or its count."""
    of_document = case.question, case.ranked, case.catalog, case.claimer
    counts = units_counted(*of_document) or chapter_asked(*of_document)
    found = counts or unit_asked(case.question, case.weighted, case.ranked, case.catalog, case.claimer)
    # An address is no word of the text: 第三款 stands nowhere, nor does its number; nor does 多少条.
    signs = dict.fromkeys(("not_there", "untyped"), 0.0)
    if says("asks-article", case.question.form):
        signs["not_beside"] = 0.0  # 第几条规定 counts no 规定
    if counts or (not case.question.quoted and has_address(case.question.form)):
        signs |= _LITERAL
    if found:
        return Proposal(*found, signs={**signs, "by_unit": 1.0})
    title = lacking_unit(case.question, case.ranked, case.catalog)
    return Proposal((), (Note("unit-absent", {"title": title}),)) if title else None


def item_shown(case: DraftingCase) -> Proposal | None:
    """The item, asked for by its number, of the list that was just shown."""
    turn = case.condensed.turn
    found = item_shown_as(case.question.ordinal, turn.items if turn else (), case.catalog)
    if found is None:
        return None
    file, node = found
    return Proposal(
        case.claimer.item(file, node), signs={"by_item": 1.0}, basis=within_span(case, file, node.name)
    )


def publication_date(case: DraftingCase) -> Proposal | None:
    """The line that says when the document that is asked about was published or signed."""
    dated = publication(case.question, case.weighted, case.ranked, case.catalog)
    return Proposal((case.claimer.span(*dated, ()),), signs=_DATED) if dated else None


def entries(case: DraftingCase) -> Proposal | None:
    """The people or bodies that stand under the heading which a question names, all of them."""
    signs = _FOUND_BY_KIND | {"by_unit": 1.0}
    if of_one := heading_of_entry(case.question, case.ranked, case.catalog):
        spans = (of_one.heading, *of_one.entries)
        return Proposal(tuple(case.claimer.span(of_one.file, span, ()) for span in spans), signs=signs)
    found = entries_asked(case.question, case.ranked, case.catalog)
    if found is None:
        return None
    heading = case.claimer.span(found.file, found.heading, ())
    rows = [
        case.claimer.span(found.file, span, (), label=str(number))
        for number, span in enumerate(found.entries, 1)
    ]
    note = Note("list-complete", {"count": len(rows), "total": len(rows)})
    return Proposal((heading, *rows), (note,), signs=signs)


def definition(case: DraftingCase) -> Proposal | None:
    """The sentence that says what the term means which a question asks for, the item of such a list with its lead."""
    asked = term_asked(case.question.form)
    if asked is None or (one := defining(asked, case.ranked)) is None:
        return None
    claims = (case.claimer.span(one.hit.passage.file, one.span, ()),)
    shown = with_surroundings(case.question, case.weighted, claims, case.catalog, case.claimer)
    # Where no document is named, just this term is defined, whatever else is named beside.
    signs = _LITERAL if asked.document else _LITERAL | {"of_another": 0.0}
    return Proposal(shown, listed=False, signs=signs, basis=one)


def inline_list(case: DraftingCase) -> Proposal | None:
    """A list inside a paragraph: the sentence that leads into it, then its items."""
    question = case.question
    if question.kind is not Kind.LIST:
        return None
    led = led_list(question, case.ranked, case.catalog)
    if led is None and case.outline() is None:
        led = slogan_list(question, case.ranked, case.catalog)
    if led is None:
        return None
    claims = case.claimer.led(led)
    count = len(led.items)
    note = Note("list-complete", {"count": count, "total": count})
    signs = {"by_inline_list": 1.0}
    return Proposal(claims, (note,), _bearing(case, None if claims[0].label else claims[0]), signs=signs)


def outline_list(case: DraftingCase) -> Proposal | None:
    """The items under one heading of a document's outline, or one of them by its number."""
    outline = case.outline()
    if outline is None:
        return None
    question = case.question
    signs = {"list_fit": outline.fit, "by_list": float(outline.of_kind)}
    if question.ordinal:
        node = item_with_order(outline.items, question.ordinal)
        if node is None:
            count = {"asked": question.ordinal, "real": len(outline.items)}
            return Proposal((), (Note("list-count-differs", count),), signs=signs)
        if found := _value_in(case, outline, node):
            return found
        basis = within_span(case, outline.file, node.name)
        return Proposal(case.claimer.item(outline.file, node), signs=signs, basis=basis)
    notes = [Note("list-complete", {"count": len(outline.items), "total": len(outline.items)})]
    differ = count_in_question(question, outline.items)
    if differ:
        notes.append(Note("list-count-differs", {"asked": differ[0], "real": differ[1]}))
    document = case.catalog.document(outline.file)
    claims = [
        case.claimer.span(outline.file, item_quote(document, node), (), label=str(number))
        for number, node in enumerate(outline.items, 1)
    ]
    summary = next((one for one in case.ranked[:6] if _summarises(question, one, outline)), None)
    if summary:
        claims.insert(0, case.claimer.candidate(summary, case.weighted))
    return Proposal(tuple(claims), tuple(notes), _lead(case, outline, claims), signs=signs)


def _value_in(case: DraftingCase, outline: OutlineList, node: Node) -> Proposal | None:
    """Of an item of several lines the one with the figure or day that is asked for, below the item's own line."""
    if case.question.kind not in {Kind.NUMBER, Kind.DATE}:
        return None
    file = outline.file
    inside = [one for one in case.ranked if one.hit.passage.file == file and node.span.contains(one.span)]
    best = next((one for one in inside if one.found), None)
    if best is None or best.score < ENOUGH * case.ranked[0].score:
        return None
    own = case.claimer.span(file, item_quote(case.catalog.document(file), node), ())
    value = case.claimer.candidate(best, case.weighted)
    above = () if value.citations[0].span.overlaps(own.citations[0].span) else (own,)
    return Proposal((*above, value), listed=False, signs={"list_fit": outline.fit}, basis=best)


def governing(case: DraftingCase) -> Proposal | None:
    """The article that a deed falls under, with the one that sets its penalty, where another one ranks first."""
    found = governing_article(case.question, case.weighted, case.ranked, case.catalog)
    if found is None:
        return None
    claims = quoted_whole(found.file, found.spans, case.catalog, case.claimer)
    basis = found.on_deed
    signs = {"by_governing": 1.0}
    if found.found:
        basis = replace(basis, found=found.found, typed=True)
    elif case.question.kind is Kind.NUMBER:
        # The right article, and no figure in it: it doesn't say what is asked for.
        signs["strictly_untyped"] = 1.0
    return Proposal(claims, listed=False, signs=signs, basis=basis)


def bracket(case: DraftingCase) -> Proposal | None:
    """The item or row whose bracket (90周岁至99周岁) the question's value lies in, with what leads into it."""
    found = bracket_asked(case.question, case.weighted, case.ranked)
    if found is None:
        return None
    one = found.sentence
    if found.whole:
        others = [each for each in case.ranked if each.span != one.span]
        given = sentences(replace(case, ranked=[one, *others]))
        return replace(given, signs={"by_cell": 1.0}, basis=one) if given else None
    form, passage = one.form, one.hit.passage
    lead = form.text.find(":", 0, found.start) + 1
    given_there = [form.span(each.start, each.end) for each in one.found[:1]]
    item = case.claimer.span(passage.file, form.span(found.start, found.end), given_there, passage=passage)
    above = [case.claimer.span(passage.file, form.span(0, lead), (), passage=passage)] if lead else []
    return Proposal((*above, item), listed=False, signs={"by_cell": 1.0}, basis=one)


def steps(case: DraftingCase) -> Proposal | None:
    """The steps by which something is applied for, whole."""
    found = procedure(case.question, case.weighted, case.ranked, case.catalog)
    asked = item_with_order(found.items, case.question.ordinal) if found and case.question.ordinal else None
    if found and asked:
        return _led_proposal(case, replace(found, items=(asked,)), whole=True)
    return _led_proposal(case, found, whole=True) if found else None


def counted(case: DraftingCase) -> Proposal | None:
    """The items that a question counts (一共列了几项), with their number."""
    found = counted_list(case.question, case.weighted, case.ranked, case.catalog)
    return _led_proposal(case, found, whole=False) if found else None


def _led_proposal(case: DraftingCase, led: LedItems, whole: bool) -> Proposal:
    claims = led_claims(led, case.catalog, case.claimer, whole)
    count = {"count": len(led.items), "total": len(led.items)}
    notes = (Note("list-complete", count),) if len(led.items) > 1 else ()
    # The number of the items is what is asked for: no figure need stand in a sentence.
    signs = dict.fromkeys(("untyped", "strictly_untyped", "not_beside"), 0.0)
    return Proposal(claims, notes, signs={**signs, "list_fit": led.fit, "by_list": 1.0})


def interview(case: DraftingCase) -> Proposal | None:
    """What is answered, in an interview, to the question that the best sentence asks."""
    spoken = who_answered(case.question, case.weighted, case.ranked, case.catalog)
    if spoken:
        spans = (spoken.asked, spoken.answer)
        asked = within_span(case, spoken.file, spoken.asked)
        found = (EntityMatch(spoken.who, 0, len(spoken.who)),)
        basis = replace(asked, found=found, typed=True, words=spoken.fit) if asked else None
        claims = tuple(case.claimer.span(spoken.file, span, ()) for span in spans)
        return Proposal(claims, listed=False, basis=basis, signs={"score": 1.0, "retrieved": 1.0})
    claims, rests, signs = interview_answer(case.question, case.ranked, case.catalog, case.claimer)
    return Proposal(claims, listed=False, basis=rests, signs=signs) if claims else None


def sentences(case: DraftingCase) -> Proposal | None:
    """The sentences that answer, those of several documents that say the same put together."""
    if not case.ranked:
        return None
    question = case.question
    ranked = current_first(question, case.ranked, case.catalog)
    best = ranked[0]
    chosen = rows_asked(question, choose(question, case.weighted, ranked, case.catalog), case.catalog)
    rule = rule_before(question, chosen[0], ranked)
    if rule and rule not in chosen:
        chosen = [rule, *chosen]
    groups = groups_of(question, chosen, ranked, case.catalog)
    claims: list[Claim] = []
    for group in groups:
        claims.append(case.claimer.group(group, case.weighted))
        if question.bodies and not body_named(group[0].form.text):
            claims += _subject_claim(case, group[0].hit.passage.file, claims)
    claims, notes = in_order(groups, claims, case.catalog)
    one_subject = not subjects_differ(groups, case.catalog)
    if one_subject and figures_differ(question, [group[0] for group in groups]):
        notes.append(Note("figures-differ"))
    contrary = contrary_words(question, best)
    if contrary:
        notes.append(Note("premise-differs", {"asked": contrary[0], "source": contrary[1]}))
    elif unsaid := unsaid_words(question, case.weighted, [one for group in groups for one in group]):
        notes.append(Note("premise-unsaid", {"words": "、".join(unsaid)}))
    shown = with_surroundings(question, case.weighted, tuple(claims), case.catalog, case.claimer)
    basis = None if best is case.ranked[0] else best
    # What is to be done is no answer to what becomes of those who don't.
    unset = "罚" in question.form and not any(says("sets-penalty", claim.text) for claim in shown)
    signs = {"strictly_untyped": 1.0} if unset else {}
    return Proposal(shown, tuple(notes), listed=False, candidates=tuple(ranked[:8]), basis=basis, signs=signs)


#: The strategies in their order.
STRATEGIES: tuple[Callable[[DraftingCase], Proposal | None], ...] = (
    document_facts,
    whole_document,
    unit,
    item_shown,
    publication_date,
    labelled_value,
    governing,
    table_extreme,
    table_filter,
    table_cell,
    bracket,
    steps,
    counted,
    other_period,
    entries,
    definition,
    inline_list,
    outline_list,
    interview,
    withheld_name,
    sentences,
)


def propose(case: DraftingCase) -> Proposal:
    """The first proposal that a strategy makes; an empty one where none does."""
    return next((found for strategy in STRATEGIES if (found := strategy(case))), Proposal(()))


def _subject_claim(case: DraftingCase, file: str, before: Sequence[Claim]) -> list[Claim]:
    """The sentence that says which body a document speaks of, where it isn't shown yet."""
    span = subject_sentence(case.catalog.document(file))
    if span is None or any(c.span == span for claim in before for c in claim.citations):
        return []
    return [case.claimer.span(file, span, ())]


def _lead(case: DraftingCase, outline: OutlineList, claims: Sequence[Claim]) -> Claim | None:
    """What leads into a list: the sentence that sums it up, or the one right before it."""
    if not claims[0].label:
        return claims[0]
    span = lead_sentence(case.catalog.document(outline.file), outline.items[0])
    return _bearing(case, case.claimer.span(outline.file, span, ()) if span else None)


def _bearing(case: DraftingCase, lead: Claim | None) -> Claim | None:
    """A claim that has enough of the question's words; None where it hasn't."""
    enough = lead and coverage(case.weighted, bare_form(lead.text).text) >= ENOUGH
    return lead if enough else None


def _summarises(question: Question, one: Candidate, outline: OutlineList) -> bool:
    """Whether a sentence of the list's document names it by the question's quoted word and lists it all."""
    return (
        one.hit.passage.file == outline.file
        and any(bare_form(part).text in one.bare for part in question.quoted)
        and enumerates(one.form.text, len(outline.items))
    )
