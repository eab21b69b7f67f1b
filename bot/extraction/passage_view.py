"""A retrieved passage with all that is derived from it, worked out once for reading, scoring and deciding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.extraction.document_subject import head_and_signature
from bot.extraction.main_body import main_body
from bot.extraction.reader import Folded
from bot.language.places import localities, places_in
from vectorstore.documents.outline import block_form
from vectorstore.documents.passage_text import heading_context
from vectorstore.documents.tables import cells
from vectorstore.index.catalog import Catalog
from vectorstore.text.search_form import SearchForm, bare_form
from vectorstore.text.sentences import sentence_ranges
from vectorstore.types import Document, Hit, Passage, Role


@dataclass(frozen=True, slots=True)
class PassageView:
    """A hit with its document and forms.

    `form` is the passage's search form, `sentences` are its sentences in theirs; `above` are the bare
    forms of its title and headings, `columns` that of the header that a row of a table stands under,
    with a `|` before; `scope` says whose document it is.
    """

    hit: Hit
    document: Document
    form: SearchForm
    sentences: tuple[SearchForm, ...]
    above: str
    columns: str
    scope: str

    @property
    def folded(self) -> Folded:
        """The passage as the reader sees it; offsets count from the passage's start."""
        start = self.hit.passage.span.start
        return Folded(self.form.text, tuple(at - start for at in self.form.starts))

    @property
    def ranges(self) -> tuple[tuple[int, int], ...]:
        """Where the sentences stand, counted from the passage's start."""
        start = self.hit.passage.span.start
        spans = (part.span(0, len(part.text)) for part in self.sentences)
        return tuple((span.start - start, span.end - start) for span in spans)


def views(hits: Sequence[Hit], catalog: Catalog) -> tuple[PassageView, ...]:
    """The hits as views, in their order."""
    scopes: dict[str, str] = {}
    made = []
    for hit in hits:
        document = catalog.document(hit.passage.file)
        if hit.passage.file not in scopes:
            scopes[hit.passage.file] = scope_of(document)
        form = block_form(document, hit.passage.span)
        # A row of a table says what it says under the words of its columns.
        row = hit.passage.path and cells(document, hit.passage.span)
        made.append(
            PassageView(
                hit=hit,
                document=document,
                form=form,
                sentences=_sentences(document, hit.passage, form),
                above="|".join(bare_form(part).text for part in heading_context(document.title, hit.passage)),
                columns="|" + bare_form(hit.passage.path[-1]).text if row else "",
                scope=scopes[hit.passage.file],
            )
        )
    return tuple(made)


def scope_of(document: Document) -> str:
    """Whose document it is, in its bare form: the places of its title, its writer, the body it names most.

    A title that names no place (政府工作报告) has it in the lines below, or in the signature.
    """
    known = document.metadata
    title = bare_form(known.title).text
    places = "|".join(
        _places(title) or [one for line in head_and_signature(document) for one in _places(line)]
    )
    return bare_form(f"{places}|{known.publisher}|{known.author}|{main_body(document)}").text


def _places(form: str) -> list[str]:
    return [*places_in(form), *localities(form)]


def _sentences(document: Document, passage: Passage, form: SearchForm) -> tuple[SearchForm, ...]:
    """The sentences of a passage; the lines of a document's head (title, number, source) one by one."""
    forms = [form]
    if passage.role is Role.META:
        blocks = [b.span for b in document.blocks if passage.span.contains(b.span)]
        forms = [block_form(document, span) for span in blocks] or forms
    return tuple(
        SearchForm(one.text[first:last], one.starts[first:last], one.ends[first:last])
        for one in forms
        for first, last in sentence_ranges(one)
    )
