"""Whether two quotations are one claim, and whether every citation of a claim carries it.

Two quotations are one claim only where they say the same after folding: script, width, spaces,
punctuation and the number of the article or item that they begin with may differ, nothing else.
A figure, a date, a unit, a name or a negation that differs makes two claims of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.language.amounts import amounts, days
from bot.language.negation import negations
from bot.language.places import places_in
from bot.types import Citation, Claim
from vectorstore.documents.line_roles import visible
from vectorstore.index.catalog import Catalog
from vectorstore.text.quotation_form import quotation_form
from vectorstore.text.search_form import search_form

_HAN = "〇零一二三四五六七八九十百千万亿两"
#: The number of an article or an item at the beginning of a quotation: 第一条, (二), 三、, 4.
_LABEL = re.compile(
    rf"^\s*(?:第[{_HAN}\d]+[章节条款项](?:之[{_HAN}\d]+)?|\([{_HAN}\d]+\)|[{_HAN}]+、|\d+(?:、|\.(?!\d)))\s*"
)
#: The signs of figures, which a bare form may drop between two of them: 1-3月 is not 13月.
_BETWEEN_FIGURES = re.compile(rf"(?<=[\d{_HAN}月日年])\s*[-—–~至到]+\s*(?=\d)")


def folded(text: str) -> str:
    """The form in which quotations are compared: one script and width, no punctuation, no article number before it."""
    form = search_form(text).text
    while (label := _LABEL.match(form)) and label.end() < len(form):
        form = form[label.end() :]
    return quotation_form(_BETWEEN_FIGURES.sub("至", form)).text


def _number(text: str) -> str:
    """The number of an article or item that a quotation begins with; empty where it has none."""
    label = _LABEL.match(search_form(text).text)
    return re.sub(r"\s", "", label[0]) if label else ""


def says_the_same(one: str, other: str) -> bool:
    """Whether two quotations are one claim."""
    return folded(one) == folded(other)


def facts(text: str) -> tuple[frozenset[object], ...]:
    """The figures with their units, the dates, the places and the negations of a quotation."""
    form = search_form(text).text
    while (label := _LABEL.match(form)) and label.end() < len(form):
        form = form[label.end() :]
    figures = frozenset((one.value, one.unit, one.ordinal) for one in amounts(form) if not one.lone_one)
    dates = frozenset((one.year, one.month, one.day) for one in days(form))
    return figures, dates, frozenset(places_in(form)), frozenset(negations(form))


def differing_facts(one: str, other: str) -> tuple[str, ...]:
    """Which kinds of facts differ between two quotations: figure, date, name, negation."""
    kinds = ("figure", "date", "name", "negation")
    pairs = zip(kinds, facts(one), facts(other), strict=True)
    return tuple(kind for kind, here, there in pairs if here != there)


def carried(claims: Iterable[Claim], catalog: Catalog) -> tuple[tuple[Claim, ...], int]:
    """The claims with those citations only that carry them, and how many citations were taken off.

    The text of a quotation is that of its first citation, so that one carries it by itself; a
    further one carries it where it says the same. A sentence in a chat model's own words was proven
    by its citation when it was written (`bot.verification.verifier`) and isn't a quotation.
    """
    kept, taken = [], 0
    for claim in claims:
        if claim.own_words:
            kept.append(claim)
            continue
        bearing = tuple(one for one in claim.citations if carries(one, claim, catalog))
        taken += len(claim.citations) - len(bearing)
        # Equal articles of two rules have two numbers: the one shown is that of one of them.
        numbers = {_number(_visible(one, catalog)) for one in bearing}
        if bearing and _number(claim.text) in {"", *numbers}:
            kept.append(replace(claim, citations=bearing))
    return tuple(kept), taken


def carries(citation: Citation, claim: Claim, catalog: Catalog) -> bool:
    """Whether a citation says what its claim says: all of it, or one of the parts it is put together from."""
    shown = _visible(citation, catalog)
    return says_the_same(shown, claim.text) or _is_part(shown, claim, catalog)


def _is_part(shown: str, claim: Claim, catalog: Catalog) -> bool:
    """Whether a claim is its quotations one after the other (a lead and its item), this one among them."""
    if len(claim.citations) < 2:
        return False
    parts = [folded(_visible(one, catalog)) for one in claim.citations]
    return "".join(parts) == folded(claim.text) and folded(shown) in parts


def _visible(citation: Citation, catalog: Catalog) -> str:
    return visible_quotation(citation, catalog)


def visible_quotation(citation: Citation, catalog: Catalog) -> str:
    """A citation's quotation as a person sees it, without tags."""
    document = catalog.document(citation.file)
    return visible(document.text, citation.span, document.markup)


def grouped(quotations: Sequence[str]) -> list[list[int]]:
    """The numbers of the quotations that are one claim, group by group, in order of the first of each."""
    groups: dict[str, list[int]] = {}
    for number, quotation in enumerate(quotations):
        groups.setdefault(folded(quotation), []).append(number)
    return list(groups.values())
