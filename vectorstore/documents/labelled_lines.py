"""Lines that give a value behind its label, around a document's text: 证券代码：600001, 法定代表人：…, a table's 有效性."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from vectorstore.documents.outline import block_form
from vectorstore.documents.tables import cells, labels_values
from vectorstore.documents.visible_text import visible
from vectorstore.types import Block, Document, Role, Span

#: So many blocks from the beginning and from the end are around the text.
_HEAD, _END = 20, 12
#: Characters: whoever speaks in a transcript says more behind his name.
_LONGEST_VALUE = 60
_LABEL = re.compile(
    r"(?:^|[\s,，;；(（])((?:[\u4e00-\u9fff][ \u3000]*){2,10})(?:[(（][^()（）]{1,12}[)）])?[:：]"
)
#: Who signs a court's paper stands behind no colon: 审　判　员　　王某.
_OFFICE = re.compile(
    r"^(审判长|(?:代理)?审判员|(?:人民)?陪审员|法官助理|书记员|执行员|(?:首席|独任)?仲裁员|检察员|公证员|鉴定人)[\u4e00-\u9fff·]{2,5}$"
)
#: On whose side the lines below stand: 委托诉讼代理人 below 原告 is that of the plaintiff.
_PARTY = re.compile(
    r"^(?:[被再]?(?:原告|告人?|上诉人|申请人|申诉人|执行人|异议人)|第三人|申请执行人|[甲乙丙丁买卖]方|[发承]包人|[出承]租人|[委受]托人"
    r"|[转受]让[人方])(?:[(][^()]{1,16}[)])?:"
)


@dataclass(frozen=True, slots=True)
class LabelledLine:
    """A line with the labels on it, and the line of the party that it is about, where there is one."""

    labels: tuple[str, ...]
    span: Span
    party: Span | None = None


def labelled_lines(document: Document) -> tuple[LabelledLine, ...]:
    """The lines with labels in a document's head and at its end, in the order of its text."""
    blocks = [block for block in document.blocks if block.role is not Role.CHROME]
    edges = blocks if len(blocks) <= _HEAD + _END else [*blocks[:_HEAD], *blocks[-_END:]]
    return tuple(_below_headings(document, edges))


def _below_headings(document: Document, blocks: Sequence[Block]) -> Iterator[LabelledLine]:
    """The lines with labels; one that stands more than once is of what the heading above it names: 采购人信息."""
    lines = list(_labelled(document, blocks))
    often = Counter(label for line in lines for label in line.labels)
    headings = [
        block.span for block in blocks if block.role is Role.HEADING and len(block.span) <= _LONGEST_VALUE
    ]
    for line in lines:
        over = max((span for span in headings if span.end <= line.span.start), default=None)
        if line.party is None and over and any(often[label] > 1 for label in line.labels):
            line = replace(line, party=over)
        yield line


def _labelled(document: Document, blocks: Sequence[Block]) -> Iterator[LabelledLine]:
    party: Span | None = None
    for block in blocks:
        form = block_form(document, block.span).text
        if _PARTY.match(form) and len(form) <= 2 * _LONGEST_VALUE:
            party = block.span
            yield LabelledLine((form.partition(":")[0].partition("(")[0],), block.span, party)
            continue
        labels = _labels(document, block, form)
        if not labels and "。" in form:
            party = None  # the text itself begins
        if labels:
            yield LabelledLine(labels, block.span, party)


def _labels(document: Document, block: Block, form: str) -> tuple[str, ...]:
    if found := _OFFICE.match(form):
        return (found[1],)
    row = cells(document, block.span)
    if row:
        return tuple("".join(cell.split()).rstrip(":：") for cell in row[::2]) if labels_values(row) else ()
    line = visible(document.text, block.span, document.markup).strip()
    labels = ["".join(found[1].split()) for found in _LABEL.finditer(line)]
    first = form.find(":")
    short = len(form) - first <= _LONGEST_VALUE + 10 * len(labels) and "。" not in form[:-1]
    return tuple(labels) if short and first + 1 < len(form) else ()
