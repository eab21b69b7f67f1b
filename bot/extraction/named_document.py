"""The hits of the one document that a question names, by its title in 《》 or by what sets its title apart from others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import permutations

from bot.extraction.names_apart import only_other_said
from bot.language.characters import is_han
from bot.language.limits import LIMITS
from bot.language.word_lists import words_of
from bot.language.years import bare_years_in, years_of_numbers
from bot.questions.question import Question
from vectorstore.index.catalog import Catalog
from vectorstore.text.search_form import bare_form, search_form
from vectorstore.types import Document, Hit

#: What asks for another document: the one that repeals, changes or issues the named one, or rests on it.
_OTHER = ("废止", "取代", "代替", "修改", "印发", "根据", "依据", "贯彻")


def of_named_document(question: Question, hits: Sequence[Hit], catalog: Catalog) -> Sequence[Hit]:
    """The hits in documents whose title is the one that a question names; all where none or several are.

    Of documents whose titles differ in their beginning only (北湖公园游园须知, 南山公园游园须知) those are left out whose beginning
    a question doesn't say that says another's. Of documents of several years (2019年的办法, 2024年修订的办法) those of another year
    are left out, where one at least is of the year that is named.
    """
    form = question.form
    if any(word in form for word in _OTHER):
        return hits
    titles = {bare_form(title).text for title in question.quoted if f"《{title}》" in form and len(title) > 3}
    called = {file: bare_form(catalog.document(file).title).text for file in _files(hits)}
    if len(titles) == 1:
        named = titles.pop()
        left_out = {file for file, title in called.items() if named not in title}
    else:
        left_out = _not_named(bare_form(question.text).text, called)
    left_out |= _of_other_years(form, [catalog.document(file) for file in called])
    return [hit for hit in hits if hit.passage.file not in left_out] or hits


def _of_other_years(form: str, documents: Sequence[Document]) -> set[str]:
    """The files of another year than that whose document a question names; none where it names several or none has it."""
    years = {found["year"] for found in _edition().finditer(form)}
    if len(years) != 1:
        return set()
    own = {one.file: _years_of(one) for one in documents}
    return (
        {file for file in own if not years & own[file]} if any(years & its for its in own.values()) else set()
    )


@cache
def _edition() -> re.Pattern[str]:
    """A year right before the word for a document: 2019年的办法, 2024年修订的规定, 2023年那份通知."""
    kinds = "|".join(word for word in words_of("documents") if len(word) == 2 and all(map(is_han, word)))
    return re.compile(
        rf"(?P<year>(?:19|20)\d\d)年(?:度|版|修订|修正|制定|发布|公布|印发|出台|实施|施行)?的?(?:那|这)?[个份部版件]?[老旧原新]?(?:{kinds})"
    )


def _years_of(document: Document) -> set[str]:
    """The years that a document's title names, else that of its number and its date."""
    if named := set(bare_years_in(bare_form(document.title).text)):
        return named
    head = search_form(document.text[: LIMITS.numbered_in]).text
    return {document.metadata.date[:4], *years_of_numbers(head)} - {""}


def _files(hits: Sequence[Hit]) -> list[str]:
    return list(dict.fromkeys(hit.passage.file for hit in hits))


def _not_named(asked: str, called: dict[str, str]) -> set[str]:
    """The files whose title begins otherwise than that of another one, where the question says the other's beginning only."""
    return {
        file
        for (file, own), (_, other) in permutations(called.items(), 2)
        if only_other_said(asked, own, other, LIMITS.common_title)
    }
