"""Lists that no number marks: what stands behind “存在以下几个问题：”, in bullets or in like sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.extraction.candidates import Candidate
from bot.extraction.term_weights import ENOUGH, NEARLY_ALL
from bot.language.limits import LIMITS
from bot.language.list_kinds import is_of_another_kind, kind_met
from bot.language.synonyms import official_words_for
from bot.questions.question import Question
from vectorstore.documents.outline import block_form
from vectorstore.index.catalog import Catalog
from vectorstore.text.numbering import heading_label
from vectorstore.text.numerals import han_number
from vectorstore.text.search_form import SearchForm, search_form
from vectorstore.text.sentences import sentence_ranges
from vectorstore.types import Block, Document, Role, Span

_COUNT = r"(?:[一二三四五六七八九十两几多]|\d{1,2})"
_LEAD = r"(?:以下|如下|下列|这)?(?:{count})?(?:点|个|项|条|种|类|大|方面)*(?:[\u4e00-\u9fff]{{0,6}})?{head}(?:[\u4e00-\u9fff]{{0,4}}):"
_BULLETS = frozenset("-*+•·●○■□◆▪–—")


@dataclass(frozen=True, slots=True)
class LedList:
    """The sentence that leads into a list and the items behind it, in order."""

    file: str
    lead: Span
    items: tuple[Span, ...]


def led_list(question: Question, ranked: Sequence[Candidate], catalog: Catalog) -> LedList | None:
    """The list that a ranked sentence leads into by the word that the question asks for, or, where
    the question says how many there are, one of just as many items."""
    heads = [question.head, *official_words_for().get(question.head, ())] if question.head else []
    pattern = re.compile(_LEAD.format(count=_COUNT, head=f"(?:{'|'.join(map(re.escape, heads))})"))
    for one in _leading(ranked):
        over = [search_form(heading).text for heading in one.hit.passage.path]
        document = catalog.document(one.hit.passage.file)
        # A sentence goes on into the items that it leads into, which may be blocks of their own.
        begun = (n for n, b in enumerate(document.blocks) if b.span.start <= one.span.start < b.span.end)
        number = next(begun, None)
        if number is None:
            continue
        found = pattern.search(one.form.text) if heads else None
        if found and found.end() < len(one.form.text.rstrip()):
            items = _alike(document, document.blocks[number], one.span.start, found[0])
            meant = not is_of_another_kind(question.form, (one.bare, *over))
            if meant and len(items) > 1 and (not question.count or len(items) == question.count):
                # What stands behind the lead's colon is the first item.
                return LedList(one.hit.passage.file, one.form.span(0, found.end()), items)
        for lead in (number, *_leads_before(document, number)):
            span, items = _led_by(document, lead, one.span if lead == number else None)
            if len(items) < 2 or (question.count and len(items) != question.count):
                continue
            form = _form(document, span)
            if is_of_another_kind(question.form, (form, *over)):
                continue
            of_kind = kind_met(question.form, (form, *over))
            # What is denied to somebody need not be called as in the question, if the sentence speaks of it.
            led = bool(of_kind) and lead == number and one.words >= ENOUGH
            if question.count or led or (heads and any(head in form for head in heads)):
                return LedList(one.hit.passage.file, span, items)
    return None


def _leading(ranked: Sequence[Candidate]) -> Iterator[Candidate]:
    """The best sentences; and those that ask: no answers themselves, they say what stands behind them."""
    if not ranked:
        return
    best = ranked[0]
    yield from (one for one in ranked[: LIMITS.best] if one.score >= ENOUGH * best.score)
    yield from (one for one in ranked if one.features.get("asks") and one.words >= NEARLY_ALL * best.words)


def _form(document: Document, span: Span) -> str:
    return block_form(document, span).text


def _leads_before(document: Document, number: int) -> Iterator[int]:
    """The paragraph that leads into the list that a block is an item of, or that the next block answers
    (a question in an interview, and 主要有三点考虑： behind it)."""
    blocks = document.blocks
    if number + 1 < len(blocks) and _form(document, blocks[number].span).endswith("?"):
        yield number + 1
    at = number
    while at and _is_item(document, at) and _style(document, at) == _style(document, number):
        at -= 1
    if at != number:
        yield at


def _led_by(document: Document, number: int, sentence: Span | None) -> tuple[Span, tuple[Span, ...]]:
    """The list that a block's last sentence leads into, and that sentence: the items that follow as
    blocks, or the clauses behind its own colon."""
    block = document.blocks[number]
    form = block_form(document, block.span)
    ranges = sentence_ranges(form)
    if not ranges:
        return block.span, ()
    if form.text.rstrip().endswith(":"):
        first, last = ranges[-1]
        items = []
        for later in range(number + 1, len(document.blocks)):
            if not _is_item(document, later) or _style(document, later) != _style(document, number + 1):
                break
            items.append(document.blocks[later].span)
        return form.span(first, last), tuple(items)
    for first, last in ranges:
        span = form.span(first, last)
        semicolon = form.text.find(";", first, last)
        # 副镇长耿素梅:储备包括以下三类: leads in with its last colon.
        colon = form.text.rfind(":", first, semicolon if semicolon >= 0 else last)
        if colon >= 0 and (sentence is None or span == sentence) and ";" in form.text[colon:last]:
            cuts = [colon + 1, *(at + 1 for at in range(colon, last) if form.text[at] == ";"), last]
            clauses = [form.span(a, b) for a, b in zip(cuts, cuts[1:], strict=False) if a < b]
            return span, tuple(clauses)
    return block.span, ()


def _style(document: Document, number: int) -> str:
    """The style of a block's number: a list ends where another begins (the next article)."""
    label = heading_label(block_form(document, document.blocks[number].span))
    return label.style if label else ""


