"""From a file to a Document: encoding, format, blocks and metadata.

Offsets always count characters of the decoded bytes. Line ends are not translated, and HTML
keeps its tags: they are recorded as markup, so that a span of the page is a span of the file.
"""

from __future__ import annotations

import codecs
import hashlib
import html
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from html.parser import HTMLParser
from pathlib import Path

from vectorstore.cleaning import clean, lines_of
from vectorstore.errors import UnreadableFile
from vectorstore.model import Block, Document, Markup, Metadata, Role, Span

SUFFIXES = frozenset({".txt", ".md", ".markdown", ".html", ".htm"})
PROVENANCE = "provenance.json"
#: A larger file is refused: it is a dump, not a document.
LARGEST_FILE = 64 * 1024 * 1024

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CANDIDATES = ["gb18030", "big5", "big5hkscs", "utf_16_le", "utf_16_be"]


def find_files(path: Path) -> list[tuple[Path, str]]:
    """The readable files at or below `path`, each with its name below it, sorted by name.

    Hidden files and folders, and files of other formats, are left out.
    """
    if path.is_file():
        return [(path, path.name)]
    found = []
    for file in path.rglob("*"):
        name = file.relative_to(path)
        hidden = any(part.startswith(".") for part in name.parts)
        if not hidden and file.suffix.lower() in SUFFIXES and file.is_file():
            found.append((file, name.as_posix()))
    return sorted(found, key=lambda pair: pair[1])


def read_provenance(folder: Path) -> dict[str, Metadata]:
    """What `provenance.json` in `folder` says of each file; empty where there is none.

    Raises `UnreadableFile` when the file is there but is not what it should be.
    """
    path = folder / PROVENANCE
    if not path.is_file():
        return {}
    names = {field.name for field in fields(Metadata)}
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))["documents"]
        return {
            entry["file"]: Metadata(**{k: str(v) for k, v in entry.items() if k in names and v})
            for entry in entries
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as exc:
        raise UnreadableFile(file=PROVENANCE, reason="provenance") from exc


def read_file(path: Path, name: str, known: Mapping[str, Metadata] | None = None) -> Document:
    """The document in the file at `path`, which is called `name` from now on.

    Raises `UnreadableFile` where it can't be read, is empty, binary or without a paragraph.
    """
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise UnreadableFile(file=name, reason="too-large")
        data = path.read_bytes()
    except OSError as exc:
        raise UnreadableFile(file=name, reason="no-access") from exc
    return read_bytes(data, name, (known or {}).get(name))


def read_bytes(data: bytes, name: str, known: Metadata | None = None) -> Document:
    """The document in `data`; the format is told by the ending of `name`.

    `known` goes before what the text itself says. Raises `UnreadableFile`.
    """
    encoding = detect_encoding(data, name)
    text = data.decode(encoding)
    suffix = Path(name).suffix.lower()
    if suffix in {".html", ".htm"}:
        blocks, found, markup = _read_html(text)
    elif suffix in {".md", ".markdown"}:
        blocks, found, markup = _read_markdown(text)
    else:
        blocks, found = clean(text, [(span, 0) for span in lines_of(text)])
        markup = ()
    if not any(block.role in {Role.PARAGRAPH, Role.HEADING} for block in blocks):
        raise UnreadableFile(file=name, reason="no-paragraph" if text.strip("\ufeff").strip() else "empty")
    if known:
        given = {f.name: getattr(known, f.name) for f in fields(known) if getattr(known, f.name)}
        found = replace(found, **given)
    return Document(
        file=name,
        sha256=hashlib.sha256(data).hexdigest(),
        encoding=encoding,
        text=text,
        metadata=found,
        blocks=blocks,
        markup=tuple(markup),
    )


def detect_encoding(data: bytes, name: str = "") -> str:
    """The codec that decodes `data` without an error. Raises `UnreadableFile`.

    A byte-order mark decides; else UTF-8 where it is valid; else what charset-normalizer
    finds among GB18030, Big5 and UTF-16. A UTF-8 mark stays in the text as U+FEFF.
    """
    if not data.strip():
        raise UnreadableFile(file=name, reason="empty")
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _checked(data, encoding, name)
    try:
        data.decode("utf-8")
        return _checked(data, "utf-8", name)
    except UnicodeDecodeError:
        pass
    declared = re.search(rb"<meta[^>]+charset=[\"']?([\w-]{2,20})", data[:4096], re.IGNORECASE)
    if declared:
        try:
            codec = codecs.lookup(declared[1].decode("ascii")).name
            return _checked(data, "gb18030" if codec in {"gb2312", "gbk"} else codec, name)
        except (LookupError, UnreadableFile):
            pass
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_isolation=_CANDIDATES, enable_fallback=False).best()
    encodings = [best.encoding.replace("_", "-")] if best else []
    encodings += [c for c in ("gb18030", "big5hkscs") if not best or c != best.encoding]
    readable = [codec for codec in encodings if _plausible(data, codec) > 0.5]
    if not readable:
        raise UnreadableFile(file=name, reason="encoding")
    # Both double-byte codecs often decode the other's text without an error; the wrong one
    # yields rare characters.
    return _checked(data, max(readable, key=lambda codec: _plausible(data, codec)), name)


