"""A change of subject: a short question of whose words no document has any is no follow-up."""

from __future__ import annotations

from collections.abc import Iterable

from bot.extraction.term_weights import weigh
from bot.language.word_lists import says
from bot.questions.follow_ups import StandaloneQuestion, points_back
from bot.questions.question import named_in, read_question
from vectorstore.index.bm25 import LexicalIndex
from vectorstore.text.search_form import bare_form

#: What a document says of itself is asked for in words that it hasn't: 文号是多少.
_FACTS = ("fact-number", "fact-issuer", "fact-addressee", "fact-copies")


def is_of_other_subject(condensed: StandaloneQuestion, question: str, index: LexicalIndex) -> bool:
    """Whether a question was completed by the turn before though it speaks of something else altogether.

    怎样做红烧肉 after a question about a city is short, but it isn't about that city.
    """
    pointing = points_back(question) or "呢" in question
    if condensed.turn is None or condensed.text == question or pointing:
        return False
    asked = read_question(question)
    if asked.english or any(says(name, asked.form) for name in _FACTS):
        return False
    # A verb may be written otherwise in the documents (招人, 罚), or be cut at the wrong place.
    own = weigh(named_in(asked), index)
    return bool(own) and not any(word.known for word in own)


def speaks_of(question: str, texts: Iterable[str]) -> bool:
    """Whether any of some texts has a noun that the question itself has, or it has none.

    What was asked before may bring its own answer to a question that stands alone; 什么时候做完 has nothing of
    its own that could be spoken of.
    """
    own = [word.text for word in named_in(read_question(question))]
    said = "|".join(bare_form(text).text for text in texts)
    return not own or any(word in said for word in own)
