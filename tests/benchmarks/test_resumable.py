"""Results of a benchmark that outlive a run."""

from __future__ import annotations

from pathlib import Path

from benchmarks import faults, kills
from benchmarks.resumable import Results, code_digest


def test_a_run_goes_on_where_another_was_stopped(tmp_path: Path) -> None:
    """What was put is there for the next run, though the last line was cut off by a kill."""
    first = Results("faults", "a1", kept=tmp_path)
    first.put("halved CURRENT", ["said", "whole"])
    with (tmp_path / "faults.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"code": "a1", "case": "empt')
    assert Results("faults", "a1", kept=tmp_path).done == {"halved CURRENT": ["said", "whole"]}
    assert Results("faults", "a1", anew=True, kept=tmp_path).done == {}


def test_results_of_other_code_are_none(tmp_path: Path) -> None:
    """A table never mixes what two states of the program gave."""
    Results("faults", "a1", kept=tmp_path).put("halved CURRENT", ["said"])
    assert Results("faults", "b2", kept=tmp_path).done == {}
    assert code_digest(faults.__file__) != code_digest(kills.__file__)


def test_time_that_is_spent_begins_nothing(tmp_path: Path) -> None:
    """A run with an end is over after it, one without never is."""
    assert Results("faults", "a1", minutes=1e-9, kept=tmp_path).over
    assert not Results("faults", "a1", kept=tmp_path).over


def test_a_file_has_one_name_in_every_run() -> None:
    """The folder that Chroma names by chance is no part of what a case is known by."""
    graph = "chroma/1ef63b48-6634-493c-969e-46c984d24c25/header.bin"
    assert faults._lasting(Path(graph)) == "chroma/graph/header.bin"
    assert faults._lasting(Path("delta/lexical/lengths")) == "delta/lexical/lengths"
