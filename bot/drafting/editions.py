"""Which of several documents is in force: one that repeals, replaces or revises another goes before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.extraction.candidates import Candidate
from bot.extraction.place_match import whole_form
from bot.language.amounts import days
from bot.language.characters import outside_brackets, pieces
from bot.language.limits import LIMITS
from bot.language.word_lists import says
from bot.language.years import bare_years_in
from bot.questions.question import Question
from vectorstore.documents.facts import FactKind, facts_of
from vectorstore.documents.outline import block_form
from vectorstore.index.catalog import Catalog
from vectorstore.text.search_form import bare_form, search_form
from vectorstore.types import Document, Hit

#: What says of a title which edition it is, with the year before it; of words that begin alike the longer first.
_EDITIONS = ("修订版", "修订本", "修订稿", "修订", "修正版", "修正本", "修正案", "修正", "暂行", "试行")
#: A rule in force goes before the one that it replaces where its sentence has at least this share of the best score.
_NEAR = 0.6


@dataclass(frozen=True, slots=True)
class Replaced:
    """A document that another one repeals or replaces."""

    old: str  # the file
    new: str


def core_title(document: Document) -> str:
    """A document's title without what says which edition it is."""
    title = outside_brackets(search_form(document.metadata.title).text)
    return "".join(pieces(title, _EDITIONS)).rstrip("年0123456789")


def in_force_from(document: Document) -> str:
    """The day from which a document is in force, as it says itself, else its own date; may be empty."""
    for fact in facts_of(document):
        if fact.kind is FactKind.IN_FORCE:
            form = block_form(document, fact.span).text
            told = [form[day.start : day.end] for day in days(form) if day.day > 0]
            return told[-1] if told else document.metadata.date
    return document.metadata.date


def replacements(documents: Sequence[Document]) -> tuple[Replaced, ...]:
    """Which of some documents are repealed or replaced, and by which."""
    return tuple(
        Replaced(old.file, new.file) for new in documents for old in documents if _replaces(new, old)
    )


def _replaces(new: Document, old: Document) -> bool:
    """Whether a document repeals or revises another, and that one doesn't say the same of it."""
    return _goes_before(new, old) and not _goes_before(old, new)


def _goes_before(new: Document, old: Document) -> bool:
    return new.file != old.file and (_repeals(new, old) or _revises(new, old))


def _repeals(new: Document, old: Document) -> bool:
    """Whether a document says that another, by its name, is repealed."""
    name = search_form(old.metadata.title).text
    # The bare form of a whole document is kept; most name no other.
    if len(name) < 4 or bare_form(name).text not in whole_form(new.text):
        return False
    form = search_form(new.text).text
    behind = [part for mark in (f"<{name}>", f"《{name}》") for part in form.split(mark)[1:]]
    return any(says("repeals", pieces(part[: LIMITS.repealed], "。;")[0]) for part in behind)


def _revises(new: Document, old: Document) -> bool:
    """Whether a document is by its title a later edition of another."""
    if not core_title(new) or core_title(new) != core_title(old):
        return False
    here, there = (search_form(one.metadata.title).text for one in (new, old))
    if not says("revised", here):
        return False
    years = [max(bare_years_in(title), default="") for title in (here, there)]
    return not says("revised", there) or years[0] > years[1] > ""


def current_first(question: Question, ranked: Sequence[Candidate], catalog: Catalog) -> list[Candidate]:
    """The sentences, best first, with that of the rule in force before the best one, where that is of a repealed rule.

    Not where the question names a year: it may well mean the old rule.
    """
    if not ranked or question.years or says("of-earlier", question.form):
        return list(ranked)
    best = ranked[0]
    old = catalog.document(best.hit.passage.file)
    files = dict.fromkeys(one.hit.passage.file for one in ranked[: LIMITS.best])
    newer = {file for file in files if _replaces(catalog.document(file), old)}
    found = next((one for one in ranked if one.hit.passage.file in newer), None)
    if found is None or found.score < _NEAR * best.score:
        return list(ranked)
    return [found, *(one for one in ranked if one is not found)]


def names_edition(form: str) -> bool:
    """Whether a word or question says that a rule is meant as it stood before, or as it stands since it was changed."""
    return says("old-edition", form) or says("new-edition", form)


def of_edition_asked(question: Question, hits: Sequence[Hit], catalog: Catalog) -> Sequence[Hit]:
    """The hits without those of the other edition, where a question asks what one says before or after it was changed.

    老办法, 修订前 leave out the rule in force and 修订后, 新规定 the one that it replaces; a question that has both compares them.
    """
    old, new = says("old-edition", question.form), says("new-edition", question.form)
    if old == new:
        return hits
    files = dict.fromkeys(hit.passage.file for hit in hits)
    replaced = replacements([catalog.document(file) for file in files])
    left_out = {pair.new if old else pair.old for pair in replaced}
    return [hit for hit in hits if hit.passage.file not in left_out] or hits


def in_force_first(files: Sequence[str], replaced: Sequence[Replaced]) -> list[str]:
    """The files with each that is replaced behind all that are not."""
    old = {one.old for one in replaced}
    return sorted(files, key=lambda file: file in old)
