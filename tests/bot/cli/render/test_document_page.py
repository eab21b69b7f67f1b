"""The page of a document, as text."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from bot.cli.render.document_page import page
from bot.types import Language
from tests.lookup_library import entries_of, seed_entries
from vectorstore.index.catalog import Entry
from vectorstore.types import Span

HOSTILE = (
    "关于<script>alert(1)</script>的通知\n\n"
    "一、</style><img src=x onerror=alert(2)>总体要求\n\n"
    '各单位要"><svg onload=alert(3)>认真落实 &lt;b&gt;&#x202e;,\u202e倒写的文字\u202c不得\x1b[31m变色,'
    + "很长的一行" * 2000
    + "。\n\njavascript:alert(4) 与 {{7*7}} 和 ]]> 都只是文字而已,请各有关单位知悉并遵照执行。"
)


class _Tags(HTMLParser):
    """Collects the tags and the text of the marks."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.marked = ""
        self.shown = ""
        self._open = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._open += tag == "mark"

    def handle_endtag(self, tag: str) -> None:
        self._open -= tag == "mark"

    def handle_data(self, data: str) -> None:
        self.shown += data
        if self._open:
            self.marked += data


def _read(html: str) -> _Tags:
    found = _Tags()
    found.feed(html)
    found.close()
    return found


def _page(entry: Entry, number: int, span: Span | None = None) -> str:
    cited = entry.passages[number]
    return page(entry.document, entry.nodes, entry.passages, cited, Language.CHINESE, span)


@pytest.mark.parametrize("number", range(5))
def test_every_passage_can_be_highlighted_and_equals_the_source(number: int) -> None:
    """For each passage of each seed the highlighted text is the passage, character by character."""
    entry = seed_entries()[number]
    for at, passage in enumerate(entry.passages):
        marked = _read(_page(entry, at)).marked
        assert "".join(marked.split()) == "".join(passage.span.of(entry.document.text).split())


def test_every_passage_has_its_anchor_and_key() -> None:
    """All keys of the document are anchors of its page, each once, and the outline links to them."""
    entry = seed_entries()[3]
    tags = _read(_page(entry, 4)).tags
    ids = [attrs["id"] for _, attrs in tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert {f"k-{passage.key}" for passage in entry.passages} <= set(ids)
    links = [attrs["href"] for tag, attrs in tags if tag == "a"]
    assert all(link and link.startswith("#") and link[1:] in ids for link in links)
    assert sum(attrs.get("class") in {"d1", "d2"} for _, attrs in tags) == 9


def test_a_part_of_a_passage_can_be_highlighted() -> None:
    """A quotation inside a passage is marked, not the whole passage."""
    entry = seed_entries()[0]
    start = entry.document.text.index("培训600余人次")
    html = _page(entry, 3, Span(start, start + 8))
    assert _read(html).marked == "培训600余人次"


def test_nothing_is_loaded_from_anywhere() -> None:
    """No tag can load anything, and the policy forbids it."""
    html = _page(seed_entries()[0], 3)
    tags = _read(html).tags
    assert not [tag for tag, attrs in tags if {"src", "srcset", "data", "action", "background"} & set(attrs)]
    assert not [tag for tag, _ in tags if tag in {"link", "img", "iframe", "object", "embed", "form", "base"}]
    assert "default-src 'none'" in html
    assert not re.search(r"url\(|@import|https?://", html)


def test_hostile_text_stays_text() -> None:
    """Script tags, attributes, entities, bidi controls and escape sequences become plain text."""
    entry = entries_of({"<b>.txt": HOSTILE})[0]
    for at in range(len(entry.passages)):
        html = _page(entry, at)
        found = _read(html)
        names = [tag for tag, _ in found.tags]
        assert names.count("script") == names.count("style") == 1
        assert not {"img", "svg", "b"} & set(names)
        assert not [key for _, attrs in found.tags for key in attrs if key.startswith("on")]
        assert "<script>alert(1)</script>的通知" in found.shown
        assert "&lt;b&gt;" in found.shown
        assert not re.search("[\u202a-\u202e\u2066-\u2069\x1b]", html)


def test_the_page_is_in_the_readers_language_and_the_documents_script() -> None:
    """Labels follow the person's language, `lang` the document's script."""
    entry = seed_entries()[4]
    html = page(entry.document, entry.nodes, entry.passages, entry.passages[0], Language.ENGLISH)
    assert '<html lang="zh-Hant">' in html
    assert "Outline" in html
    assert "目录" not in html
