"""Lists that the outline holds: which of them a question asks for, and all their items."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from bot.extraction.term_weights import ENOUGH, WeightedTerm, word_presence
from bot.language.amounts import amounts
from bot.language.characters import pieces
from bot.language.list_kinds import asks_for, is_of_another_kind, kind_met
from bot.language.word_lists import is_word_of, says
from bot.questions.amount_asked import is_count
from bot.questions.question import Question
from vectorstore.documents.outline import block_form, path_of, siblings, with_label
from vectorstore.documents.visible_text import visible
from vectorstore.index.catalog import Catalog
from vectorstore.text.search_form import bare_form
from vectorstore.text.sentences import sentence_ranges
from vectorstore.types import Document, Node, Role, Span


@dataclass(frozen=True, slots=True)
class OutlineList:
    """Sibling nodes of one document, in order, and how well they fit the question (0 and up)."""

    file: str
    items: tuple[Node, ...]
    fit: float
    common: float
    of_kind: bool = False  # whether it is led into as what a question asks for: duties, what is not granted


def lists_of(document: Document, nodes: Sequence[Node]) -> list[tuple[Node, ...]]:
    """Every list of two or more siblings in a document's outline, each once."""
    found: dict[tuple[int, ...], tuple[Node, ...]] = {}
    for node in nodes[1:]:
        row = tuple(siblings(nodes, node.number))
        if len(row) > 1:
            found[tuple(one.number for one in row)] = row
    return list(found.values())


#: Neighbouring chapters and articles are no list.
UNITS = frozenset({"part", "chapter", "section", "article"})
#: What a word of a document's title, its opening or the sentence before a list counts, against one of the list's lead.
_AROUND = 0.7
#: What a literal sign adds to the fit of a list, and what one against it leaves of that.
_SIGN, _OTHER = 0.2, 0.6


def best_list(
    question: Question,
    weighted: Sequence[WeightedTerm],
    files: Sequence[str],
    catalog: Catalog,
    support: dict[str, float],
) -> OutlineList | None:
    """The list that fits the question best among those of `files`; None where there is none.

    `support` is the retrieval score of each passage key, 0..1.
    """
    best: OutlineList | None = None
    for file in files:
        document, nodes = catalog.document(file), catalog.nodes(file)
        scores = {p.node: 0.0 for p in catalog.passages(file)}
        for passage in catalog.passages(file):
            scores[passage.node] = max(scores[passage.node], support.get(passage.key, 0.0))
        for row in lists_of(document, nodes):
            # Of a list that begins with its second item the first is somewhere else: it isn't whole.
            if row[0].style in UNITS or row[0].order > 1:
                continue
            one = _fit(question, weighted, document, nodes, row, scores)
            if best is None or one.fit > best.fit:
                best = one
    return best


