"""Whether an English sentence says nothing that its Chinese evidence doesn't: strict, by dictionary.

Words of two languages can't be compared as words of one can, so what can't be proven is a flaw:
every figure and date must have its value in the evidence, beside a word for what is counted; every
content word must have a counterpart there by CC-CEDICT or by the terms below, every name must be
the reading of characters there; a negation must be there on both sides. A true sentence in free
words is withheld; then its quotation is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.language.amounts import Amount, amounts, days
from bot.language.english_amounts import NUMBER_WORDS, Number, english_dates, english_figures
from bot.language.english_dictionary import english_words, meanings
from bot.language.english_terms import BOUNDS, IRREGULAR, LIGHT, SMALL, TERMS
from bot.language.negation import negated_before, negation_in
from bot.language.pinyin import is_spelled, spelled
from bot.language.places import place_spans
from bot.language.segmentation import words
from bot.verification.verdict import Flaw, Problem
from vectorstore.text.search_form import search_form

_NEGATIVE = re.compile(
    r"\b(?:not|no|never|without|neither|nor|none|cannot|refus\w+|den(?:y|ied|ies))\b|n't\b"
)
_FRACTIONS = re.compile(
    r"\b(?:half|third|quarter|double[ds]?|twice|triple[ds]?|dozen|dozens|hundreds|thousands|millions|times|fold)\b"
)
_BOUND = re.compile(rf"\b(?:{'|'.join(BOUNDS)})(?: the| a)? ?$")
_CLAUSE = re.compile(r"[,;。!?:、]")


def english_flaws(sentence: str, evidence: str, quote: str, above: str = "") -> tuple[Problem, ...]:
    """The flaws of an English sentence that is said to follow from Chinese evidence.

    `quote` are the supporting words as they stand in the evidence, `above` the title and headings.
    """
    said = search_form(sentence).text
    told, words_quoted, heads = (search_form(one).text for one in (evidence, quote, above))
    # What a clause says of one thing the next may deny of another: only names come from further off.
    near = _clauses_of(words_quoted, told)
    found = [*_form(said), *_dates(said, near, told), *_numbers(said, near)]
    found += _negations(said, told, words_quoted)
    found += _uncovered(sentence, said, near, told, heads, words_quoted)
    return tuple(dict.fromkeys(found))


def _form(said: str) -> Iterator[Problem]:
    if found := _FRACTIONS.search(said):
        yield Problem(Flaw.FIGURE, found[0])


# --- figures and dates ----------------------------------------------------------------------


def _dates(said: str, near: str, told: str) -> Iterator[Problem]:
    known, there = days(near), days(told)
    for one in english_dates(said):
        # The one date of a sentence is that of all its clauses.
        alike = [other for other in known or there[: len(there) == 1] if other.month == one.month]
        if not any(one.day in {-1, other.day} and one.year in {-1, other.year} for other in alike):
            yield Problem(Flaw.DATE, one.text)


def _numbers(said: str, near: str) -> Iterator[Problem]:
    there = amounts(near)
    dates = english_dates(said)
    for number in english_figures(said):
        if any(one.start <= number.start < one.end for one in dates):
            continue
        equal = [
            other for other in there if other.value == number.value and (other.unit == "%") == number.share
        ]
        if not equal:
            # `one` is a word as often as a number.
            if said[number.start : number.end] != "one":
                yield Problem(Flaw.FIGURE, said[number.start : number.end])
            continue
        if (bound := _bound(said, number)) and not any(_bounded(bound, other, near) for other in equal):
            yield Problem(Flaw.FIGURE, said[bound.start() : number.end])
        if number.counted and not any(_counts(number, other, there, near) for other in equal):
            yield Problem(Flaw.UNIT, " ".join(number.counted))


def _bound(said: str, number: Number) -> re.Match[str] | None:
    """The word right before a figure that makes it a bound or a guess, such as over or about."""
    return _BOUND.search(said, max(0, number.start - 16), number.start)


def _bounded(bound: re.Match[str], amount: Amount, told: str) -> bool:
    near = told[max(0, amount.start - 5) : amount.end + 4]
    return any(re.search(chinese, near) for english, chinese in BOUNDS.items() if re.match(english, bound[0]))


def _counts(number: Number, amount: Amount, there: Sequence[Amount], told: str) -> bool:
    """Whether a word for what a figure counts stands beside that figure in the evidence."""
    before = max([other.end for other in there if other.end <= amount.start], default=0)
    behind = min([other.start for other in there if other.start >= amount.end], default=len(told))
    first = max(before, amount.start - 14)
    near = told[first : min(behind, amount.end + 14)]
    at = amount.start - first
    left = _CLAUSE.split(near[:at])[-1]
    right = _CLAUSE.split(near[at:])[0]
    clause = left + right
    if _terms_in(" ".join(number.counted), clause):
        return True
    units = f"{clause} {amount.unit}"
    return any(_counterparts([word], units, amount.unit)[word] for word in number.counted)


# --- negations ------------------------------------------------------------------------------


def _negations(said: str, told: str, quote: str) -> Iterator[Problem]:
    here = _NEGATIVE.search(said)
    at = told.find(quote)
    there = negation_in(quote, 0, len(quote)) or (quote[:1] if at > 0 and negated_before(told, at) else "")
    if bool(here) != bool(there):
        yield Problem(Flaw.NEGATION, here[0] if here else there)


# --- words and names ------------------------------------------------------------------------


def _uncovered(sentence: str, said: str, near: str, told: str, heads: str, quote: str) -> Iterator[Problem]:
    rest = said
    for date in english_dates(said):
        rest = rest.replace(date.text, " ")
    for number in english_figures(said):
        if bound := _bound(said, number):
            rest = rest.replace(bound[0], " ")
    for term, _ in _terms_in(rest, f"{near}\n{heads}"):
        rest = re.sub(term, " ", rest)
    for small in re.findall(r"[a-z]+", rest):
        if SMALL.get(small) and not re.search(SMALL[small], near):
            yield Problem(Flaw.WORDS, small)
    for name in _names(sentence, rest):
        yield from _name(name, told, heads, quote)
        rest = re.sub(rf"\b{re.escape(name.lower())}\b", " ", rest)
    content = [
        word
        for word in english_words(rest)
        if word[0].isalpha() and word not in LIGHT | set(SMALL) | NUMBER_WORDS
    ]
    for word, found in _counterparts(content, near, heads).items():
        if not found:
            yield Problem(Flaw.WORDS, word)


def _clauses_of(quote: str, told: str) -> str:
    """The clauses of the evidence that a quotation stands in; all of it where that isn't clear."""
    at = told.find(quote)
    if at < 0 or not quote:
        return told
    first = max((found.end() for found in _CLAUSE.finditer(told, 0, at)), default=0)
    last = _CLAUSE.search(told, at + len(quote))
    return told[first : last.start() if last else len(told)]


