"""Units of regulations that a question asks for by address, by what they say, or by their count.

第三十条第三款 opens the third paragraph of that article, 2.2 the section of that number; 违反第十二条
finds the article that says what follows; 哪一条规定了 gives the number with the sentence; 共几章 is
counted by the outline. The number of an article is never the number of a list's item.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import takewhile

from bot.drafting.claims import ClaimBuilder
from bot.drafting.points import point_at, points_of
from bot.extraction.candidates import Candidate
from bot.extraction.term_weights import ENOUGH, WeightedTerm, coverage
from bot.language.characters import clause_at, pieces
from bot.language.limits import LIMITS
from bot.language.ordinals import Ordinal, addresses, named_numbers, ordinals
from bot.language.word_lists import is_word_of, place_of, says, words_of
from bot.questions.question import Question
from bot.types import Claim, Note
from vectorstore.documents.outline import block_form
from vectorstore.index.catalog import Catalog
from vectorstore.text.numbering import heading_label
from vectorstore.text.numerals import han_number
from vectorstore.text.search_form import bare_form
from vectorstore.types import Document, Node, NodeKind, Role, Span

#: The number of a section, and no figure: neither a unit nor a further digit stands behind it.
_DOTTED = re.compile(
    r"(?<![\d.])(\d{1,2}(?:\.\d{1,2}){1,3})(?=[\u4e00-\u9fff?])(?![万亿千百元米公吨亩度倍成折个件名人岁分年月日级版小平立厘毫])"
)
#: The reader's score of a sentence (an eighth of a logit) from which on its article is the one that is asked for.
_SURE = 0.25
_CLAUSE_ENDS = (",", "。", "?")

#: Claims, and what is to be said of them.
ClaimsAndNotes = tuple[tuple[Claim, ...], tuple[Note, ...]]


def has_address(form: str) -> bool:
    """Whether a question's form has the address of an article or the number of a section."""
    return bool(_DOTTED.search(form)) or any(one.unit in {"条", "点", "部分"} for one in ordinals(form))


def unit_asked(
    question: Question,
    weighted: Sequence[WeightedTerm],
    ranked: Sequence[Candidate],
    catalog: Catalog,
    claimer: ClaimBuilder,
) -> ClaimsAndNotes | None:
    """The claims and notes for a unit that a question asks for; None where it asks for none."""
    if question.english or not ranked:
        return None
    files = files_of(question, ranked, catalog)
    if says("asks-article", question.form):
        return _which(question, weighted, ranked, catalog, claimer)
    claims: list[Claim] = []
    named = named_in(question, files[0], catalog)
    for file in files[: LIMITS.units]:
        document, nodes = catalog.document(file), catalog.nodes(file)
        spans = _addressed(question, document, nodes)
        if spans:
            claims += quoted_whole(file, spans, catalog, claimer)
            if named or any(one.unit == "部分" for one in ordinals(question.form)):
                break
    # Of several rules none of which is named, each has an article of that number.
    return (tuple(claims[: LIMITS.lines]), ()) if claims else None


def lacking_unit(question: Question, ranked: Sequence[Candidate], catalog: Catalog) -> str:
    """The title of the rule in which a question asks for an article, paragraph or item that it has not; else empty."""
    form = question.form
    asked = (one for one in addresses(form) if one[0].unit == "条" and not _conditional(form, one))
    address = next(asked, None)
    if address is None or question.english or not ranked:
        return ""
    said = form[address[0].start : address[-1].end].replace(" ", "")
    if any(said in one.form.text.replace(" ", "") for one in ranked):
        return ""  # another document speaks of it: 依照公路法第七十六条
    files = files_of(question, ranked, catalog)
    files = files[:1] if named_in(question, files[0], catalog) else files[: LIMITS.units]
    rules = [f for f in files if sum(node.style == "article" for node in catalog.nodes(f)) > 1]
    if len(rules) < len(files) or any(
        _addressed(question, catalog.document(file), catalog.nodes(file)) for file in files
    ):
        return ""
    return catalog.document(files[0]).title


def _conditional(form: str, address: Sequence[Ordinal]) -> bool:
    """Whether an address that is followed is the condition of what is asked for, not what is asked for."""
    before = clause_at(form[: address[0].start], address[0].start, _CLAUSE_ENDS)
    return says("follows", before) or form[address[-1].end :].lstrip("中里").startswith("所")


