"""What a page hides is none of its words; what a server puts around them, or a frame beside them, doesn't hide them."""

from __future__ import annotations

from pathlib import Path

import pytest

from vectorstore.documents.html import read_html
from vectorstore.documents.load import read_all
from vectorstore.types import Role

_SHOWN = "各单位应当加强值班。"
_OTHER = "本条已经废止,不再执行。"


def _paragraphs(page: str) -> list[str]:
    blocks, _, _ = read_html(page)
    return [block.span.of(page) for block in blocks if block.role is Role.PARAGRAPH]


@pytest.mark.parametrize(
    ("sheet", "element"),
    [
        (".off{display:none}", "<p class='a off'>"),
        ("#old , .x { visibility : hidden }", "<p id=old>"),
        ("p.old{display:none!important;color:red}", "<p class=old>"),
        ("/* p{} */\n.a.b{display:none}", "<p class='b a'>"),
        ("", "<p style='font-size:0px'>"),
        ("", "<p style='color:red;opacity:0'>"),
        ("", "<p hidden>"),
    ],
)
def test_what_a_style_sheet_hides_is_not_read(sheet: str, element: str) -> None:
    """By class, by id, by tag and class, and by letters of no size."""
    page = (
        f"<html><head><style>{sheet}</style></head><body><p>{_SHOWN}</p>{element}{_OTHER}</p></body></html>"
    )
    assert _paragraphs(page) == [_SHOWN]


@pytest.mark.parametrize(
    ("sheet", "element"),
    [
        (".tab{display:none} .tab.on{display:block}", "<p class='tab on'>"),
        (".on{display:block} .tab{display:none}", "<p class=on>"),
        ("@media print{ p{display:none} a{color:red} }", "<p>"),
        ("nav > p, div p {display:none}", "<p>"),
        (".tab{display:none}", "<p class=tab style='display:block'>"),
        ("p{font-size:0.9em;opacity:0.8}", "<p style='font-size:0.5em'>"),
    ],
)
def test_what_shows_all_the_same_is_read(sheet: str, element: str) -> None:
    """A narrower rule shows again what another hides; rules for paper, and for places inside others, hide nothing."""
    page = (
        f"<html><head><style>{sheet}</style></head><body><p>{_SHOWN}</p>{element}{_OTHER}</p></body></html>"
    )
    assert _paragraphs(page) == [_SHOWN, _OTHER]


def test_a_form_around_the_whole_page_is_no_box_to_search() -> None:
    """Servers put a form around all that a page says; a form without a sentence is passed over."""
    page = (
        "<html><body><form id='aspnetForm' method='post'><input type=hidden value=x><div><h1>关于值班的通知</h1>"
        f"<p>{_SHOWN}</p><select><option>一月。</option></select></div></form><form>请输入要查找的内容</form></body></html>"
    )
    assert _paragraphs(page) == [_SHOWN]


def test_pages_in_frames_are_named(tmp_path: Path) -> None:
    """A page of frames only says which they are; one with a frame inside is read, and the frame is named."""
    (tmp_path / "框.html").write_text(
        "<html><frameset cols='20%,*'><frame src='menu.html'><frame name=m src=main.html></frameset></html>",
        "utf-8",
    )
    documents, failed = read_all(tmp_path / "框.html", "框.html")
    assert not documents
    assert [(e.params["reason"], e.params["detail"]) for e in failed] == [("frames", "menu.html、main.html")]
    (tmp_path / "页.html").write_text(
        f"<html><body><h1>关于值班的通知</h1><p>{_SHOWN}</p><iframe src='%E8%A1%A8_files/saved_resource.html'></iframe>"
        "<iframe src='//count.example.cn/a.html'></iframe></body></html>",
        "utf-8",
    )
    documents, failed = read_all(tmp_path / "页.html", "页.html")
    assert len(documents) == 1
    assert [(e.params["reason"], e.params["detail"]) for e in failed] == [
        ("frames", "表_files/saved_resource.html")
    ]
