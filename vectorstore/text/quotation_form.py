"""The form in which quotations and sources are compared: a bare form without pinyin notes.

The search form mends notes that are whole. Here goes what is left of one when its brackets
were lost, when it was broken up, or when a quotation was cut in the middle of it.
"""

from __future__ import annotations

import re
from array import array

from vectorstore.text.search_form import SearchForm, search_form, without_punctuation
from vectorstore.types import Markup, Span

# What is left of a pinyin note when its brackets were lost or it was broken up: a syllable with
# a tone mark behind a Chinese character.
_TONED = "āáǎàēéěèōóǒòīíǐìūúǔùǖǘǚǜńňǹḿ"
_RESIDUE = re.compile(rf"(?<=[\u3400-\u9fff])(?=[a-zü]*[{_TONED}])[a-zü{_TONED}]{{1,6}}(?![a-z{_TONED}])")


_LETTER = rf"[a-zａ-ｚü{_TONED}\s\u200b]"
_CUT_BEFORE = re.compile(
    rf"\s*(?:[(（](?={_LETTER}*[{_TONED}]))?{_LETTER}{{0,10}}[)）](?![a-z0-9])", re.IGNORECASE
)
_CUT_BEHIND = re.compile(rf"(?<=[\u3400-\u9fff])\s*[(（]{_LETTER}{{0,10}}\Z", re.IGNORECASE)


def verbatim_form(form: SearchForm) -> SearchForm:
    """The part of a search form that is compared: its bare form without remains of pinyin notes."""
    bare = without_punctuation(form)
    kept = bare.text
    if not _RESIDUE.search(kept):
        return bare
    places: list[int] = []
    at = 0
    for found in _RESIDUE.finditer(kept):
        places.extend(range(at, found.start()))
        at = found.end()
    places.extend(range(at, len(kept)))
    ends = array("q", (bare.ends[place] for place in places))
    for index, (place, following) in enumerate(zip(places, [*places[1:], len(kept)], strict=True)):
        # A note belongs to the character that it explains.
        ends[index] = bare.ends[following - 1] if following > place + 1 else bare.ends[place]
    return SearchForm("".join(kept[p] for p in places), array("q", (bare.starts[p] for p in places)), ends)


def quotation_form(text: str) -> SearchForm:
    """The form in which a quotation is looked for.

    A pinyin note that was cut through at either end of the quotation is left out.
    """
    start, end = 0, len(text)
    if cut := _CUT_BEHIND.search(text):
        end = cut.start()
    if cut := _CUT_BEFORE.match(text):
        start = cut.end()
    return verbatim_form(search_form(text[start:end], base=start))


_LATIN = rf"[a-zü{_TONED}]"
_DAMAGED = re.compile(
    rf"(?<=[\u3400-\u9fff])(?:[(（](?P<inside>[a-zü{_TONED}\u3400-\u9fff]{{1,8}})[)）]"
    rf"|[(（]?{_LATIN}{{1,6}}[)）]?(?![a-z0-9]))"
)


def loose_form(text: str) -> SearchForm | None:
    """The form of a quotation without anything that a damaged pinyin note may be.

    That includes real words in brackets, so it serves only where nothing else matches. None
    where there is nothing of the kind.
    """
    notes = []
    for found in _DAMAGED.finditer(text):
        inside = found["inside"]
        if inside is None or 2 * len(re.findall(_LATIN, inside)) >= len(inside):
            notes.append(Markup(Span(*found.span())))
    return verbatim_form(search_form(text, notes)) if notes else None