def _plausible(data: bytes, codec: str) -> float:
    """The share of a decoded text's characters that everyday Chinese is written with."""
    try:
        text = data.decode(codec)
    except (UnicodeDecodeError, LookupError):
        return 0.0
    counted = [char for char in text[:20000] if not char.isascii()]
    if not counted:
        return 0.0
    good = 0
    for char in counted:
        for narrow in ("gb2312", "big5"):
            try:
                encoded = char.encode(narrow)
            except UnicodeEncodeError:
                continue
            # Level 1 of either standard: the frequent half, ordered before the rare one.
            if encoded[0] <= (0xD7 if narrow == "gb2312" else 0xC6):
                good += 1
                break
    return good / len(counted)


def _checked(data: bytes, encoding: str, name: str) -> str:
    try:
        text = data.decode(encoding)
    except (UnicodeDecodeError, LookupError) as exc:
        raise UnreadableFile(file=name, reason="encoding") from exc
    head = text[:100_000]
    control = sum(char < " " and char not in "\t\r\n\x0b\x0c\x1b" for char in head)
    if "\x00" in head or control > 0.01 * len(head):
        raise UnreadableFile(file=name, reason="binary")
    return encoding


# --- Markdown -------------------------------------------------------------------------------

_INLINE = re.compile(r"(\*\*|__|~~|`+)|(!?\[)(?=[^\]\n]*\]\()|(\]\([^)\n]*\))")
_FRONT = re.compile(r"\A\ufeff?---\r?\n(.*?)\r?\n---\r?\n", re.DOTALL)
_FRONT_KEYS = {"source": "publisher", "来源": "publisher", "标题": "title", "作者": "author", "日期": "date"}


def _read_markdown(text: str) -> tuple[tuple[Block, ...], Metadata, tuple[Markup, ...]]:
    from markdown_it import MarkdownIt

    front = _FRONT.match(text)
    skip = front.end() if front else 0
    # Blank out what is before the body, so that line numbers stay those of the file.
    body = re.sub(r"[^\r\n]", " ", text[:skip]) + text[skip:]
    starts = [0, *(found.end() for found in re.finditer(r"\r\n|\r|\n", body)), len(body)]
    lines: list[tuple[Span, int]] = []
    for token in MarkdownIt("commonmark").enable("table").parse(body):
        if token.map is None or token.type not in {"inline", "fence", "code_block"}:
            continue
        first, last = starts[token.map[0]], starts[min(token.map[1], len(starts) - 1)]
        line = (_trimmed(body, first, last), _heading_level(body, first))
        # The cells of a table's row are one line.
        if not lines or lines[-1][0] != line[0]:
            lines.append(line)
    markup = tuple(
        Markup(Span(*found.span()))
        for span, _ in lines
        for found in _INLINE.finditer(text, span.start, span.end)
    )
    blocks, found = clean(text, [(span, level) for span, level in lines if span], markup, join=False)
    if front:
        given = dict(re.findall(r"^([\w\u4e00-\u9fff]+)\s*:\s*(.+?)\s*$", front[1], re.MULTILINE))
        named = {_FRONT_KEYS.get(key.lower(), key.lower()): v.strip("\"'") for key, v in given.items()}
        known = {field.name for field in fields(Metadata)} - {"script"}
        found = replace(found, **{key: value for key, value in named.items() if key in known})
    return blocks, found, markup


