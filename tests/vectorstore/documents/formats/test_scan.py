"""Scans and photographs: pages of text with a scanner's noise are read back, and marked as recognised."""

from __future__ import annotations

import io
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from tests.scanner import SLIP, font_file, scanned, scanned_pdf
from vectorstore.documents.chunking import split
from vectorstore.documents.formats import scan
from vectorstore.documents.formats.extracted import CannotRead, LeftOut
from vectorstore.documents.load import read_all, read_bytes
from vectorstore.documents.outline import outline
from vectorstore.errors import UnreadableFile
from vectorstore.ingest import ingest

pytestmark = [
    pytest.mark.skipif(not font_file(), reason="needs a Chinese font, to print the pages with"),
    pytest.mark.usefixtures("warm_reading"),
]
needs_ocr = pytest.mark.skipif(
    not scan.can_recognise(), reason="needs the extra ocr: pip install 'yinju[ocr]'"
)

_NOTICE = (
    "关于加强冬季值班工作的通知\n"
    "各单位值班人员应当于每日8时30分前到岗，交接班记录由办公室统一保存三年。遇有突发事件，值班人员应当在20分钟内报告带班领导。\n"
    "带班领导每周至少到岗检查两次，检查情况记入值班日志。本通知自2024年12月1日起施行。\n"
)
#: Each row takes a quarter of a second to be read, and a whole page one more: where it is about no text, it is this one.
_SHORT = "冬季值班\n交接班记录由办公室统一保存三年。\n"


@needs_ocr
@pytest.mark.parametrize("dpi", [150, 300])
def test_a_noisy_scan_is_read_and_every_passage_says_so(dpi: int) -> None:
    """At 150 and 300 dots an inch nearly every character is found; page and confidence stand in each passage."""
    document = read_bytes(scanned_pdf(_NOTICE, dpi), "值班.pdf")
    assert document.format == "pdf-scan"
    wanted, found = ("".join(one.split()) for one in (_NOTICE, document.text))
    same = sum(m.size for m in SequenceMatcher(None, wanted, found, False).get_matching_blocks())
    assert same >= 0.97 * len(wanted)
    for words in ("8时30分前到岗", "保存三年", "20分钟内报告", "2024年12月1日"):
        assert words in found
    passages = split(document, outline(document))
    assert passages
    assert {p.page for p in passages} == {"1"}
    assert all(0.85 < p.confidence <= 1 for p in passages)


@needs_ocr
def test_a_photograph_lying_on_its_side_is_set_upright(tmp_path: Path) -> None:
    """A JPEG that says which side is up is read as a person sees it; so is each page of a TIFF."""
    from PIL import Image

    (page,) = scanned(_SHORT, 150, high=SLIP)
    turned, side_up = page.transpose(Image.Transpose.ROTATE_90), Image.Exif()
    side_up[0x0112] = 6
    out = io.BytesIO()
    turned.save(out, "JPEG", exif=side_up)
    document = read_bytes(out.getvalue(), "值班.jpg")
    assert document.format == "picture"
    # Rows that lie on their side are read too, but side by side as one.
    heading, sentence = document.text.splitlines()
    assert heading == "冬季值班"
    assert "交接班记录由办公室统一保存三年" in sentence

    out = io.BytesIO()
    page.save(out, "TIFF", save_all=True, append_images=[page])
    both = read_bytes(out.getvalue(), "值班.tif")
    assert [part.label for part in both.parts] == ["1", "2"]
    assert both.text.count("交接班记录由办公室统一保存三年") == 2


@needs_ocr
def test_only_the_pages_without_text_are_recognised_in_a_mixed_pdf() -> None:
    """A page with text of its own keeps it, exact; the scanned one beside it is recognised and marked."""
    import pypdfium2 as pdfium

    from tests.bot.telegram.papers import pdf

    own = pdf([["第一页由打印程序写成,文字原样保留。", "值班电话为88996677。"]])
    book = pdfium.PdfDocument(own)
    book.import_pages(pdfium.PdfDocument(scanned_pdf(_SHORT, 150, high=SLIP)))
    out = io.BytesIO()
    book.save(out)
    document = read_bytes(out.getvalue(), "合订.pdf")
    assert document.format == "pdf"
    assert "值班电话为88996677。" in document.text
    assert "交接班记录由办公室统一保存三年" in document.text
    assert [(part.label, part.confidence > 0) for part in document.parts] == [("1", False), ("2", True)]


