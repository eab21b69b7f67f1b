"""What a chapter, section or part of a document is called, and what it says: 第二章的标题是什么, 第三章讲了什么."""

from __future__ import annotations

from collections.abc import Sequence

from bot.drafting.claims import ClaimBuilder
from bot.drafting.unit_counts import STYLES, is_meant, unit_of
from bot.drafting.units import ClaimsAndNotes, files_of, first_block
from bot.extraction.candidates import Candidate
from bot.language.limits import LIMITS
from bot.language.ordinals import addresses
from bot.language.word_lists import says, words_of
from bot.questions.question import Question
from bot.types import Note
from vectorstore.index.catalog import Catalog

#: The units that hold articles.
_CHAPTERS = STYLES.keys() - {"条", "点"}


def chapter_asked(
    question: Question, ranked: Sequence[Candidate], catalog: Catalog, claimer: ClaimBuilder
) -> ClaimsAndNotes | None:
    """The heading of the chapter that a question asks for as a whole, and unless it asks for that alone, its articles.

    Of each article the first paragraph is shown, and the note says how many there are. None where a question asks
    for something in the chapter, and where the document that is meant has no such chapter.
    """
    address = next((one for one in addresses(question.form) if one[0].unit in STYLES), None)
    if address is None or question.english or not ranked or address[-1].unit not in _CHAPTERS:
        return None
    if not _as_a_whole(question.form[address[-1].end :]):
        return None
    before = question.form[: address[0].start].removeprefix("请问")
    for file in files_of(question, ranked, catalog):
        document, nodes = catalog.document(file), catalog.nodes(file)
        chapter = unit_of(nodes, address)
        if chapter is None or not is_meant(question, file, before, catalog):
            continue
        spans = [first_block(document, chapter.span.start)]
        inside = [n.span for n in nodes if n.style == "article" and chapter.span.contains(n.span)]
        if not says("asks-title", question.form):
            spans += [first_block(document, span.start) for span in inside]
        notes = (Note("outline-count", {"count": len(inside), "unit": "条"}),) if len(spans) > 2 else ()
        claims = tuple(claimer.span(file, span, ()) for span in spans[: LIMITS.lines])
        return claims, notes
    return None


def _as_a_whole(rest: str) -> bool:
    """Whether nothing stands behind a chapter's number but what asks for its title or for all of it."""
    for word in sorted(words_of("of-chapters"), key=len, reverse=True):
        rest = rest.replace(word, "")
    return not rest.strip("?。,:")
