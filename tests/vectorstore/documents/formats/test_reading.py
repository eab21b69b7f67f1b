"""Files of every format, made here by real writers, read through the one way in."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands import SEEDS
from tests.office_files import converted, has_office
from vectorstore.documents.formats.docx_numbering import _chinese
from vectorstore.documents.load import read_all, read_bytes
from vectorstore.errors import UnreadableFile

pytestmark = pytest.mark.usefixtures("warm_reading")

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_SEED = next(SEEDS.glob("002_*.txt"))


def _word(body: str, **parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {_W}><w:body>{body}</w:body></w:document>")
        for name, xml in parts.items():
            archive.writestr(f"word/{name}.xml", xml)
    return out.getvalue()


def _p(inner: str, properties: str = "") -> str:
    return f"<w:p>{properties}{inner}</w:p>"


def _r(words: str, properties: str = "") -> str:
    return f"<w:r>{properties}<w:t>{words}</w:t></w:r>"


def test_word_keeps_what_stands_inside_other_marks() -> None:
    """Smart tags, controls, fields and insertions are read; deletions and hidden runs are not."""
    body = (
        _p(
            _r("本办法自")
            + f"<w:smartTag>{_r('2024年')}</w:smartTag><w:sdt><w:sdtContent>{_r('1月')}</w:sdtContent></w:sdt>"
            + f"<w:fldSimple>{_r('1日')}</w:fldSimple><w:ins>{_r('起施行')}</w:ins>"
            + f"<w:del><w:r><w:delText>废止</w:delText></w:r></w:del>{_r('密', '<w:rPr><w:vanish/></w:rPr>')}"
            + _r("。")
        )
        + f"<w:sdt><w:sdtContent>{_p(_r('由办公室负责解释。'))}</w:sdtContent></w:sdt>"
    )
    assert read_bytes(_word(body), "a.docx").text == "本办法自2024年1月1日起施行。\n由办公室负责解释。\n"


def test_a_raised_figure_never_joins_the_one_before_it() -> None:
    """A note mark behind a figure stays raised, and one of letters stands in brackets."""
    raised = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
    body = _p(_r("投资24.7") + _r("2", raised) + _r("亿元") + _r("注", raised) + _r("已到位。"))
    assert read_bytes(_word(body), "a.docx").text == "投资24.7²亿元[注]已到位。\n"


def test_automatic_numbers_are_written_out_and_start_again() -> None:
    """Numbers of a list are counted by level; a deeper level begins anew under the next number."""
    levels = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for depth, form, text in (
            (0, "chineseCounting", "%1、"),
            (1, "chineseCounting", "（%2）"),
            (2, "decimal", "%3."),
        )
    )
    numbering = (
        f'<w:numbering {_W}><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num></w:numbering>'
    )

    def item(words: str, depth: int, number: int = 1) -> str:
        numbered = f'<w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'
        return _p(_r(words), numbered)

    body = "".join([
        item("总则要求", 0), item("工作目标", 1), item("基本原则", 1), item("依法办理事项。", 2),
        item("组织实施", 0), item("明确分工", 1), item("附则规定", 0, 2),
    ])  # fmt: skip
    assert read_bytes(_word(body, numbering=numbering), "a.docx").text.splitlines() == [
        "一、总则要求", "（一）工作目标", "（二）基本原则", "1. 依法办理事项。", "二、组织实施", "（一）明确分工", "五、附则规定",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("number", "words"), [(10, "十"), (11, "十一"), (20, "二十"), (101, "一百零一"), (110, "一百一十")]
)
def test_chinese_numbers(number: int, words: str) -> None:
    """Numbers of lists are written as people write them."""
    assert _chinese(number, "〇一二三四五六七八九", "十百千").replace("〇", "零") == words


def test_equal_and_empty_cells_keep_their_columns() -> None:
    """A table's equal and empty cells stay, and a merged cell holds in every column that it covers."""
    rows = [["项目", "2022年", "2023年"], ["收入", "5", "5"], ["支出", "", "6"]]
    cells = "".join("<w:tr>" + "".join(f"<w:tc>{_p(_r(c))}</w:tc>" for c in row) + "</w:tr>" for row in rows)
    wide = f'<w:tr><w:tc>{_p(_r("合计"))}</w:tc><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{_p(_r("16"))}</w:tc></w:tr>'
    lines = read_bytes(_word(f"<w:tbl>{cells}{wide}</w:tbl>"), "a.docx").text.split("\n")
    assert [line for line in lines if line] == [
        "| 项目 | 2022年 | 2023年 |", "| 收入 | 5 | 5 |", "| 支出 |  | 6 |", "| 合计 | 16 | 16 |",
    ]  # fmt: skip