def _is_item(document: Document, number: int) -> bool:
    """Whether a block is an item of a list that is written as blocks: bulleted or numbered."""
    block = document.blocks[number]
    if block.role is not Role.PARAGRAPH or not number:
        return False
    text = document.text
    if "<li" in text[document.blocks[number - 1].span.end : block.span.start]:
        return True
    line = text[text.rfind("\n", 0, block.span.start) + 1 : block.span.end]
    return line.lstrip()[:1] in _BULLETS or bool(heading_label(block_form(document, block.span)))


_SLOGAN = re.compile(r"(?P<count>[二三四五六七八九十两]|\d{1,2})个[\"“]?(?P<end>[\u4e00-\u9fff]{2,4})[\"”]?")


def slogan_list(question: Question, ranked: Sequence[Candidate], catalog: Catalog) -> LedList | None:
    """The items of a “五个到位” that stand quoted, one after another: “责任到位”, “物资到位” …

    Found where a document has just as many different quoted words with that ending.
    """
    asked = _SLOGAN.search(question.form)
    if not asked:
        return None
    count, ending = han_number(asked["count"]), asked["end"]
    item = re.compile(rf'"([\u4e00-\u9fff]{{1,6}}{re.escape(ending)})"')
    for file in dict.fromkeys(one.hit.passage.file for one in ranked[: LIMITS.best]):
        document = catalog.document(file)
        found: dict[str, Span] = {}
        for block in document.blocks:
            form = block_form(document, block.span) if block.role is Role.PARAGRAPH else None
            for match in item.finditer(form.text) if form else ():
                if form and match[1] not in found and not match[1].startswith(asked["count"] + "个"):
                    found[match[1]] = _sentence_at(form, match.start())
        if len(found) == count:
            items = tuple(found.values())
            return LedList(file, items[0], items)
    return None


def _sentence_at(form: SearchForm, at: int) -> Span:
    first, last = next(pair for pair in sentence_ranges(form) if pair[0] <= at < pair[1])
    return form.span(first, last)


def _alike(document: Document, block: Block, start: int, lead: str) -> tuple[Span, ...]:
    """The sentences behind the lead that begin with the same character as the first of them."""
    form = block_form(document, block.span)
    first, _ = form.locate(Span(start, block.span.end))
    at = form.text.find(lead, first) + len(lead)
    opening = form.text[at : at + 1]
    items = []
    for begin, end in sentence_ranges(form):
        begin = max(begin, at)
        if end > at and form.text[begin:end].strip() and form.text[begin] == opening:
            items.append(form.span(begin, end))
    return tuple(items)
