"""Formulas and letters drawn as shapes in Word files: no figure without the line that makes it a fraction."""

from __future__ import annotations

import io

import pytest

from vectorstore.documents.formats.formulas import field_text
from vectorstore.documents.load import read_bytes

pytestmark = pytest.mark.usefixtures("warm_reading")

_MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def _with(*parts: str) -> str:
    """The first paragraph of a Word file that python-docx saved, of words and pieces of XML in turn."""
    import docx
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    document = docx.Document()
    paragraph = document.add_paragraph()
    for part in parts:
        if not part.startswith("<"):
            paragraph.add_run(part)
            continue
        vml = 'xmlns:v="urn:schemas-microsoft-com:vml"'
        for child in parse_xml(f"<w:p {nsdecls('w')} {_MATH} {vml}>{part}</w:p>"):
            paragraph._p.append(child)
    out = io.BytesIO()
    document.save(out)
    return read_bytes(out.getvalue(), "a.docx").text.split("\n")[0]


def _m(words: str) -> str:
    return f"<m:r><m:t>{words}</m:t></m:r>"


def _fraction(above: str, below: str) -> str:
    return f"<m:oMath><m:f><m:num>{_m(above)}</m:num><m:den>{_m(below)}</m:den></m:f></m:oMath>"


def _field(code: str, result: str = "") -> str:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    shown = mark("separate") + f"<w:r><w:t>{result}</w:t></w:r>" if result else ""
    return f"{mark('begin')}<w:r><w:instrText>{code}</w:instrText></w:r>{shown}{mark('end')}"


def test_a_fraction_is_no_figure_of_its_digits() -> None:
    """Two thirds are 2/3, never 23; one and a half is no 11/2."""
    assert _with("须经", _fraction("2", "3"), "以上代表同意。") == "须经2/3以上代表同意。"
    assert _with("工期1", _fraction("1", "2"), "年。") == "工期1 1/2年。"
    assert _with("按", _fraction("本年数-上年数", "上年数"), "计算。") == "按(本年数-上年数)/上年数计算。"


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        (f"<m:sSup><m:e>{_m('10')}</m:e><m:sup>{_m('8')}</m:sup></m:sSup>", "10⁸"),
        (f"<m:sSub><m:e>{_m('PM')}</m:e><m:sub>{_m('10')}</m:sub></m:sSub>", "PM₁₀"),
        (f"<m:sSup><m:e>{_m('2')}</m:e><m:sup>{_m('n+x')}</m:sup></m:sSup>", "2^(n+x)"),
        (f"<m:rad><m:deg>{_m('3')}</m:deg><m:e>{_m('27')}</m:e></m:rad>", "³√27"),
        (
            f"<m:d><m:dPr><m:begChr m:val='['/><m:endChr m:val=']'/></m:dPr><m:e>{_m('1')}</m:e><m:e>{_m('2')}</m:e></m:d>",
            "[1|2]",
        ),
        (
            f"<m:nary><m:naryPr><m:chr m:val='∑'/></m:naryPr><m:sub>{_m('1')}</m:sub><m:sup>{_m('5')}</m:sup><m:e>{_m('x')}</m:e></m:nary>",
            "∑₁⁵x",
        ),
    ],
    ids=["power", "index", "power of letters", "root", "brackets", "sum"],
)
def test_what_is_raised_or_framed_in_a_formula_stays_apart(formula: str, shown: str) -> None:
    """Exponents and indices are raised and lowered, roots and brackets have their signs."""
    assert _with("数值为", f"<m:oMath>{formula}</m:oMath>", "。") == f"数值为{shown}。"


def test_fields_that_draw_formulas_are_read() -> None:
    """An EQ field keeps what it draws in its code; a result that is kept from long ago is not said twice."""
    assert _with("须经", _field(r"eq \f(2,3)"), "以上同意。") == "须经2/3以上同意。"
    assert _with("特", _field(r" EQ \o\ac(○,急) ", "㊎"), "件。") == "特急件。"
    assert _with("面积", _field(r"eq 9m\s\up4(2)"), "。") == "面积9m²。"
    assert _with("第", _field("PAGE", "12"), "页起施行。") == "第12页起施行。"


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        (r"eq \r(3,27)", "\x00³√27"),
        (r"eq \b\bc\{(\f(1,\r(2)))", "(\x001/(√2))"),
        (r"eq \a\al\co2(甲,乙,丙,丁)", "甲；乙；丙；丁"),
        (r"eq \f(2", "2"),
        ("PAGE", None),
        ("SEQ 表 \\* ARABIC", None),
    ],
)
def test_codes_of_fields(code: str, shown: str | None) -> None:
    """Switches may stand in one another, and a broken code is no accident."""
    assert field_text(code) == shown


def test_letters_that_are_drawn_as_a_shape_are_read() -> None:
    """The red head of a letter is often drawn: its letters are an attribute."""
    head = '<w:r><w:pict><v:shape><v:textpath string="红河州人民政府文件"/></v:shape></w:pict></w:r>'
    assert _with(head) == "红河州人民政府文件"
