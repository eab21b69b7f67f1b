"""The article that a deed or an event falls under, and the one that says what follows from breaking it.

In a regulation the figure that is asked for stands in many articles, and only one of them is on the
deed of the question: 酒后驾驶 is not 代替他人接受培训. Where that article names no figure, another may
say what follows (违反本办法第六条规定的，处…); where none does, the article on the deed is all there is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.drafting.units import article_at, penalties_of
from bot.extraction.answer_types import answers_of_type
from bot.extraction.candidates import Candidate
from bot.extraction.term_weights import Weighted, coverage
from bot.questions.question import Kind, Question
from vectorstore.documents.outline import block_form
from vectorstore.index.catalog import Catalog
from vectorstore.text.search_form import bare_form
from vectorstore.types import Document, Node, Span

#: Words of what follows from a deed, not of the deed.
_FOLLOWS = re.compile(r"[要会]?被?(?:罚款?|处罚|惩罚|处理|追究)|后果|责任|[钱元]|小时|工作日|应当|必须|多少|规定|多久")
_PENALTY = re.compile(r"罚|处分|后果|什么责任|追究")
#: How much more of the deed's words an article must have than the one that the best sentence stands in,
#: and how much at least where another article sets its penalty, or none does.
_MORE, _JOINED, _ALONE = 0.2, 0.2, 0.6


@dataclass(frozen=True, slots=True)
class Governing:
    """The article on the deed, and those that say what follows from breaking it; with the sentence that has
    most of the question (`on_deed`) and the one that has the figure asked for (`following`)."""

    file: str
    spans: tuple[Span, ...]
    on_deed: Candidate
    following: Candidate | None


def governing_article(
    question: Question, weighted: Sequence[Weighted], ranked: Sequence[Candidate], catalog: Catalog
) -> Governing | None:
    """The article that a question's deed falls under, where the best sentence is of another article."""
    if question.english or not ranked or not (question.kind is Kind.NUMBER or _PENALTY.search(question.form)):
        return None
    best = ranked[0]
    file = best.hit.passage.file
    document, nodes = catalog.document(file), catalog.nodes(file)
    here = article_at(nodes, best.span.start)
    deed = [word for word in weighted if not _FOLLOWS.fullmatch(word.text)]
    if here is None or not deed:
        return None
    fits = {
        node.number: coverage(deed, bare_form(node.span.of(document.text)).text)
        for node in nodes
        if node.style == "article"
    }
    other = nodes[max(fits, key=lambda number: fits[number])]
    fit = fits[other.number]
    if fit < max(_JOINED, fits[here.number] + _MORE):
        return None
    own = [one for one in ranked if other.span.contains(one.span)]
    if not own or _answers(question, document, other):
        return None
    following = penalties_of(other, document, nodes) if _PENALTY.search(question.form) else []
    typed = next((one for one in ranked if any(span.contains(one.span) for span in following)), None)
    if following and typed:
        return Governing(file, (other.span, *following), own[0], typed)
    return Governing(file, (other.span,), own[0], None) if fit >= _ALONE else None


def _answers(question: Question, document: Document, article: Node) -> bool:
    """Whether an article has itself what is asked for."""
    return bool(answers_of_type(question, block_form(document, article.span).text))
