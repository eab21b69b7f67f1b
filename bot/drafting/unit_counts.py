"""How many chapters, articles, paragraphs or items a document or a unit of it has: 共几章, 第二章有多少条, 第三十条共有几项."""

from __future__ import annotations

from collections.abc import Sequence

from bot.drafting.claims import ClaimBuilder
from bot.drafting.points import points_of
from bot.drafting.units import (
    ClaimsAndNotes,
    article_of,
    files_of,
    first_block,
    is_called,
    named_in,
    paragraphs_of,
    quoted_whole,
)
from bot.extraction.candidates import Candidate
from bot.language.limits import LIMITS
from bot.language.ordinals import Ordinal, addresses, ordinals
from bot.questions.question import Question
from bot.types import Note
from vectorstore.index.catalog import Catalog
from vectorstore.text.search_form import bare_form
from vectorstore.types import Document, Node, Span

#: What stands before and behind the number of units that is asked for: 共几章, 有多少条规定.
_ASKED_BY, _CALLED = ("共", "有", "分", "为", "成", "包括", "包含", "设", "计"), ("规定", "条文", "内容")
#: What stands in front of that, and is no thing that is counted.
_FILLING = "一总都里中内下面的全部"
_POINTING = ("本", "该", "这", "全文")
STYLES = {"编": "part", "章": "chapter", "节": "section", "条": "article", "点": "point"}
_IN_ARTICLE = ("款", "项")
#: Of these there are many: the first and the last one are shown.
_IN_ENDS = ("条", "点")


def units_counted(
    question: Question, ranked: Sequence[Candidate], catalog: Catalog, claimer: ClaimBuilder
) -> ClaimsAndNotes | None:
    """How many chapters, articles, paragraphs or items a document or a unit of it has, by its outline.

    Of articles and points the first and the last one are shown, of paragraphs and items all that they stand in.
    """
    unit, asked_of = _counted_unit(question.form)
    if not unit or question.english or not ranked:
        return None
    files = files_of(question, ranked, catalog)
    inside = next((one for one in addresses(question.form) if one[0].unit in STYLES), ())
    for file in files:
        document, nodes = catalog.document(file), catalog.nodes(file)
        whole = unit_of(nodes, inside) if inside else nodes[0]
        if whole is None:
            continue
        row = _counted_in(document, nodes, whole, unit)
        if len(row) < 2 or not is_meant(question, file, asked_of, catalog):
            continue
        if unit in _IN_ARTICLE:
            claims = quoted_whole(file, [whole.span], catalog, claimer)
        else:
            shown = [row[0], row[-1]] if unit in _IN_ENDS else row
            claims = tuple(
                claimer.span(file, first_block(document, one.start), ()) for one in shown[: LIMITS.lines]
            )
        return claims, (Note("outline-count", {"count": len(row), "unit": unit}),)
    return None


def is_meant(question: Question, file: str, asked_of: str, catalog: Catalog) -> bool:
    """Whether a question about a document's units means this document.

    Its title is named, or the question points at one (这部条例, 本法), or it is the only one of the kind that
    the question names (章程分几章). Where nothing is named (`asked_of` is empty), it is the only one there is.
    """
    if named_in(question, file, catalog) or question.form.removeprefix("请问").startswith(_POINTING):
        return True
    documents = catalog.documents()
    if not asked_of and len(documents) == 1:
        return True
    # The other titles are read only where this one is of the kind: there may be thousands.
    if not is_called(question, bare_form(catalog.document(file).title).text):
        return False
    return not any(one.file != file and is_called(question, bare_form(one.title).text) for one in documents)


def unit_of(nodes: Sequence[Node], address: Sequence[Ordinal]) -> Node | None:
    """The chapter, section or article of an address (第二章第一节); None where several have its number."""
    whole = nodes[0]
    for step in address:
        if step.unit == "条":
            return article_of(nodes, step)
        style = STYLES.get(step.unit)
        found = [
            n for n in nodes if n.style == style and n.order == step.number and whole.span.contains(n.span)
        ]
        if len(found) != 1:
            return None
        whole = found[0]
    return whole


def _counted_in(document: Document, nodes: Sequence[Node], whole: Node, unit: str) -> list[Span]:
    """The units of a kind inside another one; items only where they are one list."""
    if unit == "款":
        return list(paragraphs_of(document, nodes, whole)) if whole.style == "article" else []
    if unit == "点":
        return [point.span for point in points_of(document, nodes)]
    if unit in STYLES:
        style = STYLES[unit]
        return [n.span for n in nodes if n.style == style and n is not whole and whole.span.contains(n.span)]
    below = [n for n in nodes if n.parent == whole.number and n.order] if whole.style == "article" else []
    orders = [n.order for n in below]
    return [n.span for n in below] if orders == list(range(1, len(below) + 1)) else []


def _counted_unit(form: str) -> tuple[str, str]:
    """The unit whose number a question asks for to its end, and of what: 章 in 条例一共有几章, of 条例; else empty.

    What is no thing that could be counted in its stead is left out: the address of a unit, 请问, 里.
    """
    rest = form.rstrip("?。")
    rest = next((rest.removesuffix(word) for word in _CALLED if rest.endswith(word)), rest)
    unit, before = rest[-1:], rest[:-1].removesuffix("个")
    asks = next((word for word in ("多少", "几") if before.endswith(word)), "")
    asked_of = before.removesuffix(asks)
    if not asks or not asked_of.endswith(_ASKED_BY) or unit not in (*STYLES, *_IN_ARTICLE):
        return "", ""
    for one in reversed(ordinals(asked_of)):
        asked_of = asked_of[: one.start] + asked_of[one.end :]
    return unit, asked_of.removeprefix("请问").rstrip("".join(_ASKED_BY) + _FILLING)