def files_of(question: Question, ranked: Sequence[Candidate], catalog: Catalog) -> list[str]:
    """The files of the best sentences, those first whose title the question names."""
    files = list(dict.fromkeys(one.hit.passage.file for one in ranked[: LIMITS.best]))
    return sorted(files, key=lambda file: -named_in(question, file, catalog))


def named_in(question: Question, file: str, catalog: Catalog) -> int:
    """How many characters of a document's title, its longest run up to the end, a question has."""
    return _named(bare_form(catalog.document(file).title).text, bare_form(question.text).text)


def _named(title: str, asked: str) -> int:
    """How many characters of a title's end, its longest run, stand in the question."""
    return max((n for n in range(4, len(title) + 1) if title[-n:] in asked), default=0)


def is_called(question: Question, title: str) -> bool:
    """Whether a question says what a document is, by the end of its title: 章程, 条例."""
    return any(
        len(word) > 1 and word in question.form and title.endswith(word) for word in words_of("documents")
    )


def _addressed(question: Question, document: Document, nodes: Sequence[Node]) -> list[Span]:
    """The spans of the unit whose address the question says, in this document."""
    form = question.form
    found = addresses(form)
    for address in found:
        if address[0].unit not in {"条", "点"} or _conditional(form, address):
            continue
        if address[0].unit == "点":
            points = [one for one in points_of(document, nodes) if one.order == address[0].number]
            if points:
                return [points[0].span]
            continue
        before = clause_at(form[: address[0].start], address[0].start, _CLAUSE_ENDS)
        if "违反" in before:
            return _penalties(address[0].number, address[0].after, document, nodes)
        if article := article_of(nodes, address[0]):
            return _inside(document, nodes, article, *_numbers(document, nodes, article, address))
    part = next((one for one in found if one[0].unit == "部分"), None)
    if part:
        return _part(document, nodes, part[0].number, part[1].number if len(part) > 1 else 0)
    dotted = _DOTTED.search(form)
    section = dotted and next((n for n in nodes[1:] if _number_of(document, n) == dotted[1]), None)
    return [section.span] if section else []


def article_of(nodes: Sequence[Node], address: Ordinal) -> Node | None:
    """The article that carries this number: 第十条之一 is not 第十条."""
    articles = (n for n in nodes if n.style == "article")
    return next((n for n in articles if (n.order, _after(n)) == (address.number, address.after)), None)


def _numbers(
    document: Document, nodes: Sequence[Node], article: Node, address: Sequence[Ordinal]
) -> tuple[int, int, int]:
    """The paragraph, the item and the point of an address; 0 for each that it doesn't name."""
    units = [one.unit for one in address[1:]]
    by = {one.unit: one.number for one in address[1:]}
    if units[:1] == ["项"] and _by_paragraph(document, nodes, article, by["项"]):
        # In Taiwan the paragraphs of an article are 项 and their items 款.
        return by["项"], by.get("款", 0), by.get("目", 0)
    return (by["款"] if units[:1] == ["款"] else 0), by.get("项", 0), by.get("目", 0)


def _part(document: Document, nodes: Sequence[Node], order: int, item: int) -> list[Span]:
    """A part of a notice or a report by the number of its heading, or the item of this number in it with that heading."""
    first = next((n.style for n in nodes[1:] if n.kind is NodeKind.HEADING and n.order), "")
    part = next((n for n in nodes[1:] if n.style == first and n.order == order), None)
    if part is None or first == "article":
        return []
    below = [n for n in nodes if part.span.contains(n.span) and n.span.start > part.span.start and n.order]
    if not item:
        # Behind the last item of the last part stand the people to ask, the attachments and the signature.
        rows = [n.span.end for n in below if n.style == below[0].style]
        return [Span(part.span.start, max(rows, default=part.span.end))]
    node = next((n for n in below if n.order == item and n.style == below[0].style), None)
    return [first_block(document, part.span.start), node.span] if node else []


def _by_paragraph(document: Document, nodes: Sequence[Node], article: Node, item: int) -> bool:
    """Whether 第N项 is a paragraph of this article: no item (（二）) in it has the number, a paragraph has."""
    items = [n for n in nodes if n.style == "han-bracket" and article.span.contains(n.span)]
    return not items and item <= len(list(paragraphs_of(document, nodes, article)))


