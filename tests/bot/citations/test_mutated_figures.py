"""No figure that only looks like the source's is called exact."""

from pathlib import Path

from benchmarks.mutated_figures import mutations, stands
from bot.citations.results import Verdict
from tests.lookup_library import entries_of, write


def test_no_glued_figure_is_exact(tmp_path: Path) -> None:
    """Of 400 figures glued to a raised, circled, bracketed or Chinese neighbour none is found as quoted."""
    rows = list(mutations(400))
    page = "".join(f"<p>{row.source}</p>\n" for row in rows)
    locator = write(tmp_path / "library", entries_of({"figures.html": page})).locator
    asked = [row for row in rows if not stands(row, rows)]
    assert len(asked) > 300
    wrong = [row for row in asked if locator.locate(row.quoted).verdict is Verdict.EXACT]
    assert wrong == []


def test_a_figure_with_its_neighbour_is_exact(tmp_path: Path) -> None:
    """What stands in the source, note mark and all, is exact, in whichever script the mark is."""
    page = "<p>全县实现24.7<sup>2</sup>亿元。</p><p>罚款二千五百元。</p><p>会议。一是加强领导。</p>"
    locator = write(tmp_path / "library", entries_of({"figures.html": page})).locator
    for quoted in ("实现24.7²亿元", "罚款二千五百元", "一是加强领导"):
        assert locator.locate(quoted).verdict is Verdict.EXACT, quoted
    for quoted in ("24.72亿元", "五百元", "罚款二千五"):
        assert locator.locate(quoted).verdict is not Verdict.EXACT, quoted
