"""Pages beside Chromium: what it shows of a page is what is read of it, and what it raises stands raised."""

from __future__ import annotations

import html
import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.office_files import has_browser
from vectorstore.documents.html import read_html
from vectorstore.documents.load import read_bytes
from vectorstore.documents.outline import block_form
from vectorstore.types import Role

_SHEET = """<style>
.gone{display:none} #away,.void{visibility:hidden} .tab{display:none} .tab.on{display:block} p.old{display:none!important}
span.gone{display:none} @media print{.paper{display:none}} .lead{color:#333} .back{display:block}
</style>"""
_PARTS = (
    "<p{}>", "<p class=gone{}>", "<p id=away{}>", "<p class='void lead'{}>", "<p class=tab{}>",
    "<p class='tab on'{}>", "<p class=old{}>", "<p class='gone back'{}>", "<p class=paper{}>", "<p hidden{}>",
    "<p hidden=''{}>", "<p style='display:none'{}>", "<p style='display : NONE ;color:red'{}>",
    "<p style='visibility:hidden'{}>", "<p class=gone style='display:block'{}>", "<p aria-hidden=true{}>",
    "<div class=gone><p{}>", "<section hidden><div><p{}>", "<dialog><p{}>", "<dialog open><p{}>",
    "<details open><summary>目录</summary><p{}>", "<template><p{}>", "<p><span class=gone{}>",
    "<div style='display:none'><p style='display:block'{}>", "<noscript><p{}>", "<p style='color:white'{}>",
)  # fmt: skip
_REPORT = """<script>
const shown = [...document.querySelectorAll("[data-n]")].filter(e => e.innerText.trim() &&
  e.checkVisibility({visibilityProperty: true})).map(e => e.dataset.n);
document.body.innerHTML = "<pre id=report>" + JSON.stringify(shown) + "</pre>";
</script>"""


def _closed(part: str, words: str, number: int) -> str:
    """An element with these words, its outer elements closed in their order."""
    opened = part.format(f" data-n={number}")
    names = [name for name in re.findall(r"<([a-z]+)", opened) if name != "summary"]
    return opened + words + "".join(f"</{name}>" for name in reversed(names))


def _dumped(page: str, folder: Path) -> str:
    """The page as Chromium has it in the end."""
    file = folder / "page.html"
    file.write_text(page, "utf-8")
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'browser'}",
               "--dump-dom", file.as_uri()]  # fmt: skip
    return subprocess.run(command, check=True, capture_output=True, timeout=300).stdout.decode()


@pytest.mark.skipif(not has_browser(), reason="needs Chromium, which shows the page")
def test_what_a_browser_shows_is_read_and_what_it_hides_is_not(tmp_path: Path) -> None:
    """Attributes, classes, ids, rules that win over others, outer elements, dialogs: the browser's own judgement."""
    words = [f"各单位应当加强第{number}号岗位的值班。" for number in range(len(_PARTS))]
    body = "\n".join(_closed(part, words[n], n) for n, part in enumerate(_PARTS))
    page = f'<!DOCTYPE html><html><head><meta charset="utf-8">{_SHEET}</head><body>{body}</body></html>'
    report = re.search(
        r'<pre id="report">(.*?)</pre>', _dumped(page.replace("</body>", f"{_REPORT}</body>"), tmp_path)
    )
    assert report
    shown = {int(number) for number in json.loads(html.unescape(report[1]))}
    assert 8 < len(shown) < len(_PARTS) - 8
    document = read_bytes(page.encode(), "page.html")
    read = "".join(block_form(document, block.span).text for block in document.blocks)
    assert {n for n, sentence in enumerate(words) if f"第{n}号" in read} == shown


