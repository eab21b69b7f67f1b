"""What a quotation needs beside it to be understood: the lead of an item, the columns of a row."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.drafting.claims import ClaimBuilder
from bot.drafting.units import duty_named, lead_in_line, quoted_whole
from bot.extraction.candidates import Candidate
from bot.extraction.term_weights import NEARLY_ALL, WeightedTerm, word_presence
from bot.language.limits import LIMITS
from bot.language.word_lists import says
from bot.questions.question import Kind, Question
from bot.types import Claim
from vectorstore.documents.outline import block_form
from vectorstore.documents.tables import cells, header_rows
from vectorstore.index.catalog import Catalog
from vectorstore.text.numbering import item_labels
from vectorstore.text.search_form import bare_form
from vectorstore.text.sentences import sentences
from vectorstore.types import Document, Node, Role, Span

#: Labels of items that say nothing without their lead.
_ITEM_STYLES = frozenset(
    {"han-bracket", "run-in-bracket", "run-in-digit", "digit", "digit-bracket", "circled", "letter"}
)

#: The share of a short sentence that a question for how something is done has, from which on it only repeats that.
_ALIKE = 0.7


def rows_asked(question: Question, chosen: Sequence[Candidate], catalog: Catalog) -> Sequence[Candidate]:
    """The chosen sentences; of the rows of a table only those of which the question names the most cells, if any."""
    asked = bare_form(question.text).text
    named = {}
    for number, one in enumerate(chosen):
        row = cells(catalog.document(one.hit.passage.file), one.hit.passage.span)
        if row:
            named[number] = sum(_is_named(bare_form(cell).text, asked) for cell in row)
    most = max(named.values(), default=0)
    return [one for number, one in enumerate(chosen) if not most or named.get(number, most) == most]


def _is_named(cell: str, asked: str) -> bool:
    """Whether a question has the words of a cell, be they parted once: 新装水表 in 新装一只水表."""
    if len(cell) < 2 or cell.isdigit():
        return False
    cuts = [0, *range(2, len(cell) - 1)] if cell.isalpha() else [0]
    return any(re.search(f"{re.escape(cell[:at])}.{{0,3}}{re.escape(cell[at:])}", asked) for at in cuts)


def _continued(question: Question, claim: Claim, catalog: Catalog, claimer: ClaimBuilder) -> Claim:
    """A claim that only repeats the question, as a run-in heading does, or only announces reasons, with what is behind it."""
    cited = claim.citations[0]
    own, asked = bare_form(cited.quote).text, bare_form(question.text).text
    pairs = [own[n : n + 2] for n in range(len(own) - 1)]
    if len(claim.citations) > 1 or not 4 <= len(own) <= LIMITS.entry or any(map(str.isdigit, own)):
        return claim
    announces = question.kind is Kind.WHY and any(word in own for word in ("原因", "理由", "因素"))
    # 切实保障职业健康。 says no more of how that is done than the question: its adverb is no answer.
    alike = _ALIKE if says("asks-how", question.form) else NEARLY_ALL
    if not announces and sum(pair in asked for pair in pairs) < alike * len(pairs):
        return claim
    document = catalog.document(cited.file)
    block = next((b.span for b in document.blocks if b.span.contains(cited.span)), None)
    if block is None or block.end <= cited.span.end or not cited.passage.span.contains(block):
        return claim
    behind = [one for one in sentences(block_form(document, block)) if one.start >= cited.span.end]
    if not behind or (announces and not item_labels(block_form(document, behind[0]).text)):
        return claim
    span = Span(cited.span.start, behind[: 1 if announces else 2][-1].end)
    return claimer.span(cited.file, span, (), passage=cited.passage)


def _with_whole_lead(claim: Claim, catalog: Catalog, claimer: ClaimBuilder) -> Claim:
    """A claim that begins with the last clause of a lead and goes on with an item, from where that lead begins.

    处一万元罚款;造成损失的,依法赔偿:(一)… says of its items what its first clause says.
    """
    cited = claim.citations[0]
    blocks = catalog.document(cited.file).blocks
    lead = next((b.span for b in blocks if b.span.start < cited.span.start < b.span.end), None)
    if len(claim.citations) > 1 or lead is None or cited.span.end <= lead.end:
        return claim
    return claimer.span(cited.file, Span(lead.start, cited.span.end), (), passage=cited.passage)


def with_surroundings(
    question: Question,
    weighted: Sequence[WeightedTerm],
    claims: Sequence[Claim],
    catalog: Catalog,
    claimer: ClaimBuilder,
) -> tuple[Claim, ...]:
    """The claims, each item behind the lead that it stands under and each row behind its columns' names.

    A penalty comes behind the duty whose article it names, where that has words of the question that
    the penalty lacks. All is said once, and not where another claim quotes it already.
    """
    claims = [
        _continued(question, _with_whole_lead(claim, catalog, claimer), catalog, claimer) for claim in claims
    ]
    quoted = [(c.file, c.span) for claim in claims for c in claim.citations]
    shown: list[Claim] = []
    for claim in claims:
        cited = claim.citations[0]
        above = _above(catalog.document(cited.file), catalog.nodes(cited.file), cited.span)
        if above and not any(file == cited.file and span.contains(above) for file, span in quoted):
            quoted.append((cited.file, above))
            shown.append(claimer.span(cited.file, above, ()))
        if claim is claims[0]:
            document, nodes = catalog.document(cited.file), catalog.nodes(cited.file)
            duty = duty_named(claim.text, document, nodes)
            duty = [span for span in duty if not any(f == cited.file and span.overlaps(s) for f, s in quoted)]
            told = bare_form(claim.text).text
            lacking = [word for word in weighted if word_presence(word, told) < NEARLY_ALL]
            forms = [bare_form(span.of(document.text)).text for span in duty]
            if _asks_leave(question.form) or any(
                word_presence(w, f) >= NEARLY_ALL for w in lacking for f in forms
            ):
                shown += quoted_whole(cited.file, duty, catalog, claimer)
        shown.append(claim)
    return tuple(shown)


def _asks_leave(form: str) -> bool:
    """Whether a question asks if something may be done: that is said by the duty, not by its penalty."""
    return says("may", form) or (says("allowed", form) and form.rstrip("?").endswith(("吗", "么")))


def _above(document: Document, nodes: Sequence[Node], span: Span) -> Span | None:
    """The header row of a row, or the line that leads into an item."""
    header = header_rows(document).get(span.start)
    if header:
        return header
    around = [n for n in nodes[1:] if n.span.start <= span.start < n.span.end]
    item = max(around, key=lambda n: (n.span.start, n.level), default=None)
    # 一、 is an item where it stands below an article, as in Taiwan, and else a heading.
    of_article = item is not None and item.style == "han" and nodes[item.parent].style == "article"
    if item and item.style not in _ITEM_STYLES and not of_article:
        return _heading_of_entry(document, item, span)
    if item is None or span.start > item.name.end:
        return None
    parent = nodes[item.parent]
    start = parent.span.start if item.parent > 0 else 0
    # An item before it in the same list leads into its own points only.
    end = _first_of_run(nodes, item).span.start
    if run_in := lead_in_line(document, end):
        return run_in
    lines = [b for b in document.blocks if start <= b.span.start < end]
    leads = [b for b in lines if b.span.of(document.text).rstrip().endswith((":", "："))]
    if leads and leads[-1] is lines[-1]:
        return leads[-1].span
    first = next((b for b in lines if b.span.start == start), None) if item.parent > 0 else None
    return first.span if first and first.role is Role.HEADING and item.style == "letter" else None


def _heading_of_entry(document: Document, section: Node, span: Span) -> Span | None:
    """The heading over an entry of a list of names: 二等奖 over 萤火队（渔港小学）."""
    block = next((b for b in document.blocks if b.span.contains(span)), None)
    heading = next((b for b in document.blocks if b.span.start == section.span.start), None)
    if not block or not heading or heading.role is not Role.HEADING or block.role is not Role.PARAGRAPH:
        return None
    entry = block.span.of(document.text)
    return None if len(entry) > LIMITS.entry or set(entry) & set("。；;，,：:") else heading.span


def _first_of_run(nodes: Sequence[Node], item: Node) -> Node:
    """The first item of the list that an item belongs to: its numbers run on up to it."""
    first = item
    before = [n for n in nodes if n.parent == item.parent and n.style == item.style]
    for one in reversed([n for n in before if n.span.start < item.span.start]):
        if one.order != first.order - 1:
            break
        first = one
    return first
