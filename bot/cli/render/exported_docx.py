"""Kept answers as a Word document with true footnotes."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from bot.cli.render.exported import Section, Statement
from bot.messages.answer_log import say
from bot.types import Language

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
#: Word asks for these two before the first note.
_SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
)
_RAISED = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
_CHINESE_FONT = "宋体"


def docx(found: Sequence[Section], language: Language) -> bytes:
    """The sections as the bytes of a .docx file; every source is a footnote."""
    from docx import Document
    from docx.oxml.ns import qn

    document = Document()
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.core_properties.title = say("title", language)
    for name in ("Normal", "Heading 2"):
        properties = document.styles[name].element.get_or_add_rPr()
        properties.get_or_add_rFonts().set(qn("w:eastAsia"), _CHINESE_FONT)
    notes: list[str] = []
    for section in found:
        document.add_heading(_plain(section.question), 2)
        for statement in section.statements:
            _add(document.add_paragraph(), statement, notes)
        for remark in section.remarks:
            document.add_paragraph().add_run(_plain(remark)).italic = True
    _attach(document, notes)
    whole = BytesIO()
    document.save(whole)
    return whole.getvalue()


def _add(paragraph: Any, statement: Statement, notes: list[str]) -> None:
    """Write a statement, and behind it the mark of each of its notes."""
    from docx.oxml import parse_xml

    paragraph.add_run(_plain(statement.text))
    for one in statement.notes:
        notes.append(one)
        reference = f'<w:footnoteReference w:id="{len(notes)}"/>'
        paragraph._p.append(parse_xml(f'<w:r xmlns:w="{_WORD}">{_RAISED}{reference}</w:r>'))


def _attach(document: Any, notes: Sequence[str]) -> None:
    """Put the notes into the document: python-docx itself has no footnotes."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    bodies = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r>{_RAISED}<w:footnoteRef/></w:r>'
        f'<w:r><w:t xml:space="preserve"> {escape(_plain(one))}</w:t></w:r></w:p></w:footnote>'
        for number, one in enumerate(notes, 1)
    )
    xml = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<w:footnotes xmlns:w="{_WORD}">{_SEPARATORS}{bodies}</w:footnotes>'
    )
    part = Part(PackURI("/word/footnotes.xml"), _FOOTNOTES, xml.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _plain(text: str) -> str:
    """Only characters that XML may hold."""
    return "".join(
        char for char in text if char in "\t\n" or (ord(char) >= 0x20 and ord(char) not in (0xFFFE, 0xFFFF))
    )
