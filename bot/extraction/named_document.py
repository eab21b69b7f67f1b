"""The hits of the one document that a question names by its title in 《》."""

from __future__ import annotations

from collections.abc import Sequence

from bot.questions.question import Question
from vectorstore.index.catalog import Catalog
from vectorstore.text.search_form import bare_form
from vectorstore.types import Hit

#: What asks for another document: the one that repeals, changes or issues the named one, or rests on it.
_OTHER = ("废止", "取代", "代替", "修改", "印发", "根据", "依据", "贯彻")


def of_named_document(question: Question, hits: Sequence[Hit], catalog: Catalog) -> Sequence[Hit]:
    """The hits in documents whose title is the one that a question names; all where none or several are."""
    form = question.form
    titles = {bare_form(title).text for title in question.quoted if f"《{title}》" in form and len(title) > 3}
    if len(titles) != 1 or any(word in form for word in _OTHER):
        return hits
    named = titles.pop()
    own = [hit for hit in hits if named in bare_form(catalog.document(hit.passage.file).title).text]
    return own or hits