def _after(article: Node) -> int:
    """The number behind 之 in an article's label; 0 where it has none."""
    return han_number(bare_form(article.label).text.rpartition("条之")[2]) if "条之" in article.label else 0


def _number_of(document: Document, node: Node) -> str:
    label = document.text[node.span.start : node.span.start + 16]
    return "".join(takewhile("0123456789.".__contains__, label)).rstrip(".")


def _inside(
    document: Document,
    nodes: Sequence[Node],
    article: Node,
    paragraph: int,
    item: int = 0,
    point: int = 0,
) -> list[Span]:
    """The whole article, or its paragraph, item or point of these numbers with what leads into it."""
    whole = article.span
    paragraphs = list(paragraphs_of(document, nodes, article))
    if paragraph:
        if paragraph > len(paragraphs):
            return []
        whole = paragraphs[paragraph - 1]
    if not item:
        return [whole]
    below = [n for n in nodes if n.style != "article" and whole.contains(n.span)]
    node = next((n for n in below if n.order == item and n.style == below[0].style), None)
    if node is None:
        return []
    lead = next((one for one in reversed(paragraphs) if one.start <= node.span.start), whole)
    leads = [Span(lead.start, first_block(document, lead.start).end)]
    if not point:
        return [*leads, node.span]
    inner = [n for n in nodes if node.span.contains(n.span) and n.span.start > node.span.start]
    last = next((n for n in inner if n.order == point and n.style == inner[0].style), None)
    return [*leads, first_block(document, node.span.start), last.span] if last else []


def paragraphs_of(document: Document, nodes: Sequence[Node], article: Node) -> Iterator[Span]:
    """The paragraphs (款) of an article, each with the items that stand below it."""
    starts = []
    for block in document.blocks:
        if block.role not in {Role.PARAGRAPH, Role.HEADING} or not article.span.contains(block.span):
            continue
        form = block_form(document, block.span)
        label = heading_label(form)
        if label and (label.style != "article" or label.length >= len(form.text.strip())):
            continue
        starts.append(block.span.start)
    for start, end in zip(starts, [*starts[1:], article.span.end], strict=True):
        yield Span(start, len(document.text[:end].rstrip()))


def first_block(document: Document, start: int) -> Span:
    """The first block that begins at an offset of a document or behind it."""
    return next(block.span for block in document.blocks if block.span.start >= start)


def penalties_of(
    article: Node, document: Document, nodes: Sequence[Node], item: int = 0, paragraph: int = 0
) -> list[Span]:
    """The articles that say what follows where an article is broken, or the item or paragraph of this number in it."""
    return _penalties(article.order, _after(article), document, nodes, item, paragraph)


def _penalties(
    order: int, after: int, document: Document, nodes: Sequence[Node], item: int = 0, paragraph: int = 0
) -> list[Span]:
    """The articles that say what follows where this article is broken."""
    found = []
    # Where items are numbered 一、 and not （一）, as in Taiwan, they are called 款.
    rows = [n.style for n in nodes if n.style != "article" and n.order]
    units = {"项"} if "han-bracket" in rows else {"项", "款"}
    for node in nodes:
        text = block_form(document, node.span).text if node.style == "article" else ""
        named = ""
        for clause in pieces(text, "。;,"):
            if named and clause.startswith("有第"):
                clause = f"违反{named}{clause[1:]}"  # 有第九条第一项行为的,…;有第二项行为的,…
            if (broken := place_of("breaks", clause)) is None:
                continue
            clause = clause[broken[1] :]
            clause = clause.replace("前条", f"第{node.order - 1}条")
            named = next((clause[: o.end] for o in ordinals(clause) if o.unit == "条"), named)
            items = _items_named(clause, order, units) if item else frozenset()
            others = _items_named(clause, order, {"款"} - units) if paragraph else frozenset()
            if (
                (order, after) in _articles_named(clause)
                and (not items or item in items)
                and (not others or paragraph in others)
            ):
                found.append(node.span)
                break
    return found


