"""What is told of one place where a quotation stands: its characters, its passage, its differences."""

from __future__ import annotations

from bot.citations.boundaries import Stretch
from bot.citations.differences import Difference, differences, sign_differences
from bot.citations.edge_punctuation import marks_shared
from bot.citations.results import Match
from vectorstore.documents.line_roles import visible
from vectorstore.index.catalog import Catalog
from vectorstore.index.verbatim import Place, VerbatimIndex
from vectorstore.text.search_form import SearchForm
from vectorstore.types import Role, Span


class MatchBuilder:
    """Makes a `Match` of a stretch of the verbatim index."""

    def __init__(self, index: VerbatimIndex, catalog: Catalog) -> None:
        self._index = index
        self._catalog = catalog

    def match(self, query: str, quoted: SearchForm, fit: Stretch, explain: bool = True) -> Match:
        """The place of the source that `fit` names; `explain` lists how the quotation differs from it."""
        place = self._index.place(fit.start, fit.end)
        span = self._with_edges(fit, place, query, quoted)
        text = self._catalog.excerpt(place.file, span)
        shown = self._shown(place.file, span, text)
        passage = self._catalog.passage(place.key)
        found: tuple[Difference, ...] = ()
        if fit.distance and explain:
            found = differences(self._index.form(fit.start, fit.end), quoted, text, query, span.start)
        elif explain:
            found = sign_differences(shown, query, span)
        size = max(len(quoted.text), fit.end - fit.start)
        return Match(
            key=place.key,
            file=place.file,
            span=span,
            score=round(max(0.0, 1 - fit.distance / size), 4),
            source_text=text,
            shown=shown,
            differences=found,
            date=place.date,
            role=passage.role if passage else Role.PARAGRAPH,
            page=passage.page if passage else "",
            confidence=passage.confidence if passage else 0.0,
        )

    def _shown(self, file: str, span: Span, text: str) -> str:
        """The words of an excerpt: tags and entities of a page resolved."""
        if not file.endswith((".html", ".htm", ".md", ".markdown")):
            return text
        document = self._catalog.document(file)
        return visible(document.text, span, document.markup)

    def _with_edges(self, fit: Stretch, place: Place, query: str, quoted: SearchForm) -> Span:
        """The place's span with the marks at its two ends that the quotation has at its own.

        The last character's pinyin note is left out where the quotation has none there.
        """
        start, end = place.span.start, place.span.end
        plain = self._index.plain_end(fit.end)
        if plain < end and quoted.ends[-1] - quoted.starts[-1] == 1:
            note = self._catalog.excerpt(place.file, Span(plain, plain + 1))
            end = plain if note in "(（?？" else end
        before, behind = query[: quoted.starts[0]].lstrip(), query[quoted.ends[-1] :].rstrip()
        if before:
            around = self._catalog.excerpt(place.file, Span(max(0, start - len(before) - 8), start))
            literal = around.endswith(before)
            start -= len(before) if literal else marks_shared(around[::-1], before[::-1])
        if behind:
            around = self._catalog.excerpt(place.file, Span(end, end + len(behind) + 8))
            end += len(behind) if around.startswith(behind) else marks_shared(around, behind)
        return Span(start, end)