@pytest.mark.skipif(not has_browser(), reason="needs Chromium, which shows the page")
def test_what_a_browser_raises_stands_raised(tmp_path: Path) -> None:
    """By tag, by class, by a length, by a shifted place: the browser's own places of the digits, measured."""
    sheet = """<style>body{font:20px serif} sup,sub{font-size:75%;line-height:0;position:relative;vertical-align:baseline}
    sup{top:-.5em} sub{bottom:-.25em} .fn{vertical-align:super;font-size:60%} .idx{vertical-align:sub;font-size:60%}
    .up{position:relative;top:-.5em;font-size:60%} .far{vertical-align:40%} .line{vertical-align:middle}
    .near{vertical-align:-1px} .fn.on{vertical-align:baseline}</style>"""
    marks = (
        "<sup>2</sup>", "<sub>2</sub>", "<span class=fn>2</span>", "<a class=idx>2</a>", "<b class=up>2</b>",
        "<i class=far>2</i>", "<span class=line>2</span>", "<span class=near>2</span>", "<span class='fn on'>2</span>",
        "<span style='vertical-align:super'>2</span>", "<span style='vertical-align:6px'>2</span>",
        "<span class=fn style='vertical-align:baseline'>2</span>", "<span>2</span>", "<span class=fn><b>2</b></span>",
    )  # fmt: skip
    # An empty inline block stands on the line of what it is put into.
    script = """<script>const line = e => { const one = document.createElement("u"); one.style.display = "inline-block";
    e.append(one); const at = one.getBoundingClientRect().bottom; one.remove(); return at; };
    const inner = e => e.children[0] ? inner(e.children[0]) : e;
    const off = [...document.querySelectorAll("p")].map(p => line(inner(p.children[0])) - line(p));
    document.body.innerHTML = "<pre id=report>" + JSON.stringify(off) + "</pre>";</script>"""
    body = "".join(f"<p>全年完成投资24.7{mark}亿元。</p>" for mark in marks)
    page = f'<!DOCTYPE html><html><head><meta charset="utf-8">{sheet}</head><body>{body}</body></html>'
    report = re.search(
        r'<pre id="report">(.*?)</pre>', _dumped(page.replace("</body>", f"{script}</body>"), tmp_path)
    )
    assert report
    expected = ["²" if off < -2 else "₂" if off > 2 else "2" for off in json.loads(report[1])]
    assert expected.count("²") > 4
    assert expected.count("2") > 3
    document = read_bytes(page.encode(), "page.html")
    forms = [block_form(document, block.span).text for block in document.blocks]
    assert [form.removeprefix("全年完成投资24.7").removesuffix("亿元。") for form in forms] == expected


@pytest.mark.parametrize(
    "element",
    [
        "<details><summary>条文说明</summary><p>{}</p></details>",
        "<p hidden='until-found'>{}</p>",
        "<p aria-hidden='true'>{}</p>",
    ],
)
def test_what_opens_with_a_click_is_what_the_page_says(element: str) -> None:
    """Folded details and what a search of the page unfolds are read; aria-hidden is kept from screen readers only."""
    words = "各单位应当加强值班。"
    page = f"<body><p>本页是通知。</p>{element.format(words)}</body>"
    blocks, _, _ = read_html(page)
    assert words in [block.span.of(page) for block in blocks if block.role is Role.PARAGRAPH]


@pytest.mark.parametrize(
    ("style", "read"),
    [
        ("color:#fff;background:white", False),
        ("background-color: rgb(255, 255, 255); color: #FFFFFF", False),
        ("color:#fff;background:#c00", True),
        ("color:#fff", True),
    ],
)
def test_words_in_the_colour_behind_them_are_hidden_where_one_style_says_both(style: str, read: bool) -> None:
    """White on white is not read; white alone may stand on a dark bar, which the element doesn't tell."""
    page = f"<body><p>各单位应当加强值班。</p><p style='{style}'>本条已经废止。</p></body>"
    blocks, _, _ = read_html(page)
    assert ("本条已经废止。" in [block.span.of(page) for block in blocks]) is read
