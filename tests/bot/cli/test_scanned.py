"""A scan in an index: wherever its words are shown, they are marked as recognised, with page and certainty."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.commands import Done, run
from tests.once import made_once, shared_folder
from tests.scanner import SLIP, font_file, scanned_pdf
from vectorstore.documents.formats.scan import can_recognise

pytestmark = [
    pytest.mark.skipif(not can_recognise(), reason="needs the extra ocr: pip install 'yinju[ocr]'"),
    pytest.mark.skipif(not font_file(), reason="needs a Chinese font, to print the page with"),
]
_NOTICE = (
    "关于加强冬季值班工作的通知\n"
    "各单位值班人员应当于每日8时30分前到岗，交接班记录由办公室统一保存三年。遇有突发事件，值班人员应当在20分钟内报告带班领导。\n"
)
_QUOTED = "交接班记录由办公室统一保存三年"
_MARK = re.compile(r"第1页（扫描识别，把握\d\d%）")


@pytest.fixture(scope="session")
def scan(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A data folder with an index of one scanned page, and the settings."""
    home = shared_folder(tmp_path_factory, "scan")
    docs, data = home / "docs", home / "data"
    settings = {"DOCUMENTS": str(docs)}

    def make() -> Done:
        docs.mkdir(exist_ok=True)
        data.mkdir(exist_ok=True)
        (docs / "值班.pdf").write_bytes(scanned_pdf(_NOTICE, 150, high=SLIP + 1))
        return run(data, "ingest", str(docs), more=settings)

    done = made_once(home, make)
    assert done.code == 0, done.out + done.err
    return data, settings


def test_an_answer_from_a_scan_says_so(scan: tuple[Path, dict[str, str]]) -> None:
    """The citation has page and certainty, a note says to check the paper, JSON has the number."""
    data, settings = scan
    done = run(data, "ask", "交接班记录由哪个部门保存几年?", more=settings)
    assert done.code == 0, done.out
    assert _QUOTED in done.out
    assert _MARK.search(done.out)
    assert "※ 有 1 处引文出自扫描件" in done.out
    english = run(data, "--lang", "en", "ask", "交接班记录由哪个部门保存几年?", more=settings)
    assert re.search(r"page 1 \(recognised from a scan, \d\d% sure\)", english.out)
    shown = run(data, "ask", "--json", "交接班记录由哪个部门保存几年?", more=settings).json
    (citation,) = shown["claims"][0]["citations"]
    assert citation["page"] == "1"
    assert 0.85 < citation["confidence"] <= 1
    exported = run(data, "export", more=settings)
    assert "扫描识别" in exported.out


def test_look_ups_of_a_scan_say_so(scan: tuple[Path, dict[str, str]]) -> None:
    """`locate` compares with the recognised words only, `cite`, ready citations, `open` and `sources` are marked."""
    data, settings = scan
    located = run(data, "locate", _QUOTED, more=settings)
    assert located.code == 0
    assert _MARK.search(located.out)
    assert "不等于与纸面逐字一致" in located.out
    found = run(data, "locate", "--json", _QUOTED, more=settings).json
    (match,) = found["matches"]
    assert match["page"] == "1"
    assert match["confidence"] > 0.85

    key = match["key"]
    assert _MARK.search(run(data, "cite", key, more=settings).out)
    assert run(data, "cite", key, "--json", more=settings).json["passage"]["confidence"] > 0.85
    for style in ("text", "markdown", "gbt7714"):
        assert "扫描识别" in run(data, "cite", key, "--copy-as", style, more=settings).out
    page = Path(run(data, "open", key, "--print-path", more=settings).out.strip()).read_text("utf-8")
    assert _MARK.search(page)
    assert "可能与纸面不同" in page
    assert "其中扫描识别：1" in run(data, "sources", more=settings).out