def _fit(
    question: Question,
    weighted: Sequence[WeightedTerm],
    document: Document,
    nodes: Sequence[Node],
    row: tuple[Node, ...],
    scores: dict[int, float],
) -> OutlineList:
    members = [bare_form(with_label(node, document.text)).text for node in row]
    above = [bare_form(with_label(node, document.text)).text for node in path_of(nodes, row[0].parent)]
    title = bare_form(document.title).text
    opening = bare_form(document.text[: min(400, row[0].span.start)]).text
    intro, leads = _intro(document, row[0])
    led = [*above, intro]
    kind = kind_met(question.form, led)
    asked = [w for w in weighted if not is_count(w.text)]
    named = [w for w in asked if not is_word_of("of-lists", w.text)]
    if named and not any(
        word_presence(w, text) >= ENOUGH for w in asked if w not in named for text in [intro, *above]
    ):
        asked = named
    # What is asked for weighs double: 问题 in 创建中存在哪些问题.
    weights = {w.text: w.weight * (1 + (w.text == bare_form(question.head).text)) for w in asked}
    total = sum(weights.values()) or 1.0
    gained = own = subject = 0.0
    for word in asked:
        # What all items have in common says what the list is a list of.
        shared = sum(word_presence(word, member) for member in members) / len(members)
        shared = shared if shared >= ENOUGH else 0.0
        heading = max((word_presence(word, text) for text in above), default=0.0)
        of_kind = float(asks_for(kind, word.text))
        here = max(shared, heading, of_kind, (1.0 if leads else _AROUND) * word_presence(word, intro))
        around = _AROUND * max(word_presence(word, title), word_presence(word, opening))
        gained += weights[word.text] * max(here, around)
        own += weights[word.text] * here
        # A word of the document's opening says whose list it is, not which.
        subject += weights[word.text] * (1 - here) * (around > 0)
    fit = gained / total
    head = next((word for word in asked if word.text == bare_form(question.head).text), None)
    # A question may ask for nothing but the kind: 联合会要管哪些事.
    common = own / (total - subject) if total > subject else float(bool(kind))
    members_named = [bare_form(part).text for part in question.quoted]
    # Literal signs that this list is meant (1), or another one (-1), however much the rest is alike.
    signs = [
        -1 if head and not _heads(head, members, [intro, title, *above]) else 0,
        # What is not granted, what is free and what is a duty is led into as such.
        -1 if is_of_another_kind(question.form, led) else bool(kind),
        bool(question.count_words) and any(question.count_words in text for text in (*led, title)),
        bool(question.count) and question.count == len(row),
        # 二、存在的主要问题 is a list of 问题, whatever others say of some; of 申请材料 it is of what stands below 单位申请的.
        bool(head and above)
        and above[-1].endswith(bare_form(question.head).text)
        and not any(one.parent == row[0].number for one in nodes),
        any(sum(part in one for one in members) >= ENOUGH * len(members) for part in members_named),
    ]
    held = [scores.get(node.number, 0.0) for node in row]
    fit = (fit + _SIGN * (sum(sign > 0 for sign in signs) + sum(held) / len(held))) * _OTHER ** signs.count(
        -1
    )
    return OutlineList(document.file, row, fit, common, bool(kind))


def _counts(bare: str) -> bool:
    """Whether a sentence counts what may follow: 三个方面, 五型."""
    return any((one.unit or bare[one.end : one.end + 1]) in _COUNTED for one in amounts(bare))


_COUNTED = frozenset("个项大条种类型点")


def _heads(head: WeightedTerm, members: Sequence[str], around: Sequence[str]) -> bool:
    """Whether the asked-for word stands over the list or in most of its items."""
    shared = sum(word_presence(head, member) for member in members) / len(members)
    return shared >= ENOUGH or any(word_presence(head, text) >= ENOUGH for text in around)


def _intro(document: Document, first: Node) -> tuple[str, bool]:
    """The sentence right before a list, and whether it leads into it (…如下:, 五型…)."""
    # Of a page, what its tags show: an item's own tag stands between it and its lead.
    around = Span(max(0, first.span.start - 160), first.span.start)
    marks = document.markup
    begin = bisect_left(marks, around.start, key=lambda mark: mark.span.end)
    end = bisect_left(marks, around.end, lo=begin, key=lambda mark: mark.span.start)
    before = visible(document.text, around, marks[begin:end]).rstrip()
    tail = pieces(before.rstrip("。:：\n "), "。!?！？\n")[-1]
    bare = bare_form(tail).text
    leads = before.endswith((":", "：")) or says("leads-lists", bare) or _counts(bare)
    return bare, leads


def lead_sentence(document: Document, first: Node) -> Span | None:
    """The sentence right before a list's first item, where it leads into the list."""
    blocks = [b for b in document.blocks if b.role is Role.PARAGRAPH and b.span.start < first.span.start]
    if not blocks or not _intro(document, first)[1]:
        return None
    form = block_form(document, Span(blocks[-1].span.start, min(blocks[-1].span.end, first.span.start)))
    ranges = [(a, b) for a, b in sentence_ranges(form) if form.text[a:b].strip()]
    return form.span(*ranges[-1]) if ranges else None


def count_in_question(question: Question, row: Sequence[Node]) -> tuple[int, int] | None:
    """The count that the question says and the real one, where they differ."""
    if question.count and question.count != len(row):
        return question.count, len(row)
    return None


def item_quote(document: Document, node: Node) -> Span:
    """What is quoted of an item: its label and its own first sentence or clause."""
    return Span(node.span.start, node.name.end)


def item_with_order(row: Sequence[Node], order: int) -> Node | None:
    """The item that carries this number, or stands at this place where items carry none."""
    for node in row:
        if node.order == order:
            return node
    return row[order - 1] if 0 < order <= len(row) and not any(n.order for n in row) else None
