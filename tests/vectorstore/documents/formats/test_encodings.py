"""Characters that get lost between programs: encodings of PDF fonts, justified lines, look-alikes of 〇, characters of Hong Kong."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.named_font_pdf import pdf_with_named_font
from tests.office_files import converted, has_browser, has_office, html, printed
from vectorstore.documents.load import read_bytes
from vectorstore.text.search_form import bare_form

pytestmark = pytest.mark.usefixtures("warm_reading")

_SENTENCE = "本办法自2026年5月1日起施行，罚款（五百）元。"
_JUSTIFIED = (
    "第一条 河道保洁员每周清理河面不少于3次，汛期每天清理不少于1次，遇暴雨时应当每4小时清理一次，并在当日填写清理记录，"
    "由村民委员会按月汇总后报镇水务站备案，备案材料保存五年以上，期满后移交县档案馆统一保管。"
)


@pytest.mark.parametrize("cmap", ["GBKp-EUC-H", "GBK-EUC-H", "GBK2K-H", "GB-EUC-H", "GBpc-EUC-H"])
def test_pdf_fonts_in_gbk_give_characters_and_no_nonsense(cmap: str) -> None:
    """Fonts that are named only and in GBK or GB2312 are read as they are drawn, never as Hangul."""
    content = f"BT /F1 12 Tf 1 0 0 1 60 700 Tm <{_SENTENCE.encode('gbk').hex()}> Tj ET"
    document = read_bytes(pdf_with_named_font(cmap, content), "a.pdf")
    assert (document.format, document.text.strip()) == ("pdf", _SENTENCE)


@pytest.mark.parametrize("cmap", ["GBKp-EUC-H", "GBK-EUC-H", "GB-EUC-H"])
def test_a_pdf_by_reportlab_in_gbk_is_read_as_it_is_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cmap: str
) -> None:
    """ReportLab names the font and the encoding only, as the PDF programs of its time did; a justified line too."""
    from reportlab.pdfbase import cidfonts, pdfmetrics
    from reportlab.pdfgen.canvas import Canvas

    # Its list lacks GBKp-EUC-H, which has the same bytes and half-width Latin letters.
    monkeypatch.setattr(cidfonts, "allowedEncodings", [*cidfonts.allowedEncodings, "GBKp-EUC-H"])
    pdfmetrics.registerFont(cidfonts.CIDFont("STSong-Light", cmap))
    canvas = Canvas(str(tmp_path / "a.pdf"))
    text = canvas.beginText(60, 700)
    text.setFont(f"STSong-Light-{cmap}", 12)
    for wide in (0, 2.5):
        text.setCharSpace(wide)
        text.textLine(_SENTENCE.encode("gbk").decode("latin-1"))  # bytes, as it draws them
    canvas.drawText(text)
    canvas.save()
    assert f"/{cmap}".encode() in (tmp_path / "a.pdf").read_bytes()
    read = read_bytes((tmp_path / "a.pdf").read_bytes(), "a.pdf").text
    assert read.replace("\n", "") == _SENTENCE * 2


@pytest.mark.skipif(not has_browser(), reason="needs Chromium, to print the page")
def test_justified_lines_have_no_space_between_their_characters(tmp_path: Path) -> None:
    """A printer that sets a line wide to reach the margin adds no character to it."""
    page = tmp_path / "页.html"
    style = "<style>body{width:330px;text-align:justify}</style>"
    page.write_text(html(f"保洁办法\n{_JUSTIFIED}").replace("</head>", f"{style}</head>"), "utf-8")
    text = read_bytes(printed(page, tmp_path / "页.pdf", tmp_path / "browser").read_bytes(), "页.pdf").text
    assert _JUSTIFIED in text.split("\n")


@pytest.mark.skipif(not has_office(), reason="needs LibreOffice, which makes the files")
def test_look_alikes_and_characters_of_hong_kong_are_found_in_files_of_an_office(tmp_path: Path) -> None:
    """二○二一年 and 二◯◯五年 in a .doc or a PDF are matched as 〇, 敍枱粧糭衞衹 as what the mainland writes; shown as they stand."""
    source = tmp_path / "稿.txt"
    source.write_text(
        "關於環境衞生的通告\n二○二一年三月起，枱面每日清潔，二◯◯五年的規定廢止，敍述不清的不予受理。\n",
        "utf-8",
    )
    (docx,) = converted([source], "docx", tmp_path)
    (doc,) = converted([docx], "doc", tmp_path)
    (pdf,) = converted([docx], "pdf", tmp_path)
    for file in (docx, doc, pdf):
        text = read_bytes(file.read_bytes(), file.name).text
        assert "二○二一年三月起，枱面每日清潔，二◯◯五年" in text, file.name
        found = bare_form(text).text
        for words in (
            "环境卫生的通告",
            "二〇二一年三月起",
            "台面每日清洁",
            "二〇〇五年的规定废止",
            "叙述不清",
        ):
            assert bare_form(words).text in found, (file.name, words)