def _trimmed(text: str, start: int, end: int) -> Span:
    """The span without list markers, quote marks, `#` and white space around it."""
    lead = re.compile(r"[\s>]*(?:#{1,6}\s+|[-*+]\s+)?").match(text, start, end)
    start = lead.end() if lead else start
    end = start + len(re.sub(r"[\s#=-]*\Z", "", text[start:end]))
    return Span(start, end)


def _heading_level(text: str, start: int) -> int:
    found = re.compile(r"[\s>]*(#{1,6})\s").match(text, start)
    if found:
        return len(found[1])
    underline = re.compile(r"[^\r\n]+(?:\r\n|\r|\n) {0,3}(=+|-+)\s*(?:[\r\n]|\Z)").match(text, start)
    return 0 if not underline else 1 if underline[1][0] == "=" else 2


# --- HTML -----------------------------------------------------------------------------------

_BLOCKS = frozenset(
    [
        "p",
        "div",
        "li",
        "td",
        "th",
        "tr",
        "table",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "section",
        "article",
        "header",
        "main",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "br",
        "hr",
        "blockquote",
        "pre",
        "figure",
        "figcaption",
        "body",
        "html",
        "caption",
        "thead",
        "tbody",
    ]
)
_SKIPPED = frozenset(
    [
        "script",
        "style",
        "head",
        "nav",
        "footer",
        "aside",
        "form",
        "button",
        "select",
        "option",
        "noscript",
        "template",
        "iframe",
        "svg",
        "textarea",
        "object",
        "figcaption",
    ]
)
_META_FIELDS = {
    "author": "author",
    "source": "publisher",
    "contentsource": "publisher",
    "article:author": "author",
    "pubdate": "date",
    "article:published_time": "date",
    "articletitle": "title",
    "og:title": "title",
}
_VOID = frozenset(
    ["br", "hr", "img", "input", "meta", "link", "area", "base", "col", "embed", "source", "track", "wbr"]
)


