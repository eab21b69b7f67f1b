"""Which place a sentence speaks of: the one it names, else the one in its headings, else its document's.

A question about one county isn't answered by a sentence about another, however alike the rest is.
"""

from __future__ import annotations

import re
from functools import lru_cache

from bot.language.characters import pieces
from bot.language.limits import LIMITS
from bot.language.places import is_province, localities, places_in
from bot.language.word_lists import found_in
from bot.questions.question import Kind, Question
from vectorstore.index.catalog import Catalog
from vectorstore.text.search_form import bare_form
from vectorstore.types import Document, Passage

#: The ranks of named places by how their names end; 小区 is no 区.
_RANKS = {"village": ("社区", "小区", "村"), "town": ("镇", "乡", "街道"), "county": ("区", "县")}


@lru_cache(maxsize=64)
def whole_form(text: str) -> str:
    """The bare form of a whole document's text; kept, since every hit of a document asks for it."""
    return bare_form(text).text


@lru_cache(maxsize=64)
def _all_places(text: str) -> frozenset[str]:
    return frozenset(places_in(whole_form(text)))


def document_places(document: Document) -> frozenset[str]:
    """The provinces and prefectures that a document names, its metadata included."""
    named = bare_form(document.metadata.publisher + document.metadata.title).text
    return _all_places(document.text) | frozenset(places_in(named))


def absent_places(question: Question, file: str, catalog: Catalog) -> tuple[str, ...]:
    """The places that the question names and the document never does; none where one is there."""
    if not question.places:
        return ()
    named = document_places(catalog.document(file))
    absent = tuple(place for place in question.places if place not in named)
    several = question.kind is Kind.LIST or len(question.places) > 1
    return () if several and len(absent) < len(question.places) else absent


_BODY_OF = re.compile(
    r"[^\W的在了对是有去今]{0,8}?(?:政法委|纪委|委员会|政府|局|法院|检察院|厅|办公室|中心|支队|大队)"
)


def title_for(question: Question, document: Document) -> str:
    """The title that the reader sees: the asked places and bodies that the document names stand before it.

    Whether a sentence is about the asked place is decided by `elsewhere`, with all of the document
    at hand; the reader, which sees a passage and a title, must not doubt it again.
    """
    title, text = document.metadata.title, whole_form(document.text)
    named = []
    for place, _ in _named(question.form):
        if place not in text:
            continue
        body = _BODY_OF.match(question.form, question.form.find(place) + len(place))
        named.append(place + body[0] if body and body[0][-3:] in text else place)
    shown = bare_form(title).text
    return " ".join([*(name for name in named if name not in shown), title])


def _rank(place: str) -> str:
    for name, endings in _RANKS.items():
        if place.endswith(endings):
            return name
    return "province" if is_province(place) else "prefecture"


@lru_cache(maxsize=4096)
def _named(form: str) -> tuple[tuple[str, str], ...]:
    """The places in a form with their ranks."""
    return tuple((place, _rank(place)) for place in (*places_in(form), *localities(form)))


_ORDER = ("village", "town", "county", "prefecture", "province", "country")
_WHOLES = {"村": 0, "镇": 1, "乡": 1, "县": 2, "区": 2, "市": 3, "州": 3, "省": 4, "国": 5}


def _wider(form: str, rank: str) -> bool:
    """Whether a sentence is about the whole of what a place is only a part of: 全市, asked about a county."""
    if rank not in _ORDER[:3]:
        return False  # a province's or city's document speaks of the whole country in passing
    named = [word[-1] for _, word in found_in("wholes", form)]
    return bool(named) and _WHOLES[named[0]] > _ORDER.index(rank)


def _of_a_city(title: str) -> bool:
    """Whether a title names a city or province: its figures are that one's, where nothing else is said."""
    named = any(rank in {"prefecture", "province"} for _, rank in _named(title))
    # A name that no list has: 岚州市, 东陵省.
    return named or any(set(part[2:4]) & set("市州省") for part in pieces(title, "|于年"))


def elsewhere(question: Question, form: str, passage: Passage, catalog: Catalog) -> bool:
    """Whether a sentence is about another place of the same rank than the one that is asked about.

    A document about the asked place may name others in passing: where its title or publisher
    names the asked place, only a sentence that begins with another one is about that.
    """
    asked = _named(question.form)
    if not asked or len({rank for _, rank in asked}) < len(asked):
        return False  # a question about several places of one rank compares them
    if question.kind is Kind.NAME and question.bodies:
        return False
    place, rank = asked[-1]
    if place in form:
        return False
    others = [name for name, kind in _named(form) if kind == rank]
    document = catalog.document(passage.file)
    title = bare_form(f"{document.metadata.publisher}|{document.title}").text
    headings = bare_form("|".join(passage.path)).text
    own = place in title or place in headings
    if others:
        return not own or form.startswith(others[0])
    if question.kind is Kind.NUMBER and not own:
        if _wider(form[: LIMITS.opening], rank):
            return True
        here = bare_form(passage.span.of(document.text)).text
        if rank == "county" and _of_a_city(title) and place not in here:
            return True
    for scope in (headings, title):
        if place in scope:
            return False
        if any(kind == rank for _, kind in _named(scope)):
            return True
    return False
