"""Lists that no number marks: what stands behind “存在以下几个问题：”, in bullets or in like sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.extracting import Candidate
from bot.question import Question
from vectorstore.catalog import Catalog
from vectorstore.model import Block, Document, Role, Span
from vectorstore.normalising import SearchForm
from vectorstore.numbering import han_number
from vectorstore.outlining import block_form
from vectorstore.sentences import sentence_ranges

_COUNT = r"(?:[一二三四五六七八九十两几多]|\d{1,2})"
_LEAD = r"(?:以下|如下|下列|这)?(?:{count})?(?:点|个|项|条|种|类|大|方面)*(?:[\u4e00-\u9fff]{{0,6}})?{head}(?:[\u4e00-\u9fff]{{0,4}}):"
_BULLET = re.compile(r"^\s*(?:[-*+•·●○■□◆▪–—]|[(（]?\d{1,2}[)）.、])\s*")
#: How many ranked sentences are looked at for one that leads into a list.
_LOOKED_AT = 12


@dataclass(frozen=True, slots=True)
class LedList:
    """The sentence that leads into a list and the items behind it, in order."""

    file: str
    lead: Span
    items: tuple[Span, ...]


def led_list(question: Question, ranked: Sequence[Candidate], catalog: Catalog) -> LedList | None:
    """The list that a ranked sentence leads into by the word that the question asks for."""
    if not question.head:
        return None
    pattern = re.compile(_LEAD.format(count=_COUNT, head=re.escape(question.head)))
    for one in ranked[:_LOOKED_AT]:
        text = one.form.text
        found = pattern.search(text)
        if not found or one.score < 0.6 * ranked[0].score:
            continue
        document = catalog.document(one.hit.passage.file)
        number = next((n for n, b in enumerate(document.blocks) if b.span.contains(one.span)), None)
        if number is None:
            continue
        if found.end() >= len(text.rstrip()):
            items = _bullets(document, document.blocks[number + 1 :])
        else:
            items = _alike(document, document.blocks[number], one.span.start, found[0])
        if len(items) > 1 and (not question.count or len(items) == question.count):
            return LedList(one.hit.passage.file, one.span, items)
    return None


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
    for file in dict.fromkeys(one.hit.passage.file for one in ranked[:6]):
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


def _bullets(document: Document, blocks: Sequence[Block]) -> tuple[Span, ...]:
    """The blocks with a bullet that follow, until one without."""
    items = []
    for block in blocks:
        before = document.text.rfind("\n", 0, block.span.start) + 1
        line = document.text[before : block.span.end]
        if block.role is not Role.PARAGRAPH or not _BULLET.match(line):
            break
        items.append(block.span)
    return tuple(items)


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