def lead_in_line(document: Document, first: int) -> Span | None:
    """What leads into a list whose first item begins at `first`, inside the paragraph of the lead."""
    block = next((b.span for b in document.blocks if b.span.start < first < b.span.end), None)
    lead = document.text[block.start : first].rstrip() if block else ""
    return Span(block.start, block.start + len(lead)) if block and lead.endswith((":", "：")) else None


def duty_named(text: str, document: Document, nodes: Sequence[Node]) -> list[Span]:
    """The article, paragraph or item of the same document that a penalty says is broken (违反本条例第九条第二款)."""
    form = bare_form(text).text
    for address in addresses(form):
        before = form[max(0, address[0].start - LIMITS.rule) : address[0].start]
        _, broken, rule = before.rpartition("违反本")
        if broken and rule and "|" not in rule and (article := article_of(nodes, address[0])):
            return _inside(document, nodes, article, *_numbers(document, nodes, article, address))
    return []


def _items_named(clause: str, order: int, units: Collection[str]) -> frozenset[int]:
    """The items of an article that a clause names: 第二十九条第三项、第四项, 第五项至第七项; none where it names the whole."""
    found: list[Ordinal] = []
    article = 0
    for one in ordinals(clause):
        article = one.number if one.unit == "条" else article
        if one.unit in units and article == order:
            found.append(one)
    return frozenset(number for number, _ in named_numbers(clause, found))


def _articles_named(clause: str) -> Iterator[tuple[int, int]]:
    """The articles that a clause names, those inside a range (第十六条至第二十条) too."""
    return named_numbers(clause, [one for one in ordinals(clause) if one.unit == "条"])


def quoted_whole(
    file: str, spans: Sequence[Span], catalog: Catalog, claimer: ClaimBuilder
) -> tuple[Claim, ...]:
    """One claim for each passage that the spans reach into, cut to them."""
    claims = []
    for span in spans:
        for passage in catalog.passages(file):
            if passage.span.overlaps(span) and passage.role in {Role.PARAGRAPH, Role.HEADING}:
                cut = Span(max(span.start, passage.span.start), min(span.end, passage.span.end))
                claims.append(claimer.span(file, cut, (), passage=passage))
    return tuple(claims[: LIMITS.lines])


def _which(
    question: Question,
    weighted: Sequence[WeightedTerm],
    ranked: Sequence[Candidate],
    catalog: Catalog,
    claimer: ClaimBuilder,
) -> ClaimsAndNotes | None:
    """The sentence that a question describes, or all that hold what it quotes, with the number of the article."""
    # The title of the rule may be quoted besides: 《…条例》哪一条规定了“…”.
    passages = [part for part in question.quoted if f"《{part}" not in question.form]
    quoted = [bare_form(part).text for part in passages]
    holding = [one for one in ranked if quoted and all(part in one.bare for part in quoted)]
    asked = [word for word in weighted if not is_word_of("of-articles", word.text)]
    claims: list[Claim] = []
    for one in holding[: LIMITS.units] or ranked[:3]:
        nodes = catalog.nodes(one.hit.passage.file)
        article = article_at(nodes, one.span.start) or point_at(nodes, one.span.start)
        sure = one.features.get("part", 0.0) >= _SURE
        if article and (holding or sure or coverage(asked, one.bare) >= ENOUGH):
            claims += (
                claim
                for claim in _with_number(article, one, weighted, catalog, claimer)
                if claim not in claims
            )
            if not holding:
                break
    return (tuple(claims), ()) if claims else None


def _with_number(
    article: Node,
    one: Candidate,
    weighted: Sequence[WeightedTerm],
    catalog: Catalog,
    claimer: ClaimBuilder,
) -> list[Claim]:
    """A sentence of an article and the number of that: in front of it, or before it where the article begins above."""
    file, claim = one.hit.passage.file, claimer.candidate(one, weighted)
    if one.span.start > article.span.start:
        return [claimer.span(file, first_block(catalog.document(file), article.span.start), ()), claim]
    # What is cut to the clause that was meant has lost the number.
    cut = claim.citations[0].span.start > one.span.start
    return [claimer.span(file, one.span, ()) if cut else claim]


def article_at(nodes: Sequence[Node], at: int) -> Node | None:
    """The article around a place of a document."""
    return next((n for n in nodes if n.style == "article" and n.span.start <= at < n.span.end), None)