def _name(name: str, told: str, heads: str, quote: str) -> Iterator[Problem]:
    """The flaws of a run of capitalised words, checked as plain words first and then as the sound of a name."""
    around = f"{told}\n{heads}"
    parts = name.lower().split()
    for first in range(len(parts)):
        if first and not all(_counterparts(parts[:first], told, heads).values()):
            break
        read = [one for one in spelled("".join(parts[first:]), around.__contains__) if one in around]
        if read:
            if not any(_speaks_of(one, told, heads, quote) for one in read):
                yield Problem(Flaw.SUBJECT, name)
            return
    if not all(_counterparts(parts, told, heads).values()):
        yield Problem(Flaw.NAME, name)


def _terms_in(said: str, told: str) -> list[tuple[str, str]]:
    """The patterns of the terms that both texts have, longest first, each with its Chinese."""
    found = [(rf"\b(?:{english})\b", chinese) for chinese, english in TERMS.items() if chinese in told]
    held = [(pattern, chinese) for pattern, chinese in found if re.search(pattern, said)]
    return sorted(held, key=lambda pair: -len(pair[0]))


def _counterparts(asked: Sequence[str], told: str, heads: str) -> dict[str, bool]:
    """For each word whether the evidence or its headings have one that it may stand for."""
    around = f"{told}\n{heads}"
    alone = {word.text for word in words(around)} | {one.unit for one in amounts(around)}
    bases = {word: IRREGULAR.get(word, word) for word in asked}
    parts = {word: word.split("-") if "-" in word else [base] for word, base in bases.items()}
    wanted = sorted({part for row in parts.values() for part in row if part})

    def known(chinese: str) -> bool:
        return chinese in around if len(chinese) > 1 else chinese in alone

    found = {word: any(map(known, chinese)) for word, chinese in meanings(wanted).items()}
    return {word: all(found.get(part) or part in around for part in row) for word, row in parts.items()}


def _names(sentence: str, rest: str) -> list[str]:
    """The runs of capitalised words, but for what only begins the sentence or is a term."""
    found = []
    for match in re.finditer(r"\b[A-Z][a-z']+(?: [A-Z][a-z']+)*", sentence):
        name = match[0]
        for word in name.split():
            if match.start() == 0 and (word.lower() in LIGHT | set(SMALL)):
                name = name.removeprefix(word).strip()
        kept = [word for word in name.split() if re.search(rf"\b{re.escape(word.lower())}\b", rest)]
        if kept and not (match.start() == 0 and len(kept) == 1 and _is_word(kept[0])):
            found.append(" ".join(kept))
    return found


def _is_word(word: str) -> bool:
    """Whether a word that begins a sentence may be a plain one: its counterpart is looked for then."""
    return not is_spelled(word)


def _speaks_of(place: str, told: str, heads: str, quote: str) -> bool:
    """Whether the evidence speaks of this name, and not of another in its place."""
    others = [told[a:b] for a, b in place_spans(told) if told[a:b] not in place and place not in told[a:b]]
    if place not in told:
        return not others and place in heads
    if not others:
        return True
    at = told.find(quote) if quote else -1
    if at < 0 or place in quote:
        return at >= 0
    before = [(told.rfind(one, 0, at), one) for one in (*others, place) if told.rfind(one, 0, at) >= 0]
    return bool(before) and max(before)[1] == place
