"""Word files: a walk over their XML that keeps what a person sees on the page, numbers included.

Text in smart tags, content controls, simple fields, links and insertions is read; deletions, hidden
runs, placeholders and what is struck out are not. Raised and lowered characters are kept apart from what they follow, and
formulas are written in one row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vectorstore.documents.formats.docx_grid import Grid
from vectorstore.documents.formats.docx_numbering import Numbering
from vectorstore.documents.formats.docx_styles import NS, Styles, value
from vectorstore.documents.formats.extracted import (
    CannotRead,
    Extracted,
    LeftOut,
    Line,
    assemble,
    struck_out,
    table,
)
from vectorstore.documents.formats.formulas import field_text, joined, math_text
from vectorstore.documents.formats.packages import Package
from vectorstore.documents.formats.raised import placed
from vectorstore.documents.line_patterns import NAMES_DOCUMENT
from vectorstore.text.numbering import heading_label

if TYPE_CHECKING:
    from lxml.etree import _Element

W, MC = f"{{{NS}}}", "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_VML = "{urn:schemas-microsoft-com:vml}"
#: Characters of the fonts Wingdings and Symbol that documents are filled in with.
_SYMBOLS = {
    "FE": "☑", "A8": "□", "6F": "□", "52": "☑", "FD": "☒", "A3": "≤", "B3": "≥", "B1": "±", "B4": "×",
    "B8": "÷", "B9": "≠", "BB": "≈", "B0": "°", "6D": "μ", "FC": "✓", "FB": "✗", "6E": "■", "6C": "●",
    "A5": "∞", "D7": "⋅", "50": "☑", "9F": "•", "A7": "▪", "D8": "➢",
}  # fmt: skip
#: What the same numbers mean in Symbol, where it differs from Wingdings.
_IN_SYMBOL = {"A8": "♦", "6F": "ο", "52": "Ρ", "6E": "ν", "6C": "λ", "D8": "¬", "FC": "", "FE": "", "A7": "♣"}
_LONGEST_HEAD = 80
_CARRIERS = {"ins", "moveTo", "smartTag", "sdt", "sdtContent", "fldSimple", "hyperlink", "customXml", "bdo",
             "dir", "AlternateContent", "Choice", "r", "ruby", "rubyBase", "rt"}  # fmt: skip


@dataclass(slots=True)
class _Field:
    """A field that is open: its code so far, and whether its result has begun."""

    code: str = ""
    shows: bool = False

    @property
    def formula(self) -> str | None:
        """What it shows where it is a formula, which has no result of its own; else None."""
        return field_text(self.code)


@dataclass(slots=True)
class _Paragraph:
    """What a paragraph is while its runs are walked: its words, and what hangs on them."""

    words: list[str] = field(default_factory=list)
    boxes: list[_Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    fields: list[_Field] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)
    struck_by_style: bool = False
    pictures: int = 0
    size: int = 0  # of the largest run, in half points


def read_docx(data: bytes) -> Extracted:
    """The text of a Word file with headings, tables and automatic numbers. Raises `CannotRead`."""
    package = Package(data)
    main = next((part for kind, part in package.related().values() if kind == "officeDocument"), "")
    main = main if main in package else "word/document.xml"
    if main not in package:
        raise CannotRead("damaged")
    return _Reader(package, main).read()


class _Reader:
    """Walks one document; counters and the numbers of notes live as long as it."""

    def __init__(self, package: Package, main: str) -> None:
        self._related = package.related(main)
        named = dict(self._related.values())

        def part(name: str) -> _Element | None:
            place = named.get(name, f"word/{name}.xml")
            return package.xml(place) if place in package else None

        self._package = package
        self._body = package.xml(main)
        self._styles = Styles(part("styles"))
        self._numbering = Numbering(part("numbering"))
        self._notes = {"footnote": part("footnotes"), "endnote": part("endnotes")}
        self._note_numbers: dict[tuple[str, str], int] = {}
        comments = part("comments")
        self._comments = 0 if comments is None else len(comments.findall(f"{W}comment"))
        self._pictures = 0
        self._struck: list[str] = []
        self._unread: list[str] = []  # documents inside this one
        self._pending = ""  # the words of a paragraph whose mark was deleted: the next one continues it

    def read(self) -> Extracted:
        body = self._body.find(f"{W}body")
        lines = list(self._blocks(body if body is not None else self._body))
        if self._pending:
            lines.append(Line(self._pending))
        lines = _title_first(lines)
        left_out = [LeftOut("pictures", str(self._pictures))] if self._pictures else []
        left_out += [LeftOut("comments", str(self._comments))] if self._comments else []
        left_out += struck_out(self._struck)
        left_out += [LeftOut("inserted-file", name) for name in self._unread]
        if heads := self._heads():
            left_out.append(LeftOut("header-footer", heads))
        return assemble("docx", lines, left_out)

    def _heads(self) -> str:
        """What stands in the headers and footers besides page numbers, each once, in few words."""
        found = []
        for name in self._package.names("word/header", "word/footer"):
            root = self._package.xml(name)
            found += ["".join(t.text or "" for t in p.iter(f"{W}t")).strip() for p in root.iter(f"{W}p")]
        worded = [one for one in dict.fromkeys(found) if re.sub(r"[\d\W_]|[第共页]", "", one)]
        return "；".join(worded)[:_LONGEST_HEAD]

    def _blocks(self, node: _Element) -> Iterator[Line]:
        for child in node:
            name = _name(child)
            if name == "p":
                yield from self._paragraph(child)
            elif name == "tbl":
                yield from self._table(child)
            elif name in _CARRIERS:
                yield from self._blocks(child)
            elif name == "altChunk":
                yield from self._inserted(child)

    def _inserted(self, node: _Element) -> Iterator[Line]:
        """The paragraphs of a file that stands in this one as it was inserted, as programs that make reports do."""
        _, place = self._related.get(next((v for k, v in node.items() if k.endswith("}id")), ""), ("", ""))
        from vectorstore.documents.formats.web_page import inserted_lines

        try:
            yield from inserted_lines(self._package.read(place), place)
        except CannotRead:
            self._unread.append(place.rpartition("/")[2])

    def _paragraph(self, node: _Element) -> Iterator[Line]:
        properties = node.find(f"{W}pPr")
        style = self._styles.of(properties)
        found = _Paragraph(struck_by_style=bool(style.struck))
        self._walk(node, found, bool(style.hidden))
        self._struck.append("".join(found.struck))
        words = self._pending + joined("".join(found.words))
        self._pending = ""
        mark = properties.find(f"{W}rPr/{W}del") if properties is not None else None
        if mark is not None:
            self._pending = words
            return
        self._pictures += found.pictures
        number = ""
        if words.strip() or found.struck:  # a paragraph that was struck out keeps its number
            number = self._numbering.label(*self._styles.numbered(properties))
        rows = [row.strip() for row in words.split("\n") if row.strip()]
        level = self._level(properties, found, rows)
        for count, row in enumerate(rows):
            yield Line((number if count == 0 else "") + row, level)
        for box in found.boxes:
            yield from self._blocks(box)
        for kind, identity in found.notes:
            yield from self._note(kind, identity)

    def _level(self, properties: _Element | None, found: _Paragraph, rows: list[str]) -> int:
        level = self._styles.level(properties)
        if level or not rows or len(rows[0]) > 60 or rows[0][-1] in "。；：":
            return level
        # Files of WPS often have neither styles nor levels: a title is what is large and centred.
        centred = self._styles.centred(properties)
        return 1 if centred and (found.size or self._styles.of(properties).size) >= 36 else 0

    def _walk(self, node: _Element, out: _Paragraph, hidden: bool) -> None:
        for child in node:
            name = _name(child)
            if name == "r":
                self._run(child, out, hidden)
            elif name == "sdt" and child.find(f"{W}sdtPr/{W}showingPlcHdr") is not None:
                continue
            elif name == "AlternateContent":
                choice = child.find(f"{MC}Choice")
                self._walk(choice if choice is not None else child, out, hidden)
            elif name in {"oMath", "oMathPara"}:
                out.words.append(math_text(child))
            elif name == "fldSimple" and (formula := field_text(value(child, "instr"))) is not None:
                out.words.append(formula)
            elif name in _CARRIERS and name != "rt":
                self._walk(child, out, hidden)

    def _run(self, node: _Element, out: _Paragraph, hidden: bool) -> None:
        properties = node.find(f"{W}rPr")
        look = self._styles.run(properties)
        if (hidden if look.hidden is None else look.hidden) or self._styles.is_white_on_paper(node):
            return
        words = "".join(self._run_words(node, out))
        if words.strip() and (out.struck_by_style if look.struck is None else look.struck):
            out.struck.append(words)
        elif words.strip():
            out.size = max(out.size, look.size)
            out.words.append(placed(words, look.position))
        else:
            out.words.append(words)

    def _run_words(self, node: _Element, out: _Paragraph) -> Iterator[str]:
        for child in node:
            name = _name(child)
            if name == "t":
                yield _shown(child.text or "", out.fields)
            elif name == "instrText" and out.fields and not out.fields[-1].shows:
                out.fields[-1].code += child.text or ""
            elif name in {"tab", "ptab"}:
                yield " "
            elif name in {"br", "cr"}:
                yield "" if value(child, "type") in {"page", "column"} else "\n"
            elif name == "noBreakHyphen":
                yield "-"
            elif name == "sym":
                yield _symbol(child)
            elif name == "fldChar":
                yield _form_field(child) + _turned(value(child, "fldCharType"), out.fields)
            elif name in {"footnoteReference", "endnoteReference"}:
                yield self._reference(name.removesuffix("Reference"), child, out)
            elif name == "ruby":
                base = child.find(f"{W}rubyBase")
                inner = _Paragraph()
                if base is not None:
                    self._walk(base, inner, False)
                yield "".join(inner.words)
            elif name == "AlternateContent":
                choice = child.find(f"{MC}Choice")
                yield from self._run_words(choice if choice is not None else child, out)
            elif name in {"drawing", "pict", "object"}:
                boxes = list(child.iter(f"{W}txbxContent"))
                out.boxes += boxes
                # Letters drawn as a shape, such as the red head of a letter.
                drawn = "".join(one.get("string") or "" for one in child.iter(f"{_VML}textpath"))
                yield drawn
                out.pictures += not boxes and not drawn

    def _reference(self, kind: str, node: _Element, out: _Paragraph) -> str:
        identity = value(node, "id")
        number = self._note_numbers.setdefault((kind, identity), len(self._note_numbers) + 1)
        out.notes.append((kind, identity))
        return f"[注{number}]"

    def _note(self, kind: str, identity: str) -> Iterator[Line]:
        notes = self._notes[kind]
        for note in notes.iter(f"{W}{kind}") if notes is not None else ():
            if value(note, "id") == identity:
                words = " ".join(line.text.strip() for line in self._blocks(note))
                yield Line(f"[注{self._note_numbers[kind, identity]}] {words}")

    def _table(self, node: _Element) -> Iterator[Line]:
        rows: list[list[str]] = []
        grid = Grid(node)
        for row in _rows(node):
            edge = _number(row.find(f"{W}trPr/{W}gridBefore"))
            cells = [""] * grid.column(edge)
            for cell in _cells(row):
                properties = cell.find(f"{W}tcPr")
                merged = properties.find(f"{W}vMerge") if properties is not None else None
                span = max(1, _number(properties.find(f"{W}gridSpan")) if properties is not None else 1)
                place = len(cells)
                covered = grid.column(edge + span) - grid.column(edge)
                edge += span
                if merged is not None and value(merged) != "restart" and rows and place < len(rows[-1]):
                    # What a merged cell says holds for every row and column that it covers.
                    words = rows[-1][place]
                else:
                    words = _flat(self._blocks(cell))
                if not covered and not words:
                    continue  # nothing stands in a sliver
                cells += [words] * min(max(covered, 1), 500)
            rows.append(cells)
        if max((len(row) for row in rows), default=0) == 1:
            # A table of one column is a frame around paragraphs.
            for row in _rows(node):
                for cell in _cells(row):
                    yield from self._blocks(cell)
            return
        yield from table(rows)


def _flat(lines: Iterator[Line]) -> str:
    """The words of a cell in one row; a table inside it keeps its columns as `a，b；c，d`."""
    words = []
    for line in lines:
        nested = line.text.startswith("| ") and line.text.endswith(" |")
        words.append("，".join(line.text.strip("| ").split(" | ")) + "；" if nested else line.text)
    return " ".join(word for word in words if word.strip())


def _title_first(lines: list[Line]) -> list[Line]:
    """The title stands above the headings, also where both are of the first level."""
    firsts = [index for index, line in enumerate(lines) if line.level == 1]
    if len(firsts) < 2 or not lines or lines[0].level != 1:
        return lines
    goes_on = (
        firsts[1] == 1 and NAMES_DOCUMENT.search(lines[1].text) and not NAMES_DOCUMENT.search(lines[0].text)
    )
    if goes_on and not heading_label(lines[1].text):
        # A title of two lines: 公益性岗位管理 / 实施细则.
        return [lines[0], *_title_first(lines[1:])]
    return [lines[0], *(Line(line.text, line.level + (line.level > 0)) for line in lines[1:])]


def _rows(node: _Element) -> Iterator[_Element]:
    yield from _inside(node, "tr")


def _cells(node: _Element) -> Iterator[_Element]:
    yield from _inside(node, "tc")


def _inside(node: _Element, wanted: str) -> Iterator[_Element]:
    """The rows of a table or cells of a row, those in content controls too; deleted rows are not."""
    for child in node:
        name = _name(child)
        if name == wanted:
            if child.find(f"{W}trPr/{W}del") is None:
                yield child
        elif name in {"sdt", "sdtContent", "customXml", "ins"}:
            yield from _inside(child, wanted)


def _symbol(node: _Element) -> str:
    code = value(node, "char").upper()[-2:]
    symbols = {**_SYMBOLS, **_IN_SYMBOL} if value(node, "font").lower() == "symbol" else _SYMBOLS
    return symbols.get(code, "□")


def _form_field(node: _Element) -> str:
    """What a field of a form shows where no run has it: a ticked or an empty box, the entry chosen of a list."""
    box = node.find(f"{W}ffData/{W}checkBox")
    if box is not None:
        ticked = box.find(f"{W}checked")
        ticked = box.find(f"{W}default") if ticked is None else ticked
        return "☑" if ticked is not None and value(ticked) not in {"0", "false", "off"} else "□"
    entries = node.find(f"{W}ffData/{W}ddList")
    if entries is None:
        return ""
    words = [value(entry) for entry in entries.iter(f"{W}listEntry")]
    chosen = _number(entries.find(f"{W}result"))
    return words[chosen] if chosen < len(words) else ""


def _turned(type_: str, fields: list[_Field]) -> str:
    """Follow the marks of a field, where it begins, shows its result and ends; a formula is shown at once."""
    if type_ == "begin":
        fields.append(_Field())
    elif type_ == "separate" and fields:
        fields[-1].shows = True
    elif type_ == "end" and fields:
        return _shown(fields.pop().formula or "", fields)
    return ""


def _shown(words: str, fields: list[_Field]) -> str:
    """The words, unless they are part of a formula's code or its result, which is only kept from long ago."""
    for one in reversed(fields):
        if one.formula is not None:
            one.code += "" if one.shows else words
            return ""
    return words


def _number(node: _Element | None) -> int:
    found = value(node) if node is not None else ""
    return int(found) if found.isdigit() else 0


def _name(node: _Element) -> str:
    return str(node.tag).rpartition("}")[2] if isinstance(node.tag, str) else ""
