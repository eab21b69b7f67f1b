"""What a document's head or end gives behind a label that a question names: 案号是多少, 施某的委托诉讼代理人是谁."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from bot.drafting.claims import ClaimBuilder
from bot.drafting.document_facts import meant_document
from bot.drafting.units import ClaimsAndNotes
from bot.extraction.candidates import Candidate
from bot.extraction.term_weights import ENOUGH, WeightedTerm, coverage
from bot.language.entity_patterns import CONTACT, find
from bot.language.limits import LIMITS
from bot.language.word_lists import begins_with, ends_with, says
from bot.questions.follow_ups import StandaloneQuestion
from bot.questions.multipart import parts_of
from bot.questions.question import Question
from vectorstore.documents.labelled_lines import LabelledLine, labelled_lines
from vectorstore.documents.outline import block_form
from vectorstore.index.catalog import Catalog
from vectorstore.text.search_form import bare_form
from vectorstore.types import Document, Span

#: What people say for a label.
_SAID_FOR = {
    "证券代码": ("股票代码",),
    "证券简称": ("股票简称",),
    "委托诉讼代理人": ("委托代理人", "诉讼代理人", "代理律师", "代理人"),
    "委托代理人": ("代理律师", "代理人"),
    "人民陪审员": ("陪审员",),
}


def value_asked(
    question: Question,
    weighted: Sequence[WeightedTerm],
    ranked: Sequence[Candidate],
    condensed: StandaloneQuestion,
    catalog: Catalog,
    claimer: ClaimBuilder,
) -> ClaimsAndNotes | None:
    """The line of the meant document with the label that a question asks for; None where it asks for none.

    A label that stands there for each party is that of the party which the question names, with that party's line;
    where the party has none there are no claims.
    """
    if question.english:
        return None
    for file in dict.fromkeys(one.hit.passage.file for one in ranked[: LIMITS.best]):
        document = catalog.document(file)
        lines = labelled_lines(document)
        asked = [_label_in(part, lines) for part in parts_of(question.form) or (question.form,)]
        if not all(label for label, _ in asked):
            continue
        about = [word for word in weighted if not any(word.text in words for _, words in asked)]
        found = [line for line in lines if any(label in line.labels for label, _ in asked)]
        side, fit = _side_named(bare_form(question.text).text, about, lines, document)
        if side and fit >= ENOUGH:
            # Where a side that is named has no such line, there is none.
            found = [line for line in found if line.party in {side, None}]
        elif meant_document(question, about, ranked, condensed, catalog) != file:
            continue
        elif any(line.party == side for line in found):
            found = [line for line in found if line.party == side]
        spans = []
        for line in found:
            spans += [line.party, line.span] if line.party and (side or len(found) > 1) else [line.span]
        if len(found) <= LIMITS.parts:
            return tuple(claimer.span(file, span, ()) for span in dict.fromkeys(spans)), ()
    return None


def _side_named(
    asked: str, about: Sequence[WeightedTerm], lines: Sequence[LabelledLine], document: Document
) -> tuple[Span | None, float]:
    """The party or heading over labelled lines that has most of some words, and how much; None where no single one has.

    `asked` is the question's bare form: 采购人 of 采购人信息 stands in it, of 采购代理机构信息 only 采购.
    """
    fits = {}
    for side in {line.party for line in lines if line.party}:
        said = bare_form(side.of(document.text)).text
        fits[side] = coverage(about, said), _longest_common(said, asked)
    most = max(fits.values(), default=(0.0, 0))
    best = [side for side, fit in fits.items() if fit == most]
    return (best[0], most[0]) if most[0] > 0 and len(best) == 1 else (None, 0.0)


def _longest_common(one: str, other: str) -> int:
    """The length of the longest run of characters that two short texts share."""
    return SequenceMatcher(None, one, other, autojunk=False).find_longest_match().size


def contact_asked(
    question: Question, weighted: Sequence[WeightedTerm], ranked: Sequence[Candidate], catalog: Catalog
) -> tuple[str, Span] | None:
    """The file and the line with the number to call for what a question names, of several that are each for something.

    报名咨询：…座机 is for 报名. None where no label or several have a word of the question.
    """
    if question.english or not says("asks-contact", question.form):
        return None
    for file in dict.fromkeys(one.hit.passage.file for one in ranked[: LIMITS.best]):
        document = catalog.document(file)
        lines = [
            line
            for line in labelled_lines(document)
            if find(CONTACT, block_form(document, line.span).text)
            and not says("asks-contact", line.labels[0])
        ]
        fits = {
            line.span: sum(
                word.weight
                for word in weighted
                if any(form in line.labels[0] for form in (word.text, *word.written))
            )
            for line in lines
        }
        most = max(fits.values(), default=0.0)
        best = [span for span, fit in fits.items() if fit == most]
        if len(lines) > 1 and most > 0 and len(best) == 1:
            return file, best[0]
    return None


def _label_in(form: str, lines: Sequence[LabelledLine]) -> tuple[str, str]:
    """The longest label whose value a question asks for, and its words for that; empty where it asks for none."""
    best, asking = "", ""
    for label in {label for line in lines for label in line.labels}:
        for said in (label, *_SAID_FOR.get(label, ()), f"{label}人"):
            before, found, behind = form.rpartition(said)
            if not found and len(label) > 2 and form.startswith(label[-2:]):
                before, found, behind = "", label[-2:], form[2:]  # 联系人是谁,电话多少
            if not found or len(label) <= len(best):
                continue
            if ends_with("asks-holder", before) and not behind.strip("的?。"):
                best, asking = label, before[before.rindex("谁") :] + found
            elif begins_with("asks-value", behind.lstrip("的是为叫写有在填")) or not behind.strip("?。"):
                best, asking = label, found + behind
    return best, asking
