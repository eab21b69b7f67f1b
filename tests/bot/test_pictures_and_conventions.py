"""The pictures in docs/: there, small, safe, and shown first thing in both READMEs."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree

import pytest

from tests.commands import PROJECT
from tests.pages import READMES, read
from tests.pictures import FOLDER
from tests.terminal_svg import terminal_svg

_NAMES = {
    f"{page}-{kind}.png"
    for page in ("open", "eval", "serve")
    for kind in ("desktop", "phone", "dark", "print")
}
_MOST_BYTES = 1_500_000
_TEXT = "{http://www.w3.org/2000/svg}text"


def test_every_picture_is_there_and_all_are_small() -> None:
    """A terminal of 80 and of 120 columns, three pages in four forms; less than 1.5 MB together."""
    sizes = {path.name: path.stat().st_size for path in FOLDER.iterdir()}
    assert set(sizes) == _NAMES | {"terminal-80.svg", "terminal-120.svg"}
    assert sum(sizes.values()) < _MOST_BYTES
    for name in _NAMES:
        assert (FOLDER / name).read_bytes().startswith(b"\x89PNG")
        assert sizes[name] > 5000, name


@pytest.mark.parametrize("columns", [80, 120])
def test_the_terminals_load_nothing_and_fit_their_columns(columns: int) -> None:
    """A picture of the terminal is well-formed, has no script or address, and no text beyond its last column."""
    source = (FOLDER / f"terminal-{columns}.svg").read_text("utf-8")
    root = ElementTree.fromstring(source)
    assert not re.search(r"<script|href|url\(|@import|<image", source)
    width = float(root.get("viewBox", "").split()[2])
    ends = [float(one.get("x", "")) + float(one.get("textLength", "")) for one in root.iter(_TEXT)]
    assert max(ends) <= width
    shown = "".join(one.text or "" for one in root.iter(_TEXT))
    assert "48份" in shown
    assert "159" in shown


@pytest.mark.parametrize("page", READMES)
def test_a_readme_shows_a_terminal_and_a_page_on_its_first_screen(page: str) -> None:
    """Both stand among the first lines, and with words for those who can't see them."""
    first = "\n".join(read(page).splitlines()[:30])
    found = re.findall(r"!\[([^\]]+)\]\(docs/pictures/([\w-]+\.\w+)\)", first)
    assert {name.partition("-")[0] for _, name in found} == {"terminal", "serve"}
    for words, name in found:
        assert len(words) > 4
        assert (FOLDER / name).exists()


def test_a_terminal_breaks_lines_where_it_ends_and_forgets_what_was_written_over() -> None:
    """Wide characters take two columns; styles are kept over a break; what a line began with is overwritten."""
    source = terminal_svg("正在查找…\r\x1b[K\x1b[1m汉字汉字x\x1b[0m<b>&", 6)
    root = ElementTree.fromstring(source)
    runs = [(one.get("y"), one.text, one.get("font-weight")) for one in root.iter(_TEXT)]
    assert [(text, weight) for _, text, weight in runs] == [
        ("汉字汉", "bold"),
        ("字", "bold"),
        ("x", "bold"),
        ("<b>", None),
        ("&", None),
    ]
    assert len({y for y, _, _ in runs}) == 3


def test_every_test_that_the_conventions_name_exists() -> None:
    """The table of conventions names a test for each, which is there."""
    page = read("docs/conventions.md")
    named = set(re.findall(r"`(test_\w+)`", page))
    assert len(named) > 30
    written = "".join(path.read_text("utf-8") for path in (PROJECT / "tests").rglob("test_*.py"))
    assert {name for name in named if f"def {name}(" not in written} == set()
    rows = [
        line
        for line in page.partition("## Tried")[0].splitlines()
        if line.startswith("| ") and not line.startswith(("| ---", "| conv"))
    ]
    assert all("`test" in row.rpartition(" | ")[2] for row in rows)