def test_ofd_pages_are_read_by_place_with_relative_and_absolute_locations() -> None:
    """Text codes are ordered by height, then from left to right; each page is a part."""

    def page(rows: list[tuple[int, int, str]]) -> str:
        objects = "".join(
            f'<ofd:TextObject Boundary="{x} {y} 100 5" Size="4"><ofd:TextCode X="0" Y="4" DeltaX="g {len(t)} 4">{t}'
            "</ofd:TextCode></ofd:TextObject>"
            for x, y, t in rows
        )
        return f'<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content></ofd:Page>'

    ofd = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "OFD.xml",
            f"<ofd:OFD {ofd}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        )
        archive.writestr("Doc_0/Document.xml", f'<ofd:Document {ofd}><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/0.xml"/>'
                         '<ofd:Page ID="2" BaseLoc="/Doc_0/Pages/1.xml"/></ofd:Pages></ofd:Document>')  # fmt: skip
        archive.writestr(
            "Doc_0/Pages/0.xml", page([(20, 40, "各单位应当加强值班。"), (20, 20, "值班"), (28, 20, "通知")])
        )
        archive.writestr("Doc_0/Pages/1.xml", page([(20, 20, "记录保存三年。")]))
    document = read_bytes(out.getvalue(), "named.zip")
    assert document.format == "ofd"
    assert document.text == "值班通知\n各单位应当加强值班。\n记录保存三年。\n"
    assert [(p.label, document.text[p.start : p.end]) for p in document.parts] == [
        ("1", "值班通知\n各单位应当加强值班。\n"), ("2", "记录保存三年。\n"),
    ]  # fmt: skip


def test_an_archive_gives_its_members_and_names_what_it_cannot_give(tmp_path: Path) -> None:
    """Names without the flag are GB18030; a broken member, a third layer and a password never stop the others."""
    csv = "项目,2022年,2023年\n收入,5,5\n支出,,6\n".encode("gb18030")

    def packed(**members: bytes) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for name, data in members.items():
                archive.writestr(name.replace("_", "."), data)
        return out.getvalue()

    data = packed(XXXX_csv=csv, cut_docx=b"PK\x03\x04xx", in_zip=packed(in_zip=packed(a_csv=csv)))
    data = data.replace(b"XXXX", "收支".encode("gb18030"))
    (tmp_path / "a.zip").write_bytes(data)
    documents, failed = read_all(tmp_path / "a.zip", "a.zip")
    assert [d.file for d in documents] == ["a.zip/收支.csv"]
    assert (
        documents[0].text.split("\n")[1 if documents[0].text[0] == "\n" else 0]
        == "| 项目 | 2022年 | 2023年 |"
    )
    assert {(e.params["file"], e.params["reason"]) for e in failed} == {
        ("a.zip/cut.docx", "damaged"), ("a.zip/in.zip/in.zip", "nested"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"%PDF-1.7\nnonsense", "a.pdf", "damaged"),
        (b"PK\x03\x04nonsense", "a.docx", "damaged"),
        (b"7z\xbc\xaf\x27\x1c" + b"x" * 50, "a.7z", "archive-kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "a.docx", "encrypted"),
        # Made by its test: every process of a run would make it, and keep it, to collect the tests.
        (lambda: _word("<w:p/>", settings=" " * 210_000_000), "a.docx", "expands"),
        (_word("").replace(b"<w:document", b"<!DOCTYPE x"), "a.docx", "damaged"),
    ],
    ids=["pdf", "word", "7z", "password", "bomb", "dtd"],
)
def test_what_cannot_be_read_has_its_reason(
    data: bytes | Callable[[], bytes], name: str, reason: str
) -> None:
    """Damage, passwords, bombs and foreign formats are told apart."""
    with pytest.raises(UnreadableFile) as caught:
        read_bytes(data if isinstance(data, bytes) else data(), name)
    assert caught.value.params["reason"] == reason


@pytest.mark.skipif(not has_office(), reason="needs LibreOffice, which makes the files")
@pytest.mark.parametrize("kind", ["docx", "pdf", "doc"])
def test_a_seed_made_into_another_format_has_its_paragraphs(tmp_path: Path, kind: str) -> None:
    """What LibreOffice writes from a seed document reads as the same long paragraphs."""
    source = tmp_path / "seed.txt"
    shutil.copy(_SEED, source)
    for target in ["docx"] if kind == "docx" else ["docx", kind]:
        (source,) = converted([source], target, tmp_path)
    document = read_bytes(source.read_bytes(), source.name)
    wanted = [line.strip() for line in _SEED.read_text("utf-8").splitlines() if len(line.strip()) > 60]
    if kind == "pdf":
        # Paper doesn't tell a typed space between Chinese and a figure from the room that printers leave.
        wanted = [
            re.sub(r"(?<=[\u4e00-\u9fff]) (?=\d)|(?<=\d) (?=[\u4e00-\u9fff])", "", line) for line in wanted
        ]
    assert document.format == kind
    assert [line for line in document.text.splitlines() if len(line) > 60] == wanted
    assert bool(document.parts) == (kind == "pdf")


def test_boxes_and_lists_of_a_form_show_what_was_chosen() -> None:
    """A legacy form field has no run of its own: its box is ticked or not, its list has an entry chosen."""

    def field(inside: str) -> str:
        begin = f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{inside}</w:ffData></w:fldChar></w:r>'
        return begin + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'

    def box(inside: str) -> str:
        return field(f"<w:checkBox><w:sizeAuto/>{inside}</w:checkBox>")

    entries = "".join(f'<w:listEntry w:val="{word}"/>' for word in ("特急", "加急", "平急"))
    body = _p(
        _r("公开")
        + box('<w:default w:val="0"/><w:checked/>')
        + _r("不公开")
        + box('<w:default w:val="1"/><w:checked w:val="0"/>')
        + _r("依申请公开")
        + box('<w:default w:val="1"/>')
        + _r("，紧急程度为")
        + field(f'<w:ddList><w:result w:val="1"/>{entries}</w:ddList>')
        + _r("。")
    )
    assert read_bytes(_word(body), "a.docx").text.strip() == "公开☑不公开□依申请公开☑，紧急程度为加急。"
