"""Rows of pages without marks of paragraphs: where one ends is told by the margin, indents, gaps and numbers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.office_files import has_browser, printed
from vectorstore.documents.formats.layout import flow
from vectorstore.documents.formats.piece import Piece
from vectorstore.documents.load import read_bytes

pytestmark = pytest.mark.usefixtures("warm_reading")

_ACROSS = 20
_SIZE = 10.0


def _page(rows: Sequence[tuple[str, float, float]]) -> list[Piece]:
    """Rows of Chinese text, each with its indent in characters and the gap above it."""
    top, out = 0.0, []
    for text, indent, gap in rows:
        top += gap
        left = 50 + indent * _SIZE
        out.append(Piece(text, left, left + _SIZE * len(text), top, _SIZE))
    return out


def _set(
    paragraph: str, indent: int = 0, between: float = 20, gap: float = 20
) -> list[tuple[str, float, float]]:
    """The rows of a paragraph in a column of twenty characters."""
    first = _ACROSS - indent
    rest = [paragraph[at : at + _ACROSS] for at in range(first, len(paragraph), _ACROSS)]
    return [(paragraph[:first], indent, between), *((row, 0.0, gap) for row in rest)]


def _texts(*pages: Sequence[tuple[str, float, float]], exact: bool = False) -> list[str]:
    return [line.text for line in flow([_page(page) for page in pages], exact=exact)[0]]


def _of_length(length: int, begin: str = "", end: str = "。") -> str:
    """A sentence of so many characters."""
    words = "各镇街按照分工抓好落实并按月报送进展情况" * 20
    return begin + words[: length - len(begin) - len(end)] + end


@pytest.mark.parametrize("exact", [True, False])
def test_a_number_that_happens_to_begin_a_row_is_no_paragraph(exact: bool) -> None:
    """Where items are indented, 二是 at the left margin counts a part of the paragraph above, however few its paragraphs are."""
    paragraphs = [
        # The first row has eighteen characters: 二是 begins the fourth one.
        _of_length(58, "一是查摆问题。") + "二是" + _of_length(140),
        _of_length(170, "一、加强领导。"),
        _of_length(168, "二、压实责任。"),
        _of_length(165, "三、强化保障。"),
    ]
    assert paragraphs[0][58:60] == "二是"
    assert _texts([row for text in paragraphs for row in _set(text, 2)], exact=exact) == paragraphs


def test_a_gap_between_paragraphs_tells_where_one_ends() -> None:
    """A paragraph that fills its last row ends before a wide gap; within one, a number or a full stop at a row's end doesn't."""
    paragraphs = [
        _of_length(60),
        _of_length(40) + "二是" + _of_length(48),
        _of_length(39) + _of_length(50),
        _of_length(75),
        _of_length(40),
        _of_length(66),
    ]
    assert _texts([row for text in paragraphs for row in _set(text, between=34)]) == paragraphs
    numbered = ["（一）" + _of_length(17), "（二）" + _of_length(17)]
    rows = [row for text in [*paragraphs, "以下事项：", *numbered] for row in _set(text, between=34)]
    close = [*rows[:-1], (rows[-1][0], 0.0, 20.0)]
    assert _texts(close) == [*paragraphs, "以下事项：", *numbered]


def test_a_page_of_indented_rows_has_the_margin_of_the_others() -> None:
    """Paragraphs of one row each, the first of which fills it, are several; a page of a book that is moved is as before."""
    first = [row for length in (70, 55, 88, 64) for row in _set(_of_length(length), 2)]
    items = [_of_length(18), _of_length(12), _of_length(18), _of_length(15)]
    second = [row for text in items for row in _set(text, 2)]
    assert _texts(first, second)[4:] == items
    moved = [(text, indent + 3, gap) for text, indent, gap in first]
    assert len(_texts(first, moved)) == 8


def test_figures_of_a_ratio_are_not_parted_and_commas_of_half_a_width_are_prose() -> None:
    """13.1∶38.4∶48.5 had no room in the row above; a row with `,` between its words is none of a table."""
    prose = [row for length in (70, 75, 68) for row in _set(_of_length(length))]
    broken = [("各镇街抓好落实三次产业", 0.0, 20.0), ("13.1∶38.4∶48.5。", 0.0, 20.0)]
    assert "三次产业13.1∶38.4∶48.5。" in _texts([*prose, *broken])[-1]
    spaced = "展 挥社区 网 格服务 群众,解决问题"
    rows = [*prose, (_of_length(20, end="进"), 0.0, 20.0), (spaced, 0.0, 20.0)]
    assert _texts(rows)[-1].endswith("进" + spaced)


def test_a_pinyin_note_over_two_rows_is_one() -> None:
    """The two halves of a syllable have no space between them; two words have."""
    prose = [row for length in (70, 75, 68) for row in _set(_of_length(length))]
    for above, below, joined in (("(tǒ", "ng)前列", "(tǒng)前列"), ("(GB", "ISO)前列", "(GB ISO)前列")):
        full = _of_length(20, end=above)
        assert _texts([*prose, (full, 0.0, 20.0), (below, 0.0, 20.0)])[-1].endswith(joined)


@pytest.mark.skipif(not has_browser(), reason="needs Chromium, to print the page")
@pytest.mark.parametrize("style", ["", "p{text-indent:2em;margin:0;line-height:1.8}"])
def test_paragraphs_that_a_browser_prints_stay_whole(tmp_path: Path, style: str) -> None:
    """Chromium draws many Chinese fonts without heights: a row that begins with 一 or ends in a comma is as the others."""
    sentence = "各镇街、各部门要结合实际抓好落实,按月报送进展情况,及时研究解决问题,"
    texts = [
        f"{begin}{sentence * 6}确保完成任务。" for begin in ("一是突出谋划。", "一方面,", "一要", "二、")
    ]
    page = tmp_path / "a.html"
    words = "".join(f"<p>{text}</p>" for text in texts)
    page.write_text(f'<meta charset="utf-8"><style>{style}</style><body style="width:560px">{words}', "utf-8")
    read = read_bytes(printed(page, tmp_path / "a.pdf", tmp_path / "browser").read_bytes(), "a.pdf")
    assert [line for line in read.text.split("\n") if line] == texts