@needs_ocr
def test_a_page_that_is_hardly_legible_is_named(tmp_path: Path) -> None:
    """Pages that were recognised with little certainty are notes; an empty page is empty."""
    from PIL import Image

    (page,) = scanned(_SHORT, 150, high=SLIP)
    small = page.resize((page.width // 6, page.height // 6)).resize(page.size)
    small.save(tmp_path / "模糊.png")
    (document,), (note,) = read_all(tmp_path / "模糊.png", "模糊.png")
    assert "办公室" in document.text
    assert 0 < document.parts[0].confidence < scan.UNSURE
    assert (note.params["reason"], note.params["detail"]) == ("page-unsure", "1")
    Image.new("RGB", (800, 600), "white").save(tmp_path / "空白.png")
    with pytest.raises(UnreadableFile) as caught:
        read_bytes((tmp_path / "空白.png").read_bytes(), "空白.png")
    assert caught.value.params["reason"] == "empty"


def test_what_recognises_is_not_loaded_for_what_has_nothing_to_recognise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An empty picture and a broken one are told without it; it takes seconds to load."""
    from PIL import Image

    def never() -> None:
        raise AssertionError("loaded")

    monkeypatch.setattr(scan, "_engine", never)
    blank, out = Image.new("RGB", (80, 60), "white"), io.BytesIO()
    blank.save(out, "PNG")
    for data, reason in ((out.getvalue(), "empty"), (out.getvalue()[:60], "damaged")):
        with pytest.raises(CannotRead) as caught:
            scan.read_picture(data)
        assert caught.value.reason == reason
    blank.putpixel((3, 3), (0, 0, 0))
    out = io.BytesIO()
    blank.save(out, "PNG")
    with pytest.raises(AssertionError, match="loaded"):
        scan.read_picture(out.getvalue())


def test_unsure_pages_are_named_by_their_confidence() -> None:
    """The pages under the level are listed in one note, those with text of their own never."""
    pages = [("1", 0.98), ("2", 0.62), ("3", 0.0), ("4", 0.96)]
    assert scan.unsure_pages(pages) == [LeftOut("page-unsure", "2、4")]
    assert scan.unsure_pages(pages[:1]) == []


@needs_ocr
def test_a_scan_is_recognised_once(tmp_path: Path, tiny_model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A later ingest takes over what was recognised while the file is unchanged, with the same keys."""
    from vectorstore.documents.formats import child
    from vectorstore.index import generations
    from vectorstore.index.catalog import Catalog

    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "值班.pdf").write_bytes(scanned_pdf(_SHORT, 150, high=SLIP))
    first = ingest([docs], tmp_path / "index", str(tiny_model))
    assert first.added == ("值班.pdf",)
    catalog = Catalog.open(generations.current(tmp_path / "index"))
    (record,) = catalog.documents()
    keys = [p.key for p in catalog.passages("值班.pdf")]
    catalog.close()
    assert (record.parts, record.recognised) == (1, 1)

    def never(*_: object) -> None:
        raise AssertionError("recognised again")

    monkeypatch.setattr(child, "read", never)
    (docs / "又一份.txt").write_text("办公室负责检查落实,每季度通报一次。\n", "utf-8")
    later = ingest([], tmp_path / "index", str(tiny_model))
    assert (later.added, later.unchanged) == (("又一份.txt",), ("值班.pdf",))
    catalog = Catalog.open(generations.current(tmp_path / "index"))
    assert [p.key for p in catalog.passages("值班.pdf")] == keys
    assert all(p.confidence > 0.85 for p in catalog.passages("值班.pdf"))
    catalog.close()


def test_without_the_extra_a_scan_is_one_clear_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    """A scanned PDF and a picture say what to install; a missing file of weights counts as that too."""
    data = scanned_pdf(_NOTICE, 50)
    out = io.BytesIO()
    scanned(_NOTICE, 50)[0].save(out, "PNG")
    monkeypatch.setattr(scan, "_MODELS", {"Det": "no-such-*.onnx"})
    assert not scan.can_recognise()
    for content, name, reason in ((data, "a.pdf", "scanned"), (out.getvalue(), "a.png", "picture")):
        with pytest.raises(UnreadableFile) as caught:
            read_bytes(content, name)
        assert caught.value.params["reason"] == reason
