"""The verbatim index."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lookup_library import seed_entries
from vectorstore.documents.chunking import split
from vectorstore.documents.load import read_bytes
from vectorstore.documents.outline import outline
from vectorstore.errors import IndexDamaged
from vectorstore.index import verbatim
from vectorstore.index.catalog import Entry
from vectorstore.index.verbatim_writer import write_verbatim
from vectorstore.text.quotation_form import quotation_form


@pytest.fixture(scope="module")
def entries() -> list[Entry]:
    """The five seed documents."""
    return seed_entries()


@pytest.fixture(scope="module")
def index(entries: list[Entry], tmp_path_factory: pytest.TempPathFactory) -> verbatim.VerbatimIndex:
    """Their index."""
    folder = tmp_path_factory.mktemp("verbatim") / "v"
    write_verbatim(folder, ((entry.document, entry.passages) for entry in entries))
    return verbatim.VerbatimIndex.open(folder)


def test_every_passage_is_found_at_its_own_span(entries: list[Entry], index: verbatim.VerbatimIndex) -> None:
    """The form of each passage stands in the long text and maps back to the passage."""
    for entry in entries:
        for passage in entry.passages:
            bare = quotation_form(passage.span.of(entry.document.text)).text
            places = [index.place(at, at + len(bare)) for at in index.find(bare)]
            inside = [p for p in places if p.file == passage.file and passage.span.contains(p.span)]
            assert passage.key in {place.key for place in inside}


def test_places_map_to_the_documents_characters_and_back(
    entries: list[Entry], index: verbatim.VerbatimIndex
) -> None:
    """Any stretch of the long text has the same form as the characters that it maps to."""
    texts = {entry.document.file: entry.document.text for entry in entries}
    for start in range(0, len(index.text) - 40, 97):
        low, high = index.bounds(start)
        end = min(start + 25, high)
        if start >= end or {"|", "."} & {index.text[start], index.text[end - 1]}:
            continue
        place = index.place(start, end)
        assert quotation_form(place.span.of(texts[place.file])).text == index.text[start:end]
        assert index.range_of(place.file, place.span) == (start, end)
        assert low <= start
        form = index.form(start, end)
        assert form.text == index.text[start:end]
        assert [index.place(at, at + 1).span for at in range(start, end)] == [
            form.span(at, at + 1) for at in range(end - start)
        ]


def test_short_strings_are_found_without_grams(index: verbatim.VerbatimIndex) -> None:
    """One and two characters are found wherever they stand."""
    for short in ("济", "政法"):
        assert len(index.find(short)) == index.text.count(short)


def test_html_maps_to_the_file_with_its_tags(tmp_path: Path) -> None:
    """A quotation that runs over tags and entities maps to the file's own characters."""
    page = "<html><body><h1>通知</h1><p>各<b>县&nbsp;区</b>人民政府:请于&ldquo;五一&rdquo;前<br>报送材料。</p></body></html>"
    document = read_bytes(page.encode(), "a.html")
    write_verbatim(tmp_path / "v", [(document, split(document, outline(document)))])
    index = verbatim.VerbatimIndex.open(tmp_path / "v")
    bare = "县区人民政府请于五一前"
    (at,) = index.find(bare)
    place = index.place(at, at + len(bare))
    assert place.span.of(page) == "县&nbsp;区</b>人民政府:请于&ldquo;五一&rdquo;前"


@pytest.mark.parametrize("name", ["about.json", "text", "keys"])
def test_a_damaged_file_is_reported(entries: list[Entry], tmp_path: Path, name: str) -> None:
    """A missing or cut file is an `IndexDamaged`, not a wrong answer."""
    folder = tmp_path / "v"
    write_verbatim(folder, ((entry.document, entry.passages) for entry in entries))
    path = folder / "verbatim" / name
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(IndexDamaged):
        verbatim.VerbatimIndex.open(folder)


def test_a_cut_map_is_reported(entries: list[Entry], tmp_path: Path) -> None:
    """An array that does not hold whole numbers is an `IndexDamaged`."""
    folder = tmp_path / "v"
    write_verbatim(folder, ((entry.document, entry.passages) for entry in entries))
    places = folder / "verbatim" / "places"
    places.write_bytes(places.read_bytes()[:-3])
    with pytest.raises(IndexDamaged):
        verbatim.VerbatimIndex.open(folder).find("政法委")