class _Page(HTMLParser):
    """Collects the visible runs of a page with their offsets in the file."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.source = text
        self.line_starts = [0, *(found.end() for found in re.finditer(r"\n", text))]
        self.skipping: list[str] = []
        self.in_title = False
        self.title = ""
        self.found: dict[str, str] = {}
        self.levels: list[int] = []
        self.runs: list[tuple[int, int, int]] = []  # start, end, heading level; end -1 breaks
        self.markup: list[Markup] = []

    def place(self) -> int:
        line, column = self.getpos()
        return self.line_starts[line - 1] + column

    def mark(self, length: int, shown: str = "") -> None:
        self.markup.append(Markup(Span(self.place(), self.place() + length), shown))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        raw = self.get_starttag_text() or ""
        self.mark(len(raw))
        values = {key: value or "" for key, value in attrs}
        if tag == "meta":
            field = _META_FIELDS.get((values.get("name") or values.get("property", "")).lower())
            if field and values.get("content"):
                self.found.setdefault(field, values["content"].strip())
        if tag == "title":
            self.in_title = True
        if tag in _SKIPPED and tag not in _VOID:
            self.skipping.append(tag)
        if tag in _BLOCKS or tag in _SKIPPED:
            self.runs.append((self.place(), -1, 0))
        if re.fullmatch(r"h[1-6]", tag):
            self.levels.append(int(tag[1]))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.mark(len(self.get_starttag_text() or ""))
        if tag in _BLOCKS:
            self.runs.append((self.place(), -1, 0))

    def handle_endtag(self, tag: str) -> None:
        start = self.place()
        end = self.source.find(">", start) + 1 or len(self.source)
        self.markup.append(Markup(Span(start, end)))
        if tag == "title":
            self.in_title = False
        if tag in self.skipping:
            while self.skipping and self.skipping.pop() != tag:
                pass
        if tag in _BLOCKS or tag in _SKIPPED:
            self.runs.append((start, -1, 0))
        if re.fullmatch(r"h[1-6]", tag) and self.levels:
            self.levels.pop()

    def handle_data(self, data: str) -> None:
        self._visible(len(data), data)

    def handle_entityref(self, name: str) -> None:
        self._entity(f"&{name}")

    def handle_charref(self, name: str) -> None:
        self._entity(f"&#{name}")

    def handle_comment(self, data: str) -> None:
        self._hide_to("-->")

    def handle_decl(self, decl: str) -> None:
        self._hide_to(">")

    def handle_pi(self, data: str) -> None:
        self._hide_to(">")

    def unknown_decl(self, data: str) -> None:
        self._hide_to(">")

    def _hide_to(self, closing: str) -> None:
        start = self.place()
        end = self.source.find(closing, start)
        stop = end + len(closing) if end >= 0 else len(self.source)
        self.markup.append(Markup(Span(start, stop)))

    def _entity(self, raw: str) -> None:
        start = self.place()
        length = len(raw) + (self.source[start + len(raw) : start + len(raw) + 1] == ";")
        shown = html.unescape(raw + ";")
        if self.in_title:
            self.title += shown
        elif not self.skipping:
            self.mark(length, " " if shown.isspace() else shown)
            self._visible(length)

    def _visible(self, length: int, data: str = "") -> None:
        if self.in_title:
            self.title += data
        elif not self.skipping:
            level = self.levels[-1] if self.levels else 0
            self.runs.append((self.place(), self.place() + length, level))


def _read_html(text: str) -> tuple[tuple[Block, ...], Metadata, tuple[Markup, ...]]:
    page = _Page(text)
    page.feed(text)
    page.close()
    lines: list[tuple[Span, int]] = []
    open_run: tuple[int, int, int] | None = None
    for start, end, level in [*page.runs, (len(text), -1, 0)]:
        if end >= 0:
            open_run = (open_run[0], end, open_run[2] or level) if open_run else (start, end, level)
        elif open_run:
            span = _unpadded(text, open_run[0], open_run[1])
            if span:
                lines.append((span, open_run[2]))
            open_run = None
    markup = tuple(sorted(page.markup, key=lambda mark: mark.span))
    blocks, found = clean(text, lines, markup, join=False)
    blocks = _with_title(text, blocks, markup, found)
    given = {key: value for key, value in page.found.items() if value}
    if "date" in given:
        date = re.match(r"(?:19|20)\d{2}-\d{2}-\d{2}", given["date"])
        given = {**given, "date": date[0]} if date else {k: v for k, v in given.items() if k != "date"}
    own = {field.name: getattr(found, field.name) for field in fields(found)}
    title = own["title"] or given.get("title") or re.split(r"[_|]| - ", page.title.strip())[0].strip()
    merged = {**given, **{key: value for key, value in own.items() if value}, "title": title}
    return blocks, Metadata(**merged), markup


def _unpadded(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None


def _with_title(
    text: str, blocks: Iterable[Block], markup: Iterable[Markup], found: Metadata
) -> tuple[Block, ...]:
    """A page's first `h1` is its title, not a heading of its body."""
    blocks = tuple(blocks)
    if found.title:
        return blocks
    for index, block in enumerate(blocks):
        if block.role is Role.HEADING and block.level == 1:
            return (*blocks[:index], replace(block, role=Role.TITLE, level=0), *blocks[index + 1 :])
    return blocks
