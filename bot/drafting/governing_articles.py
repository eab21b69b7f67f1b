"""The article that a deed or an event falls under, and the one that says what follows from breaking it.

In a regulation the figure that is asked for stands in many articles, and only one of them is on the
deed of the question: 酒后驾驶 is not 代替他人接受培训. Where that article names no figure, another may
say what follows (违反本办法第六条规定的，处…); where none does, the article on the deed is all there is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.drafting.units import article_at, first_block, lead_in_line, paragraphs_of, penalties_of
from bot.extraction.answer_types import answers_of_type
from bot.extraction.candidates import Candidate
from bot.extraction.term_weights import ENOUGH, NEARLY_ALL, SOME, WeightedTerm, coverage
from bot.language.entity_patterns import EntityMatch
from bot.language.word_lists import is_word_of, says
from bot.questions.question import Kind, Question
from vectorstore.documents.outline import block_form
from vectorstore.index.catalog import Catalog
from vectorstore.text.search_form import bare_form
from vectorstore.types import Document, Node, Span

#: The last article says when a rule is in force, and of no deed.
_IN_FORCE = ("起施行", "同时废止")


@dataclass(frozen=True, slots=True)
class GoverningArticles:
    """The article on the deed and those that say what follows from breaking it, as spans of one file.

    `on_deed` is the sentence of that article that has most of the question, `found` what in the other
    ones has the type that is asked for.
    """

    file: str
    spans: tuple[Span, ...]
    on_deed: Candidate
    found: tuple[EntityMatch, ...]


def governing_article(
    question: Question, weighted: Sequence[WeightedTerm], ranked: Sequence[Candidate], catalog: Catalog
) -> GoverningArticles | None:
    """The article that a question's deed falls under, where what is asked for isn't said by the best sentence's own."""
    penal = says("asks-penalty", question.form)
    if question.english or not ranked or not (question.kind is Kind.NUMBER or penal):
        return None
    best = ranked[0]
    file = best.hit.passage.file
    document, nodes = catalog.document(file), catalog.nodes(file)
    here = article_at(nodes, best.span.start)
    deed = [word for word in weighted if not is_word_of("of-penalties", word.text)]
    if here is None or not deed:
        return None
    fits = {
        node.number: coverage(deed, bare_form(node.span.of(document.text)).text)
        for node in nodes
        if node.style == "article" and not any(word in node.span.of(document.text) for word in _IN_FORCE)
    }
    if not fits:
        return None
    other = nodes[max(fits, key=lambda number: fits[number])]
    if fits[other.number] < fits.get(here.number, 0.0) + SOME:
        other = here
    fit = fits.get(other.number, 0.0)  # the article on when a rule is in force governs no deed
    if fit < SOME:
        return None
    item = _item(deed, document, nodes, other)
    if penal and item and (led := _led(question, deed, ranked, file, catalog, other, item)):
        return led
    if _answers(question, document, other, penal):
        return None
    own = [one for one in ranked if other.span.contains(one.span)]
    on_deed = own[0] if own else replace(best, words=fit, read=0.0, answer=None)
    paragraph = 0 if item else _paragraph(deed, document, nodes, other)
    following = penalties_of(other, document, nodes, item.order if item else 0, paragraph) if penal else []
    if following:
        found = [
            one for span in following for one in answers_of_type(question, block_form(document, span).text)
        ]
        return GoverningArticles(
            file, (*_shown(document, nodes, other, item), *following), on_deed, tuple(found)
        )
    return (
        GoverningArticles(file, (other.span,), on_deed, ())
        if other is not here and own and fit >= ENOUGH
        else None
    )


def _led(
    question: Question,
    deed: Sequence[WeightedTerm],
    ranked: Sequence[Candidate],
    file: str,
    catalog: Catalog,
    article: Node,
    item: Node,
) -> GoverningArticles | None:
    """The item that is the deed, behind the paragraph that says what follows for each of its items."""
    document, nodes = catalog.document(file), catalog.nodes(file)
    fit = coverage(deed, bare_form(item.span.of(document.text)).text)
    own = [one for one in ranked if one.hit.passage.file == file and one.span.overlaps(item.span)]
    # With half of the deed an item is meant only where what is read as the answer stands there as well.
    read = ranked[0].hit.passage.file == file and ranked[0].span.overlaps(item.span)
    sets_its_own = says("penalties", block_form(document, item.span).text)
    if not own or sets_its_own or fit < (ENOUGH if read else NEARLY_ALL):
        return None
    lead, *_ = _shown(document, nodes, article, item)
    form = block_form(document, lead).text
    found = tuple(answers_of_type(question, form))
    if not form.endswith(":") or not says("penalties", form) or (question.kind is Kind.NUMBER and not found):
        return None
    words = max(own[0].words, fit)
    on_deed = replace(own[0], words=words, context=max(words, own[0].context))
    return GoverningArticles(file, (lead, item.span), on_deed, found)


def _answers(question: Question, document: Document, article: Node, penal: bool) -> bool:
    """Whether an article has itself what is asked for."""
    form = block_form(document, article.span).text
    if penal:
        return says("penalties", form) and (
            question.kind is not Kind.NUMBER or bool(answers_of_type(question, form))
        )
    return bool(answers_of_type(question, form))


def _item(
    deed: Sequence[WeightedTerm], document: Document, nodes: Sequence[Node], article: Node
) -> Node | None:
    """The item of an article that has more of the deed than its like; None where none has."""
    below = [n for n in nodes if n.style != "article" and n.order and article.span.contains(n.span)]
    items = [n for n in below if n.style == below[0].style]
    best = _fullest(deed, document, [n.span for n in items])
    return items[best - 1] if best else None


def _paragraph(deed: Sequence[WeightedTerm], document: Document, nodes: Sequence[Node], article: Node) -> int:
    """The number of the paragraph of an article that has more of the deed than its like; 0 where none has."""
    return _fullest(deed, document, list(paragraphs_of(document, nodes, article)))


def _fullest(deed: Sequence[WeightedTerm], document: Document, spans: Sequence[Span]) -> int:
    """The number of the one span that has most of the deed; 0 where none has any, or several have as much."""
    fits = [coverage(deed, bare_form(span.of(document.text)).text) for span in spans]
    most = max(fits, default=0.0)
    return fits.index(most) + 1 if most > 0 and fits.count(most) == 1 else 0


def _shown(document: Document, nodes: Sequence[Node], article: Node, item: Node | None) -> tuple[Span, ...]:
    """The article, or what leads into its items and the one that is meant."""
    if item is None:
        return (article.span,)
    paragraphs = [one for one in paragraphs_of(document, nodes, article) if one.start <= item.span.start]
    lead = first_block(document, paragraphs[-1].start if paragraphs else article.span.start)
    if lead.contains(item.span):
        first = min(n.span.start for n in nodes if n.style == item.style and lead.contains(n.span))
        lead = lead_in_line(document, first) or lead
    return (lead, item.span)
