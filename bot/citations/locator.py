"""Use case: where does this quotation stand, and does it stand there as quoted?

The verbatim index names the stretches that share grams with the quotation; the source text
decides. In order: an exact place (script, width, punctuation, spaces and page damage folded);
one stretch with few edits; several stretches put together; else the quotation is absent, and
the nearest stretch says how near it comes.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.citations.alignment import align, is_near
from bot.citations.boundaries import BoundaryCheck, Stretch
from bot.citations.match_builder import MatchBuilder
from bot.citations.quotation_marks import quotations
from bot.citations.results import CheckedQuotation, LocatedQuotation, Match, Part, Verdict
from bot.citations.splice_alignment import JUMP, splice, united
from vectorstore.index.catalog import Catalog
from vectorstore.index.verbatim import Region, VerbatimIndex
from vectorstore.text.quotation_form import loose_form, quotation_form
from vectorstore.text.search_form import SearchForm, search_form
from vectorstore.types import Span

#: So many stretches are compared with the quotation, the most promising first.
_COMPARED = 24
#: Stretches for the parts of one spliced quotation.
_MOST_PARTS = 12
#: What is left out or put in, in one piece, before a splice is thought of.
_GAP = JUMP + 1
#: So many places of a quotation are listed.
_MOST_PLACES = 500
_ELLIPSIS = re.compile(r"…+|\.{3,}|。{3,}|·{3,}|[\[(](?:…+|\.{3,}|略|下略|中略|省略)[\])]")


class Locator:
    """Finds quotations in one generation of the index. It may be used from several threads."""

    def __init__(self, index: VerbatimIndex, catalog: Catalog) -> None:
        self._index = index
        self._boundaries = BoundaryCheck(index, catalog)
        self._matches = MatchBuilder(index, catalog)

    def check(self, draft: str) -> list[CheckedQuotation]:
        """The verdict for every quotation in a draft, in order."""
        known: dict[str, LocatedQuotation] = {}
        checked = []
        for quotation in quotations(draft):
            if quotation.text not in known:
                known[quotation.text] = self.locate(quotation.text)
            checked.append(CheckedQuotation(quotation, known[quotation.text]))
        return checked

    def locate(self, query: str) -> LocatedQuotation:
        """Where `query` stands. A query without a letter or digit is absent, with no match."""
        form = search_form(query)
        quoted = quotation_form(query)
        if not quoted.text.strip("|"):
            return LocatedQuotation(query, Verdict.ABSENT, ())
        if exact := self._exact(query, quoted):
            return exact
        pieces = _pieces(form)
        if len(pieces) > 1 and (parts := self._located_parts(query, pieces)):
            if all(part.verdict is Verdict.EXACT for part in parts):
                return _spliced(query, parts)
        else:
            parts = ()
        regions = self._index.regions(quoted.text)
        fits = self._fits(quoted.text, regions)
        if fits and (loose := loose_form(query)) and loose.text:
            other = self._index.regions(loose.text)
            nearer = self._fits(loose.text, other)
            if nearer and nearer[0].distance < fits[0].distance:
                quoted, regions, fits = loose, other, nearer
        if not fits:
            return LocatedQuotation(query, Verdict.ABSENT, ())
        near = is_near(len(quoted.text), fits[0].distance)
        if parts and self._is_better(parts, fits[0], quoted.text):
            return _spliced(query, parts)
        if not near or self._has_gap(quoted.text, fits[0]):
            copied = self._copied(query, quoted, regions, fits[0])
            if copied:
                return _spliced(query, copied)
        if near:
            matches = self._altered(query, quoted, fits)
            # A character at a cut folds without its neighbour (么 to 幺, 什么 as it is): the same all the same.
            # A figure at an end may be cut, which is called out as any difference is.
            whole = not (query[:1].isdigit() or query[-1:].isdigit())
            own = tuple(
                replace(match, differences=(), score=1.0)
                for match in matches
                if whole and match.source_text == query
            )
            return LocatedQuotation(query, Verdict.EXACT if own else Verdict.ALTERED, own or matches)
        return LocatedQuotation(
            query, Verdict.ABSENT, (self._matches.match(query, quoted, fits[0], explain=False),)
        )

    # --- exact --------------------------------------------------------------------------

    def _exact(self, query: str, quoted: SearchForm) -> LocatedQuotation | None:
        """All exact places, if there are any.

        A place where a figure's sign differs, or where the quotation begins or ends inside a figure,
        makes it altered. A negation left out right before it is called out.
        """
        size = len(quoted.text)
        fits = [Stretch(at, at + size, 0) for at in self._earliest(self._index.find(quoted.text))]
        fits = [fit for fit in fits if self._boundaries.completed(query, quoted, fit) == fit]
        uncut = [
            fit
            for fit in fits
            if not self._boundaries.cut(fit) and not self._boundaries.unsigned(query, quoted, fit)
        ]
        whole = [fit for fit in uncut if not self._boundaries.negated(fit)]
        verdict = Verdict.EXACT
        if not whole:
            if not uncut:
                verdict = Verdict.ALTERED if is_near(size, 1) else Verdict.ABSENT
            fits = uncut or fits
        matches = [self._matches.match(query, quoted, fit) for fit in whole or fits]
        if not matches:
            return None
        if not whole:
            matches = [
                replace(
                    match, differences=(*match.differences, *self._boundaries.differences(query, quoted, fit))
                )
                for match, fit in zip(matches, fits, strict=True)
            ]
        elif all(match.differences for match in matches):
            verdict = Verdict.ALTERED
        else:
            matches = [match for match in matches if not match.differences]
        return LocatedQuotation(query, verdict, tuple(sorted(matches, key=_earliest)))

    def _earliest(self, places: Sequence[int]) -> Sequence[int]:
        """The places, of very many those in the earliest dated documents."""
        if len(places) <= _MOST_PLACES:
            return places
        chosen: list[int] = []
        for low, high in self._index.ranges_by_date:
            chosen.extend(places[bisect_left(places, low) : bisect_right(places, high)])
            if len(chosen) >= _MOST_PLACES:
                break
        return chosen[:_MOST_PLACES]

    # --- altered ------------------------------------------------------------------------

    def _fits(self, quoted: str, regions: Sequence[Region]) -> list[Stretch]:
        """The stretches that come nearest, the nearest first."""
        text = self._index.text
        slack = 4 + len(quoted) // 6
        fits: dict[tuple[int, int], Stretch] = {}
        seen: set[tuple[int, int]] = set()
        least = len(quoted)
        for region in regions[:_COMPARED]:
            # A stretch with half as many grams in common can't come nearer any more.
            if fits and 2 * len(region.shared) < len(regions[0].shared):
                break
            low, high = self._index.bounds(region.start)
            window = max(low, region.low - slack), min(high, region.high + len(quoted) + slack)
            if window in seen:
                continue
            seen.add(window)
            found = align(quoted, text[slice(*window)])
            if found.start < found.end:
                fit = Stretch(window[0] + found.start, window[0] + found.end, found.distance)
                fits.setdefault((fit.start, fit.end), fit)
                least = min(least, fit.distance)
        return sorted(fits.values(), key=lambda fit: (fit.distance, fit.start))

    def _altered(self, query: str, quoted: SearchForm, fits: Sequence[Stretch]) -> tuple[Match, ...]:
        least = fits[0].distance
        close = [fit for fit in fits if fit.distance <= least + max(1, len(quoted.text) // 20)]
        matches = []
        for fit in _apart(close):
            whole = self._boundaries.completed(query, quoted, fit)
            matches.append((fit.distance, self._matches.match(query, quoted, whole)))
        # Of equally near places the one that looks most like the quotation comes first.
        matches.sort(key=lambda row: (row[0], _distance(row[1].source_text, query), _earliest(row[1])))
        return tuple(match for _, match in matches)

    def _has_gap(self, quoted: str, fit: Stretch) -> bool:
        """Whether a whole piece of either text is missing in the other."""
        from rapidfuzz.distance import Levenshtein

        source = self._index.text[fit.start : fit.end]
        edited = 0
        at = -1
        for op in Levenshtein.opcodes(source, quoted):
            if op.tag == "equal":
                # One or two characters that happen to be equal don't end an edited stretch.
                if op.dest_end - op.dest_start > 2:
                    edited = 0
                continue
            edited += max(op.src_end - op.src_start, op.dest_end - op.dest_start)
            at = max(at, edited)
        return at >= _GAP

    # --- spliced ------------------------------------------------------------------------

    def _located_parts(self, query: str, pieces: Sequence[Span]) -> tuple[Part, ...]:
        """Locate the pieces between the ellipses of a quotation, each by itself.

        Pieces between which the source has an ellipsis of its own are one piece.
        """
        joined: list[Span] = []
        for piece in pieces:
            both = Span(joined[-1].start, piece.end) if joined else piece
            if joined and self._index.find(quotation_form(both.of(query)).text):
                joined[-1] = both
            else:
                joined.append(piece)
        if len(joined) < 2:
            return ()
        return self._merged(query, [part for piece in joined for part in self._as_parts(query, piece)])

    def _merged(self, query: str, parts: Iterable[Part]) -> tuple[Part, ...]:
        """The parts, those that stand one behind the other in a source as one."""
        merged: list[Part] = []
        for part in parts:
            if merged:
                span = Span(merged[-1].span.start, part.span.end)
                text = span.of(query)
                both = self._exact(text, quotation_form(text))
                if both and both.stands:
                    merged[-1] = Part(text, span, both.verdict, both.matches)
                    continue
            merged.append(part)
        return tuple(merged)

    def _as_parts(self, query: str, piece: Span) -> Iterable[Part]:
        located = self.locate(piece.of(query))
        if located.parts:
            for part in located.parts:
                yield replace(part, span=Span(part.span.start + piece.start, part.span.end + piece.start))
        else:
            yield Part(piece.of(query), piece, located.verdict, located.matches)

    def _is_better(self, parts: Sequence[Part], fit: Stretch, quoted: str) -> bool:
        """Whether all parts are found and explain the quotation better than one stretch does."""
        if any(part.verdict is Verdict.ABSENT for part in parts):
            return False
        edits = sum(
            round((1 - part.matches[0].score) * len(quotation_form(part.text).text)) for part in parts
        )
        return edits + 2 < fit.distance or not is_near(len(quoted), fit.distance)

    def _copied(
        self, query: str, quoted: SearchForm, regions: Sequence[Region], fit: Stretch
    ) -> tuple[Part, ...]:
        """The parts that a quotation was silently put together from; none where it was not."""
        bare = quoted.text
        found = splice(bare, self._index.text, self._stretches(bare, regions, fit))
        if len(found) < 2:
            return ()
        edits = 0
        for part in found:
            source = self._index.text[part.start : part.end]
            edits += _distance(bare[part.first : part.last], source)
        if edits + JUMP * (len(found) - 1) >= fit.distance or not is_near(len(bare), edits, len(found)):
            return ()
        parts: list[Part] = []
        for number, part in enumerate(found):
            # Punctuation between two parts stays with the part before it.
            start = quoted.starts[part.first] if number else 0
            end = quoted.starts[found[number + 1].first] if number + 1 < len(found) else len(query)
            parts.extend(self._part(query, Span(start, end), Stretch(part.start, part.end, 0)))
        return tuple(parts)

    def _part(self, query: str, span: Span, origin: Stretch) -> Iterable[Part]:
        text = span.of(query)
        quoted = quotation_form(text)
        if exact := self._exact(text, quoted):
            yield Part(text, span, exact.verdict, exact.matches)
        else:
            distance = _distance(quoted.text, self._index.text[origin.start : origin.end])
            fits = self._fits(quoted.text, self._index.regions(quoted.text))
            if not fits or fits[0].distance > distance:
                fits = [replace(origin, distance=distance)]
            yield Part(text, span, Verdict.ALTERED, self._altered(text, quoted, fits))

    def _stretches(self, bare: str, regions: Sequence[Region], fit: Stretch) -> list[tuple[int, int]]:
        """The places that the quotation may have been copied together from; together they cover it."""
        slack = 16
        chosen: list[Region] = []
        open_grams = set(range(len(bare)))
        candidates = list(regions[: 40 * _MOST_PARTS])
        while candidates and len(chosen) < _MOST_PARTS:
            gains = [len(open_grams.intersection(region.shared)) for region in candidates]
            gain = max(gains)
            if gain < 2:
                break
            region = candidates[gains.index(gain)]
            chosen.append(region)
            open_grams.difference_update(region.shared)
            candidates = [r for r, g in zip(candidates, gains, strict=True) if g > 1 and r is not region]
        ranges = [(fit.start, fit.end)]
        for region in chosen:
            low, high = self._index.bounds(region.start)
            ranges.append((max(low, region.start - slack), min(high, region.end + slack)))
        return united(ranges)

    def nearest(self, query: str) -> tuple[int, int]:
        """How long a quotation is and how many edits away the nearest single place is."""
        quoted = quotation_form(query).text
        fits = self._fits(quoted, self._index.regions(quoted))
        return len(quoted), fits[0].distance if fits else len(quoted)


def _earliest(match: Match) -> tuple[str, str, int]:
    return match.date or "9999", match.file, match.span.start


def _distance(first: str, second: str) -> int:
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.distance(first, second)


def _apart(fits: Iterable[Stretch]) -> list[Stretch]:
    """The fits that don't overlap a better one."""
    kept: list[Stretch] = []
    for fit in fits:
        if all(fit.end <= other.start or other.end <= fit.start for other in kept):
            kept.append(fit)
    return kept


def _pieces(form: SearchForm) -> list[Span]:
    """The pieces between the ellipses of a quotation; none where it has no ellipsis."""
    bounds = [0]
    for found in _ELLIPSIS.finditer(form.text):
        bounds.extend((found.start(), found.end()))
    bounds.append(len(form.text))
    spans = []
    for first, last in zip(bounds[::2], bounds[1::2], strict=True):
        if any(char.isalnum() for char in form.text[first:last]):
            spans.append(form.span(first, last))
    return spans


def _spliced(query: str, parts: tuple[Part, ...]) -> LocatedQuotation:
    best = tuple(part.matches[0] for part in parts if part.matches)
    return LocatedQuotation(query, Verdict.SPLICED, best, parts)
